// Package storetest is the contract of quiz.Store as a suite of tests that every store must pass.
package storetest

import (
	"context"
	"errors"
	"iter"
	"slices"
	"testing"
	"time"

	"drillbot/quiz"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// Opener opens an empty store for one test, which closes it. reopen closes the store and
// opens it again with what it holds, as the next process would.
type Opener func(t testing.TB) (store quiz.Store, reopen func() quiz.Store)

// Test runs the suite. Times in it are whole microseconds in UTC: a store may keep
// them no finer than that.
func Test(t *testing.T, open Opener) {
	for _, part := range []struct {
		name string
		test func(*testing.T, Opener)
	}{
		{"Record", testRecord},
		{"Seen", testSeen},
		{"Settle", testSettle},
		{"Unfinished", testUnfinished},
		{"Judged", testJudged},
		{"Attempts", testAttempts},
		{"Cards", testCards},
		{"Members", testMembers},
		{"MembersOf", testMembersOf},
		{"Boards", testBoards},
		{"Crowd", testCrowd},
		{"Server", testServer},
		{"Correct", testCorrect},
		{"Posts", testPosts},
		{"Cases", testCases},
		{"Deck", testDeck},
		{"Amend", testAmend},
		{"Entries", testEntries},
		{"Players", testPlayers},
		{"Absence", testAbsence},
		{"Forget", testForget},
		{"ForgetServer", testForgetServer},
		{"ForgetPending", testForgetPending},
		{"Redact", testRedact},
		{"Spend", testSpend},
		{"Lifetime", testLifetime},
		{"Concurrent", testConcurrent},
		{"Model", testModel},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, open) })
	}
}

// start is when the tests begin, on a Monday.
var start = time.Date(2026, 6, 1, 12, 0, 0, 123456000, time.UTC)

// Attempt makes a graded attempt in server 7, a second after that with the id before;
// the options change it.
func Attempt(id, player uint64, score int, options ...func(*quiz.Attempt)) quiz.Attempt {
	at := start.Add(time.Duration(id) * time.Second)
	a := quiz.Attempt{
		ID: id, At: at, Day: quiz.DateOf(at), Server: 7, Player: player,
		Question: "arc-01", Version: "0badcafe", Topic: "arc", Seed: 4_000_000_000, Lang: quiz.Chinese,
		Answer: quiz.Answer{Text: "点积的方差是 d_k，所以除以它的平方根。"},
		State:  quiz.Delivered, Grade: grade(score),
	}
	for _, option := range options {
		option(&a)
	}
	return a
}

func grade(score int) *quiz.Grade {
	return &quiz.Grade{
		Score: score, By: "offline", Version: "3", Estimate: true, Confidence: 0.625, Cap: 90,
		Points: []quiz.PointGrade{
			{Point: "variance", Verdict: quiz.Covered, Quote: "方差是 d_k"},
			{Point: "root", Verdict: quiz.Partly, Quote: "not in the answer", Unverified: true, Why: "vague"},
			{Point: "softmax", Verdict: quiz.Missed},
		},
		Found:    []quiz.Found{{Misconception: "explode", Quote: "点积"}},
		Wrong:    []quiz.WrongClaim{{Quote: "平方根", Why: "is right, in fact"}},
		Flags:    []quiz.Flag{quiz.FlagPadded, quiz.FlagPolarity},
		Feedback: "Say why.", Fell: quiz.FellTimeout, Cached: true,
		Usage: quiz.Usage{In: 1200, Cached: 1000, Out: 80, Micros: 314},
	}
}

// Pending makes an attempt one that waits for its grade.
func Pending(a *quiz.Attempt) {
	a.State, a.Grade, a.Reply = quiz.Pending, nil, []byte("reply here")
}

func undelivered(a *quiz.Attempt) { a.State, a.Reply = quiz.Graded, []byte("reply here") }

func on(question, topic string) func(*quiz.Attempt) {
	return func(a *quiz.Attempt) { a.Question, a.Topic = question, topic }
}

func in(server uint64) func(*quiz.Attempt) { return func(a *quiz.Attempt) { a.Server = server } }

// at dates an attempt, in a zone that is UTC.
func at(t time.Time) func(*quiz.Attempt) {
	return func(a *quiz.Attempt) { a.At, a.Day = t, quiz.DateOf(t) }
}

// Settle is the suite's rule: every graded answer counts and earns its score. It is a rule
// like the real one, and simple enough to be foretold.
func Settle(l *quiz.Ledger) error {
	if l.Prior != nil {
		graded := l.Attempt
		l.Attempt = *l.Prior
		l.Attempt.Grade, l.Attempt.State = graded.Grade, graded.State
	}
	a := &l.Attempt
	l.Card.LastDay = max(l.Card.LastDay, a.Day)
	if a.Grade == nil {
		return nil
	}
	a.Counts, a.Points = true, a.Grade.Score
	l.Card.Reps++
	l.Card.Last, l.Card.LastScore, l.Card.Best = a.At, a.Points, max(l.Card.Best, a.Points)
	l.Card.Stability += 1.5
	l.Card.Due = a.At.Add(36 * time.Hour)
	earn(&l.Overall, a)
	earn(&l.Topic, a)
	a.Streak = int(l.Overall.Streak.Days)
	return nil
}

func earn(m *quiz.Member, a *quiz.Attempt) {
	m.Attempts++
	m.Scores += int64(a.Grade.Score)
	m.Last = a.At
	m.Streak = m.Streak.Extend(a.Day)
	for _, p := range quiz.Periods() {
		t := m.Tally(p, a.Day)
		if m.Tallies[p].Number > t.Number {
			continue
		}
		t.Points += int32(a.Points)
		t.Answers++
		t.Reached = a.At
		m.Tallies[p] = t
	}
}

// record records an attempt that must be accepted.
func record(t rapid.TB, s quiz.Store, a quiz.Attempt) quiz.Attempt {
	t.Helper()
	stored, err := s.Record(context.Background(), a, Settle)
	if err != nil {
		t.Fatalf("Record(%d): %v", a.ID, err)
	}
	return stored
}

// equal compares what came back with what was expected.
func equal[T any](t rapid.TB, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// is fails the test unless err is the expected one.
func is(t rapid.TB, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: error %v, want %v", what, err, want)
	}
}

// must returns the value that came without an error.
func must[T any](t rapid.TB) func(value T, err error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// card returns one card of a player, zero when there is none.
func card(t rapid.TB, s quiz.Store, player uint64, question string) quiz.Card {
	t.Helper()
	cards := must[[]quiz.Card](t)(s.Cards(context.Background(), player))
	i := slices.IndexFunc(cards, func(c quiz.Card) bool { return c.Question == question })
	if i < 0 {
		return quiz.Card{}
	}
	return cards[i]
}

// member returns a player's record over all topics, zero when there is none.
func member(t rapid.TB, s quiz.Store, server, player uint64) quiz.Member {
	t.Helper()
	members := must[[]quiz.Member](t)(s.Members(context.Background(), server, player))
	if len(members) == 0 {
		return quiz.Member{}
	}
	return members[0]
}

// beforeAndAfter yields the store, and then what it is after it was opened again.
func beforeAndAfter(s quiz.Store, reopen func() quiz.Store) iter.Seq[quiz.Store] {
	return func(yield func(quiz.Store) bool) {
		if yield(s) {
			yield(reopen())
		}
	}
}
