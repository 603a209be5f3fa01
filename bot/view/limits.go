package view

import (
	"fmt"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
)

// Discord's limits, in characters (documentation, "Embed limits" and "Component reference").
const (
	maxDescription = 4096 // of an embed
	maxFieldName   = 256
	maxField       = 1024
	maxEmbeds      = 6000 // all embeds of a message
	maxCustomID    = 100
	maxButton      = 80
	maxFormTitle   = 45
)

// Over says in which ways Discord would refuse the message; nothing when it fits.
func (m Message) Over() []string {
	var out []string
	total := 0
	for _, e := range m.Embeds {
		n := utf8.RuneCountInString(e.Description)
		total += n + utf8.RuneCountInString(e.Title)
		if e.Footer != nil {
			total += utf8.RuneCountInString(e.Footer.Text)
		}
		for _, f := range e.Fields {
			name, value := utf8.RuneCountInString(f.Name), utf8.RuneCountInString(f.Value)
			total += name + value
			if name == 0 || name > maxFieldName || value == 0 || value > maxField {
				out = append(out, fmt.Sprintf("a field of %d and %d characters, not 1 to %d and %d", name, value, maxFieldName, maxField))
			}
		}
		if n == 0 || n > maxDescription {
			out = append(out, fmt.Sprintf("an embed of %d characters, not 1 to %d", n, maxDescription))
		}
	}
	if total > maxEmbeds {
		out = append(out, fmt.Sprintf("embeds of %d characters, not at most %d", total, maxEmbeds))
	}
	for _, row := range m.Components {
		out = append(out, overButtons(row)...)
	}
	return out
}

func overButtons(row discordgo.MessageComponent) []string {
	var out []string
	actions, _ := row.(discordgo.ActionsRow)
	for _, c := range actions.Components {
		b, ok := c.(discordgo.Button)
		if ok && (len(b.CustomID) > maxCustomID || utf8.RuneCountInString(b.Label) > maxButton) {
			out = append(out, fmt.Sprintf("the button %q with an id of %d characters, not at most %d", b.Label, len(b.CustomID), maxCustomID))
		}
	}
	return out
}

// Over says in which ways Discord would refuse the form; nothing when it fits.
func (f Form) Over() []string {
	n := utf8.RuneCountInString(f.Title)
	if n <= maxFormTitle && len(f.ID) <= maxCustomID {
		return nil
	}
	return []string{fmt.Sprintf("a form with a title of %d characters and an id of %d, not at most %d and %d", n, len(f.ID), maxFormTitle, maxCustomID)}
}
