package bot_test

import (
	"context"
	"strings"
	"testing"

	"drillbot/bot/sandbox"
	"drillbot/quiz"
	"drillbot/quiz/grade/llmtest"
)

// What can no longer be graded stands in nobody's way, and a grader that panics ends nothing but its own grade.
func TestRepayGoesOnPastWhatIsLost(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	q, ok := h.drill.Bank().Question("open-1")
	if !ok {
		t.Fatal("no question")
	}
	for id, question := range []string{"gone-1", "gone-1", q.ID, q.ID} {
		a := quiz.Attempt{
			ID: uint64(id + 1), At: monday, Server: club, Player: uint64(id + 1), Question: question, Version: q.Version, Topic: q.Topic, State: quiz.Delivered,
			Answer: quiz.Answer{Text: good}, Grade: &quiz.Grade{Estimate: true, Fell: quiz.FellDown, Points: make([]quiz.PointGrade, len(q.Points))},
		}
		if _, err := h.drill.Store.Record(t.Context(), a, func(*quiz.Ledger) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	h.drill.Slow = true
	h.drill.Grader = quiz.GraderFunc(func(_ context.Context, job quiz.Job) (quiz.Grade, error) {
		if job.Player == 3 {
			panic("no")
		}
		return quiz.Grade{Points: make([]quiz.PointGrade, len(job.Question.Points))}, nil
	})
	done, err := h.drill.Repay(t.Context(), club, 2, func(context.Context, quiz.Regrading) {})
	if want := (quiz.Repayment{Graded: 1, Left: 3}); err != nil || done != want {
		t.Errorf("%+v, %v; want %+v", done, err, want)
	}
}

// While the model is down an answer gets an estimate; once it is back an admin has it graded, and the player is told.
func TestEstimatesAreGradedWhenTheModelIsBack(t *testing.T) {
	t.Parallel()
	model := llmtest.New(llmtest.Options{})
	t.Cleanup(model.Close)
	model.Plant(llmtest.Fault{Kind: llmtest.Refusal})
	h := open(t, options{grader: modelled(t, model)})
	ada, bob := h.Player("ada"), h.Player("linus")
	ctx := patience(t)
	const vague = "The variance of the dot product never grows with the dimension; it is wrong that large scores saturate the softmax."
	m, err := bob.Settled(ctx, h.answer(t, bob, h.Channel(server, channel), "open-1", vague))
	if err != nil || !strings.Contains(drawn(m), "offline estimate") {
		t.Fatalf("%v\n%s", err, drawn(m))
	}
	asked, err := ada.Slash(ctx, h.Channel(server, channel), "settings grading", nil)
	if err != nil {
		t.Fatal(err)
	}
	screen, err := ada.Settled(ctx, asked)
	if err != nil {
		t.Fatal(err)
	}
	button := screen.Components[len(screen.Components)-1].Components[0]
	if button.Label != "Grade estimates again" {
		t.Fatalf("no such button:\n%s", drawn(screen))
	}
	press := func(want string) {
		t.Helper()
		pressed, err := ada.Click(ctx, screen, button.CustomID)
		if err != nil {
			t.Fatal(err)
		}
		told, err := ada.Settled(ctx, pressed)
		if err != nil || !strings.Contains(drawn(told), want) {
			t.Fatalf("%v, want %q in\n%s", err, want, drawn(told))
		}
	}
	press("still estimates: 1") // the model refuses yet
	model.Heal()
	position, err := bob.Position(ctx)
	if err != nil {
		t.Fatal(err)
	}
	press("graded now: 1, with another result: 1; still estimates: 0")
	got, err := bob.AwaitNew(ctx, position, func(m sandbox.Message) bool { return strings.Contains(m.Content, "was graded again") })
	if err != nil || !strings.Contains(drawn(got), "graded by test-model") {
		t.Errorf("%v\n%s", err, drawn(got))
	}
	press("graded now: 0")
}
