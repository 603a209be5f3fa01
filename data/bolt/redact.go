package bolt

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

// redactGroup is how many answers lose their texts in one transaction.
const redactGroup = 256

// Redact implements quiz.Store.
func (s *Store) Redact(ctx context.Context, before map[uint64]time.Time) (int, error) {
	if len(before) == 0 {
		return 0, nil
	}
	wanted := func(tx *bbolt.Tx, k, v []byte) (uint64, bool, error) {
		if len(v) < bodyAt || before[binary.LittleEndian.Uint64(v[serverAt:])].IsZero() {
			return 0, false, nil
		}
		a, _, err := s.readStored(tx, k, v)
		return a.ID, a.At.Before(before[a.Server]) && speaks(a), err
	}
	n, due := 0, make([]uint64, 0, redactGroup)
	redact := func() error {
		err := s.submit(ctx, func(w *work) error {
			for _, id := range due {
				w.redact(id)
			}
			return nil
		})
		n, due = n+len(due), due[:0]
		return err
	}
	for id, err := range pages(ctx, s, answers, nil, wanted) {
		if due = append(due, id); err == nil && len(due) == redactGroup {
			err = redact()
		}
		if err != nil {
			return n, fmt.Errorf("redact: %w", err)
		}
	}
	if err := redact(); err != nil {
		return n, fmt.Errorf("redact: %w", err)
	}
	return n, nil
}

// speaks reports whether an attempt still has words of its player.
func speaks(a quiz.Attempt) bool { return a.Answer.Text != "" || len(a.Answer.Parts) > 0 }

func (w *work) redact(id uint64) {
	a, err := w.attempt(id)
	if err != nil || a.State == quiz.Pending { // deleted meanwhile
		return
	}
	a.Answer = quiz.Answer{}
	for _, g := range []**quiz.Grade{&a.Grade, &a.Machine} {
		if *g != nil {
			redacted := (*g).Redacted()
			*g = &redacted
		}
	}
	w.put(meta, scrubKey, []byte{1})
	w.put(answers, idKey(id), encodeAttempt(w.names, &a))
}
