package sandbox

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// Options say how a sandbox is made. The zero value is a sandbox on a free
// loopback port with the default world, kept in memory.
type Options struct {
	// Addr is where to listen, "127.0.0.1:0" when empty.
	Addr string
	// AllowRemote lets Addr be more than loopback and any Host header in.
	AllowRemote bool
	// Seed is the first world, DefaultSeed when it names no servers and no
	// players. A world stored in Dir comes before it.
	Seed Seed
	// Dir keeps the world over restarts; empty keeps it in memory only.
	Dir string
	// OpenAPI is the path of Discord's openapi.json. When given, every body of
	// the bot is checked against it; see Sandbox.Violations.
	OpenAPI string
	// Now is the clock, time.Now when nil. POST /sandbox/clock moves the
	// sandbox ahead of it.
	Now func() time.Time
	// Log gets what happens, never tokens or texts; discarded when nil.
	Log *slog.Logger
	// Intents are the privileged gateway intents the bot may ask for; asking
	// for others closes the connection with 4014.
	Intents int
	// IdentifyLimit turns on "one IDENTIFY every 5 s". It is off unless asked
	// for, so that tests reconnect at once.
	IdentifyLimit bool
	// NoRateLimits turns off Discord's limits; planted 429s still happen.
	NoRateLimits bool
	// Heartbeat is the interval told in HELLO, 41.25 s when zero.
	Heartbeat time.Duration
	// CallbackTime is how long the bot has for its first answer, 3 s when zero.
	CallbackTime time.Duration
	// InteractionsURL makes the sandbox deliver interactions there by signed
	// HTTP POST instead of through the gateway.
	InteractionsURL string
	// Page serves the web page at "/", package page with no hint for new
	// players when nil.
	Page http.Handler
}

// Sandbox is a Discord of its own: one application, its servers and players.
// Make it with New, then Run it; all methods may be called at once.
type Sandbox struct {
	opts     Options
	log      *slog.Logger
	listener net.Listener
	handler  http.Handler
	mux      *http.ServeMux
	routes   map[string]*route
	checker  *checker
	client   *http.Client // of Players

	mu sync.Mutex
	*world
	journal
	gateway gatewayState
	limits  map[string]*bucket
	faults  []*Fault
	traffic traffic
	offset  time.Duration

	stop     chan struct{}
	stopOnce sync.Once
	started  bool
	done     chan struct{}
	work     sync.WaitGroup
}

// New makes a sandbox and opens its port, so that URL, Transport and Dialer
// can be used at once; requests are answered when it runs. It fails on an
// address that is not loopback, an unreadable OpenAPI file and a stored world
// that is damaged or newer (ErrCorrupt, ErrNewer).
func New(opts Options) (*Sandbox, error) {
	sb := &Sandbox{
		opts: opts.filled(), world: newWorld(), limits: map[string]*bucket{},
		stop: make(chan struct{}), done: make(chan struct{}),
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}},
	}
	sb.log = sb.opts.Log
	sb.gateway.init()
	if err := sb.loadChecker(); err != nil {
		return nil, err
	}
	if err := sb.listen(); err != nil {
		return nil, err
	}
	if err := sb.populate(); err != nil {
		return nil, errors.Join(err, sb.listener.Close(), sb.journal.close())
	}
	sb.mount()
	return sb, nil
}

func (o Options) filled() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Heartbeat == 0 {
		o.Heartbeat = 41250 * time.Millisecond
	}
	if o.CallbackTime == 0 {
		o.CallbackTime = 3 * time.Second
	}
	o.Addr = orElse(o.Addr, "127.0.0.1:0")
	o.Seed = o.Seed.filled()
	return o
}

func (s Seed) filled() Seed {
	d := DefaultSeed()
	if len(s.Servers) == 0 && len(s.Players) == 0 {
		s.Servers, s.Players = d.Servers, d.Players
	}
	s.AppID, s.AppName = orElse(s.AppID, d.AppID), orElse(s.AppName, d.AppName)
	return s
}

func (sb *Sandbox) listen() error {
	if !sb.opts.AllowRemote && !loopback(sb.opts.Addr) {
		return fmt.Errorf("listen on %s: %w", sb.opts.Addr, ErrAddress)
	}
	l, err := net.Listen("tcp", sb.opts.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", sb.opts.Addr, err)
	}
	sb.listener = l
	return nil
}

// populate loads the stored world or plants the seed.
func (sb *Sandbox) populate() error {
	found := false
	if sb.opts.Dir != "" {
		var err error
		if found, err = sb.openJournal(sb.opts.Dir); err != nil {
			return err
		}
	}
	sb.offset = time.Duration(sb.app.Advance)
	if !found || sb.app.ID == "" {
		sb.opts.Seed.BotToken = orElse(sb.opts.Seed.BotToken, sb.secret("b", sb.opts.Seed.AppID))
		sb.app.Seed = make([]byte, 32)
		rand.Read(sb.app.Seed)
		sb.plant(sb.opts.Seed)
	}
	if sb.opts.InteractionsURL != "" {
		sb.app.Endpoint = sb.opts.InteractionsURL
	}
	sb.rebase(sb.URL())
	return sb.flush()
}

// Run serves until the context or Close ends it, then closes every connection,
// waits for its goroutines and closes the store. It may be called once.
func (sb *Sandbox) Run(ctx context.Context) error {
	sb.mu.Lock()
	sb.started = true
	sb.mu.Unlock()
	defer close(sb.done)
	server := &http.Server{Handler: sb.handler, ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(sb.listener) }()
	sb.work.Go(sb.keepTime)
	err := sb.await(ctx, served)
	sb.stopOnce.Do(func() { close(sb.stop) })
	sb.hangUp()
	err = errors.Join(err, server.Close())
	sb.work.Wait()
	sb.mu.Lock()
	defer sb.mu.Unlock()
	return errors.Join(err, sb.journal.close())
}

func (sb *Sandbox) await(ctx context.Context, served <-chan error) error {
	select {
	case <-ctx.Done():
	case <-sb.stop:
	case err := <-served:
		return fmt.Errorf("serve the sandbox: %w", err)
	}
	return nil
}

// Close ends Run and waits for it. It may be called more than once, and
// without Run.
func (sb *Sandbox) Close() error {
	sb.stopOnce.Do(func() { close(sb.stop) })
	sb.mu.Lock()
	started := sb.started
	sb.mu.Unlock()
	defer sb.client.CloseIdleConnections()
	if started {
		<-sb.done
		return nil
	}
	return errors.Join(sb.listener.Close(), sb.journal.close())
}

// ListenAndServe makes a sandbox and runs it until the context ends; ready is
// called with it before the first request is answered.
func ListenAndServe(ctx context.Context, opts Options, ready func(*Sandbox)) error {
	sb, err := New(opts)
	if err != nil {
		return err
	}
	if ready != nil {
		ready(sb)
	}
	return sb.Run(ctx)
}

// Start makes a sandbox that runs in the background until Close.
func Start(opts Options) (*Sandbox, error) {
	sb, err := New(opts)
	if err != nil {
		return nil, err
	}
	sb.started = true
	go func() {
		if err := sb.Run(context.Background()); err != nil {
			sb.log.Error("sandbox ended", "err", err)
		}
	}()
	return sb, nil
}

// URL returns the origin that the sandbox serves, without a slash at the end.
func (sb *Sandbox) URL() string { return "http://" + sb.listener.Addr().String() }

// BotToken returns the bot's token, without "Bot ".
func (sb *Sandbox) BotToken() string {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	return sb.app.Token
}

// AppID returns the application's id, which is the bot's user id too.
func (sb *Sandbox) AppID() string {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	return sb.app.ID
}

// Now returns the sandbox's time: the clock plus what was jumped.
func (sb *Sandbox) Now() time.Time {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	return sb.now()
}

func (sb *Sandbox) now() time.Time { return sb.opts.Now().Add(sb.offset) }

// secret makes a token that names its owner as Discord's do.
func (sb *Sandbox) secret(kind, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(id)) + "." + kind + "." + rand.Text()
}

// keepTime fails the interactions that the bot left unanswered.
func (sb *Sandbox) keepTime() {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-sb.stop:
			return
		case <-tick.C:
			sb.mu.Lock()
			sb.expire()
			sb.commit()
			sb.mu.Unlock()
		}
	}
}

// commit stores what the caller changed; sb.mu is held.
func (sb *Sandbox) commit() {
	if err := sb.flush(); err != nil {
		sb.log.Error("the sandbox's world is not stored", "err", err)
		sb.journal.err = nil
	}
}
