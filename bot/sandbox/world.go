package sandbox

import (
	"slices"
	"strconv"
	"time"

	"drillbot/bot/sandbox/wire"
)

// epoch is the first millisecond of Discord's snowflakes, 2015-01-01.
const epoch = 1420070400000

// world is everything that Discord would remember. It is guarded by
// Sandbox.mu; what is stored is drawn in journal.go.
type world struct {
	app          application
	users        map[string]*wire.User
	players      map[string]*player
	guilds       map[string]*guild
	channels     map[string]*channel
	messages     map[string]*message
	commands     map[string]*wire.Command
	interactions map[string]*interaction
	modals       map[string]*modal
	byToken      map[string]*player
	byKey        map[string]*interaction
	files        map[string][]byte // attachments of a world in memory
	lastID       int64
}

// application is the one bot of the sandbox.
type application struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Token    string `json:"token"`
	Seed     []byte `json:"seed"`
	Endpoint string `json:"endpoint,omitempty"`
	Base     string `json:"base,omitempty"`
	Advance  int64  `json:"advance,omitempty"`
}

// player is a person: an account that uses Discord's client.
type player struct {
	ID          string `json:"id"`
	Locale      string `json:"locale"`
	Theme       string `json:"theme"`
	Token       string `json:"token"`
	AppUser     bool   `json:"app_user,omitempty"`
	NoDMs       bool   `json:"no_dms,omitempty"`
	DMChannelID string `json:"dm_channel_id,omitempty"`
}

// guild is a server.
type guild struct {
	ID       string                  `json:"id"`
	Name     string                  `json:"name"`
	Locale   string                  `json:"locale"`
	OwnerID  string                  `json:"owner_id"`
	Bot      bool                    `json:"bot"`
	Roles    []wire.Role             `json:"roles"`
	Members  map[string]*wire.Member `json:"members"`
	channels []string
}

// channel is a place with messages; order holds their ids, oldest first.
type channel struct {
	wire.Channel
	People []string `json:"people,omitempty"`
	order  []string
}

// message is a message with what its readers are not told.
type message struct {
	wire.Message
	Owner  string              `json:"owner,omitempty"`
	Hidden []wire.Attachment   `json:"hidden,omitempty"`
	Voters map[string][]string `json:"voters,omitempty"`
}

func newWorld() *world {
	return &world{
		users:        map[string]*wire.User{},
		players:      map[string]*player{},
		guilds:       map[string]*guild{},
		channels:     map[string]*channel{},
		messages:     map[string]*message{},
		commands:     map[string]*wire.Command{},
		interactions: map[string]*interaction{},
		modals:       map[string]*modal{},
		byToken:      map[string]*player{},
		byKey:        map[string]*interaction{},
		files:        map[string][]byte{},
	}
}

// nextID returns a fresh snowflake, greater than every earlier one.
func (sb *Sandbox) nextID() string {
	id := (sb.now().UnixMilli() - epoch) << 22
	sb.lastID = max(sb.lastID+1, id)
	return strconv.FormatInt(sb.lastID, 10)
}

// seen keeps later ids greater than one that was given or stored.
func (w *world) seen(id string) {
	if n, err := strconv.ParseInt(id, 10, 64); err == nil {
		w.lastID = max(w.lastID, n)
	}
}

// older orders snowflakes by age.
func older(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// snowflake reports whether text has the form of an id.
func snowflake(text string) bool {
	n, err := strconv.ParseUint(text, 10, 64)
	return err == nil && n > 0
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000-07:00") }

func sortedIDs[V any](m map[string]V) []string {
	ids := make([]string, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, older)
	return ids
}

// bot returns the bot's account.
func (w *world) bot() *wire.User { return w.users[w.app.ID] }

// guildOf returns the channel's guild, nil for a DM.
func (w *world) guildOf(ch *channel) *guild { return w.guilds[ch.GuildID] }

// member returns a guild's member with its user filled in, or nil.
func (w *world) member(g *guild, id string) *wire.Member {
	m, ok := g.Members[id]
	if !ok {
		return nil
	}
	full := *m
	full.User = w.users[id]
	return &full
}

// parent returns the channel whose permissions count: a thread's parent.
func (w *world) parent(ch *channel) *channel {
	if ch.IsThread() && ch.ParentID != nil {
		if up, ok := w.channels[*ch.ParentID]; ok {
			return up
		}
	}
	return ch
}

// readers returns the players who may see the channel, in no order.
func (w *world) readers(ch *channel) []string {
	if ch.IsDM() {
		return ch.People
	}
	g := w.guildOf(ch)
	if g == nil {
		return nil
	}
	var out []string
	for id := range g.Members {
		if w.players[id] != nil && w.can(g, ch, id, permView) {
			out = append(out, id)
		}
	}
	return out
}

// reads reports whether the account may see the channel.
func (w *world) reads(ch *channel, id string) bool {
	if ch.IsDM() {
		return slices.Contains(ch.People, id)
	}
	g := w.guildOf(ch)
	return g != nil && w.can(g, ch, id, permView)
}

// see reports whether the account may see the message.
func (w *world) see(m *message, id string) bool {
	ch := w.channels[m.ChannelID]
	return (m.Owner == "" || m.Owner == id) && ch != nil && w.reads(ch, id)
}
