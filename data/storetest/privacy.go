package storetest

import (
	"context"
	"testing"
	"time"

	"drillbot/quiz"
)

func ofDay(day quiz.Date) func(*quiz.Attempt) { return func(a *quiz.Attempt) { a.Daily = day } }

func testAmend(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	rule := func(l *quiz.Ledger) error {
		l.Attempt.Grade.Score, l.Attempt.Points = 90, l.Attempt.Points+40
		l.Overall.Scores += 40
		l.Overall.Tallies[quiz.All].Points += 40
		return nil
	}
	record(t, s, Attempt(2, 1, 0, Pending))
	for _, id := range []uint64{2, 3} {
		_, err := s.Amend(ctx, id, rule)
		is(t, "Amend of none", err, quiz.ErrNone)
	}
	first := record(t, s, Attempt(1, 1, 50))
	must[quiz.Board](t)(s.Board(ctx, quiz.BoardQuery{Server: 7, Period: quiz.All, Limit: 1}))
	_, err := s.Amend(ctx, 1, func(l *quiz.Ledger) error { l.Attempt.Points = 1000; return errNo })
	is(t, "refused", err, errNo)
	got := must[quiz.Attempt](t)(s.Amend(ctx, 1, rule))
	equal(t, "points", got.Points, first.Points+40)
	for s := range beforeAndAfter(s, reopen) {
		equal(t, "stored", must[quiz.Attempt](t)(s.Attempt(ctx, 1)), got)
		equal(t, "scores", member(t, s, 7, 1).Scores, 90)
		b := must[quiz.Board](t)(s.Board(ctx, quiz.BoardQuery{Server: 7, Period: quiz.All, Limit: 1}))
		equal(t, "board", b.Places[0].Points, got.Points)
	}
}

func testEntries(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	var want []quiz.Attempt
	for id := range uint64(100) {
		state := undelivered
		if id%3 == 0 {
			state = Pending
		}
		want = append(want, record(t, s, Attempt(id+1, id, 50, state, ofDay(20000))))
	}
	record(t, s, Attempt(200, 1, 50))
	record(t, s, Attempt(201, 1, 50, ofDay(20001)))
	record(t, s, Attempt(202, 1, 50, ofDay(20000), in(8)))
	for s := range beforeAndAfter(s, reopen) {
		equal(t, "entries", collect(t, s.Entries(ctx, 7, 20000)), want)
	}
}

func testPlayers(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	equal(t, "new player", must[quiz.Player](t)(s.Player(ctx, 1)), quiz.Player{ID: 1})
	is(t, "UpdatePlayer", s.UpdatePlayer(ctx, 1, func(p *quiz.Player) { p.NoModel = true }), nil)
	is(t, "UpdatePlayer again", s.UpdatePlayer(ctx, 1, func(p *quiz.Player) { p.Share = true }), nil)
	for s := range beforeAndAfter(s, reopen) {
		equal(t, "player", must[quiz.Player](t)(s.Player(ctx, 1)), quiz.Player{ID: 1, NoModel: true, Share: true})
	}
}

// onBoard returns the points of everybody on the board of all time, and the asking player's place.
func onBoard(t *testing.T, s quiz.Store, topic string, player uint64) (points []int, own *quiz.Place) {
	t.Helper()
	b := must[quiz.Board](t)(s.Board(context.Background(), quiz.BoardQuery{
		Server: 7, Topic: topic, Period: quiz.All, Day: quiz.DateOf(start), Limit: 10, Player: player,
	}))
	for _, p := range b.Places {
		points = append(points, p.Points)
	}
	equal(t, "players", b.Players, len(b.Places))
	return points, b.Own
}

func testAbsence(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	set := func(reason quiz.Absence, on bool) {
		t.Helper()
		is(t, "SetAbsence", s.SetAbsence(ctx, 7, 1, reason, on), nil)
	}
	record(t, s, Attempt(1, 1, 50))
	record(t, s, Attempt(2, 2, 20))
	seen := func(topic string, want ...int) {
		t.Helper()
		points, own := onBoard(t, s, topic, 1)
		equal(t, "board of "+topic, points, want)
		equal(t, "own place", own != nil, len(want) == 2)
	}
	seen("", 50, 20)
	seen("arc", 50, 20)
	set(quiz.Hidden, true)
	set(quiz.Left, true)
	seen("", 20)
	seen("arc", 20)
	record(t, s, Attempt(3, 1, 30, on("moe-01", "moe")))
	seen("", 20)
	set(quiz.Left, false)
	s = reopen()
	equal(t, "absence", must[quiz.Absence](t)(s.Absence(ctx, 7, 1)), quiz.Hidden)
	seen("", 20)
	seen("arc", 20)
	set(quiz.Hidden, false)
	seen("", 80, 20)
	seen("arc", 50, 20)
	s = reopen()
	seen("", 80, 20)
}

// fill stores everything that there can be about players 1 and 2 in servers 7 and 8.
func fill(t *testing.T, s quiz.Store) {
	ctx := context.Background()
	id := uint64(0)
	next := func() uint64 { id++; return id }
	for _, player := range []uint64{1, 2} {
		for _, server := range []uint64{7, 8} {
			record(t, s, Attempt(next(), player, 50, in(server), ofDay(20000)))
			record(t, s, Attempt(next(), player, 0, Pending, in(server), ofDay(20000)))
			is(t, "AddCase", s.AddCase(ctx, quiz.Case{ID: next(), Server: server, Player: player, Text: "why"}), nil)
			is(t, "SetAbsence", s.SetAbsence(ctx, server, player, quiz.Hidden, player == 2), nil)
			_, err := s.UpdateCase(ctx, id, func(c *quiz.Case) error { c.By = 3 - player; return nil })
			is(t, "UpdateCase", err, nil)
			_, err = s.UpdateServer(ctx, server, func(of *quiz.Server) ([]quiz.Change, error) {
				of.Holder = 1
				return []quiz.Change{{ID: next(), Server: server, By: player, What: "zone"}}, nil
			})
			is(t, "UpdateServer", err, nil)
			_, err = s.UpdatePost(ctx, quiz.PostKey{Server: server, Kind: quiz.DailyPost, Day: 20000}, func(*quiz.Post) error { return nil })
			is(t, "UpdatePost", err, nil)
			_, err = s.UpdateDeck(ctx, server, 0, func(e *quiz.DeckEntry, _ *quiz.Server) ([]quiz.Change, error) {
				e.By = player
				return nil, nil
			})
			is(t, "UpdateDeck", err, nil)
			_, err = s.Spend(ctx, 20000, server, player, 10)
			is(t, "Spend", err, nil)
		}
		is(t, "UpdatePlayer", s.UpdatePlayer(ctx, player, func(p *quiz.Player) { p.Share = true }), nil)
	}
}

func testForget(t *testing.T, open Opener) {
	const judge = 0x0123456789abcdef
	s, reopen := open(t)
	ctx := context.Background()
	fill(t, s)
	_, err := s.Amend(ctx, record(t, s, Attempt(500, 2, 10, in(9))).ID, func(l *quiz.Ledger) error {
		l.Attempt.Judge, l.Attempt.Machine = judge, l.Attempt.Grade
		return nil
	})
	is(t, "Amend", err, nil)
	points, _ := onBoard(t, s, "", 1)
	equal(t, "board before", points, []int{50})
	equal(t, "attempts before", len(collect(t, s.AttemptsOf(ctx, 1))), 4)
	for range 2 {
		is(t, "Forget", s.Forget(ctx, 1), nil)
		is(t, "Forget the judge", s.Forget(ctx, judge), nil)
	}
	_, err = s.Spend(ctx, 20000, 7, 1, 5) // a grade was under way
	is(t, "Spend", err, nil)
	for s := range beforeAndAfter(s, reopen) {
		equal(t, "attempts", collect(t, s.AttemptsOf(ctx, 1)), nil)
		equal(t, "attempts of the other", len(collect(t, s.AttemptsOf(ctx, 2))), 5)
		ruled := must[quiz.Attempt](t)(s.Attempt(ctx, 500))
		equal(t, "judge", ruled.Judge, uint64(quiz.Somebody))
		equal(t, "machine's grade", ruled.Machine, ruled.Grade)
		equal(t, "cards", must[[]quiz.Card](t)(s.Cards(ctx, 1)), nil)
		equal(t, "member", member(t, s, 7, 1), quiz.Member{})
		equal(t, "player", must[quiz.Player](t)(s.Player(ctx, 1)), quiz.Player{ID: 1})
		equal(t, "entries", len(collect(t, s.Entries(ctx, 7, 20000))), 2)
		equal(t, "unfinished", len(unfinished(t, s)), 2)
		for _, c := range collect(t, s.Cases(ctx)) {
			equal(t, "case", [2]uint64{c.Player, c.By}, [2]uint64{2, 0})
		}
		for _, c := range collect(t, s.Changes(ctx, 7)) {
			equal(t, "names in the log", c.By == 1, false)
		}
		equal(t, "authors", []uint64{deck(t, s, 7)[0].By, deck(t, s, 7)[1].By}, []uint64{0, 2})
		equal(t, "holder", must[quiz.Server](t)(s.Server(ctx, 7)).Holder, 0)
		equal(t, "spent", must[quiz.Spent](t)(s.Spend(ctx, 20000, 7, 1, 0)), quiz.Spent{Server: 25})
		points, _ := onBoard(t, s, "", 1)
		equal(t, "board", points, nil)
	}
}

func testForgetServer(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	fill(t, s)
	is(t, "ForgetServer", s.ForgetServer(ctx, 7), nil)
	for s := range beforeAndAfter(s, reopen) {
		equal(t, "attempts", len(collect(t, s.AttemptsOf(ctx, 1))), 2)
		equal(t, "servers", collect(t, s.Servers(ctx)), []quiz.Server{{ID: 8, Holder: 1}})
		equal(t, "posts", collect(t, s.Posts(ctx, 7, quiz.DailyPost)), nil)
		equal(t, "posts of the other", len(collect(t, s.Posts(ctx, 8, quiz.DailyPost))), 1)
		equal(t, "log", collect(t, s.Changes(ctx, 7)), nil)
		equal(t, "cases", len(collect(t, s.Cases(ctx))), 2)
		equal(t, "decks", [2]int{len(deck(t, s, 7)), len(deck(t, s, 8))}, [2]int{0, 2})
		equal(t, "absence", must[quiz.Absence](t)(s.Absence(ctx, 7, 2)), 0)
		points, _ := onBoard(t, s, "", 1)
		equal(t, "board", points, nil)
	}
}

// testForgetPending has answers come, and grades arrive, while their player is forgotten.
func testForgetPending(t *testing.T, open Opener) {
	s, _ := open(t)
	ctx := context.Background()
	record(t, s, Attempt(1, 1, 0, Pending))
	is(t, "Forget", s.Forget(ctx, 1), nil)
	_, err := s.Record(ctx, Attempt(1, 1, 80), func(l *quiz.Ledger) error {
		if l.Prior == nil {
			return quiz.ErrNone
		}
		return Settle(l)
	})
	is(t, "grade that comes too late", err, quiz.ErrNone)
	equal(t, "attempts", collect(t, s.AttemptsOf(ctx, 1)), nil)

	done := make(chan struct{})
	go func() {
		defer close(done)
		for id := uint64(10); id < 300; id++ {
			if _, err := s.Record(ctx, Attempt(id, 1+id%2, 50, undelivered), Settle); err != nil {
				t.Error(err)
			}
		}
	}()
	for range 5 {
		is(t, "Forget", s.Forget(ctx, 1), nil)
		left := collect(t, s.AttemptsOf(ctx, 1))
		if m := member(t, s, 7, 1); int(m.Attempts) < len(left) {
			t.Errorf("%d attempts on record, %d stored", m.Attempts, len(left))
		}
	}
	<-done
	is(t, "Forget", s.Forget(ctx, 1), nil)
	equal(t, "attempts", collect(t, s.AttemptsOf(ctx, 1)), nil)
	equal(t, "member", member(t, s, 7, 1), quiz.Member{})
	equal(t, "of the other", int(member(t, s, 7, 2).Attempts), len(collect(t, s.AttemptsOf(ctx, 2))))
}

func testRedact(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	for id := range uint64(10) {
		record(t, s, Attempt(id+1, 1, 50))
	}
	record(t, s, Attempt(20, 1, 50, in(8)))
	waits := record(t, s, Attempt(21, 1, 0, Pending))
	before := start.Add(6 * time.Second) // attempts 1 to 5
	for i, want := range []int{5, 0} {
		n, err := s.Redact(ctx, map[uint64]time.Time{7: before, 9: before.AddDate(1, 0, 0)})
		is(t, "Redact", err, nil)
		equal(t, "redacted", n, want)
		_ = i
	}
	for s := range beforeAndAfter(s, reopen) {
		for _, a := range collect(t, s.AttemptsOf(ctx, 1)) {
			gone := a.Server == 7 && a.At.Before(before)
			equal(t, "text", a.Answer.Text == "", gone)
			if gone {
				equal(t, "quote", a.Grade.Points[0].Quote, "")
				equal(t, "score", a.Grade.Score, 50)
			}
		}
		equal(t, "what waits", must[quiz.Attempt](t)(s.Attempt(ctx, 21)), waits)
	}
}
