package storetest

import (
	"context"
	"errors"
	"iter"
	"testing"
	"time"

	"drillbot/quiz"
)

// saveServer stores settings without a word in the log.
func saveServer(ctx context.Context, s quiz.Store, to quiz.Server) error {
	_, err := s.UpdateServer(ctx, to.ID, func(was *quiz.Server) ([]quiz.Change, error) {
		*was = to
		return nil, nil
	})
	return err
}

// collect returns all values of a sequence, which must have no error.
func collect[T any](t testing.TB, seq iter.Seq2[T, error]) []T {
	t.Helper()
	var out []T
	for v, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

var errNo = errors.New("no")

func testServer(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	equal(t, "new server", must[quiz.Server](t)(s.Server(ctx, 5)), quiz.Server{ID: 5})
	want := quiz.Server{
		ID: 5, Lang: quiz.English, Zone: "Asia/Shanghai", Channel: 1 << 63, Minute: 540, Role: 3, Thread: true,
		Topics: []string{"arc", "moe"}, Levels: []int{1, 5}, Since: 20605, Swap: "arc-01", SwapDay: 20606,
		NoModel: true, Budget: 1e6, Private: true, Results: true, Winner: 9, Holder: 11, Questions: quiz.OnlyDeck, Revision: 1 << 63, Inbox: 10, Retention: 30, Gone: start,
	}
	change := func(by uint64, what string) quiz.Change {
		return quiz.Change{ID: by * 100, At: start, Server: 5, By: by, What: what, From: "a", To: "b", Reason: "测试"}
	}
	for by := range uint64(100) {
		_, err := s.UpdateServer(ctx, 5, func(was *quiz.Server) ([]quiz.Change, error) {
			*was = want
			return []quiz.Change{change(by+1, "zone"), change(by+1, "lang")}, nil
		})
		is(t, "UpdateServer", err, nil)
	}
	_, err := s.UpdateServer(ctx, 5, func(was *quiz.Server) ([]quiz.Change, error) {
		was.Zone = "lost"
		return []quiz.Change{change(200, "lost")}, errNo
	})
	is(t, "refused update", err, errNo)
	is(t, "UpdateServer of another", saveServer(ctx, s, quiz.Server{ID: 6}), nil)
	for s := range beforeAndAfter(s, reopen) {
		equal(t, "server", must[quiz.Server](t)(s.Server(ctx, 5)), want)
		equal(t, "servers", collect(t, s.Servers(ctx)), []quiz.Server{want, {ID: 6}})
		log := collect(t, s.Changes(ctx, 5))
		equal(t, "length of the log", len(log), 200)
		equal(t, "newest first", log[:3], []quiz.Change{change(100, "zone"), change(100, "lang"), change(99, "zone")})
		equal(t, "log of another", collect(t, s.Changes(ctx, 6)), nil)
	}
}

func testCorrect(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	record(t, s, Attempt(1, 1, 50))
	board := quiz.BoardQuery{Server: 7, Period: quiz.All, Day: quiz.DateOf(start), Limit: 10, Player: 2}
	must[quiz.Board](t)(s.Board(ctx, board))
	c := quiz.Change{ID: 9, At: start, Server: 7, By: 3, What: quiz.ChangedPoints, Player: 2, Points: 70, Day: quiz.DateOf(start), Reason: "paper"}
	for _, want := range []error{nil, quiz.ErrSeen} { // as it may come twice
		is(t, "Correct", s.Correct(ctx, 7, 2, func(m *quiz.Member) quiz.Change {
			m.Tallies[quiz.All].Points += 70
			return c
		}), want)
	}
	for s := range beforeAndAfter(s, reopen) {
		got := must[quiz.Board](t)(s.Board(ctx, board))
		equal(t, "first place", got.Places[0], quiz.Place{Rank: 1, Player: 2, Points: 70})
		equal(t, "log", collect(t, s.Changes(ctx, 7)), []quiz.Change{c})
	}
}

func testPosts(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	key := func(server uint64, kind quiz.PostKind, day quiz.Date) quiz.PostKey {
		return quiz.PostKey{Server: server, Kind: kind, Day: day}
	}
	full := quiz.Post{
		PostKey: key(5, quiz.DailyPost, 20700), State: quiz.Posted, Claimed: start, Nonce: "n", Question: "arc-01", Version: "v",
		Seed: 1 << 31, Channel: 1, Message: 1 << 63, Closes: start.Add(time.Hour), Thread: 3, At: start, Tries: 2, Next: start, Fault: quiz.FaultDown,
	}
	claim := func(p *quiz.Post) error {
		if p.State != quiz.Unclaimed {
			return errNo
		}
		*p = full
		return nil
	}
	equal(t, "claimed", must[quiz.Post](t)(s.UpdatePost(ctx, full.PostKey, claim)), full)
	again, err := s.UpdatePost(ctx, full.PostKey, claim)
	is(t, "claimed twice", err, errNo)
	equal(t, "what is there", again, full)
	for day := range quiz.Date(150) {
		must[quiz.Post](t)(s.UpdatePost(ctx, key(5, quiz.DailyPost, 20500+day), func(p *quiz.Post) error { p.State = quiz.Dropped; return nil }))
	}
	for _, other := range []quiz.PostKey{key(5, quiz.ClosePost, 20700), key(6, quiz.DailyPost, 20700)} {
		must[quiz.Post](t)(s.UpdatePost(ctx, other, func(*quiz.Post) error { return nil }))
	}
	for s := range beforeAndAfter(s, reopen) {
		got := collect(t, s.Posts(ctx, 5, quiz.DailyPost))
		equal(t, "posts", len(got), 151)
		equal(t, "newest first", got[:2], []quiz.Post{full, {PostKey: key(5, quiz.DailyPost, 20649), State: quiz.Dropped}})
		equal(t, "of another kind", collect(t, s.Posts(ctx, 5, quiz.ClosePost)), []quiz.Post{{PostKey: key(5, quiz.ClosePost, 20700)}})
	}
}

func testCases(t *testing.T, open Opener) {
	s, reopen := open(t)
	ctx := context.Background()
	var want []quiz.Case
	for id := range uint64(150) {
		want = append(want, quiz.Case{
			ID: id + 1, Kind: quiz.Dispute, At: start, Server: 7, Player: id, Lang: quiz.Chinese,
			Question: "arc-01", Attempt: id * 3, Text: "不对：<b>", Questions: []quiz.Question{Question("")},
		})
	}
	for i := len(want) - 1; i >= 0; i-- {
		c := want[i]
		is(t, "AddCase", s.AddCase(ctx, c), nil)
		c.Text = "changed"
		is(t, "AddCase again", s.AddCase(ctx, c), quiz.ErrSeen)
	}
	decided := must[quiz.Case](t)(s.UpdateCase(ctx, 2, func(c *quiz.Case) error {
		c.State, c.By, c.Decided, c.Note, c.Channel, c.Message = quiz.Declined, 4, start.Add(time.Hour), "so it is", 8, 9
		return nil
	}))
	equal(t, "state", decided.State, quiz.Declined)
	want[1] = decided
	kept, err := s.UpdateCase(ctx, 2, func(c *quiz.Case) error { c.Note = ""; return errNo })
	is(t, "refused", err, errNo)
	equal(t, "as it was", kept, decided)
	_, err = s.UpdateCase(ctx, 999, func(*quiz.Case) error { return nil })
	is(t, "unknown case", err, quiz.ErrNone)
	for s := range beforeAndAfter(s, reopen) {
		equal(t, "cases", collect(t, s.Cases(ctx)), want)
	}
	for range s.Cases(ctx) {
		break // a caller may have enough
	}
}
