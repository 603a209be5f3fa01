package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"golang.org/x/time/rate"
)

// client is the REST API of Discord as far as answering needs it. Callbacks, edits and follow-ups
// go through it and not through discordgo, which queues every edit of the process behind one
// rate-limit bucket and keeps a bucket of memory for every interaction.
type client struct {
	http  *http.Client
	base  string        // with the version, without a slash at the end
	token string        // of the bot; interactions are answered without it
	pace  *rate.Limiter // of requests with the token; nil for none
}

func newClient(o Options) *client {
	return &client{http: &http.Client{Transport: o.Transport, Timeout: 30 * time.Second}, base: baseURL, token: o.Token}
}

// baseURL is the version of the API that the bot speaks.
const baseURL = "https://discord.com/api/v10"

// The limits of one request: how often it is tried, how long a rate limit is waited for, and
// how much of a reply is read.
const (
	tries    = 4
	maxReply = 1 << 20
)

// Codes of Discord's errors that are told apart.
const (
	codeUnknownWebhook = 10015
	codeAcknowledged   = 40060
)

// apiError is an error reply of Discord. Its text comes from Discord and holds no
// secret; the path, which may hold a token, is not part of it.
type apiError struct {
	Status  int    `json:"-"`
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func (e *apiError) Error() string {
	return fmt.Sprintf("discord: status %d, code %d: %s", e.Status, e.Code, e.Message)
}

// hasCode reports whether err is Discord's error of one of the codes.
func hasCode(err error, codes ...int) bool {
	var e *apiError
	if !errors.As(err, &e) {
		return false
	}
	for _, c := range codes {
		if e.Code == c {
			return true
		}
	}
	return false
}

// callback gives an interaction its first response, due within 3 seconds.
func (c *client) callback(ctx context.Context, id, token string, r response) error {
	return c.do(ctx, "POST", "/interactions/"+id+"/"+token+"/callback", false, r, nil)
}

// edit replaces the first response, within 15 minutes.
func (c *client) edit(ctx context.Context, app, token string, m body) error {
	return c.do(ctx, "PATCH", "/webhooks/"+app+"/"+token+"/messages/@original", false, m, nil)
}

// followUp adds a message to an interaction, within 15 minutes.
func (c *client) followUp(ctx context.Context, app, token string, m body) error {
	data, kind, err := encoded(m)
	if err != nil {
		return err
	}
	_, err = c.once(ctx, "POST", "/webhooks/"+app+"/"+token, false, kind, data, nil) // twice would show twice
	return err
}

// direct sends a direct message to a user, once: nonce, of at most 25 characters, keeps
// Discord from taking a repetition for another message.
func (c *client) direct(ctx context.Context, user uint64, nonce string, m body) error {
	var channel struct {
		ID string `json:"id"`
	}
	to := map[string]string{"recipient_id": strconv.FormatUint(user, 10)}
	if err := c.do(ctx, "POST", "/users/@me/channels", true, to, &channel); err != nil {
		return err
	}
	id, err := strconv.ParseUint(channel.ID, 10, 64)
	if err != nil {
		return fmt.Errorf("channel of a user: %w", err)
	}
	_, err = c.post(ctx, id, nonce, m)
	return err
}

// post sends a message to a channel, once, and returns its id; of nonce see direct.
func (c *client) post(ctx context.Context, channel uint64, nonce string, m body) (uint64, error) {
	m.Flags, m.Nonce, m.EnforceNonce = 0, nonce, true
	var sent struct {
		ID uint64 `json:"id,string"`
	}
	err := c.do(ctx, "POST", fmt.Sprintf("/channels/%d/messages", channel), true, m, &sent)
	return sent.ID, err
}

// editMessage replaces a message of the bot's own.
func (c *client) editMessage(ctx context.Context, channel, message uint64, m body) error {
	return c.do(ctx, "PATCH", fmt.Sprintf("/channels/%d/messages/%d", channel, message), true, m, nil)
}

// get reads something that the bot may see.
func (c *client) get(ctx context.Context, path string, out any) error {
	return c.do(ctx, http.MethodGet, path, true, nil, out)
}

// deleteMessage deletes a message of the bot's own.
func (c *client) deleteMessage(ctx context.Context, channel, message uint64) error {
	return c.do(ctx, "DELETE", fmt.Sprintf("/channels/%d/messages/%d", channel, message), true, nil, nil)
}

// application is what Discord tells a bot of its application.
type application struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Flags     int    `json:"flags"`
	VerifyKey string `json:"verify_key"` // signs what comes by HTTP
	Endpoint  string `json:"interactions_endpoint_url"`
}

// application returns the bot's own application.
func (c *client) application(ctx context.Context) (application, error) {
	var app application
	err := c.get(ctx, "/applications/@me", &app)
	return app, err
}

// do sends one request and waits as long as Discord says when there are too many. What
// it sends may be repeated: a callback, an edit and a nonce act once.
func (c *client) do(ctx context.Context, method, path string, authorized bool, in, out any) error {
	data, kind, err := encoded(in)
	if err != nil {
		return err
	}
	for try := 1; ; try++ {
		wait, err := c.once(ctx, method, path, authorized, kind, data, out)
		if err == nil || wait < 0 || try == tries {
			return err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return fmt.Errorf("%w while waiting after: %w", ctx.Err(), err)
		}
	}
}

// once sends one request once. After an error, wait says when to try again; negative is never.
func (c *client) once(ctx context.Context, method, path string, authorized bool, kind string, data []byte, out any) (wait time.Duration, err error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(data))
	if err != nil {
		return -1, errors.New("bad address of Discord's API")
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("User-Agent", "DiscordBot (drillbot, 1)")
	if authorized {
		req.Header.Set("Authorization", "Bot "+c.token)
	}
	if c.pace != nil {
		if err := c.pace.Wait(ctx); err != nil {
			return -1, fmt.Errorf("%s: %w", method, err)
		}
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return retryPause, fmt.Errorf("%s: %w", method, bare(err))
	}
	defer resp.Body.Close()
	reply, err := io.ReadAll(io.LimitReader(resp.Body, maxReply))
	if err != nil {
		return retryPause, fmt.Errorf("%s: %w", method, err)
	}
	if resp.StatusCode >= 300 {
		return retryAfter(resp), errorOf(resp.StatusCode, reply)
	}
	if out == nil {
		return 0, nil
	}
	return -1, json.Unmarshal(reply, out)
}

// retryPause is how long to wait after a fault that names no time.
const retryPause = 250 * time.Millisecond

// retryAfter says when a refused request may be sent again; negative is never.
func retryAfter(resp *http.Response) time.Duration {
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		seconds, err := strconv.ParseFloat(resp.Header.Get("Retry-After"), 64)
		if err != nil || seconds < 0 {
			return time.Second
		}
		return time.Duration(seconds * float64(time.Second))
	case resp.StatusCode >= 500:
		return retryPause
	default:
		return -1
	}
}

// errorOf reads an error reply, which behind a proxy may not be JSON.
func errorOf(status int, reply []byte) error {
	e := &apiError{}
	if json.Unmarshal(reply, e) != nil {
		e.Message = http.StatusText(status)
	}
	e.Status = status
	return e
}

// bare takes the address, which may hold a token, off an error of net/http.
func bare(err error) error {
	if u := errors.Unwrap(err); u != nil {
		return u
	}
	return err
}
