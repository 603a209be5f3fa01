package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/sandbox"
)

// copyDir is what a kill -9 leaves: the files as they are right now.
func copyDir(t *testing.T, from string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

func TestWorldSurvivesAKill(t *testing.T) {
	dir := t.TempDir()
	sb, ctx := start(t, sandbox.Options{Dir: dir}), deadline(t)
	waiting := make(chan *discordgo.Interaction, 1)
	deferred := response(discordgo.InteractionResponseDeferredChannelMessageWithSource, nil)
	s := quizBot(t, sb, map[string]answer{"drill": func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		respond(t, deferred)(s, i)
		waiting <- i.Interaction
	}})
	register(t, s, sb, slash("drill"))
	drills := sb.Channel(club, "drills")
	reply, err := sb.Player("ada").Slash(ctx, drills, "drill", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.ChannelFileSend(drills, "a.txt", strings.NewReader("kept")); err != nil {
		t.Fatal(err)
	}
	sb.Advance(time.Minute)
	it := <-waiting
	next := start1(t, sandbox.Options{Dir: copyDir(t, dir)})
	if next.BotToken() != sb.BotToken() || next.Player("ada").Token != sb.Player("ada").Token {
		t.Error("tokens changed")
	}
	late := session(t, next)
	text := "graded after the crash"
	if _, err := late.InteractionResponseEdit(it, &discordgo.WebhookEdit{Content: &text}); err != nil {
		t.Fatal(err)
	}
	m, err := next.Player("ada").Message(ctx, drills, reply.Message.ID)
	if err != nil || m.Content != text || m.Loading() {
		t.Errorf("message %+v, %v", m, err)
	}
	fileIsThere(t, next, late, drills)
}

func fileIsThere(t *testing.T, sb *sandbox.Sandbox, s *discordgo.Session, channel string) {
	t.Helper()
	list, err := sb.Player("ada").Messages(deadline(t), channel)
	if err != nil || len(list) == 0 || len(list[0].Attachments) != 1 {
		t.Fatalf("messages %+v, %v", list, err)
	}
	res, err := s.Client.Get(list[0].Attachments[0].URL)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if !strings.HasPrefix(list[0].Attachments[0].URL, sb.URL()) || res.StatusCode != http.StatusOK {
		t.Errorf("file %s: %s", list[0].Attachments[0].URL, res.Status)
	}
}

// start1 is start for a second sandbox of a test.
func start1(t *testing.T, opts sandbox.Options) *sandbox.Sandbox {
	t.Helper()
	sb, err := sandbox.Start(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sb.Close() })
	return sb
}

func TestDamagedAndNewerWorldsAreRefused(t *testing.T) {
	t.Parallel()
	head := `{"drillbot-sandbox":1}` + "\n"
	cases := map[string]struct {
		file string
		want error
	}{
		"newer":         {`{"drillbot-sandbox":2}` + "\n", sandbox.ErrNewer},
		"no header":     {"hello\n", sandbox.ErrCorrupt},
		"empty":         {"", sandbox.ErrCorrupt},
		"broken line":   {head + "{\n{}\n", sandbox.ErrCorrupt},
		"unknown kind":  {head + `{"k":"x","id":"1","v":{}}` + "\n", sandbox.ErrCorrupt},
		"wrong type":    {head + `{"k":"guild","id":"1","v":{"id":7}}` + "\n", sandbox.ErrCorrupt},
		"cut last line": {head + `{"k":"gui`, nil},
	}
	for name, c := range cases {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "world.jsonl"), []byte(c.file), 0o600); err != nil {
			t.Fatal(err)
		}
		sb, err := sandbox.New(sandbox.Options{Dir: dir})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if err == nil {
			sb.Close()
		}
	}
}

func TestOtherMachinesStayOut(t *testing.T) {
	t.Parallel()
	if _, err := sandbox.New(sandbox.Options{Addr: "0.0.0.0:0"}); !errors.Is(err, sandbox.ErrAddress) {
		t.Errorf("got %v", err)
	}
}

// operator posts to the operator's side and reads the answer.
func operator(t *testing.T, sb *sandbox.Sandbox, path string, body any, out any) {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: sb.Transport()}
	defer client.CloseIdleConnections()
	method := http.MethodPost
	if body == nil {
		method = http.MethodGet
	}
	req, err := http.NewRequestWithContext(t.Context(), method, sb.URL()+path, bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode >= 400 {
		t.Fatalf("%s: %s", path, res.Status)
	}
	if out != nil {
		if err := json.NewDecoder(res.Body).Decode(out); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPlayersJoinFromElsewhere(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	ada, err := sandbox.Join(ctx, sb.URL(), "ada")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ada.Say(ctx, sb.Channel(club, "drills"), "hello"); err != nil {
		t.Error(err)
	}
	if _, err := sandbox.Join(ctx, sb.URL(), "nobody"); !errors.Is(err, sandbox.ErrNoPlayer) {
		t.Errorf("got %v", err)
	}
	http.DefaultClient.CloseIdleConnections()
	if _, err := sb.Player("nobody").Say(ctx, "1", "x"); !errors.Is(err, sandbox.ErrNoPlayer) {
		t.Errorf("got %v", err)
	}
}

func TestPageIsServed(t *testing.T) {
	sb := start(t, sandbox.Options{})
	client := &http.Client{Transport: sb.Transport()}
	defer client.CloseIdleConnections()
	res, err := client.Get(sb.URL() + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") || res.Header.Get("Content-Security-Policy") == "" {
		t.Errorf("page: %s, %v", res.Status, res.Header)
	}
}

func TestClockJumpsInAZone(t *testing.T) {
	now := time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC)
	sb := start(t, sandbox.Options{Now: func() time.Time { return now }})
	operator(t, sb, "/sandbox/clock", map[string]string{"jump": "tomorrow 09:00", "zone": "Asia/Shanghai"}, nil)
	if got, want := sb.Now().UTC().Format(time.RFC3339), "2026-11-25T01:00:00Z"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	operator(t, sb, "/sandbox/clock", map[string]string{"advance": "24h"}, nil)
	if got, want := sb.Now().UTC().Format(time.RFC3339), "2026-11-26T01:00:00Z"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestPlantedFaultsAndTraffic(t *testing.T) {
	sb := start(t, sandbox.Options{})
	s := session(t, sb)
	s.ShouldRetryOnRateLimit = false
	drills := sb.Channel(club, "drills")
	operator(t, sb, "/sandbox/fault", sandbox.Fault{Kind: "status", Route: "POST /channels/{id}/messages", Status: 500, Times: 1}, nil)
	operator(t, sb, "/sandbox/fault", sandbox.Fault{Kind: "ratelimit", Route: "GET /users/@me", RetryAfter: 1.5, Global: true}, nil)
	if _, err := s.ChannelMessageSend(drills, "x"); err == nil {
		t.Error("planted status did not come")
	}
	if _, err := s.ChannelMessageSend(drills, "x"); err != nil {
		t.Error(err)
	}
	_, err := s.User("@me")
	var limited *discordgo.RateLimitError
	if !errors.As(err, &limited) || limited.RetryAfter != 1500*time.Millisecond {
		t.Errorf("planted 429: %v", err)
	}
	var got []string
	for _, r := range sb.Traffic(0) {
		got = append(got, fmt.Sprint(r.Route, " ", r.Status))
	}
	want := "POST /channels/{id}/messages 500\nPOST /channels/{id}/messages 200\nGET /users/@me 429"
	if strings.Join(got, "\n") != want {
		t.Errorf("traffic\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

func TestRateLimitsAreTold(t *testing.T) {
	sb := start(t, sandbox.Options{})
	s := session(t, sb)
	s.ShouldRetryOnRateLimit = false
	drills := sb.Channel(club, "drills")
	limited := false
	for range 6 {
		res, err := post(t, s, drills)
		if err != nil {
			t.Fatal(err)
		}
		if res.Header.Get("X-RateLimit-Bucket") == "" {
			t.Error("no X-RateLimit-Bucket")
		}
		limited = res.StatusCode == http.StatusTooManyRequests && res.Header.Get("Retry-After") != ""
	}
	if !limited {
		t.Error("the sixth message in 5 s was taken")
	}
}

func post(t *testing.T, s *discordgo.Session, channel string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, discordgo.EndpointChannelMessages(channel), strings.NewReader(`{"content":"x"}`))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", s.Token)
	res, err := s.Client.Do(req)
	if err == nil {
		res.Body.Close()
	}
	return res, err
}

// crowd adds n players to the club and returns them.
func crowd(t *testing.T, sb *sandbox.Sandbox, n int) []*sandbox.Player {
	t.Helper()
	var forms []map[string]any
	for i := range n {
		forms = append(forms, map[string]any{"name": fmt.Sprint("crowd", i), "servers": []string{club}})
	}
	operator(t, sb, "/sandbox/players", forms, nil)
	var out []*sandbox.Player
	for i := range n {
		out = append(out, sb.Player(fmt.Sprint("crowd", i)))
	}
	return out
}

func TestAThousandInteractionsFrom200Players(t *testing.T) {
	sb := start(t, sandbox.Options{})
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	s := quizBot(t, sb, map[string]answer{"drill": respond(t, card())})
	register(t, s, sb, slash("drill"))
	players, drills := crowd(t, sb, 200), sb.Channel(club, "drills")
	began := time.Now()
	var all sync.WaitGroup
	turn := make(chan struct{}, atATime)
	for _, p := range players {
		all.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			for range 5 {
				if _, err := p.Slash(ctx, drills, "drill", nil); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	t.Logf("1,000 interactions in %v", time.Since(began))
	n := 0
	for _, r := range sb.Traffic(0) {
		if strings.HasPrefix(r.Route, "POST /interactions/") && r.Status == http.StatusNoContent {
			n++
		}
	}
	if n != 1000 {
		t.Errorf("%d callbacks, want 1000", n)
	}
}
