package bot_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot"
	"drillbot/bot/sandbox"
	"drillbot/bot/view"
	"drillbot/quiz"
)

const (
	club    = 1300000000000000001 // the id of
	server  = "Interview Club"
	channel = "drills"
	good    = "The dot product sums d_k terms, so its variance grows with d_k; large logits saturate the softmax; dividing brings unit variance back."
)

// patience is how long a test waits for what is sure to come.
func patience(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// answer drills a question as a player and submits fields; it returns the reply to that.
func (h *house) answer(t testing.TB, player *sandbox.Player, channel, question string, fields ...string) *sandbox.Reply {
	t.Helper()
	ctx := patience(t)
	asked, err := player.Slash(ctx, channel, "drill", sandbox.Opt{"question": question})
	if err != nil {
		t.Fatal(err)
	}
	form, err := player.Click(ctx, asked.Message, asked.Message.Components[0].Components[0].CustomID)
	if err != nil {
		t.Fatal(err)
	}
	if form.Modal == nil {
		return form
	}
	filled := map[string]any{}
	for i, f := range fields {
		filled[view.FieldName(i)] = f
	}
	reply, err := player.Submit(ctx, form.Modal, filled)
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

// TestOfflineAnswerTakesThreeRequests counts what the bot asks of Discord from /drill to result.
func TestOfflineAnswerTakesThreeRequests(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	before := len(h.Traffic(0))
	reply := h.answer(t, h.Player("ada"), h.Channel(server, channel), "open-1", good)
	if reply.Message.Loading() {
		t.Error("an offline grade came later")
	}
	if n := len(h.Traffic(0)) - before; n != 3 {
		t.Errorf("%d requests, want 3: %+v", n, h.Traffic(before))
	}
}

// TestManyPlayersDeliveredTwice lets 200 players give 1,000 answers at once, each interaction
// delivered twice.
func TestManyPlayersDeliveredTwice(t *testing.T) { // not parallel: it takes the whole machine
	const players, answers = 200, 5
	const crowd = 1300000000000000077
	world := sandbox.Seed{Servers: []sandbox.Server{{ID: fmt.Sprint(crowd), Name: "Crowd", BotInstalled: true, Channels: []sandbox.Place{{Name: "drills"}}}}}
	for i := range players {
		name := fmt.Sprintf("player%03d", i)
		world.Players = append(world.Players, sandbox.Person{Name: name})
		world.Servers[0].Members = append(world.Servers[0].Members, name)
	}
	h := open(t, options{seed: world})
	if err := h.Plant(sandbox.Fault{Kind: "duplicate", Times: 1 << 30}); err != nil {
		t.Fatal(err)
	}
	place := h.Channel("Crowd", "drills")
	var wait sync.WaitGroup
	turn := make(chan struct{}, atATime)
	for _, p := range world.Players {
		wait.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			player := h.Player(p.Name)
			h.answer(t, player, place, "choice-1")
			h.answer(t, player, place, "open-1", good)
			h.answer(t, player, place, "numeric-1", "12.6M")
			h.answer(t, player, place, "cloze-1", "features", "batch")
			h.answer(t, player, place, "order-1", "CAB")
		})
	}
	wait.Wait()
	total, graded := int32(0), int64(0)
	for _, p := range world.Players {
		members, err := h.drill.Store.Members(t.Context(), crowd, idOf(t, h.Player(p.Name).ID))
		if err != nil || len(members) == 0 {
			t.Fatalf("%s: %v", p.Name, err)
		}
		total += members[0].Tallies[quiz.All].Answers
		graded += int64(members[0].Attempts)
	}
	if total != players*answers || graded != players*answers {
		t.Errorf("%d answers count, %d are graded; want %d", total, graded, players*answers)
	}
	for _, r := range h.Traffic(0) {
		if r.Status >= 400 {
			t.Errorf("%s %s: status %d, code %d", r.Method, r.Route, r.Status, r.Code)
		}
	}
}

func idOf(t testing.TB, s string) uint64 {
	t.Helper()
	var id uint64
	if _, err := fmt.Sscan(s, &id); err != nil {
		t.Fatal(err)
	}
	return id
}

// gate is a grader that waits to be let through.
type gate struct {
	next    quiz.Grader
	entered chan struct{}
	open    chan struct{}
}

func newGate(next quiz.Grader) *gate {
	return &gate{next: next, entered: make(chan struct{}, 16), open: make(chan struct{})}
}

func (g *gate) Grade(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
	g.entered <- struct{}{}
	select {
	case <-g.open:
		return g.next.Grade(ctx, job)
	case <-ctx.Done():
		return quiz.Grade{}, ctx.Err()
	}
}

// TestSlowGrade shows "thinking…" at once, with the answer stored before, and the grade later.
func TestSlowGrade(t *testing.T) {
	t.Parallel()
	g := newGate(offline())
	h := open(t, options{grader: g})
	ada := h.Player("ada")
	reply := h.answer(t, ada, h.Channel(server, channel), "open-1", good)
	if !reply.Message.Loading() {
		t.Fatalf("no thinking…: %s", drawn(reply.Message))
	}
	stored := 0
	for a, err := range h.drill.Unfinished(t.Context()) {
		if err != nil || a.State != quiz.Pending || a.Answer.Text != good {
			t.Errorf("stored %+v, %v", a.State, err)
		}
		stored++
	}
	if stored != 1 {
		t.Fatalf("%d answers stored while grading, want 1", stored)
	}
	<-g.entered
	close(g.open)
	m, err := ada.Settled(patience(t), reply)
	if err != nil || !strings.Contains(drawn(m), "/ 100") {
		t.Fatalf("%v: %+v", err, m)
	}
	h.stop()
	for a := range h.drill.Unfinished(t.Context()) {
		t.Errorf("left unfinished: %d", a.ID)
	}
}

// TestStopDeliversWhatWasPromised ends the bot while it grades.
func TestStopDeliversWhatWasPromised(t *testing.T) {
	t.Parallel()
	g := newGate(offline())
	h := open(t, options{grader: g})
	ada := h.Player("ada")
	reply := h.answer(t, ada, h.Channel(server, channel), "open-1", good)
	<-g.entered
	stopped := make(chan struct{})
	go func() { h.stop(); close(stopped) }()
	close(g.open)
	<-stopped
	if m, err := ada.Settled(patience(t), reply); err != nil || !strings.Contains(drawn(m), "/ 100") {
		t.Errorf("%v: %+v", err, m)
	}
}

// TestRestartFinishesPendingAnswers leaves an answer pending and starts another bot with the
// same data: while the token lives the grade takes the place of "thinking…".
func TestRestartFinishesPendingAnswers(t *testing.T) {
	t.Parallel()
	first := open(t, options{grader: quiz.GraderFunc(failing)})
	ada := first.Player("ada")
	reply := first.answer(t, ada, first.Channel(server, channel), "open-1", good)
	m, err := ada.Settled(patience(t), reply)
	if err != nil || !strings.Contains(drawn(m), "stored") {
		t.Fatalf("%v: %s", err, drawn(m))
	}
	first.stop()
	first.close(t)
	second := open(t, options{dir: first.dir, sandbox: first.Sandbox, grader: offline()})
	m, err = ada.Await(patience(t), reply.Message.ID, func(m sandbox.Message) bool { return strings.Contains(drawn(&m), "/ 100") })
	if err != nil {
		t.Fatalf("%v: %+v", err, m)
	}
	second.stop()
	for a := range second.drill.Unfinished(t.Context()) {
		t.Errorf("left unfinished: %d", a.ID)
	}
}

// TestGradeArrivesByMessageWhenTheTokenIsDead starts the other bot an hour later.
func TestGradeArrivesByMessageWhenTheTokenIsDead(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ada", "recluse"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			world := sandbox.DefaultSeed()
			world.Players = append(world.Players, sandbox.Person{Name: "recluse", NoDMs: true})
			world.Servers[0].Members = append(world.Servers[0].Members, "recluse")
			first := open(t, options{grader: quiz.GraderFunc(failing), seed: world})
			player := first.Player(name)
			first.answer(t, player, first.Channel(server, channel), "open-1", good)
			first.stop()
			first.close(t)
			first.Advance(time.Hour)
			second := open(t, options{dir: first.dir, sandbox: first.Sandbox, grader: offline()})
			if name == "ada" {
				dm, err := player.DM(patience(t))
				if err != nil {
					t.Fatal(err)
				}
				_, err = player.AwaitNew(patience(t), 0, func(m sandbox.Message) bool {
					return m.ChannelID == dm && strings.Contains(drawn(&m), "/ 100")
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			second.awaitDelivered(t)
		})
	}
}

// TestGradeFollowsWhenThinkingWasDismissed deletes "thinking…" before the grade is there.
func TestGradeFollowsWhenThinkingWasDismissed(t *testing.T) {
	t.Parallel()
	first := open(t, options{grader: quiz.GraderFunc(failing)})
	ada := first.Player("ada")
	reply := first.answer(t, ada, first.Channel(server, channel), "open-1", good)
	if err := ada.Delete(patience(t), reply.Message); err != nil {
		t.Fatal(err)
	}
	first.stop()
	first.close(t)
	second := open(t, options{dir: first.dir, sandbox: first.Sandbox, grader: offline()})
	_, err := ada.AwaitNew(patience(t), 0, func(m sandbox.Message) bool {
		return m.ChannelID == reply.Message.ChannelID && m.Ephemeral() && strings.Contains(drawn(&m), "/ 100")
	})
	if err != nil {
		t.Fatal(err)
	}
	second.awaitDelivered(t)
}

// awaitDelivered waits until nothing is left to deliver.
func (h *house) awaitDelivered(t testing.TB) {
	t.Helper()
	for ctx := patience(t); ; {
		left := 0
		for range h.drill.Unfinished(ctx) {
			left++
		}
		if left == 0 {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("%d answers are not delivered", left)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func failing(context.Context, quiz.Job) (quiz.Grade, error) { return quiz.Grade{}, quiz.ErrGradeDown }

// TestRateLimitsAreWaitedFor plants 429s in the way of callback and edit.
func TestRateLimitsAreWaitedFor(t *testing.T) {
	t.Parallel()
	g := newGate(offline())
	close(g.open)
	h := open(t, options{grader: g})
	for _, route := range []string{"POST /interactions/{id}/{token}/callback", "PATCH /webhooks/{app}/{token}/messages/@original"} {
		if err := h.Plant(sandbox.Fault{Kind: "ratelimit", Route: route, RetryAfter: 0.2}); err != nil {
			t.Fatal(err)
		}
	}
	ada := h.Player("ada")
	reply := h.answer(t, ada, h.Channel(server, channel), "open-1", good)
	if m, err := ada.Settled(patience(t), reply); err != nil || !strings.Contains(drawn(m), "/ 100") {
		t.Errorf("%v: %+v", err, m)
	}
}

// TestOddInteractions hands the bot what no player of ours sends: none may crash it, and none of
// them is answered but by an error.
func TestOddInteractions(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	b, err := bot.New(bot.Options{Token: "x", Drill: h.drill, Log: h.log, Transport: h.Transport(), Dialer: h.Dialer()})
	if err != nil {
		t.Fatal(err)
	}
	user := &discordgo.User{ID: "7"}
	form := func(id string) discordgo.ModalSubmitInteractionData {
		return discordgo.ModalSubmitInteractionData{CustomID: id}
	}
	for i, odd := range []*discordgo.Interaction{
		{},
		{Type: discordgo.InteractionPing},
		{Type: discordgo.InteractionApplicationCommand, User: user},
		{Type: discordgo.InteractionModalSubmit, User: user, Data: form("x:open-1:zz:5")},
		{Type: discordgo.InteractionModalSubmit, User: user, Data: form("")},
		{Type: discordgo.InteractionModalSubmit, User: user, Data: form(":::::::::::::::")},
		{Type: discordgo.InteractionMessageComponent, User: user, Data: discordgo.MessageComponentInteractionData{CustomID: "p:choice-1:1a2b3c4d:5:::::99"}},
		{Type: discordgo.InteractionMessageComponent, User: user, Data: discordgo.MessageComponentInteractionData{CustomID: "h:open-1:1a2b3c4d:5:p"}},
		{Type: discordgo.InteractionMessageComponent, User: &discordgo.User{ID: "not a number"}, Data: discordgo.MessageComponentInteractionData{CustomID: "k:open-1"}},
		{Type: discordgo.InteractionApplicationCommand, User: user, Data: discordgo.ApplicationCommandInteractionData{Name: "somebody-elses"}},
		{Type: discordgo.InteractionApplicationCommandAutocomplete, User: user, Data: discordgo.ApplicationCommandInteractionData{Name: "drill"}},
	} {
		odd.ID, odd.Token = fmt.Sprint(900+i), "none"
		b.Handle(odd)
	}
	if reply := h.answer(t, h.Player("ada"), h.Channel(server, channel), "choice-1"); reply.Message == nil {
		t.Error("the bot no longer answers")
	}
}

// TestLanguages maps locale and server setting to the language of the reply.
func TestLanguages(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	camille := h.Player("camille") // French, which we do not speak
	for _, c := range []struct {
		locale, want string
		setting      quiz.Lang
	}{
		{"en-GB", "Practise interviews", ""},
		{"zh-CN", "练面试", ""},
		{"zh-TW", "练面试", ""},
		{"zh-CN", "练面试", quiz.English},
		{"fr", "Practise interviews", ""}, // the server's own locale
		{"fr", "练面试", quiz.Chinese},
	} {
		_, err := h.drill.Store.UpdateServer(t.Context(), club, func(s *quiz.Server) ([]quiz.Change, error) {
			s.Lang = c.setting
			return nil, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := camille.SetLocale(t.Context(), c.locale); err != nil {
			t.Fatal(err)
		}
		r, err := camille.Slash(patience(t), h.Channel(server, channel), "help", nil)
		if err != nil || !strings.Contains(drawn(r.Message), c.want) {
			t.Errorf("locale %s, setting %q: %v, no %q", c.locale, c.setting, err, c.want)
		}
	}
}

// TestBankExchangedWhileAQuestionIsOpen answers what was asked from the old bank.
func TestBankExchangedWhileAQuestionIsOpen(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	ada, place := h.Player("ada"), h.Channel(server, channel)
	asked, err := ada.Slash(patience(t), place, "drill", sandbox.Opt{"question": "choice-1"})
	if err != nil {
		t.Fatal(err)
	}
	old := h.drill.Bank()
	h.drill.SetBank(quiz.NewBank(old.Topics, nil, nil))
	r, err := ada.Click(patience(t), asked.Message, "A")
	if err != nil || !strings.Contains(drawn(r.Message), "/ 100") {
		t.Fatalf("%v: %+v", err, r)
	}
	r, err = ada.Click(patience(t), r.Message, "Try again")
	if err != nil || !strings.Contains(drawn(r.Message), "no longer in the bank") {
		t.Errorf("%v: %s", err, drawn(r.Message))
	}
}

// TestResultThatDiscordDidNotTakeIsKept lets every try of the response fail: the answer counts, and
// its grade waits to be delivered.
func TestResultThatDiscordDidNotTakeIsKept(t *testing.T) {
	t.Parallel()
	h := open(t, options{now: time.Now}) // the sandbox gives up after 3 seconds
	ada, place := h.Player("ada"), h.Channel(server, channel)
	asked, err := ada.Slash(patience(t), place, "drill", sandbox.Opt{"question": "choice-1"})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Plant(sandbox.Fault{Kind: "status", Route: "POST /interactions/{id}/{token}/callback", Status: 503, Times: 100}); err != nil {
		t.Fatal(err)
	}
	if r, err := ada.Click(patience(t), asked.Message, "A"); err == nil {
		t.Fatalf("answered: %s", drawn(r.Message))
	}
	h.stop()
	left := 0
	for a, err := range h.drill.Unfinished(t.Context()) {
		if err != nil || a.State != quiz.Graded || len(a.Reply) == 0 {
			t.Errorf("left %+v, %v", a, err)
		}
		left++
	}
	if left != 1 {
		t.Errorf("%d grades wait, want 1", left)
	}
}

// TestResponseWhoseReplyIsLost is carried out by Discord, but the connection breaks: that is no
// reason to tell the player nothing.
func TestResponseWhoseReplyIsLost(t *testing.T) {
	t.Parallel()
	g := newGate(offline())
	close(g.open)
	h := open(t, options{grader: g})
	ada, place := h.Player("ada"), h.Channel(server, channel)
	asked, err := ada.Slash(patience(t), place, "drill", sandbox.Opt{"question": "open-1"})
	if err != nil {
		t.Fatal(err)
	}
	form, err := ada.Click(patience(t), asked.Message, "Answer")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Plant(sandbox.Fault{Kind: "lose", Route: "POST /interactions/{id}/{token}/callback"}); err != nil {
		t.Fatal(err)
	}
	reply, err := ada.Submit(patience(t), form.Modal, map[string]any{view.FieldName(0): good})
	if err != nil {
		t.Fatal(err)
	}
	if m, err := ada.Settled(patience(t), reply); err != nil || !strings.Contains(drawn(m), "/ 100") {
		t.Errorf("%v: %+v", err, m)
	}
}

// TestClickedTwice presses a button of a choice twice at once: that is one answer.
func TestClickedTwice(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	ada, place := h.Player("ada"), h.Channel(server, channel)
	asked, err := ada.Slash(patience(t), place, "drill", sandbox.Opt{"question": "choice-1"})
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 2 {
		wait.Go(func() {
			if _, err := ada.Click(patience(t), asked.Message, "A"); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	members, err := h.drill.Store.Members(t.Context(), club, idOf(t, ada.ID))
	if err != nil || len(members) == 0 || members[0].Attempts != 1 {
		t.Errorf("%+v, %v; want one attempt", members, err)
	}
}
