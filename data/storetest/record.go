package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"drillbot/quiz"

	"pgregory.net/rapid"
)

func testRecord(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	long := Attempt(3, 1, 50, func(a *quiz.Attempt) {
		a.Answer = quiz.Answer{Text: strings.Repeat("长", quiz.MaxAnswer), Parts: []string{"a", "", "c"}}
		a.Day-- // the server's own calendar
		a.GaveUp, a.Lang = true, quiz.English
	})
	var want []quiz.Attempt
	for _, a := range []quiz.Attempt{Attempt(1, 1, 80), Attempt(2, 1, 0, Pending), long, Attempt(4, 2, 30, undelivered)} {
		stored := record(t, s, a)
		a.Points, a.Counts, a.Streak = stored.Points, stored.Counts, stored.Streak
		equal(t, "Record", stored, a)
		want = append(want, a)
	}
	for s := range beforeAndAfter(s, reopen) {
		for _, a := range want {
			equal(t, "Attempt", must[quiz.Attempt](t)(s.Attempt(ctx, a.ID)), a)
		}
		_, err := s.Attempt(ctx, 99)
		is(t, "Attempt of none", err, quiz.ErrNone)
	}
}

func testSeen(t *testing.T, open Opener) {
	s, _ := open(t)
	ctx := context.Background()
	again := func(a quiz.Attempt, want quiz.Attempt) {
		t.Helper()
		got, err := s.Record(ctx, a, Settle)
		is(t, "Record again", err, quiz.ErrSeen)
		equal(t, "Record again", got, want)
	}
	first := record(t, s, Attempt(1, 1, 80))
	again(Attempt(1, 1, 30), first)
	again(Attempt(1, 1, 0, Pending), first)
	again(Attempt(1, 9, 100, in(8)), first)

	waits := record(t, s, Attempt(2, 1, 0, Pending))
	again(Attempt(2, 1, 0, Pending), waits)
	graded := record(t, s, Attempt(2, 1, 60, func(a *quiz.Attempt) { a.State = quiz.Graded }))
	equal(t, "reply of graded", string(graded.Reply), "reply here")
	again(Attempt(2, 1, 70, undelivered), graded)
	again(Attempt(2, 1, 0, Pending), graded)

	equal(t, "scores", member(t, s, 7, 1).Scores, 140)
	equal(t, "nobody else", member(t, s, 8, 9), quiz.Member{})
	equal(t, "reps", card(t, s, 1, "arc-01").Reps, 2)
}

func testSettle(t *testing.T, open Opener) {
	t.Run("ledger", func(t *testing.T) { testLedger(t, open) })
	t.Run("case", func(t *testing.T) { testLedgerCase(t, open) })
	t.Run("errors", func(t *testing.T) { testSettleError(t, open) })
	t.Run("keys", func(t *testing.T) { testLedgerKeys(t, open) })
	t.Run("company", func(t *testing.T) { testBadCompany(t, open) })
}

// testLedger looks at what settle is given: nothing but the names at first, and what it left.
func testLedger(t *testing.T, open Opener) {
	s, _ := open(t)
	var seen quiz.Ledger
	look := func(l *quiz.Ledger) error {
		seen = *l
		return Settle(l)
	}
	a := Attempt(1, 5, 0, Pending)
	_, err := s.Record(context.Background(), a, look)
	is(t, "Record", err, nil)
	equal(t, "first ledger", seen, quiz.Ledger{
		Attempt: a,
		Card:    quiz.Card{Player: 5, Question: "arc-01"},
		Overall: quiz.Member{Server: 7, Player: 5},
		Topic:   quiz.Member{Server: 7, Player: 5, Topic: "arc"},
	})
	graded := Attempt(1, 5, 40)
	_, err = s.Record(context.Background(), graded, look)
	is(t, "Record graded", err, nil)
	equal(t, "prior", seen.Prior, &a)
	equal(t, "attempt", seen.Attempt, graded)
	equal(t, "card", seen.Card, quiz.Card{Player: 5, Question: "arc-01", LastDay: a.Day})

	record(t, s, Attempt(2, 5, 30))
	_, err = s.Record(context.Background(), Attempt(3, 5, 20), look)
	is(t, "Record third", err, nil)
	equal(t, "scores before the third", [2]int64{seen.Overall.Scores, seen.Topic.Scores}, [2]int64{70, 70})
	equal(t, "members", must[[]quiz.Member](t)(s.Members(context.Background(), 7, 5))[0].Scores, 90)
}

// testLedgerCase keeps a case with the grade that opens it, and only once.
func testLedgerCase(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	opens := func(text string, err error) func(*quiz.Ledger) error {
		return func(l *quiz.Ledger) error {
			l.Case = &quiz.Case{ID: l.Attempt.ID, Kind: quiz.Doubt, At: start, Server: 7, Player: 1, Attempt: l.Attempt.ID, Text: text}
			return err
		}
	}
	record(t, s, Attempt(1, 1, 0, Pending))
	_, err := s.Record(ctx, Attempt(1, 1, 50), opens("lost", errNo))
	is(t, "refused", err, errNo)
	equal(t, "cases of what was refused", collect(t, s.Cases(ctx)), nil)
	must[quiz.Attempt](t)(s.Record(ctx, Attempt(1, 1, 50), opens("first", nil)))
	must[quiz.Attempt](t)(s.Amend(ctx, 1, opens("again", nil)))
	must[quiz.Attempt](t)(s.Amend(ctx, record(t, s, Attempt(2, 1, 50)).ID, opens("late", nil)))
	for s := range beforeAndAfter(s, reopen) {
		var texts []string
		for _, c := range collect(t, s.Cases(ctx)) {
			texts = append(texts, c.Text)
		}
		equal(t, "cases", texts, []string{"first", "late"})
	}
	s = reopen()
	is(t, "Forget", s.Forget(ctx, 1), nil)
	_, err = s.Amend(ctx, 1, opens("back", nil))
	is(t, "Amend of what was forgotten", err, quiz.ErrNone)
	equal(t, "cases of the forgotten", collect(t, s.Cases(ctx)), nil)
}

func testSettleError(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	record(t, s, Attempt(1, 1, 0, Pending))
	wrong := errors.New("wrong")
	for _, a := range []quiz.Attempt{Attempt(1, 1, 50), Attempt(2, 1, 50)} {
		_, err := s.Record(ctx, a, func(l *quiz.Ledger) error {
			_ = Settle(l)
			return wrong
		})
		if err != wrong {
			t.Errorf("error of settle came back as %v", err)
		}
	}
	_, err := s.Record(ctx, Attempt(2, 1, 50), func(*quiz.Ledger) error { panic("settle") })
	if err == nil {
		t.Error("a panic in settle was swallowed")
	}
	for s := range beforeAndAfter(s, reopen) {
		a := must[quiz.Attempt](t)(s.Attempt(ctx, 1))
		equal(t, "state", a.State, quiz.Pending)
		_, err := s.Attempt(ctx, 2)
		is(t, "refused attempt", err, quiz.ErrNone)
		equal(t, "member", member(t, s, 7, 1), quiz.Member{})
	}
}

// testBadCompany has answers settled at once with others whose rule fails or panics.
func testBadCompany(t *testing.T, open Opener) {
	s, reopen := open(t)
	wrong := errors.New("wrong")
	eachOf(t, 200, 400, func(i int) error {
		id := uint64(i + 1)
		_, err := s.Record(context.Background(), Attempt(id, id%10, 1), func(l *quiz.Ledger) error {
			_ = Settle(l)
			switch i % 4 {
			case 1:
				panic("settle")
			case 2:
				return wrong
			}
			return nil
		})
		if i%4 == 2 && !errors.Is(err, wrong) || i%4 == 1 && err == nil {
			return fmt.Errorf("attempt %d: error %v", id, err)
		}
		if i%4 == 0 || i%4 == 3 {
			return err
		}
		return nil
	})
	s = reopen()
	total := int64(0)
	for player := range uint64(10) {
		total += member(t, s, 7, player).Scores
	}
	equal(t, "scores", total, 200)
}

// testLedgerKeys sees that the books of others are left alone.
func testLedgerKeys(t *testing.T, open Opener) {
	s, _ := open(t)
	record(t, s, Attempt(1, 1, 10))
	record(t, s, Attempt(2, 1, 20, in(8)))
	record(t, s, Attempt(3, 2, 30))
	record(t, s, Attempt(4, 1, 40, on("moe-01", "moe")))
	record(t, s, Attempt(5, 1, 0, in(9), Pending))
	graded := Attempt(5, 99, 50, in(99), on("other-01", "other")) // what is stored says whose it is
	record(t, s, graded)
	for _, want := range []struct {
		server, player uint64
		scores         int64
	}{{7, 1, 50}, {8, 1, 20}, {7, 2, 30}, {9, 1, 50}, {99, 99, 0}, {9, 99, 0}} {
		equal(t, fmt.Sprintf("scores of %d in %d", want.player, want.server),
			member(t, s, want.server, want.player).Scores, want.scores)
	}
	equal(t, "card", card(t, s, 1, "arc-01").Reps, 3)
	equal(t, "other card", card(t, s, 1, "moe-01").Reps, 1)
	equal(t, "no card", card(t, s, 99, "other-01"), quiz.Card{})
}

func testUnfinished(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	var want []uint64
	for id := uint64(200); id > 0; id-- { // the older ones come last
		states := []func(*quiz.Attempt){Pending, undelivered, func(*quiz.Attempt) {}}
		record(t, s, Attempt(id, id%5, 50, states[id%3]))
		if id%3 != 2 {
			want = append(want, id)
		}
	}
	slices.Reverse(want)
	for s := range beforeAndAfter(s, reopen) {
		equal(t, "unfinished", unfinished(t, s), want)
	}
	s = reopen()
	for a, err := range s.Unfinished(ctx) { // the caller may write meanwhile
		is(t, "Unfinished", err, nil)
		if a.State == quiz.Pending {
			a.Grade, a.State = grade(70), quiz.Graded
			a = record(t, s, a)
		}
		equal(t, "reply", string(a.Reply), "reply here")
		is(t, "Delivered", s.Delivered(ctx, a.ID), nil)
	}
	equal(t, "unfinished at the end", unfinished(t, s), nil)
	a := must[quiz.Attempt](t)(s.Attempt(ctx, 3))
	equal(t, "delivered", a.State, quiz.Delivered)
	equal(t, "reply of delivered", a.Reply, nil)

	record(t, s, Attempt(300, 1, 0, Pending))
	is(t, "Delivered of pending", s.Delivered(ctx, 300), nil)
	is(t, "Delivered of none", s.Delivered(ctx, 999), nil)
	equal(t, "a grade is still owed", unfinished(t, s), []uint64{300})
}

func unfinished(t rapid.TB, s quiz.Store) (ids []uint64) {
	t.Helper()
	for a, err := range s.Unfinished(context.Background()) {
		is(t, "Unfinished", err, nil)
		ids = append(ids, a.ID)
	}
	return ids
}
