// Generate draws the formulas of the question bank and writes their outlines beside package formula. It
// needs node with npm, and the font Noto Sans CJK (Debian: fonts-noto-cjk). Where these are missing it says so
// and leaves the outlines as they are.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"drillbot/data/bank"
	"drillbot/data/formula"
	"drillbot/data/formula/internal/needed"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "formulas:", err)
		os.Exit(1)
	}
}

// tools is where the development tool lives, from the folder of package formula.
const tools = "internal/generate"

func run() error {
	set, err := bank.Embedded()
	if err != nil {
		return err
	}
	want := needed.Formulas(set.Bank())
	face, err := openFace()
	if err == nil {
		err = install()
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "formulas: left as they are: %v\n", err)
		return nil
	}
	samples, err := os.ReadFile("testdata/samples.txt")
	if err != nil {
		return err
	}
	labels := slices.DeleteFunc(slices.Clone(want), func(s string) bool { return len([]rune(s)) > 1 })
	return errors.Join(
		write("outlines.bin", face, want),
		write("testdata/samples.bin", face, append(labels, strings.Split(strings.TrimSpace(string(samples)), "\n")...)))
}

// write draws formulas and writes their outlines to a file.
func write(name string, face *face, formulas []string) error {
	drawn, err := typeset(formulas)
	if err != nil {
		return err
	}
	b := newBuilder(face)
	for i, tex := range formulas {
		if err := b.add(tex, drawn[i]); err != nil {
			return fmt.Errorf("%s: %w", tex, err)
		}
	}
	data, err := b.set.Encode()
	if err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}

// install installs MathJax for the tool, unless it is there.
func install() error {
	if _, err := os.Stat(filepath.Join(tools, "node_modules", "mathjax-full")); err == nil {
		return nil
	}
	cmd := exec.Command("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error")
	cmd.Dir = tools
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("npm install mathjax-full: %w: %s", err, bytes.TrimSpace(out))
	}
	return nil
}

// typeset has MathJax set formulas.
func typeset(formulas []string) ([]drawing, error) {
	in, err := json.Marshal(formulas)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command("node", "mathjax.js")
	cmd.Dir, cmd.Stdin, cmd.Stderr = tools, bytes.NewReader(in), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("run node: %w", err)
	}
	var drawn []drawing
	if err := json.Unmarshal(out, &drawn); err != nil {
		return nil, fmt.Errorf("read what MathJax drew: %w", err)
	}
	var faults []error
	for i, d := range drawn {
		if d.Error != "" {
			faults = append(faults, fmt.Errorf("%s: %s", formulas[i], d.Error))
		}
	}
	if len(drawn) != len(formulas) {
		faults = append(faults, errors.New("formulas are missing"))
	}
	return drawn, errors.Join(faults...)
}

// builder makes a set of drawings. Equal shapes are kept once.
type builder struct {
	set    *formula.Set
	face   *face
	shapes map[string]int
}

func newBuilder(f *face) *builder {
	return &builder{set: &formula.Set{Formulas: map[string]formula.Outline{}}, face: f, shapes: map[string]int{}}
}

func (b *builder) add(tex string, d drawing) error {
	o := formula.Outline{Width: whole(d.Width), Height: whole(d.Height), Depth: whole(d.Depth)}
	for _, it := range d.Items {
		marks, err := b.marks(it)
		if err != nil {
			return err
		}
		o.Marks = append(o.Marks, marks...)
	}
	b.set.Formulas[tex] = o
	return nil
}

func (b *builder) shape(key string, path func() (formula.Shape, error)) (int, error) {
	if i, ok := b.shapes[key]; ok {
		return i, nil
	}
	s, err := path()
	if err != nil {
		return 0, err
	}
	if i := slices.IndexFunc(b.set.Shapes, func(t formula.Shape) bool { return slices.Equal(s, t) }); i >= 0 {
		b.shapes[key] = i
		return i, nil
	}
	b.shapes[key] = len(b.set.Shapes)
	b.set.Shapes = append(b.set.Shapes, s)
	return b.shapes[key], nil
}
