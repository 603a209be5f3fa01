package sandbox

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"

	"drillbot/bot/sandbox/wire"
)

// Gateway intents.
const (
	intentGuilds         = 1 << 0
	intentMembers        = 1 << 1
	intentPresences      = 1 << 8
	intentGuildMessages  = 1 << 9
	intentReactions      = 1 << 10
	intentTyping         = 1 << 11
	intentDMs            = 1 << 12
	intentDMReactions    = 1 << 13
	intentDMTyping       = 1 << 14
	intentContent        = 1 << 15
	intentsPrivileged    = intentMembers | intentPresences | intentContent
	intentAlways         = 0
	maxSessionLog        = 8000
	gatewayVersionLowest = 6
)

// gatewayState is what the gateway knows; guarded by Sandbox.mu.
type gatewayState struct {
	sessions   map[string]*session
	feeds      map[string]*feed
	conns      map[*conn]bool
	zombie     bool
	silent     bool
	lastIdent  time.Time
	identifies int
}

func (g *gatewayState) init() {
	g.sessions, g.feeds, g.conns = map[string]*session{}, map[string]*feed{}, map[*conn]bool{}
}

func (g *gatewayState) feed(player string) *feed {
	f, ok := g.feeds[player]
	if !ok {
		f = &feed{more: make(chan struct{})}
		g.feeds[player] = f
	}
	return f
}

// session outlives its connection, so that it can be resumed.
type session struct {
	id      string
	player  string // "" for the bot
	intents int
	seq     int
	first   int // sequence number of log[0]
	log     [][]byte
	conn    *conn
}

// send numbers an event, remembers it for a RESUME and passes it on.
func (s *session) send(kind string, data []byte) {
	s.seq++
	frame := dispatchFrame(kind, s.seq, data)
	if len(s.log) == 0 {
		s.first = s.seq
	}
	s.log = append(s.log, frame)
	if len(s.log) > maxSessionLog {
		s.log = append([][]byte(nil), s.log[maxSessionLog/2:]...)
		s.first += maxSessionLog / 2
	}
	if s.conn != nil {
		s.conn.push(frame)
	}
}

// since returns the events after seq, false when they are no longer kept.
func (s *session) since(seq int) ([][]byte, bool) {
	if seq > s.seq || seq < s.first-1 {
		return nil, false
	}
	return s.log[seq-s.first+1:], true
}

func dispatchFrame(kind string, seq int, data []byte) []byte {
	var b bytes.Buffer
	b.Grow(len(data) + 64)
	b.WriteString(`{"t":"` + kind + `","s":` + strconv.Itoa(seq) + `,"op":0,"d":`)
	b.Write(data)
	b.WriteByte('}')
	return b.Bytes()
}

// toBot sends an event to the bot's sessions that have one of the intents;
// 0 goes to all.
func (sb *Sandbox) toBot(kind string, intents int, v any) {
	var data []byte
	for _, s := range sb.gateway.sessions {
		if s.player != "" || intents != intentAlways && s.intents&intents == 0 {
			continue
		}
		if data == nil {
			data = sb.encode(v)
		}
		s.send(kind, data)
	}
}

// toPlayer sends an event to one player's feed and gateway sessions.
func (sb *Sandbox) toPlayer(id, kind string, v any) { sb.toPlayerRaw(id, kind, sb.encode(v)) }

func (sb *Sandbox) toPlayerRaw(id, kind string, data []byte) {
	if sb.players[id] == nil {
		return
	}
	sb.gateway.feed(id).add(kind, data)
	for _, s := range sb.gateway.sessions {
		if s.player == id {
			s.send(kind, data)
		}
	}
}

// toReaders sends an event to all players who see the channel.
func (sb *Sandbox) toReaders(ch *channel, kind string, v any) {
	data := sb.encode(v)
	for _, id := range sb.readers(ch) {
		sb.toPlayerRaw(id, kind, data)
	}
}

func (sb *Sandbox) encode(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		sb.log.Error("an event cannot be encoded", "err", err)
		return []byte("null")
	}
	return data
}

// messageIntent is the intent under which the bot hears of a message.
func messageIntent(ch *channel) int {
	if ch.IsDM() {
		return intentDMs
	}
	return intentGuildMessages
}

// tellMessage announces a message to everybody who may see it. nonce goes to
// the player sender only.
func (sb *Sandbox) tellMessage(kind string, m *message, sender string, nonce json.RawMessage) {
	ch := sb.channels[m.ChannelID]
	shown := sb.announced(m)
	if m.Owner == "" && sb.reads(ch, sb.app.ID) {
		sb.tellBot(kind, ch, shown)
	}
	if m.Owner != "" {
		if m.Owner == sender {
			shown.Nonce = nonce
		}
		sb.toPlayer(m.Owner, kind, shown)
		return
	}
	plain := sb.encode(shown)
	shown.Nonce = nonce
	for _, id := range sb.readers(ch) {
		if id == sender {
			sb.toPlayer(id, kind, shown)
			continue
		}
		sb.toPlayerRaw(id, kind, plain)
	}
}

// tellBot sends a message event to the bot's sessions, stripped of its content
// for those without the intent.
func (sb *Sandbox) tellBot(kind string, ch *channel, m wire.Message) {
	for _, s := range sb.gateway.sessions {
		if s.player == "" && s.intents&messageIntent(ch) != 0 {
			s.send(kind, sb.encode(sb.stripped(m, ch, s.intents)))
		}
	}
}

// stripped empties what a bot may not read without MESSAGE_CONTENT.
func (sb *Sandbox) stripped(m wire.Message, ch *channel, intents int) wire.Message {
	if intents&intentContent != 0 || ch.IsDM() || m.Author.ID == sb.app.ID || mentions(m, sb.app.ID) {
		return m
	}
	m.Content, m.Embeds, m.Attachments, m.Components, m.Poll = "", []wire.Embed{}, []wire.Attachment{}, []wire.Component{}, nil
	return m
}

func mentions(m wire.Message, id string) bool {
	for _, u := range m.Mentions {
		if u.ID == id {
			return true
		}
	}
	return false
}
