package quiz

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Agreement says how graders did where a human has ruled on the same answers.
type Agreement struct {
	Question string // "" over all questions
	Answers  int    // that a human has ruled on
	Verdicts int    // of their points
	Same     int    // of these, the human's was the grader's
	Strict   int    // of the others, the grader's earned less
	Lenient  int    // and these, as much or more
	Gap      int    // sum of the differences of score, grader less human
	Apart    int    // sum of the same without their signs
}

// Share returns how many of the verdicts were the same, 0..1; 1 without any.
func (a Agreement) Share() float64 {
	if a.Verdicts == 0 {
		return 1
	}
	return float64(a.Same) / float64(a.Verdicts)
}

// Bias returns by how much graders score higher than humans in the mean; it is negative where they score lower.
func (a Agreement) Bias() float64 { return float64(a.Gap) / float64(max(1, a.Answers)) }

// Distance returns how far apart scores of graders and humans are in the mean.
func (a Agreement) Distance() float64 { return float64(a.Apart) / float64(max(1, a.Answers)) }

// Add counts an attempt; one without a Judge changes nothing.
func (a *Agreement) Add(t Attempt) {
	if t.Judge == 0 || t.Machine == nil || t.Grade == nil {
		return
	}
	a.Answers++
	gap := t.Machine.Score - t.Grade.Score
	a.Gap += gap
	a.Apart += max(gap, -gap)
	for _, human := range t.Grade.Points {
		i := slices.IndexFunc(t.Machine.Points, func(p PointGrade) bool { return p.Point == human.Point })
		if i < 0 {
			continue
		}
		a.Verdicts++
		switch was := t.Machine.Points[i].Verdict; {
		case was == human.Verdict:
			a.Same++
		case earned(was) < earned(human.Verdict):
			a.Strict++
		default:
			a.Lenient++
		}
	}
}

// Agreement compares graders with humans in server, over all questions first and then by question, those that are
// farthest apart first. There are none where no human has ruled.
func (d *Drill) Agreement(ctx context.Context, server uint64) ([]Agreement, error) {
	var all Agreement
	byID := map[string]*Agreement{}
	for t, err := range d.Store.Attempts(ctx, true) {
		if err != nil {
			return nil, fmt.Errorf("agreement in %d: %w", server, err)
		}
		if t.Server != server {
			continue
		}
		if byID[t.Question] == nil {
			byID[t.Question] = &Agreement{Question: t.Question}
		}
		byID[t.Question].Add(t)
		all.Add(t)
	}
	if all.Answers == 0 {
		return nil, nil
	}
	var out []Agreement
	for _, a := range byID {
		out = append(out, *a)
	}
	slices.SortFunc(out, func(x, y Agreement) int {
		return cmp.Or(cmp.Compare(y.Distance(), x.Distance()), cmp.Compare(x.Share(), y.Share()), cmp.Compare(x.Question, y.Question))
	})
	return append([]Agreement{all}, out...), nil
}
