package quiz

// Player holds what a player has chosen for themselves, everywhere.
type Player struct {
	ID      uint64
	NoModel bool // no answer goes to a model: offline grades
	Share   bool // an answer may be shown, with its player, when a daily question closes
}

// Absence says why a player with points is on no board of a server; zero is none.
type Absence uint8

// The reasons, which can be there together.
const (
	Hidden Absence = 1 << iota // by their own wish
	Left                       // they left the server
)
