package bot

import (
	"context"
	"fmt"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"drillbot/quiz"
)

// right is a permission that the bot needs somewhere, with the name that text.Settings.Rights gives it.
type right struct {
	bit  int64
	name string
}

// rightsFor are the permissions that a server's settings take in its daily channel.
func rightsFor(s quiz.Server) []right {
	need := []right{
		{discordgo.PermissionViewChannel, "view"},
		{discordgo.PermissionSendMessages, "send"},
		{discordgo.PermissionEmbedLinks, "embed"},
		{discordgo.PermissionAttachFiles, "attach"},
		{discordgo.PermissionReadMessageHistory, "history"},
	}
	if s.Thread {
		need = append(need, right{discordgo.PermissionCreatePublicThreads, "threads"}, right{discordgo.PermissionSendMessagesInThreads, "thread-send"})
	}
	if s.Winner != 0 {
		need = append(need, right{discordgo.PermissionManageRoles, "roles"})
	}
	return need
}

// missing returns the names of the permissions that the bot lacks in the daily channel of a server.
func (b *Bot) missing(ctx context.Context, s quiz.Server) ([]string, error) {
	rights, guild, err := b.rightsIn(ctx, s.ID, s.Channel)
	if err != nil {
		return nil, err
	}
	need := rightsFor(s)
	if s.Role != 0 && !mentionable(guild, s.Role) {
		need = append(need, right{discordgo.PermissionMentionEveryone, "mention"})
	}
	var out []string
	for _, r := range need {
		if rights&r.bit == 0 {
			out = append(out, r.name)
		}
	}
	return out, nil
}

func mentionable(g *discordgo.Guild, role uint64) bool {
	for _, r := range g.Roles {
		if r.ID == strconv.FormatUint(role, 10) {
			return r.Mentionable
		}
	}
	return false
}

// rightsIn returns what the bot may do in a channel of a server.
func (b *Bot) rightsIn(ctx context.Context, server, channel uint64) (int64, *discordgo.Guild, error) {
	var me discordgo.User
	var guild discordgo.Guild
	var member discordgo.Member
	var place discordgo.Channel
	if err := b.client.get(ctx, "/users/@me", &me); err != nil {
		return 0, nil, err
	}
	for path, out := range map[string]any{
		fmt.Sprintf("/guilds/%d", server):                   &guild,
		fmt.Sprintf("/guilds/%d/members/%s", server, me.ID): &member,
		fmt.Sprintf("/channels/%d", channel):                &place,
	} {
		switch err := b.client.get(ctx, path, out); {
		case refused(err) && out == &place: // gone, or hidden from us: we may do nothing there
			return 0, &guild, nil
		case err != nil:
			return 0, nil, err
		}
	}
	return rightsOf(&guild, &member, place.PermissionOverwrites, me.ID), &guild, nil
}

// rightsOf computes a member's permissions in a channel as Discord documents it ("Permission
// Overwrites", Permissions): roles, then the overwrites of everyone, of roles, of the member.
func rightsOf(g *discordgo.Guild, m *discordgo.Member, over []*discordgo.PermissionOverwrite, user string) int64 {
	if g.OwnerID == user {
		return discordgo.PermissionAll
	}
	has := map[string]bool{g.ID: true}
	for _, id := range m.Roles {
		has[id] = true
	}
	var rights int64
	for _, r := range g.Roles {
		if has[r.ID] {
			rights |= r.Permissions
		}
	}
	if rights&discordgo.PermissionAdministrator != 0 {
		return discordgo.PermissionAll
	}
	for _, mine := range []func(*discordgo.PermissionOverwrite) bool{
		func(o *discordgo.PermissionOverwrite) bool { return o.ID == g.ID },
		func(o *discordgo.PermissionOverwrite) bool { return o.ID != g.ID && has[o.ID] },
		func(o *discordgo.PermissionOverwrite) bool { return o.ID == user },
	} {
		var allow, deny int64
		for _, o := range over {
			if mine(o) {
				allow, deny = allow|o.Allow, deny|o.Deny
			}
		}
		rights = rights&^deny | allow
	}
	return rights
}

// may reports whether the player has one of the permissions where the interaction came from.
func (r *request) may(rights int64) bool {
	return r.Member != nil && r.Member.Permissions&(rights|discordgo.PermissionAdministrator) != 0
}

// byAdmins keeps a route to those who may manage the server; what Discord hides is no check.
func byAdmins(next handler) handler {
	return byThose(discordgo.PermissionManageGuild, errNotAdmin, next)
}

func byThose(rights int64, otherwise error, next handler) handler {
	return func(ctx context.Context, r *request) (reply, error) {
		switch {
		case r.server == 0:
			return reply{}, errNoServer
		case !r.may(rights):
			return reply{}, otherwise
		default:
			return next(ctx, r)
		}
	}
}
