package bolt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

// maxGroup is how many operations share one transaction at most, and how many may queue.
const maxGroup = 1024

// op is one change on its way to a transaction.
type op struct {
	do    func(*work) error
	state atomic.Int32
	done  chan error // takes one
}

// The states of an op: a waiting one may be withdrawn, one that was taken is done.
const (
	waiting = iota
	taken
	withdrawn
)

// submit has do run within a transaction, together with whatever else is waiting, and returns
// its error once that transaction is durable. do reads and writes by w only, and its error
// says that it wrote nothing. ctx is honoured until a transaction takes do.
func (s *Store) submit(ctx context.Context, do func(w *work) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	o := &op{do: do, done: make(chan error, 1)}
	if err := s.enqueue(ctx, o); err != nil {
		return err
	}
	select {
	case err := <-o.done:
		return err
	case <-ctx.Done():
		if o.state.CompareAndSwap(waiting, withdrawn) {
			return ctx.Err()
		}
		return <-o.done
	}
}

func (s *Store) enqueue(ctx context.Context, o *op) error {
	s.closing.RLock()
	defer s.closing.RUnlock()
	if s.closed {
		return quiz.ErrClosed
	}
	select {
	case s.queue <- o:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// commitAll is the committer: it is the only one who writes. It waits for no timer. While one
// group is made durable the next one gathers, so groups grow with the load.
func (s *Store) commitAll() {
	defer close(s.drained)
	group := make([]*op, 0, maxGroup)
	for first := range s.queue {
		runtime.Gosched() // those whom the last group has just answered may have more
		if group = s.gather(group[:0], first); len(group) > 0 {
			s.commit(group)
		}
		clear(group)
	}
}

// gather takes what is waiting.
func (s *Store) gather(group []*op, first *op) []*op {
	for next, ok := first, true; ok; {
		if next.state.CompareAndSwap(waiting, taken) {
			group = append(group, next)
		}
		if len(group) == maxGroup {
			return group
		}
		select {
		case next, ok = <-s.queue:
		default:
			return group
		}
	}
	return group
}

// commit runs a group within one transaction and answers everyone in it.
func (s *Store) commit(group []*op) {
	w := &work{names: s.names, watched: s.watched}
	outcomes := make([]error, len(group))
	err := s.db.Update(func(tx *bbolt.Tx) error {
		s.makeRoom(tx)
		w.begin(tx)
		for i, o := range group {
			outcomes[i] = w.run(o.do)
		}
		w.stored = s.names.save(w)
		if w.err == nil && !w.dirty {
			return errUnchanged
		}
		return w.err
	})
	switch {
	case err == nil:
		s.names.stored = w.stored
		s.boards.apply(w.id, w.changes, s.now())
	case errors.Is(err, errUnchanged):
		err = nil
	default:
		err = fmt.Errorf("commit: %w", closedError(err))
	}
	for i, o := range group {
		o.done <- cmp.Or(err, outcomes[i])
	}
}

// errUnchanged rolls back a transaction in which nobody wrote.
var errUnchanged = errors.New("nothing to commit")

// work is a group's transaction as the operations in it see it: each one sees what those
// before it have written.
type work struct {
	names   *nameTable
	watched watches
	id      int
	tx      *bbolt.Tx
	buckets map[string]*bbolt.Bucket
	err     error // the first fault in writing, which fails the whole group
	dirty   bool
	stored  int // names, after this transaction
	changes []change
}

func (w *work) begin(tx *bbolt.Tx) {
	w.tx, w.id = tx, tx.ID()
	w.buckets = make(map[string]*bbolt.Bucket, len(buckets()))
	w.bucket(answers).FillPercent = fillAnswers // is not stored
}

// run runs one operation. Its panic is its own error, unless it has written
// already: then the group cannot be saved.
func (w *work) run(do func(*work) error) (err error) {
	changes, dirty := len(w.changes), w.dirty
	w.dirty = false
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
			if w.dirty {
				w.err = err
			}
			w.changes = w.changes[:changes]
		}
		w.dirty = w.dirty || dirty
	}()
	return do(w)
}

func (w *work) bucket(name []byte) *bbolt.Bucket {
	b := w.buckets[string(name)]
	if b == nil {
		b = w.tx.Bucket(name)
		w.buckets[string(name)] = b
	}
	return b
}

func (w *work) get(bucket, key []byte) []byte { return w.bucket(bucket).Get(key) }

func (w *work) put(bucket, key, value []byte) {
	w.dirty = true
	if err := w.bucket(bucket).Put(key, value); err != nil && w.err == nil {
		w.err = fmt.Errorf("write %s: %w", bucket, err)
	}
}

func (w *work) delete(bucket, key []byte) {
	w.dirty = true
	if err := w.bucket(bucket).Delete(key); err != nil && w.err == nil {
		w.err = fmt.Errorf("delete from %s: %w", bucket, err)
	}
}
