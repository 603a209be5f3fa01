package bot_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"drillbot/bot"
	"drillbot/bot/internal/sample"
	"drillbot/data/bolt"
	"drillbot/quiz"
)

var (
	crowdServers = flag.Int("crowd.servers", 1500, "how many servers are due in one minute")
	crowdRate    = flag.Float64("crowd.rate", 500, "requests a second that the bot may make")
)

// TestCrowd has many servers due in one minute: the bot keeps to its rate, and neither a channel that
// is slow nor one that is limited nor one that fails keeps the others from their question. Nor do the
// answers of yesterday, which are due as well.
func TestCrowd(t *testing.T) {
	t.Parallel()
	store, err := bolt.Open(filepath.Join(t.TempDir(), "drillbot.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	now := monday
	d := &quiz.Drill{Store: store, Zone: time.UTC, Now: func() time.Time { return now }, Draw: func() uint32 { return 1 }}
	d.SetBank(sample.Bank())
	var wait sync.WaitGroup
	for id := range uint64(*crowdServers) {
		wait.Go(func() {
			_, err := store.UpdateServer(t.Context(), id+1, func(s *quiz.Server) ([]quiz.Change, error) {
				s.Channel, s.Minute, s.Lang, s.Since = id+1, 4*60, quiz.English, quiz.DateOf(now)
				return nil, nil
			})
			if err == nil {
				err = d.ConfirmPost(t.Context(), quiz.Post{
					PostKey: quiz.PostKey{Server: id + 1, Kind: quiz.DailyPost, Day: quiz.DateOf(now) - 1}, Question: "open-1", Version: "1a2b3c4d",
					Channel: id + 1, Message: 1, Closes: now,
				})
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	busy := &busyDiscord{took: map[string]int{}}
	b, err := bot.New(bot.Options{Token: "t", Drill: d, Log: slog.New(slog.DiscardHandler), Transport: busy, PostRate: *crowdRate, Now: d.Now})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if _, err := b.Post(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d servers: the last question after %.1f s, all after %.1f s, %d requests", *crowdServers, busy.last.Sub(start).Seconds(), time.Since(start).Seconds(), len(busy.at))
	busy.check(t, *crowdServers)
	if fault, err := d.LastFault(t.Context(), 13); err != nil || fault != quiz.FaultPermission {
		t.Errorf("server 13: fault %q, %v", fault, err)
	}
}

// busyDiscord takes messages; channel 7 is slow, channel 11 limited three times, channel 13 forbidden.
type busyDiscord struct {
	mu    sync.Mutex
	at    []time.Time
	took  map[string]int  // messages by path
	kinds []quiz.PostKind // of the messages, in order
	last  time.Time       // when the last question was sent
}

func (d *busyDiscord) RoundTrip(r *http.Request) (*http.Response, error) {
	kind := kindOf(r)
	d.mu.Lock()
	d.at = append(d.at, time.Now())
	if kind != 0 {
		d.took[r.URL.Path]++
		d.kinds = append(d.kinds, kind)
		if kind == quiz.DailyPost {
			d.last = time.Now()
		}
	}
	n := d.took[r.URL.Path]
	d.mu.Unlock()
	reply := func(status int, body string) (*http.Response, error) {
		h := http.Header{"Retry-After": {"0.5"}}
		return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(bytes.NewBufferString(body)), Request: r}, nil
	}
	switch {
	case strings.HasSuffix(r.URL.Path, "/channels/7/messages"):
		select {
		case <-time.After(2 * time.Second):
		case <-r.Context().Done():
			return nil, errors.New("gone")
		}
	case strings.HasSuffix(r.URL.Path, "/channels/11/messages") && n <= 3:
		return reply(http.StatusTooManyRequests, `{"message":"You are being rate limited.","retry_after":0.5,"global":false}`)
	case strings.HasSuffix(r.URL.Path, "/channels/13/messages"):
		return reply(http.StatusForbidden, `{"code":50013,"message":"Missing Permissions"}`)
	}
	return reply(http.StatusOK, `{"id":"1"}`)
}

// kindOf says which kind of post a request sends; 0 for none.
func kindOf(r *http.Request) quiz.PostKind {
	if r.Method != http.MethodPost || r.Body == nil || !strings.HasSuffix(r.URL.Path, "/messages") {
		return 0
	}
	var m struct{ Components json.RawMessage }
	if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
		return 0
	}
	kind, _ := postOf(m.Components)
	return kind
}

func (d *busyDiscord) check(t *testing.T, servers int) {
	t.Helper()
	messages := 0
	for path, n := range d.took {
		messages++
		if want := 2; n != want && !strings.HasSuffix(path, "/channels/11/messages") {
			t.Errorf("%s: %d requests, want %d", path, n, want)
		}
	}
	if messages != servers {
		t.Errorf("%d servers were served, want %d", messages, servers)
	}
	questions, answers := 0, 0
	for _, kind := range d.kinds {
		if kind == quiz.DailyPost {
			questions++
		} else if questions < servers*3/4 {
			answers++
		}
	}
	if questions < servers || answers > servers/10 {
		t.Errorf("%d questions for %d servers; %d answers came before most of them", questions, servers, answers)
	}
	const burst, stalls = 3, 1.4 // a machine that stalls lets those go together that waited
	for i, from := 0, 0; i < len(d.at); i++ {
		for d.at[i].Sub(d.at[from]) > time.Second {
			from++
		}
		if n := i - from + 1; float64(n) > stalls**crowdRate+burst {
			t.Fatalf("%d requests in a second, the bot may make %.0f", n, *crowdRate)
		}
	}
}
