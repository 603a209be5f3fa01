package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"

	"drillbot/bot/sandbox/rule"
	"drillbot/bot/sandbox/wire"
)

// resolver looks up the objects behind the ids that a player gave, as they
// appear in an interaction's resolved data.
type resolver struct {
	*call
	ch      *channel
	uploads []wire.Attachment
	partial bool
	out     wire.Resolved
	any     bool
}

func (r *resolver) result() *wire.Resolved {
	if !r.any {
		return nil
	}
	return &r.out
}

func id(raw json.RawMessage) string {
	var t wire.Text
	_ = json.Unmarshal(raw, &t)
	return string(t)
}

func enter[V any](r *resolver, m *map[string]V, id string, v V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[id] = v
	r.any = true
}

func noSuch(path, what string) error {
	return errField(path, "APPLICATION_COMMAND_OPTION_UNRESOLVED", "Unknown "+what)
}

func (r *resolver) user(path string, _ *wire.Option, raw json.RawMessage) error {
	u := r.users[id(raw)]
	if u == nil {
		return noSuch(path, "user")
	}
	enter(r, &r.out.Users, u.ID, *u)
	if g := r.guildOf(r.ch); g != nil && g.Members[u.ID] != nil {
		m := g.Members[u.ID]
		enter(r, &r.out.Members, u.ID, wire.ResolvedMember{
			Nick: m.Nick, Roles: m.Roles, JoinedAt: m.JoinedAt, Permissions: formatBits(r.rights(g, r.ch, u.ID)),
		})
	}
	return nil
}

func (r *resolver) channel(path string, o *wire.Option, raw json.RawMessage) error {
	ch := r.channels[id(raw)]
	if ch == nil || !r.reads(ch, r.player.ID) {
		return noSuch(path, "channel")
	}
	if len(o.ChannelTypes) > 0 && !slices.Contains(o.ChannelTypes, ch.Type) {
		return errField(path, "BASE_TYPE_CHOICES", "The channel is of a type that is not allowed.")
	}
	enter(r, &r.out.Channels, ch.ID, r.Sandbox.partial(ch, r.player.ID))
	return nil
}

func (r *resolver) role(path string, _ *wire.Option, raw json.RawMessage) error {
	g := r.guildOf(r.ch)
	if g != nil {
		for _, role := range g.Roles {
			if role.ID == id(raw) {
				enter(r, &r.out.Roles, role.ID, role)
				return nil
			}
		}
	}
	return noSuch(path, "role")
}

func (r *resolver) mentionable(path string, o *wire.Option, raw json.RawMessage) error {
	if r.users[id(raw)] != nil {
		return r.user(path, o, raw)
	}
	return r.role(path, o, raw)
}

func (r *resolver) attachment(path string, _ *wire.Option, raw json.RawMessage) error {
	at, err := r.keepUpload(id(raw))
	if err != nil {
		return noSuch(path, "attachment")
	}
	enter(r, &r.out.Attachments, id(raw), at)
	return nil
}

// keepUpload stores the file that came with the request under that number.
func (r *resolver) keepUpload(n string) (wire.Attachment, error) {
	up, ok := r.file(n)
	if !ok {
		return wire.Attachment{}, errUnknownMessage()
	}
	at, err := r.keepFile(r.ch.ID, up)
	at.ID, at.Ephemeral = n, true
	return at, err
}

// target resolves what a context-menu command was used on.
func (r *resolver) target(kind int, target string) error {
	if kind == wire.CommandUser {
		raw, _ := json.Marshal(target)
		return r.user("data.target_id", nil, raw)
	}
	m := r.messages[target]
	if m == nil || m.ChannelID != r.ch.ID || !r.see(m, r.player.ID) {
		return errUnknownMessage()
	}
	shown := m.Message
	shown.GuildID = ""
	enter(r, &r.out.Messages, m.ID, shown)
	return nil
}

// picked is what a player chose in a select.
type picked struct {
	values   []string
	resolved *wire.Resolved
}

// pick checks the values a player chose and resolves their objects.
func (c *call) pick(path string, comp *wire.Component, values *[]string, ch *channel) (picked, error) {
	given := []string{}
	if values != nil {
		given = *values
	}
	low, high := rule.SelectRange(comp)
	if len(given) < low || len(given) > high {
		return picked{}, errField(path, "BASE_TYPE_BAD_LENGTH", fmt.Sprintf("Must be between %d and %d in length.", low, high))
	}
	r := &resolver{call: c, ch: ch}
	for i, value := range given {
		if slices.Contains(given[:i], value) {
			return picked{}, errField(path, "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")
		}
		if err := r.selected(fmt.Sprintf("%s.%d", path, i), comp, value); err != nil {
			return picked{}, err
		}
	}
	return picked{given, r.result()}, nil
}

func (r *resolver) selected(path string, comp *wire.Component, value string) error {
	raw, _ := json.Marshal(value)
	o := &wire.Option{ChannelTypes: comp.ChannelTypes}
	switch comp.Type {
	case wire.UserSelect:
		return r.user(path, o, raw)
	case wire.RoleSelect:
		return r.role(path, o, raw)
	case wire.MentionableSelect:
		return r.mentionable(path, o, raw)
	case wire.ChannelSelect:
		return r.channel(path, o, raw)
	}
	if !slices.ContainsFunc(comp.Options, func(s wire.SelectOption) bool { return s.Value == value }) {
		return errField(path, "BASE_TYPE_CHOICES", "Value must be one of the options.")
	}
	return nil
}
