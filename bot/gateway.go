package bot

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// The supervisor's times. Discord allows 1,000 IDENTIFYs a day; at most one
// every 5 minutes in the long run stays far below.
const (
	openTime    = 30 * time.Second // for a connection to get READY
	idleTime    = 90 * time.Second // without a byte, where a heartbeat is answered every 41 s
	firstPause  = time.Second
	longestWait = 5 * time.Minute
	stableAfter = time.Minute // a connection this old was a good one
)

// fatalCodes are the close codes after which connecting again would be refused again.
var fatalCodes = []int{4004, 4010, 4011, 4012, 4013, 4014}

// advice says what to do about the close codes that an operator can mend.
var advice = map[int]string{
	4004: "the token was refused: set DISCORD_TOKEN to the one of the Developer Portal, page Bot",
	4014: "an intent is not allowed: enable it in the Developer Portal, page Bot",
}

// connect keeps a gateway connection alive until ctx is done. discordgo's own reconnecting
// is not used (it can deadlock, and does not notice dead connections): every
// connection is a fresh Session.
func (b *Bot) connect(ctx context.Context) error {
	pause := firstPause
	for {
		start := time.Now()
		err := b.session(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if fatal := fatalError(err); fatal != nil {
			return fatal
		}
		if time.Since(start) > stableAfter {
			pause = firstPause
		}
		b.log.Warn("gateway connection ended", "error", err, "pause", pause)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause + rand.N(pause/2)):
		}
		pause = min(2*pause, longestWait)
	}
}

// fatalError returns what the operator has to mend, or nil.
func fatalError(err error) error {
	var closed *websocket.CloseError
	var refused *discordgo.RESTError
	switch {
	case errors.As(err, &closed) && slices.Contains(fatalCodes, closed.Code):
		return fmt.Errorf("discord closed the connection with %d: %s", closed.Code, advice[closed.Code])
	case errors.As(err, &refused) && refused.Response != nil && refused.Response.StatusCode == 401:
		return errors.New("discord: " + advice[4004])
	default:
		return nil
	}
}

// session runs one connection from the first byte to the last.
func (b *Bot) session(ctx context.Context) error {
	line := &line{dialer: *b.options.Dialer}
	s, err := b.newSession(line)
	if err != nil {
		return err
	}
	ready := make(chan *discordgo.Ready, 1)
	s.AddHandler(func(_ *discordgo.Session, r *discordgo.Ready) {
		select {
		case ready <- r:
		default: // a READY after op 9 on the same connection
		}
	})
	defer line.cut()
	if err := open(ctx, s); err != nil {
		return err
	}
	select {
	case r := <-ready:
		return b.serve(ctx, s, line, r)
	case <-line.gone:
		return errors.New("connection lost before READY")
	case <-time.After(openTime):
		return errors.New("no READY in time")
	case <-ctx.Done():
		return nil
	}
}

// newSession makes a Session that does nothing on its own.
func (b *Bot) newSession(line *line) (*discordgo.Session, error) {
	s, err := discordgo.New("Bot " + b.options.Token)
	if err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	s.Client = b.client.http
	s.Dialer = line.open()
	s.ShouldReconnectOnError = false
	s.StateEnabled = false
	s.LogLevel = -1 // it would print to standard error, answers included
	s.Identify.Intents = discordgo.IntentsNone
	s.AddHandler(func(_ *discordgo.Session, i *discordgo.InteractionCreate) {
		if i.Interaction == nil { // it could not be parsed
			return
		}
		b.promise(func() { b.Handle(i.Interaction) })
	})
	return s, nil
}

// open opens the session within its time. Open holds locks while it waits, so it is left to
// itself when it hangs: cutting the line ends it.
func open(ctx context.Context, s *discordgo.Session) error {
	opened := make(chan error, 1)
	go func() { opened <- s.Open() }()
	select {
	case err := <-opened:
		return err
	case <-time.After(openTime):
		return errors.New("gateway did not open in time")
	case <-ctx.Done():
		return nil
	}
}

// serve answers until the connection ends.
func (b *Bot) serve(ctx context.Context, s *discordgo.Session, line *line, r *discordgo.Ready) error {
	if r.Application != nil {
		if err := b.register(ctx, s, r.Application.ID); err != nil {
			return err
		}
	}
	b.log.Info("connected to Discord", "servers", len(r.Guilds))
	b.options.Connected(true)
	defer b.options.Connected(false)
	select {
	case <-line.gone:
		return errors.New("connection lost")
	case <-ctx.Done():
		return s.Close()
	}
}

// line is the network connection under a session: it notices silence and can be cut.
type line struct {
	dialer websocket.Dialer
	gone   chan struct{}

	mu    sync.Mutex
	conns []net.Conn
	once  sync.Once
}

// open returns a dialer whose connections are watched.
func (l *line) open() *websocket.Dialer {
	l.gone = make(chan struct{})
	if l.dialer.NetDialContext == nil {
		l.dialer.NetDialContext = (&net.Dialer{}).DialContext
	}
	l.dialer.NetDialContext = l.watch(l.dialer.NetDialContext)
	if l.dialer.NetDialTLSContext != nil {
		l.dialer.NetDialTLSContext = l.watch(l.dialer.NetDialTLSContext)
	}
	return &l.dialer
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
		l.conns = append(l.conns, c)
		return &watched{c, l}, nil
	}
}

// cut ends the connection.
func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.conns {
		_ = c.Close() // it may be closed already
	}
}

// watched is a connection that fails when it has been silent for too long, and tells
// its line when it ends.
type watched struct {
	net.Conn
	line *line
}

func (w *watched) Read(p []byte) (int, error) {
	if err := w.SetReadDeadline(time.Now().Add(idleTime)); err != nil {
		return 0, err
	}
	n, err := w.Conn.Read(p)
	if err != nil {
		w.line.once.Do(func() { close(w.line.gone) })
	}
	return n, err
}

func (w *watched) Close() error {
	w.line.once.Do(func() { close(w.line.gone) })
	return w.Conn.Close()
}
