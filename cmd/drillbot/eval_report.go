package main

import (
	"fmt"
	"io"
	"maps"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"drillbot/quiz"
	"drillbot/quiz/grade/measure"
)

// evalReport is what `eval -json` prints. Statistics are of scores from 0 to 1.
type evalReport struct {
	Set       string `json:"set"`
	Grader    string `json:"grader"`
	Version   string `json:"version"`
	N         int    `json:"n"` // rows graded
	Skipped   int    `json:"skipped"`
	Questions int    `json:"questions"`
	measure.Agreement
	PerSecond float64              `json:"per_second"`
	Length    measure.Correlations `json:"length"`
	Overlap   measure.Correlations `json:"overlap"`
	CI        measure.Intervals    `json:"ci"`
	Rubrics   map[string]int       `json:"rubrics"` // rows by what they were graded by
	Cut       int                  `json:"cut,omitempty"`
	Ranged    *evalRanged          `json:"ranged,omitempty"`
	LLM       *evalCost            `json:"llm,omitempty"`
	Rows      []evalRow            `json:"rows,omitempty"`

	took    time.Duration
	rows    []evalRow // all of them
	asked   bool      // for the rows
	samples []measure.Sample
	groups  map[string]bool
}

// evalRow is one row's outcome.
type evalRow struct {
	ID       string        `json:"id"`
	Line     int           `json:"line"`
	Question string        `json:"question,omitempty"`
	Kind     string        `json:"kind,omitempty"`
	Score    float64       `json:"score"`           // of 100
	Human    *float64      `json:"human,omitempty"` // of 100
	Allowed  *[2]int       `json:"allowed,omitempty"`
	InRange  *bool         `json:"in_range,omitempty"`
	Fell     quiz.FallBack `json:"fell_back,omitempty"`
}

// evalRanged counts rows with a range.
type evalRanged struct {
	In int `json:"in"`
	Of int `json:"of"`
}

// evalCost is what a model has cost, and how often it did not grade.
type evalCost struct {
	In        int                   `json:"tokens_in"`
	Cached    int                   `json:"tokens_cached"`
	Out       int                   `json:"tokens_out"`
	USD       float64               `json:"usd"`
	CacheHits int                   `json:"cache_hits"`
	Fallbacks map[quiz.FallBack]int `json:"fallbacks"`
}

func newEvalReport(c evalCommand, x examiner, took time.Duration) *evalReport {
	r := &evalReport{
		Set: filepath.Base(c.Set), Grader: c.Grader, Version: x.version,
		Rubrics: map[string]int{}, groups: map[string]bool{}, took: took, asked: c.Rows,
	}
	if c.Grader == "llm" {
		r.LLM = &evalCost{Fallbacks: map[quiz.FallBack]int{}}
	}
	return r
}

// add counts a graded row.
func (r *evalReport) add(t task, got result) {
	row := evalRow{
		ID: t.row.ID, Line: t.row.Line, Question: t.row.Question, Kind: t.row.Kind,
		Score: hundredths(got.score), Fell: got.grade.Fell,
	}
	r.N++
	r.Rubrics[t.basis.source]++
	r.groups[t.row.Group()] = true
	if _, long := cut(t.row.Answer); long {
		r.Cut++
	}
	if t.row.Scored {
		human := hundredths(100 * t.row.Human)
		row.Human = &human
		r.samples = append(r.samples, measure.Sample{
			Question: t.row.Group(), Human: t.row.Human, Grader: got.score / 100, Label: t.row.Label,
			Length: measure.Length(t.row.Answer), Overlap: measure.Overlap(t.row.Answer, t.references()),
		})
	}
	if allowed, ok := t.row.Allowed[r.Grader]; ok {
		r.hold(&row, allowed, got.score)
	}
	if r.LLM != nil {
		r.LLM.add(got.grade)
	}
	r.rows = append(r.rows, row)
}

func hundredths(x float64) float64 { return math.Round(100*x) / 100 }

// hold holds a row against its range.
func (r *evalReport) hold(row *evalRow, allowed measure.Range, score float64) {
	in := allowed.Holds(int(math.Round(score)))
	row.Allowed, row.InRange = &[2]int{allowed.Low, allowed.High}, &in
	if r.Ranged == nil {
		r.Ranged = &evalRanged{}
	}
	r.Ranged.Of++
	if in {
		r.Ranged.In++
	}
}

func (c *evalCost) add(g quiz.Grade) {
	c.In, c.Cached, c.Out = c.In+g.Usage.In, c.Cached+g.Usage.Cached, c.Out+g.Usage.Out
	c.USD += float64(g.Usage.Micros) / 1e6
	if g.Cached {
		c.CacheHits++
	}
	if g.Fell != "" {
		c.Fallbacks[g.Fell]++
	}
}

// summarise computes the statistics when every row is in.
func (r *evalReport) summarise() {
	s := measure.Summarise(r.samples)
	r.Agreement, r.Length, r.Overlap, r.CI = s.Agreement, s.Length, s.Overlap, s.CI
	r.Questions = len(r.groups)
	if r.took > 0 {
		r.PerSecond = math.Round(10*float64(r.N)/r.took.Seconds()) / 10
	}
	if r.asked {
		r.Rows = r.rows
	}
}

// print writes the report for people.
func (r *evalReport) print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d answers to %d questions, %d rows skipped\n", r.Set, r.N, r.Questions, r.Skipped)
	fmt.Fprintf(&b, "grader %s (%s), %.1f answers a second\n", r.Grader, r.Version, r.PerSecond)
	for _, source := range slices.Sorted(maps.Keys(r.Rubrics)) {
		fmt.Fprintf(&b, "%d graded by: %s\n", r.Rubrics[source], source)
	}
	if r.Cut > 0 {
		fmt.Fprintf(&b, "%d answers cut to %d characters\n", r.Cut, quiz.MaxAnswer)
	}
	if r.LLM != nil {
		r.LLM.print(&b)
	}
	if len(r.samples) > 0 {
		r.table(&b)
	}
	if r.Ranged != nil {
		fmt.Fprintf(&b, "\n%d of %d rows within their range\n", r.Ranged.In, r.Ranged.Of)
	}
	r.list(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (c *evalCost) print(w io.Writer) {
	fmt.Fprintf(w, "%d tokens in (%d of them cached), %d out, $%.4f; %d graded before", c.In, c.Cached, c.Out, c.USD, c.CacheHits)
	for _, why := range slices.Sorted(maps.Keys(c.Fallbacks)) {
		fmt.Fprintf(w, "; %d fell back: %s", c.Fallbacks[why], why)
	}
	fmt.Fprintln(w)
}

// table sets the statistics beside those of the floors.
func (r *evalReport) table(w io.Writer) {
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintf(t, "\n\tgrader\t95 %% interval\tlength\toverlap\n")
	line := func(name string, s measure.Stat, i measure.Interval, floors ...measure.Stat) {
		fmt.Fprintf(t, "%s\t%s\t%s to %s", name, s, measure.Stat(i.Low), measure.Stat(i.High))
		for _, f := range floors {
			fmt.Fprintf(t, "\t%s", f)
		}
		fmt.Fprintln(t)
	}
	line("Pearson r, pooled", r.Pearson, r.CI.Pearson, r.Length.Pearson, r.Overlap.Pearson)
	line("Pearson r, mean within question", r.Within, r.CI.Within, r.Length.Within, r.Overlap.Within)
	line("Spearman", r.Spearman, r.CI.Spearman, r.Length.Spearman, r.Overlap.Spearman)
	line("RMSE", r.RMSE, r.CI.RMSE)
	line("QWK on quarters", r.Kappa, r.CI.Kappa)
	line("macro-F1, right or wrong", r.MacroF1, r.CI.MacroF1)
	line("Pearson r above length", r.Pearson-r.Length.Pearson, r.CI.Lead)
	t.Flush()
}

// list writes a line for every row that has a range, and for the others when asked to.
func (r *evalReport) list(w io.Writer) {
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	for _, row := range r.rows {
		if row.InRange == nil && !r.asked {
			continue
		}
		fmt.Fprintf(t, "%s\t%.0f\t%s\t%s\n", row.ID, row.Score, row.wanted(), row.Kind)
	}
	t.Flush()
}

// wanted says what a row's score should be.
func (r evalRow) wanted() string {
	switch {
	case r.InRange != nil && *r.InRange:
		return fmt.Sprintf("in %d to %d", r.Allowed[0], r.Allowed[1])
	case r.InRange != nil:
		return fmt.Sprintf("OUTSIDE %d to %d", r.Allowed[0], r.Allowed[1])
	case r.Human != nil:
		return fmt.Sprintf("human %.0f", *r.Human)
	default:
		return ""
	}
}
