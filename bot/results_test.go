package bot_test

import (
	"strings"
	"testing"
	"time"

	"drillbot/bot/sandbox"
	"drillbot/quiz"
)

// TestWinnersRole is won by the first of the week who is still there, and goes on to the next.
func TestWinnersRole(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	today := quiz.DateOf(monday)
	h.setUp(t, func(s *quiz.Server) { s.Results, s.Winner, s.Since = true, winnerRole, today-1 })
	drills := h.Channel(server, channel)
	h.answer(t, h.Player("linus"), drills, "open-1", good)
	h.answer(t, h.Player("linus"), drills, "numeric-1", "12.6M")
	h.answer(t, h.Player("ada"), drills, "open-1", good)
	linus, ada := idOf(t, h.Player("linus").ID), idOf(t, h.Player("ada").ID)
	h.leave(t, h.Player("linus").Token)
	h.restart(t)
	h.Advance(7*24*time.Hour + time.Hour)
	week := h.comes(t, quiz.WeekPost, today, quiz.Posted)
	if said := drawn(h.message(t, week.Channel, week.Message)); !strings.Contains(said, "🥇 <@"+h.Player("ada").ID+">") || !strings.Contains(said, "wins") {
		t.Errorf("board:\n%s", said)
	}
	if a, err := h.drill.Store.Absence(t.Context(), club, linus); err != nil || a != quiz.Left {
		t.Errorf("absence of who left: %v, %v", a, err)
	}
	if s, err := h.drill.Settings(t.Context(), club); err != nil || s.Holder != ada {
		t.Errorf("holder %d, %v", s.Holder, err)
	}
	h.answer(t, h.Player("camille"), drills, "open-1", good)
	h.Advance(7 * 24 * time.Hour)
	h.comes(t, quiz.WeekPost, today+7, quiz.Posted)
	if s, err := h.drill.Settings(t.Context(), club); err != nil || s.Holder != idOf(t, h.Player("camille").ID) {
		t.Errorf("holder %d, %v", s.Holder, err)
	}
	h.comes(t, quiz.DailyPost, today+14, quiz.Posted)
}

// TestRoleThatTheBotMayNotGive is a fault for admins to see; the board is posted all the same.
func TestRoleThatTheBotMayNotGive(t *testing.T) {
	t.Parallel()
	world := sandbox.DefaultSeed()
	world.Servers[0].ManageRoles = false
	h := open(t, options{seed: world})
	today := quiz.DateOf(monday)
	h.setUp(t, func(s *quiz.Server) { s.Results, s.Winner = true, winnerRole })
	h.answer(t, h.Player("ada"), h.Channel(server, channel), "open-1", good)
	h.restart(t)
	h.Advance(7*24*time.Hour + time.Hour)
	week := h.comes(t, quiz.WeekPost, today, quiz.Posted)
	if said := drawn(h.message(t, week.Channel, week.Message)); week.Fault != quiz.FaultRole || strings.Contains(said, "wins") {
		t.Errorf("post %+v:\n%s", week, said)
	}
}
