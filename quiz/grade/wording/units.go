package wording

import (
	"math"
	"slices"
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
