package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Copy writes the file to w as the last transaction has left it, after it has told its size,
// while others go on reading and writing. Until it returns, pages that they give up are
// not used again, so a slow w makes the file grow.
func (s *Store) Copy(ctx context.Context, w io.Writer, size func(int64)) error {
	err := s.view(ctx, func(tx *bbolt.Tx) error { return copyTx(ctx, tx, w, size) })
	if err != nil {
		return fmt.Errorf("copy the store: %w", err)
	}
	return nil
}

// CopyFile is Copy for a file that no process has open.
func CopyFile(ctx context.Context, path string, w io.Writer, size func(int64)) error {
	err := withStill(path, func(s *still) error {
		return s.db.View(func(tx *bbolt.Tx) error { return copyTx(ctx, tx, w, size) })
	})
	if err != nil {
		return fmt.Errorf("copy %s: %w", path, err)
	}
	return nil
}

func copyTx(ctx context.Context, tx *bbolt.Tx, w io.Writer, size func(int64)) error {
	size(tx.Size())
	_, err := tx.WriteTo(heeding{ctx, w})
	if ctx.Err() != nil { // which bbolt does not wrap
		return ctx.Err()
	}
	return err
}

// heeding is a writer that ends with its context.
type heeding struct {
	context.Context
	io.Writer
}

func (h heeding) Write(p []byte) (int, error) {
	if err := h.Err(); err != nil {
		return 0, err
	}
	return h.Writer.Write(p)
}

// Restore puts the backup in the place of the file at path, and returns the name under which the
// replaced one is kept beside it, "" where there was none. The caller has checked the backup.
// It is copied entry by entry, so what is restored has a structure of our own making; players
// who had their data deleted since the backup was made are deleted from it again. A crash
// leaves the one file or the other. While another process has path open it is ErrHeld.
func Restore(backup, path string, now time.Time) (kept string, err error) {
	held, err := hold(path)
	if err != nil {
		return "", fmt.Errorf("restore %s: %w", path, err)
	}
	defer held.close()
	beside := path + ".restore"
	defer func() {
		if err != nil {
			_ = os.Remove(beside) // it may not be there
		}
	}()
	if err := os.Remove(beside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if err := withStill(backup, func(s *still) error { return copyTo(beside, s.db) }); err != nil {
		return "", fmt.Errorf("copy %s: %w", backup, err)
	}
	if err := held.reforget(beside); err != nil {
		return "", fmt.Errorf("delete again who was deleted: %w", err)
	}
	if runtime.GOOS == "windows" { // which lets go of no name of an open file
		held.close()
	}
	return exchange(beside, path, now)
}

// exchange puts the file beside in the place of path, which stays under a dated name.
func exchange(beside, path string, now time.Time) (kept string, err error) {
	ext := filepath.Ext(path)
	kept = strings.TrimSuffix(path, ext) + "-" + now.UTC().Format("20060102T150405Z") + ext
	switch err := os.Link(path, kept); {
	case errors.Is(err, fs.ErrNotExist):
		kept = ""
	case errors.Is(err, fs.ErrExist):
		return "", err
	case err != nil: // a file system without links
		if err := os.Rename(path, kept); err != nil {
			return "", err
		}
	}
	if err := os.Rename(beside, path); err != nil {
		return "", err
	}
	return kept, syncDir(filepath.Dir(path))
}

// held is a file that is to be replaced, locked where it can be.
type held struct{ db *bbolt.DB }

// hold locks the file at path, unless it is not there or too damaged for anybody to open.
func hold(path string) (*held, error) {
	if _, err := soundFile(path); err != nil {
		return &held{}, nil //nolint:nilerr // it is what the backup is for
	}
	h := &held{}
	err := guarded(func() (err error) {
		h.db, err = bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second, FreelistType: bbolt.FreelistMapType})
		return err
	})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, ErrHeld
	}
	return h, nil
}

func (h *held) close() {
	if h.db != nil {
		_ = h.db.Close() // it has written nothing
	}
}

// reforget deletes from the file at path whom this one has forgotten, and has it remember them.
func (h *held) reforget(path string) error {
	if h.db == nil {
		return nil
	}
	salt, hashes, err := h.forgotten()
	if err != nil || len(hashes) == 0 {
		return err
	}
	s, err := Open(path, Options{})
	if err != nil {
		return err
	}
	err = s.reforget(context.Background(), salt, hashes)
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	return Compact(path) // what was deleted is gone from the disk, too
}

func (s *Store) reforget(ctx context.Context, salt []byte, hashes map[string][]byte) error {
	if err := s.submit(ctx, func(w *work) error { w.remind(salt, hashes); return nil }); err != nil {
		return err
	}
	ids, err := s.everybody(ctx)
	if err != nil {
		return err
	}
	for _, player := range ids {
		if hashes[string(forgottenKey(salt, player))] == nil {
			continue
		}
		if err := s.Forget(ctx, player); err != nil {
			return err
		}
	}
	return nil
}

// forgotten returns the salt and the hashes of those who were forgotten, with when.
func (h *held) forgotten() (salt []byte, hashes map[string][]byte, err error) {
	hashes = map[string][]byte{}
	err = guarded(func() error {
		return h.db.View(func(tx *bbolt.Tx) error {
			m, b := tx.Bucket(meta), tx.Bucket(forgotten)
			if m == nil || b == nil {
				return nil
			}
			salt = bytes.Clone(m.Get(saltKey))
			return b.ForEach(func(k, v []byte) error {
				hashes[string(k)] = bytes.Clone(v)
				return nil
			})
		})
	})
	return salt, hashes, err
}

// remind keeps hashes of another file, where they are made with the same salt.
func (w *work) remind(salt []byte, hashes map[string][]byte) {
	switch own := w.get(meta, saltKey); {
	case own == nil:
		w.put(meta, saltKey, salt)
	case !bytes.Equal(own, salt):
		return
	}
	for k, v := range hashes {
		w.put(forgotten, []byte(k), v)
	}
}

// everybody returns the ids of all people that the file says anything of.
func (s *Store) everybody(ctx context.Context) ([]uint64, error) {
	seen := map[uint64]bool{}
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		for _, in := range []struct {
			bucket []byte
			at     int // of the player in the key
		}{{members, 8}, {cards, 0}, {players, 0}, {absent, 8}} {
			err := tx.Bucket(in.bucket).ForEach(func(k, _ []byte) error {
				seen[idOf(k[in.at:])] = true
				return nil
			})
			if err != nil {
				return err
			}
		}
		err := tx.Bucket(decks).ForEach(func(k, v []byte) error {
			e, err := decodeEntry(k, v)
			seen[e.By] = true
			return err
		})
		if err != nil {
			return err
		}
		return tx.Bucket(changes).ForEach(func(k, v []byte) error {
			c, err := decodeChange(k, v)
			seen[c.By], seen[c.Player] = true, true
			return err
		})
	})
	for a, failed := range s.Attempts(ctx, true) {
		seen[a.Judge] = true
		err = errors.Join(err, failed)
	}
	for server, failed := range s.Servers(ctx) {
		seen[server.Holder] = true
		err = errors.Join(err, failed)
	}
	for c, failed := range s.Cases(ctx) {
		seen[c.By], seen[c.Player] = true, true
		err = errors.Join(err, failed)
	}
	for a, failed := range s.Unfinished(ctx) {
		seen[a.Player] = true
		err = errors.Join(err, failed)
	}
	return slices.Collect(maps.Keys(seen)), err
}
