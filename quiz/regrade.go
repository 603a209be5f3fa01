package quiz

import (
	"context"
	"fmt"
	"iter"
	"time"
)

// Regrading is what becomes of an attempt when it is graded anew.
type Regrading struct {
	Before, After Attempt
}

// Score returns by how much the score changes.
func (c Regrading) Score() int { return c.After.Grade.Score - c.Before.Grade.Score }

// Points returns by how much the points for the boards change.
func (c Regrading) Points() int { return c.After.Points - c.Before.Points }

// Any reports whether a player would see a difference: another score, or another verdict.
func (c Regrading) Any() bool {
	old, now := c.Before.Grade.Points, c.After.Grade.Points
	if c.Score() != 0 || len(old) != len(now) {
		return true
	}
	for i := range old {
		if old[i].Point != now[i].Point || old[i].Verdict != now[i].Verdict {
			return true
		}
	}
	return false
}

// Attempts yields the graded attempts, oldest first; see Store.Attempts.
func (d *Drill) Attempts(ctx context.Context, judged bool) iter.Seq2[Attempt, error] {
	return d.Store.Attempts(ctx, judged)
}

// Attempt returns the attempt id, or ErrNone.
func (d *Drill) Attempt(ctx context.Context, id uint64) (Attempt, error) {
	return d.Store.Attempt(ctx, id)
}

// Propose grades an attempt again and returns what would change; nothing is stored. It is ErrFixed for an attempt
// that a human has settled, and where an estimate would take the place of a model's grade.
func (d *Drill) Propose(ctx context.Context, a Attempt, by Grader) (Regrading, error) {
	asked, err := d.regradable(ctx, a)
	if err != nil {
		return Regrading{}, err
	}
	if a.Judge != 0 || a.Answer.Empty() { // or its words are no longer kept
		return Regrading{}, ErrFixed
	}
	job, err := d.job(ctx, a)
	if err != nil {
		return Regrading{}, err
	}
	start := time.Now()
	g, err := asked.Grade(ctx, by, a.Answer, job)
	if err != nil {
		return Regrading{}, fmt.Errorf("regrade %d: %w", a.ID, err)
	}
	if d.Observe != nil {
		d.Observe(g, time.Since(start))
	}
	if g.Estimate && !a.Grade.Estimate {
		return Regrading{}, ErrFixed
	}
	return changed(a, g, 0, asked.Question.Difficulty), nil
}

// Rule returns what a human's ruling changes about an attempt; nothing is stored.
func (d *Drill) Rule(ctx context.Context, a Attempt, r Ruling) (Regrading, error) {
	asked, err := d.regradable(ctx, a)
	if err != nil {
		return Regrading{}, err
	}
	g, err := r.Grade(asked.Question, *a.Grade)
	if err != nil {
		return Regrading{}, err
	}
	return changed(a, g, r.Judge, asked.Question.Difficulty), nil
}

// regradable returns the asking of an attempt that can be graded anew.
func (d *Drill) regradable(ctx context.Context, a Attempt) (Ask, error) {
	if a.Grade == nil || a.GaveUp {
		return Ask{}, ErrFixed
	}
	asked, err := d.Asked(ctx, a.Server, a.Question, a.Version, a.Seed)
	if err != nil {
		return Ask{}, fmt.Errorf("regrade %d: %w", a.ID, err)
	}
	if asked.Question.Type != Open {
		return Ask{}, ErrFixed
	}
	return asked, nil
}

// changed is the change of an attempt to a grade, that of judge where it is a human's.
func changed(a Attempt, g Grade, judge uint64, difficulty int) Regrading {
	after := a
	after.regrade(g, judge, difficulty)
	return Regrading{Before: a, After: after}
}

// regrade gives an attempt another grade and what it wins by it.
func (a *Attempt) regrade(g Grade, judge uint64, difficulty int) {
	if judge != 0 && a.Machine == nil {
		a.Machine = a.Grade
	}
	a.Grade, a.Judge = &g, judge
	if a.Counts {
		a.Points = Points(g.Score, difficulty)
	}
}

// Apply settles a change: grade, points, boards and card are corrected in one transaction. It returns the change
// as it was made, which is another one when the attempt has changed since. A grader's does not
// take the place of a human's: ErrFixed.
func (d *Drill) Apply(ctx context.Context, c Regrading) (Regrading, error) {
	asked, err := d.regradable(ctx, c.Before)
	if err != nil {
		return Regrading{}, err
	}
	made := Regrading{}
	made.After, err = d.Store.Amend(ctx, c.Before.ID, func(l *Ledger) error {
		made.Before = *l.Prior
		return l.revise(*c.After.Grade, c.After.Judge, asked.Question.Difficulty)
	})
	if err != nil {
		return Regrading{}, fmt.Errorf("regrade %d: %w", c.Before.ID, err)
	}
	return made, nil
}

// revise is the one rule of what another grade does to the books.
func (l *Ledger) revise(g Grade, judge uint64, difficulty int) error {
	a := &l.Attempt
	if a.Grade == nil || a.GaveUp || a.Judge != 0 && judge == 0 {
		return ErrFixed
	}
	if a.Answer.Empty() { // its words were deleted meanwhile
		g = g.Redacted()
	}
	score, points := a.Grade.Score, a.Points
	a.regrade(g, judge, difficulty)
	l.Card.revise(score, g.Score, a.At)
	l.Overall.correct(a, g.Score-score, a.Points-points)
	l.Topic.correct(a, g.Score-score, a.Points-points)
	l.doubt()
	return nil
}

// Regrade grades the stored attempt id by a grader and settles what that changes. The change is to be shown to
// the player where Regrading.Any says so.
func (d *Drill) Regrade(ctx context.Context, id uint64, by Grader) (Regrading, error) {
	a, err := d.Store.Attempt(ctx, id)
	if err != nil {
		return Regrading{}, err
	}
	c, err := d.Propose(ctx, a, by)
	if err != nil {
		return Regrading{}, err
	}
	return d.Apply(ctx, c)
}

// Judge settles the stored attempt id by a human's ruling, and keeps the grader's beside it. The change is to
// be shown to the player in any case: they have asked for it.
func (d *Drill) Judge(ctx context.Context, id uint64, r Ruling) (Regrading, error) {
	a, err := d.Store.Attempt(ctx, id)
	if err != nil {
		return Regrading{}, err
	}
	c, err := d.Rule(ctx, a, r)
	if err != nil {
		return Regrading{}, err
	}
	return d.Apply(ctx, c)
}
