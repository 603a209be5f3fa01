package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

// The stored form of a card:
//
//	form 1 · stability, difficulty float64 · due, last, skipped µs · last day · last score ·
//	best · reps · lapses, varints
const cardForm = 1

func encodeCard(c *quiz.Card) []byte {
	w := &writer{b: make([]byte, 0, 64)}
	w.byte(cardForm)
	w.float(c.Stability)
	w.float(c.Difficulty)
	w.time(c.Due)
	w.time(c.Last)
	w.time(c.Skipped)
	w.varint(int64(c.LastDay))
	w.varint(int64(c.LastScore))
	w.varint(int64(c.Best))
	w.varint(int64(c.Reps))
	w.varint(int64(c.Lapses))
	return w.b
}

func decodeCard(player uint64, question string, b []byte) (quiz.Card, error) {
	r := &reader{b: b}
	r.form(cardForm)
	c := quiz.Card{Player: player, Question: question}
	c.Stability, c.Difficulty = r.float(), r.float()
	c.Due, c.Last, c.Skipped = r.time(), r.time(), r.time()
	c.LastDay = quiz.Date(r.varint())
	c.LastScore, c.Best = int(r.varint()), int(r.varint())
	c.Reps, c.Lapses = int32(r.varint()), int32(r.varint())
	return c, r.err("card", question)
}

// Cards implements quiz.Store.
func (s *Store) Cards(ctx context.Context, player uint64) ([]quiz.Card, error) {
	var list []quiz.Card
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		prefix := idKey(player)
		c := tx.Bucket(cards).Cursor()
		for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
			question, _ := s.names.name(uint64(binary.BigEndian.Uint32(k[len(prefix):])))
			card, err := decodeCard(player, question, v)
			if err != nil {
				return err
			}
			list = append(list, card)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("cards of %d: %w", player, err)
	}
	return list, nil
}

// UpdateCard implements quiz.Store.
func (s *Store) UpdateCard(ctx context.Context, player uint64, question string, change func(*quiz.Card)) error {
	err := s.submit(ctx, func(w *work) error {
		before, err := w.card(player, question)
		if err != nil {
			return err
		}
		after := before
		change(&after)
		w.saveCard(before, after)
		return nil
	})
	if err != nil {
		return fmt.Errorf("update card %s of %d: %w", question, player, err)
	}
	return nil
}

// card loads a card within a transaction, a new one where there is none.
func (w *work) card(player uint64, question string) (quiz.Card, error) {
	v := w.get(cards, cardKey(player, w.names.number(question)))
	if v == nil {
		return quiz.Card{Player: player, Question: question}, nil
	}
	return decodeCard(player, question, v)
}

// saveCard stores a card that has changed.
func (w *work) saveCard(before, after quiz.Card) {
	if before != after {
		w.put(cards, cardKey(before.Player, w.names.number(before.Question)), encodeCard(&after))
	}
}
