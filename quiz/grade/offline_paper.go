package grade

import (
	"math"
	"slices"

	"drillbot/quiz"
	"drillbot/quiz/grade/wording"
)

// paper is one answer while it is graded.
type paper struct {
	*scheme
	x      *wording.Index
	flags  []quiz.Flag
	cap    int  // highest score left possible, 0 for no cap
	naught bool // a guard found nothing to grade
	marks  []mark
	found  []quiz.Found
}

// mark is the judgement of one point.
type mark struct {
	strength float64 // how much of the point was said, 0..1
	verdict  quiz.Verdict
	span     wording.Span  // of the answer's tokens that earned it
	hits     []wording.Hit // in span: what was found
	opposed  float64       // the share of hits in the contrary sense, where the text was compared
}

// Borders of the verdicts, on the strength of a point.
const (
	coveredFrom = 0.60
	partlyFrom  = 0.34
)

// near is how many sentences in a row may hold what one point asks for.
const near = 2

func (p *paper) judge() {
	p.marks = make([]mark, len(p.points))
	if p.naught {
		return
	}
	for i, rp := range p.points {
		p.marks[i] = p.point(rp)
	}
	p.polarity()
	p.misconceptions()
}

// point judges one point from its cues and from its text.
func (p *paper) point(rp readyPoint) mark {
	m := p.fromText(rp.texts)
	if len(rp.cues) == 0 {
		m.verdict = verdictOf(m.strength)
		return m
	}
	c := p.fromCues(rp)
	strength := c.strength
	if c.strength < 1 {
		strength = math.Max(0.75*c.strength+0.25*m.strength, 0.9*m.strength)
	}
	if c.span.To == 0 || m.strength > c.strength {
		c.span, c.hits, c.opposed = m.span, m.hits, m.opposed
	}
	c.strength = strength
	c.verdict = verdictOf(strength)
	return c
}

func verdictOf(strength float64) quiz.Verdict {
	switch {
	case strength >= coveredFrom:
		return quiz.Covered
	case strength >= partlyFrom:
		return quiz.Partly
	default:
		return quiz.Missed
	}
}

// fromCues is the best of the ways to meet the cues. What is claimed counts before what is denied:
// a denied wording is looked at only where nothing else shows the point.
func (p *paper) fromCues(rp readyPoint) mark {
	if !rp.negative {
		if m := p.meet(rp.cues, p.claimed); verdictOf(m.strength) != quiz.Missed {
			return m
		}
	}
	return p.meet(rp.cues, nil)
}

func (p *paper) claimed(h wording.Hit) bool { return p.x.Negates(h.Span) || !p.x.Denied(h.Span) }

func (p *paper) meet(ways []wording.Groups, usable func(wording.Hit) bool) mark {
	var best mark
	for _, g := range ways {
		m := p.x.Meet(g, near, usable)
		s := float64(m.Count()) / float64(len(g)) * (0.5 + 0.5*m.Share())
		if m.Whole() {
			s = math.Max(0.7, m.Share())
		}
		if s > best.strength {
			best = mark{strength: s, span: m.Span, hits: m.Hits()}
		}
	}
	return best
}

// fromText is how much of the point's text, or of the reference's clause about it, the answer says.
func (p *paper) fromText(texts []pointText) mark {
	var best mark
	for _, t := range texts {
		c := p.x.CoverWithin(t.units, near)
		s := c.Share
		if t.clause.Mass() > 0 {
			d := p.x.CoverWithin(t.clause, near)
			s = math.Max(s, 0.5*(c.Share+d.Share))
			if c.Span.To == 0 {
				c.Span, c.Found = d.Span, d.Found
			}
		}
		if s > best.strength {
			best = mark{strength: s, span: c.Span, hits: c.Found, opposed: c.Opposed / math.Max(c.Share, 0.01)}
		}
	}
	return best
}

// grade puts the judgement in the form of the contract.
func (p *paper) grade() quiz.Grade {
	g := quiz.Grade{By: "offline", Version: OfflineVersion, Estimate: true, Flags: p.flags, Cap: p.cap, Found: p.found}
	for i, rp := range p.points {
		m := p.marks[i]
		pg := quiz.PointGrade{Point: rp.id, Verdict: m.verdict}
		if m.verdict != quiz.Missed {
			pg.Quote = p.quote(m.span)
		}
		g.Points = append(g.Points, pg)
	}
	g.Score = p.question.Score(g.Points, g.Found)
	if p.cap > 0 {
		g.Score = min(g.Score, p.cap)
	}
	if p.naught {
		g.Score = 0
	}
	g.Confidence = p.confidence()
	return g
}

// confidence is described at Offline.
func (p *paper) confidence() float64 {
	if p.naught {
		return 0.95
	}
	sum, weight := 0.0, 0.0
	for i, m := range p.marks {
		d := math.Min(math.Abs(m.strength-coveredFrom), math.Abs(m.strength-partlyFrom))
		sum += p.points[i].weight * math.Min(1, 0.3+3*d)
		weight += p.points[i].weight
	}
	if weight == 0 {
		return 0
	}
	c := sum / weight * (1 - 0.6*p.strange())
	if len(p.flags) > 0 {
		c *= 0.8
	}
	return math.Round(100*c) / 100
}

// strange is the share of the answer's content that neither the question nor the rubric uses.
func (p *paper) strange() float64 {
	all, own := 0.0, 0.0
	for i := range p.x.Tokens {
		k := &p.x.Tokens[i]
		if k.Stop || k.Kind == wording.Sign {
			continue
		}
		all++
		if !p.known.Has(k) {
			own++
		}
	}
	if all == 0 {
		return 1
	}
	return own / all
}

// maxQuote is the longest evidence shown, in bytes.
const maxQuote = 240

// quote cuts from the answer what earned a verdict: whole clauses where they are short.
func (p *paper) quote(s wording.Span) string {
	if s.To == 0 {
		return ""
	}
	whole := wording.Span{
		From: p.x.Clauses[p.x.Tokens[s.From].Clause].From,
		To:   p.x.Clauses[p.x.Tokens[s.To-1].Clause].To,
	}
	for _, c := range []wording.Span{whole, s} {
		if q := p.x.Quote(c); len(q) <= maxQuote {
			return q
		}
	}
	for s.To > s.From+1 && len(p.x.Quote(s)) > maxQuote {
		s.To--
	}
	return p.x.Quote(s)
}

func (p *paper) flag(f quiz.Flag) {
	if !slices.Contains(p.flags, f) {
		p.flags = append(p.flags, f)
	}
}

// limit caps the score; the lowest cap holds.
func (p *paper) limit(score int) {
	if p.cap == 0 || score < p.cap {
		p.cap = score
	}
}
