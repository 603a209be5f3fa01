package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"drillbot/quiz"
)

// TestServersAreForgottenAMonthAfterRemoval removes the bot from a server: what is kept of it stays for
// 30 days, comes back to life when the bot does, and is gone after.
func TestServersAreForgottenAMonthAfterRemoval(t *testing.T) {
	t.Parallel()
	days := atomic.Int64{}
	h := open(t, options{now: func() time.Time { return monday.AddDate(0, 0, int(days.Load())) }})
	h.answer(t, h.Player("linus"), h.Channel(server, channel), "open-1", good)
	in := []uint64{club} // no admin has ever changed a setting there
	if err := h.drill.Present(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	in = nil
	day := func(n int, wantAnswers int) {
		t.Helper()
		days.Store(int64(n))
		if err := h.drill.Present(t.Context(), in); err != nil {
			t.Fatal(err)
		}
		if err := h.drill.Upkeep(t.Context()); err != nil {
			t.Fatal(err)
		}
		members, err := h.drill.Store.Members(t.Context(), club, idOf(t, h.Player("linus").ID))
		if err != nil || len(members) > 0 != (wantAnswers > 0) {
			t.Errorf("day %d: %d records, %v", n, len(members), err)
		}
	}
	day(0, 1)
	day(29, 1)
	in = []uint64{club}
	day(29, 1)
	in = nil
	day(40, 1)
	day(69, 1)
	day(70, 0)
}

// TestRemovalIsNoticed leaves a server while the bot runs and has the next start notice.
func TestRemovalIsNoticed(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	for known := false; !known; {
		for s, err := range h.drill.Store.Servers(patience(t)) {
			if err != nil {
				t.Fatal(err)
			}
			known = known || s.ID == club
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodDelete, fmt.Sprintf("https://discord.com/api/v10/users/@me/guilds/%d", club), http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bot "+h.BotToken())
	resp, err := h.Transport().RoundTrip(req)
	if err != nil || resp.StatusCode >= 300 {
		t.Fatal(resp, err)
	}
	resp.Body.Close()
	h.stop()
	h.start(t, false)
	for ctx := patience(t); ; {
		s, err := h.drill.Settings(ctx, club)
		if err != nil {
			t.Fatal(err)
		}
		if !s.Gone.IsZero() {
			return
		}
	}
}

// TestAnswersAreKeptAsLongAsTheServerSays deletes old texts and keeps their grades.
func TestAnswersAreKeptAsLongAsTheServerSays(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	linus := h.Player("linus")
	h.answer(t, linus, h.Channel(server, channel), "open-1", good)
	keep := func(days int) {
		t.Helper()
		_, _, err := h.drill.Configure(t.Context(), 1, club, 2, func(s *quiz.Server) error { s.Retention = days; return nil })
		if err == nil {
			err = h.drill.Upkeep(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	text := func() string {
		t.Helper()
		e, err := h.drill.Export(context.Background(), idOf(t, linus.ID))
		if err != nil || len(e.Answers) != 1 || *e.Answers[0].Score == 0 {
			t.Fatalf("%+v, %v", e, err)
		}
		data, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	h.drill.Now = func() time.Time { return monday.AddDate(0, 0, 11) }
	keep(12)
	if !strings.Contains(text(), "saturate") {
		t.Error("the text is gone too early")
	}
	keep(10)
	if strings.Contains(text(), "saturate") {
		t.Error("the text is still there, or a quote from it")
	}
}
