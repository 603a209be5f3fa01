package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"drillbot/quiz"
)

// regradeReport is what `regrade -json` prints.
type regradeReport struct {
	Applied  bool                `json:"applied"`
	By       string              `json:"by"`
	Version  string              `json:"version"`
	Graded   int                 `json:"graded"`
	Changed  int                 `json:"changed"` // another score or another verdict
	Higher   int                 `json:"higher"`
	Lower    int                 `json:"lower"`
	Points   int                 `json:"points"`  // what all players together win or lose
	Skipped  map[string]int      `json:"skipped"` // by reason
	USD      float64             `json:"usd"`
	Question []regradedQuestion  `json:"questions"`
	Changes  []regradedAttempt   `json:"changes"`
	byID     map[string]*sumOfQs // by question
}

// regradedQuestion says how the answers to one question changed.
type regradedQuestion struct {
	ID      string  `json:"id"`
	Graded  int     `json:"graded"`
	Changed int     `json:"changed"`
	Mean    float64 `json:"mean_change"` // of the score
}

// regradedAttempt is one answer whose grade changed. It says nothing of the answer.
type regradedAttempt struct {
	ID       uint64 `json:"id"`
	Question string `json:"question"`
	Server   uint64 `json:"server"`
	Player   uint64 `json:"player"`
	From     string `json:"from"` // by whom, with which version
	Before   int    `json:"before"`
	After    int    `json:"after"`
	Points   int    `json:"points"` // won or lost
}

type sumOfQs struct{ graded, changed, score int }

func newRegradeReport(applied bool, by, version string) *regradeReport {
	return &regradeReport{
		Applied: applied, By: by, Version: version, Skipped: map[string]int{}, byID: map[string]*sumOfQs{},
		Question: []regradedQuestion{}, Changes: []regradedAttempt{},
	}
}

// add counts an attempt.
func (r *regradeReport) add(a quiz.Attempt, c quiz.Regrading, err error) {
	if err != nil {
		r.Skipped[skippedFor(err)]++
		return
	}
	q := r.byID[a.Question]
	if q == nil {
		q = &sumOfQs{}
		r.byID[a.Question] = q
	}
	r.Graded++
	q.graded++
	r.USD += float64(c.After.Grade.Usage.Micros) / 1e6
	if !c.Any() {
		return
	}
	r.Changed++
	q.changed++
	q.score += c.Score()
	r.Points += c.Points()
	switch {
	case c.Score() > 0:
		r.Higher++
	case c.Score() < 0:
		r.Lower++
	}
	r.Changes = append(r.Changes, regradedAttempt{
		a.ID, a.Question, a.Server, a.Player, c.Before.Grade.By + "/" + c.Before.Grade.Version,
		c.Before.Grade.Score, c.After.Grade.Score, c.Points(),
	})
}

// skippedFor says in a few words why an answer keeps its grade.
func skippedFor(err error) string {
	for _, known := range []error{
		quiz.ErrFixed, quiz.ErrUnknown, quiz.ErrChanged, quiz.ErrGradeBudget, quiz.ErrGradeTimeout, quiz.ErrGradeRefused,
		quiz.ErrGradeBroken, quiz.ErrGradeBusy, quiz.ErrGradeDown, errNoModel,
	} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return err.Error()
}

// finish puts everything in order.
func (r *regradeReport) finish() {
	slices.SortFunc(r.Changes, func(x, y regradedAttempt) int { return cmp.Compare(x.ID, y.ID) })
	for _, id := range slices.Sorted(maps.Keys(r.byID)) {
		q := r.byID[id]
		r.Question = append(r.Question, regradedQuestion{id, q.graded, q.changed, hundredths(float64(q.score) / float64(q.graded))})
	}
}

func (r *regradeReport) write(w io.Writer, asJSON bool) error {
	r.finish()
	if asJSON {
		return printJSON(w, r)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d answers graded again by %s/%s: %d change, %d to a higher and %d to a lower score; points %+d; $%.4f\n",
		r.Graded, r.By, r.Version, r.Changed, r.Higher, r.Lower, r.Points, r.USD)
	for _, why := range slices.Sorted(maps.Keys(r.Skipped)) {
		fmt.Fprintf(&b, "%d keep their grade: %s\n", r.Skipped[why], why)
	}
	t := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
	for _, q := range r.Question {
		if q.Changed > 0 {
			fmt.Fprintf(t, "%s\t%d of %d change\tmean %+.1f\n", q.ID, q.Changed, q.Graded, q.Mean)
		}
	}
	for _, c := range r.Changes {
		fmt.Fprintf(t, "%d\t%s\t%s\t%d → %d\tpoints %+d\n", c.ID, c.Question, c.From, c.Before, c.After, c.Points)
	}
	t.Flush()
	if !r.Applied && r.Changed > 0 {
		b.WriteString("Nothing was stored; -apply settles it.\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
