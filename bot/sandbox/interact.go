package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"

	"drillbot/bot/sandbox/wire"
)

// act is what a player's client posts to /interactions.
type act struct {
	Type          int             `json:"type"`
	ApplicationID string          `json:"application_id"`
	GuildID       string          `json:"guild_id"`
	ChannelID     string          `json:"channel_id"`
	SessionID     string          `json:"session_id"`
	Nonce         json.RawMessage `json:"nonce"`
	MessageID     string          `json:"message_id"`
	Data          json.RawMessage `json:"data"`
}

// interact answers POST /interactions: the one way in for players.
func (c *call) interact() (any, error) {
	var a act
	if err := c.decode(&a); err != nil {
		return nil, err
	}
	if a.ApplicationID != c.app.ID {
		return nil, errUnknownApplication()
	}
	ch := c.channels[a.ChannelID]
	if ch == nil || !c.reads(ch, c.player.ID) {
		return nil, errUnknownChannel()
	}
	if a.GuildID != "" && a.GuildID != ch.GuildID {
		return nil, errUnknownGuild()
	}
	if err := c.mayAct(ch); err != nil {
		return nil, err
	}
	kinds := map[int]func(*act, *channel) error{
		wire.InteractionCommand: c.useCommand, wire.InteractionAutocomplete: c.useCommand,
		wire.InteractionComponent: c.useComponent, wire.InteractionModal: c.submitModal,
	}
	do, ok := kinds[a.Type]
	if !ok {
		return nil, errField("type", "BASE_TYPE_CHOICES", "Value must be one of (2, 3, 4, 5).")
	}
	return nil, do(&a, ch)
}

// mayAct checks the player's right to use commands where they are.
func (c *call) mayAct(ch *channel) error {
	g := c.guildOf(ch)
	if g != nil && !c.can(g, ch, c.player.ID, permUseCommands) {
		return errMissingPermissions()
	}
	return nil
}

// useComponent is a click on a button or a choice in a select.
func (c *call) useComponent(a *act, ch *channel) error {
	var data wire.ComponentData
	if json.Unmarshal(a.Data, &data) != nil {
		return errBadJSON()
	}
	m := c.messages[a.MessageID]
	if m == nil || m.ChannelID != ch.ID || !c.see(m, c.player.ID) || m.Author.ID != c.app.ID {
		return errUnknownMessage()
	}
	comp := wire.FindComponent(m.Components, data.CustomID)
	if comp == nil || comp.Disabled {
		return componentFault("The component is not on the message or is disabled.")
	}
	if data.ComponentType != 0 && data.ComponentType != comp.Type {
		return componentFault("The component is of another type.")
	}
	it := c.begin(wire.InteractionComponent, c.player.ID, ch, a.Nonce)
	it.SourceID, it.Original = m.ID, m.ID
	if m.Metadata != nil {
		it.Owners = m.Metadata.Owners
	}
	out := wire.ComponentData{ComponentType: comp.Type, CustomID: comp.CustomID, ID: comp.ID}
	if comp.IsSelect() {
		picked, err := c.pick("data.values", comp, data.Values, ch)
		if err != nil {
			return err
		}
		out.Values, out.Resolved = &picked.values, picked.resolved
	}
	c.deliver(it, out)
	return nil
}

func componentFault(text string) error {
	f := fail(http.StatusBadRequest, 50035, "Invalid Form Body")
	f.extra = map[string]any{"errors": map[string]any{"data": map[string]any{"_errors": []map[string]string{
		{"code": "COMPONENT_VALIDATION_FAILED", "message": "Component validation failed: " + text},
	}}}}
	return f
}

// indexFor lists the commands that a player may use in a channel.
func (sb *Sandbox) indexFor(ch *channel, player string) []*wire.Command {
	var out []*wire.Command
	for _, id := range sortedIDs(sb.commands) {
		if cmd := sb.commands[id]; sb.usable(cmd, ch, player) {
			out = append(out, cmd)
		}
	}
	return out
}

// usable applies a command's scope, contexts, install types and permissions.
func (sb *Sandbox) usable(cmd *wire.Command, ch *channel, player string) bool {
	g := sb.guildOf(ch)
	if cmd.GuildID != "" {
		return g != nil && g.Bot && g.ID == cmd.GuildID && sb.permitted(cmd, g, ch, player)
	}
	where := sb.contextOf(ch)
	if cmd.Contexts != nil && !slices.Contains(cmd.Contexts, where) {
		return false
	}
	if where == wire.ContextBotDM && cmd.DMPermission != nil && !*cmd.DMPermission {
		return false
	}
	return sb.installedFor(cmd, g, where, player) && (g == nil || sb.permitted(cmd, g, ch, player))
}

func (sb *Sandbox) installedFor(cmd *wire.Command, g *guild, where int, player string) bool {
	inGuild := slices.Contains(cmd.IntegrationTypes, wire.InstallGuild) && (g != nil && g.Bot || where == wire.ContextBotDM)
	asUser := slices.Contains(cmd.IntegrationTypes, wire.InstallUser) && sb.players[player].AppUser
	return inGuild || asUser
}

// permitted applies default_member_permissions; "0" is for admins only.
func (sb *Sandbox) permitted(cmd *wire.Command, g *guild, ch *channel, player string) bool {
	if cmd.DefaultMemberPermissions == nil || !g.Bot {
		return true
	}
	need := parseBits(string(*cmd.DefaultMemberPermissions))
	have := sb.rights(g, ch, player)
	return have == permAll || need != 0 && have&need == need
}
