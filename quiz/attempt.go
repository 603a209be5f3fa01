package quiz

import "time"

// State is how far an attempt has come.
type State uint8

// The states of an attempt, in the order it passes them.
const (
	Pending   State = iota // stored, not graded yet
	Graded                 // graded and settled, the player not told yet
	Delivered              // the player was told
)

// Somebody is the Judge of a ruling whose human had their data deleted.
const Somebody = 1

// Attempt is one answer of a player, from the moment it was accepted.
type Attempt struct {
	ID       uint64    // unique and ordered by time: the id of the interaction that brought it
	At       time.Time // when it was accepted
	Day      Date      // the date of At in the server's zone
	Server   uint64    // 0 in direct messages
	Player   uint64
	Question string
	Version  string // of the question when it was asked
	Topic    string
	Seed     uint32 // the numbers and the order it was asked with: Ask.Seed
	Lang     Lang
	Answer   Answer
	Daily    Date // of the daily question that it is an entry of; 0 for none
	Practice bool // a daily question of the past: for review, never for the boards
	GaveUp   bool // "I don't know": the reference was shown instead of an answer
	Counts   bool // for the boards; decided when accepted
	State    State
	Grade    *Grade // nil while Pending
	Judge    uint64 // the human whose ruling Grade is; 0 while it is a grader's
	Machine  *Grade // what the grader had said before Judge; nil without one
	Points   int    // won for the boards
	Streak   int    // days, after this answer
	Freezes  int    // of the streak, after this answer
	Reply    []byte // how to reach the player, the caller's own form; kept until Delivered
}
