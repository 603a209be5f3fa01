package bolt_test

import (
	"testing"

	"drillbot/data/bolt"
)

// TestFirstFormOfMember reads a record as it was stored before streaks had freezes.
func TestFirstFormOfMember(t *testing.T) {
	form := bolt.Forms()["member"]
	old := append([]byte{1}, make([]byte, 112)...)
	old[1+4*20] = 5 // answers
	now, err := form(old)
	if err != nil || now[0] != 2 || now[1+4*20] != 5 || len(now) != len(old)+44 {
		t.Fatalf("%x becomes %x, %v", old, now, err)
	}
	for _, bad := range [][]byte{nil, old[:50], now[:113], append([]byte{2}, old[1:]...), append([]byte{1}, now[1:]...), append([]byte{3}, now[1:]...)} {
		if got, err := form(bad); err == nil {
			t.Errorf("%x is read as %x", bad, got)
		}
	}
}
