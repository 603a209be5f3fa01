package bolt_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"drillbot/data/bolt"
	"drillbot/data/storetest"
	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

// The environment of the child that TestKill kills.
const (
	crashFile = "DRILLBOT_TEST_CRASH_FILE"
	crashFrom = "DRILLBOT_TEST_CRASH_FROM"
	// crashRounds says how many children TestKill kills, 8 by default.
	crashRounds = "DRILLBOT_TEST_CRASH_ROUNDS"
)

const (
	crashPlayers = 50
	perRound     = 1 << 20 // ids a child has for itself
)

// TestKill kills a process under load at some moment, again and again, and looks each time
// at what it has left.
func TestKill(t *testing.T) {
	rounds := 8
	if n, err := strconv.Atoi(os.Getenv(crashRounds)); err == nil {
		rounds = n
	}
	path := filepath.Join(t.TempDir(), "drill.db")
	sums := &totals{}
	for round := range rounds {
		from := uint64(round)*perRound + 1
		acknowledged := killedChild(t, path, from)
		verify(t, path, from, acknowledged, sums)
		if t.Failed() {
			t.Fatalf("after %d of %d rounds", round+1, rounds)
		}
	}
}

// killedChild runs a child, kills it after some answers, and returns what it was told of.
func killedChild(t *testing.T, path string, from uint64) map[uint64]quiz.State {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestCrashChild$")
	cmd.Env = append(os.Environ(), crashFile+"="+path, crashFrom+"="+strconv.FormatUint(from, 10))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	acknowledged, left := map[uint64]quiz.State{}, 1+rand.IntN(1500)
	for lines := bufio.NewScanner(out); lines.Scan(); left-- {
		var id uint64
		var state quiz.State
		if _, err := fmt.Sscan(lines.Text(), &id, &state); err != nil {
			t.Errorf("the child says %q", lines.Text())
		}
		acknowledged[id] = max(acknowledged[id], state)
		if left == 0 {
			_ = cmd.Process.Kill() // what it has said by now is still read
		}
	}
	if err := cmd.Wait(); err == nil || left > 0 {
		t.Fatalf("the child ended by itself: %v", err)
	}
	return acknowledged
}

// TestCrashChild is the process that TestKill kills: it records answers for ever, each
// twice at once, and says what was acknowledged.
func TestCrashChild(t *testing.T) {
	path := os.Getenv(crashFile)
	if path == "" {
		t.Skip("is run by TestKill")
	}
	from, err := strconv.ParseUint(os.Getenv(crashFrom), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	s, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var next atomic.Uint64
	next.Store(2 * from)
	var wg sync.WaitGroup
	for range 32 {
		wg.Go(func() {
			for {
				crashRecord(t, s, next.Add(1)/2)
			}
		})
	}
	wg.Wait()
}

// crashAttempt is the answer with an id; the score follows from it.
func crashAttempt(id uint64) quiz.Attempt {
	return storetest.Attempt(id, id%crashPlayers+1, int(id%100))
}

// crashRecord records an answer: every third first as pending.
func crashRecord(t *testing.T, s *bolt.Store, id uint64) {
	steps := []quiz.Attempt{crashAttempt(id)}
	if id%3 == 0 {
		waits := crashAttempt(id)
		storetest.Pending(&waits)
		steps = []quiz.Attempt{waits, steps[0]}
	}
	for _, a := range steps {
		_, err := s.Record(context.Background(), a, storetest.Settle)
		switch {
		case err == nil:
			fmt.Println(id, a.State)
		case !errors.Is(err, quiz.ErrSeen):
			t.Error(err)
		}
	}
}

// totals is what the players have by the attempts that are stored.
type totals struct {
	scores   [crashPlayers + 1]int64
	attempts [crashPlayers + 1]int32
	pending  int
}

// verify compares a file with what was acknowledged, and its books with its attempts.
func verify(t *testing.T, path string, from uint64, acknowledged map[uint64]quiz.State, sums *totals) {
	t.Helper()
	checkFile(t, path)
	s, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	last := from
	for id := range acknowledged {
		last = max(last, id)
	}
	for id := from; id < last+1000; id++ { // and what was stored without a word
		sums.take(t, s, id, acknowledged)
	}
	sums.compare(t, s)
}

func (sums *totals) take(t *testing.T, s *bolt.Store, id uint64, acknowledged map[uint64]quiz.State) {
	t.Helper()
	a, err := s.Attempt(context.Background(), id)
	state, told := acknowledged[id]
	switch {
	case errors.Is(err, quiz.ErrNone) && !told:
	case err != nil:
		t.Errorf("attempt %d, acknowledged %t: %v", id, told, err)
	case told && a.State < state:
		t.Errorf("attempt %d is in state %d, acknowledged was %d", id, a.State, state)
	case a.State == quiz.Pending:
		sums.pending++
	default:
		sums.scores[a.Player] += int64(a.Grade.Score)
		sums.attempts[a.Player]++
	}
}

func (sums *totals) compare(t *testing.T, s *bolt.Store) {
	t.Helper()
	ctx := context.Background()
	for player := uint64(1); player <= crashPlayers; player++ {
		members, err := s.Members(ctx, 7, player)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range members {
			if m.Scores != sums.scores[player] || m.Attempts != sums.attempts[player] {
				t.Errorf("player %d has %d from %d attempts in %q; stored are %d from %d", player,
					m.Scores, m.Attempts, m.Topic, sums.scores[player], sums.attempts[player])
			}
		}
	}
	waiting := 0
	for _, err := range s.Unfinished(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		waiting++
	}
	if waiting != sums.pending {
		t.Errorf("%d unfinished, %d pending", waiting, sums.pending)
	}
}

// checkFile has bbolt check a file.
func checkFile(t *testing.T, path string) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true, PreLoadFreelist: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.View(func(tx *bbolt.Tx) error {
		for err := range tx.Check() {
			t.Error(err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
