package main_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"drillbot/data/bank"
	"drillbot/quiz"
	"drillbot/quiz/grade"
)

// seedAnswer is a row of seed-answers.jsonl.
type seedAnswer struct {
	ID, QID, Kind, Answer string
	Lang                  string
	Score                 float64
	Covered, Partial      []string
}

func gradingFolder(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("DRILLBOT_GRADING")
	if dir == "" {
		t.Skip("DRILLBOT_GRADING names no folder of graded sets")
	}
	return dir
}

func seedAnswers(t testing.TB) []seedAnswer {
	t.Helper()
	f, err := os.Open(filepath.Join(gradingFolder(t), "seed-answers.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []seedAnswer
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var a seedAnswer
		if err := json.Unmarshal(in.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}

// seedWeights are the weights of the whole seed questions, by question and point.
func seedWeights(t testing.TB) map[string]map[string]int {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(gradingFolder(t), "seed-rubric.json"))
	if err != nil {
		t.Fatal(err)
	}
	var in map[string]struct {
		Points []struct {
			ID string
			W  int
		} `json:"key_points"`
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]int{}
	for q, r := range in {
		out[q] = map[string]int{}
		for _, p := range r.Points {
			out[q][p.ID] = p.W
		}
	}
	return out
}

// wholeSeeds puts the parts of each seed panel together again, since the answers were given to the
// whole question. Points take the weights that they have in it.
func wholeSeeds(t testing.TB) map[string]quiz.Question {
	t.Helper()
	set, err := bank.Load(os.DirFS("../../data/bank"))
	if err != nil {
		t.Fatal(err)
	}
	weights := seedWeights(t)
	out := map[string]quiz.Question{}
	for _, q := range set.Questions {
		if w := weights[q.Panel]; w != nil && q.Type == quiz.Open {
			out[q.Panel] = withPart(out[q.Panel], q, w)
		}
	}
	return out
}

func withPart(all, q quiz.Question, weights map[string]int) quiz.Question {
	all.ID, all.Version, all.Type = q.Panel, "whole", quiz.Open
	all.Prompt = joined(all.Prompt, q.Prompt)
	all.Reference = joined(all.Reference, q.Reference)
	for _, p := range q.Points {
		p.ID = strings.ReplaceAll(p.ID, "-", "_")
		p.Weight = weights[p.ID]
		known := slices.ContainsFunc(all.Points, func(o quiz.Point) bool { return o.ID == p.ID })
		if p.Weight > 0 && !known {
			all.Points = append(all.Points, p)
		}
	}
	all.Misconceptions = append(all.Misconceptions, q.Misconceptions...)
	return all
}

func joined(a, b quiz.Text) quiz.Text {
	return quiz.Text{EN: a.EN + "\n" + b.EN, ZH: a.ZH + "\n" + b.ZH}
}

type pair struct{ human, mine float64 }

func correlation(ps []pair) float64 {
	var n, sx, sy, sxx, syy, sxy float64
	for _, p := range ps {
		n, sx, sy, sxx, syy, sxy = n+1, sx+p.mine, sy+p.human, sxx+p.mine*p.mine, syy+p.human*p.human, sxy+p.mine*p.human
	}
	return (n*sxy - sx*sy) / math.Sqrt((n*sxx-sx*sx)*(n*syy-sy*sy))
}

func TestOfflineAgreesWithTheExpertOnSeedAnswers(t *testing.T) {
	answers, questions := seedAnswers(t), wholeSeeds(t)
	o := grade.NewOffline(grade.OfflineOptions{})
	var graded, lengths []pair
	worst, best := 100, 0 // of the paraphrases, and of the salads and off-topic answers
	for _, a := range answers {
		q, ok := questions[a.QID]
		if !ok {
			t.Errorf("%s is not in the bank", a.QID)
			continue
		}
		g, err := o.Grade(t.Context(), quiz.Job{Question: q, Answer: a.Answer})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s %s %-5s %-13s expert %3.0f offline %3d confidence %.2f flags %v found %v%s", a.ID, a.QID, a.Lang, a.Kind, a.Score, g.Score,
			g.Confidence, g.Flags, foundIn(g), differences(a, g))
		graded = append(graded, pair{a.Score, float64(g.Score)})
		lengths = append(lengths, pair{a.Score, math.Log1p(float64(utf8.RuneCountInString(a.Answer)))})
		switch a.Kind {
		case "paraphrase":
			worst = min(worst, g.Score)
		case "salad", "offtopic":
			best = max(best, g.Score)
		}
	}
	r, l := correlation(graded), correlation(lengths)
	t.Logf("n=%d r %.3f, length alone %.3f; worst paraphrase %d, best salad or off topic %d", len(graded), r, l, worst, best)
	if r < 0.80 || r < l+0.10 {
		t.Errorf("r %.3f, length alone %.3f", r, l)
	}
	if best >= 30 || best >= worst {
		t.Errorf("a salad or an answer off topic reaches %d, a paraphrase only %d", best, worst)
	}
}

func foundIn(g quiz.Grade) []string {
	var out []string
	for _, f := range g.Found {
		out = append(out, f.Misconception)
	}
	return out
}

// differences names the points on which the expert and the grader disagree.
func differences(a seedAnswer, g quiz.Grade) string {
	var b strings.Builder
	for _, p := range g.Points {
		want := quiz.Missed
		switch {
		case slices.Contains(a.Covered, p.Point):
			want = quiz.Covered
		case slices.Contains(a.Partial, p.Point):
			want = quiz.Partly
		}
		if p.Verdict != want {
			fmt.Fprintf(&b, "\n    %s expert %d offline %d %q", p.Point, want, p.Verdict, p.Quote)
		}
	}
	return b.String()
}

// BenchmarkOfflineOnSeeds grades 4,000 characters of the experts' own answers against a whole seed question.
func BenchmarkOfflineOnSeeds(b *testing.B) {
	answers, questions := seedAnswers(b), wholeSeeds(b)
	o := grade.NewOffline(grade.OfflineOptions{})
	for _, lang := range []string{"en", "zh"} {
		var text strings.Builder
		for _, a := range answers {
			if a.Lang == lang && a.Score >= 40 {
				text.WriteString(a.Answer + "\n")
			}
		}
		answer := string([]rune(text.String())[:min(quiz.MaxAnswer, utf8.RuneCountInString(text.String()))])
		b.Run(lang, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := o.Grade(b.Context(), quiz.Job{Question: questions["seed-20"], Answer: answer}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(utf8.RuneCountInString(answer)), "chars")
		})
	}
}
