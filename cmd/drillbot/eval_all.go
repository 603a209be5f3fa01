package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"drillbot/quiz/grade/measure"
)

// goal is what is to be reached on a set that is kept for development.
type goal struct {
	set  string
	name string
	of   func(*evalReport) measure.Stat
	want float64
}

// goals are those of the issue that asked for the graders.
func goals() []goal {
	pooled := func(r *evalReport) measure.Stat { return r.Pearson }
	return []goal{
		{"digiklausur-dev.jsonl", "r", pooled, 0.58},
		{"digiklausur-dev.jsonl", "r within", func(r *evalReport) measure.Stat { return r.Within }, 0.48},
		{"saf-dev.jsonl", "r", pooled, 0.47},
		{"beetle-dev.jsonl", "F1", func(r *evalReport) measure.Stat { return r.MacroF1 }, 0.75},
		{"stita-dev.jsonl", "r", pooled, 0.62},
		{"seed-answers.jsonl", "r", pooled, 0.80},
		{"seed-answers.jsonl", "r above length", func(r *evalReport) measure.Stat { return r.Pearson - r.Length.Pearson }, 0.10},
	}
}

// runAll grades every set of the folders and prints one table, and below it every row with a range.
func (c evalCommand) runAll(ctx context.Context, con console) error {
	if c.Set != "" || c.Rubric != "" || c.Dump+c.Replay != "" {
		return fmt.Errorf("-all takes the sets and rubrics of its folders: leave out -set, -rubric, -dump and -replay")
	}
	sets, err := setsOf(c.All)
	if err != nil {
		return err
	}
	var reports []*evalReport
	for _, s := range sets {
		one := c
		one.Set, one.Rubric = s.file, s.rubric
		r, err := one.reportOf(ctx, con)
		if err != nil {
			return err
		}
		reports = append(reports, r)
	}
	out, done, err := c.output(con)
	if err != nil {
		return err
	}
	if c.JSON {
		err = printJSON(out, reports)
	} else {
		err = printAll(out, reports)
	}
	return cmp.Or(err, done())
}

// setFile is a set with the rubric that goes with it, if any.
type setFile struct{ file, rubric string }

// setsOf finds the sets of folders, by name.
func setsOf(dirs []string) ([]setFile, error) {
	var out []setFile
	for _, dir := range dirs {
		files, err := os.ReadDir(dir) // by name
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			if strings.HasSuffix(f.Name(), ".jsonl") {
				out = append(out, setFile{filepath.Join(dir, f.Name()), rubricFor(dir, f.Name(), files)})
			}
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no sets in %s: their names end in .jsonl", strings.Join(dirs, ", "))
	}
	return out, nil
}

// rubricFor is the JSON file whose first word the name of the set begins with, "" for none: attacks.jsonl has
// attack-question.json.
func rubricFor(dir, set string, files []os.DirEntry) string {
	i := slices.IndexFunc(files, func(f os.DirEntry) bool {
		base, isJSON := strings.CutSuffix(f.Name(), ".json")
		word, _, _ := strings.Cut(base, "-")
		return isJSON && strings.HasPrefix(set, word)
	})
	if i < 0 {
		return ""
	}
	return filepath.Join(dir, files[i].Name())
}

func printAll(w io.Writer, reports []*evalReport) error {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "set\tn\tskipped\tr\t95 %\tr within\t95 %\tSpearman\tRMSE\tQWK\tF1\tlength r\twithin\toverlap r\twithin\tin range\ta second")
	for _, r := range reports {
		ranged := "–"
		if r.Ranged != nil {
			ranged = fmt.Sprintf("%d of %d", r.Ranged.In, r.Ranged.Of)
		}
		fmt.Fprintf(t, "%s\t%d\t%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%.0f\n", r.Set, r.N, r.Skipped,
			r.Pearson, interval(r.CI.Pearson), r.Within, interval(r.CI.Within), r.Spearman, r.RMSE, r.Kappa, r.MacroF1,
			r.Length.Pearson, r.Length.Within, r.Overlap.Pearson, r.Overlap.Within, ranged, r.PerSecond)
	}
	t.Flush()
	printGoals(&b, reports)
	for _, r := range reports {
		if r.LLM != nil {
			fmt.Fprintf(&b, "\n%s: ", r.Set)
			r.LLM.print(&b)
		}
		if r.Ranged != nil {
			fmt.Fprintf(&b, "\n%s\n", r.Set)
			r.list(&b)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func interval(i measure.Interval) string {
	return fmt.Sprintf("%s to %s", measure.Stat(i.Low), measure.Stat(i.High))
}

// printGoals says of every goal whose set is there whether it is reached.
func printGoals(b *strings.Builder, reports []*evalReport) {
	t := tabwriter.NewWriter(b, 0, 8, 2, ' ', 0)
	head := "\n"
	for _, g := range goals() {
		i := slices.IndexFunc(reports, func(r *evalReport) bool { return r.Set == g.set })
		if i < 0 {
			continue
		}
		got, verdict := g.of(reports[i]), "reached"
		if !(float64(got) >= g.want) { // NaN reaches nothing
			verdict = "NOT REACHED"
		}
		fmt.Fprintf(t, "%s%s\t%s\t%s\twanted %.2f\t%s\n", head, g.set, g.name, got, g.want, verdict)
		head = ""
	}
	t.Flush()
}
