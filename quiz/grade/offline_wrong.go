package grade

import (
	"drillbot/quiz"
	"drillbot/quiz/grade/wording"
)

// misconceptions looks for what the question lists as wrong.
func (p *paper) misconceptions() {
	for _, w := range p.wrongs {
		if s, ok := p.misconception(w); ok {
			p.found = append(p.found, quiz.Found{Misconception: w.id, Quote: p.quote(s)})
		}
	}
}

func (p *paper) misconception(w readyWrong) (wording.Span, bool) {
	for _, g := range w.cues {
		if m := p.x.Meet(g, 1, p.asserted); m.Whole() && m.Share() >= 0.7 && p.x.Claimed(m.Met) {
			return m.Span, true
		}
	}
	if !w.both {
		return wording.Span{}, false
	}
	for _, r := range p.x.Relations(p.x.Any(w.of), p.x.Any(w.on)) {
		if r.Same() == w.same {
			return r.Span, true
		}
	}
	return wording.Span{}, false
}

// asserted reports whether what was found is the player's own claim.
func (p *paper) asserted(h wording.Hit) bool {
	return !p.x.Refused(h.Span) && !p.x.Attributed(h.Span)
}

// polarity finds points whose words are all there and denied. A denial is easily misread, so no
// more than half of what the answer earned is taken whole; points beyond that are only halved.
func (p *paper) polarity() {
	earned, lost := 0.0, 0.0
	for i, m := range p.marks {
		earned += p.points[i].weight * m.strength
	}
	for i := range p.marks {
		m := &p.marks[i]
		if m.verdict == quiz.Missed || !p.denied(i) {
			continue
		}
		p.flag(quiz.FlagPolarity)
		if lost += p.points[i].weight * m.strength; lost <= earned/2 {
			m.verdict, m.strength = quiz.Contradicted, 0
			continue
		}
		m.verdict, m.strength = quiz.Partly, partlyFrom
	}
}

// denied reports whether what earned point i says the contrary: at least half of it is denied
// where it stands, or words of the point's text were turned into their opposites. A point that is
// a denial itself cannot be told apart this way, and is let be.
func (p *paper) denied(i int) bool {
	m := p.marks[i]
	switch {
	case p.points[i].negative || len(m.hits) == 0:
		return false
	case m.opposed >= opposedFrom:
		return true
	}
	n := 0
	for _, h := range m.hits {
		if p.x.Denied(h.Span) && !p.x.Attributed(h.Span) {
			n++
		}
	}
	return 2*n >= len(m.hits)
}

// opposedFrom is the share of what was found of a point's text that must be in the contrary sense.
const opposedFrom = 0.3
