package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"iter"

	"go.etcd.io/bbolt"
)

// pageLen is how many values are read in one transaction.
const pageLen = 64

// readFunc makes a value of what a bucket has under an id.
type readFunc[T any] func(tx *bbolt.Tx, id uint64, v []byte) (T, error)

// pages yields the values of a bucket whose keys are ids, in order. It reads some at a time
// and holds no transaction while the caller works on them, so the caller may write, and take
// its time: bbolt cannot reuse a page that a reader may still see. The first error ends it.
func pages[T any](ctx context.Context, s *Store, bucket []byte, read readFunc[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for from := []byte{0}; from != nil; {
			page, next, err := readPage(ctx, s, bucket, from, read)
			for _, value := range page {
				if !yield(value, nil) {
					return
				}
			}
			if err != nil {
				yield(*new(T), fmt.Errorf("read %s: %w", bucket, err))
				return
			}
			from = next
		}
	}
}

// readPage reads values from a key on, and returns the key that follows them, nil at the end.
func readPage[T any](ctx context.Context, s *Store, bucket, from []byte, read readFunc[T]) (page []T, next []byte, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		c := tx.Bucket(bucket).Cursor()
		k, v := c.Seek(from)
		for ; k != nil && len(page) < pageLen; k, v = c.Next() {
			value, err := read(tx, binary.BigEndian.Uint64(k), v)
			if err != nil {
				return err
			}
			page = append(page, value)
		}
		next = bytes.Clone(k)
		return nil
	})
	return page, next, err
}
