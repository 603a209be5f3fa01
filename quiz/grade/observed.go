package grade

import (
	"context"
	"time"

	"drillbot/quiz"
)

// Observation is what can be told of one grading, without what was said in it.
type Observation struct {
	Grader string
	Took   time.Duration
	Usage  quiz.Usage // also of a failure
	Fell   quiz.FallBack
	Cached bool
	Err    error
}

// Observed tells see of every grading by next, under a name. see may be called from many
// goroutines at once and should be quick.
func Observed(next quiz.Grader, name string, now func() time.Time, see func(Observation)) quiz.Grader {
	return quiz.GraderFunc(func(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
		began := now()
		g, err := next.Grade(ctx, job)
		o := Observation{Grader: name, Took: now().Sub(began), Usage: g.Usage, Fell: g.Fell, Cached: g.Cached, Err: err}
		if err != nil {
			o.Usage = UsageOf(err)
		}
		see(o)
		return g, err
	})
}
