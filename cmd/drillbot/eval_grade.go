package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"
	"unicode/utf8"

	"drillbot/quiz"
	"drillbot/quiz/grade"
	"drillbot/quiz/grade/measure"
)

// result is what a grader says of a task.
type result struct {
	score float64 // 0..100
	grade quiz.Grade
	err   error
}

// examiner is a grader at work on a set.
type examiner struct {
	version string
	atOnce  int
	grade   func(context.Context, task) result
	close   func()
}

// examiner returns the one that the flags ask for.
func (c evalCommand) examiner(log *slog.Logger) (examiner, error) {
	offline, err := newOffline(c.Bank)
	if err != nil {
		return examiner{}, err
	}
	switch {
	case c.Grader == "offline":
		return examiner{version: grade.OfflineVersion, atOnce: 1, grade: byWording(offline), close: func() {}}, nil
	case c.Replay != "":
		return c.fromReplies(offline, log)
	default:
		return c.byModel(offline, log)
	}
}

// byWording takes the better of the offline grader's two scores for questions made from references,
// and else what a player would be shown.
func byWording(offline *grade.Offline) func(context.Context, task) result {
	return func(ctx context.Context, t task) result {
		best := result{}
		for _, q := range t.basis.questions {
			job := t.job(q)
			if t.basis.fine && t.row.Scored {
				best.score = max(best.score, 100*offline.Fine(job))
				continue
			}
			g, err := offline.Grade(ctx, job)
			if err != nil {
				return result{err: err}
			}
			best.score = max(best.score, float64(g.Score))
		}
		return best
	}
}

// byGrader asks a grader about the task's first question.
func byGrader(g quiz.Grader) func(context.Context, task) result {
	return func(ctx context.Context, t task) result {
		g, err := g.Grade(ctx, t.job(t.basis.questions[0]))
		return result{float64(g.Score), g, err}
	}
}

// job is the task as a grader gets it: in the language of the row or else of the answer.
func (t task) job(q quiz.Question) quiz.Job {
	lang := t.row.Lang
	if lang == "" {
		lang = quiz.English
		if measure.TextOf(t.row.Answer).ZH != "" {
			lang = quiz.Chinese
		}
	}
	answer, _ := cut(t.row.Answer)
	return quiz.Job{Question: q, Lang: lang, Answer: answer}
}

// cut shortens an answer to what players can send, and reports whether it had to.
func cut(answer string) (string, bool) {
	if utf8.RuneCountInString(answer) <= quiz.MaxAnswer {
		return answer, false
	}
	return string([]rune(answer)[:quiz.MaxAnswer]), true
}

// gradeAll grades the tasks, and returns the results in their order and how long it took. When ctx
// ends, what is left has its error.
func (x examiner) gradeAll(ctx context.Context, tasks []task, p *progress) ([]result, time.Duration) {
	began := time.Now()
	results := make([]result, len(tasks))
	next := make(chan int)
	var workers sync.WaitGroup
	for range x.atOnce {
		workers.Go(func() {
			for i := range next {
				if results[i].err = ctx.Err(); results[i].err == nil {
					results[i] = x.grade(ctx, tasks[i])
				}
				p.step()
			}
		})
	}
	for i := range tasks {
		next <- i
	}
	close(next)
	workers.Wait()
	return results, time.Since(began)
}

// progress tells now and then how far a long run has come.
type progress struct {
	w     io.Writer
	now   func() time.Time
	total int // 0 where that is not known

	mu    sync.Mutex
	done  int
	began time.Time
	told  time.Time
}

// every is the time between two lines of progress.
const every = 2 * time.Second

func newProgress(w io.Writer, total int, now func() time.Time) *progress {
	return &progress{w: w, now: now, total: total, began: now(), told: now()}
}

// step counts one answer.
func (p *progress) step() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	now := p.now()
	if now.Sub(p.told) < every || p.done == p.total {
		return
	}
	p.told = now
	rate := float64(p.done) / now.Sub(p.began).Seconds()
	if p.total == 0 {
		fmt.Fprintf(p.w, "graded %d answers, %.1f a second\n", p.done, rate)
		return
	}
	fmt.Fprintf(p.w, "graded %d of %d answers, %.1f a second\n", p.done, p.total, rate)
}
