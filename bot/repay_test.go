package bot_test

import (
	"strings"
	"testing"

	"drillbot/bot/sandbox"
	"drillbot/quiz/grade/llmtest"
)

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
