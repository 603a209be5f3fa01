package grade

import (
	"context"
	"math/rand/v2"
	"slices"

	"drillbot/quiz"
)

// SecondOptions say when a second opinion is asked for. Zero fields take the values given here.
type SecondOptions struct {
	Gap     int             // how far apart the scores of judge and estimate may be: 45
	Shuffle func(int) []int // an order of so many points: rand.Perm
}

func (o SecondOptions) orDefault() SecondOptions {
	if o.Gap == 0 {
		o.Gap = 45
	}
	if o.Shuffle == nil {
		o.Shuffle = rand.Perm
	}
	return o
}

// Second grades with judge, and asks it again where its first word is in doubt: where it is more than
// Gap away from estimate, where the answer speaks to the grader, or where evidence was not in the
// answer. The second time the points are in another order, for models favour what stands first.
//
// Point by point, a proven verdict goes before an unproven one, and what both say stands. Where they
// differ, the estimate decides if it says the same as one of them; else, and always where the
// answer speaks to the grader, the lower verdict stands and the grade is marked quiz.FlagUnsure. So it
// is when there is no second opinion to be had.
func Second(judge, estimate quiz.Grader, o SecondOptions) quiz.Grader {
	o = o.orDefault()
	return quiz.GraderFunc(func(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
		first, err := judge.Grade(ctx, job)
		if err != nil || slices.Contains(first.Flags, quiz.FlagEmpty) {
			return first, err
		}
		guess, err := estimate.Grade(ctx, job)
		if err != nil {
			guess = quiz.Grade{Score: first.Score} // has no say
		}
		if !o.doubtful(first, guess) {
			return first, nil
		}
		again, err := judge.Grade(ctx, o.shuffled(job))
		if err != nil {
			first.Usage = add(first.Usage, UsageOf(err))
			return unsure(first), nil
		}
		return panel{job.Question, first, again, guess}.agree(), nil
	})
}

// doubtful reports whether a first opinion needs a second one.
func (o SecondOptions) doubtful(first, guess quiz.Grade) bool {
	gap := first.Score - guess.Score
	return max(gap, -gap) > o.Gap || speaksToGrader(first) || speaksToGrader(guess) ||
		slices.ContainsFunc(first.Points, func(p quiz.PointGrade) bool { return p.Unverified })
}

func speaksToGrader(g quiz.Grade) bool { return slices.Contains(g.Flags, quiz.FlagInjection) }

// shuffled returns the job with its points in another order.
func (o SecondOptions) shuffled(job quiz.Job) quiz.Job {
	order := o.Shuffle(len(job.Question.Points))
	if slices.IsSorted(order) {
		slices.Reverse(order)
	}
	points := make([]quiz.Point, 0, len(order))
	for _, i := range order {
		points = append(points, job.Question.Points[i])
	}
	job.Question.Points = points
	return job
}

// panel is two opinions on an answer, and an estimate to settle what they differ in.
type panel struct {
	question            quiz.Question
	first, again, guess quiz.Grade
}

// agree returns what the panel can stand behind.
func (p panel) agree() quiz.Grade {
	g := p.first
	g.Points = make([]quiz.PointGrade, len(p.question.Points))
	split := false
	for i, point := range p.question.Points {
		var differ bool
		g.Points[i], differ = p.point(point.ID)
		split = split || differ
	}
	g.Found = p.found()
	g.Score = p.question.Score(g.Points, g.Found)
	g.Flags = slices.Clone(p.first.Flags)
	if speaksToGrader(p.again) && !speaksToGrader(g) {
		g.Flags = append(g.Flags, quiz.FlagInjection)
	}
	if distance(p.again, g) < distance(p.first, g) {
		g.Feedback = p.again.Feedback
	}
	g.Confidence = max(p.first.Confidence, p.again.Confidence)
	g.Usage = add(p.first.Usage, p.again.Usage)
	if split {
		return unsure(g)
	}
	return g
}

// point returns the verdict on one point, and whether the panel is split on it.
func (p panel) point(id string) (quiz.PointGrade, bool) {
	a, b := pointOf(p.first, id), pointOf(p.again, id)
	switch {
	case a.Verdict == b.Verdict:
		return better(a, b), false
	case a.Unverified != b.Unverified:
		return better(a, b), false
	case speaksToGrader(p.first) || speaksToGrader(p.again):
		return lowest(a, b), true
	}
	for _, v := range []quiz.PointGrade{a, b} {
		if c := pointOf(p.guess, id); c.Point == id && c.Verdict == v.Verdict {
			return v, false
		}
	}
	return lowest(a, b), true
}

// pointOf returns a grade's verdict on a point, zero when it has none.
func pointOf(g quiz.Grade, id string) quiz.PointGrade {
	for _, p := range g.Points {
		if p.Point == id {
			return p
		}
	}
	return quiz.PointGrade{}
}

// better returns the proven one of two verdicts, the first when both are.
func better(a, b quiz.PointGrade) quiz.PointGrade {
	if a.Unverified {
		return b
	}
	return a
}

// lowest returns the one of two different verdicts that earns less; of two that earn nothing, the one
// that charges nothing.
func lowest(a, b quiz.PointGrade) quiz.PointGrade {
	rank := [4]int{quiz.Missed: 0, quiz.Contradicted: 1, quiz.Partly: 2, quiz.Covered: 3}
	if rank[a.Verdict] < rank[b.Verdict] {
		return a
	}
	return b
}

// found are the misconceptions that two of the three have found.
func (p panel) found() []quiz.Found {
	var out []quiz.Found
	for _, m := range p.question.Misconceptions {
		var proofs []quiz.Found
		for _, g := range []quiz.Grade{p.first, p.again, p.guess} {
			for _, f := range g.Found {
				if f.Misconception == m.ID {
					proofs = append(proofs, f)
					break
				}
			}
		}
		if len(proofs) > 1 {
			out = append(out, proofs[0])
		}
	}
	return out
}

func distance(a, b quiz.Grade) int { return max(a.Score-b.Score, b.Score-a.Score) }

// lowConfidence is the highest confidence of a grade that is marked unsure.
const lowConfidence = 0.4

// unsure marks a grade for a human.
func unsure(g quiz.Grade) quiz.Grade {
	g.Flags = append(slices.Clone(g.Flags), quiz.FlagUnsure)
	g.Confidence = min(g.Confidence, lowConfidence)
	return g
}
