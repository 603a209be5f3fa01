package wording

import (
	"math"
	"slices"
	"sort"
)

// Units are the things that a text says, each with a weight: words, numbers, signs, and
// pairs of Chinese characters. They may be shared.
type Units struct {
	list []unit
	mass float64
}

type unit struct {
	forms    []string
	kind     Kind
	concepts []int
	weight   float64
	opposite []int // concepts that say the contrary
	denied   bool  // the text denies it, or says that something else is the case instead
	// prevented says that the text has it prevented, which is neither the one nor the other.
	prevented bool
	count     int // how often the text says it
}

// Mass is the sum of the weights.
func (u Units) Mass() float64 { return u.mass }

// Len is the number of units.
func (u Units) Len() int { return len(u.list) }

// Units lists what the span s of x says, each thing once. What occurs in asked (the
// question, or nil) counts only the share demoted.
func (x *Index) Units(s Span, asked *Index, demoted float64) Units {
	return x.units(s, asked, demoted, false)
}

// LooseUnits lists the Chinese characters of s as well, and takes kin for its words: what is said in other words
// is often said with the same characters. An answer to another question says some of that too.
func (x *Index) LooseUnits(s Span, asked *Index, demoted float64) Units {
	return x.units(s, asked, demoted, true)
}

// characterWeight is what a Chinese character counts by itself, beside the pairs that it is in.
const characterWeight = 0.15

func (x *Index) units(s Span, asked *Index, demoted float64, loose bool) Units {
	cover := x.covering(s)
	seen := map[string]int{}
	var out Units
	add := func(i int, u unit, key string) {
		if at, ok := seen[key]; ok {
			out.list[at].count++
			return
		}
		seen[key] = len(out.list)
		own := Span{i, i + len(u.forms)}
		u.count = 1
		u.denied, u.prevented = x.Denied(own) || x.turned[i] == replaced, x.turned[i] == prevented
		if asked != nil && asked.says(u) {
			u.weight *= demoted
		}
		out.list = append(out.list, u)
		out.mass += u.weight
	}
	for i := s.From; i < s.To; i++ {
		if k := &x.Tokens[i]; loose && k.Kind == Han && !k.Stop {
			add(i, unit{forms: []string{k.Form}, kind: Han, weight: characterWeight}, "1"+k.Form)
		}
		if u, key := x.unit(i, s); u.weight > 0 {
			u.concepts = common(cover[i-s.From], cover[i-s.From+len(u.forms)-1])
			if !loose {
				u.concepts = slices.DeleteFunc(u.concepts, func(c int) bool { return x.lex.tie[c] == kinTie })
			}
			u.opposite = x.lex.opposites(u.concepts)
			add(i, u, key)
		}
	}
	return out
}

// opposites lists the concepts that say the contrary of some.
func (l *Lexicon) opposites(concepts []int) []int {
	var out []int
	for _, c := range concepts {
		if d, ok := l.against[c]; ok {
			out = append(out, d)
		}
	}
	return out
}

// unit returns the unit that begins at token i, of no weight when none does.
func (x *Index) unit(i int, s Span) (unit, string) {
	k := x.Tokens[i]
	if k.Kind != Han {
		return unit{forms: []string{k.Form}, kind: k.Kind, weight: x.lex.Weight(k)}, k.Form
	}
	if i+1 >= s.To || x.Tokens[i+1].Kind != Han || x.Tokens[i+1].Clause != k.Clause {
		return unit{}, ""
	}
	next := x.Tokens[i+1]
	u := unit{forms: []string{k.Form, next.Form}, kind: Han, weight: 0.6}
	switch {
	case k.Stop && next.Stop:
		u.weight = 0
	case k.Stop || next.Stop:
		u.weight = 0.25
	}
	return u, k.Form + next.Form
}

// covering lists, for each token of s, the concepts whose wordings cover it.
func (x *Index) covering(s Span) [][]int {
	out := make([][]int, s.To-s.From)
	for i := s.From; i < s.To; i++ {
		for _, e := range x.lex.entries.from(x.Tokens[i].Form) {
			if !x.spelled(i, e.forms) || i+len(e.forms) > s.To {
				continue
			}
			for j := range e.forms {
				out[i-s.From+j] = append(out[i-s.From+j], e.concept)
			}
		}
	}
	return out
}

func common(a, b []int) []int {
	var out []int
	for _, c := range a {
		for _, d := range b {
			if c == d {
				out = append(out, c)
			}
		}
	}
	return out
}

// says reports whether the unit occurs in x in any wording of the term sheet.
func (x *Index) says(u unit) bool {
	said := false
	x.eachUnit(&u, func(h Hit) { said = said || h.Quality >= 0.9 })
	return said
}

func (x *Index) eachUnit(u *unit, yield func(Hit)) {
	if u.kind == Han {
		x.eachSequence(u.forms, yield)
	} else {
		x.eachWord(u.forms[0], u.kind, yield)
	}
	for _, c := range u.concepts {
		for _, h := range x.concepts[c] {
			yield(h)
		}
	}
}

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

// Saturation and length normalisation of Match, tuned on graded answers.
const (
	matchSaturation = 0.6
	matchLength     = 0.25
)

// Match is how well x answers u as a query by BM25 (Robertson and Zaragoza 2009, eq. 3.15) on exact
// forms, as a share of what the text of u itself, of length tokens, would reach: 0..1.
func (x *Index) Match(u Units, length int) float64 {
	if length == 0 || u.mass == 0 {
		return 0
	}
	sum, ceiling := 0.0, 0.0
	for i := range u.list {
		n := &u.list[i]
		sum += n.weight * saturated(x.count(n), float64(len(x.Tokens))/float64(length))
		ceiling += n.weight * saturated(float64(n.count), 1)
	}
	return math.Min(1, sum/ceiling)
}

func saturated(count, length float64) float64 {
	return count * (matchSaturation + 1) / (count + matchSaturation*(1-matchLength+matchLength*length))
}

// count is how often the forms of u stand in x.
func (x *Index) count(u *unit) float64 {
	if u.kind == Han {
		return float64(len(x.sequence(u.forms)))
	}
	n := 0
	if id, ok := x.vocab[u.forms[0]]; ok {
		for i := x.words[id].head; i >= 0 && n < maxHits; i = x.next[i] {
			n++
		}
	}
	return float64(n)
}
