package quiz

import "time"

// PostKind says what a Post is.
type PostKind uint8

// The kinds of posts.
const (
	DailyPost PostKind = iota + 1 // the question of the day
	ClosePost                     // its answer and how it went; Day is that of the question
	WeekPost                      // the board of a week; Day is its Monday
	MonthPost                     // the board of a month; Day is its first
)

// PostState is how far a post has come.
type PostState uint8

// The states of a post.
const (
	Unclaimed PostState = iota // nobody has begun it
	Claimed                    // about to be sent, or sent and not confirmed
	Posted                     // confirmed with the message's id
	Failed                     // not sent, and tried again at Next where that is set
	Dropped                    // given up for the reason in Fault
)

// PostKey names a post: there is at most one of a kind for a day of a server's calendar.
type PostKey struct {
	Server uint64
	Kind   PostKind
	Day    Date
}

// Post is something that the bot says in a server by itself, once: it is claimed in the
// store before it is sent, sent with a nonce, and confirmed with the id of its message.
type Post struct {
	PostKey
	State    PostState
	Claimed  time.Time
	Nonce    string // of the claim: what Discord knows a repetition by
	Question string // DailyPost, ClosePost
	Version  string
	Seed     uint32
	Channel  uint64
	Message  uint64    // 0 until Posted
	Closes   time.Time // DailyPost: until when answers are entries
	Thread   uint64    // opened under it; 0 for none
	At       time.Time
	Tries    int
	Next     time.Time // when a Failed one is tried again; zero for never
	Fault    string    // why a try failed: one of the Fault… words
}

// The faults of a post, as they are kept and shown to admins.
const (
	FaultChannel    = "channel"    // the channel is gone, or cannot be seen
	FaultPermission = "permission" // the bot may not write there
	FaultServer     = "server"     // the bot is no longer in the server
	FaultDown       = "down"       // Discord failed
	FaultEmpty      = "empty"      // no question fits the settings
	FaultThread     = "thread"     // posted, but no thread could be opened
	FaultRole       = "role"       // posted, but the winner's role could not be given
	FaultLate       = "late"       // its day was over before it could be sent
)
