package bot_test

import (
	"context"
	"errors"
	"testing"

	"drillbot/quiz"
)

// TestGradersForgetWhoIsForgottenMeanwhile deletes a player while an answer of theirs is graded: the grade comes
// back to nobody, and what the graders then keep of it is purged as well.
func TestGradersForgetWhoIsForgottenMeanwhile(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	story := ""
	h.drill.Slow = true
	h.drill.Purge = func(uint64) { story += "purged " }
	h.drill.Grader = quiz.GraderFunc(func(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
		err := h.drill.Forget(ctx, job.Player)
		story += "graded "
		return quiz.Grade{Points: make([]quiz.PointGrade, len(job.Question.Points))}, err
	})
	asked, err := h.drill.Again(t.Context(), 0, "open-1")
	if err != nil {
		t.Fatal(err)
	}
	a, err := h.drill.Answer(t.Context(), quiz.Submission{ID: 1, Player: 5, Lang: quiz.English, Ask: asked, Answer: quiz.Answer{Text: good}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.drill.Finish(t.Context(), a); !errors.Is(err, quiz.ErrNone) || story != "purged graded purged " {
		t.Errorf("finished with %v: %s", err, story)
	}
}

// TestExportTellsOfCorrections gives points to somebody who has answered nothing: what they get of it is theirs alone.
func TestExportTellsOfCorrections(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	for player := range uint64(2) {
		err := h.drill.Correct(t.Context(), quiz.Change{ID: player + 1, Server: club, By: 9, Player: player + 50, Points: int(player) + 7, Reason: "a talk"})
		if err != nil {
			t.Fatal(err)
		}
	}
	e, err := h.drill.Export(t.Context(), 50)
	if err != nil || len(e.Servers) != 1 || len(e.Servers[0].Corrections) != 1 {
		t.Fatalf("%+v, %v", e.Servers, err)
	}
	if c := e.Servers[0].Corrections[0]; c.Points != 7 || c.Reason != "a talk" {
		t.Errorf("%+v", c)
	}
}
