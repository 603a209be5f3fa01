package grade

import (
	"context"
	"fmt"
	"sync"
	"unicode/utf8"

	"drillbot/quiz"
	"drillbot/quiz/grade/wording"
)

// OfflineVersion names the rules by which Offline grades. It changes whenever any grade may.
const OfflineVersion = "offline-4"

// OfflineOptions are what may be chosen of an Offline grader. The zero value is good.
type OfflineOptions struct {
	Terms []string // further lines of the term sheet, in the form of wording/terms.tsv
	Keep  int      // questions kept ready between answers; 0 for 512
}

// Offline grades from wording alone: no network, no model, the same answer always the same
// grade. It estimates, and says so. It may be used from many goroutines at once.
//
// Grade.Confidence is how sure the verdicts are of themselves, 0..1: the mean over the
// points, by weight, of how far each is from the border of its verdict, less where the answer
// says much that the rubric does not know. Below 0.4 a human or a model should look.
type Offline struct {
	lex  *wording.Lexicon
	keep int

	mu    sync.RWMutex
	ready map[readyKey]*scheme
}

type readyKey struct{ id, version string }

// NewOffline returns a grader that is ready to use.
func NewOffline(opts OfflineOptions) *Offline {
	keep := opts.Keep
	if keep <= 0 {
		keep = 512
	}
	return &Offline{lex: wording.NewLexicon(opts.Terms...), keep: keep, ready: map[readyKey]*scheme{}}
}

// Grade grades job. Its only error is that of a ctx that has ended.
func (o *Offline) Grade(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
	if err := ctx.Err(); err != nil {
		return quiz.Grade{}, fmt.Errorf("grade %s offline: %w: %w", job.Question.ID, quiz.ErrGradeTimeout, err)
	}
	p := o.mark(job)
	defer p.x.Release()
	return p.grade(), nil
}

// Fine returns the same judgement as Grade as a number from 0 to 1 that tells
// answers apart where Score has the same step for both. For a question of
// RubricFromReference it is the better of the two; it is not shown to players.
func (o *Offline) Fine(job quiz.Job) float64 {
	p := o.mark(job)
	defer p.x.Release()
	return p.fine()
}

// mark reads the answer and judges every point.
func (o *Offline) mark(job quiz.Job) *paper {
	r := o.scheme(job.Question)
	x := r.lex.Borrow(cutAnswer(job.Answer, quiz.MaxAnswer))
	p := &paper{scheme: r, x: x}
	p.guard()
	p.judge()
	return p
}

// cutAnswer returns the first n characters of s.
func cutAnswer(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// scheme returns the question made ready, from an earlier answer where it can.
func (o *Offline) scheme(q quiz.Question) *scheme {
	key := readyKey{q.ID, q.Version}
	if q.Version == "" {
		return o.prepare(q)
	}
	o.mu.RLock()
	r := o.ready[key]
	o.mu.RUnlock()
	if r != nil {
		return r
	}
	r = o.prepare(q)
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.ready) >= o.keep {
		clear(o.ready)
	}
	o.ready[key] = r
	return r
}
