package bolt_test

import (
	"bytes"
	"testing"

	"drillbot/data/bolt"
	"drillbot/data/storetest"
)

// FuzzForms feeds the readers of all stored forms with anything. They must not panic, and what
// they take must come out the same after being written and read once more.
func FuzzForms(f *testing.F) {
	f.Add(bolt.SampleAttempt(storetest.Attempt(1, 2, 50)))
	f.Add([]byte{1})
	f.Add(append([]byte{1}, make([]byte, 112)...))
	f.Add([]byte{0, 3, 'a', 'b', 'c', 1, 7})
	forms := bolt.Forms()
	f.Fuzz(func(t *testing.T, b []byte) {
		for name, form := range forms {
			first, err := form(b)
			if err != nil || name == "unfinished" { // has the attempt beside it
				continue
			}
			second, err := form(first)
			if err != nil || !bytes.Equal(first, second) {
				t.Errorf("%s: %x becomes %x and then %x, %v", name, b, first, second, err)
			}
		}
	})
}
