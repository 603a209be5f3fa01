package storetest

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"drillbot/quiz"

	"pgregory.net/rapid"
)

// eachOf calls do for 0 to n-1 from many goroutines and fails the test on an error.
func eachOf(t rapid.TB, goroutines, n int, do func(i int) error) {
	t.Helper()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range goroutines {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := do(i); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

// testConcurrent gives 1,000 answers of 200 players at once, each delivered twice: every third
// pending and graded afterwards, twice as well; and looks at boards meanwhile.
func testConcurrent(t *testing.T, open Opener) {
	s, reopen := open(t)
	const n, players = 1000, 200
	var accepted atomic.Int64
	eachOf(t, 2*n, 2*n, func(i int) error {
		id := uint64(i/2 + 1)
		a := Attempt(id, id%players+1, int(1+id%99))
		if id%3 == 0 {
			if err := unlessSeen(s, Attempt(id, a.Player, 0, Pending), nil); err != nil {
				return err
			}
		}
		if i%10 == 0 {
			if _, err := s.Board(context.Background(), quiz.BoardQuery{
				Server: 7, Period: quiz.All, Day: a.Day, Limit: 10, Player: a.Player,
			}); err != nil {
				return err
			}
		}
		return unlessSeen(s, a, &accepted)
	})
	equal(t, "accepted", accepted.Load(), n)
	for s := range beforeAndAfter(s, reopen) {
		checkTotals(t, s, n, players)
	}
}

// unlessSeen records an attempt that may be stored already, and counts it if not.
func unlessSeen(s quiz.Store, a quiz.Attempt, accepted *atomic.Int64) error {
	_, err := s.Record(context.Background(), a, Settle)
	switch {
	case errors.Is(err, quiz.ErrSeen):
		return nil
	case err == nil && accepted != nil:
		accepted.Add(1)
	}
	return err
}

func checkTotals(t *testing.T, s quiz.Store, n, players uint64) {
	t.Helper()
	scores, attempts := map[uint64]int64{}, map[uint64]int32{}
	for id := uint64(1); id <= n; id++ {
		a := must[quiz.Attempt](t)(s.Attempt(context.Background(), id))
		equal(t, "points", a.Points, int(1+id%99))
		scores[a.Player] += int64(1 + id%99)
		attempts[a.Player]++
	}
	for player := uint64(1); player <= players; player++ {
		for _, m := range must[[]quiz.Member](t)(s.Members(context.Background(), 7, player)) {
			equal(t, "scores", m.Scores, scores[player])
			equal(t, "attempts", m.Attempts, attempts[player])
		}
		equal(t, "reps", card(t, s, player, "arc-01").Reps, attempts[player])
	}
	checkPages(t, s, quiz.BoardQuery{Server: 7, Period: quiz.All, Day: quiz.DateOf(start), Limit: 10}, int(players))
}
