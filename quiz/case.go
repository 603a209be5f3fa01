package quiz

import "time"

// CaseKind says what a Case is about.
type CaseKind uint8

// The kinds of cases.
const (
	Problem CaseKind = iota + 1 // something is wrong with a question
	Dispute                     // a player thinks a grade wrong
)

// CaseState is what has become of a case.
type CaseState uint8

// The states of a case.
const (
	Undecided CaseState = iota
	Accepted            // the player was right
	Declined
)

// Case is a player's word that something is wrong with a question or a grade, and what
// moderators decided.
type Case struct {
	ID       uint64 // of the interaction that brought it
	Kind     CaseKind
	At       time.Time
	Server   uint64 // 0 in direct messages: nobody but the operator reads those
	Player   uint64
	Lang     Lang // to tell the player in
	Question string
	Attempt  uint64 // 0 when about the question alone
	Text     string // untrusted
	Channel  uint64 // of the message in the inbox; 0 for none
	Message  uint64
	State    CaseState
	By       uint64 // the moderator who decided
	Decided  time.Time
	Note     string // what the moderator has to say; untrusted
}
