package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// still is a file that nobody writes, open for reading. The file is not trusted: it may be
// damaged, or made by somebody else.
type still struct {
	db     *bbolt.DB
	size   int64
	schema uint32
	names  *nameTable
}

// withStill opens the file at path for fn, if no process writes it, and makes a panic over
// damaged bytes an error. The error wraps errCorrupt where the file is to blame.
func withStill(path string, fn func(*still) error) error {
	size, err := soundFile(path)
	if err != nil {
		return err
	}
	return guarded(func() error {
		db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true, Timeout: time.Second})
		if errors.Is(err, bolterrors.ErrTimeout) {
			return fmt.Errorf("%w: %w", ErrHeld, err)
		}
		if err != nil {
			return err
		}
		s := &still{db: db, size: size}
		err = s.load()
		if err == nil {
			err = fn(s)
		}
		return errors.Join(err, db.Close())
	})
}

// ServersOf reads the settings of all servers from the file at path, which no process may have
// open, and which it leaves as it is.
func ServersOf(path string) ([]quiz.Server, error) {
	var all []quiz.Server
	err := withStill(path, func(s *still) error {
		return s.db.View(func(tx *bbolt.Tx) error {
			return s.each(tx, servers, func(k, v []byte) error {
				server, err := decodeServer(idOf(k), v)
				all = append(all, server)
				return err
			})
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return all, nil
}

// ErrHeld says that another process has the file open.
var ErrHeld = errors.New("another drillbot holds this file: stop it, or give this one a folder of its own")

// soundFile looks at the structure of a file before bbolt does, and returns its size.
func soundFile(path string) (int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	if !info.Mode().IsRegular() {
		return 0, fmt.Errorf("%s is no regular file", path)
	}
	return info.Size(), sound(file, info.Size())
}

// guarded makes a panic of work, and a look at pages that a file does not have, an error.
func guarded(work func() error) (err error) {
	before := debug.SetPanicOnFault(true)
	defer debug.SetPanicOnFault(before)
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", errCorrupt, p)
		}
	}()
	return work()
}

func (s *still) load() error {
	return s.db.View(func(tx *bbolt.Tx) (err error) {
		if s.schema, err = checkSchema(tx); err != nil {
			return err
		}
		if tx.Bucket(names) == nil {
			return fmt.Errorf("find bucket %s: %w", names, errCorrupt)
		}
		s.names, err = loadNames(tx)
		return err
	})
}

// each tells fn everything in a bucket; one that the file's schema does not have is empty.
func (s *still) each(tx *bbolt.Tx, bucket []byte, fn func(k, v []byte) error) error {
	b := tx.Bucket(bucket)
	if b == nil {
		return nil
	}
	return b.ForEach(fn)
}

// get returns what stands under a key, nil for nothing.
func (s *still) get(tx *bbolt.Tx, bucket []byte) func([]byte) []byte {
	b := tx.Bucket(bucket)
	if b == nil {
		return func([]byte) []byte { return nil }
	}
	return b.Get
}

// ofLength checks the length of a key or value.
func ofLength(what string, b []byte, want ...int) error {
	for _, n := range want {
		if len(b) == n {
			return nil
		}
	}
	return fmt.Errorf("%s has %d bytes: %w", what, len(b), errCorrupt)
}

func idOf(k []byte) uint64 { return binary.BigEndian.Uint64(k) }
