package grade_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"drillbot/quiz"
	"drillbot/quiz/grade"
)

// takesASecond grades one answer a second and notes whose, in order.
func takesASecond(order *[]uint64, mu *sync.Mutex) quiz.Grader {
	return quiz.GraderFunc(func(_ context.Context, job quiz.Job) (quiz.Grade, error) {
		mu.Lock()
		*order = append(*order, job.Player)
		mu.Unlock()
		time.Sleep(time.Second)
		return quiz.Grade{}, nil
	})
}

func TestQueueLetsSoManyIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int64
		q := grade.NewQueue(quiz.GraderFunc(func(context.Context, quiz.Job) (quiz.Grade, error) {
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(time.Second)
			now.Add(-1)
			return quiz.Grade{}, nil
		}), grade.QueueOptions{AtOnce: 3})
		began := time.Now()
		var all sync.WaitGroup
		for range 9 {
			all.Go(func() {
				if _, err := q.Grade(t.Context(), quiz.Job{}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if most.Load() != 3 || time.Since(began) != 3*time.Second || q.Waiting() != 0 {
			t.Errorf("%d at once, %s, %d left", most.Load(), time.Since(began), q.Waiting())
		}
	})
}

// A server with many answers makes itself wait, and of one server who came first is first. The
// player's number is the order in which they are to be served.
func TestQueueSharesFairly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var order []uint64
		var mu sync.Mutex
		q := grade.NewQueue(takesASecond(&order, &mu), grade.QueueOptions{AtOnce: 1})
		var all sync.WaitGroup
		for _, come := range []struct {
			server, player uint64
			ahead          int
		}{{1, 0, 0}, {1, 1, 0}, {1, 4, 1}, {1, 7, 2}, {2, 2, 1}, {2, 5, 3}, {0, 3, 2}, {0, 6, 3}, {1, 8, 7}, {1, 9, 8}} {
			got := q.Ahead(come.server, come.player)
			if got != come.ahead {
				t.Errorf("player %d of %d: %d before them, want %d", come.player, come.server, got, come.ahead)
			}
			all.Go(func() {
				if _, err := q.Grade(t.Context(), quiz.Job{Server: come.server, Player: come.player}); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		all.Wait()
		if diff := cmp.Diff([]uint64{0, 1, 2, 3, 6, 4, 5, 7, 8, 9}, order); diff != "" {
			t.Error(diff)
		}
	})
}

func TestQueueIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var order []uint64
		var mu sync.Mutex
		q := grade.NewQueue(takesASecond(&order, &mu), grade.QueueOptions{AtOnce: 1, Bound: 4, Share: 3})
		var all sync.WaitGroup
		for i, come := range []struct {
			server uint64
			busy   bool
		}{{1, false}, {1, false}, {1, false}, {1, false}, {1, true}, {2, false}, {2, true}, {3, true}} {
			all.Go(func() {
				_, err := q.Grade(t.Context(), quiz.Job{Server: come.server})
				if errors.Is(err, quiz.ErrGradeBusy) != come.busy || err != nil && !come.busy {
					t.Errorf("answer %d: %v", i, err)
				}
			})
			synctest.Wait()
		}
		all.Wait()
		if len(order) != 5 {
			t.Errorf("%d graded", len(order))
		}
	})
}

func TestQueueLetsGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var order []uint64
		var mu sync.Mutex
		q := grade.NewQueue(takesASecond(&order, &mu), grade.QueueOptions{AtOnce: 1})
		var all sync.WaitGroup
		for i := range uint64(5) {
			all.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				if i%2 == 1 {
					ctx, cancel = context.WithTimeout(t.Context(), 500*time.Millisecond)
					defer cancel()
				}
				_, err := q.Grade(ctx, quiz.Job{Server: 1 + i/2, Player: i})
				if (err != nil) != (i%2 == 1) || err != nil && !errors.Is(err, quiz.ErrGradeTimeout) {
					t.Errorf("player %d: %v", i, err)
				}
			})
			synctest.Wait()
		}
		all.Wait()
		if diff := cmp.Diff([]uint64{0, 2, 4}, order); diff != "" || q.Waiting() != 0 || q.Ahead(1, 1) != 0 {
			t.Errorf("%d wait: %s", q.Waiting(), diff)
		}
	})
}

// Whoever comes, gives up and fails at once: every place is given back.
func TestQueueLosesNoPlace(t *testing.T) {
	q := grade.NewQueue(quiz.GraderFunc(func(ctx context.Context, _ quiz.Job) (quiz.Grade, error) {
		return quiz.Grade{}, ctx.Err()
	}), grade.QueueOptions{AtOnce: 2, Bound: 20})
	var all sync.WaitGroup
	for i := range 400 {
		all.Go(func() {
			ctx, cancel := context.WithCancel(t.Context())
			if i%3 == 0 {
				go cancel()
			}
			defer cancel()
			_, err := q.Grade(ctx, quiz.Job{Server: uint64(i % 7)})
			if !slices.ContainsFunc([]error{nil, quiz.ErrGradeBusy, quiz.ErrGradeTimeout, context.Canceled}, func(want error) bool { return errors.Is(err, want) }) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if _, err := q.Grade(t.Context(), quiz.Job{}); err != nil || q.Waiting() != 0 {
		t.Errorf("%d wait, %v", q.Waiting(), err)
	}
}
