package grade

import (
	"context"
	"fmt"
	"time"

	"drillbot/quiz"
)

// Timeout gives next so long for each answer; then it returns quiz.ErrGradeTimeout. It
// relies on next to honour its context.
func Timeout(next quiz.Grader, d time.Duration) quiz.Grader {
	return quiz.GraderFunc(func(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
		ctx, cancel := context.WithTimeout(ctx, d)
		defer cancel()
		g, err := next.Grade(ctx, job)
		if err != nil && ctx.Err() != nil {
			return quiz.Grade{}, paid(fmt.Errorf("%w: after %s", quiz.ErrGradeTimeout, d), UsageOf(err))
		}
		return g, err
	})
}
