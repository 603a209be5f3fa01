package bolt

import (
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"time"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

// storedServer is the stored form of a quiz.Server.
type storedServer struct {
	ID        uint64         `json:"-"`
	Lang      quiz.Lang      `json:"lang,omitempty"`
	Zone      string         `json:"zone,omitempty"`
	Channel   uint64         `json:"channel,omitempty"`
	Minute    int            `json:"minute,omitempty"`
	Role      uint64         `json:"role,omitempty"`
	Thread    bool           `json:"thread,omitempty"`
	Topics    []string       `json:"topics,omitempty"`
	Levels    []int          `json:"levels,omitempty"`
	Since     quiz.Date      `json:"since,omitempty"`
	Swap      string         `json:"swap,omitempty"`
	SwapDay   quiz.Date      `json:"swap_day,omitempty"`
	NoModel   bool           `json:"no_model,omitempty"`
	Budget    int64          `json:"budget,omitempty"`
	Private   bool           `json:"private,omitempty"`
	Results   bool           `json:"results,omitempty"`
	Winner    uint64         `json:"winner,omitempty"`
	Holder    uint64         `json:"holder,omitempty"`
	Questions quiz.Questions `json:"questions,omitempty"`
	Revision  uint64         `json:"revision,omitempty"`
	Inbox     uint64         `json:"inbox,omitempty"`
	Retention int            `json:"retention,omitempty"`
	Gone      time.Time      `json:"gone,omitzero"`
}

// storedChange is the stored form of a quiz.Change.
type storedChange struct {
	ID     uint64    `json:"-"`
	At     time.Time `json:"at"`
	Server uint64    `json:"-"`
	By     uint64    `json:"by,omitempty"`
	What   string    `json:"what"`
	From   string    `json:"from,omitempty"`
	To     string    `json:"to,omitempty"`
	Player uint64    `json:"player,omitempty"`
	Points int       `json:"points,omitempty"`
	Day    quiz.Date `json:"day,omitempty"`
	Reason string    `json:"reason,omitempty"`
}

func decodeServer(id uint64, b []byte) (quiz.Server, error) {
	s, err := decodeDocument[storedServer](b, "settings", id)
	s.ID = id
	return quiz.Server(s), err
}

// Server implements quiz.Store.
func (s *Store) Server(ctx context.Context, id uint64) (server quiz.Server, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		server, err = readServer(tx.Bucket(servers).Get, id)
		return err
	})
	if err != nil {
		return quiz.Server{}, fmt.Errorf("server %d: %w", id, err)
	}
	return server, nil
}

func readServer(get func([]byte) []byte, id uint64) (quiz.Server, error) {
	v := get(idKey(id))
	if v == nil {
		return quiz.Server{ID: id}, nil
	}
	return decodeServer(id, v)
}

// Servers implements quiz.Store.
func (s *Store) Servers(ctx context.Context) iter.Seq2[quiz.Server, error] {
	return pages(ctx, s, servers, nil, func(_ *bbolt.Tx, k, v []byte) (quiz.Server, bool, error) {
		server, err := decodeServer(binary.BigEndian.Uint64(k), v)
		return server, true, err
	})
}

// UpdateServer implements quiz.Store.
func (s *Store) UpdateServer(ctx context.Context, id uint64, change func(*quiz.Server) ([]quiz.Change, error)) (server quiz.Server, err error) {
	err = s.submit(ctx, func(w *work) error {
		if server, err = readServer(w.bucket(servers).Get, id); err != nil {
			return err
		}
		log, err := change(&server)
		if err != nil {
			return err
		}
		server.ID = id
		if err := w.putDocument(servers, idKey(id), storedServer(server)); err != nil {
			return err
		}
		return w.log(id, log)
	})
	return server, err
}

// log adds entries to a server's log.
func (w *work) log(server uint64, entries []quiz.Change) error {
	for i, c := range entries {
		if err := w.putDocument(changes, changeKey(server, c.ID, byte(i)), storedChange(c)); err != nil {
			return err
		}
	}
	return nil
}

// Changes implements quiz.Store.
func (s *Store) Changes(ctx context.Context, server uint64) iter.Seq2[quiz.Change, error] {
	return pages(ctx, s, changes, idKey(server), func(_ *bbolt.Tx, k, v []byte) (quiz.Change, bool, error) {
		c, err := decodeChange(k, v)
		return c, true, err
	})
}

func decodeChange(k, v []byte) (quiz.Change, error) {
	server, id := binary.BigEndian.Uint64(k), ^binary.BigEndian.Uint64(k[8:])
	c, err := decodeDocument[storedChange](v, "change", id)
	c.Server, c.ID = server, id
	return quiz.Change(c), err
}

// Correct implements quiz.Store.
func (s *Store) Correct(ctx context.Context, server, player uint64, change func(*quiz.Member) quiz.Change) error {
	return s.submit(ctx, func(w *work) error {
		before, err := w.member(server, player, "")
		if err != nil {
			return err
		}
		after := before
		c := change(&after)
		if w.get(changes, changeKey(server, c.ID, 0)) != nil {
			return quiz.ErrSeen
		}
		w.saveMember(before, after)
		return w.log(server, []quiz.Change{c})
	})
}
