package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"drillbot/quiz"
	"drillbot/quiz/grade/measure"
)

// evalCommand is `drillbot eval`.
type evalCommand struct {
	bankFlags
	modelFlags
	Set        string   `type:"existingfile" placeholder:"FILE" help:"Answers that humans have scored, a JSON object a line."`
	All        []string `type:"existingdir" sep:"," placeholder:"DIR" help:"In place of -set: every set of these folders in one table, each with the rubric whose name begins alike, and below it every row that has a range."`
	Rubric     string   `type:"existingfile" placeholder:"FILE" help:"Weighted key points by question id, or of the only question. Without it a reference answer is the rubric, its sentences the points."`
	BankRubric bool     `default:"true" negatable:"" help:"Grade answers to questions of the bank by the bank's own rubric; -rubric then says which points count and how much. On by default."`
	Grader     string   `default:"offline" enum:"offline,llm" help:"Which grader: offline, or llm for the model, which spends at most -server-budget on the run. Default: ${default}"`
	JSON       bool     `name:"json" help:"Print one JSON object."`
	Rows       bool     `help:"With a line for every row: its score is out of 100."`
	Out        string   `type:"path" placeholder:"FILE" help:"Write the result to a file."`
	Dump       string   `type:"path" placeholder:"DIR" xor:"stored" help:"With -grader llm: ask nobody, and write each request to a file."`
	Replay     string   `type:"existingdir" placeholder:"DIR" xor:"stored" help:"With -grader llm: ask nobody, and grade from replies in files of the requests' names: text, or a whole chat completion."`
}

// Run grades a set and says how well the grades agree with those of humans. It fails when not one row
// could be graded; rows outside an allowed range are a result, not a failure.
func (c evalCommand) Run(ctx context.Context, con console) error {
	if len(c.All) > 0 {
		return c.runAll(ctx, con)
	}
	if c.Set == "" {
		return errors.New("nothing to grade: name answers by -set FILE, or folders of them by -all DIR")
	}
	if c.Grader != "llm" && c.Dump+c.Replay != "" {
		return errors.New("-dump and -replay are about requests to a model: add -grader llm")
	}
	tasks, skipped, err := c.tasks(con)
	if err != nil {
		return err
	}
	out, done, err := c.output(con)
	if err != nil {
		return err
	}
	if c.Dump != "" {
		return errors.Join(c.dump(ctx, out, tasks, skipped), done())
	}
	return errors.Join(c.measure(ctx, con, out, tasks, skipped), done())
}

// measure grades the tasks and writes the report.
func (c evalCommand) measure(ctx context.Context, con console, out io.Writer, tasks []task, skipped int) error {
	r, err := c.gradeTasks(ctx, con, tasks, skipped)
	if err != nil {
		return err
	}
	if err := c.write(out, r); err != nil {
		return err
	}
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("interrupted after %d of %d answers: %w", r.N, len(tasks), ctx.Err())
	case r.N == 0:
		return fmt.Errorf("%s: not one row could be graded", filepath.Base(c.Set))
	}
	return nil
}

// reportOf reads and grades the set.
func (c evalCommand) reportOf(ctx context.Context, con console) (*evalReport, error) {
	tasks, skipped, err := c.tasks(con)
	if err != nil {
		return nil, err
	}
	r, err := c.gradeTasks(ctx, con, tasks, skipped)
	return r, cmp.Or(err, ctx.Err())
}

// gradeTasks grades the tasks and computes the statistics.
func (c evalCommand) gradeTasks(ctx context.Context, con console, tasks []task, skipped int) (*evalReport, error) {
	x, err := c.examiner(slog.New(slog.NewTextHandler(con.err, nil)))
	if err != nil {
		return nil, err
	}
	defer x.close()
	results, took := x.gradeAll(ctx, tasks, newProgress(con.err, len(tasks), time.Now))
	r := newEvalReport(c, x, took)
	r.Skipped = skipped
	for i, t := range tasks {
		if results[i].err == nil {
			r.add(t, results[i])
			continue
		}
		r.Skipped++
		if ctx.Err() == nil {
			c.skip(con, t.row.Line, results[i].err)
		}
	}
	r.summarise()
	return r, nil
}

func (c evalCommand) write(out io.Writer, r *evalReport) error {
	if c.JSON {
		return printJSON(out, r)
	}
	return r.print(out)
}

// tasks reads the set and finds what to grade its rows by. Rows that cannot be graded are told of and
// counted.
func (c evalCommand) tasks(con console) (tasks []task, skipped int, err error) {
	set, err := readFile(c.Set, measure.ReadSet)
	if err != nil {
		return nil, 0, err
	}
	desk, err := c.desk()
	if err != nil {
		return nil, 0, err
	}
	for _, p := range set.Problems {
		c.skip(con, p.Line, p.Err)
	}
	skipped = len(set.Problems)
	for _, row := range set.Rows {
		basis, err := desk.basis(row)
		if err != nil {
			skipped++
			c.skip(con, row.Line, err)
			continue
		}
		tasks = append(tasks, task{row, basis})
	}
	return tasks, skipped, nil
}

// skip tells of a row that is left out.
func (c evalCommand) skip(con console, line int, err error) {
	fmt.Fprintf(con.err, "%s:%d: skipped: %v\n", filepath.Base(c.Set), line, err)
}

// desk makes what turns rows into questions.
func (c evalCommand) desk() (*desk, error) {
	offline, err := newOffline(c.Bank)
	if err != nil {
		return nil, err
	}
	d := &desk{offline: offline, single: c.Grader == "llm", made: map[string]basis{}}
	if c.Rubric != "" {
		rubrics, err := readFile(c.Rubric, measure.ReadRubrics)
		if err != nil {
			return nil, err
		}
		d.rubrics = rubrics
	}
	if !c.BankRubric {
		d.bank = quiz.NewBank(nil, nil, nil)
		return d, nil
	}
	bank, err := c.questions()
	d.bank = bank
	return d, err
}

// readFile reads a file by one of the readers of package measure.
func readFile[T any](path string, read func(io.Reader) (T, error)) (T, error) {
	var none T
	f, err := os.Open(path)
	if err != nil {
		return none, err
	}
	defer f.Close()
	v, err := read(f)
	if err != nil {
		return none, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return v, nil
}

// output opens what the result is written to, before any work is done for it.
func (c evalCommand) output(con console) (io.Writer, func() error, error) {
	if c.Out == "" {
		return con.out, func() error { return nil }, nil
	}
	f, err := os.Create(c.Out)
	if err != nil {
		return nil, nil, fmt.Errorf("-out: %w", err)
	}
	return f, f.Close, nil
}
