package rule

import (
	"fmt"
	"strings"

	"drillbot/bot/sandbox/wire"
)

// MaxContent is the longest text of a bot's message.
const MaxContent = 2000

// MaxFile is the largest file that may be attached without a boost.
const MaxFile = 10 << 20

// Message checks the body of a message at path ("" or "data"); flags are those
// the message will have.
func Message(path string, m *wire.MessageSend, flags int) Faults {
	var f Faults
	if m.Content != nil {
		f.length(join(path, "content"), *m.Content, 0, MaxContent)
	}
	v2 := flags&wire.FlagComponentsV2 != 0
	if v2 {
		f.legacyFields(path, m)
	}
	if m.Embeds != nil {
		f = append(f, Embeds(join(path, "embeds"), *m.Embeds)...)
	}
	if m.Components != nil {
		f = append(f, Components(join(path, "components"), *m.Components, v2)...)
	}
	f.attachments(join(path, "attachments"), m.Attachments)
	f.mentions(join(path, "allowed_mentions"), m.AllowedMentions)
	return f
}

// legacyFields checks that a components-v2 message has nothing but components.
func (f *Faults) legacyFields(path string, m *wire.MessageSend) {
	used := map[string]bool{
		"content":  m.Content != nil && *m.Content != "",
		"embeds":   m.Embeds != nil && len(*m.Embeds) > 0,
		"poll":     len(m.Poll) > 0 && string(m.Poll) != "null",
		"stickers": len(m.StickerIDs) > 0,
	}
	for _, field := range []string{"content", "embeds", "poll", "stickers"} {
		if used[field] {
			f.Add(join(path, field), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
				fmt.Sprintf("The '%s' field cannot be used when using MessageFlags.IS_COMPONENTS_V2", field))
		}
	}
}

func (f *Faults) attachments(path string, list *[]wire.Attachment) {
	if list == nil {
		return
	}
	if len(*list) > 10 {
		f.count(path, len(*list), 0, 10)
	}
	for i, a := range *list {
		f.length(join(path, i, "description"), a.Description, 0, 1024)
		f.length(join(path, i, "filename"), a.Filename, 0, 1024)
	}
}

func (f *Faults) mentions(path string, m *wire.AllowedMentions) {
	if m == nil {
		return
	}
	f.length100(join(path, "users"), len(m.Users))
	f.length100(join(path, "roles"), len(m.Roles))
	for _, word := range m.Parse {
		if word == "users" && len(m.Users) > 0 || word == "roles" && len(m.Roles) > 0 {
			f.Add(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", fmt.Sprintf("parse:[%q] and %s: [ids...] are mutually exclusive.", word, word))
		}
	}
}

func (f *Faults) length100(path string, n int) {
	if n > 100 {
		f.count(path, n, 0, 100)
	}
}

// Empty reports whether a message would show nothing at all; files is the
// number of files it keeps or brings.
func Empty(m *wire.MessageSend, files int) bool {
	if m.Content != nil && strings.TrimSpace(*m.Content) != "" {
		return false
	}
	if m.Embeds != nil && len(*m.Embeds) > 0 || m.Components != nil && len(*m.Components) > 0 {
		return false
	}
	poll := len(m.Poll) > 0 && string(m.Poll) != "null"
	return files == 0 && len(m.StickerIDs) == 0 && !poll
}

// Choices checks the answer to an autocomplete.
func Choices(list []wire.Choice) Faults {
	var f Faults
	if len(list) > 25 {
		f.count("data.choices", len(list), 0, 25)
	}
	for i, c := range list {
		f.length(join("data.choices", i, "name"), c.Name, 1, 100)
		f.length(join("data.choices", i, "value"), c.Text(), 1, 100)
	}
	return f
}
