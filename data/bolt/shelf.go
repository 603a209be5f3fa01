package bolt

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"time"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

// shelf is a bucket as Check and Export see it.
type shelf struct {
	bucket []byte
	kind   string // of its lines in an export; "" for what is only there for the store itself
	take   func(tx *bbolt.Tx, s *still, k, v []byte) (entry, error)
}

// entry is a key with its value, read.
type entry struct {
	book func(*audit)        // nil for nothing to book
	line func() (any, error) // of an export; nil for none
}

// shelves lists every bucket: a new one is one more row here.
func shelves() []shelf {
	return []shelf{
		{meta, "", takeMeta},
		{names, "", takeName},
		{answers, "answer", takeAnswer},
		{unfinished, "answer", takeUnfinished},
		{members, "member", takeMember},
		{cards, "card", takeCard},
		{servers, "server", takeServer},
		{changes, "change", takeChange},
		{posts, "post", takePost},
		{entries, "", takeEntry},
		{cases, "case", takeCase},
		{decks, "deck", takeEntryOfDeck},
		{players, "player", takePlayer},
		{absent, "absence", takeAbsence},
		{forgotten, "", takeForgotten},
		{spent, "spent", takeSpent},
	}
}

func takeMeta(_ *bbolt.Tx, _ *still, k, v []byte) (entry, error) {
	lengths := map[string]int{string(schemaKey): 4, string(saltKey): 32, string(scrubKey): 1}
	want, known := lengths[string(k)]
	if !known {
		return entry{}, fmt.Errorf("%q is not known: %w", k, errCorrupt)
	}
	return entry{}, ofLength("the value", v, want)
}

func takeName(_ *bbolt.Tx, s *still, k, v []byte) (entry, error) {
	if n, ok := s.names.find(string(v)); !ok || len(k) != 4 || n != binary.BigEndian.Uint32(k) {
		return entry{}, fmt.Errorf("%q has two numbers: %w", v, errCorrupt)
	}
	return entry{}, nil
}

func takeAnswer(tx *bbolt.Tx, s *still, k, v []byte) (entry, error) {
	if err := ofLength("the key", k, 8); err != nil {
		return entry{}, err
	}
	t, err := decodeAttempt(s.names, idOf(k), v)
	if err != nil {
		return entry{}, err
	}
	if waits := s.get(tx, unfinished)(k); len(waits) > 0 {
		t.State = quiz.State(waits[0])
	}
	return takenAttempt(&t), nil
}

func takenAttempt(t *quiz.Attempt) entry {
	return entry{func(a *audit) { a.answer(t) }, func() (any, error) { return lineOfAttempt(t), nil }}
}

func takeUnfinished(tx *bbolt.Tx, s *still, k, v []byte) (entry, error) {
	if err := ofLength("the key", k, 8); err != nil {
		return entry{}, err
	}
	if len(v) == 0 || v[0] > byte(quiz.Graded) {
		return entry{}, fmt.Errorf("the state is unknown: %w", errCorrupt)
	}
	t, err := readAttempt(s.names, s.get(tx, unfinished), s.get(tx, answers), idOf(k))
	if err != nil || t.State == quiz.Graded { // which is among the answers
		return entry{}, err
	}
	return takenAttempt(&t), nil
}

func takeMember(_ *bbolt.Tx, s *still, k, v []byte) (entry, error) {
	if err := ofLength("the key", k, memberKeyLen, topicKeyLen); err != nil {
		return entry{}, err
	}
	m, err := decodeMember(v)
	if err != nil {
		return entry{}, err
	}
	player, topic := splitMember(k)
	m.Server, m.Player = idOf(k), player
	var ok bool
	if m.Topic, ok = s.names.name(uint64(topic)); !ok || len(k) == topicKeyLen && topic == 0 {
		return entry{}, fmt.Errorf("topic %d has no name: %w", topic, errCorrupt)
	}
	return entry{func(a *audit) { a.member(&m) }, func() (any, error) { return lineOfMember(&m), nil }}, nil
}

func takeCard(_ *bbolt.Tx, s *still, k, v []byte) (entry, error) {
	if err := ofLength("the key", k, 12); err != nil {
		return entry{}, err
	}
	question, ok := s.names.name(uint64(binary.BigEndian.Uint32(k[8:])))
	if !ok || question == "" {
		return entry{}, fmt.Errorf("the question has no name: %w", errCorrupt)
	}
	c, err := decodeCard(idOf(k), question, v)
	if err != nil {
		return entry{}, err
	}
	return entry{func(a *audit) { a.card(&c) }, func() (any, error) { return lineOfCard(&c), nil }}, nil
}

func takeServer(_ *bbolt.Tx, _ *still, k, v []byte) (entry, error) {
	if err := ofLength("the key", k, 8); err != nil {
		return entry{}, err
	}
	server, err := decodeServer(idOf(k), v)
	if err != nil {
		return entry{}, err
	}
	return entry{func(a *audit) { a.server(&server) }, func() (any, error) {
		return lineOf(storedServer(server), map[string]any{"id": idText(server.ID)})
	}}, nil
}

func takeChange(_ *bbolt.Tx, _ *still, k, v []byte) (entry, error) {
	if err := ofLength("the key", k, 17); err != nil {
		return entry{}, err
	}
	c, err := decodeChange(k, v)
	if err != nil {
		return entry{}, err
	}
	return entry{func(a *audit) { a.change(&c) }, func() (any, error) {
		return lineOf(storedChange(c), map[string]any{"id": idText(c.ID), "server": idText(c.Server)})
	}}, nil
}

func takePost(_ *bbolt.Tx, _ *still, k, v []byte) (entry, error) {
	if err := ofLength("the key", k, 13); err != nil {
		return entry{}, err
	}
	p, err := decodePost(splitPost(k), v)
	if err != nil {
		return entry{}, err
	}
	return entry{func(a *audit) { a.post(&p) }, func() (any, error) {
		return lineOf(storedPost(p), map[string]any{"server": idText(p.Server), "post": p.Kind, "day": p.Day.String()})
	}}, nil
}

func takeEntry(_ *bbolt.Tx, _ *still, k, v []byte) (entry, error) {
	if err := ofLength("the key", k, 20); err != nil {
		return entry{}, err
	}
	if err := ofLength("the value", v, 0); err != nil {
		return entry{}, err
	}
	server, day, attempt := idOf(k), quiz.Date(binary.BigEndian.Uint32(k[8:])), idOf(k[12:])
	return entry{book: func(a *audit) { a.entry(server, day, attempt) }}, nil // its attempt tells of it
}

func takeCase(_ *bbolt.Tx, _ *still, k, v []byte) (entry, error) {
	if err := ofLength("the key", k, 8); err != nil {
		return entry{}, err
	}
	c, err := decodeCase(idOf(k), v)
	if err != nil {
		return entry{}, err
	}
	return entry{func(a *audit) { a.opened(&c) }, func() (any, error) {
		return lineOf(storedCase(c), map[string]any{"id": idText(c.ID), "case": c.Kind})
	}}, nil
}

func takeEntryOfDeck(_ *bbolt.Tx, _ *still, k, v []byte) (entry, error) {
	if err := ofLength("the key", k, 12); err != nil {
		return entry{}, err
	}
	e, err := decodeEntry(k, v)
	if err != nil {
		return entry{}, err
	}
	return entry{func(a *audit) { a.deck(&e) }, func() (any, error) {
		return lineOf(storedEntry(e), map[string]any{"server": idText(e.Server), "n": e.N})
	}}, nil
}

func takePlayer(_ *bbolt.Tx, _ *still, k, v []byte) (entry, error) {
	if err := ofLength("the key", k, 8); err != nil {
		return entry{}, err
	}
	p, err := decodePlayer(idOf(k), v)
	if err != nil {
		return entry{}, err
	}
	return entry{line: func() (any, error) { return lineOf(storedPlayer(p), map[string]any{"id": idText(p.ID)}) }}, nil
}

func takeAbsence(_ *bbolt.Tx, _ *still, k, v []byte) (entry, error) {
	if err := ofLength("the key", k, memberKeyLen); err != nil {
		return entry{}, err
	}
	if len(v) != 1 || v[0] == 0 || v[0] > byte(quiz.Hidden|quiz.Left) {
		return entry{}, fmt.Errorf("the reason is unknown: %w", errCorrupt)
	}
	player, _ := splitMember(k)
	why := quiz.Absence(v[0])
	line := map[string]any{
		"server": idText(idOf(k)), "player": idText(player), "hidden": why&quiz.Hidden != 0, "left": why&quiz.Left != 0,
	}
	return entry{line: func() (any, error) { return line, nil }}, nil
}

func takeForgotten(_ *bbolt.Tx, _ *still, k, v []byte) (entry, error) {
	if err := ofLength("the key", k, 32); err != nil {
		return entry{}, err
	}
	return entry{}, ofLength("the value", v, 8)
}

func takeSpent(_ *bbolt.Tx, _ *still, k, v []byte) (entry, error) {
	if err := ofLength("the key", k, 13); err != nil {
		return entry{}, err
	}
	if err := ofLength("the value", v, 8); err != nil {
		return entry{}, err
	}
	day, whom := quiz.Date(binary.BigEndian.Uint32(k)), map[byte]string{forServer: "server", forPlayer: "player"}[k[4]]
	if whom == "" || amount(v) < 0 {
		return entry{}, fmt.Errorf("%d millionths of a dollar for kind %d: %w", amount(v), k[4], errCorrupt)
	}
	line := map[string]any{"day": day.String(), "for": whom, "id": idText(idOf(k[5:])), "micros": amount(v)}
	return entry{line: func() (any, error) { return line, nil }}, nil
}

// idText is an id as exports write it: many readers of JSON lose digits of such numbers.
func idText(id uint64) string { return strconv.FormatUint(id, 10) }

// timeText is a time as exports write it, "" for never.
func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
