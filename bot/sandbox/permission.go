package sandbox

import (
	"slices"
	"strconv"

	"drillbot/bot/sandbox/wire"
)

// The permissions that the sandbox acts upon.
const (
	permAdmin          uint64 = 1 << 3
	permManageChannels uint64 = 1 << 4
	permManageGuild    uint64 = 1 << 5
	permReact          uint64 = 1 << 6
	permView           uint64 = 1 << 10
	permSend           uint64 = 1 << 11
	permManageMessages uint64 = 1 << 13
	permEmbed          uint64 = 1 << 14
	permAttach         uint64 = 1 << 15
	permHistory        uint64 = 1 << 16
	permMention        uint64 = 1 << 17
	permManageRoles    uint64 = 1 << 28
	permUseCommands    uint64 = 1 << 31
	permThreads        uint64 = 1 << 35
	permSendInThreads  uint64 = 1 << 38

	permAll     uint64 = 1<<53 - 1
	permMembers        = permReact | permView | permSend | permEmbed | permAttach | permHistory |
		permUseCommands | permThreads | permSendInThreads | 1<<20 | 1<<21 | 1<<18 | 1<<26
	permBotRole = permMembers
)

// rights returns what an account may do in a channel, or in the guild at
// large when ch is nil. It is 0 for strangers.
func (w *world) rights(g *guild, ch *channel, id string) uint64 {
	m, ok := g.Members[id]
	if !ok {
		return 0
	}
	if g.OwnerID == id {
		return permAll
	}
	bits := g.roleBits(m)
	if bits&permAdmin != 0 {
		return permAll
	}
	if ch == nil {
		return bits
	}
	return overwritten(bits, w.parent(ch).PermissionOverwrites, g.ID, m.Roles, id)
}

func (g *guild) roleBits(m *wire.Member) uint64 {
	var bits uint64
	for i := range g.Roles {
		r := &g.Roles[i]
		if r.ID == g.ID || slices.Contains(m.Roles, r.ID) {
			bits |= parseBits(r.Permissions)
		}
	}
	return bits
}

// overwritten applies a channel's overwrites in Discord's order: everyone,
// then all roles at once, then the member.
func overwritten(bits uint64, list []wire.Overwrite, everyone string, roles []string, id string) uint64 {
	groups := []func(wire.Overwrite) bool{
		func(o wire.Overwrite) bool { return o.ID == everyone },
		func(o wire.Overwrite) bool { return o.ID != everyone && slices.Contains(roles, o.ID) },
		func(o wire.Overwrite) bool { return o.Type == 1 && o.ID == id },
	}
	for _, in := range groups {
		var allow, deny uint64
		for _, o := range list {
			if in(o) {
				allow |= parseBits(o.Allow)
				deny |= parseBits(o.Deny)
			}
		}
		bits = bits&^deny | allow
	}
	return bits
}

// can reports whether an account has all the given rights in the channel.
func (w *world) can(g *guild, ch *channel, id string, bits uint64) bool {
	return w.rights(g, ch, id)&bits == bits
}

func parseBits(text string) uint64 {
	n, _ := strconv.ParseUint(text, 10, 64)
	return n
}

func formatBits(bits uint64) string { return strconv.FormatUint(bits, 10) }
