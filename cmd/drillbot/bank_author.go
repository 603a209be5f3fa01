package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"drillbot/data/bank"
	"drillbot/quiz"
)

// newCommand is `drillbot bank new`.
type newCommand struct {
	Type  string `arg:"" help:"The question's type: open, choice, numeric, cloze or order."`
	ID    string `arg:"" help:"The question's id: lower-case letters, digits and hyphens."`
	Dir   string `type:"existingdir" placeholder:"DIR" help:"Write DIR/TOPIC/ID.yaml in place of printing."`
	Topic string `placeholder:"ID" help:"The topic, with -dir."`
}

// Run prints the template or writes it to a file that was not there.
func (c newCommand) Run(con console) error {
	text, err := bank.Template(quiz.Type(c.Type), c.ID, quiz.DateOf(time.Now()))
	if err != nil {
		return err
	}
	if c.Dir == "" {
		_, err = con.out.Write(text)
		return err
	}
	if c.Topic == "" || !filepath.IsLocal(c.Topic) || filepath.Base(c.Topic) != c.Topic {
		return errors.New("-dir needs -topic ID, the folder of the question")
	}
	name := filepath.Join(c.Dir, c.Topic, c.ID+".yaml")
	if err := writeQuestion(name, text); err != nil {
		return err
	}
	fmt.Fprintln(con.out, name)
	return nil
}

// writeQuestion writes a question's file, and refuses when there is one.
func writeQuestion(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already, and is left as it is", name)
	}
	if err != nil {
		return fmt.Errorf("begin a question: %w", err)
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// releaseCommand is `drillbot bank release`.
type releaseCommand struct {
	Dir string `arg:"" type:"existingdir" help:"The folder; its released.txt is written."`
}

// Run adds the folder's new questions to its released.txt.
func (c releaseCommand) Run(con console) error {
	base, err := bank.Embedded()
	if err != nil {
		return err
	}
	list, problems := bank.Loader{Base: base}.Release(os.DirFS(c.Dir))
	if errs := problems.Errors(); len(errs) > 0 {
		return fmt.Errorf("nothing is released while there are faults:\n%w", errs)
	}
	name := filepath.Join(c.Dir, "released.txt")
	if err := os.WriteFile(name, list, 0o644); err != nil {
		return fmt.Errorf("write the released questions: %w", err)
	}
	fmt.Fprintln(con.out, name, "is up to date")
	return nil
}

// statsCommand is `drillbot bank stats`.
type statsCommand struct {
	Dir  string `arg:"" optional:"" type:"existingdir" help:"The folder; the built-in questions without one."`
	JSON bool   `name:"json" help:"Print as JSON."`
}

// Run counts what is sound in the folder.
func (c statsCommand) Run(con console) error {
	set, err := bank.Embedded()
	if err != nil {
		return err
	}
	if c.Dir != "" {
		var problems bank.Problems
		if set, problems = (bank.Loader{Base: set}).Load(os.DirFS(c.Dir)); len(problems.Errors()) > 0 {
			fmt.Fprintf(con.err, "faults in the questions: %d; what is not sound is not counted\n", len(problems.Errors()))
		}
	}
	stats := set.Stats(quiz.DateOf(time.Now()))
	if c.JSON {
		return printJSON(con.out, stats)
	}
	_, err = stats.WriteTo(con.out)
	return err
}
