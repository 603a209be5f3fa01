package quiz

import (
	"strings"
	"unicode/utf8"
)

// MaxAnswer is the longest answer text accepted, in characters: what Discord's
// form field takes (text input value, 4,000).
const MaxAnswer = 4000

// Answer is what a player handed in.
type Answer struct {
	Text  string   // Open: the text; Numeric: the number as typed
	Parts []string // Choice: option ids; Cloze: one text a blank; Order: item ids in the player's order
}

// Empty reports whether the answer says nothing at all.
func (a Answer) Empty() bool {
	return strings.TrimSpace(a.Text+strings.Join(a.Parts, "")) == ""
}

// Length returns the answer's length in characters.
func (a Answer) Length() int {
	n := utf8.RuneCountInString(a.Text)
	for _, p := range a.Parts {
		n += utf8.RuneCountInString(p)
	}
	return n
}
