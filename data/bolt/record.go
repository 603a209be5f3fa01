package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

// Record implements quiz.Store. Times are kept to the microsecond, in UTC.
func (s *Store) Record(ctx context.Context, a quiz.Attempt, settle func(*quiz.Ledger) error) (quiz.Attempt, error) {
	a.At = fromMicros(micros(a.At))
	if seen, err := s.seen(ctx, a); err != nil {
		return seen, err
	}
	var stored quiz.Attempt
	err := s.submit(ctx, func(w *work) (err error) {
		stored, err = w.record(a, settle)
		return err
	})
	return stored, err
}

// seen looks for an attempt before it takes a place in a transaction: Discord delivers
// twice, and players click twice. What it misses the transaction finds.
func (s *Store) seen(ctx context.Context, a quiz.Attempt) (found quiz.Attempt, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		prior, err := s.attempt(tx.Bucket(unfinished).Get, tx.Bucket(answers).Get, a.ID)
		switch {
		case errors.Is(err, quiz.ErrNone) || err == nil && settles(prior, a):
			return nil
		case err != nil:
			return err
		}
		found = prior
		return quiz.ErrSeen
	})
	return found, err
}

// settles reports whether a brings the grade that the stored attempt waits for.
func settles(prior, a quiz.Attempt) bool {
	return prior.State == quiz.Pending && a.State != quiz.Pending
}

func (w *work) record(a quiz.Attempt, settle func(*quiz.Ledger) error) (quiz.Attempt, error) {
	l := quiz.Ledger{Attempt: a}
	switch prior, err := w.attempt(a.ID); {
	case errors.Is(err, quiz.ErrNone):
	case err != nil:
		return quiz.Attempt{}, err
	case !settles(prior, a):
		return prior, quiz.ErrSeen
	default:
		l.Prior = &prior
	}
	return w.settle(&l, settle)
}

// settle runs rule on a ledger, once it is loaded, and saves what rule left there.
func (w *work) settle(l *quiz.Ledger, rule func(*quiz.Ledger) error) (quiz.Attempt, error) {
	a := l.Attempt
	if l.Prior != nil {
		a = *l.Prior
	}
	if err := w.load(l, a); err != nil {
		return quiz.Attempt{}, err
	}
	card, overall, topic := l.Card, l.Overall, l.Topic
	if err := rule(l); err != nil {
		return quiz.Attempt{}, err
	}
	l.Attempt.ID = a.ID
	if err := w.open(l.Case); err != nil {
		return quiz.Attempt{}, err
	}
	w.saveAttempt(&l.Attempt)
	w.saveCard(card, l.Card)
	w.saveMember(overall, l.Overall)
	if topic.Topic != "" { // else it would be the member over all topics
		w.saveMember(topic, l.Topic)
	}
	return l.Attempt, nil
}

// load fills in what an attempt may change.
func (w *work) load(l *quiz.Ledger, a quiz.Attempt) (err error) {
	if l.Card, err = w.card(a.Player, a.Question); err != nil {
		return err
	}
	if l.Overall, err = w.member(a.Server, a.Player, ""); err != nil {
		return err
	}
	l.Topic, err = w.member(a.Server, a.Player, a.Topic)
	return err
}

// saveAttempt stores an attempt where its state puts it.
func (w *work) saveAttempt(a *quiz.Attempt) {
	key := idKey(a.ID)
	w.watch(a)
	if a.Daily != 0 {
		w.put(entries, entryKey(a.Server, a.Daily, a.ID), nil)
	}
	if a.State == quiz.Pending {
		w.put(unfinished, key, append(encodeUnfinished(a), encodeAttempt(w.names, a)...))
		return
	}
	w.put(answers, key, encodeAttempt(w.names, a))
	switch {
	case a.State == quiz.Graded:
		w.put(unfinished, key, encodeUnfinished(a))
	case w.get(unfinished, key) != nil:
		w.delete(unfinished, key)
	}
	if a.State == quiz.Delivered {
		a.Reply = nil
	}
}

// encodeUnfinished is what stands in unfinished, before the attempt itself while that
// is Pending: state · reply.
func encodeUnfinished(a *quiz.Attempt) []byte {
	w := &writer{}
	w.byte(byte(a.State))
	w.string(string(a.Reply))
	return w.b
}

// attempt reads an attempt within the transaction.
func (w *work) attempt(id uint64) (quiz.Attempt, error) {
	return readAttempt(w.names, w.bucket(unfinished).Get, w.bucket(answers).Get, id)
}

func (s *Store) attempt(unfinished, answers func([]byte) []byte, id uint64) (quiz.Attempt, error) {
	return readAttempt(s.names, unfinished, answers, id)
}

// readAttempt joins the two places of an attempt, or returns quiz.ErrNone.
func readAttempt(t *nameTable, unfinished, answers func([]byte) []byte, id uint64) (quiz.Attempt, error) {
	key := idKey(id)
	waits := unfinished(key)
	r := &reader{b: waits}
	state, reply := quiz.Delivered, []byte(nil)
	if waits != nil {
		state, reply = quiz.State(r.byte()), bytes.Clone(r.take(r.uvarint()))
	}
	body := r.b
	if state != quiz.Pending {
		body = answers(key)
	}
	switch {
	case r.bad:
		return quiz.Attempt{}, r.err("unfinished attempt", id)
	case body == nil:
		return quiz.Attempt{}, quiz.ErrNone
	}
	a, err := decodeAttempt(t, id, body)
	a.State = state
	if len(reply) > 0 {
		a.Reply = reply
	}
	return a, err
}

// Attempt implements quiz.Store.
func (s *Store) Attempt(ctx context.Context, id uint64) (a quiz.Attempt, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		a, err = s.attempt(tx.Bucket(unfinished).Get, tx.Bucket(answers).Get, id)
		return err
	})
	if err != nil {
		return quiz.Attempt{}, fmt.Errorf("attempt %d: %w", id, err)
	}
	return a, nil
}

// Delivered implements quiz.Store. The reply is forgotten; an attempt that
// is Pending stays so, for its grade is still owed.
func (s *Store) Delivered(ctx context.Context, id uint64) error {
	err := s.submit(ctx, func(w *work) error {
		v := w.get(unfinished, idKey(id))
		if len(v) > 0 && quiz.State(v[0]) == quiz.Graded {
			w.delete(unfinished, idKey(id))
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("deliver attempt %d: %w", id, err)
	}
	return nil
}

// Unfinished implements quiz.Store. It holds no transaction while the caller works on
// an attempt, so the caller may write, and take its time.
func (s *Store) Unfinished(ctx context.Context) iter.Seq2[quiz.Attempt, error] {
	return pages(ctx, s, unfinished, nil, s.readStored)
}

// readStored reads the attempt that the last 8 bytes of a key name.
func (s *Store) readStored(tx *bbolt.Tx, k, _ []byte) (quiz.Attempt, bool, error) {
	a, err := s.attempt(tx.Bucket(unfinished).Get, tx.Bucket(answers).Get, binary.BigEndian.Uint64(k[len(k)-8:]))
	return a, err == nil, err
}

// Entries implements quiz.Store.
func (s *Store) Entries(ctx context.Context, server uint64, day quiz.Date) iter.Seq2[quiz.Attempt, error] {
	return pages(ctx, s, entries, entriesKey(server, day), s.readStored)
}

// Attempts implements quiz.Store. It holds no transaction while the caller works.
func (s *Store) Attempts(ctx context.Context, ruled bool) iter.Seq2[quiz.Attempt, error] {
	return pages(ctx, s, answers, nil, func(tx *bbolt.Tx, k, v []byte) (quiz.Attempt, bool, error) {
		if ruled && !judged(v) {
			return quiz.Attempt{}, false, nil
		}
		return s.readStored(tx, k, v)
	})
}

// Amend implements quiz.Store.
func (s *Store) Amend(ctx context.Context, id uint64, rule func(*quiz.Ledger) error) (quiz.Attempt, error) {
	var stored quiz.Attempt
	err := s.submit(ctx, func(w *work) (err error) {
		prior, err := w.attempt(id)
		if err == nil && prior.State == quiz.Pending {
			err = fmt.Errorf("amend attempt %d: %w", id, quiz.ErrNone)
		}
		if err != nil {
			return err
		}
		stored, err = w.settle(&quiz.Ledger{Prior: &prior, Attempt: prior}, rule)
		return err
	})
	return stored, err
}
