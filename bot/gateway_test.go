package bot_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"path"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"drillbot/bot"
	"drillbot/bot/sandbox"
	"drillbot/quiz"
)

// TestConnectionLost disturbs a connection in every way that Discord and networks know: the
// bot comes back each time with one IDENTIFY and answers.
func TestConnectionLost(t *testing.T) {
	t.Parallel()
	h, bot := supervised(t, sandbox.Options{}, hasty(), nil)
	bot.await(t, true)
	for i, f := range []sandbox.Fault{
		{Action: "reconnect"},
		{Action: "cut"},
		{Action: "close", Code: 1001},
		{Action: "close", Code: 4000},
		{Action: "close", Code: 4009},
	} {
		h.drills(t)
		f.Kind = "gateway"
		if err := h.Plant(f); err != nil {
			t.Fatal(err)
		}
		bot.await(t, false)
		bot.await(t, true)
		if got, want := h.identifies(t), i+2; got != want {
			t.Errorf("after %s %d: %d IDENTIFYs, want %d", f.Action, f.Code, got, want)
		}
	}
	h.drills(t)
}

// TestInvalidSession sends op 9: the bot identifies anew on the same connection.
func TestInvalidSession(t *testing.T) {
	t.Parallel()
	h, bot := supervised(t, sandbox.Options{}, hasty(), nil)
	bot.await(t, true)
	if err := h.Plant(sandbox.Fault{Kind: "gateway", Action: "invalid"}); err != nil {
		t.Fatal(err)
	}
	until(t, "identified anew", func() bool { return h.identifies(t) == 2 })
	h.drills(t)
}

// TestDeadConnection lets Discord fall silent on a connection: the bot notices before discordgo
// does, after 5 heartbeats.
func TestDeadConnection(t *testing.T) {
	t.Parallel()
	const heartbeat = 700 * time.Millisecond
	p := hasty()
	p.Idle = time.Second
	h, bot := supervised(t, sandbox.Options{Heartbeat: heartbeat}, p, nil)
	bot.await(t, true)
	start := time.Now()
	plant(t, h, "zombie")
	bot.await(t, false)
	if d := time.Since(start); d > 4*heartbeat {
		t.Errorf("noticed after %v", d)
	}
	plant(t, h, "heal")
	bot.await(t, true)
	h.drills(t)
}

// TestOpenGoesWrong meets what discordgo's Open waits on for ever: no HELLO, no READY, op 7
// in place of READY. The next connection is a good one.
func TestOpenGoesWrong(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]func(*stubLine){
		"no hello": nil,
		"no ready": func(*stubLine) {},
		"op 7":     func(l *stubLine) { l.send(`{"op":7,"d":null}`) },
		"closed":   func(l *stubLine) { l.end(4000) },
		"noise":    func(l *stubLine) { l.send(`]`) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStub(t, func(n int, l *stubLine) {
				if n == 1 && first != nil {
					first(l)
					return
				}
				l.ready()
			})
			if first == nil {
				s.mute = 1
			}
			p := hasty()
			p.Open = 300 * time.Millisecond
			bot := runAt(t, s, p)
			bot.await(t, true)
			if n := s.lines.Load(); n < 2 {
				t.Errorf("%d connections", n)
			}
			bot.stop()
			if err := bot.result(t); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestOpenIsLate finishes an Open that was given up: it must not become a second session.
func TestOpenIsLate(t *testing.T) {
	t.Parallel()
	s := newStub(t, func(_ int, l *stubLine) { l.ready() })
	first, asked := make(chan struct{}), atomic.Int64{}
	s.rest = func(_ http.ResponseWriter, r *http.Request) bool {
		if path.Base(r.URL.Path) == "gateway" && asked.Add(1) == 1 {
			<-first
		}
		return false
	}
	closed := make(chan struct{}, 8)
	dialer := sandbox.DialerTo(s.addr())
	dial := dialer.NetDialContext
	dialer.NetDialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := dial(ctx, network, addr)
		return closing{c, closed}, err
	}
	p := hasty()
	p.Open = 300 * time.Millisecond
	bot := run(t, bot.Options{Token: "t", Transport: sandbox.TransportTo(s.addr()), Dialer: dialer, Patience: p})
	bot.await(t, true)
	close(first)
	select {
	case <-closed:
	case <-patience(t).Done():
		t.Fatal("the late connection is not closed")
	}
	if n := s.identifies.Load(); n != 1 {
		t.Errorf("%d sessions, want 1", n)
	}
}

// TestRefused ends the bot where trying again would be refused again, and says what to do.
func TestRefused(t *testing.T) {
	t.Parallel()
	for code, hint := range map[int]string{
		4004: "set DISCORD_TOKEN",
		4010: "report it",
		4011: "leave some",
		4012: "report it",
		4013: "report it",
		4014: "enable it in the Developer Portal",
		401:  "set DISCORD_TOKEN",
	} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			s := newStub(t, func(_ int, l *stubLine) { l.end(code) })
			if code == 401 {
				s.rest = func(w http.ResponseWriter, _ *http.Request) bool {
					http.Error(w, `{"message":"401: Unauthorized","code":0}`, code)
					return true
				}
			}
			err := runAt(t, s, hasty()).result(t)
			if err == nil || !strings.Contains(err.Error(), hint) {
				t.Errorf("got %v, want a hint %q", err, hint)
			}
			if n := s.identifies.Load(); n > 1 {
				t.Errorf("%d IDENTIFYs, want at most 1", n)
			}
		})
	}
}

// TestWrongToken ends a bot with a token of nobody.
func TestWrongToken(t *testing.T) {
	t.Parallel()
	sb := startSandbox(t, options{})
	err := run(t, bot.Options{Token: "wrong", Transport: sb.Transport(), Dialer: sb.Dialer()}).result(t)
	if err == nil || !strings.Contains(err.Error(), "DISCORD_TOKEN") || strings.Contains(err.Error(), "wrong") {
		t.Errorf("got %v, want a hint at DISCORD_TOKEN, without the token", err)
	}
}

// TestBackOff refuses every connection but one that lasts: pauses grow up to it and begin anew.
func TestBackOff(t *testing.T) {
	t.Parallel()
	const refused = 7
	p := bot.Patience{Pause: 10 * time.Millisecond, Longest: time.Minute, Stable: time.Second}
	times := make(chan time.Time, 16)
	s := newStub(t, func(n int, l *stubLine) {
		times <- time.Now()
		if n == refused+1 {
			time.AfterFunc(p.Stable+100*time.Millisecond, func() { l.end(4000) })
			l.ready()
			return
		}
		l.end(4000)
	})
	runAt(t, s, p)
	last := next(t, times)
	for i := range refused {
		now := next(t, times)
		if gap, least := now.Sub(last), p.Pause<<i; gap < least {
			t.Errorf("pause %d lasted %v, want at least %v", i+1, gap, least)
		}
		last = now
	}
	if gap, most := next(t, times).Sub(last), p.Stable+p.Pause<<refused; gap >= most {
		t.Errorf("%v after a good connection, want less than %v", gap, most)
	}
}

// TestIdentifiesAreFew answers every IDENTIFY with op 9, which discordgo answers with an
// IDENTIFY: Discord allows 1,000 a day.
func TestIdentifiesAreFew(t *testing.T) {
	t.Parallel()
	s := newStub(t, func(_ int, l *stubLine) { l.send(`{"op":9,"d":false}`) })
	runAt(t, s, hasty())
	until(t, "a fourth connection", func() bool { return s.lines.Load() > 3 })
	n := s.identifies.Load()
	if lines := s.lines.Load(); n > lines*6 {
		t.Errorf("%d IDENTIFYs on %d connections", n, lines)
	}
}

// TestUnreadableInteractions sends what discordgo cannot parse: silence, and the next
// interaction is answered.
func TestUnreadableInteractions(t *testing.T) {
	t.Parallel()
	s := newStub(t, func(_ int, l *stubLine) {
		l.ready()
		for _, odd := range []string{
			`null`, `[]`, `7`, `{}`, `{"id":{},"type":"x"}`,
			`{"id":"10","type":2,"token":"t","user":{"id":"7"},"data":"x"}`,
			`{"id":"11","type":3,"token":"t","user":{"id":"7"},"data":null}`,
			`{"id":"12","type":5,"token":"t","user":{"id":"7"},"data":{"custom_id":"x:open-1","components":[{"type":99}]}}`,
			`{"id":"13","type":99,"token":"t","user":{"id":"7"},"data":{}}`,
		} {
			l.event(odd)
		}
		l.event(help(100))
	})
	answered := make(chan string, 16)
	s.rest = callbacks(answered)
	runAt(t, s, hasty())
	if id := next(t, answered); id != "100" {
		t.Errorf("answered %s, want 100", id)
	}
}

// TestPanics lets the grader panic, at once and behind "thinking…", and again on what the
// bot before left: the player is told, and the bot lives.
func TestPanics(t *testing.T) {
	t.Parallel()
	panics := quiz.GraderFunc(func(context.Context, quiz.Job) (quiz.Grade, error) { panic("as planned") })
	for _, slow := range []bool{false, true} {
		t.Run(fmt.Sprint("slow=", slow), func(t *testing.T) {
			t.Parallel()
			h, bot := supervised(t, sandbox.Options{}, hasty(), panics)
			h.drill.Slow = slow
			bot.await(t, true)
			ada := h.Player("ada")
			reply := h.answer(t, ada, h.Channel(server, channel), "open-1", good)
			m, err := ada.Settled(patience(t), reply)
			if err != nil || m.Loading() || strings.Contains(drawn(m), "as planned") {
				t.Errorf("%v: %s", err, drawn(m))
			}
			h.drills(t)
			bot.stop()
			if err := bot.result(t); err != nil {
				t.Error(err)
			}
			h.watch(t, hasty()).await(t, true)
			h.drills(t)
		})
	}
}

// TestRunLeavesNothing ends a bot that has just lost its third connection, on which it answered,
// and tries to make a fourth.
func TestRunLeavesNothing(t *testing.T) { // not parallel: it counts goroutines
	third := make(chan *stubLine, 1)
	s := newStub(t, func(n int, l *stubLine) {
		if n < 4 {
			l.ready()
		}
		switch n {
		case 1:
			l.send(`{"op":7,"d":null}`)
		case 2:
			_ = l.ws.Close()
		case 3:
			l.event(help(100))
			third <- l
		}
	})
	answered := make(chan string, 1)
	s.rest = callbacks(answered)
	before := goleak.IgnoreCurrent()
	bot := runAt(t, s, hasty())
	next(t, answered)
	_ = next(t, third).ws.Close()
	until(t, "a fourth connection", func() bool { return s.identifies.Load() == 4 })
	bot.stop()
	if err := bot.result(t); err != nil {
		t.Error(err)
	}
	if err := goleak.Find(before); err != nil {
		t.Error(err)
	}
}
