package bolt_test

import (
	"context"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"drillbot/data/bolt"
	"drillbot/data/storetest"
	"drillbot/quiz"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"
	"go.uber.org/goleak"
)

// each calls do for the ids 1 to n from many goroutines.
func each(t testing.TB, n uint64, do func(id uint64) error) {
	t.Helper()
	var next atomic.Uint64
	var wg sync.WaitGroup
	for range 256 {
		wg.Go(func() {
			for id := next.Add(1); id <= n; id = next.Add(1) {
				if err := do(id); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func TestCloseLeavesNothingRunning(t *testing.T) {
	running := goleak.IgnoreCurrent()
	s := open(t, newFile(t))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	goleak.VerifyNone(t, running)
}

// TestIdleBoardIsMadeAgain has hours pass between two looks at a board.
func TestIdleBoardIsMadeAgain(t *testing.T) {
	var hours atomic.Int64
	now := func() time.Time { return time.Unix(1_780_000_000+hours.Load()*3600, 0) }
	s, err := bolt.Open(newFile(t), bolt.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for id := uint64(2); id < 10; id++ {
		q := quiz.BoardQuery{Server: 7, Period: quiz.All, Limit: 1, Player: 1}
		b, err := s.Board(context.Background(), q)
		want := quiz.Place{Rank: 1, Player: 1, Points: 50 * int(id-1), Answers: int(id - 1)}
		if diff := cmp.Diff(quiz.Board{Places: []quiz.Place{want}, Players: 1, Own: &want}, b); err != nil || diff != "" {
			t.Fatalf("%v, board (-want +got):\n%s", err, diff)
		}
		hours.Add(1)
		if _, err := s.Record(context.Background(), storetest.Attempt(id, 1, 50), storetest.Settle); err != nil {
			t.Fatal(err)
		}
	}
}

// TestBoardsDuringLoad makes boards anew all the time while answers come in: a board that
// missed one or took one twice shows wrong totals at the end.
func TestBoardsDuringLoad(t *testing.T) {
	var clock atomic.Int64
	now := func() time.Time { return time.Unix(clock.Add(3600), 0) } // every look finds boards idle
	s, err := bolt.Open(filepath.Join(t.TempDir(), "drill.db"), bolt.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	const n, players = 4000, 100
	each(t, n, func(id uint64) error {
		a := storetest.Attempt(id, id%players+1, 1)
		if _, err := s.Record(context.Background(), a, storetest.Settle); err != nil {
			return err
		}
		_, err := s.Board(context.Background(), quiz.BoardQuery{Server: 7, Period: quiz.All, Limit: 3, Player: a.Player})
		return err
	})
	b, err := s.Board(context.Background(), quiz.BoardQuery{Server: 7, Period: quiz.All, Limit: players})
	if err != nil || b.Players != players {
		t.Fatalf("%d players, %v", b.Players, err)
	}
	for _, p := range b.Places {
		if p.Points != n/players || p.Answers != n/players {
			t.Errorf("place %+v, want %d points", p, n/players)
		}
	}
}

// TestDaysThatAreOverAreForgotten looks into the file.
func TestDaysThatAreOverAreForgotten(t *testing.T) {
	path := newFile(t)
	s := open(t, path)
	for day := quiz.Date(100); day < 110; day++ {
		for player := range uint64(5) {
			if _, err := s.Spend(context.Background(), day, 1, player, 10); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.Close()
	edit(t, path, func(tx *bbolt.Tx) error {
		if got, want := tx.Bucket([]byte("spent")).Inspect().KeyN, 3*6; got != want {
			t.Errorf("%d amounts, want %d of three days", got, want)
		}
		return nil
	})
}
