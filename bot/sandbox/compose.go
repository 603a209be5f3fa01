package sandbox

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"drillbot/bot/sandbox/rule"
	"drillbot/bot/sandbox/wire"
)

// answerMessage makes a new message that answers an interaction; path says
// where the message is in the body, for faults.
func (c *call) answerMessage(it *interaction, send *wire.MessageSend, path string) (*message, error) {
	m := c.blankAnswer(it)
	if err := c.fillMessage(m, send, path); err != nil {
		return nil, err
	}
	c.own(m, it)
	c.post1(m, it)
	return m, nil
}

// blankAnswer is an empty message from the bot in the interaction's channel.
func (c *call) blankAnswer(it *interaction) *message {
	m := c.blank(c.channels[it.ChannelID], c.app.ID)
	meta := c.meta(it)
	m.Metadata, m.WebhookID, m.ApplicationID = &meta, c.app.ID, c.app.ID
	if it.Type == wire.InteractionCommand {
		m.Type = wire.MessageSlashCommand
		if it.Kind != wire.CommandSlash {
			m.Type = wire.MessageContextMenu
		}
		m.Interaction = &wire.MessageInteraction{ID: it.ID, Type: it.Type, Name: it.Command, User: *c.users[it.PlayerID]}
	}
	if source := c.messages[it.SourceID]; source != nil && it.Type != wire.InteractionCommand {
		m.Type = wire.MessageReply
		m.MessageReference = &wire.MessageReference{MessageID: source.ID, ChannelID: source.ChannelID, GuildID: source.GuildID}
	}
	return m
}

// own makes an ephemeral answer visible to its player only.
func (c *call) own(m *message, it *interaction) {
	if m.Ephemeral() {
		m.Owner = it.PlayerID
	}
}

// blank is an empty message of an author in a channel.
func (sb *Sandbox) blank(ch *channel, author string) *message {
	m := &message{}
	m.Message = wire.Message{
		ID: sb.nextID(), ChannelID: ch.ID, GuildID: ch.GuildID, Author: *sb.users[author], Timestamp: stamp(sb.now()),
		Mentions: []wire.User{}, MentionRoles: []string{}, Attachments: []wire.Attachment{},
		Embeds: []wire.Embed{}, Components: []wire.Component{},
	}
	return m
}

// post1 files a new answer and announces it.
func (c *call) post1(m *message, it *interaction) { c.publish(m, it.PlayerID, it.Nonce) }

// publish files a new message and announces it; nonce goes to its sender.
func (sb *Sandbox) publish(m *message, sender string, nonce json.RawMessage) {
	ch := sb.channels[m.ChannelID]
	sb.messages[m.ID] = m
	ch.order = append(ch.order, m.ID)
	if m.Owner == "" {
		last := m.ID
		ch.LastMessageID = &last
		sb.countInThread(ch)
		sb.put(kindChannel, ch.ID, ch)
	}
	sb.put(kindMessage, m.ID, m)
	sb.tellMessage("MESSAGE_CREATE", m, sender, nonce)
}

func (sb *Sandbox) countInThread(ch *channel) {
	for _, n := range []*int{ch.MessageCount, ch.TotalMessageSent} {
		if n != nil {
			*n++
		}
	}
}

// sendableFlags are the message flags a bot may set on a new message.
const sendableFlags = wire.FlagSuppressEmbeds | wire.FlagEphemeral | wire.FlagSilent | wire.FlagVoice | wire.FlagComponentsV2

// fillMessage checks a new message's body and takes it over.
func (c *call) fillMessage(m *message, send *wire.MessageSend, path string) error {
	if send.Flags != nil {
		m.Flags |= *send.Flags & sendableFlags
	}
	if err := errForm(rule.Message(path, send, m.Flags)); err != nil {
		return err
	}
	if rule.Empty(send, len(c.files)) {
		return errEmptyMessage()
	}
	if len(c.files) > 10 {
		return errField(strings.TrimPrefix(path+".attachments", "."), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
	}
	files, err := c.takeFiles(m, send.Attachments, nil)
	if err != nil {
		return err
	}
	c.write(m, send, files)
	return nil
}

// write puts the fields that are present into the message.
func (c *call) write(m *message, send *wire.MessageSend, files []wire.Attachment) {
	if send.Content != nil {
		m.Content = strings.TrimSpace(*send.Content)
		c.mention(m, send.AllowedMentions)
	}
	if send.Embeds != nil {
		m.Embeds = rich(*send.Embeds)
	}
	if send.Components != nil {
		m.Components = append([]wire.Component{}, *send.Components...)
		number(m.Components)
	}
	if len(send.Poll) > 0 && string(send.Poll) != "null" {
		m.Poll = send.Poll
	}
	m.TTS = send.TTS
	placeFiles(m, files)
}

func rich(in []wire.Embed) []wire.Embed {
	out := append([]wire.Embed{}, in...)
	for i := range out {
		out[i].Type = "rich"
		out[i].Title = strings.TrimSpace(out[i].Title)
		out[i].Description = strings.TrimSpace(out[i].Description)
	}
	return out
}

// mentionPattern finds users and roles in a text.
const mentionPattern = `<@(&|!?)(\d{15,20})>`

// mention notes who the text pings, as far as allowed. Names shown by a
// message without allowed_mentions ping all.
func (c *call) mention(m *message, allowed *wire.AllowedMentions) {
	m.Mentions, m.MentionRoles, m.MentionEveryone = []wire.User{}, []string{}, false
	for _, hit := range regexp.MustCompile(mentionPattern).FindAllStringSubmatch(m.Content, -1) {
		switch {
		case hit[1] == "&" && pings(allowed, "roles", hit[2]) && c.mayPing(m, hit[2]):
			m.MentionRoles = append(m.MentionRoles, hit[2])
		case hit[1] != "&" && c.users[hit[2]] != nil:
			m.Mentions = append(m.Mentions, *c.users[hit[2]])
		}
	}
	loud := strings.Contains(m.Content, "@everyone") || strings.Contains(m.Content, "@here")
	m.MentionEveryone = loud && pings(allowed, "everyone", "")
}

// mayPing reports whether the author may ping a role: a mentionable one, or any with the right to.
func (c *call) mayPing(m *message, role string) bool {
	ch := c.channels[m.ChannelID]
	g := c.guildOf(ch)
	if g == nil {
		return false
	}
	i := slices.IndexFunc(g.Roles, func(r wire.Role) bool { return r.ID == role })
	return i >= 0 && (g.Roles[i].Mentionable || c.can(g, ch, m.Author.ID, permMention))
}

func pings(allowed *wire.AllowedMentions, kind, id string) bool {
	if allowed == nil || slices.Contains(allowed.Parse, kind) {
		return true
	}
	return kind == "roles" && slices.Contains(allowed.Roles, id)
}

// applyEdit changes a message of the bot as the body says and announces it.
// What is absent stays; an edit of a "thinking" answer completes it.
func (c *call) applyEdit(m *message, send *wire.MessageSend, path string) error {
	flags := m.Flags
	if send.Flags != nil {
		flags = flags&^wire.FlagSuppressEmbeds | *send.Flags&(wire.FlagSuppressEmbeds|wire.FlagComponentsV2)
	}
	if err := c.checkEdit(m, send, flags, path); err != nil {
		return err
	}
	files, err := c.takeFiles(m, send.Attachments, append(slices.Clone(m.Attachments), m.Hidden...))
	if err != nil {
		return err
	}
	wasLoading := m.Loading()
	m.Flags = flags &^ wire.FlagLoading
	c.write(m, send, files)
	if !wasLoading {
		now := stamp(c.now())
		m.EditedTimestamp = &now
	}
	c.put(kindMessage, m.ID, m)
	c.tellMessage("MESSAGE_UPDATE", m, "", nil)
	return nil
}

// checkEdit checks the body, and that something would be left of the message.
func (c *call) checkEdit(m *message, send *wire.MessageSend, flags int, path string) error {
	if flags&wire.FlagComponentsV2 != 0 && m.Flags&wire.FlagComponentsV2 == 0 && !m.Loading() {
		if m.Content != "" && send.Content == nil || len(m.Embeds) > 0 && send.Embeds == nil {
			return errField("flags", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "Content and embeds must be removed first.")
		}
	}
	if err := errForm(rule.Message(path, send, flags)); err != nil {
		return err
	}
	if rule.Empty(c.merged(m, send), c.filesLeft(m, send)) {
		return errEmptyMessage()
	}
	return nil
}

// merged is the message as it would be after the edit.
func (c *call) merged(m *message, send *wire.MessageSend) *wire.MessageSend {
	out := *send
	if out.Content == nil {
		out.Content = &m.Content
	}
	if out.Embeds == nil {
		out.Embeds = &m.Embeds
	}
	if out.Components == nil {
		out.Components = &m.Components
	}
	return &out
}

func (c *call) filesLeft(m *message, send *wire.MessageSend) int {
	if send.Attachments == nil {
		return len(m.Attachments) + len(m.Hidden) + len(c.files)
	}
	return len(*send.Attachments) + len(c.files)
}
