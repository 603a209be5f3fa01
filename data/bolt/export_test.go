package bolt

import (
	"cmp"
	"context"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

// Form is a stored form as the fuzz tests see it: bytes in, and out again.
type Form func(b []byte) (again []byte, err error)

// Forms lists every form that is read from the file.
func Forms() map[string]Form {
	t := &nameTable{numbers: map[string]uint32{"": 0}, list: []string{""}}
	for _, name := range []string{"arc-01", "0badcafe", "arc", "zh"} {
		t.add(name)
	}
	return map[string]Form{
		"attempt": func(b []byte) ([]byte, error) {
			a, err := decodeAttempt(t, 1, b)
			return encodeAttempt(t, &a), err
		},
		"unfinished": func(b []byte) ([]byte, error) {
			get := func([]byte) []byte { return b }
			a, err := readAttempt(t, get, get, 1)
			return encodeUnfinished(&a), err
		},
		"member": func(b []byte) ([]byte, error) {
			m, err := decodeMember(b)
			return encodeMember(&m), err
		},
		"card": func(b []byte) ([]byte, error) {
			c, err := decodeCard(1, "arc-01", b)
			return encodeCard(&c), err
		},
		"server": func(b []byte) ([]byte, error) {
			s, err := decodeServer(1, b)
			return again(storedServer(s), err)
		},
		"change": func(b []byte) ([]byte, error) {
			c, err := decodeChange(changeKey(1, 2, 0), b)
			return again(storedChange(c), err)
		},
		"post": func(b []byte) ([]byte, error) {
			p, err := decodePost(quiz.PostKey{}, b)
			return again(storedPost(p), err)
		},
		"case": func(b []byte) ([]byte, error) {
			c, err := decodeCase(1, b)
			return again(storedCase(c), err)
		},
		"player": func(b []byte) ([]byte, error) {
			p, err := decodePlayer(1, b)
			return again(storedPlayer(p), err)
		},
	}
}

func again(v any, err error) ([]byte, error) {
	data, encodeErr := encodeDocument(v)
	return data, cmp.Or(err, encodeErr)
}

// SampleAttempt encodes an attempt to begin fuzzing with.
func SampleAttempt(a quiz.Attempt) []byte {
	t := &nameTable{numbers: map[string]uint32{"": 0}, list: []string{""}}
	return encodeAttempt(t, &a)
}

// RecordByBatch records as Store.Record does, but through bbolt's own DB.Batch. All names must be
// known, and boards do not follow.
func RecordByBatch(s *Store, a quiz.Attempt, settle func(*quiz.Ledger) error) error {
	if _, err := s.seen(context.Background(), a); err != nil {
		return err
	}
	return s.db.Batch(func(tx *bbolt.Tx) error {
		w := &work{names: s.names, watched: s.watched}
		w.begin(tx)
		_, err := w.record(a, settle)
		return cmp.Or(err, w.err)
	})
}

// Unsynced has fn fill the store without waiting for the disk.
func Unsynced(s *Store, fn func()) error {
	s.db.NoSync = true
	fn()
	s.db.NoSync = false
	return s.db.Sync()
}

// FillMembers makes n members of a server in one go; tally says what each has earned.
func FillMembers(s *Store, server uint64, n int, tally func(player uint64) [4]quiz.Tally) error {
	return s.db.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket(members)
		b.FillPercent = 0.9
		for player := range uint64(n) {
			m := quiz.Member{Tallies: tally(player)}
			if err := b.Put(memberKey(server, player, 0), encodeMember(&m)); err != nil {
				return err
			}
		}
		return nil
	})
}

// AnswerBytes returns how many bytes the bucket of answers takes, whole pages, and
// how many are keys and values.
func AnswerBytes(s *Store) (taken, payload int64) {
	_ = s.db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket(answers)
		stats := b.Stats()
		taken = int64(stats.BranchPageN+stats.BranchOverflowN+stats.LeafPageN+stats.LeafOverflowN) * int64(s.db.Info().PageSize)
		return b.ForEach(func(k, v []byte) error {
			payload += int64(len(k) + len(v))
			return nil
		})
	})
	return taken, payload
}
