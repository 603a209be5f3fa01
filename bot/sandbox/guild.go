package sandbox

import (
	"cmp"
	"slices"

	"drillbot/bot/sandbox/wire"
)

// inGuild returns the guild in the path if the caller is in it.
func (c *call) inGuild() (*guild, error) {
	g := c.guilds[c.arg("guild")]
	if g == nil || c.player != nil && g.Members[c.player.ID] == nil {
		return nil, errUnknownGuild()
	}
	if c.bot && !g.Bot {
		return nil, errMissingAccess()
	}
	return g, nil
}

// viewGuild is a guild as REST answers show it.
func (sb *Sandbox) viewGuild(g *guild) wire.Guild {
	return wire.Guild{
		ID: g.ID, Name: g.Name, OwnerID: g.OwnerID, PreferredLocale: g.Locale, Features: []string{},
		Roles: g.Roles, Emojis: []struct{}{}, Stickers: []struct{}{}, AFKTimeout: 300,
	}
}

// fullGuild is a guild as GUILD_CREATE brings it to an account.
func (sb *Sandbox) fullGuild(g *guild, viewer string) wire.Guild {
	out := sb.viewGuild(g)
	no := false
	out.Large, out.Unavailable, out.MemberCount = &no, &no, len(g.Members)
	if me := g.Members[viewer]; me != nil {
		out.JoinedAt = me.JoinedAt
	}
	out.Members = sb.members(g, viewer)
	out.Channels, out.Threads = sb.visible(g, viewer)
	out.Presences, out.VoiceStates = []struct{}{}, []struct{}{}
	return out
}

// members lists what a newcomer is told: everybody to a player, itself to the
// bot, who has to ask for more.
func (sb *Sandbox) members(g *guild, viewer string) []wire.Member {
	if viewer == sb.app.ID {
		return []wire.Member{*sb.member(g, viewer)}
	}
	out := []wire.Member{}
	for _, id := range sortedIDs(g.Members) {
		out = append(out, *sb.member(g, id))
	}
	return out
}

// visible lists the guild's channels and threads that an account sees.
func (sb *Sandbox) visible(g *guild, viewer string) (channels, threads []wire.Channel) {
	channels, threads = []wire.Channel{}, []wire.Channel{}
	for _, id := range g.channels {
		ch := sb.channels[id]
		if !sb.reads(ch, viewer) {
			continue
		}
		if ch.IsThread() {
			threads = append(threads, sb.viewChannel(ch, viewer))
			continue
		}
		channels = append(channels, sb.viewChannel(ch, viewer))
	}
	slices.SortStableFunc(channels, func(a, b wire.Channel) int { return cmp.Compare(a.Position, b.Position) })
	return channels, threads
}

func (c *call) getGuild() (any, error) {
	g, err := c.inGuild()
	if err != nil {
		return nil, err
	}
	return c.viewGuild(g), nil
}

func (c *call) guildChannels() (any, error) {
	g, err := c.inGuild()
	if err != nil {
		return nil, err
	}
	channels, _ := c.visible(g, c.caller())
	return channels, nil
}

func (c *call) activeThreads() (any, error) {
	g, err := c.inGuild()
	if err != nil {
		return nil, err
	}
	_, threads := c.visible(g, c.caller())
	return map[string]any{"threads": threads, "members": []any{}}, nil
}

func (c *call) guildRoles() (any, error) {
	g, err := c.inGuild()
	if err != nil {
		return nil, err
	}
	return g.Roles, nil
}

// guildMembers answers GET /guilds/{id}/members; it takes the privileged
// members intent, as at Discord.
func (c *call) guildMembers() (any, error) {
	g, err := c.inGuild()
	if err != nil {
		return nil, err
	}
	if c.opts.Intents&intentMembers == 0 {
		return nil, errMissingAccess()
	}
	limit, err := c.number("limit", 1, 1, 1000)
	if err != nil {
		return nil, err
	}
	out := []wire.Member{}
	for _, id := range sortedIDs(g.Members) {
		if older(id, c.query("after")) > 0 && len(out) < limit {
			out = append(out, *c.member(g, id))
		}
	}
	return out, nil
}

func (c *call) guildMember() (any, error) { return c.oneMember(c.arg("user")) }

func (c *call) ownMember() (any, error) { return c.oneMember(c.caller()) }

func (c *call) oneMember(id string) (any, error) {
	g, err := c.inGuild()
	if err != nil {
		return nil, err
	}
	if c.users[id] == nil {
		return nil, errUnknownUser()
	}
	m := c.member(g, id)
	if m == nil {
		return nil, errUnknownMember()
	}
	return m, nil
}

func (c *call) giveRole() (any, error) { return c.changeRole(true) }
func (c *call) takeRole() (any, error) { return c.changeRole(false) }

// changeRole gives or takes a role, which takes Manage Roles and a role of the bot's own above it.
func (c *call) changeRole(give bool) (any, error) {
	g, err := c.inGuild()
	if err != nil {
		return nil, err
	}
	m := g.Members[c.arg("user")]
	if m == nil {
		return nil, errUnknownMember()
	}
	i := slices.IndexFunc(g.Roles, func(r wire.Role) bool { return r.ID == c.arg("role") })
	switch {
	case i < 0:
		return nil, errUnknownRole()
	case c.rights(g, nil, c.app.ID)&permManageRoles == 0, g.Roles[i].Position >= g.highest(c.app.ID):
		return nil, errMissingPermissions()
	}
	m.Roles = slices.DeleteFunc(m.Roles, func(id string) bool { return id == g.Roles[i].ID })
	if give {
		m.Roles = append(m.Roles, g.Roles[i].ID)
	}
	c.put(kindGuild, g.ID, g)
	c.toBot("GUILD_MEMBER_UPDATE", intentMembers, c.member(g, c.arg("user")))
	return nil, nil
}

// highest is the position of a member's highest role.
func (g *guild) highest(id string) int {
	top := 0
	for _, r := range g.Roles {
		if slices.Contains(g.Members[id].Roles, r.ID) {
			top = max(top, r.Position)
		}
	}
	return top
}

// editOwnMember answers PATCH …/members/@me, which sets the bot's nick.
func (c *call) editOwnMember() (any, error) {
	g, err := c.inGuild()
	if err != nil {
		return nil, err
	}
	var form struct {
		Nick *string `json:"nick"`
	}
	if err := c.decode(&form); err != nil {
		return nil, err
	}
	g.Members[c.app.ID].Nick = form.Nick
	c.put(kindGuild, g.ID, g)
	return c.member(g, c.app.ID), nil
}

// leave takes an account out of a guild and says so.
func (sb *Sandbox) leave(g *guild, id string) {
	delete(g.Members, id)
	gone := map[string]any{"id": g.ID, "unavailable": false}
	if id == sb.app.ID {
		g.Bot = false
		g.Roles = slices.DeleteFunc(g.Roles, func(r wire.Role) bool { return r.Managed })
		sb.dropGuildCommands(g.ID)
		sb.toBot("GUILD_DELETE", intentGuilds, map[string]any{"id": g.ID})
	} else if g.Bot {
		sb.toBot("GUILD_MEMBER_REMOVE", intentMembers, map[string]any{"guild_id": g.ID, "user": sb.users[id]})
	}
	sb.toPlayer(id, "GUILD_DELETE", gone)
	for other := range g.Members {
		sb.toPlayer(other, "GUILD_MEMBER_REMOVE", map[string]any{"guild_id": g.ID, "user": sb.users[id]})
	}
	sb.put(kindGuild, g.ID, g)
}

func (sb *Sandbox) dropGuildCommands(id string) {
	for _, cmd := range sb.commands {
		if cmd.GuildID == id {
			delete(sb.commands, cmd.ID)
			sb.removed(kindCommand, cmd.ID)
		}
	}
}
