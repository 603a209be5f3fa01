// Package bolt is a quiz.Store in one bbolt file: the default, for one process.
package bolt

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Options are what can be chosen about a Store. The zero Options are good.
type Options struct {
	Now func() time.Time // tells which boards nobody has looked at for long; nil is time.Now
	Log *slog.Logger     // told of compactions; nil is nobody
}

// Store is a quiz.Store in a bbolt file. Open makes one.
type Store struct {
	db      *bbolt.DB
	file    *os.File // the one that db reads and writes
	names   *nameTable
	boards  *boards
	watched watches // the committer's
	room    int64   // and how far it has written the file
	now     func() time.Time

	closing sync.RWMutex // guards closed against whoever enqueues
	closed  bool
	queue   chan *op
	drained chan struct{}  // closed when the committer has ended
	ahead   sync.WaitGroup // reading the file ahead
	stop    chan struct{}  // ends that
	once    sync.Once
	err     error // of Close
}

var _ quiz.Store = (*Store)(nil)

// Open opens the store in the file at path, a new one where there is none; its folder must
// exist. Only one process can have it open. Where more than a quarter of the file has become
// free, it is compacted first, see Compact.
//
// A file that a newer program has written is refused with quiz.ErrNewer, untouched.
func Open(path string, opts Options) (*Store, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	db, file, err := openCompact(path, opts.Log)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	s := &Store{
		db: db, file: file, now: opts.Now, watched: watches{},
		queue: make(chan *op, maxGroup), drained: make(chan struct{}), stop: make(chan struct{}),
	}
	if err := s.load(); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), db.Close())
	}
	go s.commitAll()
	s.ahead.Go(s.readAhead)
	return s, nil
}

// load reads what is kept in memory from the start.
func (s *Store) load() error {
	return s.db.View(func(tx *bbolt.Tx) (err error) {
		s.boards = newBoards(tx.ID())
		s.names, err = loadNames(tx)
		return err
	})
}

// openFile opens the file with its schema as this program knows it.
func openFile(path string) (*bbolt.DB, *os.File, error) {
	var file *os.File
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout:         time.Second,
		FreelistType:    bbolt.FreelistMapType,
		InitialMmapSize: mapSize(),
		OpenFile: func(name string, flag int, perm fs.FileMode) (f *os.File, err error) {
			file, err = os.OpenFile(name, flag, perm)
			return file, err
		},
	})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, nil, fmt.Errorf("%w: %w", ErrHeld, err)
	}
	if err != nil {
		return nil, nil, err
	}
	if err := prepare(db); err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return db, file, nil
}

// mapSize is how much address space the file is mapped to from the start, 8 GiB where that
// costs nothing. Growing the map waits for every reader: 2.9 s behind a long one, measured.
func mapSize() int {
	if runtime.GOOS == "windows" || strconv.IntSize < 64 { // Windows makes the file as large as the map
		return 0
	}
	size := int64(8 << 30)
	return int(size)
}

// prepare checks the schema, makes it in an empty file, and brings an older one up to it.
func prepare(db *bbolt.DB) error {
	found := uint32(0)
	err := db.View(func(tx *bbolt.Tx) (err error) {
		if k, _ := tx.Cursor().First(); k != nil {
			found, err = checkSchema(tx)
		}
		return err
	})
	if err != nil || found == schema {
		return err
	}
	return db.Update(func(tx *bbolt.Tx) error {
		for _, name := range buckets() { // schemas 2 and 3 added some, and changed none
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return fmt.Errorf("create %s: %w", name, err)
			}
		}
		return tx.Bucket(meta).Put(schemaKey, binary.BigEndian.AppendUint32(nil, schema))
	})
}

var errForeign = errors.New("this is a bbolt file, but not one of drillbot's")

// checkSchema returns the file's schema, or what is wrong with it.
func checkSchema(tx *bbolt.Tx) (uint32, error) {
	m := tx.Bucket(meta)
	if m == nil {
		return 0, errForeign
	}
	v := m.Get(schemaKey)
	if len(v) != 4 {
		return 0, errForeign
	}
	found := binary.BigEndian.Uint32(v)
	if found > schema {
		return found, fmt.Errorf("the file has schema %d and this drillbot knows up to %d: "+
			"install the newer drillbot again, or restore a backup that this one has made: %w",
			found, schema, quiz.ErrNewer)
	}
	for _, name := range buckets() {
		if found == schema && tx.Bucket(name) == nil {
			return found, fmt.Errorf("find bucket %s: %w", name, errCorrupt)
		}
	}
	return found, nil
}

// view runs fn on the file as the last transaction has left it.
func (s *Store) view(ctx context.Context, fn func(*bbolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return closedError(s.db.View(fn))
}

// closedError translates bbolt's word for a closed file.
func closedError(err error) error {
	if errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
		return quiz.ErrClosed
	}
	return err
}

// Ping implements quiz.Store, by a transaction that changes nothing but is written all the same.
func (s *Store) Ping(ctx context.Context) error {
	err := s.submit(ctx, func(w *work) error {
		w.dirty = true
		return nil
	})
	if err != nil {
		return fmt.Errorf("ping: %w", err)
	}
	return nil
}

// Close implements quiz.Store: what was handed over is made durable first.
func (s *Store) Close() error {
	s.once.Do(func() {
		s.closing.Lock()
		s.closed = true
		close(s.queue)
		s.closing.Unlock()
		<-s.drained
		close(s.stop)
		s.ahead.Wait()
		s.err = s.db.Close()
	})
	return s.err
}
