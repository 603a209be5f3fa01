package bolt

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"iter"
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
//
// Form 2 goes on with the freezes of the streak i32 · 2 × what was at the end of the last week
// and month, as above. Form 1 is read still.
const (
	memberForm = 2
	tallyLen   = 20
	memberLen1 = 1 + 4*tallyLen + 32
	memberLen  = memberLen1 + 4 + 2*tallyLen
)

func encodeMember(m *quiz.Member) []byte {
	w := &writer{b: make([]byte, 0, memberLen)}
	w.byte(memberForm)
	for _, t := range m.Tallies {
		w.tally(t)
	}
	w.u32(uint32(m.Attempts))
	w.u64(uint64(m.Scores))
	w.u32(uint32(m.Streak.Days))
	w.u32(uint32(m.Streak.Best))
	w.u32(uint32(m.Streak.Last))
	w.u64(uint64(micros(m.Last)))
	w.u32(uint32(m.Streak.Freezes))
	for _, t := range m.Ended {
		w.tally(t)
	}
	return w.b
}

func (w *writer) tally(t quiz.Tally) {
	w.u32(uint32(t.Number))
	w.u32(uint32(t.Points))
	w.u32(uint32(t.Answers))
	w.u64(uint64(micros(t.Reached)))
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
	if b[0] == 1 {
		return m, r.err("member", "")
	}
	m.Streak.Freezes = int32(r.u32())
	for i := range m.Ended {
		m.Ended[i] = tallyAt(r.take(tallyLen))
	}
	return m, r.err("member", "")
}

// decodeTally reads the part of a member that one board is made of.
func decodeTally(b []byte, p quiz.Period) (quiz.Tally, error) {
	sound := len(b) == memberLen && b[0] == memberForm || len(b) == memberLen1 && b[0] == 1
	if !sound {
		return quiz.Tally{}, fmt.Errorf("read member: %w", errCorrupt)
	}
	return tallyAt(b[1+int(p)*tallyLen:]), nil
}

// tallyAt reads the tally that b begins with.
func tallyAt(b []byte) quiz.Tally {
	return quiz.Tally{
		Number:  int32(binary.LittleEndian.Uint32(b)),
		Points:  int32(binary.LittleEndian.Uint32(b[4:])),
		Answers: int32(binary.LittleEndian.Uint32(b[8:])),
		Reached: fromMicros(int64(binary.LittleEndian.Uint64(b[12:]))),
	}
}

// MembersOf implements quiz.Store.
func (s *Store) MembersOf(ctx context.Context, server uint64) iter.Seq2[quiz.Member, error] {
	return pages(ctx, s, members, idKey(server), func(tx *bbolt.Tx, k, v []byte) (m quiz.Member, ok bool, err error) {
		player, topic := splitMember(k)
		if topic != 0 || absenceOf(tx.Bucket(absent).Get, server, player) != 0 {
			return m, false, nil
		}
		m, err = s.readMember(k, v)
		return m, true, err
	})
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
