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

// How Fine weighs what it compares, measured on the graded sets named in offline_sets_test.go.
// Overlap counts by its root, since the first right words tell more than the last; the
// length of the answer's content counts a little, for references long enough to need it.
const (
	fineCover   = 0.2
	fineClauses = 0.4
	fineMatch   = 0.4
	fineGrams   = 0.4   // of the whole, for a Chinese reference
	fineOpposed = 0.8   // taken for what is said in the contrary sense
	fineLength  = 0.08  // by natural logarithm of the content words
	fineEven    = 3.0   // the logarithm that neither gains nor loses: 20 words
	fineLong    = 40    // tokens of a reference that make length count in full
	fineScale   = 0.625 // puts the border between right and wrong short answers at 0.5
)

// likeness is how much the answer says of what the reference says, in the language that fits best.
func (p *paper) likeness() float64 {
	best := 0.0
	for _, ref := range p.references {
		cover := p.x.Cover(ref.units)
		u := fineCover*cover.Share + fineClauses*p.byClause(ref.clauses) + fineMatch*p.x.Match(ref.units, ref.length)
		if ref.grams != nil {
			u = (1-fineGrams)*u + fineGrams*ref.grams.Likeness(p.x.Grams())
		}
		long := math.Min(1, float64(ref.length)/fineLong)
		said := math.Log1p(p.x.Content(p.x.All())) - fineEven
		likeness := math.Sqrt(math.Max(0, u-fineOpposed*cover.Opposed)) + fineLength*long*said
		best = math.Max(best, fineScale*likeness)
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
