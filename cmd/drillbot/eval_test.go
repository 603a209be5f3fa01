package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"drillbot/quiz"
	"drillbot/quiz/grade/llmtest"
	"drillbot/quiz/grade/measure"
)

// evalFolder holds a set of answers and their rubric, and is where the program runs.
func evalFolder(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	answers := []string{
		"Chlorophyll absorbs red and blue light. Green light is reflected.",
		"Chlorophyll absorbs red and blue light, I believe.",
		"Water flows through the stem into every branch.",
		"Water flows  through the stem into every branch.", // the same again
		"",
	}
	var set strings.Builder
	for i, a := range answers {
		fmt.Fprintf(&set, `{"id":"a%d","question_id":"leaf","question":"Why do leaves look green?","answer":%q,"score":%g}`+"\n", i, a, []float64{1, .5, 0, 0, 0}[i])
	}
	writeFile(t, "set.jsonl", set.String())
	writeFile(t, "rubric.json", `{"leaf":{"question":"Why do leaves look green?","keypoints":[
		{"id":"absorb","weight":50,"text":"chlorophyll absorbs red and blue light"},
		{"id":"reflect","weight":50,"text":"green is reflected"}]}}`)
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// evalJSON runs `eval -json -rows` on the set with further flags.
func evalJSON(t *testing.T, flags ...string) (evalReport, string) {
	t.Helper()
	args := append([]string{"eval", "-set", "set.jsonl", "-rubric", "rubric.json", "-json", "-rows"}, flags...)
	var out, errs bytes.Buffer
	if code := run(t.Context(), args, strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	var r evalReport
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatalf("%v in %s", err, out.String())
	}
	return r, errs.String()
}

func scores(r evalReport) []float64 {
	var out []float64
	for _, row := range r.Rows {
		out = append(out, row.Score)
	}
	return out
}

func TestEvalAsksTheModel(t *testing.T) {
	evalFolder(t)
	s := llmtest.New(llmtest.Options{Cached: 100})
	defer s.Close()
	t.Setenv("OPENAI_BASE_URL", s.URL+"/v1")
	r, _ := evalJSON(t, "-grader", "llm", "-price", "1,2")
	if diff := cmp.Diff([]float64{100, 50, 0, 0, 0}, scores(r)); diff != "" {
		t.Errorf("scores (-want +got):\n%s", diff)
	}
	asked := len(s.Requests())
	if asked != 3 { // of the two that are the same, one; of the empty one, none
		t.Errorf("%d requests for 5 answers", asked)
	}
	c := r.LLM
	if c.CacheHits != 1 || c.Cached != 100*asked || c.In <= c.Cached || c.Out == 0 || len(c.Fallbacks) != 0 {
		t.Errorf("%+v", c)
	}
	if want := float64(c.In+2*c.Out) / 1e6; math.Abs(c.USD-want) > 1e-9 {
		t.Errorf("$%.6f for %d tokens in and %d out", c.USD, c.In, c.Out)
	}
	if !(r.Pearson > 0.99) {
		t.Errorf("r %v", r.Pearson)
	}
}

func TestEvalCountsFallbacks(t *testing.T) {
	evalFolder(t)
	s := llmtest.New(llmtest.Options{})
	defer s.Close()
	t.Setenv("OPENAI_BASE_URL", s.URL+"/v1")
	s.Plant(llmtest.Fault{Kind: llmtest.Refusal, Count: 1})
	r, errs := evalJSON(t, "-grader", "llm")
	fell := 0
	for _, row := range r.Rows {
		if row.Fell == quiz.FellRefusal {
			fell++
		}
	}
	if r.LLM.Fallbacks[quiz.FellRefusal] == 0 || fell != r.LLM.Fallbacks[quiz.FellRefusal] || !strings.Contains(errs, "graded offline instead") {
		t.Errorf("%+v, %d rows, log %s", r.LLM, fell, errs)
	}
}

func TestEvalSpendsNoMoreThanTheBudget(t *testing.T) {
	evalFolder(t)
	s := llmtest.New(llmtest.Options{})
	defer s.Close()
	t.Setenv("OPENAI_BASE_URL", s.URL+"/v1")
	r, _ := evalJSON(t, "-grader", "llm", "-server-budget", "0.000001")
	if len(s.Requests()) != 0 || r.LLM.USD != 0 || r.LLM.Fallbacks[quiz.FellBudget] != 5 {
		t.Errorf("%d requests, %+v", len(s.Requests()), r.LLM)
	}
}

func TestEvalTellsHowFarItCame(t *testing.T) {
	evalFolder(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var out, errs bytes.Buffer
	if code := run(ctx, []string{"eval", "-set", "set.jsonl", "-rubric", "rubric.json"}, nil, &out, &errs); code != 1 {
		t.Errorf("exit code %d", code)
	}
	if !strings.Contains(errs.String(), "interrupted after 0 of 5 answers") || !strings.Contains(out.String(), "5 rows skipped") {
		t.Errorf("%s%s", errs.String(), out.String())
	}
}

// TestEvalReplaysWhatItDumped gives dumped requests to a server as they are, and grades from its replies.
func TestEvalReplaysWhatItDumped(t *testing.T) {
	evalFolder(t)
	s := llmtest.New(llmtest.Options{})
	defer s.Close()
	var out bytes.Buffer
	if code := run(t.Context(), []string{"eval", "-set", "set.jsonl", "-rubric", "rubric.json", "-grader", "llm", "-dump", "asked"}, nil, &out, io.Discard); code != 0 {
		t.Fatal(out.String())
	}
	if err := os.Mkdir("replies", 0o700); err != nil {
		t.Fatal(err)
	}
	requests, err := filepath.Glob("asked/*.json")
	if err != nil || len(requests) != 4 {
		t.Fatalf("%v %v", requests, err)
	}
	for _, name := range requests {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join("replies", filepath.Base(name)), post(t, s.URL+"/v1/chat/completions", body))
	}
	s.Close()
	r, _ := evalJSON(t, "-grader", "llm", "-replay", "replies")
	if diff := cmp.Diff([]float64{100, 50, 0, 0, 0}, scores(r)); diff != "" || len(r.LLM.Fallbacks) != 0 {
		t.Errorf("%+v, scores (-want +got):\n%s", r.LLM, diff)
	}
}

func post(t *testing.T, url string, body []byte) string {
	t.Helper()
	res, err := http.Post(url, "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	reply, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("status %d: %s %v", res.StatusCode, reply, err)
	}
	return string(reply)
}

func TestProgressIsToldNowAndThen(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	var out strings.Builder
	p := newProgress(&out, 10, func() time.Time { return now })
	for range 10 {
		now = now.Add(900 * time.Millisecond)
		p.step()
	}
	want := "graded 3 of 10 answers, 1.1 a second\ngraded 6 of 10 answers, 1.1 a second\ngraded 9 of 10 answers, 1.1 a second\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
}

// bankOfTwo has a panel of two open parts and a closed one.
func bankOfTwo() *quiz.Bank {
	part := func(n int, points ...quiz.Point) quiz.Question {
		return quiz.Question{
			ID: fmt.Sprintf("pan-el-%d", n), Panel: "pan-el", Part: n, Type: quiz.Open,
			Prompt: quiz.Text{EN: fmt.Sprintf("Q%d", n)}, Reference: quiz.Text{EN: fmt.Sprintf("R%d", n)}, Points: points,
			Misconceptions: []quiz.Misconception{{ID: "m", Cost: n}},
		}
	}
	cues := quiz.Cues{EN: [][]string{{"cue"}}}
	return quiz.NewBank(nil, nil, []quiz.Question{
		part(1, quiz.Point{ID: "big-one", Weight: 60, Cues: cues}, quiz.Point{ID: "both", Weight: 40}),
		part(2, quiz.Point{ID: "both", Weight: 50}, quiz.Point{ID: "last", Weight: 50}),
		{ID: "pan-el-3", Panel: "pan-el", Part: 3, Type: quiz.Choice},
	})
}

func weightsOf(q quiz.Question) map[string]int {
	out := map[string]int{}
	for _, p := range q.Points {
		out[p.ID] = p.Weight
	}
	return out
}

func TestThePartsOfAPanelAreGradedTogether(t *testing.T) {
	q, ok := fromBank(bankOfTwo(), "Pan_el", nil)
	if !ok || q.Prompt.EN != "Q1\nQ2" || q.Reference.EN != "R1\nR2" || len(q.Misconceptions) != 1 {
		t.Errorf("%v %+v", ok, q)
	}
	if diff := cmp.Diff(map[string]int{"big-one": 40, "both": 27, "last": 33}, weightsOf(q)); diff != "" {
		t.Errorf("weights (-want +got):\n%s", diff)
	}
	one, ok := fromBank(bankOfTwo(), "pan-el-2", nil)
	if diff := cmp.Diff(map[string]int{"both": 50, "last": 50}, weightsOf(one)); diff != "" || !ok {
		t.Errorf("a part, %v (-want +got):\n%s", ok, diff)
	}
}

func TestGivenPointsWeighThoseOfTheBank(t *testing.T) {
	given := []quiz.Point{{ID: "big_one", Weight: 70, Text: quiz.Text{EN: "given"}}, {ID: "new", Weight: 30, Text: quiz.Text{EN: "new"}}}
	q, ok := fromBank(bankOfTwo(), "pan-el", given)
	if diff := cmp.Diff(map[string]int{"big_one": 70, "new": 30}, weightsOf(q)); diff != "" || !ok {
		t.Errorf("%v (-want +got):\n%s", ok, diff)
	}
	if len(q.Points[0].Cues.EN) != 1 || q.Points[1].Text.EN != "new" {
		t.Errorf("%+v", q.Points)
	}
	for name, id := range map[string]string{"points of another question": "pan-el", "an unknown question": "nobody", "a closed one": "pan-el-3", "none": ""} {
		if q, ok := fromBank(bankOfTwo(), id, given[1:]); ok {
			t.Errorf("%s: %+v", name, q)
		}
	}
}

func TestSeveralReferencesMakeOneRequest(t *testing.T) {
	row := measure.Row{Prompt: "Why?", References: []string{"Because of light.", "Since light is absorbed."}}
	for _, c := range []struct {
		grader string
		want   int
	}{{"offline", 2}, {"llm", 1}} {
		d, err := evalCommand{Grader: c.grader}.desk()
		if err != nil {
			t.Fatal(err)
		}
		b, err := d.basis(row)
		if err != nil || len(b.questions) != c.want || !b.fine {
			t.Errorf("%s: %+v %v", c.grader, b, err)
		}
		if last := b.questions[len(b.questions)-1]; !strings.Contains(last.Reference.EN, "Since light") {
			t.Errorf("%s: reference %q", c.grader, last.Reference.EN)
		}
	}
}
