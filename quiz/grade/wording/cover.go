package wording

import (
	"math"
	"slices"
	"sort"
)

// Cover is how much of some units a text says.
type Cover struct {
	Share   float64 // of their weight, 0..1
	Opposed float64 // the part of Share that the text says in the contrary sense
	Span    Span    // where it was said; empty when nothing was
	Found   []Hit   // one a unit that was found there
}

// Cover returns the share of u that x says anywhere.
func (x *Index) Cover(u Units) Cover { return x.cover(u, len(x.Sentences)) }

// CoverWithin returns the largest share of u that x says within so many sentences in a row.
func (x *Index) CoverWithin(u Units, sentences int) Cover { return x.cover(u, sentences) }

func (x *Index) cover(u Units, width int) Cover {
	if u.mass == 0 || len(x.Sentences) == 0 {
		return Cover{}
	}
	best := x.bestBySentence(u)
	sums := make([]float64, len(x.Sentences))
	for i := range u.list {
		addWindows(sums, best[i], width, u.list[i].weight)
	}
	at := 0
	for s, sum := range sums {
		if sum > sums[at]+1e-9 {
			at = s
		}
	}
	return x.gather(u, best, sums[at]/u.mass, at, at+width)
}

// sentenceHit is the best hit within one sentence.
type sentenceHit struct {
	sentence int
	hit      Hit
	opposed  bool
}

// contraryQuality is what a denied opposite is worth: "not separated" for "connected".
const contraryQuality = 0.8

// sided finds a unit and its opposites, and tells which hits say the contrary.
func (x *Index) sided(u *unit, yield func(h Hit, opposed bool)) {
	x.eachUnit(u, func(h Hit) { yield(h, x.opposed(h.Span, u)) })
	for _, c := range u.opposite {
		for _, h := range x.concepts[c] {
			h.Quality *= contraryQuality
			yield(h, !u.prevented && x.turned[h.From] != prevented && !x.opposed(h.Span, u))
		}
	}
}

// bestBySentence lists for each unit its best hit in each sentence that has one.
func (x *Index) bestBySentence(u Units) [][]sentenceHit {
	out := make([][]sentenceHit, len(u.list))
	for i := range u.list {
		k := x.keeper()
		x.sided(&u.list[i], k.keep)
		out[i] = k.done()
	}
	return out
}

// keeper keeps one hit a sentence: one in the right sense, and of these the best.
type keeper struct {
	x     *Index
	best  []sentenceHit
	stamp int32
}

// keeper starts one in the index's own scratch: there is but one at a time.
func (x *Index) keeper() keeper {
	x.stamp++
	return keeper{x: x, best: x.scratch[:0], stamp: x.stamp}
}

// done returns what was kept, by sentence, in memory of its own.
func (k *keeper) done() []sentenceHit {
	k.x.scratch = k.best
	out := append([]sentenceHit(nil), k.best...)
	if bySentence := func(a, b sentenceHit) int { return a.sentence - b.sentence }; !slices.IsSortedFunc(out, bySentence) {
		slices.SortFunc(out, bySentence) // a sentence has but one
	}
	return out
}

func (k *keeper) keep(h Hit, opposed bool) {
	s := k.x.Tokens[h.From].Sentence
	slot := &k.x.slots[s]
	switch {
	case k.x.void[s]:
	case slot.stamp != k.stamp:
		*slot = sentenceSlot{k.stamp, int32(len(k.best))}
		k.best = append(k.best, sentenceHit{s, h, opposed})
	default:
		e := &k.best[slot.at]
		if e.opposed && !opposed || e.opposed == opposed && h.Quality > e.hit.Quality {
			e.hit, e.opposed = h, opposed
		}
	}
}

// sentenceSlot says where the keeper of that stamp keeps a sentence's hit.
type sentenceSlot struct{ stamp, at int32 }

// addWindows adds, to the sum of every window of width sentences, the best hit in it.
func addWindows(sums []float64, hits []sentenceHit, width int, weight float64) {
	if width >= len(sums) {
		sums[0] += weight * bestIn(hits, 0, len(sums)).hit.Quality
		return
	}
	for _, e := range hits {
		for s := max(0, e.sentence-width+1); s <= e.sentence; s++ {
			if b := bestIn(hits, s, s+width); b.sentence == e.sentence {
				sums[s] += weight * e.hit.Quality
			}
		}
	}
}

// bestIn returns the best hit in the sentences from from up to but not including to.
func bestIn(list []sentenceHit, from, to int) sentenceHit {
	best := sentenceHit{sentence: -1}
	first := sort.Search(len(list), func(i int) bool { return list[i].sentence >= from })
	for _, e := range list[first:] {
		if e.sentence >= to {
			break
		}
		if e.better(best) {
			best = e
		}
	}
	return best
}

// better orders hits: quality first, then the right sense, then the earlier sentence.
func (e sentenceHit) better(f sentenceHit) bool {
	switch {
	case e.hit.Quality != f.hit.Quality:
		return e.hit.Quality > f.hit.Quality
	case e.opposed != f.opposed:
		return f.opposed
	default:
		return e.sentence < f.sentence
	}
}

func (x *Index) gather(u Units, best [][]sentenceHit, share float64, from, to int) Cover {
	c := Cover{Share: math.Min(1, share)}
	for i := range u.list {
		e := bestIn(best[i], from, to)
		if e.hit.Quality == 0 || u.list[i].weight == 0 {
			continue
		}
		if e.opposed {
			c.Opposed += u.list[i].weight * e.hit.Quality / u.mass
		}
		c.Found = append(c.Found, e.hit)
	}
	c.Span = around(c.Found)
	return c
}
