package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"drillbot/data/bank"
	"drillbot/data/bank/exchange"
	"drillbot/quiz"
)

// formatFlags say how questions are written.
type formatFlags struct {
	Format string `placeholder:"NAME" help:"json, markdown, csv, tsv, anki, moodle, gift or aiken. Default: what the file's name tells."`
	Lang   string `default:"en" enum:"en,zh" help:"Language, where a format has room for one only (Aiken): en or zh. Default: ${default}"`
}

// of is the format to use for a file.
func (f formatFlags) of(file string) (string, error) {
	if f.Format != "" {
		return f.Format, nil
	}
	if name := exchange.Of(file); name != "" {
		return name, nil
	}
	var known []string
	for _, e := range exchange.Formats() {
		known = append(known, fmt.Sprintf("  %-9s %s", e[0], e[1]))
	}
	return "", fmt.Errorf("say -format NAME:\n%s", strings.Join(known, "\n"))
}

// bankExportCommand is `drillbot bank export`.
type bankExportCommand struct {
	bankFlags
	formatFlags
	File  string `arg:"" optional:"" help:"The file to write; standard output without one."`
	Topic string `placeholder:"ID" help:"Only this topic."`
	Type  string `placeholder:"TYPE" help:"Only this type."`
}

// Run writes the questions, and to standard error what the format could not carry.
func (c bankExportCommand) Run(con console) error {
	format, err := c.of(c.File)
	if err != nil {
		return err
	}
	b, err := c.questions()
	if err != nil {
		return err
	}
	var out strings.Builder
	questions := b.Select(quiz.Filter{Topic: c.Topic, Type: quiz.Type(c.Type)})
	notes, err := exchange.Write(&out, format, questions, exchange.Options{Lang: quiz.Lang(c.Lang)})
	if err != nil {
		return err
	}
	for _, n := range notes {
		fmt.Fprintln(con.err, n)
	}
	if c.File == "" {
		_, err = io.WriteString(con.out, out.String())
		return err
	}
	if err := os.WriteFile(c.File, []byte(out.String()), 0o644); err != nil {
		return fmt.Errorf("write the questions: %w", err)
	}
	fmt.Fprintf(con.err, "%d of %d questions are in %s\n", len(questions)-refused(notes), len(questions), c.File)
	return nil
}

func refused(notes []exchange.Note) int {
	n := 0
	for _, note := range notes {
		if note.Refused {
			n++
		}
	}
	return n
}

// bankImportCommand is `drillbot bank import`.
type bankImportCommand struct {
	formatFlags
	File     string   `arg:"" type:"existingfile" help:"The file to read."`
	Dir      string   `required:"" type:"existingdir" placeholder:"DIR" help:"The folder of questions to write to. A question that it has is updated in place."`
	Topic    string   `placeholder:"ID" help:"The topic of new questions that name none."`
	Source   []string `placeholder:"KEY" help:"Sources of new questions that name none."`
	Reviewed string   `placeholder:"DATE" help:"The day on which the facts of new questions were checked that name none."`
	DryRun   bool     `help:"Only report."`
	JSON     bool     `name:"json" help:"Print the report as JSON."`
}

// imported is the report of an import.
type imported struct {
	Notes   []exchange.Note   `json:"notes"`
	Changes []exchange.Change `json:"changes"`
}

// Run reads the file, tells item by item what becomes of it, and writes what is sound. It fails when anything is left out.
func (c bankImportCommand) Run(con console) error {
	report, err := c.plan()
	if err != nil {
		return err
	}
	left := refused(report.Notes)
	for _, change := range report.Changes {
		if change.Kind == exchange.Refused {
			left++
		}
		if change.Data == nil || c.DryRun {
			continue
		}
		if err := c.write(change); err != nil {
			return err
		}
	}
	if c.JSON {
		err = printJSON(con.out, report)
	} else {
		err = report.print(con.out)
	}
	if err == nil && left > 0 {
		return fmt.Errorf("items left out: %d", left)
	}
	return err
}

func (c bankImportCommand) plan() (imported, error) {
	format, err := c.of(c.File)
	if err != nil {
		return imported{}, err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return imported{}, fmt.Errorf("read the questions: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, exchange.MaxFile+1))
	if err != nil {
		return imported{}, fmt.Errorf("read the questions: %w", err)
	}
	questions, notes, err := exchange.Read(data, format, exchange.Options{Lang: quiz.Lang(c.Lang)})
	if err != nil {
		return imported{}, err
	}
	base, err := bank.Embedded()
	if err != nil {
		return imported{}, err
	}
	defaults, err := c.defaults()
	if err != nil {
		return imported{}, err
	}
	return imported{Notes: append([]exchange.Note{}, notes...), Changes: exchange.Plan(os.DirFS(c.Dir), base, questions, defaults)}, nil
}

// defaults is what the flags say of new questions that do not say it themselves.
func (c bankImportCommand) defaults() (quiz.Question, error) {
	q := quiz.Question{Topic: c.Topic}
	for _, key := range c.Source {
		q.Sources = append(q.Sources, quiz.Source{Key: key})
	}
	if c.Reviewed == "" {
		return q, nil
	}
	day, err := quiz.ParseDate(c.Reviewed)
	if err != nil {
		return q, fmt.Errorf("-reviewed %q is no day; write it as 2026-11-23", c.Reviewed)
	}
	q.Reviewed = day
	return q, nil
}

// write puts the file into its place in one step.
func (c bankImportCommand) write(change exchange.Change) error {
	name := filepath.Join(c.Dir, filepath.FromSlash(change.File))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	if err := os.WriteFile(name+".new", change.Data, 0o644); err != nil {
		return fmt.Errorf("write %s: %w", change.ID, err)
	}
	if err := os.Rename(name+".new", name); err != nil {
		return fmt.Errorf("write %s: %w", change.ID, err)
	}
	return nil
}

// print writes the report for people: a line an item, and what is wrong with it.
func (r imported) print(w io.Writer) error {
	var b strings.Builder
	for _, n := range r.Notes {
		fmt.Fprintln(&b, n)
	}
	count := map[exchange.Kind]int{}
	for _, c := range r.Changes {
		count[c.Kind]++
		fmt.Fprintf(&b, "%s: %s", c.ID, c.Kind)
		if c.Why != "" {
			fmt.Fprintf(&b, ": %s", c.Why)
		}
		b.WriteString("\n")
		for _, p := range c.Problems {
			fmt.Fprintf(&b, "  %s\n", p)
		}
	}
	fmt.Fprintf(&b, "%d new, %d updated, %d unchanged, %d left out\n", count[exchange.New], count[exchange.Updated],
		count[exchange.Unchanged], count[exchange.Refused]+refused(r.Notes))
	_, err := io.WriteString(w, b.String())
	return err
}
