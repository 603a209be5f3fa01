package grade_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"drillbot/quiz"
	"drillbot/quiz/grade"
	"drillbot/quiz/grade/llmtest"
)

// whole is the grader of a bot: the model with everything around it, and an estimate behind.
func whole(l *grade.LLM, p grade.Purse, estimate quiz.Grader) quiz.Grader {
	caps := grade.Caps{Server: 1e9, Player: 1e9, Reserve: l.Reserve}
	paid := grade.Budgeted(grade.NewQueue(l, grade.QueueOptions{AtOnce: 4}), p, caps, time.Now)
	return grade.Fallback(grade.Cached(paid, grade.CacheOptions{Version: l.Version()}), estimate, nil)
}

// However the model fails, there is a grade, and it says whose it is.
func TestNoFaultLosesAGrade(t *testing.T) {
	var estimates atomic.Int64
	for _, k := range llmtest.Kinds() {
		t.Run(string(k), func(t *testing.T) {
			s := llmServer(t, llmtest.Fault{Kind: k})
			l := llmGrader(t, s, func(o *grade.LLMOptions) { o.Timeout = 500 * time.Millisecond })
			g, err := whole(l, newPurse(), fixed(&estimates)).Grade(t.Context(), rootJob(goodAnswer))
			if err != nil || g.Score == 0 {
				t.Fatalf("%+v, %v", g, err)
			}
			if (g.Fell != "") != (g.By == "fixed") || g.Fell == "" && g.By != "test-model" {
				t.Errorf("by %s, fell %q", g.By, g.Fell)
			}
		})
	}
}

func TestManyAtOnceThroughEverything(t *testing.T) {
	s := llmServer(t, llmtest.Fault{Kind: llmtest.RateLimit, RetryAfter: "0", Count: 2}, llmtest.Fault{Kind: llmtest.NoSchema})
	var estimates atomic.Int64
	p := newPurse()
	g := whole(llmGrader(t, s), p, fixed(&estimates))
	answers := []string{goodAnswer, goodAnswer + " Truly.", goodAnswer + " Indeed.", "Softmax saturates and the gradient vanishes for large scores."}
	var cost, hits atomic.Int64
	var all sync.WaitGroup
	for i := range 64 {
		all.Go(func() {
			got, err := g.Grade(t.Context(), rootJob(answers[i%len(answers)]))
			if err != nil {
				t.Error(err)
			}
			cost.Add(got.Usage.Micros)
			if got.Cached {
				hits.Add(1)
			}
		})
	}
	all.Wait()
	if estimates.Load() != 0 || hits.Load() != int64(64-len(answers)) || cost.Load() == 0 {
		t.Errorf("%d hits, %d estimates, %d micros", hits.Load(), estimates.Load(), cost.Load())
	}
	spent, err := p.Spend(t.Context(), quiz.DateOf(time.Now()), 7, 42, 0)
	if err != nil || spent.Server != cost.Load() {
		t.Errorf("the purse says %d, the grades %d, %v", spent.Server, cost.Load(), err)
	}
}

// The budget is looked at before the model is asked, and a hit needs none.
func TestSpentBudgetEndsInAnEstimate(t *testing.T) {
	s := llmServer(t)
	l := llmGrader(t, s)
	var estimates atomic.Int64
	paid := grade.Budgeted(l, newPurse(), grade.Caps{Player: l.Reserve(rootJob(goodAnswer)), Reserve: l.Reserve}, time.Now)
	g := grade.Fallback(grade.Cached(paid, grade.CacheOptions{}), fixed(&estimates), nil)
	for i, want := range []struct {
		answer string
		fell   quiz.FallBack
		hit    bool
	}{
		{goodAnswer, "", false},
		{goodAnswer + " More.", quiz.FellBudget, false},
		{goodAnswer, "", true},
	} {
		got, err := g.Grade(t.Context(), rootJob(want.answer))
		if err != nil || got.Fell != want.fell || got.Cached != want.hit {
			t.Errorf("answer %d: %+v, %v", i, got, err)
		}
	}
	if len(s.Requests()) != 1 {
		t.Errorf("%d requests, want one", len(s.Requests()))
	}
	if _, err := paid.Grade(t.Context(), rootJob("Another answer.")); !errors.Is(err, quiz.ErrGradeBudget) {
		t.Errorf("got %v", err)
	}
}
