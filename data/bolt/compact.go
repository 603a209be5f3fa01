package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"

	"go.etcd.io/bbolt"
)

const (
	// minCompact is the size from which a file is worth compacting at start.
	minCompact = 8 << 20
	// compactTx is how many bytes one transaction of a compaction copies.
	compactTx = 16 << 20
)

// Compact rewrites the file at path without its free pages, so that what was deleted is gone
// from the disk too. Nobody may have the file open. The copy is made beside it, flushed and
// checked, and takes its place at once: a crash leaves the one or the other.
func Compact(path string) error {
	db, _, err := openCurrent(path)
	if err != nil {
		return fmt.Errorf("compact %s: %w", path, err)
	}
	err = compact(db)
	return errors.Join(err, db.Close())
}

// openCompact opens a file, compacted where that is worth it. A compaction that fails, as for
// want of room, changes nothing and is no reason not to start.
func openCompact(path string, log *slog.Logger) (*bbolt.DB, *os.File, error) {
	db, file, err := openCurrent(path)
	if err != nil || !sparse(db) && !scrubs(db) {
		return db, file, err
	}
	log.Info("compacting", "file", path)
	switch err := compact(db); {
	case err != nil:
		log.Warn("compaction failed, going on without", "file", path, "err", err)
		return db, file, nil
	default:
		log.Info("compacted", "file", path)
	}
	if err := db.Close(); err != nil {
		return nil, nil, err
	}
	return openCurrent(path)
}

// openCurrent opens the file that bears the name once the lock is ours: while we waited for
// it, its holder may have put a compacted one in its place.
func openCurrent(path string) (*bbolt.DB, *os.File, error) {
	for {
		db, file, err := openFile(path)
		if err != nil {
			return nil, nil, err
		}
		if bears(file, path) {
			return db, file, nil
		}
		if err := db.Close(); err != nil {
			return nil, nil, err
		}
	}
}

func bears(file *os.File, path string) bool {
	ours, err := file.Stat()
	if err != nil {
		return true // let the next use of it say so
	}
	named, err := os.Stat(path)
	return err == nil && os.SameFile(ours, named)
}

// sparse reports whether more than a quarter of the file is free. Windows does
// not let go of the name of an open file, so there Compact is to be called by hand.
func sparse(db *bbolt.DB) bool {
	stats := db.Stats()
	free := int64(stats.FreePageN+stats.PendingPageN) * int64(db.Info().PageSize)
	size := int64(0)
	_ = db.View(func(tx *bbolt.Tx) error { size = tx.Size(); return nil })
	return runtime.GOOS != "windows" && size >= minCompact && free > size/4
}

// scrubs reports whether deleted bytes wait to be gone from the disk.
func scrubs(db *bbolt.DB) (yes bool) {
	_ = db.View(func(tx *bbolt.Tx) error { yes = tx.Bucket(meta).Get(scrubKey) != nil; return nil })
	return yes && runtime.GOOS != "windows"
}

// compact puts a compacted copy in the place of the file of db, which must then be closed.
func compact(db *bbolt.DB) error {
	path := db.Path()
	beside := path + ".compact"
	if err := os.Remove(beside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := copyTo(beside, db); err != nil {
		return errors.Join(fmt.Errorf("copy to %s: %w", beside, err), os.Remove(beside))
	}
	if runtime.GOOS == "windows" {
		if err := db.Close(); err != nil {
			return err
		}
	}
	if err := os.Rename(beside, path); err != nil {
		return errors.Join(err, os.Remove(beside))
	}
	return syncDir(filepath.Dir(path))
}

// copyTo makes a compacted copy that is on the disk when it returns.
func copyTo(path string, db *bbolt.DB) error {
	dst, err := bbolt.Open(path, 0o600, &bbolt.Options{NoSync: true, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return err
	}
	err = bbolt.Compact(dst, db, compactTx)
	if err == nil {
		err = dst.Update(func(tx *bbolt.Tx) error { return tx.Bucket(meta).Delete(scrubKey) })
	}
	if err == nil {
		err = check(dst)
	}
	if err == nil {
		err = dst.Sync()
	}
	return errors.Join(err, dst.Close())
}

// check reads a whole file and returns what is wrong with its structure.
func check(db *bbolt.DB) error {
	return db.View(func(tx *bbolt.Tx) error {
		var all []error
		for err := range tx.Check() {
			all = append(all, err)
		}
		return errors.Join(all...)
	})
}

// syncDir makes a rename durable; Windows has no such thing.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
