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

// storedCase is the stored form of a quiz.Case.
type storedCase struct {
	ID        uint64          `json:"-"`
	Kind      quiz.CaseKind   `json:"kind"`
	At        time.Time       `json:"at"`
	Server    uint64          `json:"server,omitempty"`
	Player    uint64          `json:"player"`
	Lang      quiz.Lang       `json:"lang,omitempty"`
	Question  string          `json:"question"`
	Attempt   uint64          `json:"attempt,omitempty"`
	Text      string          `json:"text,omitempty"`
	Questions []quiz.Question `json:"questions,omitempty"` // as in a deck: deck.go
	Channel   uint64          `json:"channel,omitempty"`
	Message   uint64          `json:"message,omitempty"`
	State     quiz.CaseState  `json:"state,omitempty"`
	By        uint64          `json:"by,omitempty"`
	Decided   time.Time       `json:"decided,omitzero"`
	Note      string          `json:"note,omitempty"`
}

func decodeCase(id uint64, b []byte) (quiz.Case, error) {
	c, err := decodeDocument[storedCase](b, "case", id)
	c.ID = id
	return quiz.Case(c), err
}

// AddCase implements quiz.Store.
func (s *Store) AddCase(ctx context.Context, c quiz.Case) error {
	err := s.submit(ctx, func(w *work) error {
		if w.get(cases, idKey(c.ID)) != nil {
			return quiz.ErrSeen
		}
		return w.putDocument(cases, idKey(c.ID), storedCase(c))
	})
	if err != nil {
		return fmt.Errorf("add case %d: %w", c.ID, err)
	}
	return nil
}

// open keeps the case that a ledger brings, unless it is there.
func (w *work) open(c *quiz.Case) error {
	if c == nil || w.get(cases, idKey(c.ID)) != nil {
		return nil
	}
	return w.putDocument(cases, idKey(c.ID), storedCase(*c))
}

// UpdateCase implements quiz.Store.
func (s *Store) UpdateCase(ctx context.Context, id uint64, change func(*quiz.Case) error) (c quiz.Case, err error) {
	err = s.submit(ctx, func(w *work) error {
		v := w.get(cases, idKey(id))
		if v == nil {
			return fmt.Errorf("case %d: %w", id, quiz.ErrNone)
		}
		if c, err = decodeCase(id, v); err != nil {
			return err
		}
		after := c
		if err := change(&after); err != nil {
			return err
		}
		after.ID, c = id, after
		return w.putDocument(cases, idKey(id), storedCase(after))
	})
	return c, err
}

// Cases implements quiz.Store. It holds no transaction while the caller works.
func (s *Store) Cases(ctx context.Context) iter.Seq2[quiz.Case, error] {
	return pages(ctx, s, cases, nil, func(_ *bbolt.Tx, k, v []byte) (quiz.Case, bool, error) {
		c, err := decodeCase(binary.BigEndian.Uint64(k), v)
		return c, true, err
	})
}
