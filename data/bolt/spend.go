package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

// Whom an amount in spent is of.
const (
	forServer byte = iota
	forPlayer
)

// spanOfDays is how many dates the world's zones may be apart: what is this much
// older than a day that has come is over everywhere.
const spanOfDays = 2

// maxForgotten bounds how many old amounts one transaction deletes; the next one goes on.
const maxForgotten = 256

// Spend implements quiz.Store. A day is forgotten when one two days later has come.
func (s *Store) Spend(ctx context.Context, day quiz.Date, server, player uint64, micros int64) (quiz.Spent, error) {
	var total quiz.Spent
	ofServer, ofPlayer := spentKey(uint32(day), forServer, server), spentKey(uint32(day), forPlayer, player)
	look := func(get func([]byte) []byte) {
		total = quiz.Spent{Server: amount(get(ofServer)), Player: amount(get(ofPlayer))}
	}
	var err error
	if micros == 0 {
		err = s.view(ctx, func(tx *bbolt.Tx) error {
			look(tx.Bucket(spent).Get)
			return nil
		})
	} else {
		err = s.submit(ctx, func(w *work) error {
			look(w.bucket(spent).Get)
			total.Server += micros
			total.Player += micros
			w.put(spent, ofServer, encodeAmount(total.Server))
			if w.gone(player) {
				total.Player = 0
			} else {
				w.put(spent, ofPlayer, encodeAmount(total.Player))
			}
			w.forget(uint32(max(0, day-spanOfDays)))
			return nil
		})
	}
	if err != nil {
		return quiz.Spent{}, fmt.Errorf("spend on %s: %w", day, err)
	}
	return total, nil
}

// gone reports whether a player was forgotten and has answered nothing since: a grade was under way.
func (w *work) gone(player uint64) bool {
	salt := w.get(meta, saltKey)
	if salt == nil || w.get(forgotten, forgottenKey(salt, player)) == nil {
		return false
	}
	k, _ := w.bucket(cards).Cursor().Seek(idKey(player))
	return !bytes.HasPrefix(k, idKey(player))
}

// forget deletes what was spent before a day.
func (w *work) forget(day uint32) {
	var old [][]byte
	c := w.bucket(spent).Cursor()
	for k, _ := c.First(); k != nil && len(old) < maxForgotten; k, _ = c.Next() {
		if binary.BigEndian.Uint32(k) >= day {
			break
		}
		old = append(old, k)
	}
	for _, k := range old {
		w.delete(spent, k)
	}
}

func amount(v []byte) int64 {
	if len(v) != 8 {
		return 0
	}
	return int64(binary.LittleEndian.Uint64(v))
}

func encodeAmount(micros int64) []byte {
	return binary.LittleEndian.AppendUint64(nil, uint64(micros))
}
