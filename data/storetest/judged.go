package storetest

import (
	"context"
	"testing"
	"time"

	"drillbot/quiz"

	"pgregory.net/rapid"
)

// Revise is the suite's rule for another grade, by a judge or, with 0, by a grader: it is the reverse of Settle
// and then Settle again, but for what has no way back.
func Revise(score int, judge uint64) func(*quiz.Ledger) error {
	return func(l *quiz.Ledger) error {
		a := &l.Attempt
		if judge != 0 && a.Machine == nil {
			a.Machine = a.Grade
		}
		more := score - a.Grade.Score
		a.Grade, a.Judge, a.Points = grade(score), max(a.Judge, judge), score
		l.Card.LastScore, l.Card.Best = score, max(l.Card.Best, score)
		for _, m := range []*quiz.Member{&l.Overall, &l.Topic} {
			m.Scores += int64(more)
			for _, p := range quiz.Periods() {
				if m.Tallies[p].Number == p.Number(a.Day) {
					m.Tallies[p].Points += int32(more)
				}
			}
		}
		return nil
	}
}

func testJudged(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	first := record(t, s, Attempt(1, 1, 80))
	record(t, s, Attempt(2, 2, 50))
	record(t, s, Attempt(3, 1, 40))
	record(t, s, Attempt(4, 1, 0, Pending))
	query := quiz.BoardQuery{Server: 7, Day: first.Day, Limit: 3, Player: 1}
	equal(t, "board before", must[quiz.Board](t)(s.Board(ctx, query)).Places[0].Points, 120)

	got := must[quiz.Attempt](t)(s.Amend(ctx, 1, Revise(0, 99)))
	want := first
	want.Grade, want.Machine, want.Judge, want.Points = grade(0), grade(80), 99, 0
	equal(t, "Amend", got, want)
	must[quiz.Attempt](t)(s.Amend(ctx, 3, Revise(60, 0)))
	for s := range beforeAndAfter(s, reopen) {
		equal(t, "judged", must[quiz.Attempt](t)(s.Attempt(ctx, 1)), want)
		equal(t, "scores", member(t, s, 7, 1).Scores, 60)
		n := must[int](t)(s.Redact(ctx, map[uint64]time.Time{7: first.At.Add(1)}))
		redacted := must[quiz.Attempt](t)(s.Attempt(ctx, 1))
		equal(t, "words of the machine's grade", []any{n <= 1, redacted.Judge, redacted.Machine.Score, redacted.Machine.Points[0].Quote, redacted.Machine.Feedback},
			[]any{true, uint64(99), 80, "", ""})
		want = redacted
		board := must[quiz.Board](t)(s.Board(ctx, query))
		equal(t, "board", []int{board.Places[0].Points, board.Places[1].Points, board.Own.Rank}, []int{60, 50, 1})
	}
}

func testAttempts(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	var all, judged []uint64
	for id := uint64(1); id <= 300; id++ {
		states := []func(*quiz.Attempt){Pending, undelivered, func(*quiz.Attempt) {}}
		record(t, s, Attempt(id, id%5, 50, states[id%3]))
		if id%3 == 0 {
			continue
		}
		all = append(all, id)
		if id%50 == 1 {
			must[quiz.Attempt](t)(s.Amend(ctx, id, Revise(70, 5)))
			judged = append(judged, id)
		}
	}
	for s := range beforeAndAfter(s, reopen) {
		equal(t, "all", ids(t, s, false), all)
		equal(t, "judged", ids(t, s, true), judged)
	}
	s = reopen()
	for a, err := range s.Attempts(ctx, false) { // the caller may write meanwhile
		is(t, "Attempts", err, nil)
		must[quiz.Attempt](t)(s.Amend(ctx, a.ID, Revise(1, 1)))
		if a.ID == 100 {
			break
		}
	}
}

// ids lists what Attempts yields.
func ids(t rapid.TB, s quiz.Store, judged bool) (out []uint64) {
	t.Helper()
	for a, err := range s.Attempts(context.Background(), judged) {
		is(t, "Attempts", err, nil)
		out = append(out, a.ID)
	}
	return out
}
