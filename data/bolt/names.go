package bolt

import (
	"encoding/binary"
	"fmt"
	"sync"

	"go.etcd.io/bbolt"
)

// nameTable numbers the strings that come again and again: ids of questions, topics and
// points, versions, models. There are as many as authors and operators have written, so all
// of them are in memory. Number 0 is the empty string.
//
// A name is readable from the moment it has a number, and stored with the transaction that
// first uses it. If that fails, the next one stores it.
type nameTable struct {
	mu      sync.RWMutex
	numbers map[string]uint32
	list    []string
	stored  int // how many of list are
}

// loadNames reads the table.
func loadNames(tx *bbolt.Tx) (*nameTable, error) {
	t := &nameTable{numbers: map[string]uint32{"": 0}, list: []string{""}}
	c := tx.Bucket(names).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if len(k) != 4 || binary.BigEndian.Uint32(k) != uint32(len(t.list)) {
			return nil, fmt.Errorf("read name %d: %w", len(t.list), errCorrupt)
		}
		t.add(string(v))
	}
	t.stored = len(t.list)
	return t, nil
}

func (t *nameTable) add(s string) uint32 {
	n := uint32(len(t.list))
	t.list = append(t.list, s)
	t.numbers[s] = n
	return n
}

// find returns the number of a name that has one.
func (t *nameTable) find(s string) (uint32, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	n, ok := t.numbers[s]
	return n, ok
}

// number returns the number of a name, a new one if need be. Only the committer calls it.
func (t *nameTable) number(s string) uint32 {
	if n, ok := t.find(s); ok {
		return n
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.add(s)
}

// name returns the name with a number, which may come from a damaged file.
func (t *nameTable) name(n uint64) (string, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if n >= uint64(len(t.list)) {
		return "", false
	}
	return t.list[n], true
}

// save writes the names that are not stored yet, and returns how many there are then.
func (t *nameTable) save(w *work) int {
	for n := t.stored; n < len(t.list); n++ {
		w.put(names, nameKey(uint32(n)), []byte(t.list[n]))
	}
	return len(t.list)
}
