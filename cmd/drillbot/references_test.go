package main_test

import (
	"testing"

	"drillbot/data/bank"
	"drillbot/quiz"
	"drillbot/quiz/grade"
)

// TestReferencesEarnTheirPoints gives the offline grader what an author wrote: the reference of either
// language is a full answer, and the question said again or "I don't know" is none.
func TestReferencesEarnTheirPoints(t *testing.T) {
	set, err := bank.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	g := grade.NewOffline(grade.OfflineOptions{})
	score := func(q quiz.Question, answer string) int {
		t.Helper()
		r, err := g.Grade(t.Context(), quiz.Job{Question: q, Answer: answer})
		if err != nil {
			t.Fatal(err)
		}
		return r.Score
	}
	for _, q := range set.Questions {
		if q.Type != quiz.Open {
			continue
		}
		for _, full := range []string{q.Reference.EN, q.Reference.ZH} {
			if got := score(q, full); got < 90 {
				t.Errorf("%s: the reference earns %d: %.60s", q.ID, got, full)
			}
		}
		for _, nothing := range []string{q.Prompt.EN, q.Prompt.ZH, "I don't know.", "我不会"} {
			if got := score(q, nothing); got > 5 {
				t.Errorf("%s: %d for %.60s", q.ID, got, nothing)
			}
		}
	}
}
