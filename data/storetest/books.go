package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"drillbot/quiz"
)

func testCards(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	full := quiz.Card{
		Player: 1, Question: "moe-02", Stability: 12.3456789, Difficulty: 1.0 / 3, Due: start.Add(time.Hour),
		Last: start, LastDay: 20605, LastScore: 61, Best: 99, Reps: 1 << 20, Lapses: 3, Skipped: start.Add(-time.Hour),
	}
	is(t, "UpdateCard", s.UpdateCard(ctx, 1, "moe-02", func(c *quiz.Card) {
		equal(t, "new card", *c, quiz.Card{Player: 1, Question: "moe-02"})
		*c = full
	}), nil)
	is(t, "UpdateCard again", s.UpdateCard(ctx, 1, "moe-02", func(c *quiz.Card) {
		equal(t, "known card", *c, full)
		c.Reps++
	}), nil)
	full.Reps++
	is(t, "UpdateCard of another", s.UpdateCard(ctx, 1, "arc-01", func(c *quiz.Card) { c.Skipped = start }), nil)
	record(t, s, Attempt(1, 2, 50))
	for s := range beforeAndAfter(s, reopen) {
		cards := must[[]quiz.Card](t)(s.Cards(ctx, 1))
		slices.SortFunc(cards, func(a, b quiz.Card) int { return strings.Compare(a.Question, b.Question) })
		equal(t, "cards", cards, []quiz.Card{{Player: 1, Question: "arc-01", Skipped: start}, full})
		equal(t, "cards of nobody", must[[]quiz.Card](t)(s.Cards(ctx, 3)), nil)
		equal(t, "card of an answer", card(t, s, 2, "arc-01").Due, start.Add(time.Second+36*time.Hour))
	}
}

func testMembers(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	const big = 1<<63 + 5 // ids are unsigned
	for i, topic := range []string{"moe", "arc", "moe", "opt"} {
		record(t, s, Attempt(uint64(i+1), big, 10*(i+1), on(topic+"-01", topic)))
	}
	record(t, s, Attempt(9, big-1, 77))
	record(t, s, Attempt(10, big, 77, in(8)))
	record(t, s, Attempt(11, big, 0, Pending, on("ssm-01", "ssm")))
	for s := range beforeAndAfter(s, reopen) {
		members := must[[]quiz.Member](t)(s.Members(ctx, 7, big))
		var got []any
		for _, m := range members {
			got = append(got, m.Server, m.Player, m.Topic, m.Attempts, m.Scores, m.Tallies[quiz.Week].Points)
		}
		b := uint64(big)
		seven := uint64(7)
		equal(t, "members", got, []any{
			seven, b, "", int32(4), int64(100), int32(100),
			seven, b, "arc", int32(1), int64(20), int32(20),
			seven, b, "moe", int32(2), int64(40), int32(40),
			seven, b, "opt", int32(1), int64(40), int32(40),
		})
		equal(t, "streak", members[0].Streak, quiz.Streak{Days: 1, Best: 1, Last: quiz.DateOf(start)})
		equal(t, "last", members[0].Last, start.Add(4*time.Second))
		equal(t, "reached", members[0].Tallies[quiz.Month].Reached, start.Add(4*time.Second))
		equal(t, "members of none", must[[]quiz.Member](t)(s.Members(ctx, 7, 1)), nil)
	}
}

func testMembersOf(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	for player := range uint64(100) {
		record(t, s, Attempt(player+1, player+1, 10, on("arc-01", "arc")))
	}
	record(t, s, Attempt(200, 500, 10, in(8)))
	is(t, "SetAbsence", s.SetAbsence(ctx, 7, 4, quiz.Left, true), nil)
	for s := range beforeAndAfter(s, reopen) {
		seen := map[uint64]bool{}
		for _, m := range collect(t, s.MembersOf(ctx, 7)) {
			equal(t, "member", m, member(t, s, 7, m.Player))
			seen[m.Player] = true
		}
		equal(t, "members", len(seen), 99)
		equal(t, "the absent", seen[4], false)
	}
}

func testSpend(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	spend := func(day quiz.Date, server, player uint64, micros, ofServer, ofPlayer int64) {
		t.Helper()
		got := must[quiz.Spent](t)(s.Spend(ctx, day, server, player, micros))
		equal(t, "spent", got, quiz.Spent{Server: ofServer, Player: ofPlayer})
	}
	const day = 20605
	spend(day, 1, 1, 0, 0, 0)
	spend(day, 1, 1, 100, 100, 100)
	spend(day, 1, 2, 50, 150, 50)
	spend(day, 2, 2, 7, 7, 57)
	spend(day, 0, 1, 1, 1, 101)
	spend(day+1, 1, 1, 3, 3, 3)
	spend(day, 1, 1, -20, 130, 81)
	s = reopen()
	spend(day, 1, 1, 0, 130, 81)
	spend(day+1, 1, 1, 0, 3, 3)
}

// testLifetime has a store closed and its callers lose patience.
func testLifetime(t *testing.T, open Opener) {
	s, reopen := open(t)
	record(t, s, Attempt(1, 1, 50))
	is(t, "Ping", s.Ping(context.Background()), nil)
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	allFail(gone, t, s, context.Canceled)
	equal(t, "scores", member(t, s, 7, 1).Scores, 50)

	s = reopen()
	is(t, "Ping", s.Ping(context.Background()), nil)
	is(t, "Close", s.Close(), nil)
	is(t, "Close again", s.Close(), nil)
	allFail(context.Background(), t, s, quiz.ErrClosed)
	s = reopen()
	equal(t, "scores at last", member(t, s, 7, 1).Scores, 50)
	_, err := s.Attempt(context.Background(), 2)
	is(t, "what was refused", err, quiz.ErrNone)
}

// allFail calls every method and expects the same error of each.
func allFail(ctx context.Context, t *testing.T, s quiz.Store, want error) {
	t.Helper()
	_, record := s.Record(ctx, Attempt(2, 1, 70), Settle)
	_, attempt := s.Attempt(ctx, 1)
	_, cards := s.Cards(ctx, 1)
	_, members := s.Members(ctx, 7, 1)
	_, board := s.Board(ctx, quiz.BoardQuery{Server: 7, Limit: 10})
	_, topic := s.Board(ctx, quiz.BoardQuery{Server: 7, Topic: "unheard of", Limit: 10})
	_, server := s.Server(ctx, 7)
	_, spend := s.Spend(ctx, 1, 1, 1, 1)
	_, look := s.Spend(ctx, 1, 1, 1, 0)
	unfinished, cases := errors.New("nothing"), errors.New("nothing")
	for _, err := range s.Unfinished(ctx) {
		unfinished = err
	}
	for _, err := range s.Cases(ctx) {
		cases = err
	}
	for what, err := range map[string]error{
		"Record": record, "Attempt": attempt, "Cards": cards, "Members": members, "Board": board,
		"Board of a topic": topic, "Server": server, "Spend": spend, "Spend 0": look,
		"Unfinished": unfinished, "Cases": cases,
		"Delivered":    s.Delivered(ctx, 1),
		"UpdateCard":   s.UpdateCard(ctx, 1, "arc-01", func(c *quiz.Card) { c.Reps = 99 }),
		"UpdateServer": saveServer(ctx, s, quiz.Server{ID: 7}),
		"AddCase":      s.AddCase(ctx, quiz.Case{ID: 1}),
		"UpdatePlayer": s.UpdatePlayer(ctx, 1, func(*quiz.Player) {}),
		"SetAbsence":   s.SetAbsence(ctx, 7, 1, quiz.Hidden, true),
		"Forget":       s.Forget(ctx, 1),
		"Ping":         s.Ping(ctx),
	} {
		is(t, what, err, want)
	}
}
