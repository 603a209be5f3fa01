package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"drillbot/quiz"

	"pgregory.net/rapid"
)

func testBoards(t *testing.T, open Opener) {
	t.Run("ties", func(t *testing.T) { testTies(t, open) })
	t.Run("periods", func(t *testing.T) { testPeriods(t, open) })
	t.Run("topics", func(t *testing.T) { testTopics(t, open) })
	t.Run("pages", func(t *testing.T) { testPages(t, open) })
}

// board returns the players of a whole board, first to last.
func board(t rapid.TB, s quiz.Store, q quiz.BoardQuery) (players []uint64) {
	t.Helper()
	q.Limit = 1000
	b := must[quiz.Board](t)(s.Board(context.Background(), q))
	for i, p := range b.Places {
		equal(t, "rank", p.Rank, i+1)
		players = append(players, p.Player)
	}
	equal(t, "players", b.Players, len(players))
	return players
}

func testTies(t *testing.T, open Opener) {
	s, reopen := open(t)
	q := quiz.BoardQuery{Server: 7, Period: quiz.All, Day: quiz.DateOf(start)}
	equal(t, "empty board", board(t, s, q), nil)
	record(t, s, Attempt(1, 30, 50, at(start)))
	record(t, s, Attempt(2, 20, 50, at(start)))
	record(t, s, Attempt(3, 10, 50, at(start.Add(time.Second))))
	record(t, s, Attempt(4, 40, 60, at(start.Add(time.Minute))))
	record(t, s, Attempt(5, 50, 0, at(start)))
	record(t, s, Attempt(6, 60, 0, Pending))
	record(t, s, Attempt(7, 5, 50, in(8)))
	for s := range beforeAndAfter(s, reopen) {
		equal(t, "order", board(t, s, q), []uint64{40, 20, 30, 10}) // 50 has won nothing
	}
	s = reopen()
	record(t, s, Attempt(8, 50, 50, at(start.Add(time.Microsecond)))) // a loaded board follows
	equal(t, "order after one more", board(t, s, q), []uint64{40, 20, 30, 50, 10})
}

// testPeriods crosses midnight, the end of a week and of a month.
func testPeriods(t *testing.T, open Opener) {
	s, reopen := open(t)
	sunday := time.Date(2026, 5, 31, 23, 59, 59, 0, time.UTC)
	day := quiz.DateOf(sunday)
	record(t, s, Attempt(1, 1, 50, at(sunday)))
	check := func(s quiz.Store, d quiz.Date, today, week, month, all []uint64) {
		t.Helper()
		for p, want := range [][]uint64{today, week, month, all} {
			q := quiz.BoardQuery{Server: 7, Period: quiz.Period(p), Day: d}
			equal(t, fmt.Sprintf("period %d on %s", p, d), board(t, s, q), want)
		}
	}
	one, two, both := []uint64{1}, []uint64{2}, []uint64{1, 2}
	check(s, day, one, one, one, one)
	check(s, day+1, nil, nil, nil, one) // nothing has happened on Monday the first yet
	record(t, s, Attempt(2, 2, 20, at(sunday.Add(time.Second))))
	for s := range beforeAndAfter(s, reopen) {
		check(s, day+1, two, two, two, both)
		check(s, day, one, one, one, both)     // a server further west
		check(s, day+2, nil, two, two, both)   // Tuesday
		check(s, day+8, nil, nil, two, both)   // next Monday
		check(s, day+400, nil, nil, nil, both) // next year
	}
	s = reopen()
	record(t, s, Attempt(3, 3, 90, at(sunday.AddDate(0, 0, 10))))
	check(s, day, one, one, one, []uint64{3, 1, 2}) // two periods back
	check(s, day+10, []uint64{3}, []uint64{3}, []uint64{3, 2}, []uint64{3, 1, 2})
	record(t, s, Attempt(4, 1, 50, at(sunday.AddDate(0, 0, 10))))
	check(s, day, nil, nil, nil, []uint64{1, 3, 2}) // whoever goes on leaves the past
}

func testTopics(t *testing.T, open Opener) {
	s, reopen := open(t)
	record(t, s, Attempt(1, 1, 50, on("arc-01", "arc")))
	record(t, s, Attempt(2, 2, 60, on("moe-01", "moe")))
	record(t, s, Attempt(3, 1, 20, on("moe-02", "moe")))
	for s := range beforeAndAfter(s, reopen) {
		q := quiz.BoardQuery{Server: 7, Period: quiz.Week, Day: quiz.DateOf(start)}
		equal(t, "over all topics", board(t, s, q), []uint64{1, 2})
		for topic, want := range map[string][]uint64{"arc": {1}, "moe": {2, 1}, "opt": nil} {
			q.Topic = topic
			equal(t, topic, board(t, s, q), want)
		}
	}
}

func testPages(t *testing.T, open Opener) {
	s, _ := open(t)
	const n = 30
	for id := range uint64(n) {
		record(t, s, Attempt(id+1, id+1, 1+int(id/3)))
	}
	checkPages(t, s, quiz.BoardQuery{Server: 7, Period: quiz.Month, Day: quiz.DateOf(start), Limit: 7}, n)
	none := must[quiz.Board](t)(s.Board(context.Background(), quiz.BoardQuery{
		Server: 7, Period: quiz.Month, Day: quiz.DateOf(start), Offset: 100, Limit: 10, Player: 999,
	}))
	equal(t, "behind the end, not on it", none, quiz.Board{Players: n})
}

// checkPages reads a board page by page, and compares every line with the player's
// own place and with the order of places.
func checkPages(t rapid.TB, s quiz.Store, q quiz.BoardQuery, players int) {
	t.Helper()
	var last quiz.Place
	for q.Offset = 0; q.Offset < players; q.Offset += q.Limit {
		b := must[quiz.Board](t)(s.Board(context.Background(), q))
		equal(t, "places", len(b.Places), min(q.Limit, players-q.Offset))
		equal(t, "players", b.Players, players)
		for i, p := range b.Places {
			equal(t, "rank", p.Rank, q.Offset+i+1)
			if last.Rank > 0 && p.Points > last.Points {
				t.Errorf("place %v stands below %v", p, last)
			}
			last = p
			own := must[quiz.Board](t)(s.Board(context.Background(), quiz.BoardQuery{
				Server: q.Server, Topic: q.Topic, Period: q.Period, Day: q.Day, Player: p.Player,
			}))
			equal(t, "own place", own.Own, &p)
		}
	}
}

// crowdServer has the crowd of testCrowd.
const crowdServer = 12

// testCrowd has more players than a store may care to keep in order, nearly all of them tied.
func testCrowd(t *testing.T, open Opener) {
	if testing.Short() {
		t.Skip("a crowd of 20,000 takes a while")
	}
	s, _ := open(t)
	const n = 20_000
	eachOf(t, 512, n, func(i int) error {
		id := uint64(i + 1)
		_, err := s.Record(context.Background(), Attempt(id, id, 1+i%50, in(crowdServer), at(start)), Settle)
		return err
	})
	q := quiz.BoardQuery{Server: crowdServer, Period: quiz.Today, Day: quiz.DateOf(start), Limit: 10}
	for _, rank := range []int{1, 10, 11, 64, 65, 400, 401, 9999, n} {
		q.Offset = rank - 1
		b := must[quiz.Board](t)(s.Board(context.Background(), q))
		points, among := 50-(rank-1)/400, (rank-1)%400
		want := quiz.Place{Rank: rank, Player: uint64(among*50 + points), Points: points, Answers: 1}
		equal(t, "place", b.Places[0], want)
		own := q
		own.Offset, own.Player = 0, want.Player
		equal(t, "own place", must[quiz.Board](t)(s.Board(context.Background(), own)).Own, &want)
	}
}
