package quiz

import (
	"context"
	"iter"
	"time"
)

// Store keeps everything that must outlive the process. Its methods may be called
// from many goroutines at once; what they return is the caller's. They honour ctx
// until the work is handed to a transaction, and wrap ErrClosed after Close.
type Store interface {
	// Record stores an attempt in one transaction, and returns it as stored. It loads the
	// ledger of the attempt, runs settle on it, and saves what settle left there; an error of
	// settle saves nothing and is returned as it is. settle may run more than once, so it must
	// be pure. When it returns, the attempt is durable and the boards show it.
	//
	// An attempt is known by its ID. Recording a pending one graded settles it. What is
	// there already, pending or not, is returned with ErrSeen, and nothing changes.
	Record(ctx context.Context, a Attempt, settle func(*Ledger) error) (Attempt, error)

	// Attempts yields the attempts that are no longer Pending, oldest first; only those with a Judge when
	// judged is set. What is amended meanwhile comes as it was before or after.
	Attempts(ctx context.Context, judged bool) iter.Seq2[Attempt, error]

	// Delivered notes that the player was told of attempt id. It may be lost in
	// a crash; unknown ids are ignored.
	Delivered(ctx context.Context, id uint64) error

	// Attempt returns the attempt id, or ErrNone.
	Attempt(ctx context.Context, id uint64) (Attempt, error)

	// Unfinished yields the attempts that are not Delivered, oldest first.
	Unfinished(ctx context.Context) iter.Seq2[Attempt, error]

	// Cards returns every card of a player, in no order.
	Cards(ctx context.Context, player uint64) ([]Card, error)

	// UpdateCard runs change on the card of player and question, a new one with just
	// these set where there is none, and saves it. change must be pure.
	UpdateCard(ctx context.Context, player uint64, question string, change func(*Card)) error

	// Members returns the player's record in server, over all topics first and then by
	// topic; none when they never answered there.
	Members(ctx context.Context, server, player uint64) ([]Member, error)

	// MembersOf yields the records of server over all topics, in no order, without the absent.
	MembersOf(ctx context.Context, server uint64) iter.Seq2[Member, error]

	// Board returns a page of a board.
	Board(ctx context.Context, q BoardQuery) (Board, error)

	// Amend changes an attempt that has its grade: it loads the ledger, with the attempt both
	// as Prior and as Attempt, runs rule, and saves what rule left there, as Record does. An
	// attempt that is unknown or Pending is ErrNone.
	Amend(ctx context.Context, id uint64, rule func(*Ledger) error) (Attempt, error)

	// Entries yields the attempts at the daily question of a day in server, oldest first.
	Entries(ctx context.Context, server uint64, day Date) iter.Seq2[Attempt, error]

	// Servers yields the settings of all servers that have any.
	Servers(ctx context.Context) iter.Seq2[Server, error]

	// Server returns the settings of a server, zero but for its ID when none are stored.
	Server(ctx context.Context, id uint64) (Server, error)

	// UpdateServer runs change on the settings of a server and saves them, with the log
	// entries that it returns; an error of change saves nothing and is returned as it is.
	// change must be pure.
	UpdateServer(ctx context.Context, id uint64, change func(*Server) ([]Change, error)) (Server, error)

	// Correct runs change on a player's record in server over all topics, and saves it with
	// the log entry that it returns; one that is in the log is ErrSeen and changes nothing. change
	// must be pure.
	Correct(ctx context.Context, server, player uint64, change func(*Member) Change) error

	// Changes yields the log of a server, the newest entry first.
	Changes(ctx context.Context, server uint64) iter.Seq2[Change, error]

	// Deck yields the entries of a server's deck, by number.
	Deck(ctx context.Context, server uint64) iter.Seq2[DeckEntry, error]

	// UpdateDeck runs change on an entry of a server's deck and on the server's settings, and saves both
	// with the log entries that it returns. n is the entry's number; 0 is a new one with just its key, the number
	// after the last. An unknown one is ErrNone; an error of change saves nothing and is returned as it is. change must be pure.
	UpdateDeck(ctx context.Context, server uint64, n uint32, change func(*DeckEntry, *Server) ([]Change, error)) (DeckEntry, error)

	// UpdatePost runs change on a post, a new one with just its key where there is none, and
	// saves it; an error of change saves nothing and is returned as it is, with the post as
	// it was. change must be pure.
	UpdatePost(ctx context.Context, key PostKey, change func(*Post) error) (Post, error)

	// Posts yields the posts of a kind in server, the newest day first.
	Posts(ctx context.Context, server uint64, kind PostKind) iter.Seq2[Post, error]

	// AddCase keeps a case; a known ID is ErrSeen and changes nothing.
	AddCase(ctx context.Context, c Case) error

	// UpdateCase runs change on a case and saves it; an error of change saves nothing and is
	// returned as it is, with the case as it was. An unknown one is ErrNone. change must be pure.
	UpdateCase(ctx context.Context, id uint64, change func(*Case) error) (Case, error)

	// Cases yields the cases, oldest first.
	Cases(ctx context.Context) iter.Seq2[Case, error]

	// Player returns what a player has chosen, zero but for its ID when nothing is stored.
	Player(ctx context.Context, id uint64) (Player, error)

	// UpdatePlayer runs change on what a player has chosen, and saves it. change must be pure.
	UpdatePlayer(ctx context.Context, id uint64, change func(*Player)) error

	// Absence returns why a player is on no board of a server.
	Absence(ctx context.Context, server, player uint64) (Absence, error)

	// SetAbsence sets or takes back a reason; the boards follow at once.
	SetAbsence(ctx context.Context, server, player uint64, reason Absence, set bool) error

	// AttemptsOf yields everything that a player has handed in, oldest first.
	AttemptsOf(ctx context.Context, player uint64) iter.Seq2[Attempt, error]

	// Forget deletes everything about a player, in one transaction. What is under way for them
	// then fails with ErrNone instead of bringing anything back.
	Forget(ctx context.Context, player uint64) error

	// ForgetServer deletes everything about a server.
	ForgetServer(ctx context.Context, server uint64) error

	// Redact deletes the texts of the answers given in each server before a time, and the quotes
	// from them, and returns how many answers had one. Their grades stay.
	Redact(ctx context.Context, before map[uint64]time.Time) (int, error)

	// Spend adds micros (millionths of a US dollar, 0 to only look) to what server and
	// player have cost on day, and returns both totals after it. Days that are over may be forgotten.
	// Of a player who was forgotten, and has answered nothing since, only the server's is kept.
	Spend(ctx context.Context, day Date, server, player uint64, micros int64) (Spent, error)

	// Ping reports whether the store can read and write.
	Ping(ctx context.Context) error

	// Close finishes what was begun and releases the store. It may be called twice.
	Close() error
}

// Ledger is what one attempt may change, loaded and saved within one transaction.
type Ledger struct {
	Prior   *Attempt // the attempt as it is stored, Pending unless it is amended; nil when it is new
	Attempt Attempt  // to be stored
	Card    Card     // of the attempt's player and question
	Overall Member   // of the attempt's server and player
	Topic   Member   // the same within the attempt's topic
	Case    *Case    // to be kept with it, unless there is one with its ID; nil for none
}

// Spent is what has been spent on grading in one day, in millionths of a US dollar.
type Spent struct {
	Server int64
	Player int64
}
