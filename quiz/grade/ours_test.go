package grade_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"drillbot/quiz"
	"drillbot/quiz/grade"
	"drillbot/quiz/grade/measure"
)

// ours are attacks and honest answers of our own, to questions without cues: none of them was looked at when the
// grader was made, and the second half not when it was mended for the first.
func ours(t *testing.T) ([]measure.Row, measure.Rubrics) {
	t.Helper()
	f, err := os.Open("testdata/ours-attacks.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	set, err := measure.ReadSet(f)
	if err != nil || len(set.Problems) > 0 || len(set.Rows) < 100 {
		t.Fatalf("%d rows, %v, %v", len(set.Rows), set.Problems, err)
	}
	r, err := os.Open("testdata/ours-rubric.json")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	rubrics, err := measure.ReadRubrics(r)
	if err != nil {
		t.Fatal(err)
	}
	return set.Rows, rubrics
}

func TestOfflineOnOurAttacks(t *testing.T) {
	o := grade.NewOffline(grade.OfflineOptions{})
	rows, rubrics := ours(t)
	pairs := map[string][]int{}
	for _, row := range rows {
		rubric, ok := rubrics.For(row)
		if !ok {
			t.Fatalf("%s: no rubric for %s", row.ID, row.Question)
		}
		g, err := o.Grade(t.Context(), quiz.Job{Question: rubric.Question(), Lang: row.Lang, Answer: row.Answer})
		if err != nil {
			t.Fatal(err)
		}
		if want := row.Allowed["offline"]; !want.Holds(g.Score) {
			t.Errorf("%s (%s): %d, want %d to %d: %+v", row.ID, row.Kind, g.Score, want.Low, want.High, g.Points)
		}
		guarded := slices.ContainsFunc(g.Flags, func(f quiz.Flag) bool { return f != quiz.FlagPolarity })
		if strings.HasPrefix(row.Kind, "honest") && guarded {
			t.Errorf("%s (%s) trips a guard: %v", row.ID, row.Kind, g.Flags)
		}
		if id, _, ok := strings.Cut(row.ID, "-"); ok {
			pairs[id] = append(pairs[id], g.Score)
		}
	}
	holdPairs(t, pairs)
}

// holdPairs compares what an answer earns in both languages: no more than ten points apart in the mean, and
// nowhere more than half of a heavy point.
func holdPairs(t *testing.T, pairs map[string][]int) {
	t.Helper()
	sum := 0
	for id, p := range pairs {
		gap := max(p[0]-p[1], p[1]-p[0])
		sum += gap
		if len(p) != 2 || gap > 20 {
			t.Errorf("%s: %v in the two languages", id, p)
		}
	}
	if len(pairs) == 0 || sum > 10*len(pairs) {
		t.Errorf("%d points apart over %d pairs", sum, len(pairs))
	}
	t.Logf("%d pairs, %.1f points apart in the mean", len(pairs), float64(sum)/float64(len(pairs)))
}
