package measure_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"drillbot/quiz"
	"drillbot/quiz/grade/measure"
)

func rubrics(t *testing.T, text string) measure.Rubrics {
	t.Helper()
	r, err := measure.ReadRubrics(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const (
	byID   = `{"seed_16":{"question_en":"Why?","question_zh":"为什么？","key_points":[{"id":"a","w":10,"en":"A","zh":"甲"},{"id":"b","w":30,"en":"B"}]},"other":{"question":"How?","keypoints":["C"]}}`
	listed = `[{"question_id":"seed-16","question":"Why?","keypoints":[{"text":"A"}]},{"qid":7,"keypoints":["B"],"reference":"参考"}]`
	single = `{"question_en":"Why?","question_zh":"为什么？","reference_en":"Because.","reference_zh":"因为。","keypoints":[{"id":"k1","weight":0.35,"text_en":"A","text_zh":"甲"},{"id":"k2","weight":0.65,"text_en":"B","text_zh":"乙"}]}`
)

func TestRubricsAreFound(t *testing.T) {
	for _, c := range []struct {
		name, file string
		row        measure.Row
		points     string // ids of the rubric's points, "" for no rubric
	}{
		{"by id", byID, measure.Row{Question: "seed_16"}, "a b"},
		{"by id with the other dash", byID, measure.Row{Question: "Seed-16"}, "a b"},
		{"by prompt", byID, measure.Row{Prompt: "为什么？"}, "a b"},
		{"by prompt in the other rubric", byID, measure.Row{Prompt: "How?"}, "p1"},
		{"no such id", byID, measure.Row{Question: "17", Prompt: "Why?"}, ""},
		{"no such prompt", byID, measure.Row{Prompt: "What?"}, ""},
		{"nothing to go by", byID, measure.Row{}, ""},
		{"in a list", listed, measure.Row{Question: "7"}, "p1"},
		{"single for any prompt", single, measure.Row{Prompt: "What?"}, "k1 k2"},
		{"single is for no id", single, measure.Row{Question: "17"}, ""},
	} {
		got, ok := rubrics(t, c.file).For(c.row)
		var ids []string
		for _, p := range got.Points {
			ids = append(ids, p.ID)
		}
		if found := strings.Join(ids, " "); found != c.points || ok != (c.points != "") {
			t.Errorf("%s: %q %v, want %q", c.name, found, ok, c.points)
		}
	}
}

func TestRubricMakesAQuestion(t *testing.T) {
	r, _ := rubrics(t, byID).For(measure.Row{Question: "seed-16"})
	got := r.Question()
	want := quiz.Question{
		ID: "seed_16", Version: got.Version, Type: quiz.Open, Prompt: quiz.Text{EN: "Why?", ZH: "为什么？"},
		Points: []quiz.Point{
			{ID: "a", Weight: 25, Text: quiz.Text{EN: "A", ZH: "甲"}},
			{ID: "b", Weight: 75, Text: quiz.Text{EN: "B"}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("question (-want +got):\n%s", diff)
	}
	r.Points[0].Weight++
	if other := r.Question().Version; other == got.Version || len(other) != 8 {
		t.Errorf("version %q after a change, %q before", other, got.Version)
	}
}

func TestReadRubricsRefusesWhatCannotBeUsed(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{``, "broken"},
		{`[`, "broken"},
		{`7`, "not a JSON object"},
		{`{"q":{"question":"Why?"}}`, `"q"`},
		{`{"q":{"keypoints":[{"id":"a","w":1}]}}`, "has no text"},
		{`[{"keypoints":["A"]},{"keypoints":["B"]}]`, "no id"},
		{`[{"id":"a-b","keypoints":["A"]},{"id":"a_b","keypoints":["B"]}]`, "of another"},
		{`{"q":{"keypoints":"A"}}`, "wrong type"},
	} {
		if _, err := measure.ReadRubrics(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.text, err, c.want)
		}
	}
}

func FuzzReadRubrics(f *testing.F) {
	for _, s := range []string{byID, listed, single, `{"a":null}`, `[null]`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := measure.ReadRubrics(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, row := range []measure.Row{{Question: "seed-16"}, {Prompt: "Why?"}, {}} {
			if found, ok := r.For(row); ok {
				checkRow(t, measure.Row{ID: "x", Line: 1, Scored: true, Points: found.Question().Points})
			}
		}
	})
}

func TestScaledSumsToAHundred(t *testing.T) {
	for _, c := range []struct {
		weights []float64
		want    []int
	}{
		{[]float64{.35, .35, .3}, []int{35, 35, 30}},
		{[]float64{1, 1, 1}, []int{33, 34, 33}},
		{[]float64{10, 18, 15, 12, 13, 20, 12}, []int{10, 18, 15, 12, 13, 20, 12}},
		{[]float64{0, 0}, []int{50, 50}},
		{[]float64{0, 5}, []int{0, 100}},
		{nil, []int{}},
	} {
		if diff := cmp.Diff(c.want, measure.Scaled(c.weights)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.weights, diff)
		}
	}
}
