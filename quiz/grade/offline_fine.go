package grade

import (
	"math"

	"drillbot/quiz"
	"drillbot/quiz/grade/wording"
)

// fine is described at Offline.Fine.
func (p *paper) fine() float64 {
	if p.naught {
		return 0
	}
	f := p.strength()
	if !p.cued && len(p.references) > 0 {
		f = p.likeness()
	}
	for _, m := range p.question.Misconceptions {
		for _, found := range p.found {
			if found.Misconception == m.ID {
				f -= float64(m.Cost) / 100
			}
		}
	}
	if p.cap > 0 {
		f = math.Min(f, float64(p.cap)/100)
	}
	return math.Max(0, math.Min(1, f))
}

// strength is the mean strength of the points by weight.
func (p *paper) strength() float64 {
	sum, weight := 0.0, 0.0
	for i, m := range p.marks {
		s := m.strength
		if m.verdict == quiz.Contradicted {
			s = 0
		}
		sum += p.points[i].weight * s
		weight += p.points[i].weight
	}
	if weight == 0 {
		return 0
	}
	return sum / weight
}

// likeness is how much the answer says of what the reference says, in the language that fits best.
func (p *paper) likeness() float64 {
	best := 0.0
	for _, ref := range p.references {
		cov := p.x.Cover(ref.units).Share
		kp := p.byClause(ref.clauses)
		bm := p.x.Match(ref.units, ref.length)
		best = math.Max(best, (cov+kp+bm)/3)
	}
	return best
}

// byClause is the mean cover of the clauses, weighted by the square root of what they say.
func (p *paper) byClause(clauses []wording.Units) float64 {
	sum, weight := 0.0, 0.0
	for _, u := range clauses {
		w := math.Sqrt(u.Mass())
		sum += w * p.x.Cover(u).Share
		weight += w
	}
	if weight == 0 {
		return 0
	}
	return sum / weight
}
