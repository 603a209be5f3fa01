package bot_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"drillbot/bot/sandbox"
	"drillbot/quiz"
)

// The default world's English server.
const (
	drillers   = uint64(1500000000000000001)
	winnerRole = uint64(1500000000000000002)
)

// setUp gives the club a daily question at 13:00 in Shanghai, an hour after every test begins.
func (h *house) setUp(t *testing.T, change func(*quiz.Server)) {
	t.Helper()
	_, _, err := h.drill.Configure(t.Context(), 1, club, 1, func(s *quiz.Server) error {
		s.Zone, s.Minute, s.Since, s.Channel = "Asia/Shanghai", 13*60, quiz.DateOf(monday), idOf(t, h.Channel(server, channel))
		change(s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// comes waits until a post is in a state. Time passes in the sandbox only.
func (h *house) comes(t *testing.T, kind quiz.PostKind, day quiz.Date, state quiz.PostState) quiz.Post {
	t.Helper()
	var p quiz.Post
	for ctx := patience(t); ctx.Err() == nil; {
		var err error
		if p, err = h.drill.Post(ctx, quiz.PostKey{Server: club, Kind: kind, Day: day}); err != nil {
			t.Fatal(err)
		}
		if p.State == state {
			return p
		}
		select {
		case <-ctx.Done():
		case <-time.After(20 * time.Millisecond):
		}
	}
	t.Fatalf("post %d of %s stays %+v", kind, day, p)
	return p
}

// restart ends the bot and starts it again: it looks at all servers at once.
func (h *house) restart(t *testing.T) {
	t.Helper()
	h.stop()
	h.start(t, false)
}

func (h *house) message(t *testing.T, channel, id uint64) *sandbox.Message {
	t.Helper()
	m, err := h.Player("ada").Message(t.Context(), strconv.FormatUint(channel, 10), strconv.FormatUint(id, 10))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// leave takes an account out of the club.
func (h *house) leave(t *testing.T, token string) {
	t.Helper()
	client := &http.Client{Transport: h.Transport()}
	defer client.CloseIdleConnections()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodDelete, h.URL()+"/api/v10/users/@me/guilds/"+strconv.Itoa(club), nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", token)
	res, err := client.Do(req)
	if err != nil || res.StatusCode >= 300 {
		t.Fatalf("leave: %v, %v", res, err)
	}
	res.Body.Close()
}

// TestDailyQuestionClosesAndOpensAThread follows one question: it pings its role and nobody else, closes
// with an answer that shows nobody who hides, and leaves a button to practise and a thread.
func TestDailyQuestionClosesAndOpensAThread(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	today := quiz.DateOf(monday)
	h.setUp(t, func(s *quiz.Server) {
		s.Role, s.Thread, s.Swap, s.SwapDay = drillers, true, "open-1", today
	})
	h.restart(t)
	h.Advance(time.Hour)
	p := h.comes(t, quiz.DailyPost, today, quiz.Posted)
	m := h.message(t, p.Channel, p.Message)
	if len(m.MentionRoles) != 1 || m.MentionRoles[0] != strconv.FormatUint(drillers, 10) || len(m.Mentions) != 0 {
		t.Errorf("pings %v %v", m.MentionRoles, m.Mentions)
	}
	for name, answer := range map[string]string{"ada": good, "linus": good} {
		reply := h.answerDaily(t, name, m, answer)
		if !reply.Ephemeral() {
			t.Errorf("%s's result is for all to see", name)
		}
	}
	ada, linus := idOf(t, h.Player("ada").ID), idOf(t, h.Player("linus").ID)
	for _, err := range []error{h.drill.ShareAnswers(t.Context(), ada, true), h.drill.ShareAnswers(t.Context(), linus, true), h.drill.Hide(t.Context(), club, ada, true)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	h.Advance(24 * time.Hour)
	closing := h.comes(t, quiz.ClosePost, today, quiz.Posted)
	said := drawn(h.message(t, closing.Channel, closing.Message))
	if !strings.Contains(said, "**2 players** answered") || strings.Contains(said, h.Player("ada").ID) || !strings.Contains(said, "large logits saturate the softmax") || !strings.Contains(said, h.Player("linus").ID) {
		t.Errorf("closing:\n%s", said)
	}
	if len(h.message(t, closing.Channel, closing.Message).Mentions) > 2 || closing.Thread != closing.Message {
		t.Errorf("closing %+v", closing)
	}
	after := drawn(h.message(t, p.Channel, p.Message))
	if !strings.Contains(after, "closed") || !strings.Contains(after, "[Practise]") || strings.Contains(after, "[Answer]") {
		t.Errorf("after it closed:\n%s", after)
	}
	h.answerDaily(t, "xiaoming", m, good) // with a button of before
	for a, err := range h.drill.Store.AttemptsOf(t.Context(), idOf(t, h.Player("xiaoming").ID)) {
		if err != nil || a.Daily != 0 || !a.Practice || a.Counts || a.Points != 0 {
			t.Errorf("an answer after it closed: %+v, %v", a, err)
		}
	}
}

// TestAQuestionAskedBeforeAllIsHushedWhenItBecomesTheDailyOne answers a public question before and after it is posted.
func TestAQuestionAskedBeforeAllIsHushedWhenItBecomesTheDailyOne(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	today := quiz.DateOf(monday)
	asked, err := h.Player("linus").Slash(patience(t), h.Channel(server, channel), "drill", sandbox.Opt{"question": "open-1", "public": true})
	if err != nil {
		t.Fatal(err)
	}
	if before := h.answerDaily(t, "linus", asked.Message, good); before.Ephemeral() {
		t.Error("a public question's result is private")
	}
	h.setUp(t, func(s *quiz.Server) { s.Swap, s.SwapDay = "open-1", today })
	h.restart(t)
	h.Advance(time.Hour)
	h.comes(t, quiz.DailyPost, today, quiz.Posted)
	if after := h.answerDaily(t, "ada", asked.Message, good); !after.Ephemeral() {
		t.Errorf("an answer to the open daily question is for all to see:\n%s", drawn(after))
	}
}

// answerDaily answers a question by the button of its message.
func (h *house) answerDaily(t *testing.T, name string, m *sandbox.Message, answer string) *sandbox.Message {
	t.Helper()
	player := h.Player(name)
	form, err := h.form(t, player, m)
	if err != nil {
		t.Fatal(err)
	}
	reply, err := player.Submit(patience(t), form, fields(answer))
	if err != nil {
		t.Fatal(err)
	}
	shown, err := player.Settled(patience(t), reply)
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

// form opens the form of a question; the button may stand on a message that was changed since.
func (h *house) form(t *testing.T, player *sandbox.Player, m *sandbox.Message) (*sandbox.Modal, error) {
	t.Helper()
	now, err := player.Message(patience(t), m.ChannelID, m.ID)
	if err != nil {
		return nil, err
	}
	label := now.Components[0].Components[0].CustomID
	reply, err := player.Click(patience(t), now, label)
	if err != nil {
		return nil, err
	}
	if reply.Modal != nil {
		return reply.Modal, nil
	}
	shown, err := player.Settled(patience(t), reply) // Practise shows the question first
	if err != nil {
		return nil, err
	}
	if reply, err = player.Click(patience(t), shown, "Answer"); err != nil {
		if reply, err = player.Click(patience(t), shown, "作答"); err != nil {
			return nil, err
		}
	}
	return reply.Modal, nil
}

// TestLowPoolIsAnnounced: the moderators' inbox hears once that few questions are left.
func TestLowPoolIsAnnounced(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	today := quiz.DateOf(monday)
	general := h.Channel(server, "general")
	h.setUp(t, func(s *quiz.Server) { s.Inbox, s.Levels = idOf(t, general), []int{1} }) // one question
	h.restart(t)
	h.Advance(time.Hour)
	h.comes(t, quiz.DailyPost, today, quiz.Posted)
	h.Advance(24 * time.Hour)
	h.comes(t, quiz.DailyPost, today+1, quiz.Posted)
	all, err := h.Player("ada").Messages(t.Context(), general)
	if err != nil {
		t.Fatal(err)
	}
	warnings := 0
	for _, m := range all {
		if strings.Contains(m.Content, "has had every question") {
			warnings++
		}
	}
	if warnings != 1 {
		t.Errorf("%d warnings, want 1: %+v", warnings, all)
	}
}

// TestPreview posts what a question looks like, or says why it cannot.
func TestPreview(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	ada, place := h.Player("ada"), h.Channel(server, channel)
	for into, want := range map[string]string{channel: "A preview stands in", "announcements": "the bot may not write there"} {
		h.setUp(t, func(s *quiz.Server) { s.Role, s.Channel = drillers, idOf(t, h.Channel(server, into)) })
		reply, err := ada.Slash(patience(t), place, "settings show", nil)
		if err != nil {
			t.Fatal(err)
		}
		if reply, err = ada.Click(patience(t), reply.Message, "Post a preview"); err != nil || !strings.Contains(reply.Message.Content, want) {
			t.Errorf("preview in %s: %+v, %v", into, reply, err)
		}
	}
	all, err := ada.Messages(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		if !m.Ephemeral() && (!strings.Contains(m.Content, "**Preview**") || len(m.MentionRoles) > 0 || len(m.Components) > 0) {
			t.Errorf("preview %+v", m)
		}
	}
}

// TestEntryOfWhoHasSeenTheAnswer: an answer to the daily question is no entry of a player who has answered
// the question elsewhere since the day began.
func TestEntryOfWhoHasSeenTheAnswer(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	today := quiz.DateOf(monday)
	h.setUp(t, func(s *quiz.Server) { s.Swap, s.SwapDay = "open-1", today })
	h.restart(t)
	h.Advance(time.Hour)
	p := h.comes(t, quiz.DailyPost, today, quiz.Posted)
	m := h.message(t, p.Channel, p.Message)
	dm, err := h.Player("ada").DM(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h.answer(t, h.Player("ada"), dm, "open-1", "I do not know yet")
	h.answerDaily(t, "ada", m, good)
	h.answerDaily(t, "linus", m, good)
	h.answerDaily(t, "linus", m, "again")
	entries := 0
	for a, err := range h.drill.Store.Entries(t.Context(), club, today) {
		if err != nil || a.Player != idOf(t, h.Player("linus").ID) || a.Answer.Text != good {
			t.Errorf("entry %+v, %v", a, err)
		}
		entries++
	}
	if entries != 1 {
		t.Errorf("%d entries, want 1", entries)
	}
}
