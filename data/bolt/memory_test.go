package bolt_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
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

// Those who play in the tests of boards under load, and those who have only been there.
const (
	active  = 40
	onceWas = 10_000
)

// crowded opens a store whose boards take a while to make.
func crowded(t *testing.T, now func() time.Time) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(filepath.Join(t.TempDir(), "drill.db"), bolt.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	once := [4]quiz.Tally{quiz.All: {Points: 1, Answers: 1, Reached: time.Unix(1, 0)}}
	if err := bolt.FillMembers(s, 7, onceWas, func(uint64) [4]quiz.Tally { return once }); err != nil {
		t.Fatal(err)
	}
	each(t, active, func(id uint64) error { return answer(s, id, id) })
	return s
}

func answer(s *bolt.Store, id, player uint64) error {
	_, err := s.Record(context.Background(), storetest.Attempt(id, player, 100), storetest.Settle)
	return err
}

// top asks for all who play, as one of them, and says what is wrong with the answer: the own
// place comes from the file and the page from memory, so they differ where the two do.
func top(s *bolt.Store, player uint64) (quiz.Board, error) {
	b, err := s.Board(context.Background(), quiz.BoardQuery{Server: 7, Period: quiz.All, Limit: active, Player: player})
	if err != nil {
		return b, err
	}
	i := slices.IndexFunc(b.Places, func(p quiz.Place) bool { return p.Player == player })
	if i < 0 || b.Own == nil || b.Places[i] != *b.Own {
		return b, fmt.Errorf("own place of %d is %+v, on the page is %v", player, b.Own, b.Places)
	}
	return b, nil
}

// TestBoardsMadeUnderLoad drops the boards and has answers come in while they are made again.
// A board that missed an answer or took one twice shows wrong totals when all is quiet.
func TestBoardsMadeUnderLoad(t *testing.T) {
	var hour atomic.Int64
	s := crowded(t, func() time.Time { return time.Unix(hour.Load()*3600, 0) })
	next := atomic.Uint64{}
	next.Store(active)
	for range 30 {
		hour.Add(1)
		if err := s.Ping(context.Background()); err != nil { // a transaction drops idle boards
			t.Fatal(err)
		}
		each(t, 400, func(i uint64) error {
			if i%20 == 0 {
				_, err := top(s, i%active+1)
				return err
			}
			return answer(s, next.Add(1), i%active+1)
		})
		checkTop(t, s)
	}
}

// checkTop compares the board with the members' own records.
func checkTop(t *testing.T, s *bolt.Store) {
	t.Helper()
	b, err := top(s, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range b.Places {
		m, err := s.Members(context.Background(), 7, p.Player)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := p.Points, int(m[0].Tallies[quiz.All].Points); got != want {
			t.Errorf("player %d has %d points on the board and %d in the file", p.Player, got, want)
		}
	}
}

// TestBoardsDroppedUnderLoad has every transaction find the boards idle and drop them, while
// others are about to ask them.
func TestBoardsDroppedUnderLoad(t *testing.T) {
	var hour atomic.Int64
	s := crowded(t, func() time.Time { return time.Unix(hour.Add(1)*3600, 0) })
	each(t, 1500, func(i uint64) error {
		if err := answer(s, active+i, i%active+1); err != nil {
			return err
		}
		_, err := top(s, i%active+1)
		return err
	})
	checkTop(t, s)
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
