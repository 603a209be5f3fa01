// Package view turns quiz values into Discord messages. It is pure: equal values give equal
// messages, which the golden files hold. It also owns the codec of custom ids, in which
// buttons keep their state.
package view

import (
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/text"
	"drillbot/quiz"
	"drillbot/quiz/tex"
)

// Message is what is shown: at most 6,000 characters in all embeds together, 4,096 in a
// description and 5 rows of components (Discord's limits).
type Message struct {
	Content    string                       `json:"content"`
	Embeds     []*discordgo.MessageEmbed    `json:"embeds"`
	Components []discordgo.MessageComponent `json:"components"`
	Files      []File                       `json:"-"`
}

// File is a file that goes with a message.
type File struct {
	Name, Type string // the media type
	Alt        string // what it shows, for those who do not see it; at most 1,024 characters
	Data       []byte
}

// Form is a form to fill in, of at most five fields.
type Form struct {
	ID     string                       `json:"custom_id"`
	Title  string                       `json:"title"`
	Fields []discordgo.MessageComponent `json:"components"`
}

// Voice is who speaks to whom: the language and the bank that gives topics their names.
type Voice struct {
	*text.Strings
	Bank     *quiz.Bank
	Pictures Pictures // of formulas; nil leaves them in Unicode alone
}

// NewVoice returns the voice for language l.
func NewVoice(l quiz.Lang, b *quiz.Bank) Voice { return Voice{Strings: text.For(l), Bank: b} }

// say returns a text of a question, ready for Discord: formulas in Unicode, Markdown as it is. Of what
// a player of the server may have written, nothing becomes a link or a mention.
func (v Voice) say(t quiz.Text) string { return calm.Replace(tex.Unicode(t.In(v.Lang))) }

// calm are the beginnings of links, mentions and Discord's other signs in angle brackets, with what takes
// their meaning away.
var calm = strings.NewReplacer(
	"://", ":\u200b//", "](", "]\u200b(", "@everyone", "@\u200beveryone", "@here", "@\u200bhere",
	"<@", "<\u200b@", "<#", "<\u200b#", "</", "<\u200b/", "<:", "<\u200b:", "<a:", "<\u200ba:", "<t:", "<\u200bt:", "<id:", "<\u200bid:",
)

// topic returns a topic's title.
func (v Voice) topic(id string) string { return v.Bank.Topic(id).Title.In(v.Lang) }

// The colours of embeds: Discord's own palette.
const (
	blurple = 0x5865F2
	green   = 0x57F287
	yellow  = 0xFEE75C
	red     = 0xED4245
	grey    = 0x99AAB5
)

func colourOf(score int) int {
	switch {
	case score >= 75:
		return green
	case score >= 40:
		return yellow
	default:
		return red
	}
}

// cut shortens s to at most n characters, the last of them then an ellipsis.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	runes := []rune(s)
	return strings.TrimRight(string(runes[:max(0, n-1)]), " \n") + "…"
}

// markdown are the characters that Discord gives a meaning; a backslash takes it away.
var markdown = strings.NewReplacer(
	`\`, `\\`, "*", `\*`, "_", `\_`, "~", `\~`, "`", "\\`", "|", `\|`, ">", `\>`, "<", `\<`, "#", `\#`,
	"[", `\[`, "]", `\]`, "://", ":\u200b//", "@", "@\u200b",
)

// plain makes untrusted text safe to stand in a line: no markup, mention, link or break.
func plain(s string, n int) string {
	return markdown.Replace(cut(strings.Join(strings.Fields(s), " "), n))
}

// block shows untrusted text as it is, in a code block it cannot leave.
func block(s string, n int) string {
	return "```\n" + strings.ReplaceAll(cut(s, n), "`", "'") + "\n```"
}

func row(c ...discordgo.MessageComponent) discordgo.MessageComponent {
	return discordgo.ActionsRow{Components: c}
}

func button(style discordgo.ButtonStyle, label string, id ID) discordgo.Button {
	return discordgo.Button{Style: style, Label: cut(label, 80), CustomID: id.String()}
}

func field(id, label, placeholder string, style discordgo.TextInputStyle, longest int) discordgo.MessageComponent {
	return row(discordgo.TextInput{
		CustomID: id, Label: cut(label, 45), Placeholder: cut(placeholder, 100),
		Style: style, Required: true, MaxLength: longest,
	})
}

// lines joins what is not empty, a line each.
func lines(parts ...string) string { return joined("\n", parts) }

// spaced joins what is not empty, with middle dots.
func spaced(parts ...string) string { return joined(" · ", parts) }

func joined(by string, parts []string) string {
	kept := parts[:0:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, by)
}
