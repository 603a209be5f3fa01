package quiz_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"drillbot/quiz"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const monday = quiz.Date(20605) // 1 June 2026

// tallied is what a player has in all periods after earning points on day d.
func tallied(points int32, d quiz.Date, at time.Time) (all [4]quiz.Tally) {
	for _, p := range quiz.Periods() {
		all[p] = quiz.Tally{Number: p.Number(d), Points: points, Answers: 1, Reached: at}
	}
	return all
}

// naive orders the players of one period by sorting them all.
func naive(members map[uint64][4]quiz.Tally, p quiz.Period, d quiz.Date) []quiz.Place {
	var ids []uint64
	for id, m := range members {
		if m[p].Points > 0 && m[p].Number == p.Number(d) {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b uint64) int {
		x, y := members[a][p], members[b][p]
		return cmp.Or(cmp.Compare(y.Points, x.Points), x.Reached.Compare(y.Reached), cmp.Compare(a, b))
	})
	var places []quiz.Place
	for i, id := range ids {
		t := members[id][p]
		places = append(places, quiz.Place{Rank: i + 1, Player: id, Points: int(t.Points), Answers: int(t.Answers)})
	}
	return places
}

func TestStandingFollowsTheRules(t *testing.T) {
	start := time.Unix(1_780_000_000, 0)
	for _, tc := range []struct {
		name    string
		players map[uint64][4]quiz.Tally
		period  quiz.Period
		day     quiz.Date
		want    []uint64
	}{
		{"more points stand higher", map[uint64][4]quiz.Tally{
			1: tallied(10, monday, start), 2: tallied(30, monday, start), 3: tallied(20, monday, start),
		}, quiz.All, monday, []uint64{2, 3, 1}},
		{"of equals the earlier", map[uint64][4]quiz.Tally{
			1: tallied(10, monday, start.Add(time.Second)), 2: tallied(10, monday, start),
		}, quiz.All, monday, []uint64{2, 1}},
		{"then the smaller id", map[uint64][4]quiz.Tally{
			2: tallied(10, monday, start), 1: tallied(10, monday, start),
		}, quiz.All, monday, []uint64{1, 2}},
		{"no points are no place", map[uint64][4]quiz.Tally{
			1: tallied(0, monday, start), 2: tallied(-5, monday, start), 3: tallied(1, monday, start),
		}, quiz.All, monday, []uint64{3}},
		{"yesterday is not today", map[uint64][4]quiz.Tally{
			1: tallied(50, monday, start), 2: tallied(10, monday+1, start),
		}, quiz.Today, monday + 1, []uint64{2}},
		{"yesterday can still be seen", map[uint64][4]quiz.Tally{
			1: tallied(50, monday, start), 2: tallied(10, monday+1, start),
		}, quiz.Today, monday, []uint64{1}},
		{"tomorrow is empty", map[uint64][4]quiz.Tally{
			1: tallied(50, monday, start),
		}, quiz.Today, monday + 1, nil},
		{"sunday and monday are two weeks", map[uint64][4]quiz.Tally{
			1: tallied(50, monday-1, start), 2: tallied(10, monday, start),
		}, quiz.Week, monday, []uint64{2}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := standing(tc.players, tc.period, false)
			b, ok := s.Board(quiz.BoardQuery{Period: tc.period, Day: tc.day, Limit: 10}, quiz.Tally{})
			var got []uint64
			for _, p := range b.Places {
				got = append(got, p.Player)
			}
			if !ok || !slices.Equal(got, tc.want) {
				t.Errorf("Board = %v, %t; want %v", got, ok, tc.want)
			}
		})
	}
}

func TestStandingForgetsOldPeriodsAloud(t *testing.T) {
	s := quiz.Standing{Period: quiz.Today}
	for i := range quiz.Date(3) {
		s.Update(uint64(i+1), quiz.Tally{}, tallied(10, monday+i, time.Unix(int64(i), 0))[quiz.Today])
	}
	for i, want := range []bool{false, true, true} {
		q := quiz.BoardQuery{Period: quiz.Today, Day: monday + quiz.Date(i), Limit: 10}
		if b, ok := s.Board(q, quiz.Tally{}); ok != want || ok && b.Players != 1 {
			t.Errorf("day %d: Board = %+v, %t; want %t", i, b, ok, want)
		}
	}
}

// TestStandingAgainstSorting draws updates, falling points and changes of the day among
// them, and compares every page and every own place with sorting.
func TestStandingAgainstSorting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []*quiz.Standing
		for _, p := range quiz.Periods() {
			all = append(all, &quiz.Standing{Period: p})
		}
		members := map[uint64][4]quiz.Tally{}
		day := monday
		for range rapid.IntRange(1, 60).Draw(t, "updates") {
			day += quiz.Date(rapid.SampledFrom([]int{0, 0, 0, 0, 0, 1, -1, 40}).Draw(t, "days"))
			id := rapid.Uint64Range(1, 12).Draw(t, "player")
			at := time.Unix(rapid.Int64Range(1, 4).Draw(t, "at"), 0)
			after := tallied(rapid.Int32Range(-1, 4).Draw(t, "points"), day, at)
			if rapid.IntRange(0, 9).Draw(t, "leaves") == 0 {
				after = [4]quiz.Tally{}
			}
			for p, s := range all {
				s.Update(id, members[id][p], after[p])
			}
			members[id] = after
			for _, s := range all {
				checkStanding(t, s, members, day)
			}
		}
	})
}

func checkStanding(t rapid.TB, s *quiz.Standing, members map[uint64][4]quiz.Tally, day quiz.Date) {
	t.Helper()
	want := naive(members, s.Period, day)
	for id := range members {
		q := quiz.BoardQuery{Period: s.Period, Day: day, Limit: len(members), Player: id}
		b, ok := s.Board(q, members[id][s.Period])
		if !ok {
			continue // an older day than the two newest: said so, and that is tested above
		}
		if len(b.Places) != len(want) {
			t.Fatalf("%d places, want %d", len(b.Places), len(want))
		}
		checkBoard(t, b, want, 0, id)
	}
}

// checkBoard compares a page and an own place with the whole board.
func checkBoard(t rapid.TB, got quiz.Board, want []quiz.Place, offset int, player uint64) {
	t.Helper()
	page := append([]quiz.Place(nil), want[offset:min(offset+len(got.Places), len(want))]...)
	if diff := gocmp.Diff(page, append([]quiz.Place(nil), got.Places...)); diff != "" || got.Players != len(want) {
		t.Fatalf("%d players, want %d; places (-want +got):\n%s", got.Players, len(want), diff)
	}
	i := slices.IndexFunc(want, func(p quiz.Place) bool { return p.Player == player })
	switch {
	case i < 0 && got.Own != nil:
		t.Fatalf("own place of %d = %v, want none", player, *got.Own)
	case i >= 0 && (got.Own == nil || *got.Own != want[i]):
		t.Fatalf("own place of %d = %v, want %v", player, got.Own, want[i])
	}
}

// crowd makes n players with few different points, so that nearly all are tied.
func crowd(n int, spread int32) map[uint64][4]quiz.Tally {
	draw := rand.New(rand.NewPCG(1, 2))
	members := make(map[uint64][4]quiz.Tally, n)
	for id := range uint64(n) {
		members[id+1] = tallied(1+draw.Int32N(spread), monday, time.Unix(draw.Int64N(1000), 0))
	}
	return members
}

func standing(members map[uint64][4]quiz.Tally, p quiz.Period, exact bool) *quiz.Standing {
	s := &quiz.Standing{Period: p, Exact: exact}
	for id, m := range members {
		s.Update(id, quiz.Tally{}, m[p])
	}
	return s
}

// TestCrowdIsRankedOrRefused has more players than places are kept for: what a standing
// answers is right, the first places always; what it refuses an exact one answers.
func TestCrowdIsRankedOrRefused(t *testing.T) {
	const n = 20_000
	members := crowd(n, 300)
	members[n+1] = tallied(1<<20, monday, time.Unix(5, 0))
	want := naive(members, quiz.Week, monday)
	for _, exact := range []bool{false, true} {
		s, refused := standing(members, quiz.Week, exact), 0
		for offset := 0; offset <= n; offset += 1000 {
			own := want[offset]
			q := quiz.BoardQuery{Period: quiz.Week, Day: monday, Offset: offset, Limit: 10, Player: own.Player}
			b, ok := s.Board(q, members[own.Player][quiz.Week])
			if !ok {
				refused++
				continue
			}
			checkBoard(t, b, want, offset, own.Player)
		}
		if exact && refused > 0 || !exact && (refused == 0 || refused > 20) {
			t.Errorf("exact %t: %d of 21 refused", exact, refused)
		}
	}
}

// TestCrowdInMotion changes a crowd's points, up and down, and compares the top and the own
// places that are told with sorting.
func TestCrowdInMotion(t *testing.T) {
	const n = 17_000
	members, draw := crowd(n, 5000), rand.New(rand.NewPCG(3, 4))
	s, told := standing(members, quiz.Today, false), 0
	for step := range 3000 {
		id := draw.Uint64N(n) + 1
		points := members[id][quiz.Today].Points + draw.Int32N(60) - 20
		after := tallied(points, monday, time.Unix(2000+int64(step), 0))
		s.Update(id, members[id][quiz.Today], after[quiz.Today])
		members[id] = after
		if step%300 != 0 {
			continue
		}
		want := naive(members, quiz.Today, monday)
		for _, own := range []quiz.Place{want[0], want[9], want[40], want[n/2], want[n-1]} {
			q := quiz.BoardQuery{Period: quiz.Today, Day: monday, Limit: 10, Player: own.Player}
			if b, ok := s.Board(q, members[own.Player][quiz.Today]); ok {
				told++
				checkBoard(t, b, want, 0, own.Player)
			}
		}
	}
	if told < 10 {
		t.Errorf("only %d boards told", told)
	}
}
