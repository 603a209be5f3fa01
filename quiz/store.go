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

	// Board returns a page of a board.
	Board(ctx context.Context, q BoardQuery) (Board, error)

	// Server returns the settings of a server, zero but for its ID when none are stored.
	Server(ctx context.Context, id uint64) (Server, error)

	// SaveServer stores the settings of a server.
	SaveServer(ctx context.Context, s Server) error

	// AddReport keeps a player's report of a problem; a known ID changes nothing.
	AddReport(ctx context.Context, r Report) error

	// Reports yields the reports, oldest first.
	Reports(ctx context.Context) iter.Seq2[Report, error]

	// Spend adds micros (millionths of a US dollar, 0 to only look) to what server and
	// player have cost on day, and returns both totals after it. Days that are over may be forgotten.
	Spend(ctx context.Context, day Date, server, player uint64, micros int64) (Spent, error)

	// Ping reports whether the store can read and write.
	Ping(ctx context.Context) error

	// Close finishes what was begun and releases the store. It may be called twice.
	Close() error
}

// Ledger is what one attempt may change, loaded and saved within one transaction.
type Ledger struct {
	Prior   *Attempt // the attempt as it is stored, Pending; nil when it is new
	Attempt Attempt  // to be stored
	Card    Card     // of the attempt's player and question
	Overall Member   // of the attempt's server and player
	Topic   Member   // the same within the attempt's topic
}

// Spent is what has been spent on grading in one day, in millionths of a US dollar.
type Spent struct {
	Server int64
	Player int64
}

// Server holds the settings of one server.
type Server struct {
	ID   uint64
	Lang Lang   // "" for that of the server's own locale
	Zone string // IANA name, e.g. "Asia/Shanghai"; "" for the program's default
}

// Report is a player's word that something is wrong with a question or a grade.
type Report struct {
	ID       uint64 // of the interaction that brought it
	At       time.Time
	Server   uint64
	Player   uint64
	Question string
	Attempt  uint64 // 0 when about the question alone
	Text     string
}
