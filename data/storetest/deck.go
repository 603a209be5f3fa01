package storetest

import (
	"context"
	"fmt"
	"testing"

	"drillbot/quiz"
)

// Question is a question with every field set.
func Question(id string) quiz.Question {
	both := func(s string) quiz.Text { return quiz.Text{EN: s, ZH: "中 " + s} }
	cues := quiz.Cues{EN: [][]string{{"a", "b"}, {"c"}}, ZH: [][]string{{"甲"}}}
	return quiz.Question{
		ID: id, Version: "0badcafe", Topic: "arc", Type: quiz.Open, Difficulty: 3, Tags: []string{"t"}, Panel: "p", Part: 1, Challenge: true,
		Related: []string{"r"}, Prompt: both("<why> $\\sqrt{d_k}$?"), Reference: both("because"), Hints: []quiz.Text{both("hint")},
		Sources: []quiz.Source{{Key: "1706.03762", Title: "T", Author: "A", Year: 2017, URL: "https://arxiv.org"}}, Reviewed: 20000,
		Points: []quiz.Point{{ID: "p1", Weight: 100, Text: both("point"), Cues: cues, FollowUp: both("and?")}},
		Misconceptions: []quiz.Misconception{{
			ID: "m1", Text: both("wrong"), Right: both("right"), Cues: cues, Direction: &quiz.Direction{Of: cues, On: cues, Wrong: quiz.Same}, Cost: 10,
		}},
		Options: []quiz.Option{{ID: "o1", Text: both("option"), Right: true, Why: both("why")}},
		Numeric: &quiz.NumericKey{
			Value: 1e21, Unit: "B", Units: []quiz.Unit{{Name: "KiB", Factor: 1024}}, Tolerance: 0.02, Formula: "a*2",
			Variables: []quiz.Variable{{Name: "a", Values: []float64{0.5e21}}},
		},
		Blanks: []quiz.Blank{{ID: "b1", Label: both("label"), Accept: []string{"x"}}},
		Items:  []quiz.Item{{ID: "i1", Text: both("item")}},
	}
}

// deck returns the deck of a server.
func deck(t testing.TB, s quiz.Store, server uint64) []quiz.DeckEntry {
	t.Helper()
	return collect(t, s.Deck(context.Background(), server))
}

func testDeck(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	change := func(e *quiz.DeckEntry, of *quiz.Server) ([]quiz.Change, error) {
		e.Question, e.At = Question(fmt.Sprint("q", e.N)), start
		of.Revision = uint64(e.N)
		return []quiz.Change{{ID: uint64(e.N), At: start, Server: of.ID, What: quiz.ChangedDeck}}, nil
	}
	for range 70 {
		must[quiz.DeckEntry](t)(s.UpdateDeck(ctx, 5, 0, change))
	}
	for _, server := range []uint64{4, 6, 1<<64 - 1} {
		first := must[quiz.DeckEntry](t)(s.UpdateDeck(ctx, server, 0, change))
		equal(t, "number of a first", [2]uint64{first.Server, uint64(first.N)}, [2]uint64{server, 1})
	}
	full := must[quiz.DeckEntry](t)(s.UpdateDeck(ctx, 5, 2, func(e *quiz.DeckEntry, _ *quiz.Server) ([]quiz.Change, error) {
		e.Retired, e.By, e.Case, e.Item, e.Past = true, 1<<63, 9, 3, []quiz.Question{Question("old")}
		return nil, nil
	}))
	equal(t, "what change saw", full.Question, Question("q2"))
	_, err := s.UpdateDeck(ctx, 5, 1, func(e *quiz.DeckEntry, of *quiz.Server) ([]quiz.Change, error) {
		e.Retired, of.Revision = true, 1
		return []quiz.Change{{ID: 1000}}, errNo
	})
	is(t, "refused", err, errNo)
	_, err = s.UpdateDeck(ctx, 5, 71, change)
	is(t, "unknown", err, quiz.ErrNone)
	for s := range beforeAndAfter(s, reopen) {
		got := deck(t, s, 5)
		equal(t, "entries", len(got), 70)
		equal(t, "the second", got[1], full)
		equal(t, "the last", got[69], quiz.DeckEntry{Server: 5, N: 70, Question: Question("q70"), At: start})
		equal(t, "of another", len(deck(t, s, 6)), 1)
		equal(t, "of none", deck(t, s, 7), nil)
		equal(t, "revision", must[quiz.Server](t)(s.Server(ctx, 5)).Revision, 70)
		equal(t, "log", len(collect(t, s.Changes(ctx, 5))), 70)
	}
}
