package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"drillbot/data/bank"
	"drillbot/quiz"
	"drillbot/quiz/tex"
)

// bankCommands are `drillbot bank …`.
type bankCommands struct {
	Check checkCommand `cmd:"" help:"Check a folder of questions, or the built-in ones: what is wrong, where, and what to do."`
	List  listCommand  `cmd:"" help:"List the questions."`
	Show  showCommand  `cmd:"" help:"Show a question as its author sees it."`

	New     newCommand        `cmd:"" help:"Begin a question: print a file with comments, or write it into a folder."`
	Stats   statsCommand      `cmd:"" help:"Count the questions by topic, type, difficulty, language, sources and age."`
	Import  bankImportCommand `cmd:"" help:"Read questions from a file of another program into a folder, item by item."`
	Export  bankExportCommand `cmd:"" help:"Write questions for another program."`
	Release releaseCommand    `cmd:"" help:"Write down which questions are released, so that bank check guards their ids."`
	Cues    cuesCommand       `cmd:"" help:"Propose wordings for cues from answers that humans or a model have accepted. The bot must be stopped."`
}

// checkCommand is `drillbot bank check`.
type checkCommand struct {
	Dir  string `arg:"" optional:"" type:"existingdir" help:"The folder; the built-in questions without one."`
	JSON bool   `name:"json" help:"Print the report as JSON."`

	Topic string `placeholder:"ID" help:"Report on this topic's files alone; the others are only compared with."`
}

// Run checks the folder. Faults make it an error, warnings do not.
func (c checkCommand) Run(ctx context.Context, con console) error {
	report, err := c.report(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		err = printJSON(con.out, report)
	} else {
		_, err = report.WriteTo(con.out)
	}
	if err == nil && !report.OK() {
		return fmt.Errorf("faults in the questions: %d", report.Errors)
	}
	return err
}

func (c checkCommand) report(ctx context.Context) (bank.Report, error) {
	offline, err := newOffline(c.Dir)
	if err != nil {
		return bank.Report{}, err
	}
	if c.Dir == "" {
		return checker(nil, offline).Check(ctx, bank.Files()), nil
	}
	base, err := bank.Embedded()
	if err != nil {
		return bank.Report{}, err
	}
	return checker(base, offline).Check(ctx, os.DirFS(c.Dir)), nil
}

// checker is a loader that checks all that can be checked.
func checker(base *bank.Set, offline quiz.Grader) bank.Loader {
	return bank.Loader{Base: base, Grader: offline, Inspect: inspect}
}

// bankFlags say which questions a command is about.
type bankFlags struct {
	Bank     string `env:"DRILLBOT_BANK" type:"existingdir" placeholder:"DIR" help:"Folder with questions of your own, beside the built-in ones."`
	OnlyBank bool   `help:"Only those of -bank."`
}

func (f bankFlags) questions() (*quiz.Bank, error) {
	return storeFlags{Bank: f.Bank, OnlyBank: f.OnlyBank}.questions()
}

// listCommand is `drillbot bank list`.
type listCommand struct {
	bankFlags
	Topic string `help:"Only this topic." placeholder:"ID"`
	Type  string `help:"Only this type." placeholder:"TYPE"`
	JSON  bool   `name:"json" help:"Print as JSON, an object a line."`
}

// listed is a question in a list.
type listed struct {
	ID         string    `json:"id"`
	Topic      string    `json:"topic"`
	Type       quiz.Type `json:"type"`
	Difficulty int       `json:"difficulty"`
	EN         string    `json:"en"`
	ZH         string    `json:"zh"`
}

// Run prints a line a question.
func (c listCommand) Run(con console) error {
	b, err := c.questions()
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(con.out, 0, 8, 2, ' ', 0)
	for _, q := range b.Select(quiz.Filter{Topic: c.Topic, Type: quiz.Type(c.Type)}) {
		l := listed{q.ID, q.Topic, q.Type, q.Difficulty, tex.Unicode(q.Prompt.EN), tex.Unicode(q.Prompt.ZH)}
		if c.JSON {
			if err := json.NewEncoder(con.out).Encode(l); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\n", l.ID, l.Type, l.Difficulty, firstLine(l.EN, 90))
	}
	return w.Flush()
}

func firstLine(s string, n int) string {
	s, _, _ = strings.Cut(s, "\n")
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// showCommand is `drillbot bank show`.
type showCommand struct {
	bankFlags
	ID   string `arg:"" help:"The question's id."`
	Lang string `default:"en" enum:"en,zh" help:"Language: en or zh. Default: ${default}"`
}

// Run prints the question with its reference and rubric.
func (c showCommand) Run(con console) error {
	b, err := c.questions()
	if err != nil {
		return err
	}
	q, ok := b.Question(c.ID)
	if !ok {
		return noQuestion(b, c.ID)
	}
	a, err := q.Ask(0)
	if err != nil {
		return err
	}
	show(con.out, a, quiz.Lang(c.Lang))
	return nil
}

// noQuestion says what there is instead of id.
func noQuestion(b *quiz.Bank, id string) error {
	var parts []string
	for _, q := range b.Select(quiz.Filter{Question: id}) {
		parts = append(parts, q.ID)
	}
	if len(parts) > 0 {
		return fmt.Errorf("%s is a panel; its questions are %s", id, strings.Join(parts, ", "))
	}
	return fmt.Errorf("%w: %q; drillbot bank list names them all", quiz.ErrUnknown, id)
}

// show writes an asking for its author.
func show(w io.Writer, a quiz.Ask, l quiz.Lang) {
	q := a.Question
	say := func(t quiz.Text) string { return tex.Unicode(t.In(l)) }
	fmt.Fprintf(w, "%s · %s · %s · difficulty %d · reviewed %s\n\n%s\n", q.ID, q.Topic, q.Type, q.Difficulty, q.Reviewed, say(q.Prompt))
	for i, o := range a.Options {
		fmt.Fprintf(w, "  %s. [%s] %s\n     %s\n", quiz.Letter(i), map[bool]string{true: "right", false: "wrong"}[o.Right], say(o.Text), say(o.Why))
	}
	for i, it := range q.Items {
		fmt.Fprintf(w, "  %d. %s\n", i+1, say(it.Text))
	}
	for _, b := range q.Blanks {
		fmt.Fprintf(w, "  [[%s]] %s: %s\n", b.ID, say(b.Label), strings.Join(b.Accept, " | "))
	}
	if q.Numeric != nil {
		fmt.Fprintf(w, "  %s %s ± %g %%\n", quiz.FormatNumber(a.Value), q.Numeric.Unit, 100*q.Numeric.Tolerance)
	}
	fmt.Fprintf(w, "\n%s\n", say(q.Reference))
	for _, p := range q.Points {
		fmt.Fprintf(w, "\n%3d  %s: %s\n     → %s\n", p.Weight, p.ID, say(p.Text), say(p.FollowUp))
	}
	for _, m := range q.Misconceptions {
		fmt.Fprintf(w, "\n−%2d  %s: %s\n     → %s\n", m.Cost, m.ID, say(m.Text), say(m.Right))
	}
	for _, s := range q.Sources {
		fmt.Fprintf(w, "\n[%s] %s, %s, %d: %s", s.Key, s.Author, s.Title, s.Year, s.URL)
	}
	fmt.Fprintln(w)
}

// printLine prints a JSON object in one line.
func printLine(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
