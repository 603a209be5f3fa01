package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"
)

// Patience says how long the gateway's supervisor waits. A field left zero is its default.
type Patience struct {
	Open    time.Duration // for a connection to get READY, 30 s
	Idle    time.Duration // without a byte, 90 s, where a heartbeat is answered every 41 s
	Pause   time.Duration // between two connections, 5 s as between two IDENTIFYs; it doubles …
	Longest time.Duration // … up to 5 min, for Discord allows 1,000 IDENTIFYs a day
	Stable  time.Duration // a connection this old was a good one, 5 min: the next comes at once
}

func (p Patience) withDefaults() Patience {
	return Patience{
		Open: cmp.Or(p.Open, 30*time.Second), Idle: cmp.Or(p.Idle, 90*time.Second),
		Pause: cmp.Or(p.Pause, 5*time.Second), Longest: cmp.Or(p.Longest, 5*time.Minute),
		Stable: cmp.Or(p.Stable, 5*time.Minute),
	}
}

// defect is the advice about what only we can mend.
const defect = "this is a defect of Drillbot, please report it"

// advice says what to do about the close codes after which connecting again would be
// refused again.
var advice = map[int]string{
	4004: "the token was refused: set DISCORD_TOKEN to the one of the Developer Portal, page Bot",
	4010: defect,
	4011: "the bot is in more servers than one connection may serve, and Drillbot makes only one: let it leave some",
	4012: defect,
	4013: defect,
	4014: "an intent is not allowed: enable it in the Developer Portal, page Bot",
}

// connect keeps a gateway connection alive until ctx is done. discordgo's own reconnecting
// is not used (it can deadlock, and does not notice dead connections): every
// connection is a fresh Session.
func (b *Bot) connect(ctx context.Context) error {
	p := b.options.Patience
	pause := p.Pause
	for {
		start := time.Now()
		err := b.session(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if fatal := fatalError(err); fatal != nil {
			return fatal
		}
		if time.Since(start) > p.Stable {
			pause = 0
		}
		wait := pause + rand.N(p.Pause/2)
		b.log.Warn("gateway connection ended", "error", err, "pause", wait)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		pause = min(max(2*pause, p.Pause), p.Longest)
	}
}

// fatalError returns what the operator has to mend, or nil.
func fatalError(err error) error {
	var closed *websocket.CloseError
	var refused *discordgo.RESTError
	var denied *apiError
	switch {
	case errors.As(err, &closed) && advice[closed.Code] != "":
		return fmt.Errorf("discord closed the connection with %d: %s", closed.Code, advice[closed.Code])
	case errors.As(err, &refused) && refused.Response != nil && refused.Response.StatusCode == http.StatusUnauthorized,
		errors.As(err, &denied) && denied.Status == http.StatusUnauthorized:
		return errors.New("discord: " + advice[4004])
	default:
		return nil
	}
}

// session runs one connection from the first byte to the last.
func (b *Bot) session(ctx context.Context) error {
	line := newLine(b.options.Dialer, b.options.Patience.Idle)
	defer line.cut()
	ready := make(chan *discordgo.Ready, 1)
	s, err := b.newSession(line, ready)
	if err != nil {
		return err
	}
	late := time.After(b.options.Patience.Open)
	if err := b.open(ctx, s, late); err != nil {
		return err
	}
	defer b.wait.Go(func() { // it takes a second to end the session's goroutines
		select {
		case <-line.deaf: // what has been read may make discordgo IDENTIFY, for which it takes no lock
		case <-time.After(time.Second): // its heartbeat has ended the reading
		}
		_ = s.Close()
	})
	select {
	case r := <-ready:
		return b.serve(ctx, s, line, r)
	case <-line.gone:
		return errors.New("connection lost before READY")
	case <-late:
		return errors.New("no READY in time")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// newSession makes a Session that passes its first READY on.
func (b *Bot) newSession(line *line, ready chan<- *discordgo.Ready) (*discordgo.Session, error) {
	s, err := b.restSession()
	if err != nil {
		return nil, err
	}
	s.Dialer = line.dialer()
	s.AddHandler(func(_ *discordgo.Session, r *discordgo.Ready) {
		select {
		case ready <- r:
		default: // a READY after op 9 on the same connection
		}
	})
	s.AddHandler(func(_ *discordgo.Session, i *discordgo.InteractionCreate) {
		if i.Interaction == nil { // it could not be parsed
			return
		}
		b.promise(func() { b.Handle(i.Interaction) })
	})
	return s, nil
}

// restSession makes a Session that does nothing on its own.
func (b *Bot) restSession() (*discordgo.Session, error) {
	s, err := discordgo.New("Bot " + b.options.Token)
	if err != nil {
		return nil, fmt.Errorf("session: %w", err)
	}
	s.Client = b.client.http
	s.ShouldReconnectOnError = false
	s.ShouldRetryOnRateLimit = false // it would sleep, whatever becomes of the context
	s.StateEnabled = false
	s.Compress = false // it would make a decompressor for every event
	s.LogLevel = -1    // it would print to standard error, answers included
	s.Identify.Intents = discordgo.IntentsNone
	return s, nil
}

// open opens the session before it is late. Open holds locks while it waits, so it is left
// to itself when it hangs: cutting the line ends it, unless op 7 came before READY, on
// which it waits for itself; that goroutine is lost.
func (b *Bot) open(ctx context.Context, s *discordgo.Session, late <-chan time.Time) error {
	opened := make(chan error, 1)
	go func() { opened <- s.Open() }()
	select {
	case err := <-opened:
		return err
	case <-late:
		return errors.New("gateway did not open in time")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// serve answers until the connection ends. Commands that cannot be registered leave those
// of before, and are tried again.
func (b *Bot) serve(ctx context.Context, s *discordgo.Session, line *line, r *discordgo.Ready) error {
	app := ""
	if r.Application != nil { // else a READY that could not be parsed
		app = r.Application.ID
	}
	again, err := b.registered(ctx, s, app)
	if err != nil {
		return err
	}
	b.greet(ctx, r)
	b.options.Connected(true)
	defer b.options.Connected(false)
	for {
		select {
		case <-again:
			if again, err = b.registered(ctx, s, app); err != nil {
				return err
			}
		case <-line.gone:
			return errors.New("connection lost")
		case <-ctx.Done():
			return s.Close() // with a word to Discord: the bot is seen to leave at once
		}
	}
}

// registered registers the commands. When that fails it says when to try again, or returns
// the error that ends the bot.
func (b *Bot) registered(ctx context.Context, s *discordgo.Session, app string) (again <-chan time.Time, err error) {
	if app == "" {
		b.log.Error("commands not registered: READY names no application")
		return nil, nil
	}
	err = b.register(ctx, s, app)
	if err == nil || fatalError(err) != nil {
		return nil, err
	}
	b.log.Error("commands not registered", "error", err)
	return time.After(b.options.Patience.Longest), nil
}

// line is the network connection under a session: it notices silence, too many words and
// its own end, and can be cut.
type line struct {
	websocket websocket.Dialer
	idle      time.Duration
	gone      chan struct{} // closed by end
	end       func()
	deaf      chan struct{} // closed by deafen, when nothing more will be read
	deafen    func()
	writes    *rate.Limiter

	mu    sync.Mutex
	over  bool
	conns []net.Conn
}

// mostWrites is how often a session may write in its idle time. A sound one needs 5 writes to
// open and then two heartbeats. discordgo answers every op 9 with an IDENTIFY at
// once, which op 9 may answer again, until Discord takes the token away.
const mostWrites = 8

func newLine(d *websocket.Dialer, idle time.Duration) *line {
	l := &line{
		websocket: *d, idle: idle, gone: make(chan struct{}), deaf: make(chan struct{}),
		writes: rate.NewLimiter(rate.Every(idle/mostWrites), mostWrites),
	}
	l.end = sync.OnceFunc(func() { close(l.gone) })
	l.deafen = sync.OnceFunc(func() { close(l.deaf) })
	return l
}

// dialer returns a dialer whose connections are watched.
func (l *line) dialer() *websocket.Dialer {
	d := l.websocket
	if d.NetDialContext == nil {
		d.NetDialContext = (&net.Dialer{}).DialContext
	}
	d.NetDialContext = l.watch(d.NetDialContext)
	if d.NetDialTLSContext != nil {
		d.NetDialTLSContext = l.watch(d.NetDialTLSContext)
	}
	return &d
}

// dial is how a websocket.Dialer opens connections.
type dial = func(ctx context.Context, network, addr string) (net.Conn, error)

func (l *line) watch(next dial) dial {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := next(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.over { // an Open that was given up
			return nil, errors.Join(net.ErrClosed, c.Close())
		}
		l.conns = append(l.conns, c)
		return &watched{c, l}, nil
	}
}

// cut ends the connection, and lets no other begin.
func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over = true
	for _, c := range l.conns {
		_ = c.Close() // it may be closed already
	}
}

// watched is a connection that fails when it has been silent for too long or is written to too
// often, and tells its line when it ends.
type watched struct {
	net.Conn
	line *line
}

func (w *watched) Read(p []byte) (n int, err error) {
	if err = w.SetReadDeadline(time.Now().Add(w.line.idle)); err == nil {
		n, err = w.Conn.Read(p)
	}
	if err != nil {
		w.line.end()
		w.line.deafen()
	}
	return n, err
}

func (w *watched) Write(p []byte) (int, error) {
	if !w.line.writes.Allow() {
		return 0, errors.Join(errors.New("too many writes to the gateway"), w.Close())
	}
	return w.Conn.Write(p)
}

func (w *watched) Close() error {
	w.line.end()
	return w.Conn.Close()
}
