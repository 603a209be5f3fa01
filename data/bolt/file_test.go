package bolt_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"drillbot/data/bolt"
	"drillbot/data/storetest"
	"drillbot/quiz"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"
)

// newFile makes a file with one attempt, and returns its path.
func newFile(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "drill.db")
	s := open(t, path)
	if _, err := s.Record(context.Background(), storetest.Attempt(1, 1, 50), storetest.Settle); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t testing.TB, path string) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// edit changes a file behind the store's back.
func edit(t testing.TB, path string, change func(*bbolt.Tx) error) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(change), db.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestOlderFileIsBroughtUp opens a file of schema 1, which had fewer buckets.
func TestOlderFileIsBroughtUp(t *testing.T) {
	path := newFile(t)
	edit(t, path, func(tx *bbolt.Tx) error {
		for _, name := range []string{"changes", "posts", "entries", "cases", "players", "absent", "forgotten"} {
			if err := tx.DeleteBucket([]byte(name)); err != nil {
				return err
			}
		}
		return tx.Bucket([]byte("meta")).Put([]byte("schema"), binary.BigEndian.AppendUint32(nil, 1))
	})
	s := open(t, path)
	if a, err := s.Attempt(t.Context(), 1); err != nil || a.Grade.Score != 50 {
		t.Errorf("attempt after the change: %v, %v", a, err)
	}
	if err := s.AddCase(t.Context(), quiz.Case{ID: 1}); err != nil {
		t.Error(err)
	}
}

// TestForgottenBytesAreGone has a compaction at the next start take what a deletion left on the disk.
func TestForgottenBytesAreGone(t *testing.T) {
	path := newFile(t)
	s := open(t, path)
	const player = 0x1234567890abcdef
	secret := "nobody else would put it like this"
	a := storetest.Attempt(7, player, 50, func(a *quiz.Attempt) { a.Answer.Text = secret })
	if _, err := s.Record(t.Context(), a, storetest.Settle); err != nil {
		t.Fatal(err)
	}
	id := binary.BigEndian.AppendUint64(nil, player)
	traces := func() (n int) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		little := binary.LittleEndian.AppendUint64(nil, player)
		return bytes.Count(data, []byte(secret)) + bytes.Count(data, id) + bytes.Count(data, little)
	}
	if traces() == 0 {
		t.Fatal("the search finds nothing while it is there")
	}
	if err := errors.Join(s.Forget(t.Context(), player), s.Close()); err != nil {
		t.Fatal(err)
	}
	if err := open(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	if n := traces(); n != 0 {
		t.Errorf("%d traces are left", n)
	}
}

func TestNewerFileIsRefusedUntouched(t *testing.T) {
	path := newFile(t)
	edit(t, path, func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("meta")).Put([]byte("schema"), binary.BigEndian.AppendUint32(nil, 99))
	})
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = bolt.Open(path, bolt.Options{})
	if !errors.Is(err, quiz.ErrNewer) || !strings.Contains(err.Error(), "install the newer drillbot") {
		t.Errorf("Open: %v, want ErrNewer and what to do", err)
	}
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file was changed (%v)", err)
	}
}

func TestForeignFileIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "foreign.db")
	edit(t, path, func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket([]byte("somebody's"))
		return err
	})
	if _, err := bolt.Open(path, bolt.Options{}); err == nil || !strings.Contains(err.Error(), "not one of drillbot's") {
		t.Errorf("Open: %v", err)
	}
	path = filepath.Join(t.TempDir(), "text.db")
	if err := os.WriteFile(path, bytes.Repeat([]byte("no database at all\n"), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := bolt.Open(path, bolt.Options{}); err == nil {
		t.Error("a text file was opened")
	}
}

func TestHeldFileSaysByWhom(t *testing.T) {
	path := newFile(t)
	open(t, path)
	if _, err := bolt.Open(path, bolt.Options{}); err == nil || !strings.Contains(err.Error(), "another drillbot holds this file") {
		t.Errorf("Open of a held file: %v", err)
	}
	if err := bolt.Compact(path); err == nil {
		t.Error("a held file was compacted")
	}
}

func TestFileIsPrivate(t *testing.T) {
	info, err := os.Stat(newFile(t))
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got&0o077 != 0 {
		t.Errorf("others may do %o", got)
	}
}

// TestDamageIsAnError writes nonsense over values and reads them: an error, not a panic, and
// what is whole stays readable.
func TestDamageIsAnError(t *testing.T) {
	path := newFile(t)
	edit(t, path, func(tx *bbolt.Tx) error {
		for _, name := range []string{"answers", "members", "cards"} {
			b := tx.Bucket([]byte(name))
			k, v := b.Cursor().First()
			if err := b.Put(bytes.Clone(k), bytes.Clone(v[:len(v)/2])); err != nil {
				return err
			}
		}
		return nil
	})
	s, ctx := open(t, path), context.Background()
	_, attempt := s.Attempt(ctx, 1)
	_, members := s.Members(ctx, 7, 1)
	_, cards := s.Cards(ctx, 1)
	_, board := s.Board(ctx, quiz.BoardQuery{Server: 7, Period: quiz.All, Limit: 10})
	_, again := s.Record(ctx, storetest.Attempt(1, 1, 50), storetest.Settle)
	_, next := s.Record(ctx, storetest.Attempt(2, 1, 50), storetest.Settle)
	for what, err := range map[string]error{
		"Attempt": attempt, "Members": members, "Cards": cards, "Board": board, "Record": again, "Record next": next,
	} {
		if err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%s of damaged bytes: error %v", what, err)
		}
	}
	if _, err := s.Record(ctx, storetest.Attempt(3, 2, 50), storetest.Settle); err != nil {
		t.Errorf("Record of another player: %v", err)
	}
}

// TestCompaction fills a file with replies that are then forgotten.
func TestCompaction(t *testing.T) {
	path := filepath.Join(t.TempDir(), "drill.db")
	s, ctx := open(t, path), context.Background()
	secret := bytes.Repeat([]byte("forget me "), 1000)
	each(t, 3000, func(id uint64) error {
		waits := storetest.Attempt(id, id%10, 50)
		storetest.Pending(&waits)
		waits.Reply = secret
		_, err := s.Record(ctx, waits, storetest.Settle)
		return err
	})
	each(t, 3000, func(id uint64) error {
		_, err := s.Record(ctx, storetest.Attempt(id, id%10, 50), storetest.Settle)
		return err
	})
	want, err := s.Members(ctx, 7, 1)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	before := size(t, path)
	if err := os.WriteFile(path+".compact", []byte("left by a crash"), 0o600); err != nil {
		t.Fatal(err)
	}

	s = open(t, path) // compacts
	if after := size(t, path); after > before/4 {
		t.Errorf("%d bytes after compaction, %d before", after, before)
	}
	got, err := s.Members(ctx, 7, 1)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v, members (-want +got):\n%s", err, diff)
	}
	if _, err := s.Record(ctx, storetest.Attempt(9999, 1, 50), storetest.Settle); err != nil {
		t.Error(err)
	}
	s.Close()
	checkFile(t, path)
	if b, err := os.ReadFile(path); err != nil || bytes.Contains(b, secret[:100]) {
		t.Errorf("what was forgotten is still there (%v)", err)
	}
	if _, err := os.Stat(path + ".compact"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the copy is left over: %v", err)
	}
}

func TestCompactByHand(t *testing.T) {
	path := newFile(t)
	if err := bolt.Compact(path); err != nil {
		t.Fatal(err)
	}
	if _, err := open(t, path).Attempt(context.Background(), 1); err != nil {
		t.Error(err)
	}
}

func size(t testing.TB, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
