package sandbox

import (
	"encoding/json"
	"slices"
	"time"

	"drillbot/bot/sandbox/wire"
)

// Life times of an interaction.
const (
	tokenLife   = 15 * time.Minute
	maxGuestUse = 5 // follow-ups where the app is only user-installed
)

// States of an interaction.
const (
	waiting  = 0 // no callback yet
	answered = 1
	failed   = 2 // no callback in time
)

// interaction is one thing a player did and what became of it.
type interaction struct {
	ID        string            `json:"id"`
	Token     string            `json:"token"`
	Nonce     json.RawMessage   `json:"nonce,omitempty"`
	Type      int               `json:"type"`
	PlayerID  string            `json:"player"`
	ChannelID string            `json:"channel"`
	GuildID   string            `json:"guild,omitempty"`
	Created   time.Time         `json:"created"`
	State     int               `json:"state"`
	Answer    int               `json:"answer,omitempty"`   // callback type
	SourceID  string            `json:"source,omitempty"`   // the message acted upon
	Original  string            `json:"original,omitempty"` // the message @original stands for
	Guest     bool              `json:"guest,omitempty"`    // app not installed in that server
	Followups int               `json:"followups,omitempty"`
	Owners    map[string]string `json:"owners"`
	Command   string            `json:"command,omitempty"`
	Kind      int               `json:"kind,omitempty"` // command type
	TargetID  string            `json:"target,omitempty"`
	Trigger   *triggerNote      `json:"trigger,omitempty"`
}

// triggerNote is the interaction that opened the modal now submitted.
type triggerNote struct {
	Meta     wire.InteractionMetadata `json:"meta"`
	SourceID string                   `json:"source,omitempty"`
}

// modal is a form shown to a player; it is submitted at most once.
type modal struct {
	ID         string                   `json:"id"`
	PlayerID   string                   `json:"player"`
	ChannelID  string                   `json:"channel"`
	CustomID   string                   `json:"custom_id"`
	Title      string                   `json:"title"`
	Components []wire.Component         `json:"components"`
	SourceID   string                   `json:"source,omitempty"`
	Meta       wire.InteractionMetadata `json:"meta"`
}

// saveInteraction stores the interaction as it is now.
func (sb *Sandbox) saveInteraction(it *interaction) { sb.put(kindInteraction, it.ID, it) }

// alive reports whether the interaction's token still works.
func (sb *Sandbox) alive(it *interaction) bool { return sb.now().Sub(it.Created) < tokenLife }

// late reports whether the time for a first callback is over.
func (sb *Sandbox) late(it *interaction) bool {
	return sb.now().Sub(it.Created) >= sb.opts.CallbackTime
}

// expire fails what the bot left waiting and forgets what is long over.
func (sb *Sandbox) expire() {
	for id, it := range sb.interactions {
		if it.State == waiting && sb.late(it) {
			sb.failInteraction(it)
		}
		if sb.now().Sub(it.Created) > 2*tokenLife {
			delete(sb.interactions, id)
			delete(sb.byKey, it.Token)
			sb.removed(kindInteraction, id)
		}
	}
}

// failInteraction tells the player that the bot did not respond.
func (sb *Sandbox) failInteraction(it *interaction) {
	it.State = failed
	sb.saveInteraction(it)
	sb.toPlayer(it.PlayerID, "INTERACTION_FAILURE", outcome(it))
}

func outcome(it *interaction) map[string]any {
	out := map[string]any{"id": it.ID}
	if it.Nonce != nil {
		out["nonce"] = it.Nonce
	}
	return out
}

// meta is what messages say about the interaction they answer.
func (sb *Sandbox) meta(it *interaction) wire.InteractionMetadata {
	m := wire.InteractionMetadata{ID: it.ID, Type: it.Type, User: *sb.users[it.PlayerID], Owners: it.Owners}
	switch it.Type {
	case wire.InteractionCommand:
		m.Name, m.CommandType = it.Command, it.Kind
		sb.metaTarget(it, &m)
	case wire.InteractionComponent:
		m.InteractedMessageID = it.SourceID
	case wire.InteractionModal:
		if it.Trigger != nil {
			m.Triggering = &it.Trigger.Meta
		}
	}
	return m
}

func (sb *Sandbox) metaTarget(it *interaction, m *wire.InteractionMetadata) {
	switch it.Kind {
	case wire.CommandUser:
		m.TargetUser = sb.users[it.TargetID]
	case wire.CommandMessage:
		m.TargetMessageID = it.TargetID
	}
}

// compose builds the interaction as the bot gets it.
func (sb *Sandbox) compose(it *interaction, data any) *wire.Interaction {
	ch, p := sb.channels[it.ChannelID], sb.players[it.PlayerID]
	where := sb.contextOf(ch)
	partial := sb.partial(ch, it.PlayerID)
	out := &wire.Interaction{
		ID: it.ID, ApplicationID: sb.app.ID, Type: it.Type, Data: data, Token: it.Token, Version: 1,
		Channel: &partial, ChannelID: ch.ID, Locale: p.Locale, Entitlements: []struct{}{}, Owners: it.Owners,
		Context: &where, AttachmentSizeLimit: 10 << 20, AppPermissions: formatBits(sb.appRights(ch)),
	}
	if source := sb.messages[it.SourceID]; source != nil {
		shown := source.Message
		shown.GuildID = ""
		out.Message = &shown
	}
	sb.composeSender(it, ch, out)
	return out
}

func (sb *Sandbox) composeSender(it *interaction, ch *channel, out *wire.Interaction) {
	g := sb.guildOf(ch)
	if g == nil {
		out.User = sb.users[it.PlayerID]
		return
	}
	out.GuildID, out.GuildLocale = g.ID, g.Locale
	out.Guild = &wire.PartialGuild{ID: g.ID, Locale: g.Locale, Features: []string{}}
	out.Member = sb.member(g, it.PlayerID)
	out.Member.Permissions = formatBits(sb.rights(g, ch, it.PlayerID))
}

// contextOf tells where a channel is, for contexts of commands.
func (sb *Sandbox) contextOf(ch *channel) int {
	switch {
	case !ch.IsDM():
		return wire.ContextGuild
	case slices.Contains(ch.People, sb.app.ID):
		return wire.ContextBotDM
	}
	return wire.ContextPrivate
}

// appRights is what the app may do where an interaction happens.
func (sb *Sandbox) appRights(ch *channel) uint64 {
	g := sb.guildOf(ch)
	if g == nil {
		return permMembers
	}
	if g.Bot {
		return sb.rights(g, ch, sb.app.ID)
	}
	return g.roleBits(&wire.Member{}) &^ permView
}

// partial is a channel as interactions carry it.
func (sb *Sandbox) partial(ch *channel, viewer string) wire.Channel {
	out := sb.viewChannel(ch, viewer)
	out.PermissionOverwrites = nil
	if g := sb.guildOf(ch); g != nil {
		out.Permissions = formatBits(sb.rights(g, ch, viewer))
	}
	return out
}

// begin makes a new interaction in its first state.
func (sb *Sandbox) begin(kind int, player string, ch *channel, nonce json.RawMessage) *interaction {
	id := sb.nextID()
	it := &interaction{
		ID: id, Token: sb.secret("i", id), Nonce: nonce, Type: kind, PlayerID: player,
		ChannelID: ch.ID, GuildID: ch.GuildID, Created: sb.now(), Owners: sb.owners(ch, player),
	}
	g := sb.guildOf(ch)
	it.Guest = g != nil && !g.Bot
	return it
}

// owners tells who has installed the app so that the interaction is possible.
func (sb *Sandbox) owners(ch *channel, player string) map[string]string {
	out := map[string]string{}
	if g := sb.guildOf(ch); g != nil && g.Bot {
		out["0"] = g.ID
	}
	if sb.contextOf(ch) == wire.ContextBotDM {
		out["0"] = "0"
	}
	if sb.players[player].AppUser {
		out["1"] = player
	}
	return out
}

// deliver files the interaction and sends it to the bot, faults allowing.
func (sb *Sandbox) deliver(it *interaction, data any) {
	sb.interactions[it.ID], sb.byKey[it.Token] = it, it
	sb.saveInteraction(it)
	if it.Type != wire.InteractionAutocomplete {
		sb.toPlayer(it.PlayerID, "INTERACTION_CREATE", outcome(it))
	}
	if sb.takeFault("drop", "") != nil {
		return
	}
	times := 1
	if sb.takeFault("duplicate", "") != nil {
		times = 2
	}
	payload := sb.compose(it, data)
	for range times {
		sb.ship(it, payload)
	}
}

func (sb *Sandbox) ship(it *interaction, payload *wire.Interaction) {
	if sb.app.Endpoint == "" {
		sb.toBot("INTERACTION_CREATE", intentAlways, payload)
		return
	}
	sb.post(it, sb.encode(payload))
}
