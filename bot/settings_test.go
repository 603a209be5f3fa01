package bot_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot"
	"drillbot/bot/view"
	"drillbot/quiz"
)

// recorder is a Discord that takes everything and remembers what it was told.
type recorder struct{ bodies []string }

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	data, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	r.bodies = append(r.bodies, string(data))
	return &http.Response{StatusCode: http.StatusNoContent, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
}

// TestAdminsAreCheckedOnOurSide sends what Discord would never let a player send: commands and
// clicks of admins by somebody who is none, and from direct messages.
func TestAdminsAreCheckedOnOurSide(t *testing.T) {
	t.Parallel()
	h := open(t, options{})
	for _, c := range []struct {
		name   string
		rights int64
		server string
		want   string
	}{
		{"member", discordgo.PermissionSendMessages | discordgo.PermissionManageMessages, "1300000000000000001", "Manage Server"},
		{"direct", 0, "", "not in direct messages"},
		{"admin", discordgo.PermissionAdministrator, "1300000000000000001", "Settings"},
		{"manager", discordgo.PermissionManageGuild, "1300000000000000001", "Settings"},
	} {
		for i, data := range []string{
			`{"id":"1","name":"settings","type":1,"options":[{"name":"show","type":1,"options":[]}]}`,
			`{"custom_id":"` + view.ShowSettings + `","component_type":2}`,
		} {
			kind := discordgo.InteractionApplicationCommand
			if i == 1 {
				kind = discordgo.InteractionMessageComponent
			}
			told := &recorder{}
			b, err := bot.New(bot.Options{Token: "t", Drill: h.drill, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Transport: told})
			if err != nil {
				t.Fatal(err)
			}
			b.Handle(forged(t, kind, data, c.server, c.rights))
			if len(told.bodies) == 0 || !strings.Contains(told.bodies[len(told.bodies)-1], c.want) {
				t.Errorf("%s, %v: told %q, want %q", c.name, kind, told.bodies, c.want)
			}
		}
	}
}

// forged makes an interaction as discordgo hands it over.
func forged(t *testing.T, kind discordgo.InteractionType, data, server string, rights int64) *discordgo.Interaction {
	t.Helper()
	who := map[string]any{"id": "1200000000000000002", "username": "linus"}
	raw := map[string]any{
		"id": "99", "application_id": "2", "type": kind, "token": "t", "version": 1, "locale": "en-US", "user": who, "data": json.RawMessage(data),
	}
	if server != "" {
		delete(raw, "user")
		raw["guild_id"] = server
		raw["member"] = map[string]any{"user": who, "permissions": json.Number(strings.TrimSpace(jsonOf(t, rights))).String(), "roles": []string{}}
	}
	i := &discordgo.Interaction{}
	if err := json.Unmarshal([]byte(jsonOf(t, raw)), i); err != nil {
		t.Fatal(err)
	}
	return i
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestFirstDayOfADailyQuestion: a question whose time has passed today begins tomorrow.
func TestFirstDayOfADailyQuestion(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) // noon in Shanghai
	h := open(t, options{now: func() time.Time { return now }})
	admin := h.Player("ada")
	today := quiz.DateOf(now)
	for at, want := range map[string]quiz.Date{"11:59": today + 1, "12:00": today + 1, "12:01": today} {
		for _, o := range []map[string]any{{"off": "channel"}, {"channel": h.Channel(server, channel), "time": at, "zone": "Asia/Shanghai"}} {
			if _, err := admin.Slash(patience(t), h.Channel(server, channel), "settings daily", o); err != nil {
				t.Fatal(err)
			}
		}
		s, err := h.drill.Settings(t.Context(), club)
		if err != nil || s.Since != want {
			t.Errorf("%s: begins on %s, %v; want %s", at, s.Since, err, want)
		}
	}
}
