package wording

// Groups is an AND of any-of groups of wordings, ready to be looked for. It may be shared.
type Groups [][]Phrase

// Groups makes cues ready. Groups that hold nothing to look for are left out.
func (l *Lexicon) Groups(cues [][]string) Groups {
	var out Groups
	for _, g := range cues {
		var ps []Phrase
		for _, w := range g {
			if p := l.Phrase(w); len(p.parts) > 0 {
				ps = append(ps, p)
			}
		}
		if len(ps) > 0 {
			out = append(out, ps)
		}
	}
	return out
}

// Exact returns the groups with wordings that are met only as they stand: in their order,
// close together, without loose synonyms. A charge needs better proof than praise.
func (g Groups) Exact() Groups {
	out := make(Groups, len(g))
	for i, ps := range g {
		for _, p := range ps {
			p.exact = true
			out[i] = append(out[i], p)
		}
	}
	return out
}

// Merge returns groups any of which is met by the wordings of either a or b. Both must
// have equally many groups; a is returned otherwise.
func Merge(a, b Groups) Groups {
	if len(a) != len(b) {
		return a
	}
	out := make(Groups, len(a))
	for i := range a {
		out[i] = append(append([]Phrase{}, a[i]...), b[i]...)
	}
	return out
}

// Any returns every place of any wording of any group.
func (x *Index) Any(g Groups) []Hit {
	var out []Hit
	for _, ps := range g {
		out = append(out, x.group(ps)...)
	}
	return out
}

func (x *Index) group(ps []Phrase) []Hit {
	var out []Hit
	for _, p := range ps {
		if out = append(out, x.Find(p)...); len(out) > 4*maxHits {
			break
		}
	}
	return out
}

// Meeting is where groups meet.
type Meeting struct {
	Met  []Hit // by group; quality 0 where it is not met
	Span Span  // from the first to the last of them
}

// Share is the mean quality of the groups, 0..1.
func (m Meeting) Share() float64 {
	if len(m.Met) == 0 {
		return 0
	}
	sum := 0.0
	for _, h := range m.Met {
		sum += h.Quality
	}
	return sum / float64(len(m.Met))
}

// Hits are the hits of the groups that are met.
func (m Meeting) Hits() []Hit {
	var out []Hit
	for _, h := range m.Met {
		if h.Quality > 0 {
			out = append(out, h)
		}
	}
	return out
}

// Count is how many groups are met.
func (m Meeting) Count() int {
	return len(m.Hits())
}

// Whole reports whether every group is met.
func (m Meeting) Whole() bool { return len(m.Met) > 0 && m.Count() == len(m.Met) }

// Meet returns the place, at most so many sentences in a row, where most of the groups meet.
// usable may refuse hits, such as denied ones; nil refuses none.
func (x *Index) Meet(g Groups, sentences int, usable func(Hit) bool) Meeting {
	best := make([][]sentenceHit, len(g))
	for i, ps := range g {
		k := x.keeper()
		for _, h := range x.group(ps) {
			if usable == nil || usable(h) {
				k.keep(h, false)
			}
		}
		best[i] = k.done()
	}
	at, top := x.richest(best, sentences)
	m := Meeting{Met: make([]Hit, len(g))}
	for i := range best {
		if top > 0 {
			m.Met[i] = bestIn(best[i], at, at+sentences).hit
		}
	}
	m.Span = around(m.Met)
	return m
}

// richest returns the first sentence of the window with the highest sum of qualities.
// Only windows that begin where something was found need a look.
func (x *Index) richest(best [][]sentenceHit, width int) (int, float64) {
	at, top := 0, 0.0
	for _, list := range best {
		for _, e := range list {
			sum := 0.0
			for i := range best {
				sum += bestIn(best[i], e.sentence, e.sentence+width).hit.Quality
			}
			if sum > top || sum == top && e.sentence < at {
				at, top = e.sentence, sum
			}
		}
	}
	return at, top
}

func around(hits []Hit) Span {
	var s Span
	for _, h := range hits {
		switch {
		case h.Quality == 0:
		case s.To == 0:
			s = h.Span
		default:
			s = Span{min(s.From, h.From), max(s.To, h.To)}
		}
	}
	return s
}
