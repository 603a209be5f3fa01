package grade_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"drillbot/quiz"
	"drillbot/quiz/grade"
	"drillbot/quiz/grade/llmtest"
)

// brokenReply makes a model's replies useless, and charges for them.
func brokenReply() llmtest.Fault { return llmtest.Fault{Kind: llmtest.Missing} }

// purse is a quiz.Store's Spend in memory.
type purse struct {
	mu    sync.Mutex
	spent map[[3]uint64]int64
	fails error
	looks bool // works all the same
}

func newPurse() *purse { return &purse{spent: map[[3]uint64]int64{}} }

func (p *purse) Spend(_ context.Context, day quiz.Date, server, player uint64, micros int64) (quiz.Spent, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fails != nil && (micros > 0 || !p.looks) {
		return quiz.Spent{}, p.fails
	}
	d := uint64(day)
	p.spent[[3]uint64{d, 1, server}] += micros
	p.spent[[3]uint64{d, 2, player}] += micros
	return quiz.Spent{Server: p.spent[[3]uint64{d, 1, server}], Player: p.spent[[3]uint64{d, 2, player}]}, nil
}

func (p *purse) server(day quiz.Date, id uint64) int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.spent[[3]uint64{uint64(day), 1, id}]
}

func noon(day int) func() time.Time {
	return func() time.Time { return time.Date(2026, 11, day, 12, 0, 0, 0, time.UTC) }
}

func reserveOf(micros int64) func(quiz.Job) int64 {
	return func(quiz.Job) int64 { return micros }
}

func TestBudgetsOfPlayerServerAndDay(t *testing.T) {
	var calls atomic.Int64
	p := newPurse()
	now := noon(23)
	b := grade.Budgeted(fixed(&calls), p, grade.Caps{Server: 350, Player: 200, Reserve: reserveOf(100)}, func() time.Time { return now() })
	ask := func(server, player uint64) error {
		_, err := b.Grade(t.Context(), quiz.Job{Server: server, Player: player})
		return err
	}
	for i, step := range []struct {
		server, player uint64
		want           error
	}{
		{1, 10, nil},
		{1, 10, nil},
		{1, 10, quiz.ErrGradeBudget}, // the player's 200
		{1, 11, nil},
		{1, 11, quiz.ErrGradeBudget}, // the server's 350
		{2, 11, nil},
		{2, 11, quiz.ErrGradeBudget}, // players pay wherever they are
		{0, 12, nil},
	} {
		if err := ask(step.server, step.player); !errors.Is(err, step.want) {
			t.Errorf("step %d: %v, want %v", i, err, step.want)
		}
	}
	now = noon(24)
	if err := ask(1, 10); err != nil {
		t.Errorf("the next day: %v", err)
	}
}

// TestBudgetOfAServersOwn is an admin's bound: below the operator's it holds, above it does not.
func TestBudgetOfAServersOwn(t *testing.T) {
	for _, tt := range []struct{ operator, admin, want int64 }{{500, 200, 2}, {200, 500, 2}, {0, 300, 3}, {400, 0, 4}} {
		var calls atomic.Int64
		b := grade.Budgeted(fixed(&calls), newPurse(), grade.Caps{Server: tt.operator, Reserve: reserveOf(100)}, noon(23))
		for player := range uint64(9) {
			_, _ = b.Grade(t.Context(), quiz.Job{Server: 1, Player: player, Budget: tt.admin})
		}
		if calls.Load() != tt.want {
			t.Errorf("operator %d, admin %d: %d graded, want %d", tt.operator, tt.admin, calls.Load(), tt.want)
		}
	}
}

func TestBudgetsWithoutBounds(t *testing.T) {
	var calls atomic.Int64
	p := newPurse()
	b := grade.Budgeted(fixed(&calls), p, grade.Caps{}, noon(23))
	for range 100 {
		if _, err := b.Grade(t.Context(), quiz.Job{Server: 1, Player: 2}); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.server(quiz.DateOf(noon(23)()), 1); got != 100*100 {
		t.Errorf("booked %d", got)
	}
}

// A hundred answers at once must not all see the same room.
func TestBudgetsAreNotOvershotAtOnce(t *testing.T) {
	var calls atomic.Int64
	p := newPurse()
	gate := make(chan struct{})
	slow := quiz.GraderFunc(func(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
		<-gate
		return fixed(&calls).Grade(ctx, job)
	})
	b := grade.Budgeted(slow, p, grade.Caps{Server: 1000, Reserve: reserveOf(100)}, noon(23))
	errs := make(chan error)
	for i := range 100 {
		go func() {
			_, err := b.Grade(t.Context(), quiz.Job{Server: 1, Player: uint64(i)})
			errs <- err
		}()
	}
	refused := 0
	for range 90 { // ten are waiting at the gate
		if err := <-errs; errors.Is(err, quiz.ErrGradeBudget) {
			refused++
		}
	}
	close(gate)
	for range 10 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if got := p.server(quiz.DateOf(noon(23)()), 1); refused != 90 || got != 1000 {
		t.Errorf("%d refused, %d spent of 1000", refused, got)
	}
}

func TestBudgetsCountWhatFailed(t *testing.T) {
	s := llmServer(t, brokenReply())
	p := newPurse()
	b := grade.Budgeted(llmGrader(t, s), p, grade.Caps{Server: 1e9}, noon(23))
	_, err := b.Grade(t.Context(), rootJob("Some answer."))
	if !errors.Is(err, quiz.ErrGradeBroken) {
		t.Fatal(err)
	}
	if got := p.server(quiz.DateOf(noon(23)()), 7); got == 0 || got != grade.UsageOf(err).Micros {
		t.Errorf("booked %d, want %d", got, grade.UsageOf(err).Micros)
	}
}

func TestBudgetsGiveBackWhatWasSetAside(t *testing.T) {
	p := newPurse()
	var calls atomic.Int64
	next := failing(quiz.ErrGradeDown)
	b := grade.Budgeted(quiz.GraderFunc(func(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
		return next.Grade(ctx, job)
	}), p, grade.Caps{Player: 100, Reserve: reserveOf(100)}, noon(23))
	for range 5 {
		if _, err := b.Grade(t.Context(), quiz.Job{Player: 1}); !errors.Is(err, quiz.ErrGradeDown) {
			t.Fatal(err)
		}
	}
	next = fixed(&calls)
	if _, err := b.Grade(t.Context(), quiz.Job{Player: 1}); err != nil {
		t.Error(err)
	}
}

func TestBudgetsNeedTheirPurse(t *testing.T) {
	var calls atomic.Int64
	p := newPurse()
	p.fails = quiz.ErrClosed
	b := grade.Budgeted(fixed(&calls), p, grade.Caps{Player: 1e6}, noon(23))
	if _, err := b.Grade(t.Context(), quiz.Job{}); !errors.Is(err, quiz.ErrGradeDown) || !errors.Is(err, quiz.ErrClosed) || calls.Load() != 0 {
		t.Errorf("%v after %d gradings", err, calls.Load())
	}
	p.looks = true
	if _, err := b.Grade(t.Context(), quiz.Job{}); !errors.Is(err, quiz.ErrGradeDown) || calls.Load() != 1 {
		t.Errorf("%v after %d gradings", err, calls.Load())
	}
}
