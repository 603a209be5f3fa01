package sandbox

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"drillbot/bot/sandbox/wire"
)

// The objects that a Player reads.
type (
	// Message is a message as a player sees it.
	Message = wire.Message
	// Component is a button, a select, a row or any other component.
	Component = wire.Component
	// Embed is a rich block of a message.
	Embed = wire.Embed
	// Choice is one proposal of an autocomplete.
	Choice = wire.Choice
)

// Errors of a Player.
var (
	// ErrNoPlayer says that no player has that name.
	ErrNoPlayer = errors.New("no such player")
	// ErrUnanswered says that the bot did not respond in time.
	ErrUnanswered = errors.New("the application did not respond")
	// ErrNoComponent says that a message has no such button, select or option.
	ErrNoComponent = errors.New("no such component")
)

// Opt are a slash command's options by name. Values are strings, numbers,
// booleans or a File.
type Opt map[string]any

// File is something to upload.
type File struct {
	Name string
	Data []byte
}

// Modal is a form that the bot opened for the player.
type Modal struct {
	ID         string      `json:"id"`
	CustomID   string      `json:"custom_id"`
	Title      string      `json:"title"`
	ChannelID  string      `json:"channel_id"`
	Components []Component `json:"components"`

	// MessageID is the message whose button opened the form, if any.
	MessageID string `json:"-"`
}

// Reply is what came back from an interaction: a Modal, or a Message: the new
// one, else the message acted upon.
type Reply struct {
	Message *Message
	Modal   *Modal
}

// APIError is a refusal of the player API.
type APIError struct {
	Status  int             `json:"-"`
	Code    int             `json:"code"`
	Message string          `json:"message"`
	Errors  json.RawMessage `json:"errors"`
}

// Error says status, code, message and the faulty fields.
func (e *APIError) Error() string {
	return fmt.Sprintf("HTTP %d, code %d: %s %s", e.Status, e.Code, e.Message, e.Errors)
}

// Player is a person at a Discord client, for tests: it speaks the player API
// over real HTTP. Its methods may be called at once. Every call that acts
// returns when the bot has answered or the context ends.
type Player struct {
	ID    string
	Name  string
	Token string

	base string
	app  string
	http *http.Client
	err  error

	mu    sync.Mutex
	where map[string]string // channels of messages seen
}

// Player returns the player of that name or id. For an unknown one every call
// fails with ErrNoPlayer.
func (sb *Sandbox) Player(name string) *Player {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	p := &Player{Name: name, base: sb.URL(), app: sb.app.ID, http: sb.client, where: map[string]string{}}
	known := sb.players[sb.personNamed(name)]
	if known == nil {
		p.err = fmt.Errorf("player %q: %w", name, ErrNoPlayer)
		return p
	}
	p.ID, p.Token, p.Name = known.ID, known.Token, sb.users[known.ID].Username
	return p
}

// Channel returns the id of a channel by the names of its server and itself,
// "" if there is none.
func (sb *Sandbox) Channel(server, name string) string {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	for _, id := range sortedIDs(sb.guilds) {
		g := sb.guilds[id]
		i := slices.IndexFunc(g.channels, func(ch string) bool { return sb.channels[ch].Title() == name })
		if g.Name == server && i >= 0 {
			return g.channels[i]
		}
	}
	return ""
}

// DM returns the id of the player's private channel with the bot.
func (p *Player) DM(ctx context.Context) (string, error) {
	var ch wire.Channel
	_, err := p.do(ctx, http.MethodPost, "/api/v9/users/@me/channels", map[string]any{"recipient_id": p.app}, &ch)
	return ch.ID, err
}

// Slash uses a slash command: "name" or "name group sub".
func (p *Player) Slash(ctx context.Context, channel, command string, opts Opt) (*Reply, error) {
	data, files := slashData(command, opts)
	return p.act(ctx, action{kind: wire.InteractionCommand, channel: channel, data: data, files: files})
}

// UserCommand uses a context-menu command on a player.
func (p *Player) UserCommand(ctx context.Context, channel, command, userID string) (*Reply, error) {
	data := map[string]any{"name": command, "type": wire.CommandUser, "target_id": userID}
	return p.act(ctx, action{kind: wire.InteractionCommand, channel: channel, data: data})
}

// MessageCommand uses a context-menu command on a message.
func (p *Player) MessageCommand(ctx context.Context, m *Message, command string) (*Reply, error) {
	data := map[string]any{"name": command, "type": wire.CommandMessage, "target_id": m.ID}
	return p.act(ctx, action{kind: wire.InteractionCommand, channel: m.ChannelID, data: data})
}

// Click presses the button with that custom id or, failing that, label.
func (p *Player) Click(ctx context.Context, m *Message, button string) (*Reply, error) {
	c := findNamed(m.Components, button)
	if c == nil {
		return nil, fmt.Errorf("button %q of message %s: %w", button, m.ID, ErrNoComponent)
	}
	return p.onMessage(ctx, m, map[string]any{"component_type": c.Type, "custom_id": c.CustomID})
}

// Select chooses in the select with that custom id or, failing that,
// placeholder; each value is an option's value or label, or an id.
func (p *Player) Select(ctx context.Context, m *Message, menu string, values ...string) (*Reply, error) {
	c := findNamed(m.Components, menu)
	if c == nil {
		return nil, fmt.Errorf("select %q of message %s: %w", menu, m.ID, ErrNoComponent)
	}
	picked := []string{}
	for _, v := range values {
		picked = append(picked, optionValue(c, v))
	}
	return p.onMessage(ctx, m, map[string]any{"component_type": c.Type, "custom_id": c.CustomID, "values": picked})
}

func (p *Player) onMessage(ctx context.Context, m *Message, data map[string]any) (*Reply, error) {
	return p.act(ctx, action{kind: wire.InteractionComponent, channel: m.ChannelID, message: m.ID, data: data})
}

// Submit sends a form. The fields' keys are custom ids or labels; values are
// strings, lists of strings, booleans or Files. Absent fields keep what the
// form was opened with.
func (p *Player) Submit(ctx context.Context, form *Modal, fields map[string]any) (*Reply, error) {
	rows, files, err := fillForm(form, fields)
	if err != nil {
		return nil, err
	}
	data := map[string]any{"id": form.ID, "custom_id": form.CustomID, "components": rows}
	return p.act(ctx, action{kind: wire.InteractionModal, channel: form.ChannelID, message: form.MessageID, data: data, files: files})
}

// Autocomplete types into an option of a slash command, with other options
// filled in before, and returns what the bot proposes.
func (p *Player) Autocomplete(ctx context.Context, channel, command, option, typed string, before Opt) ([]Choice, error) {
	opts := Opt{option: focused(typed)}
	for name, v := range before {
		opts[name] = v
	}
	data, _ := slashData(command, opts)
	a := action{kind: wire.InteractionAutocomplete, channel: channel, data: data}
	events, nonce, err := p.post(ctx, a)
	if err != nil {
		return nil, err
	}
	var out struct {
		Choices []Choice `json:"choices"`
	}
	err = events.until(ctx, func(e Event) (bool, error) {
		if nonceOf(e) != nonce {
			return false, nil
		}
		if e.Type == "INTERACTION_FAILURE" {
			return true, ErrUnanswered
		}
		return e.Type == "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE", json.Unmarshal(e.Data, &out)
	})
	return out.Choices, err
}

// action is an interaction on its way to the API.
type action struct {
	kind    int
	channel string
	message string
	data    map[string]any
	files   []File
}

// act posts an interaction and collects what came of it.
func (p *Player) act(ctx context.Context, a action) (*Reply, error) {
	events, nonce, err := p.post(ctx, a)
	if err != nil {
		return nil, err
	}
	got := &collector{nonce: nonce, clicked: a.message, reply: &Reply{}}
	if err := events.until(ctx, got.take); err != nil {
		return nil, fmt.Errorf("%s: %w", p.Name, err)
	}
	if got.reply.Modal != nil {
		got.reply.Modal.MessageID = a.message
		return got.reply, nil
	}
	if got.reply.Message == nil && a.message != "" {
		got.reply.Message, err = p.Message(ctx, a.channel, a.message)
	}
	p.remember(got.reply.Message)
	return got.reply, err
}

func (p *Player) remember(m *Message) {
	if m == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.where[m.ID] = m.ChannelID
}

// post sends an interaction; the cursor stands before its first event.
func (p *Player) post(ctx context.Context, a action) (*cursor, string, error) {
	nonce := rand.Text()[:20]
	body := map[string]any{
		"type": a.kind, "application_id": p.app, "channel_id": a.channel, "nonce": nonce, "data": a.data, "session_id": "player",
	}
	if a.message != "" {
		body["message_id"] = a.message
	}
	at, err := p.send(ctx, http.MethodPost, "/api/v9/interactions", body, a.files, nil)
	return &cursor{p, at}, nonce, err
}

// collector reads the events of one interaction.
type collector struct {
	nonce   string
	clicked string
	reply   *Reply
}

func (g *collector) take(e Event) (bool, error) {
	if e.Type == "MESSAGE_UPDATE" && g.clicked != "" {
		m := new(Message)
		if err := json.Unmarshal(e.Data, m); err != nil || m.ID != g.clicked {
			return false, err
		}
		g.reply.Message = m
		return false, nil
	}
	if nonceOf(e) != g.nonce {
		return false, nil
	}
	switch e.Type {
	case "MESSAGE_CREATE":
		g.reply.Message = new(Message)
		return false, json.Unmarshal(e.Data, g.reply.Message)
	case "INTERACTION_MODAL_CREATE":
		g.reply.Modal = new(Modal)
		return false, json.Unmarshal(e.Data, g.reply.Modal)
	case "INTERACTION_FAILURE":
		return true, ErrUnanswered
	}
	return e.Type == "INTERACTION_SUCCESS", nil
}

func nonceOf(e Event) string {
	var about struct {
		Nonce wire.Text `json:"nonce"`
	}
	if !bytes.Contains(e.Data, []byte(`"nonce"`)) || json.Unmarshal(e.Data, &about) != nil {
		return ""
	}
	return string(about.Nonce)
}

// cursor reads a player's events from a position on.
type cursor struct {
	p  *Player
	at int
}

// until reads events until done says so or fails, or the context ends.
func (c *cursor) until(ctx context.Context, done func(Event) (bool, error)) error {
	for {
		var events []Event
		path := "/sandbox/events?player=" + c.p.ID + "&after=" + strconv.Itoa(c.at)
		if _, err := c.p.do(ctx, http.MethodGet, path, nil, &events); err != nil {
			return err
		}
		for _, e := range events {
			c.at = e.N
			if ok, err := done(e); ok || err != nil {
				return err
			}
		}
	}
}
