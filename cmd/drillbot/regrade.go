package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"drillbot/data/bolt"
	"drillbot/quiz"
	"drillbot/quiz/grade"
)

// regradeCommand is `drillbot regrade`.
type regradeCommand struct {
	storeFlags
	modelFlags
	Apply    bool      `help:"Settle what changes: grades, points and boards. Without it nothing is stored."`
	Question string    `placeholder:"ID" help:"Only answers to this question."`
	Since    time.Time `format:"2006-01-02" placeholder:"DATE" help:"Only answers from this day on, such as 2026-11-01."`
	Only     string    `default:"other" enum:"other,fell,unsure,all" help:"Which grades: other for those of another grader or version, fell for those the model was to give and did not, unsure for those of low confidence, or all. Default: ${default}"`
	Limit    int       `placeholder:"N" help:"At most so many answers, the oldest first."`
	Offline  bool      `help:"Grade offline although a model is configured."`
	JSON     bool      `name:"json" help:"Print one JSON object."`
}

// Run grades stored answers again and reports what changes. The bot must not run meanwhile: the store is for
// one process. A model's grade is never replaced by an estimate, nor a human's by a grader's.
func (c regradeCommand) Run(ctx context.Context, con console) (err error) {
	log := slog.New(slog.NewTextHandler(con.err, nil))
	store, err := c.openStore(log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	d, err := c.drill(store)
	if err != nil {
		return err
	}
	r, err := c.regrader(d, store, log)
	if err != nil {
		return err
	}
	defer r.close()
	report := newRegradeReport(c.Apply, r.by, r.version)
	if err := r.run(ctx, c, newProgress(con.err, 0, time.Now), report); err != nil {
		return err
	}
	return report.write(con.out, c.JSON)
}

// openStore opens the store of a bot that is not running. It makes none where there is none.
func (s storeFlags) openStore(log *slog.Logger) (*bolt.Store, error) {
	path := filepath.Join(s.Data, "drillbot.db")
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("no answers are stored here: %w; -data names the folder of the bot's data", err)
	}
	store, err := bolt.Open(path, bolt.Options{Log: log})
	if err != nil {
		return nil, fmt.Errorf("%w; stop the bot first", err)
	}
	return store, nil
}

func (c regradeCommand) drill(store *bolt.Store) (*quiz.Drill, error) {
	zone, err := c.location()
	if err != nil {
		return nil, err
	}
	bank, err := c.questions()
	if err != nil {
		return nil, err
	}
	d := &quiz.Drill{Store: store, Zone: zone, Now: time.Now, Draw: rand.Uint32}
	d.SetBank(bank)
	return d, nil
}

// regrader grades stored answers.
type regrader struct {
	drill       *quiz.Drill
	grader      quiz.Grader
	by, version string
	atOnce      int
	close       func()
}

// regrader returns the one that the flags ask for. It falls back to nothing: an answer that the model cannot grade
// keeps its grade.
func (c regradeCommand) regrader(d *quiz.Drill, purse grade.Purse, log *slog.Logger) (regrader, error) {
	offline, err := newOffline(c.Bank)
	if err != nil {
		return regrader{}, err
	}
	if c.Offline || !c.configured() {
		return regrader{d, offline, "offline", grade.OfflineVersion, 1, func() {}}, nil
	}
	llm, err := c.newLLM(log)
	if err != nil {
		return regrader{}, err
	}
	strict := c.strict(llm, offline, purse, settings{log: log, now: time.Now})
	d.Slow = true // so that what players and servers have chosen is heard
	return regrader{d, willing(strict), llm.Name(), grade.PromptVersion, modelsAtOnce, llm.Close}, nil
}

// wants reports whether the flags ask for an attempt.
func (r regrader) wants(c regradeCommand, a quiz.Attempt) bool {
	q, known := r.drill.Bank().Question(a.Question)
	if a.Grade == nil || a.GaveUp || known && q.Type != quiz.Open || c.Question != "" && a.Question != c.Question || a.At.Before(c.Since) {
		return false
	}
	switch c.Only {
	case "fell":
		return a.Grade.Fell != ""
	case "unsure":
		for _, f := range a.Grade.Flags {
			if f == quiz.FlagUnsure {
				return true
			}
		}
		return a.Grade.Confidence < 0.4
	case "other":
		return a.Judge == 0 && (a.Grade.By != r.by || a.Grade.Version != r.version)
	default:
		return true
	}
}

// run grades what is wanted, some at a time.
func (r regrader) run(ctx context.Context, c regradeCommand, p *progress, report *regradeReport) error {
	next := make(chan quiz.Attempt)
	var counting sync.Mutex
	var workers sync.WaitGroup
	for range r.atOnce {
		workers.Go(func() {
			for a := range next {
				change, err := r.regrade(ctx, a, c.Apply)
				counting.Lock()
				report.add(a, change, err)
				counting.Unlock()
				p.step()
			}
		})
	}
	defer workers.Wait()
	defer close(next)
	sent := 0
	for a, err := range r.drill.Attempts(ctx, false) {
		if err != nil {
			return err
		}
		if !r.wants(c, a) {
			continue
		}
		if c.Limit > 0 && sent == c.Limit {
			return nil
		}
		sent++
		next <- a
	}
	return nil
}

// willing keeps from next the answers that are not to be sent to a model.
func willing(next quiz.Grader) quiz.Grader {
	return quiz.GraderFunc(func(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
		if job.NoModel {
			return quiz.Grade{}, errNoModel
		}
		return next.Grade(ctx, job)
	})
}

// errNoModel says that a server or a player wants no answers sent to a model.
var errNoModel = errors.New("not to be sent to a model")

func (r regrader) regrade(ctx context.Context, a quiz.Attempt, apply bool) (quiz.Regrading, error) {
	change, err := r.drill.Propose(ctx, a, r.grader)
	if err != nil || !apply {
		return change, err
	}
	return r.drill.Apply(ctx, change)
}
