package bolt

import (
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
)

// Report is what Check finds.
type Report struct {
	Size   int64 // of the file, in bytes
	Schema uint32
	Counts []Count  // of what is in it
	Faults []string // what is wrong, the first hundred
	More   int      // faults besides these
}

// Count is how many entries a bucket has.
type Count struct {
	Bucket string
	Keys   int
}

// OK reports whether the file is as it should be.
func (r Report) OK() bool { return len(r.Faults) == 0 }

// Check reads the whole file at path and says what is wrong with it: its structure, every key
// and value, and whether members, cards, claims and entries agree with the answers. It holds
// the sums of all players in memory. An error says that it could not be looked at: another
// process has it open (ErrHeld), or a newer program has made it (quiz.ErrNewer). The
// file may be anybody's.
func Check(path string) (Report, error) {
	var r Report
	err := withStill(path, func(s *still) error {
		r.Size, r.Schema = s.size, s.schema
		return s.db.View(func(tx *bbolt.Tx) error { return r.read(tx, s) })
	})
	if errors.Is(err, errCorrupt) || errors.Is(err, errForeign) {
		r.Faults = append(r.Faults, err.Error())
		err = nil
	}
	if err != nil {
		return r, fmt.Errorf("check %s: %w", path, err)
	}
	return r, nil
}

func (r *Report) read(tx *bbolt.Tx, s *still) error {
	a := newAudit()
	for _, shelf := range shelves() {
		n := 0
		err := s.each(tx, shelf.bucket, func(k, v []byte) error {
			n++
			switch e, err := shelf.take(tx, s, k, v); {
			case err != nil:
				a.fault("%s, key %x: %v", shelf.bucket, k, err)
			case e.book != nil:
				e.book(a)
			}
			return nil
		})
		if err != nil {
			return err
		}
		r.Counts = append(r.Counts, Count{string(shelf.bucket), n})
	}
	a.compare()
	r.Faults, r.More = a.faults, a.more
	return nil
}
