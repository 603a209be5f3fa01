package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"time"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

// storedPlayer is the stored form of a quiz.Player.
type storedPlayer struct {
	ID       uint64    `json:"-"`
	NoModel  bool      `json:"no_model,omitempty"`
	Share    bool      `json:"share,omitempty"`
	Question string    `json:"question,omitempty"`
	Version  string    `json:"version,omitempty"`
	Seed     uint32    `json:"seed,omitempty"`
	Asked    time.Time `json:"asked,omitzero"`
}

func decodePlayer(id uint64, b []byte) (quiz.Player, error) {
	p, err := decodeDocument[storedPlayer](b, "player", id)
	p.ID = id
	return quiz.Player(p), err
}

func readPlayer(get func([]byte) []byte, id uint64) (quiz.Player, error) {
	v := get(idKey(id))
	if v == nil {
		return quiz.Player{ID: id}, nil
	}
	return decodePlayer(id, v)
}

// Player implements quiz.Store.
func (s *Store) Player(ctx context.Context, id uint64) (player quiz.Player, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		player, err = readPlayer(tx.Bucket(players).Get, id)
		return err
	})
	if err != nil {
		return quiz.Player{}, fmt.Errorf("player %d: %w", id, err)
	}
	return player, nil
}

// UpdatePlayer implements quiz.Store.
func (s *Store) UpdatePlayer(ctx context.Context, id uint64, change func(*quiz.Player)) error {
	return s.submit(ctx, func(w *work) error {
		p, err := readPlayer(w.bucket(players).Get, id)
		if err != nil {
			return err
		}
		change(&p)
		return w.putDocument(players, idKey(id), storedPlayer(p))
	})
}

// absenceOf reads why a player is on no board of a server.
func absenceOf(get func([]byte) []byte, server, player uint64) quiz.Absence {
	if v := get(memberKey(server, player, 0)); len(v) == 1 {
		return quiz.Absence(v[0])
	}
	return 0
}

// Absence implements quiz.Store.
func (s *Store) Absence(ctx context.Context, server, player uint64) (a quiz.Absence, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		a = absenceOf(tx.Bucket(absent).Get, server, player)
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("absence of %d: %w", player, err)
	}
	return a, nil
}

// SetAbsence implements quiz.Store.
func (s *Store) SetAbsence(ctx context.Context, server, player uint64, reason quiz.Absence, set bool) error {
	return s.submit(ctx, func(w *work) error {
		before := absenceOf(w.bucket(absent).Get, server, player)
		after := before &^ reason
		if set {
			after |= reason
		}
		switch key := memberKey(server, player, 0); {
		case after == before:
			return nil
		case after == 0:
			w.delete(absent, key)
		default:
			w.put(absent, key, []byte{byte(after)})
		}
		if (before == 0) == (after == 0) {
			return nil
		}
		return w.show(server, player, after == 0)
	})
}

// show puts a player on a server's boards, or takes them off.
func (w *work) show(server, player uint64, on bool) error {
	prefix := memberKey(server, player, 0)
	c := w.bucket(members).Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		m, err := decodeMember(v)
		if err != nil {
			return err
		}
		_, topic := splitMember(k)
		from, to := m.Tallies, [4]quiz.Tally{}
		if on {
			from, to = to, from
		}
		w.move(boardKey{server: server, topic: topic}, player, from, to)
	}
	return nil
}

// absentees returns who is on no board of a server.
func absentees(tx *bbolt.Tx, server uint64) map[uint64]bool {
	var out map[uint64]bool
	prefix := idKey(server)
	c := tx.Bucket(absent).Cursor()
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		if out == nil {
			out = map[uint64]bool{}
		}
		out[binary.BigEndian.Uint64(k[8:])] = true
	}
	return out
}
