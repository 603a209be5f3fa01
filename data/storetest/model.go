package storetest

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"drillbot/quiz"

	"pgregory.net/rapid"
)

// testModel draws what callers do and compares the store with a model that is too
// simple to be wrong.
func testModel(t *testing.T, open Opener) {
	rapid.Check(t, func(rt *rapid.T) {
		s, reopen := open(t)
		m := &model{
			store: s, attempts: map[uint64]quiz.Attempt{}, cards: map[cardID]quiz.Card{},
			members: map[memberID]quiz.Member{}, day: quiz.DateOf(start),
		}
		rt.Repeat(map[string]func(*rapid.T){
			"record":  m.record,
			"deliver": m.deliver,
			"amend":   m.amend,
			"skip":    m.skip,
			"day":     func(*rapid.T) { m.day++ },
			"reopen":  func(*rapid.T) { m.store = reopen() },
			"":        m.check,
		})
		is(t, "Close", m.store.Close(), nil)
	})
}

type cardID struct {
	player   uint64
	question string
}

type memberID struct {
	server, player uint64
	topic          string
}

// model is a store in maps.
type model struct {
	store    quiz.Store
	attempts map[uint64]quiz.Attempt
	cards    map[cardID]quiz.Card
	members  map[memberID]quiz.Member
	day      quiz.Date
}

func (m *model) record(t *rapid.T) {
	topic := rapid.SampledFrom([]string{"arc", "moe"}).Draw(t, "topic")
	state := rapid.SampledFrom([]func(*quiz.Attempt){Pending, undelivered, func(*quiz.Attempt) {}}).Draw(t, "state")
	a := Attempt(rapid.Uint64Range(1, 12).Draw(t, "id"), rapid.Uint64Range(1, 4).Draw(t, "player"),
		rapid.IntRange(0, 2).Draw(t, "score"), on(topic+"-01", topic), state,
		in(rapid.Uint64Range(7, 8).Draw(t, "server")),
		at(m.day.Time().Add(time.Duration(rapid.IntRange(1, 3).Draw(t, "hour"))*time.Hour)))
	want, wantErr := m.settle(a)
	got, err := m.store.Record(context.Background(), a, Settle)
	is(t, "Record", err, wantErr)
	equal(t, "Record", got, want)
}

// settle does in the model what Record does in the store.
func (m *model) settle(a quiz.Attempt) (quiz.Attempt, error) {
	l := quiz.Ledger{Attempt: a}
	if prior, ok := m.attempts[a.ID]; ok {
		if prior.State != quiz.Pending || a.State == quiz.Pending {
			return prior, quiz.ErrSeen
		}
		l.Prior, a = &prior, prior
	}
	c := cardID{a.Player, a.Question}
	overall, topic := memberID{a.Server, a.Player, ""}, memberID{a.Server, a.Player, a.Topic}
	l.Card = m.card(c)
	l.Overall, l.Topic = m.member(overall), m.member(topic)
	if err := Settle(&l); err != nil {
		return quiz.Attempt{}, err
	}
	if l.Attempt.State == quiz.Delivered {
		l.Attempt.Reply = nil
	}
	m.attempts[a.ID], m.cards[c] = l.Attempt, l.Card
	if l.Attempt.Grade != nil {
		m.members[overall], m.members[topic] = l.Overall, l.Topic
	}
	return l.Attempt, nil
}

func (m *model) card(id cardID) quiz.Card {
	if c, ok := m.cards[id]; ok {
		return c
	}
	return quiz.Card{Player: id.player, Question: id.question}
}

func (m *model) member(id memberID) quiz.Member {
	if found, ok := m.members[id]; ok {
		return found
	}
	return quiz.Member{Server: id.server, Player: id.player, Topic: id.topic}
}

func (m *model) deliver(t *rapid.T) {
	id := rapid.Uint64Range(1, 12).Draw(t, "id")
	is(t, "Delivered", m.store.Delivered(context.Background(), id), nil)
	if a, ok := m.attempts[id]; ok && a.State == quiz.Graded {
		a.State, a.Reply = quiz.Delivered, nil
		m.attempts[id] = a
	}
}

func (m *model) amend(t *rapid.T) {
	id := rapid.Uint64Range(1, 12).Draw(t, "id")
	change := Revise(rapid.IntRange(0, 3).Draw(t, "score"), rapid.Uint64Range(0, 1).Draw(t, "judge"))
	got, err := m.store.Amend(context.Background(), id, change)
	prior, ok := m.attempts[id]
	if !ok || prior.State == quiz.Pending {
		is(t, "Amend", err, quiz.ErrNone)
		return
	}
	overall, topic := memberID{prior.Server, prior.Player, ""}, memberID{prior.Server, prior.Player, prior.Topic}
	l := quiz.Ledger{Prior: &prior, Attempt: prior, Card: m.card(cardID{prior.Player, prior.Question}), Overall: m.member(overall), Topic: m.member(topic)}
	is(t, "rule", change(&l), nil)
	is(t, "Amend", err, nil)
	equal(t, "Amend", got, l.Attempt)
	m.attempts[id], m.cards[cardID{prior.Player, prior.Question}] = l.Attempt, l.Card
	m.members[overall], m.members[topic] = l.Overall, l.Topic
}

func (m *model) skip(t *rapid.T) {
	id := cardID{rapid.Uint64Range(1, 4).Draw(t, "player"), "arc-01"}
	skip := func(c *quiz.Card) { c.Skipped = m.day.Time() }
	is(t, "UpdateCard", m.store.UpdateCard(context.Background(), id.player, id.question, skip), nil)
	c := m.card(id)
	skip(&c)
	m.cards[id] = c
}

func (m *model) check(t *rapid.T) {
	ctx := context.Background()
	var waiting []uint64
	for id := uint64(1); id <= 12; id++ {
		got, err := m.store.Attempt(ctx, id)
		want, ok := m.attempts[id]
		if !ok != errors.Is(err, quiz.ErrNone) {
			t.Fatalf("Attempt(%d): error %v, stored %t", id, err, ok)
		}
		equal(t, "Attempt", got, want)
		if ok && want.State != quiz.Delivered {
			waiting = append(waiting, id)
		}
	}
	equal(t, "unfinished", unfinished(t, m.store), waiting)
	equal(t, "attempts", ids(t, m.store, false), m.ids(func(a quiz.Attempt) bool { return a.State != quiz.Pending }))
	equal(t, "judged", ids(t, m.store, true), m.ids(func(a quiz.Attempt) bool { return a.Judge != 0 }))
	for id, want := range m.cards {
		equal(t, "card", card(t, m.store, id.player, id.question), want)
	}
	for server := uint64(7); server <= 8; server++ {
		m.checkMembers(t, server)
		m.checkBoards(t, server)
	}
}

// ids lists the attempts that are wanted.
func (m *model) ids(wanted func(quiz.Attempt) bool) (out []uint64) {
	for _, id := range slices.Sorted(maps.Keys(m.attempts)) {
		if wanted(m.attempts[id]) {
			out = append(out, id)
		}
	}
	return out
}

func (m *model) checkMembers(t *rapid.T, server uint64) {
	for player := uint64(1); player <= 4; player++ {
		var want []quiz.Member
		for _, topic := range []string{"", "arc", "moe"} {
			if found, ok := m.members[memberID{server, player, topic}]; ok {
				want = append(want, found)
			}
		}
		equal(t, "members", must[[]quiz.Member](t)(m.store.Members(context.Background(), server, player)), want)
	}
}

func (m *model) checkBoards(t *rapid.T, server uint64) {
	player := rapid.Uint64Range(1, 4).Draw(t, "asking")
	for _, period := range quiz.Periods() {
		q := quiz.BoardQuery{
			Server: server, Topic: rapid.SampledFrom([]string{"", "arc"}).Draw(t, "topic"), Period: period,
			Day: m.day - quiz.Date(rapid.IntRange(0, 2).Draw(t, "ago")), Limit: 3, Player: player,
		}
		equal(t, "board", must[quiz.Board](t)(m.store.Board(context.Background(), q)), m.board(q))
	}
}

// board sorts everybody.
func (m *model) board(q quiz.BoardQuery) quiz.Board {
	on := slices.DeleteFunc(slices.Collect(maps.Values(m.members)), func(x quiz.Member) bool {
		return x.Server != q.Server || x.Topic != q.Topic || x.Tally(q.Period, q.Day).Points <= 0
	})
	slices.SortFunc(on, func(x, y quiz.Member) int {
		a, b := x.Tallies[q.Period], y.Tallies[q.Period]
		return cmp.Or(cmp.Compare(b.Points, a.Points), a.Reached.Compare(b.Reached), cmp.Compare(x.Player, y.Player))
	})
	b := quiz.Board{Players: len(on)}
	for i, x := range on {
		t := x.Tallies[q.Period]
		place := quiz.Place{Rank: i + 1, Player: x.Player, Points: int(t.Points), Answers: int(t.Answers)}
		if i < q.Limit {
			b.Places = append(b.Places, place)
		}
		if x.Player == q.Player {
			b.Own = &place
		}
	}
	return b
}
