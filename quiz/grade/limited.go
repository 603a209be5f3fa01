package grade

import (
	"context"

	"golang.org/x/sync/semaphore"

	"drillbot/quiz"
)

// Limited lets n answers be graded at once, at least one; the others wait in the order in
// which they came, as long as their context lasts.
func Limited(next quiz.Grader, n int) quiz.Grader {
	places := semaphore.NewWeighted(int64(max(1, n)))
	return quiz.GraderFunc(func(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
		if places.Acquire(ctx, 1) != nil {
			return quiz.Grade{}, outOfTime(ctx)
		}
		defer places.Release(1)
		return next.Grade(ctx, job)
	})
}
