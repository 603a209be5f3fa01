package bot_test

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"drillbot/bot"
	"drillbot/bot/internal/sample"
	"drillbot/bot/sandbox"
	"drillbot/bot/view"
	"drillbot/data/bank/exchange"
	"drillbot/data/bolt"
	"drillbot/quiz"
	"drillbot/quiz/grade"
)

// monday is when every test begins: a Monday, noon in Shanghai.
var monday = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

// house is a bot at work in a sandbox, with a real store.
type house struct {
	*sandbox.Sandbox
	drill    *quiz.Drill
	dir      string
	log      *slog.Logger
	seed     atomic.Uint32
	stop     func()             // ends the bot and waits for it
	close    func(t testing.TB) // closes the store
	pictures view.Pictures
	files    string
}

// options change a house before it opens.
type options struct {
	dir      string           // of an earlier house, to go on with its data
	sandbox  *sandbox.Sandbox // of an earlier house
	grader   quiz.Grader      // a slow one
	pictures view.Pictures
	ahead    func(server, player uint64) int
	seed     sandbox.Seed
	now      func() time.Time
	http     bool   // interactions come by signed HTTP, not over the gateway
	files    string // where attachments may come from; "" for the sandbox
}

// open builds a house that closes with the test. Every body that the bot sends is
// checked against Discord's specification where DRILLBOT_OPENAPI names it.
func open(t testing.TB, o options) *house {
	t.Helper()
	h := &house{Sandbox: o.sandbox, dir: o.dir, pictures: o.pictures, log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	if o.now == nil {
		o.now = func() time.Time { return monday }
	}
	if h.dir == "" {
		h.dir = t.TempDir()
	}
	if h.Sandbox == nil {
		h.Sandbox = startSandbox(t, o)
	}
	h.drill = h.openDrill(t, o)
	h.files = o.files
	h.start(t, o.http)
	return h
}

func startSandbox(t testing.TB, o options) *sandbox.Sandbox {
	t.Helper()
	sb, err := sandbox.Start(sandbox.Options{OpenAPI: os.Getenv("DRILLBOT_OPENAPI"), Now: o.now, Seed: o.seed})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, v := range sb.Violations() {
			t.Errorf("invalid request: %+v", v)
		}
		if err := sb.Close(); err != nil {
			t.Error(err)
		}
	})
	return sb
}

func (h *house) openDrill(t testing.TB, o options) *quiz.Drill {
	t.Helper()
	store, err := bolt.Open(filepath.Join(h.dir, "drillbot.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	h.close = func(t testing.TB) {
		if err := store.Close(); err != nil { // which may be done twice
			t.Error(err)
		}
	}
	t.Cleanup(func() { h.close(t) })
	d := &quiz.Drill{
		Store: store, Grader: grade.NewOffline(grade.OfflineOptions{}), Zone: time.UTC,
		Now: h.Sandbox.Now, Draw: func() uint32 { return h.seed.Add(1) }, Ahead: o.ahead,
	}
	if o.grader != nil {
		d.Grader, d.Slow = o.grader, true
	}
	d.SetBank(sample.Bank())
	return d
}

// formats are those of the bank.
func formats() bot.Exchange {
	told := func(list []exchange.Note) (out []bot.Note) {
		for _, n := range list {
			out = append(out, bot.Note{Item: n.Item, ID: n.ID, Msg: n.Msg, Out: n.Refused})
		}
		return out
	}
	return bot.Exchange{
		Read: func(name string, data []byte, l quiz.Lang) ([]quiz.Question, []bot.Note, error) {
			list, notes, err := exchange.Read(data, exchange.Of(name), exchange.Options{Lang: l, Notes: l})
			return list, told(notes), err
		},
		Merge: exchange.Merge,
		Write: func(w io.Writer, format string, list []quiz.Question, l quiz.Lang) ([]bot.Note, error) {
			notes, err := exchange.Write(w, format, list, exchange.Options{Lang: l, Notes: l})
			return told(notes), err
		},
	}
}

// start runs the bot and waits until its commands are known.
func (h *house) start(t testing.TB, byHTTP bool) {
	t.Helper()
	up := make(chan bool, 16)
	b, err := bot.New(bot.Options{
		Token: h.BotToken(), Drill: h.drill, Log: h.log, Transport: h.Transport(), Dialer: h.Dialer(), Now: h.Sandbox.Now,
		Connected: func(is bool) { up <- is }, HTTPOnly: byHTTP, Pictures: h.pictures,
		Files: cmp.Or(h.files, h.URL()), Exchange: formats(),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	if byHTTP {
		h.endpoint(t, b)
	}
	stopped := false
	h.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("bot: %v", err)
		}
	}
	t.Cleanup(func() { h.stop() })
	select {
	case <-up:
	case err := <-ended:
		t.Fatalf("bot ended: %v", err)
	case <-time.After(20 * time.Second):
		t.Fatal("bot did not connect")
	}
}
