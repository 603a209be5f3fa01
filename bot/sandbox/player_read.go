package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Messages returns the newest 100 messages of a channel that the player sees,
// newest first.
func (p *Player) Messages(ctx context.Context, channel string) ([]Message, error) {
	var out []Message
	_, err := p.do(ctx, http.MethodGet, "/api/v9/channels/"+channel+"/messages?limit=100", nil, &out)
	for i := range out {
		p.remember(&out[i])
	}
	return out, err
}

// Message returns one message as it is now.
func (p *Player) Message(ctx context.Context, channel, id string) (*Message, error) {
	m, _, err := p.message(ctx, channel, id)
	return m, err
}

func (p *Player) message(ctx context.Context, channel, id string) (*Message, int, error) {
	out := new(Message)
	at, err := p.do(ctx, http.MethodGet, "/api/v9/channels/"+channel+"/messages/"+id, nil, out)
	if err != nil {
		return nil, 0, err
	}
	p.remember(out)
	return out, at, nil
}

// Say posts a plain message.
func (p *Player) Say(ctx context.Context, channel, text string) (*Message, error) {
	out := new(Message)
	if _, err := p.do(ctx, http.MethodPost, "/api/v9/channels/"+channel+"/messages", map[string]any{"content": text}, out); err != nil {
		return nil, err
	}
	p.remember(out)
	return out, nil
}

// Delete deletes a message of one's own, or dismisses an ephemeral one.
func (p *Player) Delete(ctx context.Context, m *Message) error {
	_, err := p.do(ctx, http.MethodDelete, "/api/v9/channels/"+m.ChannelID+"/messages/"+m.ID, nil, nil)
	return err
}

// SetLocale changes the language of the player's client.
func (p *Player) SetLocale(ctx context.Context, locale string) error {
	_, err := p.do(ctx, http.MethodPatch, "/api/v9/users/@me/settings", map[string]any{"locale": locale}, nil)
	return err
}

// Await returns a message once ok accepts it: as it is now, or after an edit.
// A message that came from no call of this Player is looked for in the events,
// past and to come.
func (p *Player) Await(ctx context.Context, messageID string, ok func(Message) bool) (*Message, error) {
	p.mu.Lock()
	channel := p.where[messageID]
	p.mu.Unlock()
	if channel == "" {
		return p.awaitFrom(ctx, 0, "MESSAGE_CREATE MESSAGE_UPDATE", func(m Message) bool { return m.ID == messageID && ok(m) })
	}
	now, at, err := p.message(ctx, channel, messageID)
	if err != nil {
		return nil, fmt.Errorf("await message %s: %w", messageID, err)
	}
	if ok(*now) {
		return now, nil
	}
	return p.awaitFrom(ctx, at, "MESSAGE_UPDATE", func(m Message) bool { return m.ID == messageID && ok(m) })
}

// Settled returns a reply's message once it no longer says "thinking…".
func (p *Player) Settled(ctx context.Context, r *Reply) (*Message, error) {
	if r.Message == nil {
		return nil, fmt.Errorf("the reply has no message: %w", ErrUnanswered)
	}
	p.remember(r.Message)
	return p.Await(ctx, r.Message.ID, func(m Message) bool { return !m.Loading() })
}

// Position returns the number of the player's newest event, for AwaitNew and
// Events.
func (p *Player) Position(ctx context.Context) (int, error) {
	return p.do(ctx, http.MethodGet, "/api/v9/users/@me", nil, nil)
}

// AwaitNew returns the first message after a position that ok accepts.
func (p *Player) AwaitNew(ctx context.Context, after int, ok func(Message) bool) (*Message, error) {
	return p.awaitFrom(ctx, after, "MESSAGE_CREATE", ok)
}

// Events calls visit for the events after a position, as they come, until it
// returns true or the context ends.
func (p *Player) Events(ctx context.Context, after int, visit func(Event) bool) error {
	c := &cursor{p, after}
	return c.until(ctx, func(e Event) (bool, error) { return visit(e), nil })
}

// awaitFrom waits for a message in an event of one of the kinds.
func (p *Player) awaitFrom(ctx context.Context, after int, kinds string, ok func(Message) bool) (*Message, error) {
	var found *Message
	c := &cursor{p, after}
	err := c.until(ctx, func(e Event) (bool, error) {
		if !strings.Contains(kinds, e.Type) {
			return false, nil
		}
		m := new(Message)
		if err := json.Unmarshal(e.Data, m); err != nil {
			return false, err
		}
		if ok(*m) {
			found = m
		}
		return found != nil, nil
	})
	p.remember(found)
	return found, err
}

// do sends a JSON request and reads the answer into out; it returns the
// position of the player's events before it was carried out.
func (p *Player) do(ctx context.Context, method, path string, body map[string]any, out any) (int, error) {
	return p.send(ctx, method, path, body, nil, out)
}

func (p *Player) send(ctx context.Context, method, path string, body map[string]any, files []File, out any) (int, error) {
	if p.err != nil {
		return 0, p.err
	}
	req, err := p.request(ctx, method, path, body, files)
	if err != nil {
		return 0, err
	}
	res, err := p.http.Do(req)
	if err != nil {
		return 0, fmt.Errorf("%s %s: %w", method, path, err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, fmt.Errorf("%s %s: %w", method, path, err)
	}
	at, _ := strconv.Atoi(res.Header.Get("X-Sandbox-Event"))
	return at, answerInto(res.StatusCode, raw, out)
}

func answerInto(status int, raw []byte, out any) error {
	if status >= http.StatusBadRequest {
		refusal := &APIError{Status: status}
		_ = json.Unmarshal(raw, refusal)
		return refusal
	}
	if out == nil || len(raw) == 0 {
		return nil
	}
	return json.Unmarshal(raw, out)
}

func (p *Player) request(ctx context.Context, method, path string, body map[string]any, files []File) (*http.Request, error) {
	var payload bytes.Buffer
	kind := "application/json"
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return nil, fmt.Errorf("encode a request: %w", err)
		}
		if kind, err = envelope(&payload, raw, files); err != nil {
			return nil, err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, p.base+path, &payload)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	req.Header.Set("Authorization", p.Token)
	req.Header.Set("Content-Type", kind)
	return req, nil
}

// envelope writes the body, as multipart when there are files.
func envelope(out *bytes.Buffer, raw []byte, files []File) (kind string, err error) {
	if len(files) == 0 {
		out.Write(raw)
		return "application/json", nil
	}
	w := multipart.NewWriter(out)
	if err := w.WriteField("payload_json", string(raw)); err != nil {
		return "", err
	}
	for i, f := range files {
		part, err := w.CreateFormFile("files["+strconv.Itoa(i)+"]", f.Name)
		if err != nil {
			return "", err
		}
		if _, err := part.Write(f.Data); err != nil {
			return "", err
		}
	}
	return w.FormDataContentType(), w.Close()
}

// Text returns all the text that a message shows, one line an element:
// content, embeds, and text of components with the labels of buttons.
func Text(m *Message) string {
	lines := []string{m.Content}
	for _, e := range m.Embeds {
		lines = append(lines, e.Title, e.Description)
		for _, f := range e.Fields {
			lines = append(lines, f.Name, f.Value)
		}
		if e.Footer != nil {
			lines = append(lines, e.Footer.Text)
		}
	}
	for _, c := range flat(m.Components) {
		lines = append(lines, c.Content, c.Label, c.Placeholder)
	}
	lines = slices.DeleteFunc(lines, func(s string) bool { return s == "" })
	var b bytes.Buffer
	for _, line := range lines {
		b.WriteString(line + "\n")
	}
	return b.String()
}
