package bot

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/time/rate"
)

const (
	// replayWindow is how far the time of a signature may be from ours: whoever has recorded a
	// request cannot send it again for longer. Within it an interaction's id is remembered.
	replayWindow = 5 * time.Minute
	// maxInteraction is how large an interaction may be. The largest form has 20,000 characters,
	// and the messages that a command may point at come with it.
	maxInteraction = 1 << 20
	// callTime is how long Discord holds the line: for sending us all, and again for reading all.
	callTime = 3 * time.Second
)

// Interactions is the way in by HTTP: the interactions endpoint of the Developer Portal, for
// requests signed with the key that ParsePublicKey reads. It may serve before Run is called,
// and answers 404 once that drains.
func (b *Bot) Interactions(key ed25519.PublicKey) http.Handler {
	return &endpoint{bot: b, key: key, warn: rate.Sometimes{First: 1, Interval: time.Minute}}
}

// ParsePublicKey reads the public key as the Developer Portal shows it, 64 hexadecimal digits.
func ParsePublicKey(s string) (ed25519.PublicKey, error) {
	key, err := hex.DecodeString(s)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, errors.New("a public key has 64 hexadecimal digits, as the Developer Portal shows on the page General Information")
	}
	return key, nil
}

// endpoint serves Interactions.
type endpoint struct {
	bot  *Bot
	key  ed25519.PublicKey
	warn rate.Sometimes // anybody may send us nonsense, and would fill the log
}

// fault is why a request is refused.
type fault struct {
	status int
	text   string
}

func (f *fault) Error() string { return f.text }

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	line := http.NewResponseController(w)
	_ = line.SetReadDeadline(time.Now().Add(callTime)) // what cannot set them has none to fear
	_ = line.SetWriteDeadline(time.Now().Add(2 * callTime))
	body, err := e.read(w, r)
	if err == nil {
		err = e.answer(w, body)
	}
	var f *fault
	if errors.As(err, &f) {
		e.warn.Do(func() { e.bot.log.Info("interaction by HTTP refused", "status", f.status, "error", f) })
		http.Error(w, f.text, f.status)
	}
}

// read returns the body of a request that Discord has signed. Everybody can reach us: what is
// cheap is looked at first.
func (e *endpoint) read(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return nil, &fault{http.StatusMethodNotAllowed, "Discord posts its interactions here"}
	}
	signature, at := r.Header.Get("X-Signature-Ed25519"), r.Header.Get("X-Signature-Timestamp")
	sig, err := hex.DecodeString(signature)
	if err != nil || len(sig) != ed25519.SignatureSize || !e.timely(at) {
		return nil, &fault{http.StatusUnauthorized, "the signature is missing or too old"}
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, &fault{http.StatusUnsupportedMediaType, "an interaction is application/json"}
	}
	var message bytes.Buffer
	message.WriteString(at)
	switch _, err := io.Copy(&message, http.MaxBytesReader(w, r.Body, maxInteraction)); {
	case errors.As(err, new(*http.MaxBytesError)):
		return nil, &fault{http.StatusRequestEntityTooLarge, "an interaction is smaller"}
	case err != nil:
		return nil, &fault{http.StatusBadRequest, "the body ends too early"}
	case !ed25519.Verify(e.key, message.Bytes(), sig):
		return nil, &fault{http.StatusUnauthorized, "the signature is wrong"}
	}
	return message.Bytes()[len(at):], nil
}

// timely reports whether a signature was made about now.
func (e *endpoint) timely(at string) bool {
	seconds, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return false
	}
	return e.bot.options.Now().Sub(time.Unix(seconds, 0)).Abs() <= replayWindow
}

// answer answers a signed body.
func (e *endpoint) answer(w http.ResponseWriter, body []byte) error {
	var i discordgo.Interaction
	err := guard(func() error { return json.Unmarshal(body, &i) })
	switch {
	case err != nil:
		return &fault{http.StatusBadRequest, "the interaction cannot be read"}
	case i.Type == discordgo.InteractionPing:
		return write(w, response{Type: discordgo.InteractionResponsePong})
	default:
		return e.bot.respond(w, &i)
	}
}

// respond writes the first response to w and returns; what is left for later is promised.
func (b *Bot) respond(w http.ResponseWriter, i *discordgo.Interaction) error {
	first, written := make(chan response), make(chan error, 1)
	go func() {
		defer close(first)
		b.promise(func() {
			b.deliver(i, func(_ context.Context, r response) error {
				first <- r
				return <-written
			})
		})
	}()
	r, ok := <-first
	if !ok {
		return &fault{http.StatusNotFound, "nobody answers this interaction"}
	}
	err := write(w, r)
	written <- err
	return err
}

// write writes a response so that it is on its way when write returns: what follows by REST
// must not overtake it.
func write(w http.ResponseWriter, r response) error {
	data, kind, err := encoded(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("write response: %w", err)
	}
	return http.NewResponseController(w).Flush()
}

// unconnected takes the place of connect where there is no gateway: it registers the commands
// and waits. An error is one that connect would return as well.
func (b *Bot) unconnected(ctx context.Context) error {
	for {
		err := b.registerAlone(ctx)
		if err == nil {
			break
		}
		if fatal := fatalError(err); fatal != nil || ctx.Err() != nil {
			return fatal
		}
		b.log.Error("commands not registered", "error", err)
		select {
		case <-time.After(b.options.Patience.Pause):
		case <-ctx.Done():
			return nil
		}
	}
	b.log.Info("interactions come by HTTP alone")
	b.options.Connected(true)
	<-ctx.Done()
	b.options.Connected(false)
	return nil
}

// registerAlone registers the commands without what READY tells of the application.
func (b *Bot) registerAlone(ctx context.Context) error {
	s, err := b.restSession()
	if err != nil {
		return err
	}
	app, err := b.client.application(ctx)
	if err != nil {
		return fmt.Errorf("application: %w", err)
	}
	return b.register(ctx, s, app.ID)
}
