package sandbox

import (
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"drillbot/bot/sandbox/rule"
	"drillbot/bot/sandbox/wire"
)

// viewChannel is a channel as an account gets it: a DM shows the other side.
func (sb *Sandbox) viewChannel(ch *channel, viewer string) wire.Channel {
	out := ch.Channel
	if !ch.IsDM() {
		if out.PermissionOverwrites == nil && !ch.IsThread() {
			out.PermissionOverwrites = []wire.Overwrite{}
		}
		return out
	}
	out.Recipients = []wire.User{}
	for _, id := range ch.People {
		if id != viewer && sb.users[id] != nil {
			out.Recipients = append(out.Recipients, *sb.users[id])
		}
	}
	return out
}

func (c *call) getChannel() (any, error) {
	ch, err := c.place()
	if err != nil {
		return nil, err
	}
	return c.viewChannel(ch, c.caller()), nil
}

// channelForm is the body that makes or edits a channel or a thread.
type channelForm struct {
	Name                *string           `json:"name"`
	Type                int               `json:"type"`
	Topic               *string           `json:"topic"`
	ParentID            *string           `json:"parent_id"`
	Position            *int              `json:"position"`
	Archived            *bool             `json:"archived"`
	Locked              *bool             `json:"locked"`
	AutoArchiveDuration int               `json:"auto_archive_duration"`
	RateLimitPerUser    *int              `json:"rate_limit_per_user"`
	Overwrites          []wire.Overwrite  `json:"permission_overwrites"`
	Message             *wire.MessageSend `json:"message"`
}

func (f *channelForm) check(need bool) error {
	var faults rule.Faults
	if f.Name != nil || need {
		n := 0
		if f.Name != nil {
			n = utf8.RuneCountInString(strings.TrimSpace(*f.Name))
		}
		if n < 1 || n > 100 {
			faults.Add("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
		}
	}
	if d := f.AutoArchiveDuration; d != 0 && !slices.Contains([]int{60, 1440, 4320, 10080}, d) {
		faults.Add("auto_archive_duration", "BASE_TYPE_CHOICES", "Value must be one of (60, 1440, 4320, 10080).")
	}
	if s := f.RateLimitPerUser; s != nil && (*s < 0 || *s > 21600) {
		faults.Add("rate_limit_per_user", "NUMBER_TYPE_RANGE", "int value should be between 0 and 21600.")
	}
	return errForm(faults)
}

// editChannel answers PATCH /channels/{id}, threads included.
func (c *call) editChannel() (any, error) {
	ch, err := c.place()
	if err != nil {
		return nil, err
	}
	var f channelForm
	if err := c.decode(&f); err != nil {
		return nil, err
	}
	if err := f.check(false); err != nil {
		return nil, err
	}
	g := c.guildOf(ch)
	if g == nil || !c.can(g, ch, c.app.ID, permManageChannels) && ch.OwnerID != c.app.ID {
		return nil, errMissingPermissions()
	}
	f.apply(ch)
	c.put(kindChannel, ch.ID, ch)
	c.tellChannel("UPDATE", ch)
	return c.viewChannel(ch, c.app.ID), nil
}

func (f *channelForm) apply(ch *channel) {
	if f.Name != nil {
		ch.Name = f.Name
	}
	if f.Topic != nil {
		ch.Topic = f.Topic
	}
	if f.RateLimitPerUser != nil {
		ch.RateLimitPerUser = *f.RateLimitPerUser
	}
	if t := ch.ThreadMetadata; t != nil {
		if f.Archived != nil {
			t.Archived = *f.Archived
		}
		if f.Locked != nil {
			t.Locked = *f.Locked
		}
		if f.AutoArchiveDuration != 0 {
			t.AutoArchiveDuration = f.AutoArchiveDuration
		}
	}
}

// tellChannel announces that a channel was made, changed or deleted.
func (sb *Sandbox) tellChannel(what string, ch *channel) {
	kind := "CHANNEL_" + what
	if ch.IsThread() {
		kind = "THREAD_" + what
	}
	if sb.reads(ch, sb.app.ID) {
		sb.toBot(kind, intentGuilds, sb.viewChannel(ch, sb.app.ID))
	}
	for _, id := range sb.readers(ch) {
		sb.toPlayer(id, kind, sb.viewChannel(ch, id))
	}
}

// deleteChannel answers DELETE /channels/{id}; a DM is only closed.
func (c *call) deleteChannel() (any, error) {
	ch, err := c.place()
	if err != nil {
		return nil, err
	}
	g := c.guildOf(ch)
	if g == nil {
		return c.viewChannel(ch, c.caller()), nil
	}
	if !c.can(g, ch, c.caller(), permManageChannels) {
		return nil, errMissingPermissions()
	}
	c.tellChannel("DELETE", ch)
	c.removeChannel(g, ch)
	return c.viewChannel(ch, c.caller()), nil
}

func (sb *Sandbox) removeChannel(g *guild, ch *channel) {
	for _, id := range ch.order {
		delete(sb.messages, id)
		sb.removed(kindMessage, id)
	}
	delete(sb.channels, ch.ID)
	g.channels = slices.DeleteFunc(g.channels, func(id string) bool { return id == ch.ID })
	sb.removed(kindChannel, ch.ID)
}

// createChannel answers POST /guilds/{id}/channels.
func (c *call) createChannel() (any, error) {
	g, err := c.inGuild()
	if err != nil {
		return nil, err
	}
	var f channelForm
	if err := c.decode(&f); err != nil {
		return nil, err
	}
	if err := f.check(true); err != nil {
		return nil, err
	}
	if c.rights(g, nil, c.app.ID)&permManageChannels == 0 {
		return nil, errMissingPermissions()
	}
	ch := &channel{Channel: wire.Channel{
		ID: c.nextID(), Type: f.Type, GuildID: g.ID, Name: f.Name, Topic: f.Topic, ParentID: f.ParentID,
		Position: len(g.channels), PermissionOverwrites: f.Overwrites,
	}}
	c.adopt(ch)
	c.put(kindChannel, ch.ID, ch)
	c.tellChannel("CREATE", ch)
	return reply{http.StatusCreated, c.viewChannel(ch, c.app.ID)}, nil
}

// threadFromMessage answers POST …/messages/{id}/threads.
func (c *call) threadFromMessage() (any, error) {
	ch, m, err := c.letter()
	if err != nil {
		return nil, err
	}
	if c.channels[m.ID] != nil {
		return nil, fail(http.StatusBadRequest, 160004, "A thread has already been created for this message")
	}
	th, err := c.newThread(ch, m.ID, wire.ChannelPublicThread)
	if err != nil {
		return nil, err
	}
	m.Flags |= wire.FlagHasThread
	c.put(kindMessage, m.ID, m)
	c.tellMessage("MESSAGE_UPDATE", m, "", nil)
	starter := c.blank(th, m.Author.ID)
	starter.Type = wire.MessageThreadStarter
	starter.MessageReference = &wire.MessageReference{MessageID: m.ID, ChannelID: ch.ID, GuildID: ch.GuildID}
	c.publish(starter, "", nil)
	zero := 0
	th.MessageCount, th.TotalMessageSent = &zero, new(int)
	return reply{http.StatusCreated, c.viewChannel(th, c.caller())}, nil
}

// startThread answers POST /channels/{id}/threads: a thread without a message.
func (c *call) startThread() (any, error) {
	ch, err := c.place()
	if err != nil {
		return nil, err
	}
	var f channelForm
	if err := c.decode(&f); err != nil {
		return nil, err
	}
	kind := wire.ChannelPrivateThread
	if f.Type == wire.ChannelPublicThread || ch.Type == wire.ChannelForum {
		kind = wire.ChannelPublicThread
	}
	th, err := c.newThread(ch, c.nextID(), kind)
	if err != nil {
		return nil, err
	}
	if f.Message != nil {
		m := c.blank(th, c.caller())
		if err := c.fillMessage(m, f.Message, "message"); err != nil {
			return nil, err
		}
		c.publish(m, c.caller(), nil)
	}
	return reply{http.StatusCreated, c.viewChannel(th, c.caller())}, nil
}

func (c *call) newThread(ch *channel, id string, kind int) (*channel, error) {
	var f channelForm
	if err := c.decode(&f); err != nil {
		return nil, err
	}
	if err := f.check(true); err != nil {
		return nil, err
	}
	g := c.guildOf(ch)
	if g == nil || ch.IsThread() {
		return nil, fail(http.StatusBadRequest, 50024, "Cannot execute action on this channel type")
	}
	if !c.can(g, ch, c.caller(), permThreads) {
		return nil, errMissingPermissions()
	}
	th := c.threadChannel(ch, id, kind, &f)
	c.adopt(th)
	c.put(kindChannel, th.ID, th)
	c.tellChannel("CREATE", th)
	return th, nil
}

func (c *call) threadChannel(ch *channel, id string, kind int, f *channelForm) *channel {
	now := stamp(c.now())
	parent, one, days := ch.ID, 1, f.AutoArchiveDuration
	if days == 0 {
		days = int((24 * time.Hour).Minutes())
	}
	return &channel{
		Channel: wire.Channel{
			ID: id, Type: kind, GuildID: ch.GuildID, Name: f.Name, ParentID: &parent, OwnerID: c.caller(),
			MessageCount: new(int), MemberCount: &one, TotalMessageSent: new(int),
			ThreadMetadata: &wire.ThreadMetadata{AutoArchiveDuration: days, ArchiveTimestamp: now, CreateTimestamp: now},
		},
		People: []string{c.caller()},
	}
}

// joinThread answers PUT …/thread-members/@me; in the sandbox whoever sees the
// parent is in.
func (c *call) joinThread() (any, error) {
	_, err := c.place()
	return nil, err
}
