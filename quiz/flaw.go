package quiz

import (
	"fmt"
	"strings"
)

// Flaw is one thing that keeps a question out of a deck.
type Flaw struct {
	Where string // one of the Where… words
	N     int    // which of several, from 1; 0 for the only one
	What  string // one of the Flaw… words
}

// Where a flaw is.
const (
	WherePrompt        = "prompt"
	WhereReference     = "reference"
	WhereHint          = "hint"
	WherePoint         = "point"
	WhereMisconception = "misconception"
	WhereOption        = "option"
	WhereBlank         = "blank"
	WhereItem          = "item"
	WhereNumber        = "number"
	WhereType          = "type"
	WhereFile          = "file"
)

// What a flaw is.
const (
	FlawMissing = "missing"
	FlawLong    = "long"
	FlawMany    = "many"
	FlawFew     = "few"
	FlawWeights = "weights"
	FlawRight   = "right" // no option is right, or all are
	FlawPlace   = "place" // a blank stands nowhere in the prompt
	FlawBad     = "bad"
)

// Flaws is the error of a question that cannot be taken.
type Flaws []Flaw

// Error gives the flaws as where, number and what.
func (f Flaws) Error() string {
	var out []string
	for _, x := range f {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %d: %s", x.Where, x.N, x.What)))
	}
	return strings.Join(out, "; ")
}

// err is nil where there is no flaw.
func (f Flaws) err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}
