package grade

import (
	"context"
	"errors"
	"fmt"

	"drillbot/quiz"
)

// Fallback grades with first, and with second when first fails: its grade then says in Fell
// why. onFall, which may be nil, is told of every fall with its error. When the caller
// itself has given up, nothing falls and the error of first is returned.
func Fallback(first, second quiz.Grader, onFall func(quiz.FallBack, error)) quiz.Grader {
	return quiz.GraderFunc(func(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
		g, err := first.Grade(ctx, job)
		if err == nil || ctx.Err() != nil {
			return g, err
		}
		why := reason(err)
		if onFall != nil {
			onFall(why, err)
		}
		usage := UsageOf(err)
		g, second := second.Grade(ctx, job)
		if second != nil {
			return quiz.Grade{}, paid(fmt.Errorf("fall back from (%w): %w", err, second), add(usage, UsageOf(second)))
		}
		g.Fell, g.Usage = why, add(usage, g.Usage)
		return g, nil
	})
}

// reason returns why an error makes a grader fall. One that is none of the documented is
// treated as a grader that is down: what matters to the player is that it did not grade.
func reason(err error) quiz.FallBack {
	for _, r := range []struct {
		err error
		why quiz.FallBack
	}{
		{quiz.ErrGradeBudget, quiz.FellBudget},
		{quiz.ErrGradeRefused, quiz.FellRefusal},
		{quiz.ErrGradeBroken, quiz.FellBroken},
		{quiz.ErrGradeTimeout, quiz.FellTimeout},
		{quiz.ErrGradeBusy, quiz.FellBusy},
	} {
		if errors.Is(err, r.err) {
			return r.why
		}
	}
	return quiz.FellDown
}
