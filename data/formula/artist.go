package formula

import (
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"
)

// Artist draws pictures of a set's formulas and remembers the last ones. It may be used from many
// goroutines at once.
type Artist struct {
	set  *Set
	kept *lru.Cache[string, []byte]
}

// remembered is how many pictures an Artist keeps: some 10 kB each.
const remembered = 512

// NewArtist returns an artist for the formulas of a set.
func NewArtist(s *Set) *Artist {
	kept, _ := lru.New[string, []byte](remembered) // it fails only for a size that is none
	return &Artist{set: s, kept: kept}
}

// Knows reports whether there is an outline of the formula.
func (a *Artist) Knows(tex string) bool {
	_, ok := a.set.Formulas[tex]
	return ok
}

// Draw returns formulas as one picture, a PNG; false when one of them is unknown, or there are none
// or more than Labels.
func (a *Artist) Draw(formulas []string) ([]byte, bool) {
	if len(formulas) > Labels {
		return nil, false
	}
	key := strings.Join(formulas, "\x00")
	if data, ok := a.kept.Get(key); ok {
		return data, true
	}
	m, ok := a.set.Picture(formulas)
	if !ok {
		return nil, false
	}
	data, err := PNG(m)
	if err != nil {
		return nil, false
	}
	a.kept.Add(key, data)
	return data, true
}
