package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"log/slog"
	"net"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"drillbot/bot"
	"drillbot/bot/sandbox"
	"drillbot/quiz"
)

// hasty is a supervisor that does not let a test wait.
func hasty() bot.Patience {
	return bot.Patience{Pause: 10 * time.Millisecond, Longest: 50 * time.Millisecond}
}

// running is a bot that somebody watches.
type running struct {
	up    chan bool
	ended chan error
	stop  func()
}

// run starts a bot that ends with the test at the latest.
func run(t testing.TB, o bot.Options) *running {
	t.Helper()
	r := &running{up: make(chan bool, 64), ended: make(chan error, 1)}
	o.Connected = func(up bool) { r.up <- up }
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	}
	if o.Drill == nil {
		o.Drill = &quiz.Drill{Store: noStore{}, Zone: time.UTC, Now: time.Now, Draw: func() uint32 { return 1 }}
		o.Drill.SetBank(quiz.NewBank(nil, nil, nil))
	}
	b, err := bot.New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r.stop = cancel
	done := make(chan struct{})
	go func() { r.ended <- b.Run(ctx); close(done) }()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	return r
}

// noStore is the store of a bot that is asked for nothing but /help.
type noStore struct{ quiz.Store }

func (noStore) Server(context.Context, uint64) (quiz.Server, error) { return quiz.Server{}, nil }

func (noStore) Unfinished(context.Context) iter.Seq2[quiz.Attempt, error] {
	return func(func(quiz.Attempt, error) bool) {}
}

// runAt starts a bot at a stub.
func runAt(t testing.TB, s *stub, p bot.Patience) *running {
	t.Helper()
	return run(t, bot.Options{Token: "t", Transport: sandbox.TransportTo(s.addr()), Dialer: sandbox.DialerTo(s.addr()), Patience: p})
}

// await waits until the connection is as wanted.
func (r *running) await(t testing.TB, want bool) {
	t.Helper()
	for ctx := patience(t); ; {
		select {
		case up := <-r.up:
			if up == want {
				return
			}
		case err := <-r.ended:
			t.Fatalf("ended, waiting for up=%v: %v", want, err)
		case <-ctx.Done():
			t.Fatalf("still not up=%v", want)
		}
	}
}

// result waits for the end of Run.
func (r *running) result(t testing.TB) error {
	t.Helper()
	select {
	case err := <-r.ended:
		return err
	case <-patience(t).Done():
		t.Fatal("Run does not end")
		return nil
	}
}

// supervised is a house whose bot the test may watch.
func supervised(t *testing.T, o sandbox.Options, p bot.Patience, grader quiz.Grader) (*house, *running) {
	t.Helper()
	o.NoRateLimits = true
	sb, err := sandbox.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sb.Close(); err != nil {
			t.Error(err)
		}
	})
	h := &house{Sandbox: sb, dir: t.TempDir(), log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	h.drill = h.openDrill(t, options{grader: grader})
	return h, h.watch(t, p)
}

// watch runs a bot in the house.
func (h *house) watch(t testing.TB, p bot.Patience) *running {
	t.Helper()
	return run(t, bot.Options{
		Token: h.BotToken(), Drill: h.drill, Log: h.log, Transport: h.Transport(), Dialer: h.Dialer(), Now: h.Sandbox.Now, Patience: p,
	})
}

// identifies is how many IDENTIFYs the sandbox has seen.
func (h *house) identifies(t testing.TB) int {
	t.Helper()
	req, err := http.NewRequestWithContext(patience(t), http.MethodGet, h.URL()+"/api/v10/gateway/bot", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bot "+h.BotToken())
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var body struct {
		Limit struct{ Remaining int } `json:"session_start_limit"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&body); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatal(resp.Status, err)
	}
	return 1000 - body.Limit.Remaining
}

// until waits for what only shows when asked.
func until(t testing.TB, what string, is func() bool) {
	t.Helper()
	for ctx := patience(t); !is(); {
		if ctx.Err() != nil {
			t.Fatalf("still not: %s", what)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// drills lets a player answer a question, which the bot has to be there for.
func (h *house) drills(t testing.TB) {
	t.Helper()
	reply := h.answer(t, h.Player("ada"), h.Channel(server, channel), "choice-1")
	if reply.Message == nil || len(reply.Message.Embeds) == 0 {
		t.Errorf("no reply: %+v", reply)
	}
}

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

func plant(t testing.TB, h *house, action string) {
	t.Helper()
	if err := h.Plant(sandbox.Fault{Kind: "gateway", Action: action}); err != nil {
		t.Fatal(err)
	}
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

// closing tells when a connection is closed.
type closing struct {
	net.Conn
	closed chan<- struct{}
}

func (c closing) Close() error {
	c.closed <- struct{}{}
	return c.Conn.Close()
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

func next[T any](t testing.TB, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-patience(t).Done():
		t.Fatal("nothing comes")
		panic("unreachable")
	}
}

// TestIdentifiesAreFew answers every IDENTIFY with op 9, which discordgo answers with an
// IDENTIFY: Discord allows 1,000 a day.
func TestIdentifiesAreFew(t *testing.T) {
	t.Parallel()
	s := newStub(t, func(_ int, l *stubLine) { l.send(`{"op":9,"d":false}`) })
	runAt(t, s, hasty())
	until(t, "a fourth connection", func() bool { return s.lines.Load() > 3 })
	if n := s.identifies.Load(); n > 4*6 {
		t.Errorf("%d IDENTIFYs on 3 connections", n)
	}
}

// help is /help as an interaction.
func help(id int) string {
	return fmt.Sprintf(`{"id":"%d","application_id":"2","type":2,"token":"t%d","user":{"id":"7"},"locale":"en-GB","data":{"id":"5","name":"help","type":1}}`, id, id)
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

// callbacks passes on the ids of the interactions that are answered.
func callbacks(answered chan<- string) func(http.ResponseWriter, *http.Request) bool {
	return func(_ http.ResponseWriter, r *http.Request) bool {
		if dir, last := path.Split(r.URL.Path); last == "callback" {
			answered <- path.Base(path.Dir(path.Clean(dir)))
		}
		return false
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

// TestCommandsAreRegisteredOnce overwrites the commands when they are others, and only then.
func TestCommandsAreRegisteredOnce(t *testing.T) {
	t.Parallel()
	h, first := supervised(t, sandbox.Options{}, hasty(), nil)
	first.await(t, true)
	if got, want := h.registrations(0), []string{"GET", "PUT"}; !slices.Equal(got, want) {
		t.Errorf("first start: %v, want %v", got, want)
	}
	before := len(h.Traffic(0))
	plant(t, h, "cut")
	first.await(t, false)
	first.await(t, true)
	first.stop()
	if err := first.result(t); err != nil {
		t.Error(err)
	}
	h.watch(t, hasty()).await(t, true)
	if got, want := h.registrations(before), []string{"GET", "GET"}; !slices.Equal(got, want) {
		t.Errorf("another connection, another start: %v, want %v", got, want)
	}
}

// registrations are the methods of the requests for commands after the n-th request.
func (h *house) registrations(n int) (methods []string) {
	for _, r := range h.Traffic(n) {
		if strings.HasSuffix(r.Path, "/commands") {
			methods = append(methods, r.Method)
		}
	}
	return methods
}

// TestCommandsCannotBeRegistered keeps Discord from taking commands: the bot answers
// meanwhile, tries again, and can be stopped.
func TestCommandsCannotBeRegistered(t *testing.T) {
	t.Parallel()
	commands := "/applications/2/commands"
	for name, refuse := range map[string]func(http.ResponseWriter){
		"limit": func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "7200")
			w.WriteHeader(http.StatusTooManyRequests)
			fmt.Fprint(w, `{"message":"Max number of daily application command creates has been reached","retry_after":7200,"global":false,"code":30034}`)
		},
		"fault":   func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) },
		"invalid": func(w http.ResponseWriter) { http.Error(w, `{"code":50035,"message":"Invalid Form Body"}`, 400) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStub(t, func(_ int, l *stubLine) {
				l.ready()
				l.event(help(100))
			})
			answered, tried := make(chan string, 16), make(chan struct{}, 64)
			s.rest = func(w http.ResponseWriter, r *http.Request) bool {
				if strings.HasSuffix(r.URL.Path, commands) && r.Method == http.MethodPut {
					tried <- struct{}{}
					refuse(w)
					return true
				}
				return callbacks(answered)(w, r)
			}
			bot := runAt(t, s, hasty())
			bot.await(t, true)
			next(t, answered)
			next(t, tried)
			next(t, tried)
			bot.stop()
			if err := bot.result(t); err != nil {
				t.Error(err)
			}
			if n := s.identifies.Load(); n != 1 {
				t.Errorf("%d IDENTIFYs, want 1", n)
			}
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
