package bot_test

import (
	"strings"
	"testing"
	"time"

	"drillbot/bot/sandbox"
	"drillbot/quiz"
)

// TestADisputeIsPostedOnce disputes a grade, and again an hour later: the moderators have one message of it.
func TestADisputeIsPostedOnce(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	general := h.Channel(server, "general")
	h.setUp(t, func(s *quiz.Server) { s.Channel, s.Inbox = 0, idOf(t, general) })
	ada, linus := h.Player("ada"), h.Player("linus")
	ctx := patience(t)
	result := h.answer(t, linus, h.Channel(server, channel), "open-1", "The variance grows, and that is all I know.").Message
	buttons := result.Components[0].Components
	write := func(button sandbox.Component, text string) {
		t.Helper()
		form, err := linus.Click(ctx, result, button.CustomID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := linus.Submit(ctx, form.Modal, fields(text)); err != nil {
			t.Fatal(err)
		}
	}
	write(buttons[3], "first words")
	if _, err := ada.AwaitNew(ctx, 0, func(m sandbox.Message) bool { return strings.Contains(drawn(&m), "first words") }); err != nil {
		t.Fatal(err)
	}
	h.Advance(time.Hour) // Discord knows a nonce for some minutes
	write(buttons[3], "second words")
	write(buttons[2], "a report")
	if _, err := ada.AwaitNew(ctx, 0, func(m sandbox.Message) bool { return strings.Contains(drawn(&m), "a report") }); err != nil {
		t.Fatal(err)
	}
	posted, err := ada.Messages(ctx, general)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range posted {
		if strings.Contains(drawn(&m), "second words") {
			t.Errorf("posted again:\n%s", drawn(&m))
		}
	}
}
