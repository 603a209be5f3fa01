package quiz

import "time"

// Server holds the settings of one server. A zero field is its default.
type Server struct {
	ID   uint64
	Lang Lang   // "" for that of the server's own locale
	Zone string // IANA name, e.g. "Asia/Shanghai"; "" for the program's default

	Channel uint64   // where the daily question is posted; 0 for no daily question
	Minute  int      // of the local day at which it is posted, 0..1439
	Role    uint64   // pinged with it; 0 for nobody
	Thread  bool     // a thread to discuss it opens when it closes
	Topics  []string // it is chosen from; none for all
	Levels  []int    // difficulties it is chosen from; none for all
	Since   Date     // the first day that has one: the bot makes up for no earlier one
	Swap    string   // the question that admins want on SwapDay, "" for none
	SwapDay Date

	NoModel   bool      // open answers are graded offline only
	Budget    int64     // most that grading may cost a day, in millionths of a US dollar; 0 for the program's default
	Private   bool      // a board is shown to nobody but who asked for it
	Results   bool      // the boards of a week and of a month are posted when it is over
	Winner    uint64    // role of who won the last week; 0 for none
	Holder    uint64    // the player who was given it; 0 for nobody
	Questions Questions // what is asked: the bank, the deck, or both
	Revision  uint64    // of the deck: whatever changes it sets another one; 0 for no deck
	Inbox     uint64    // channel or thread of the moderators; 0 for none
	Retention int       // days for which the texts of answers are kept; 0 for ever

	Gone time.Time // when the bot was removed; zero while it is there
}

// Change is an entry of a server's log: who changed what, when, and why.
type Change struct {
	ID     uint64 // of the interaction that brought it
	At     time.Time
	Server uint64
	By     uint64 // the admin; 0 once they had their data deleted
	What   string // the setting, or one of the Changed… words
	From   string // "" for the default
	To     string
	Player uint64 // ChangedPoints: whose
	Points int    // ChangedPoints: how many were given or, below zero, taken
	Day    Date   // ChangedPoints: on which day of the server's calendar
	Reason string
}

// The changes that are of no setting.
const (
	ChangedPoints = "points" // an admin corrected a player's points
	ChangedSwap   = "swap"   // another question for tomorrow
	ChangedDeck   = "deck"   // a question of the deck, which Reason names
)
