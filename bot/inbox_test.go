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

// TestReportsAreBounded has a player bring as many reports as there may be: more are refused before they are written, in a
// form that was open, and to no moderator.
func TestReportsAreBounded(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	for _, c := range []struct {
		player, server, channel, want string
		moderator                     bool
	}{
		{"linus", server, channel, "You may bring 10 reports and disputes a day", false},
		{"meiling", "面试小组", "刷题", "每天最多提交 10 份问题报告和评分申诉", false},
		{"ada", server, channel, "Thank you", true},
	} {
		player, ctx := h.Player(c.player), patience(t)
		result := h.answer(t, player, h.Channel(c.server, c.channel), "open-1", "The variance grows.").Message
		buttons := result.Components[0].Components
		report := func() *sandbox.Reply {
			t.Helper()
			clicked, err := player.Click(ctx, result, buttons[2].CustomID)
			if err != nil {
				t.Fatal(err)
			}
			return clicked
		}
		for range quiz.DailyReports {
			if _, err := player.Submit(ctx, report().Modal, fields("wrong")); err != nil {
				t.Fatal(err)
			}
		}
		disputed, err := player.Click(ctx, result, buttons[3].CustomID)
		if err != nil {
			t.Fatal(err)
		}
		more := report()
		if (more.Modal != nil) != c.moderator || (disputed.Modal != nil) != c.moderator {
			t.Fatalf("%s: forms %+v, %+v", c.player, more.Modal, disputed.Modal)
		}
		if c.moderator {
			if more, err = player.Submit(ctx, more.Modal, fields("and more")); err != nil {
				t.Fatal(err)
			}
		}
		if said := drawn(more.Message); !strings.Contains(said, c.want) {
			t.Errorf("%s was told %q, want %q", c.player, said, c.want)
		}
	}
}

// TestAFormDoesNotPassTheBound hands in the last report that there may be while the form of another one is open.
func TestAFormDoesNotPassTheBound(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	linus, ctx := h.Player("linus"), patience(t)
	result := h.answer(t, linus, h.Channel(server, channel), "open-1", "The variance grows.").Message
	form, err := linus.Click(ctx, result, "Report a problem")
	if err != nil {
		t.Fatal(err)
	}
	for id := range uint64(quiz.DailyReports) {
		c := quiz.Case{ID: id + 1, Kind: quiz.Problem, Server: club, Player: idOf(t, linus.ID)}
		if _, err := h.drill.Open(ctx, c, false); err != nil {
			t.Fatal(err)
		}
	}
	told, err := linus.Submit(ctx, form.Modal, fields("too late"))
	if err != nil || !strings.Contains(drawn(told.Message), "reports and disputes a day") || !strings.Contains(drawn(told.Message), "too late") {
		t.Errorf("%v: %s", err, drawn(told.Message))
	}
}
