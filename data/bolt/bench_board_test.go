package bolt_test

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"drillbot/data/bolt"
	"drillbot/quiz"
)

// earned draws what a player has: most have little and a few have very much, up to 20,000
// points; from spread on, points are told apart.
func earned(draw *rand.Rand, spread float64) [4]quiz.Tally {
	var all [4]quiz.Tally
	for _, p := range quiz.Periods() {
		share := draw.Float64()
		all[p] = quiz.Tally{
			Number: p.Number(boardDay), Answers: 1, Points: int32(share * share * share * spread),
			Reached: time.UnixMicro(1_780_000_000_000_000 + draw.Int64N(1e12)),
		}
	}
	return all
}

const (
	boardDay = quiz.Date(20605)
	// tied is a spread of points in which a million players nearly all have equals.
	tied = 20_000
)

// crowd is a standing with its players, to be updated and asked.
type crowd struct {
	standing *quiz.Standing
	tallies  []quiz.Tally
	draw     *rand.Rand
}

func newCrowd(n int, exact bool) *crowd {
	c := &crowd{
		standing: &quiz.Standing{Period: quiz.All, Exact: exact},
		tallies:  make([]quiz.Tally, n), draw: rand.New(rand.NewPCG(1, uint64(n))),
	}
	for i := range c.tallies {
		c.tallies[i] = earned(c.draw, tied)[quiz.All]
		c.standing.Update(uint64(i), quiz.Tally{}, c.tallies[i])
	}
	c.query(0)
	return c
}

// update has a player earn points.
func (c *crowd) update() {
	i := c.draw.IntN(len(c.tallies))
	after := c.tallies[i]
	after.Points += 10
	after.Reached = after.Reached.Add(time.Hour)
	c.standing.Update(uint64(i), c.tallies[i], after)
	c.tallies[i] = after
}

// query asks for the top ten and the own place of a player.
func (c *crowd) query(i int) bool {
	q := quiz.BoardQuery{Period: quiz.All, Day: boardDay, Limit: 10, Player: uint64(i)}
	_, ok := c.standing.Board(q, c.tallies[i])
	return ok
}

// perOp times n calls.
func perOp(n int, do func()) time.Duration {
	start := time.Now()
	for range n {
		do()
	}
	return time.Since(start) / time.Duration(n)
}

// BenchmarkBoard compares a million players with a thousand. A query asks for the top ten and the own place. Of a million, most callers have
// equals, whom only an exact board tells apart: refused says how many of a hundred. Goals:
// update and query ≤ 4.
func BenchmarkBoard(b *testing.B) {
	const turns = 20_000
	small, large, exact := newCrowd(1000, false), newCrowd(1_000_000, false), newCrowd(1_000_000, true)
	var updates, queries [3]time.Duration
	rounds, refused := 0, 0
	for b.Loop() {
		rounds++
		for i, c := range []*crowd{small, large, exact} {
			updates[i] += perOp(turns, c.update)
			queries[i] += perOp(turns, func() {
				if !c.query(c.draw.IntN(len(c.tallies))) {
					refused++
				}
			})
		}
	}
	b.ReportMetric(0, "ns/op")
	for i, name := range []string{"1e3", "1e6", "exact-1e6"} {
		b.ReportMetric(float64(updates[i])/float64(rounds), "ns-update-"+name)
		b.ReportMetric(float64(queries[i])/float64(rounds), "ns-query-"+name)
	}
	b.ReportMetric(float64(updates[1])/float64(updates[0]), "update-1e6/1e3")
	b.ReportMetric(float64(queries[1])/float64(queries[0]), "query-1e6/1e3")
	b.ReportMetric(float64(updates[2])/float64(updates[0]), "update-exact/1e3")
	b.ReportMetric(float64(queries[2])/float64(queries[0]), "query-exact/1e3")
	b.ReportMetric(100*float64(refused)/float64(rounds*turns), "%refused-1e6")
}

// BenchmarkBoardMemory measures what one board takes for each player on it.
// Goal: ≤ 1 byte from 10⁵ players on.
func BenchmarkBoardMemory(b *testing.B) {
	for name, n := range map[string]int{"1e3": 1000, "1e4": 10_000, "1e5": 100_000, "1e6": 1_000_000} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.ReportMetric(boardMemory(n, false), "B/player")
				b.ReportMetric(boardMemory(n, true), "B/player-exact")
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

func boardMemory(n int, exact bool) float64 {
	draw := rand.New(rand.NewPCG(1, 2))
	before := heap()
	r := &quiz.Ranking{Exact: exact}
	for i := range n {
		r.Add(uint64(i), earned(draw, tied)[quiz.All])
	}
	r.Page(0, 10)
	size := float64(heap() - before)
	runtime.KeepAlive(r)
	return size / float64(n)
}

func heap() int64 {
	runtime.GC()
	runtime.GC() // a second one for what the first has only marked
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkStart opens a store with a million players and asks for a board: the first time,
// the next, and when it was dropped and is made again, with the file's pages mapped by then; and
// then for the place of someone among equals, which makes the board exact.
// Goal: ≤ 50 ns a member when it is made again.
func BenchmarkStart(b *testing.B) {
	const n = 1_000_000
	path := filepath.Join(b.TempDir(), "drill.db")
	draw := rand.New(rand.NewPCG(1, 2))
	s := open(b, path)
	if err := bolt.FillMembers(s, 1, n, func(uint64) [4]quiz.Tally { return earned(draw, tied) }); err != nil {
		b.Fatal(err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	now := time.Unix(1_780_000_000, 0)
	var opening, first, next, again, among time.Duration
	rounds := 0
	for b.Loop() {
		rounds++
		opening += perOp(1, func() {
			var err error
			if s, err = bolt.Open(path, bolt.Options{Now: func() time.Time { return now }}); err != nil {
				b.Fatal(err)
			}
		})
		first += perOp(1, func() { ask(b, s, n+1) })
		next += perOp(1000, func() { ask(b, s, n+1) })
		now = now.Add(time.Hour)
		if err := s.Ping(context.Background()); err != nil { // drops the board
			b.Fatal(err)
		}
		again += perOp(1, func() { ask(b, s, n+1) })
		among += perOp(1, func() { ask(b, s, n/2) })
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(opening.Microseconds())/float64(rounds), "µs-open")
	b.ReportMetric(float64(first.Nanoseconds())/float64(rounds)/n, "ns-first/member")
	b.ReportMetric(float64(again.Nanoseconds())/float64(rounds)/n, "ns-again/member")
	b.ReportMetric(float64(next.Nanoseconds())/float64(rounds), "ns-next")
	b.ReportMetric(float64(among.Nanoseconds())/float64(rounds)/n, "ns-exact/member")
}

func ask(b *testing.B, s *bolt.Store, player uint64) {
	_, err := s.Board(context.Background(), quiz.BoardQuery{
		Server: 1, Period: quiz.All, Day: boardDay, Limit: 10, Player: player,
	})
	if err != nil {
		b.Fatal(err)
	}
}
