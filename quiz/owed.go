package quiz

import (
	"context"
	"fmt"
	"sync"
)

// Owed reports whether an attempt has but an estimate, for the grader that was to grade it did not.
func (a Attempt) Owed() bool {
	return a.Grade != nil && a.Judge == 0 && a.Grade.Fell != "" && a.Grade.Estimate && !a.Answer.Empty()
}

// Repayment is what became of grades that were owed.
type Repayment struct {
	Graded  int // by the grader that had owed them
	Changed int // of these, to another score or verdict
	Left    int // still owed
}

// repayers is how many owed grades are asked for at a time.
const repayers = 8

// Repay grades again, by Grader, the attempts in server whose grade is owed, most of them at the most, and settles
// what changes. tell is told of each change that a player would see, one at a time. An error is the store's; a grader
// that fails again leaves its grade owed.
func (d *Drill) Repay(ctx context.Context, server uint64, most int, tell func(context.Context, Regrading)) (Repayment, error) {
	var (
		out     Repayment
		mu      sync.Mutex
		workers sync.WaitGroup
	)
	defer workers.Wait()
	places := make(chan struct{}, repayers)
	asked := 0
	for a, err := range d.Store.Attempts(ctx, false) {
		if err != nil {
			workers.Wait()
			return out, fmt.Errorf("repay server %d: %w", server, err)
		}
		if a.Server != server || !a.Owed() {
			continue
		}
		_, lost := d.regradable(ctx, a)
		if lost == nil {
			asked++
		}
		if lost != nil || asked > most {
			mu.Lock()
			out.Left++
			mu.Unlock()
			continue
		}
		places <- struct{}{}
		workers.Go(func() {
			defer func() { <-places }()
			c, err := d.repay(ctx, a)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil:
				out.Left++
				return
			case c.Any():
				out.Changed++
				tell(ctx, c)
			}
			out.Graded++
		})
	}
	workers.Wait()
	return out, nil
}

// repay grades one attempt by the grader that owes it, and by no other. One that panics has failed again: the
// answers are stored, and one of them must not end the process each time they are taken up.
func (d *Drill) repay(ctx context.Context, a Attempt) (c Regrading, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("repay %d: panic: %v", a.ID, p)
		}
	}()
	if c, err = d.Propose(ctx, a, d.Grader); err != nil {
		return c, err
	}
	if c.After.Grade.Fell != "" {
		return c, ErrGradeDown
	}
	return d.Apply(ctx, c)
}
