package bolt

import (
	"bytes"
	"context"
	"fmt"
	"iter"

	"go.etcd.io/bbolt"
)

const (
	// pageLen is how many values are read in one transaction.
	pageLen = 64
	// scanLen is how many keys are passed over in one transaction.
	scanLen = 1 << 14
)

// readFunc makes a value of a key and what a bucket has under it; ok is false for what the caller
// does not want.
type readFunc[T any] func(tx *bbolt.Tx, k, v []byte) (value T, ok bool, err error)

// pages yields values of a bucket whose keys have a prefix, in order. It reads some at a time
// and holds no transaction while the caller works on them, so the caller may write, and take
// its time: bbolt cannot reuse a page that a reader may still see. The first error ends it.
func pages[T any](ctx context.Context, s *Store, bucket, prefix []byte, read readFunc[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		from := append([]byte{}, prefix...)
		for from != nil {
			page, next, err := readPage(ctx, s, bucket, prefix, from, read)
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
func readPage[T any](ctx context.Context, s *Store, bucket, prefix, from []byte, read readFunc[T]) (page []T, next []byte, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		c := tx.Bucket(bucket).Cursor()
		k, v := c.Seek(from)
		for n := 0; bytes.HasPrefix(k, prefix) && k != nil && len(page) < pageLen && n < scanLen; n++ {
			value, ok, err := read(tx, k, v)
			if err != nil {
				return err
			}
			if ok {
				page = append(page, value)
			}
			k, v = c.Next()
		}
		if bytes.HasPrefix(k, prefix) {
			next = bytes.Clone(k)
		}
		return nil
	})
	return page, next, err
}
