package quiz

import "slices"

// Ruling is what a human says of an answer, point by point.
type Ruling struct {
	Judge    uint64             // who
	Verdicts map[string]Verdict // by point; a point that is left out keeps its verdict
	Found    []string           // misconceptions that the answer holds; nil leaves those that were found
}

// rulingVersion is of the rules by which rulings become grades.
const rulingVersion = "human-1"

// Grade turns the ruling into a grade, from the one that it was made about. Words of the answer that were quoted
// stay where the point is not missed; flags, caps and a model's remarks are gone, for a human has looked. The error is
// ErrPoint when the question has no such point or misconception.
func (r Ruling) Grade(q Question, was Grade) (Grade, error) {
	g := Grade{By: "human", Version: rulingVersion, Confidence: 1, Found: was.Found}
	known := 0
	for _, p := range q.Points {
		old := PointGrade{Point: p.ID}
		if i := slices.IndexFunc(was.Points, func(v PointGrade) bool { return v.Point == p.ID }); i >= 0 {
			old = was.Points[i]
		}
		v, ok := r.Verdicts[p.ID]
		if !ok {
			v = old.Verdict
		} else {
			known++
		}
		g.Points = append(g.Points, ruled(old, v))
	}
	if known != len(r.Verdicts) {
		return Grade{}, ErrPoint
	}
	if r.Found != nil {
		found, err := r.found(q, was)
		if err != nil {
			return Grade{}, err
		}
		g.Found = found
	}
	g.Score = q.Score(g.Points, g.Found)
	return g, nil
}

// ruled is a point's verdict as a human gives it.
func ruled(old PointGrade, v Verdict) PointGrade {
	p := PointGrade{Point: old.Point, Verdict: v, Quote: old.Quote}
	if v == old.Verdict {
		p.Why = old.Why
	}
	if v == Missed {
		p.Quote = ""
	}
	return p
}

// found are the misconceptions of the ruling, with the quotes there were.
func (r Ruling) found(q Question, was Grade) ([]Found, error) {
	out := []Found{}
	for _, id := range r.Found {
		if !slices.ContainsFunc(q.Misconceptions, func(m Misconception) bool { return m.ID == id }) {
			return nil, ErrPoint
		}
		f := Found{Misconception: id}
		if i := slices.IndexFunc(was.Found, func(f Found) bool { return f.Misconception == id }); i >= 0 {
			f = was.Found[i]
		}
		out = append(out, f)
	}
	return out, nil
}
