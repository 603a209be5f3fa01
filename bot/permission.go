package bot

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/view"
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

// rightsForInbox are the permissions that cases take in the moderators' channel, or in a thread.
func rightsForInbox(thread bool) []right {
	send := right{discordgo.PermissionSendMessages, "send"}
	if thread {
		send = right{discordgo.PermissionSendMessagesInThreads, "thread-send"}
	}
	return []right{{discordgo.PermissionViewChannel, "view"}, send, {discordgo.PermissionEmbedLinks, "embed"}}
}

// missing returns what the bot lacks in the channels that a server has set, the daily one first.
func (b *Bot) missing(ctx context.Context, s quiz.Server) ([]view.Lack, error) {
	m, err := b.membership(ctx, s.ID)
	if err != nil {
		return nil, err
	}
	var out []view.Lack
	for _, channel := range slices.Compact([]uint64{s.Channel, s.Inbox}) { // an inbox takes no more than the daily question
		if channel == 0 {
			continue
		}
		rights, thread, err := b.rightsIn(ctx, m, channel)
		if err != nil {
			return nil, err
		}
		if daily := channel == s.Channel; daily {
			out = append(out, view.Lack{Channel: channel, Rights: namesOf(m.rightsFor(s), rights)})
		} else {
			out = append(out, view.Lack{Channel: channel, Rights: namesOf(rightsForInbox(thread), rights), Inbox: true})
		}
	}
	return slices.DeleteFunc(out, func(l view.Lack) bool { return len(l.Rights) == 0 }), nil
}

// namesOf returns the names of the rights that are needed and not there.
func namesOf(need []right, there int64) (out []string) {
	for _, r := range need {
		if there&r.bit == 0 {
			out = append(out, r.name)
		}
	}
	return out
}

// rightsFor are the permissions that a server's settings take in its daily channel, which depend on its roles, too.
func (m membership) rightsFor(s quiz.Server) []right {
	need := rightsFor(s)
	if s.Role != 0 && !mentionable(&m.guild, s.Role) {
		need = append(need, right{discordgo.PermissionMentionEveryone, "mention"})
	}
	return need
}

func mentionable(g *discordgo.Guild, role uint64) bool {
	for _, r := range g.Roles {
		if r.ID == strconv.FormatUint(role, 10) {
			return r.Mentionable
		}
	}
	return false
}

// membership is what the bot is in a server.
type membership struct {
	me     discordgo.User
	guild  discordgo.Guild
	member discordgo.Member
}

func (b *Bot) membership(ctx context.Context, server uint64) (m membership, err error) {
	if err = b.client.get(ctx, "/users/@me", &m.me); err == nil {
		err = b.client.get(ctx, fmt.Sprintf("/guilds/%d", server), &m.guild)
	}
	if err == nil {
		err = b.client.get(ctx, fmt.Sprintf("/guilds/%d/members/%s", server, m.me.ID), &m.member)
	}
	return m, err
}

// rightsIn returns what the bot may do in a channel, and whether that is a thread, which has its parent's overwrites.
func (b *Bot) rightsIn(ctx context.Context, m membership, channel uint64) (rights int64, thread bool, err error) {
	var place discordgo.Channel
	err = b.client.get(ctx, fmt.Sprintf("/channels/%d", channel), &place)
	if thread = place.IsThread(); err == nil && thread {
		err = b.client.get(ctx, "/channels/"+place.ParentID, &place)
	}
	switch {
	case refused(err): // gone, or hidden from us: we may do nothing there
		return 0, thread, nil
	case err != nil:
		return 0, thread, err
	}
	return rightsOf(&m.guild, &m.member, place.PermissionOverwrites, m.me.ID), thread, nil
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
