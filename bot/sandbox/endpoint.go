package sandbox

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"drillbot/bot/sandbox/wire"
)

// signedDeadline is how long an interactions endpoint has to answer.
const signedDeadline = 3 * time.Second

// editApplication answers PATCH /applications/@me. A new interactions endpoint
// must answer a signed PING, and refuse one with a wrong signature.
func (c *call) editApplication() (any, error) {
	var form struct {
		Endpoint *string `json:"interactions_endpoint_url"`
	}
	if err := c.decode(&form); err != nil {
		return nil, err
	}
	if form.Endpoint != nil {
		if *form.Endpoint != "" && !c.verifyEndpoint(*form.Endpoint) {
			return nil, errField("interactions_endpoint_url", "APPLICATION_INTERACTIONS_ENDPOINT_VALIDATION_FAILED", "The specified interactions endpoint URL could not be verified.")
		}
		c.app.Endpoint = *form.Endpoint
		c.saveApp()
	}
	return c.application()
}

// verifyEndpoint pings the address with the world unlocked.
func (c *call) verifyEndpoint(address string) bool {
	ping := c.encode(map[string]any{"id": c.nextID(), "application_id": c.app.ID, "type": wire.InteractionPing, "token": c.secret("i", "0"), "version": 1, "entitlements": []any{}})
	key, now := ed25519.NewKeyFromSeed(c.app.Seed), c.now()
	c.mu.Unlock()
	defer c.mu.Lock()
	ctx, cancel := context.WithTimeout(c.r.Context(), signedDeadline)
	defer cancel()
	wrong := ed25519.NewKeyFromSeed(make([]byte, 32))
	refusal, err := postSigned(ctx, address, wrong, ping, now)
	if err != nil || refusal.status != http.StatusUnauthorized {
		return false
	}
	answer, err := postSigned(ctx, address, key, ping, now)
	var pong wire.Callback
	return err == nil && answer.status == http.StatusOK && json.Unmarshal(answer.body, &pong) == nil && pong.Type == wire.CallbackPong
}

// signedAnswer is what an interactions endpoint answered.
type signedAnswer struct {
	status int
	header http.Header
	body   []byte
}

// postSigned posts an interaction as Discord does.
func postSigned(ctx context.Context, address string, key ed25519.PrivateKey, body []byte, now time.Time) (*signedAnswer, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("post an interaction: %w", err)
	}
	at := strconv.FormatInt(now.Unix(), 10)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Discord-Interactions/1.0 (+https://discord.com)")
	req.Header.Set("X-Signature-Timestamp", at)
	req.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(key, append([]byte(at), body...))))
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("post an interaction: %w", err)
	}
	defer res.Body.Close()
	out, err := io.ReadAll(io.LimitReader(res.Body, maxRequest))
	return &signedAnswer{res.StatusCode, res.Header, out}, err
}

// post delivers an interaction by HTTP; the answer's body is the callback, a
// 202 without one promises a callback by REST.
func (sb *Sandbox) post(it *interaction, body []byte) {
	key, address, now := ed25519.NewKeyFromSeed(sb.app.Seed), sb.app.Endpoint, sb.now()
	select {
	case <-sb.stop:
		return
	default:
	}
	sb.work.Go(func() {
		ctx, done := sb.span(signedDeadline)
		defer done()
		answer, err := postSigned(ctx, address, key, body, now)
		if err != nil {
			sb.log.Info("no answer of the interactions endpoint", "err", err)
			return
		}
		sb.takeAnswer(it, answer)
	})
}

// span returns a context that ends with the time or with the sandbox; done
// must be called.
func (sb *Sandbox) span(d time.Duration) (ctx context.Context, done func()) {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		select {
		case <-sb.stop:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		cancel()
		<-watched
	}
}

// takeAnswer takes the body of an HTTP answer, JSON or multipart, as the
// callback.
func (sb *Sandbox) takeAnswer(it *interaction, answer *signedAnswer) {
	c := &call{Sandbox: sb, r: &http.Request{Header: answer.header, Body: io.NopCloser(bytes.NewReader(answer.body))}}
	var cb wire.Callback
	if answer.status != http.StatusOK || c.read() != nil || json.Unmarshal(c.body, &cb) != nil {
		sb.log.Info("the interactions endpoint answered badly", "status", answer.status)
		return
	}
	sb.mu.Lock()
	defer sb.mu.Unlock()
	if err := c.acceptChecked(it, &cb); err != nil {
		sb.log.Info("the interactions endpoint answered badly", "err", err)
	}
	sb.commit()
}

// acceptChecked takes a callback that came as the body of an HTTP answer: the
// specification has the same form for it.
func (c *call) acceptChecked(it *interaction, cb *wire.Callback) error {
	c.route = c.routes["POST /interactions/{interaction}/{token}/callback"]
	if err := c.checkForm(); err != nil {
		return err
	}
	return c.accept(it, cb)
}
