package quiz

import (
	"cmp"
	"encoding/binary"
	"hash/fnv"
	"slices"
	"time"
)

// Choose picks the question to ask a player next. It is a pure function of the candidates,
// the player's cards and the time, and reports false only without candidates.
//
// Whatever was answered well waits until the rest has been asked. The order is:
//
//  1. answered badly and due again, the longest due first;
//  2. new, the rest of a begun panel first, else in an order that is the player's own,
//     the parts of a panel in a row;
//  3. skipped, the longest ago first;
//  4. answered badly, not due yet;
//  5. answered well, the soonest due first; answered and not graded yet.
func Choose(candidates []Question, cards []Card, player uint64, now time.Time) (Question, bool) {
	if len(candidates) == 0 {
		return Question{}, false
	}
	h := newHistory(candidates, cards)
	return slices.MinFunc(candidates, func(a, b Question) int {
		return h.turn(a, player, now).compare(h.turn(b, player, now))
	}), true
}

// turn says when a question's turn comes: the smaller, the sooner.
type turn struct {
	class int
	when  int64 // within the class
	part  int
	lot   uint64 // breaks ties: the player's own shuffle
}

func (t turn) compare(u turn) int {
	return cmp.Or(cmp.Compare(t.class, u.class), cmp.Compare(t.when, u.when),
		cmp.Compare(t.lot, u.lot), cmp.Compare(t.part, u.part))
}

// history is what a player has done, ready to be asked about.
type history struct {
	cards map[string]Card // by question
	begun map[string]bool // by panel
}

func newHistory(candidates []Question, cards []Card) history {
	h := history{cards: make(map[string]Card, len(cards)), begun: map[string]bool{}}
	for _, c := range cards {
		h.cards[c.Question] = c
	}
	for _, q := range candidates {
		if q.Panel != "" && h.cards[q.ID].Seen() {
			h.begun[q.Panel] = true
		}
	}
	return h
}

func (h history) turn(q Question, player uint64, now time.Time) turn {
	c := h.cards[q.ID]
	switch {
	case c.Known(), !c.Seen() && c.LastDay != 0: // answered well, or not graded yet
		return turn{class: 5, when: c.Due.UnixNano()}
	case c.Skipped.After(c.Last):
		return turn{class: 3, when: c.Skipped.UnixNano()}
	case c.Seen() && now.Before(c.Due):
		return turn{class: 4, when: c.Due.UnixNano()}
	case c.Seen():
		return turn{class: 1, when: c.Due.UnixNano()}
	default:
		return h.turnOfNew(q, player)
	}
}

func (h history) turnOfNew(q Question, player uint64) turn {
	t := turn{class: 2, part: q.Part, lot: lot(player, cmp.Or(q.Panel, q.ID))}
	if h.begun[q.Panel] {
		t.when = -1
	}
	return t
}

// lot draws a number that is always the same for a player and a key.
func lot(player uint64, key string) uint64 {
	h := fnv.New64a()
	_ = binary.Write(h, binary.BigEndian, player) // a hash takes every write
	h.Write([]byte(key))
	return h.Sum64()
}
