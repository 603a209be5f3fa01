package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"drillbot/data/bolt"
	"drillbot/quiz"
	"drillbot/quiz/grade"
	"drillbot/quiz/grade/llmtest"
)

const covering = "The dot product of two vectors with d_k independent zero-mean unit-variance components has variance d_k. " +
	"Large logits push the softmax into saturation, where its gradient is nearly zero. Dividing by sqrt(d_k) brings the variance back to one."

// oldGrader gives everybody five points out of a hundred.
func oldGrader(fell quiz.FallBack) quiz.Grader {
	return quiz.GraderFunc(func(_ context.Context, job quiz.Job) (quiz.Grade, error) {
		g := quiz.Grade{Score: 5, By: "offline", Version: "offline-0", Estimate: true, Fell: fell, Confidence: 0.2}
		for _, p := range job.Question.Points {
			g.Points = append(g.Points, quiz.PointGrade{Point: p.ID})
		}
		return g, nil
	})
}

// storedDrill opens the store of a data folder with the built-in questions.
func storedDrill(t *testing.T, dir string, by quiz.Grader) (*quiz.Drill, func()) {
	t.Helper()
	store, err := bolt.Open(filepath.Join(dir, "drillbot.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	bank, err := storeFlags{}.questions()
	if err != nil {
		t.Fatal(err)
	}
	d := &quiz.Drill{Store: store, Grader: by, Zone: time.UTC, Now: func() time.Time { return time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) }}
	d.SetBank(bank)
	return d, func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}
}

// storeAnswers stores an answer of each player to arc-02, and one to a choice question.
func storeAnswers(t *testing.T, dir string, by quiz.Grader, answers ...string) {
	t.Helper()
	d, done := storedDrill(t, dir, by)
	defer done()
	for i, text := range answers {
		submit(t, d, uint64(i+1), "arc-02", quiz.Answer{Text: text})
	}
	q, _ := d.Bank().Question("arc-07")
	submit(t, d, 100, q.ID, quiz.Answer{Parts: q.Right()})
}

func submit(t *testing.T, d *quiz.Drill, id uint64, question string, a quiz.Answer) {
	t.Helper()
	asked, err := d.Asked(t.Context(), 0, question, "", 0)
	if q, ok := d.Bank().Question(question); ok {
		asked, err = q.Ask(0)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Answer(t.Context(), quiz.Submission{ID: id, Server: 7, Player: id, Lang: quiz.English, Ask: asked, Answer: a}); err != nil {
		t.Fatal(err)
	}
}

func regradeJSON(t *testing.T, dir string, flags ...string) regradeReport {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(t.Context(), append([]string{"regrade", "-json", "-data", dir}, flags...), strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	var r regradeReport
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRegradeIsDryUntilApplied(t *testing.T) {
	dir := t.TempDir()
	storeAnswers(t, dir, oldGrader(""), covering, "No idea at all about this.", covering)
	for range 2 { // nothing is stored
		r := regradeJSON(t, dir)
		if r.Graded != 3 || r.Changed < 2 || r.Higher != 2 || r.Applied || len(r.Skipped) != 0 || r.By != "offline" {
			t.Fatalf("%+v", r)
		}
	}
	dry := regradeJSON(t, dir)
	wet := regradeJSON(t, dir, "-apply")
	if !wet.Applied || wet.Points != dry.Points || fmt.Sprint(wet.Changes) != fmt.Sprint(dry.Changes) {
		t.Errorf("applied\n%+v\nproposed\n%+v", wet.Changes, dry.Changes)
	}
	if r := regradeJSON(t, dir); r.Graded != 0 {
		t.Errorf("once more: %+v", r)
	}
	if r := regradeJSON(t, dir, "-only", "all"); r.Graded != 3 || r.Changed != 0 {
		t.Errorf("all of it: %+v", r)
	}
	d, done := storedDrill(t, dir, nil)
	defer done()
	b, err := d.Board(t.Context(), quiz.BoardQuery{Server: 7, Limit: 10, Player: 1})
	if err != nil || b.Own == nil || b.Own.Points != pointsOf(t, d, 1) || b.Own.Points < 10 {
		t.Errorf("board %+v, %v", b, err)
	}
	a, err := d.Attempt(t.Context(), 1)
	if err != nil || a.Grade.Version != grade.OfflineVersion || a.Grade.Score < 60 {
		t.Errorf("%+v, %v", a.Grade, err)
	}
}

func pointsOf(t *testing.T, d *quiz.Drill, id uint64) int {
	t.Helper()
	a, err := d.Attempt(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return a.Points
}

func TestRegradeByTheModelWhatItOwes(t *testing.T) {
	dir := t.TempDir()
	storeAnswers(t, dir, oldGrader(quiz.FellDown), covering, covering+" So training works.")
	s := llmtest.New(llmtest.Options{})
	defer s.Close()
	model := []string{"-openai-base-url", s.URL + "/v1", "-openai-model", "m", "-only", "fell"}
	s.Plant(llmtest.Fault{Kind: llmtest.Refusal, Count: 1})
	r := regradeJSON(t, dir, append(model, "-apply")...)
	if r.Graded != 1 || r.By != "m" || r.Skipped[quiz.ErrGradeRefused.Error()] != 1 || r.USD == 0 {
		t.Fatalf("%+v", r)
	}
	if r := regradeJSON(t, dir, append(model, "-apply")...); r.Graded != 1 || r.Changes[0].From != "offline/offline-0" {
		t.Errorf("the other one: %+v", r)
	}
	d, done := storedDrill(t, dir, nil)
	if err := d.Store.UpdatePlayer(t.Context(), 1, func(p *quiz.Player) { p.NoModel = true }); err != nil {
		t.Fatal(err)
	}
	done()
	model[len(model)-1] = "all"
	if r := regradeJSON(t, dir, model...); r.Graded != 1 || r.Skipped[errNoModel.Error()] != 1 {
		t.Errorf("sent to the model against the player's will: %+v", r)
	}
	d, done = storedDrill(t, dir, nil)
	_, err := d.Store.UpdateServer(t.Context(), 7, func(s *quiz.Server) ([]quiz.Change, error) { s.Budget = 1; return nil, nil })
	if err != nil {
		t.Fatal(err)
	}
	done()
	if r := regradeJSON(t, dir, model...); r.Graded != 0 || r.Skipped[quiz.ErrGradeBudget.Error()] != 1 {
		t.Errorf("beyond the server's budget: %+v", r)
	}
	// A model's grade stays where only an estimate is to be had.
	if r := regradeJSON(t, dir, "-only", "all"); r.Graded != 0 || r.Skipped[quiz.ErrFixed.Error()] != 2 {
		t.Errorf("offline: %+v", r)
	}
}

func TestRegradeLeavesRulingsAlone(t *testing.T) {
	dir := t.TempDir()
	storeAnswers(t, dir, oldGrader(""), covering, covering)
	d, done := storedDrill(t, dir, nil)
	q, _ := d.Bank().Question("arc-02")
	ruling := quiz.Ruling{Judge: 99, Verdicts: map[string]quiz.Verdict{q.Points[0].ID: quiz.Covered}}
	c, err := d.Judge(t.Context(), 1, ruling)
	if err != nil || c.After.Judge != 99 || c.After.Machine.By != "offline" || c.Score() != q.Points[0].Weight-5 {
		t.Fatalf("%+v, %v", c, err)
	}
	agreement, err := d.Agreement(t.Context(), 7)
	if err != nil || len(agreement) != 2 || agreement[1].Question != "arc-02" || agreement[0].Strict != 1 {
		t.Errorf("%+v, %v", agreement, err)
	}
	if none, err := d.Agreement(t.Context(), 8); err != nil || len(none) != 0 {
		t.Errorf("another server's: %+v, %v", none, err)
	}
	done()
	if r := regradeJSON(t, dir, "-apply"); r.Graded != 1 || r.Changes[0].ID != 2 {
		t.Errorf("%+v", r)
	}
	if r := regradeJSON(t, dir, "-only", "unsure"); r.Graded > 1 {
		t.Errorf("%+v", r)
	}
}

func TestRegradeChooses(t *testing.T) {
	dir := t.TempDir()
	storeAnswers(t, dir, oldGrader(""), covering, covering, covering)
	for flags, want := range map[string]int{
		"-question arc-02": 3, "-question arc-03": 0, "-since 2026-11-24": 0, "-since 2026-11-23": 3, "-limit 2": 2, "-only fell": 0,
	} {
		if r := regradeJSON(t, dir, strings.Fields(flags)...); r.Graded != want {
			t.Errorf("%s: %d graded, want %d", flags, r.Graded, want)
		}
	}
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"regrade", "-data", dir}, strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatal(errs.String())
	}
	for _, want := range []string{"3 answers graded again by offline/" + grade.OfflineVersion, "Nothing was stored", "arc-02"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
}
