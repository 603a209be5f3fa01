package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"drillbot/bot/sandbox"
	"drillbot/data/bolt"
	"drillbot/quiz"
)

// dailyPerRound is how many servers have their first daily question due as a round begins.
const dailyPerRound = 3

// paper is a server with a daily question.
type paper struct{ server, channel string }

// subscribe makes servers whose daily question is due at once, while no program runs.
func (c *crowd) subscribe(t *testing.T) {
	t.Helper()
	store, err := bolt.Open(filepath.Join(c.dir, "drillbot.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	zone := zoneAtNoon(time.Now())
	for range dailyPerRound {
		p := c.newPaper(t)
		id, channel := number(t, p.server), number(t, p.channel)
		_, err := store.UpdateServer(t.Context(), id, func(s *quiz.Server) ([]quiz.Change, error) {
			s.Channel, s.Zone, s.Since = channel, zone.String(), quiz.DateOf(time.Now().In(zone))
			return nil, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		c.papers = append(c.papers, p)
	}
}

// zoneAtNoon is a zone in which it is about noon, so that no day ends under a test.
func zoneAtNoon(now time.Time) *time.Location {
	zone, err := time.LoadLocation(fmt.Sprintf("Etc/GMT%+d", now.UTC().Hour()-12))
	if err != nil { // there is none with +0
		return time.UTC
	}
	return zone
}

func number(t *testing.T, id string) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (c *crowd) newPaper(t *testing.T) paper {
	t.Helper()
	var made []struct {
		ID       string
		Channels []struct{ ID string }
	}
	postJSON(t, c.world.url+"/sandbox/servers", []map[string]any{{
		"name": fmt.Sprintf("Paper %d", len(c.papers)), "bot_installed": true, "channels": []string{"daily"}, "members": []string{c.players[0].Name},
	}}, &made)
	if len(made) != 1 || len(made[0].Channels) != 1 {
		t.Fatalf("got %+v", made)
	}
	return paper{made[0].ID, made[0].Channels[0].ID}
}

// awaitPapers waits until every server has its daily question.
func (c *crowd) awaitPapers(ctx context.Context, t *testing.T) {
	t.Helper()
	for _, p := range c.papers {
		for len(c.posted(ctx, t, p)) == 0 {
			select {
			case <-ctx.Done():
				t.Fatalf("server %s has no daily question", p.server)
			case <-time.After(50 * time.Millisecond):
			}
		}
	}
}

func (c *crowd) posted(ctx context.Context, t *testing.T, p paper) []sandbox.Message {
	t.Helper()
	all, err := c.players[0].Messages(ctx, p.channel)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// checkPapers holds what stands in the channels against the claims: one post each, confirmed.
func (c *crowd) checkPapers(ctx context.Context, t *testing.T) {
	t.Helper()
	claims, _ := c.claims(t)
	for _, p := range c.papers {
		switch all := c.posted(ctx, t, p); {
		case len(all) != 1:
			t.Errorf("server %s has %d daily questions", p.server, len(all))
		case claims[p.server] != all[0].ID:
			t.Errorf("server %s has message %s, claimed is %s", p.server, all[0].ID, claims[p.server])
		}
	}
	if len(claims) != len(c.papers) {
		t.Errorf("%d claims for %d servers", len(claims), len(c.papers))
	}
}

// claims are the messages of the confirmed daily posts, by server, and how many are not confirmed.
func (c *crowd) claims(t *testing.T) (confirmed map[string]string, open int) {
	t.Helper()
	var out bytes.Buffer
	if _, err := bolt.Export(filepath.Join(c.dir, "drillbot.db"), &out, time.Now()); err != nil {
		t.Fatal(err)
	}
	confirmed = map[string]string{}
	for line := range bytes.Lines(out.Bytes()) {
		var record struct {
			Kind, Server, Message string
			Post                  quiz.PostKind
			State                 any
		}
		if err := json.Unmarshal(line, &record); err != nil {
			t.Fatal(err)
		}
		if record.Kind != "post" || record.Post != quiz.DailyPost {
			continue
		}
		switch record.State {
		case float64(quiz.Posted):
			confirmed[record.Server] = record.Message
		case float64(quiz.Claimed):
			open++
		}
	}
	return confirmed, open
}
