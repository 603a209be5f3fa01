package grade_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"drillbot/quiz"
	"drillbot/quiz/grade"
	"drillbot/quiz/grade/llmtest"
)

// fixed is a grader whose grades quote the front of the answer and cost 100 micros.
func fixed(calls *atomic.Int64) quiz.Grader {
	return quiz.GraderFunc(func(_ context.Context, job quiz.Job) (quiz.Grade, error) {
		calls.Add(1)
		words, _, _ := strings.Cut(job.Answer, ".")
		return quiz.Grade{
			Score: 80, By: "fixed", Usage: quiz.Usage{In: 10, Out: 5, Micros: 100},
			Points: []quiz.PointGrade{{Point: "p", Verdict: quiz.Covered, Quote: words}},
			Found:  []quiz.Found{{Misconception: "m", Quote: words}},
			Wrong:  []quiz.WrongClaim{{Quote: words, Why: "y"}},
			Flags:  []quiz.Flag{quiz.FlagInjection},
		}, nil
	})
}

// failing is a grader that always returns err.
func failing(err error) quiz.Grader {
	return quiz.GraderFunc(func(context.Context, quiz.Job) (quiz.Grade, error) { return quiz.Grade{}, err })
}

func TestCachedGradesEqualAnswersOnce(t *testing.T) {
	base := rootJob("The variance grows. It does.")
	other := func(change func(*quiz.Job)) quiz.Job {
		j := base
		change(&j)
		return j
	}
	for _, tt := range []struct {
		name string
		job  quiz.Job
		hit  bool
	}{
		{"the same", base, true},
		{"another player and server", other(func(j *quiz.Job) { j.Player, j.Server = 1, 2 }), true},
		{"other spaces", other(func(j *quiz.Job) { j.Answer = "  The variance\n\tgrows.  It does. " }), true},
		{"full width", other(func(j *quiz.Job) { j.Answer = "Ｔｈｅ variance grows. It does." }), true},
		{"zero width", other(func(j *quiz.Job) { j.Answer = "The vari\u200bance grows. It does." }), true},
		{"other words", other(func(j *quiz.Job) { j.Answer = "The variance shrinks. It does." }), false},
		{"other case", other(func(j *quiz.Job) { j.Answer = "the variance grows. It does." }), false},
		{"other language", other(func(j *quiz.Job) { j.Lang = quiz.Chinese }), false},
		{"other version", other(func(j *quiz.Job) { j.Question.Version = "ffffffff" }), false},
		{"other question", other(func(j *quiz.Job) { j.Question.ID = "arc-other" }), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var calls atomic.Int64
			c := grade.Cached(fixed(&calls), grade.CacheOptions{})
			if g, err := c.Grade(t.Context(), base); err != nil || g.Cached || g.Usage.Micros != 100 {
				t.Fatalf("the first: %+v, %v", g, err)
			}
			g, err := c.Grade(t.Context(), tt.job)
			if err != nil || g.Cached != tt.hit || (g.Usage == quiz.Usage{}) != tt.hit {
				t.Errorf("%+v, %v", g, err)
			}
			for _, words := range []string{g.Points[0].Quote, g.Found[0].Quote, g.Wrong[0].Quote} {
				if words == "" || !strings.Contains(tt.job.Answer, words) {
					t.Errorf("quote %q is not of the answer %q", words, tt.job.Answer)
				}
			}
		})
	}
}

func TestCachedIsBoundedAndForgets(t *testing.T) {
	var calls atomic.Int64
	now := time.Unix(0, 0)
	c := grade.Cached(fixed(&calls), grade.CacheOptions{Size: 2, TTL: time.Hour, Now: func() time.Time { return now }})
	ask := func(answer string) {
		t.Helper()
		if _, err := c.Grade(t.Context(), rootJob(answer)); err != nil {
			t.Fatal(err)
		}
	}
	for _, answer := range []string{"one.", "two.", "three.", "one."} { // the last one again
		ask(answer)
	}
	if n := calls.Load(); n != 4 {
		t.Errorf("%d gradings, want 4: the cache holds two", n)
	}
	now = now.Add(59 * time.Minute)
	ask("one.")
	now = now.Add(time.Minute)
	ask("one.")
	if n := calls.Load(); n != 5 {
		t.Errorf("%d gradings, want one more after the hour", n)
	}
}

func TestCachedVersion(t *testing.T) {
	var calls atomic.Int64
	for _, v := range []string{"a/llm-1", "a/llm-2"} {
		c := grade.Cached(fixed(&calls), grade.CacheOptions{Version: v})
		if g, err := c.Grade(t.Context(), rootJob("x.")); err != nil || g.Cached {
			t.Errorf("%+v, %v", g, err)
		}
	}
}

func TestCachedGradesAreTheCallersOwn(t *testing.T) {
	var calls atomic.Int64
	c := grade.Cached(fixed(&calls), grade.CacheOptions{})
	job := rootJob("The variance grows.")
	for range 3 {
		g, err := c.Grade(t.Context(), job)
		if err != nil || g.Points[0].Quote != "The variance grows" || g.Flags[0] != quiz.FlagInjection {
			t.Fatalf("%+v, %v", g, err)
		}
		g.Points[0].Quote, g.Flags[0], g.Found[0].Quote, g.Wrong[0].Why = "changed", "changed", "changed", "changed"
	}
}

func TestCachedDoesNotKeepErrors(t *testing.T) {
	var calls atomic.Int64
	c := grade.Cached(quiz.GraderFunc(func(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
		if calls.Load() == 0 {
			calls.Add(1)
			return quiz.Grade{}, quiz.ErrGradeDown
		}
		return fixed(&calls).Grade(ctx, job)
	}), grade.CacheOptions{})
	if _, err := c.Grade(t.Context(), rootJob("x.")); !errors.Is(err, quiz.ErrGradeDown) {
		t.Fatal(err)
	}
	if g, err := c.Grade(t.Context(), rootJob("x.")); err != nil || g.Cached {
		t.Errorf("%+v, %v", g, err)
	}
}

func TestCachedGradesAtOnceOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int64
		slow := quiz.GraderFunc(func(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
			time.Sleep(time.Second)
			return fixed(&calls).Grade(ctx, job)
		})
		c := grade.Cached(slow, grade.CacheOptions{})
		var paid atomic.Int64
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				g, err := c.Grade(t.Context(), rootJob("x."))
				if err != nil {
					t.Error(err)
				}
				paid.Add(g.Usage.Micros)
			})
		}
		all.Wait()
		if calls.Load() != 1 || paid.Load() != 100 {
			t.Errorf("%d gradings, %d micros; want one, paid once", calls.Load(), paid.Load())
		}
	})
}

func TestCachedSurvivesACancelledLeader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int64
		slow := quiz.GraderFunc(func(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
			select {
			case <-ctx.Done():
				return quiz.Grade{}, fmt.Errorf("%w: %w", quiz.ErrGradeTimeout, ctx.Err())
			case <-time.After(time.Minute):
				return fixed(&calls).Grade(ctx, job)
			}
		})
		c := grade.Cached(slow, grade.CacheOptions{})
		leader, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := c.Grade(leader, rootJob("x.")); !errors.Is(err, context.Canceled) {
				t.Errorf("the leader got %v", err)
			}
		})
		synctest.Wait()
		for range 5 {
			all.Go(func() {
				if _, err := c.Grade(t.Context(), rootJob("x.")); err != nil {
					t.Errorf("a follower got %v", err)
				}
			})
		}
		impatient, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		all.Go(func() {
			if _, err := c.Grade(impatient, rootJob("x.")); !errors.Is(err, quiz.ErrGradeTimeout) {
				t.Errorf("the impatient one got %v", err)
			}
		})
		synctest.Wait()
		cancel()
		all.Wait()
		if calls.Load() != 1 {
			t.Errorf("%d gradings, want one", calls.Load())
		}
	})
}

func TestCachedSharesAnErrorWithoutItsCost(t *testing.T) {
	onFakeTime(t, func(t *testing.T, s *llmtest.Server, l *grade.LLM) {
		s.Plant(llmtest.Fault{Kind: llmtest.Hang})
		c := grade.Cached(l, grade.CacheOptions{})
		var paid atomic.Int64
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				_, err := c.Grade(t.Context(), rootJob("Some answer."))
				if !errors.Is(err, quiz.ErrGradeTimeout) {
					t.Errorf("got %v", err)
				}
				if grade.UsageOf(err).Micros > 0 {
					paid.Add(1)
				}
			})
		}
		all.Wait()
		if paid.Load() != 1 || len(s.Requests()) != 1 {
			t.Errorf("%d of four paid for %d requests, want one for one", paid.Load(), len(s.Requests()))
		}
	})
}

func TestFallback(t *testing.T) {
	var calls atomic.Int64
	for _, tt := range []struct {
		err  error
		want quiz.FallBack
	}{
		{quiz.ErrGradeTimeout, quiz.FellTimeout},
		{quiz.ErrGradeRefused, quiz.FellRefusal},
		{quiz.ErrGradeBroken, quiz.FellBroken},
		{quiz.ErrGradeBudget, quiz.FellBudget},
		{quiz.ErrGradeDown, quiz.FellDown},
		{errors.New("a fault of ours"), quiz.FellDown},
	} {
		var told quiz.FallBack
		f := grade.Fallback(failing(fmt.Errorf("grade: %w", tt.err)), fixed(&calls), func(why quiz.FallBack, err error) {
			if errors.Is(err, tt.err) {
				told = why
			}
		})
		g, err := f.Grade(t.Context(), rootJob("x."))
		if err != nil || g.Fell != tt.want || told != tt.want || g.By != "fixed" {
			t.Errorf("%v: %+v, %v, told %q", tt.err, g, err, told)
		}
	}
}

func TestFallbackOnlyWhenNeeded(t *testing.T) {
	var calls atomic.Int64
	down := failing(quiz.ErrGradeDown)
	if g, err := grade.Fallback(fixed(&calls), down, nil).Grade(t.Context(), rootJob("x.")); err != nil || g.Fell != "" {
		t.Errorf("%+v, %v", g, err)
	}
	if g, err := grade.Fallback(down, fixed(&calls), nil).Grade(t.Context(), rootJob("x.")); err != nil || g.Fell != quiz.FellDown {
		t.Errorf("%+v, %v", g, err)
	}
	_, err := grade.Fallback(down, failing(quiz.ErrGradeBroken), nil).Grade(t.Context(), rootJob("x."))
	if !errors.Is(err, quiz.ErrGradeDown) || !errors.Is(err, quiz.ErrGradeBroken) {
		t.Errorf("got %v, want both errors", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := calls.Load()
	if _, err := grade.Fallback(down, fixed(&calls), nil).Grade(ctx, rootJob("x.")); err == nil || calls.Load() != before {
		t.Errorf("got %v: nothing falls for a caller that has gone", err)
	}
}

func TestByWishKeepsAnswersFromTheModel(t *testing.T) {
	var model, offline atomic.Int64
	g := grade.ByWish(fixed(&model), fixed(&offline))
	for _, noModel := range []bool{true, false, true} {
		job := rootJob("x.")
		job.NoModel = noModel
		if _, err := g.Grade(t.Context(), job); err != nil {
			t.Fatal(err)
		}
	}
	if model.Load() != 1 || offline.Load() != 2 {
		t.Errorf("the model saw %d answers of one, the offline grader %d of two", model.Load(), offline.Load())
	}
}

func TestFallbackPaysForTheFirst(t *testing.T) {
	s := llmServer(t, brokenReply())
	var calls atomic.Int64
	g, err := grade.Fallback(llmGrader(t, s), fixed(&calls), nil).Grade(t.Context(), rootJob("Some answer."))
	if err != nil || g.Usage.Micros <= 100 || g.Fell != quiz.FellBroken {
		t.Errorf("%+v, %v", g, err)
	}
}

func TestObserved(t *testing.T) {
	var calls atomic.Int64
	var seen []grade.Observation
	now := time.Unix(0, 0)
	clock := func() time.Time { now = now.Add(time.Second); return now }
	see := func(o grade.Observation) { seen = append(seen, o) }
	s := llmServer(t, brokenReply())
	for _, next := range []quiz.Grader{fixed(&calls), failing(quiz.ErrGradeDown), llmGrader(t, s)} {
		_, _ = grade.Observed(next, "g", clock, see).Grade(t.Context(), rootJob("Some answer.")) // what comes back is seen
	}
	if seen[0].Grader != "g" || seen[0].Took != time.Second || seen[0].Usage.Micros != 100 || seen[0].Err != nil {
		t.Errorf("%+v", seen[0])
	}
	if !errors.Is(seen[1].Err, quiz.ErrGradeDown) || seen[2].Usage.Micros == 0 || !errors.Is(seen[2].Err, quiz.ErrGradeBroken) {
		t.Errorf("%+v", seen[1:])
	}
}
