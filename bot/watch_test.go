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
	"testing"
	"time"

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
	*bot.Bot
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
	r.Bot = b
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

func (noStore) Servers(context.Context) iter.Seq2[quiz.Server, error] {
	return func(func(quiz.Server, error) bool) {}
}

func (noStore) Absence(context.Context, uint64, uint64) (quiz.Absence, error) { return 0, nil }

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

func plant(t testing.TB, h *house, action string) {
	t.Helper()
	if err := h.Plant(sandbox.Fault{Kind: "gateway", Action: action}); err != nil {
		t.Fatal(err)
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

// help is /help as an interaction.
func help(id int) string {
	return fmt.Sprintf(`{"id":"%d","application_id":"2","type":2,"token":"t%d","user":{"id":"7"},"locale":"en-GB","data":{"id":"5","name":"help","type":1}}`, id, id)
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
