package bolt

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

// The stored form of a member. All numbers are fixed, little-endian, so that a board reads
// the tallies of a million members where they lie; varints took half the bytes, saved 3 % of
// the pages a group writes, and made the first look at a board twice as slow:
//
//	form 1 · 4 × (period's number i32 · points i32 · answers i32 · reached µs i64) ·
//	attempts i32 · scores i64 · streak: days, best, last 3 × i32 · last answer µs i64
const (
	memberForm = 1
	tallyLen   = 20
	memberLen  = 1 + 4*tallyLen + 32
)

func encodeMember(m *quiz.Member) []byte {
	w := &writer{b: make([]byte, 0, memberLen)}
	w.byte(memberForm)
	for _, t := range m.Tallies {
		w.u32(uint32(t.Number))
		w.u32(uint32(t.Points))
		w.u32(uint32(t.Answers))
		w.u64(uint64(micros(t.Reached)))
	}
	w.u32(uint32(m.Attempts))
	w.u64(uint64(m.Scores))
	w.u32(uint32(m.Streak.Days))
	w.u32(uint32(m.Streak.Best))
	w.u32(uint32(m.Streak.Last))
	w.u64(uint64(micros(m.Last)))
	return w.b
}

// decodeMember reads everything but who it is.
func decodeMember(b []byte) (m quiz.Member, err error) {
	for _, p := range quiz.Periods() {
		if m.Tallies[p], err = decodeTally(b, p); err != nil {
			return m, err
		}
	}
	r := &reader{b: b[1+4*tallyLen:]}
	m.Attempts, m.Scores = int32(r.u32()), int64(r.u64())
	m.Streak = quiz.Streak{Days: int32(r.u32()), Best: int32(r.u32()), Last: quiz.Date(r.u32())}
	m.Last = fromMicros(int64(r.u64()))
	return m, r.err("member", "")
}

// decodeTally reads the part of a member that one board is made of.
func decodeTally(b []byte, p quiz.Period) (quiz.Tally, error) {
	if len(b) != memberLen || b[0] != memberForm {
		return quiz.Tally{}, fmt.Errorf("read member: %w", errCorrupt)
	}
	t := b[1+int(p)*tallyLen:][:tallyLen]
	return quiz.Tally{
		Number:  int32(binary.LittleEndian.Uint32(t)),
		Points:  int32(binary.LittleEndian.Uint32(t[4:])),
		Answers: int32(binary.LittleEndian.Uint32(t[8:])),
		Reached: fromMicros(int64(binary.LittleEndian.Uint64(t[12:]))),
	}, nil
}

// Members implements quiz.Store; the topics come in the order of their ids.
func (s *Store) Members(ctx context.Context, server, player uint64) ([]quiz.Member, error) {
	var list []quiz.Member
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		prefix := memberKey(server, player, 0)
		c := tx.Bucket(members).Cursor()
		for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
			m, err := s.readMember(k, v)
			if err != nil {
				return err
			}
			list = append(list, m)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("members of %d: %w", player, err)
	}
	slices.SortFunc(list, func(a, b quiz.Member) int { return cmp.Compare(a.Topic, b.Topic) })
	return list, nil
}

func (s *Store) readMember(k, v []byte) (quiz.Member, error) {
	m, err := decodeMember(v)
	if err != nil {
		return m, err
	}
	player, topic := splitMember(k)
	m.Server, m.Player = binary.BigEndian.Uint64(k), player
	name, ok := s.names.name(uint64(topic))
	if !ok {
		return m, fmt.Errorf("read member %d: %w", player, errCorrupt)
	}
	m.Topic = name
	return m, nil
}

// member loads a member within a transaction, a new one where there is none.
func (w *work) member(server, player uint64, topic string) (quiz.Member, error) {
	m := quiz.Member{Server: server, Player: player, Topic: topic}
	v := w.get(members, memberKey(server, player, w.names.number(topic)))
	if v == nil {
		return m, nil
	}
	stored, err := decodeMember(v)
	if err != nil {
		return m, fmt.Errorf("member %d: %w", player, err)
	}
	stored.Server, stored.Player, stored.Topic = server, player, topic
	return stored, nil
}

// saveMember stores a member who has changed and notes it for the boards.
func (w *work) saveMember(before, after quiz.Member) {
	if before == after {
		return
	}
	topic := w.names.number(before.Topic)
	w.put(members, memberKey(before.Server, before.Player, topic), encodeMember(&after))
	if absenceOf(w.bucket(absent).Get, before.Server, before.Player) == 0 {
		w.move(boardKey{server: before.Server, topic: topic}, before.Player, before.Tallies, after.Tallies)
	}
}

// move notes for the boards of a server and topic what has become of a player's tallies.
func (w *work) move(on boardKey, player uint64, before, after [4]quiz.Tally) {
	for _, p := range quiz.Periods() {
		if before[p] != after[p] {
			on.period = p
			w.changes = append(w.changes, change{board: on, player: player, before: before[p], after: after[p]})
		}
	}
}
