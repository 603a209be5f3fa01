package bolt

import (
	"context"
	"encoding/binary"
	"fmt"
	"sync"
	"time"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

// Boards are kept in memory only. A board is made on first use, by one scan of its server's
// members, and follows every transaction from then on; when nobody looks for a while it is dropped.

// idleBoard is how long a board is kept without being looked at.
const idleBoard = 15 * time.Minute

// boardKey names a board: a server, over all topics (0) or within one, and the kind of period.
type boardKey struct {
	server uint64
	topic  uint32
	period quiz.Period
}

// change is what a transaction did to a member's tally.
type change struct {
	board         boardKey
	player        uint64
	before, after quiz.Tally
}

// boards are the boards in memory.
type boards struct {
	mu      sync.Mutex
	moved   sync.Cond // applied has changed
	applied int       // the last transaction that the boards show
	open    map[boardKey]*board
	swept   time.Time
}

// board is one board, while it is made and after.
type board struct {
	exact bool          // see quiz.Standing
	ready chan struct{} // closed when standing or err is set
	err   error
	used  time.Time

	standing *quiz.Standing // nil until ready; guarded by boards.mu
	since    int            // the transaction that standing was made of
	backlog  []dated        // what came while it was made
}

// dated is a change with its transaction.
type dated struct {
	change
	tx int
}

func newBoards(applied int) *boards {
	b := &boards{applied: applied, open: map[boardKey]*board{}}
	b.moved.L = &b.mu
	return b
}

// apply shows the changes of a transaction. Only the committer calls it, in order.
func (b *boards) apply(tx int, changes []change, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range changes {
		if open := b.open[c.board]; open != nil {
			open.apply(dated{c, tx})
		}
	}
	b.applied = tx
	b.moved.Broadcast()
	if now.Sub(b.swept) > idleBoard/15 {
		b.sweep(now)
	}
}

func (b *board) apply(c dated) {
	switch {
	case b.standing == nil:
		b.backlog = append(b.backlog, c)
	case c.tx > b.since: // else the scan has seen it
		b.standing.Update(c.player, c.before, c.after)
	}
}

// sweep drops the boards that nobody looks at.
func (b *boards) sweep(now time.Time) {
	b.swept = now
	for key, open := range b.open {
		if open.standing != nil && now.Sub(open.used) > idleBoard {
			delete(b.open, key)
		}
	}
}

// Board implements quiz.Store.
func (s *Store) Board(ctx context.Context, q quiz.BoardQuery) (quiz.Board, error) {
	result, err := s.board(ctx, q)
	if err != nil {
		return quiz.Board{}, fmt.Errorf("board of server %d: %w", q.Server, err)
	}
	return result, nil
}

func (s *Store) board(ctx context.Context, q quiz.BoardQuery) (quiz.Board, error) {
	if q.Period > quiz.All {
		return quiz.Board{}, fmt.Errorf("there is no period %d", q.Period)
	}
	topic, known := s.names.find(q.Topic)
	if !known {
		return quiz.Board{}, s.view(ctx, func(*bbolt.Tx) error { return nil })
	}
	key := boardKey{q.Server, topic, q.Period}
	exact := false
	for {
		b, err := s.openBoard(ctx, key, exact)
		if err != nil {
			return quiz.Board{}, err
		}
		result, out, err := s.ask(ctx, b, key, q)
		switch {
		case err != nil || out == answered:
			return result, err
		case out == refused && b.exact:
			return s.pastBoard(ctx, key, q)
		case out == refused:
			exact = true
		}
	}
}

// openBoard returns a board with at least the given exactness, and makes it if need be.
func (s *Store) openBoard(ctx context.Context, key boardKey, exact bool) (*board, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b, made := s.boards.claim(key, exact, s.now())
	if made {
		s.makeBoard(b, key)
	}
	select {
	case <-b.ready:
		return b, b.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// claim returns the board under key, and whether the caller has to make it.
func (b *boards) claim(key boardKey, exact bool, now time.Time) (*board, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	old := b.open[key]
	if old != nil {
		old.used = now
		if old.exact || !exact {
			return old, false
		}
	}
	b.open[key] = &board{exact: exact, ready: make(chan struct{}), used: now}
	return b.open[key], true
}

// makeBoard scans the members. The board is in boards.open already and collects
// what is committed meanwhile.
func (s *Store) makeBoard(b *board, key boardKey) {
	standing, since := &quiz.Standing{Period: key.period, Exact: b.exact}, 0
	err := closedError(s.db.View(func(tx *bbolt.Tx) error {
		since = tx.ID()
		return scan(tx, key, standing.Load)
	}))
	s.boards.mu.Lock()
	defer s.boards.mu.Unlock()
	defer close(b.ready)
	if err != nil {
		b.err = err
		if s.boards.open[key] == b {
			delete(s.boards.open, key)
		}
		return
	}
	b.standing, b.since = standing, since
	for _, c := range b.backlog {
		b.apply(c)
	}
	b.backlog = nil
}

// scan tells fn the tally of every member of a board.
func scan(tx *bbolt.Tx, key boardKey, fn func(player uint64, t quiz.Tally)) error {
	away := absentees(tx, key.server)
	c := tx.Bucket(members).Cursor()
	k, v := c.Seek(idKey(key.server))
	for ; k != nil && binary.BigEndian.Uint64(k) == key.server; k, v = c.Next() {
		player, topic := splitMember(k)
		if topic != key.topic || away[player] {
			continue
		}
		earned, err := decodeTally(v, key.period)
		if err != nil {
			return err
		}
		fn(player, earned)
	}
	return nil
}

// outcome is how a query to a board went.
type outcome int

const (
	answered  outcome = iota
	refused           // see quiz.Standing.Board
	overtaken         // the file or the board has moved on: ask again
)

// ask asks a board that is ready. The own record and the board must be of the same
// transaction: a board that lags behind the file is waited for, which takes no longer than
// applying one group.
func (s *Store) ask(ctx context.Context, b *board, key boardKey, q quiz.BoardQuery) (result quiz.Board, out outcome, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		own, err := ownTally(tx, key, q)
		if err != nil {
			return err
		}
		s.boards.mu.Lock()
		defer s.boards.mu.Unlock()
		for s.boards.applied < tx.ID() {
			s.boards.moved.Wait()
		}
		if s.boards.applied != tx.ID() || s.boards.open[key] != b {
			out = overtaken
			return nil
		}
		var ok bool
		if result, ok = b.standing.Board(q, own); !ok {
			out = refused
		}
		return nil
	})
	return result, out, err
}

// ownTally returns what the asking player has on the board.
func ownTally(tx *bbolt.Tx, key boardKey, q quiz.BoardQuery) (quiz.Tally, error) {
	v := tx.Bucket(members).Get(memberKey(key.server, q.Player, key.topic))
	if v == nil || absenceOf(tx.Bucket(absent).Get, key.server, q.Player) != 0 {
		return quiz.Tally{}, nil
	}
	return decodeTally(v, key.period)
}

// pastBoard answers a query for a period before those that boards keep, by a scan of its own:
// it happens when an admin moves a server to another zone, not every day.
func (s *Store) pastBoard(ctx context.Context, key boardKey, q quiz.BoardQuery) (result quiz.Board, err error) {
	past := &quiz.Standing{Period: key.period, Exact: true}
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		err := scan(tx, key, func(player uint64, t quiz.Tally) {
			if t.Number == key.period.Number(q.Day) {
				past.Load(player, t)
			}
		})
		if err != nil {
			return err
		}
		own, err := ownTally(tx, key, q)
		result, _ = past.Board(q, own)
		return err
	})
	return result, err
}
