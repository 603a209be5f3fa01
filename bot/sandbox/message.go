package sandbox

import (
	"maps"
	"net/http"
	"slices"
	"time"

	"drillbot/bot/sandbox/wire"
)

// nonceLife is how long enforce_nonce remembers.
const nonceLife = 5 * time.Minute

// place returns the channel in the path if the caller may look at it.
func (c *call) place() (*channel, error) {
	ch := c.channels[c.arg("channel")]
	if ch == nil || c.player != nil && !c.reads(ch, c.player.ID) {
		return nil, errUnknownChannel()
	}
	if c.bot && !c.reads(ch, c.app.ID) {
		return nil, errMissingAccess()
	}
	return ch, nil
}

// letter returns the message in the path if the caller may see it. A bot does
// not find ephemeral messages here.
func (c *call) letter() (*channel, *message, error) {
	ch, err := c.place()
	if err != nil {
		return nil, nil, err
	}
	m := c.messages[c.arg("message")]
	if m == nil || m.ChannelID != ch.ID || !c.see(m, c.caller()) {
		return nil, nil, errUnknownMessage()
	}
	return ch, m, nil
}

// listMessages answers GET /channels/{id}/messages, newest first.
func (c *call) listMessages() (any, error) {
	ch, err := c.place()
	if err != nil {
		return nil, err
	}
	limit, err := c.number("limit", 50, 1, 100)
	if err != nil {
		return nil, err
	}
	if g := c.guildOf(ch); g != nil && !c.can(g, ch, c.caller(), permHistory) {
		return []any{}, nil
	}
	out := []wire.Message{}
	for _, m := range c.window(ch, limit) {
		out = append(out, c.viewed(m, c.caller()))
	}
	return out, nil
}

// window picks the messages that before, after or around select.
func (c *call) window(ch *channel, limit int) []*message {
	var list []*message
	for _, id := range ch.order {
		if m := c.messages[id]; m != nil && c.see(m, c.caller()) {
			list = append(list, m)
		}
	}
	at := func(id string) int {
		i, _ := slices.BinarySearchFunc(list, id, func(m *message, id string) int { return older(m.ID, id) })
		return i
	}
	from, to := max(0, len(list)-limit), len(list)
	if id := c.query("before"); id != "" {
		to = at(id)
		from = max(0, to-limit)
	} else if id := c.query("after"); id != "" {
		from = at(id)
		if from < len(list) && list[from].ID == id {
			from++
		}
		to = min(len(list), from+limit)
	} else if id := c.query("around"); id != "" {
		from = max(0, at(id)-limit/2)
		to = min(len(list), from+limit)
	}
	out := slices.Clone(list[from:to])
	slices.Reverse(out)
	return out
}

func (c *call) getMessage() (any, error) {
	_, m, err := c.letter()
	if err != nil {
		return nil, err
	}
	return c.viewed(m, c.caller()), nil
}

// createMessage answers POST /channels/{id}/messages, of the bot or a player.
func (c *call) createMessage() (any, error) {
	ch, err := c.place()
	if err != nil {
		return nil, err
	}
	var send wire.MessageSend
	if err := c.decode(&send); err != nil {
		return nil, err
	}
	if err := c.mayWrite(ch, &send); err != nil {
		return nil, err
	}
	if m := c.sameNonce(ch, &send); m != nil {
		return c.viewed(m, c.caller()), nil
	}
	m := c.blank(ch, c.caller())
	if send.Flags != nil {
		*send.Flags &^= wire.FlagEphemeral
	}
	if err := c.fillMessage(m, &send, ""); err != nil {
		return nil, err
	}
	if err := c.refer(m, ch, send.MessageReference); err != nil {
		return nil, err
	}
	m.Nonce = send.Nonce
	c.publish(m, c.caller(), send.Nonce)
	return c.viewed(m, c.caller()), nil
}

// mayWrite checks the rights that writing there takes.
func (c *call) mayWrite(ch *channel, send *wire.MessageSend) error {
	if c.player != nil {
		send.Components, send.Embeds = nil, nil
	}
	if g := c.guildOf(ch); g != nil {
		need := permSend
		if ch.IsThread() {
			need = permSendInThreads
		}
		if send.Embeds != nil && len(*send.Embeds) > 0 {
			need |= permEmbed
		}
		if len(c.files) > 0 {
			need |= permAttach
		}
		if !c.can(g, ch, c.caller(), need) {
			return errMissingPermissions()
		}
		return nil
	}
	return c.mayDM(ch)
}

// mayDM checks that no person of the DM refuses the bot.
func (c *call) mayDM(ch *channel) error {
	for _, id := range ch.People {
		if p := c.players[id]; p != nil && p.NoDMs && c.bot {
			return errCannotDM()
		}
	}
	return nil
}

// sameNonce finds the message that enforce_nonce says was sent already.
func (c *call) sameNonce(ch *channel, send *wire.MessageSend) *message {
	if !send.EnforceNonce || len(send.Nonce) == 0 || string(send.Nonce) == "null" {
		return nil
	}
	for _, id := range slices.Backward(ch.order) {
		m := c.messages[id]
		sent, err := time.Parse(time.RFC3339, m.Timestamp)
		if err != nil || c.now().Sub(sent) > nonceLife {
			return nil
		}
		if m.Author.ID == c.caller() && string(m.Nonce) == string(send.Nonce) {
			return m
		}
	}
	return nil
}

// refer makes the message a reply.
func (c *call) refer(m *message, ch *channel, ref *wire.MessageReference) error {
	if ref == nil || ref.MessageID == "" {
		return nil
	}
	target := c.messages[ref.MessageID]
	if target == nil || target.ChannelID != ch.ID || target.Owner != "" {
		if ref.FailIfNotExists != nil && !*ref.FailIfNotExists {
			return nil
		}
		return errField("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
	}
	m.Type = wire.MessageReply
	m.MessageReference = &wire.MessageReference{MessageID: target.ID, ChannelID: ch.ID, GuildID: ch.GuildID}
	return nil
}

func (c *call) editMessage() (any, error) {
	_, m, err := c.letter()
	if err != nil {
		return nil, err
	}
	var send wire.MessageSend
	if err := c.decode(&send); err != nil {
		return nil, err
	}
	if m.Author.ID != c.caller() {
		return nil, errNotAuthor()
	}
	return c.edited(m, &send)
}

func (c *call) deleteMessage() (any, error) {
	ch, m, err := c.letter()
	if err != nil {
		return nil, err
	}
	g := c.guildOf(ch)
	dismiss := m.Owner == c.caller()
	if m.Author.ID != c.caller() && !dismiss && (g == nil || !c.can(g, ch, c.caller(), permManageMessages)) {
		return nil, errMissingPermissions()
	}
	c.drop(m)
	return nil, nil
}

// drop deletes a message and says so.
func (sb *Sandbox) drop(m *message) {
	ch := sb.channels[m.ChannelID]
	delete(sb.messages, m.ID)
	ch.order = slices.DeleteFunc(ch.order, func(id string) bool { return id == m.ID })
	sb.removed(kindMessage, m.ID)
	gone := map[string]any{"id": m.ID, "channel_id": ch.ID}
	if ch.GuildID != "" {
		gone["guild_id"] = ch.GuildID
	}
	if m.Owner != "" {
		sb.toPlayer(m.Owner, "MESSAGE_DELETE", gone)
		return
	}
	if sb.reads(ch, sb.app.ID) {
		sb.toBot("MESSAGE_DELETE", messageIntent(ch), gone)
	}
	sb.toReaders(ch, "MESSAGE_DELETE", gone)
}

// viewed is a message as REST answers show it to an account.
func (sb *Sandbox) viewed(m *message, viewer string) wire.Message {
	out := sb.completed(m, viewer)
	out.GuildID, out.Member = "", nil
	if viewer != sb.app.ID {
		return out
	}
	return sb.stripped(out, sb.channels[m.ChannelID], sb.opts.Intents)
}

// announced is a message as gateway events carry it.
func (sb *Sandbox) announced(m *message) wire.Message {
	out := sb.completed(m, "")
	out.Nonce = nil
	if g := sb.guilds[m.GuildID]; g != nil {
		if member := g.Members[m.Author.ID]; member != nil {
			short := *member
			out.Member = &short
		}
	}
	return out
}

// completed fills in what a message points to.
func (sb *Sandbox) completed(m *message, viewer string) wire.Message {
	out := m.Message
	if ref := m.MessageReference; ref != nil && m.Type != wire.MessageThreadCreated {
		if target := sb.messages[ref.MessageID]; target != nil && target.ID != m.ID {
			shown := target.Message
			shown.GuildID, shown.ReferencedMessage = "", nil
			out.ReferencedMessage = &shown
		}
	}
	if m.Flags&wire.FlagHasThread != 0 {
		if thread := sb.channels[m.ID]; thread != nil {
			shown := sb.viewChannel(thread, viewer)
			out.Thread = &shown
		}
	}
	out.Reactions = sb.reactions(m, viewer)
	return out
}

func (sb *Sandbox) reactions(m *message, viewer string) []wire.Reaction {
	var out []wire.Reaction
	for _, name := range slices.Sorted(maps.Keys(m.Voters)) {
		who := m.Voters[name]
		out = append(out, wire.Reaction{
			Count: len(who), CountDetails: map[string]int{"burst": 0, "normal": len(who)}, BurstColors: []string{},
			Me: slices.Contains(who, viewer), Emoji: wire.Emoji{Name: name},
		})
	}
	return out
}

func (c *call) react() (any, error)   { return c.vote(true) }
func (c *call) unreact() (any, error) { return c.vote(false) }

// vote adds or takes the caller's reaction.
func (c *call) vote(add bool) (any, error) {
	ch, m, err := c.letter()
	if err != nil {
		return nil, err
	}
	emoji, kind := c.arg("emoji"), "MESSAGE_REACTION_ADD"
	if m.Voters == nil {
		m.Voters = map[string][]string{}
	}
	others := slices.DeleteFunc(m.Voters[emoji], func(id string) bool { return id == c.caller() })
	if add {
		m.Voters[emoji] = append(others, c.caller())
	} else if kind = "MESSAGE_REACTION_REMOVE"; len(others) > 0 {
		m.Voters[emoji] = others
	} else {
		delete(m.Voters, emoji)
	}
	c.put(kindMessage, m.ID, m)
	event := map[string]any{"user_id": c.caller(), "channel_id": ch.ID, "message_id": m.ID, "emoji": wire.Emoji{Name: emoji}, "burst": false, "type": 0}
	if ch.GuildID != "" {
		event["guild_id"] = ch.GuildID
	}
	if c.reads(ch, c.app.ID) {
		c.toBot(kind, reactionIntent(ch), event)
	}
	c.toReaders(ch, kind, event)
	return nil, nil
}

func reactionIntent(ch *channel) int {
	if ch.IsDM() {
		return intentDMReactions
	}
	return intentReactions
}

// typing announces that the caller is writing.
func (c *call) typing() (any, error) {
	ch, err := c.place()
	if err != nil {
		return nil, err
	}
	event := map[string]any{"channel_id": ch.ID, "user_id": c.caller(), "timestamp": c.now().Unix()}
	intent := intentDMTyping
	if ch.GuildID != "" {
		event["guild_id"] = ch.GuildID
		intent = intentTyping
	}
	if c.player != nil {
		c.toBot("TYPING_START", intent, event)
	}
	c.toReaders(ch, "TYPING_START", event)
	return reply{http.StatusNoContent, nil}, nil
}
