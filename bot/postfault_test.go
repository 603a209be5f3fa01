package bot_test

import (
	"strings"
	"testing"
	"time"

	"drillbot/bot/sandbox"
	"drillbot/quiz"
)

// TestFaultsArePutInWordsAndMended: a channel in which the bot may not write is a fault that admins see;
// when they choose another one, the question comes at once.
func TestFaultsArePutInWordsAndMended(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	today := quiz.DateOf(monday)
	h.setUp(t, func(s *quiz.Server) { s.Channel = idOf(t, h.Channel(server, "announcements")) })
	h.restart(t)
	h.Advance(time.Hour)
	if p := h.comes(t, quiz.DailyPost, today, quiz.Failed); p.Fault != quiz.FaultPermission || p.Next.Sub(h.Now()) < time.Minute {
		t.Errorf("post %+v", p)
	}
	ada, place := h.Player("ada"), h.Channel(server, channel)
	reply, err := ada.Slash(patience(t), place, "settings show", nil)
	if err != nil || !strings.Contains(drawn(reply.Message), "Last post: the bot may not write there") {
		t.Errorf("settings: %v, %v", reply, err)
	}
	if _, err := ada.Slash(patience(t), place, "settings daily", sandbox.Opt{"channel": place}); err != nil {
		t.Fatal(err)
	}
	if p := h.comes(t, quiz.DailyPost, today, quiz.Posted); p.Fault != "" || p.Channel != idOf(t, place) {
		t.Errorf("post %+v", p)
	}
}

// TestServerThatTheBotHasLeft is a fault of its own, and no other server's.
func TestServerThatTheBotHasLeft(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	today := quiz.DateOf(monday)
	h.setUp(t, func(*quiz.Server) {})
	h.restart(t)
	h.leave(t, "Bot "+h.BotToken())
	h.Advance(time.Hour)
	if p := h.comes(t, quiz.DailyPost, today, quiz.Failed); p.Fault != quiz.FaultServer {
		t.Errorf("post %+v", p)
	}
}

// TestPostIsNotRepeatedWhereTheHistoryIsHidden: a bot that crashed after it had sent, and may not read the
// channel, does not send again, and admins see why.
func TestPostIsNotRepeatedWhereTheHistoryIsHidden(t *testing.T) {
	t.Parallel()
	world := sandbox.DefaultSeed()
	world.Servers[0].Channels[1].NoPast = true
	h := open(t, options{seed: world})
	today := quiz.DateOf(monday)
	h.setUp(t, func(*quiz.Server) {})
	h.stop()
	h.Advance(time.Hour)
	crashed, err := h.drill.ClaimPost(t.Context(), quiz.Post{
		PostKey: quiz.PostKey{Server: club, Kind: quiz.DailyPost, Day: today}, Question: "open-1", Version: "1a2b3c4d",
		Channel: idOf(t, h.Channel(server, channel)), Closes: h.Now().Add(24 * time.Hour),
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Player("ada").Say(t.Context(), h.Channel(server, channel), "is that the question?"); err != nil {
		t.Fatal(err)
	}
	h.Advance(10 * time.Minute)
	h.start(t, false)
	for ctx := patience(t); crashed.Fault == ""; {
		if crashed, err = h.drill.Post(ctx, crashed.PostKey); err != nil {
			t.Fatal(err)
		}
	}
	if crashed.State != quiz.Claimed || crashed.Fault != quiz.FaultPermission || crashed.Message != 0 {
		t.Errorf("post %+v", crashed)
	}
}
