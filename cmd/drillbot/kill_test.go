package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"drillbot/bot/sandbox"
	"drillbot/bot/view"
	"drillbot/data/bolt"
	"drillbot/quiz/grade/llmtest"
)

// killRounds says how often TestProgramKilledUnderLoad kills, 4 by default.
const killRounds = "DRILLBOT_TEST_KILL_ROUNDS"

const killPlayers = 12

// TestProgramKilledUnderLoad kills the program at random moments while players answer, by either way
// in by turns, and a backup is made; or while it starts; and starts it again. Every time its file
// is sound and holds every answer whose player was told that it is being graded, and the
// backup is sound or not there; in the end everyone has their grade, and every server its daily
// question, once.
func TestProgramKilledUnderLoad(t *testing.T) {
	rounds := 4
	if n, err := strconv.Atoi(os.Getenv(killRounds)); err == nil {
		rounds = n
	}
	model := llmtest.New(llmtest.Options{})
	defer model.Close()
	c := newCrowd(t, program(t), modelEnv(model))
	for round := range rounds {
		c.subscribe(t)
		if round%5 == 4 {
			p := start(t, c.path, c.dir, c.env, c.args...)
			nap(rand.N(400 * time.Millisecond))
			p.kill()
		} else {
			c.killedRound(t, round%2 == 1, rand.N(800*time.Millisecond))
		}
		c.verify(t)
		if t.Failed() {
			t.Fatalf("after %d of %d kills", round+1, rounds)
		}
	}
	c.settle(t)
	if len(c.accepted) < rounds/2 {
		t.Errorf("%d answers in %d rounds: that is no load", len(c.accepted), rounds)
	}
	t.Logf("%d kills, %d answers accepted and graded, %d stored, %d told late, %d daily posts, %d of them cut off, %d backups, file of %d bytes",
		rounds, len(c.accepted), c.stored, c.late, len(c.papers), c.open, c.backups, c.size)
}

// nap waits for the moment of a kill, which is what such a test is about.
func nap(d time.Duration) { <-time.After(d) }

// crowd is a world of players, and the program that is killed beside it.
type crowd struct {
	world     *process
	path, dir string
	env, args []string // args are those of a bot on the gateway
	more      []string // the last of them
	papers    []paper
	open      int // claims of daily posts that kills left unconfirmed
	players   []*sandbox.Player
	channel   string

	mu       sync.Mutex
	accepted map[string]told // by the interaction that brought the answer
	stored   int
	late     int // answers whose players were told by a direct message
	backups  int // that were made
	size     int64
}

// told is an answer whose player was told "thinking…".
type told struct {
	player *sandbox.Player
	reply  *sandbox.Reply
}

func newCrowd(t *testing.T, path string, env []string) *crowd {
	t.Helper()
	world := launchSandbox(t, path, "-bare")
	c := &crowd{world: world, path: path, dir: t.TempDir(), env: env, channel: "1400000000000000002", accepted: map[string]told{}}
	c.more = []string{"-player-budget", "0", "-server-budget", "0"}
	c.args = append(botArgs(world, stateOf(t, world), false), c.more...)
	for i := range killPlayers {
		name := fmt.Sprintf("crowd%d", i)
		postJSON(t, world.url+"/sandbox/players", map[string]any{
			"name": name, "display_name": name, "locale": "en-US", "servers": []string{"Interview Club"},
		}, nil)
		p, err := sandbox.Join(t.Context(), world.url, name)
		if err != nil {
			t.Fatal(err)
		}
		c.players = append(c.players, p)
	}
	return c
}

func postJSON(t *testing.T, url string, body, out any) {
	t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		t.Fatalf("%s: %s", url, resp.Status)
	}
	if out != nil {
		if err := json.NewDecoder(resp.Body).Decode(out); err != nil {
			t.Fatal(err)
		}
	}
}

// killedRound has all players answer as fast as they can, until the program is killed.
func (c *crowd) killedRound(t *testing.T, byHTTP bool, after time.Duration) {
	t.Helper()
	if !byHTTP {
		setEndpoint(t, c.world, stateOf(t, c.world).Token, "")
	}
	p := launchBot(t, c.path, c.dir, c.env, c.world, byHTTP, c.more...)
	ctx, cancel := context.WithCancel(t.Context())
	var wait sync.WaitGroup
	for _, player := range c.players {
		wait.Go(func() {
			for ctx.Err() == nil {
				if err := c.answer(ctx, player); err != nil {
					return // it was killed
				}
			}
		})
	}
	wait.Go(func() { c.backUp(t, rand.N(after+1)) })
	nap(after)
	p.kill()
	cancel()
	wait.Wait()
}

// backUp makes a backup of the program that is about to be killed.
func (c *crowd) backUp(t *testing.T, after time.Duration) {
	nap(after)
	file := filepath.Join(t.TempDir(), "backup")
	out, ok := command(t, c.path, nil, "backup", file, "-data", c.dir)
	_, err := os.Stat(file)
	switch {
	case ok && !strings.Contains(out, "sound"), ok != (err == nil):
		t.Errorf("backup: success %t, %v: %s", ok, err, out)
	case ok:
		c.mu.Lock()
		c.backups++
		c.mu.Unlock()
	}
}

// answer answers one question; an error says that the program is gone.
func (c *crowd) answer(ctx context.Context, p *sandbox.Player) error {
	asked, err := p.Slash(ctx, c.channel, "drill", sandbox.Opt{"type": "open"})
	if err != nil {
		return err
	}
	form, err := p.Click(ctx, asked.Message, "Answer")
	if err != nil {
		return err
	}
	words := fmt.Sprintf("The variance grows with the width, says %s for the %dth time.", p.Name, rand.Uint32())
	reply, err := p.Submit(ctx, form.Modal, map[string]any{view.FieldName(0): words})
	if err != nil {
		return err
	}
	if reply.Message.Loading() {
		c.mu.Lock()
		c.accepted[reply.Message.Metadata.ID] = told{p, reply}
		c.mu.Unlock()
	}
	return nil
}

// verify looks at what a killed program has left.
func (c *crowd) verify(t *testing.T) {
	t.Helper()
	path := filepath.Join(c.dir, "drillbot.db")
	report, err := bolt.Check(path)
	if err != nil || !report.OK() {
		t.Errorf("check: %v %s", err, strings.Join(report.Faults, "\n"))
		return
	}
	states := exportedStates(t, path)
	for id := range c.accepted {
		if states[id] == "" {
			t.Errorf("answer %s was accepted and is lost", id)
		}
	}
	c.stored, c.size = len(states), report.Size
	_, open := c.claims(t)
	c.open += open
}

// exportedStates are the states of all answers in a file, by id.
func exportedStates(t *testing.T, path string) map[string]string {
	t.Helper()
	var out bytes.Buffer
	if _, err := bolt.Export(path, &out, time.Now()); err != nil {
		t.Fatal(err)
	}
	states := map[string]string{}
	for line := range bytes.Lines(out.Bytes()) {
		var record struct {
			Kind, ID string
			State    any // a number for other kinds
		}
		if err := json.Unmarshal(line, &record); err != nil {
			t.Fatal(err)
		}
		if record.Kind == "answer" && states[record.ID] != "" {
			t.Errorf("answer %s is stored twice", record.ID)
		}
		if record.Kind == "answer" {
			states[record.ID] = fmt.Sprint(record.State)
		}
	}
	return states
}

// settle lets a last program finish what the others promised, and looks at every promise.
func (c *crowd) settle(t *testing.T) {
	t.Helper()
	setEndpoint(t, c.world, stateOf(t, c.world).Token, "")
	p := launch(t, c.path, c.dir, c.env, c.args...)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	graded := func(m *sandbox.Message) bool { return strings.Contains(text(m), "/ 100") }
	for id, a := range c.accepted {
		m, err := a.player.Settled(ctx, a.reply)
		if err == nil && !graded(m) { // they were told their place in the queue
			_, err = a.player.Await(ctx, m.ID, func(m sandbox.Message) bool { return graded(&m) })
		}
		if err != nil {
			t.Fatalf("answer %s has no grade: %v", id, err)
		}
	}
	c.awaitPapers(ctx, t)
	for _, player := range c.players {
		c.checkLate(ctx, t, player)
	}
	p.interrupt(t)
	c.verify(t)
	c.checkPapers(ctx, t)
	for id, state := range exportedStates(t, filepath.Join(c.dir, "drillbot.db")) {
		if state != "delivered" && c.accepted[id].player != nil {
			t.Errorf("answer %s is still %s", id, state)
		}
	}
}

// checkLate looks at the direct messages of a player. An answer that was stored before its player was
// told anything arrives there, and no other.
func (c *crowd) checkLate(ctx context.Context, t *testing.T, player *sandbox.Player) {
	t.Helper()
	dm, err := player.DM(ctx)
	if err != nil {
		t.Fatal(err)
	}
	late, err := player.Messages(ctx, dm)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[uint64]bool{}
	for _, m := range late {
		id, err := strconv.ParseUint(strings.Trim(string(m.Nonce), `"`), 36, 64)
		_, told := c.accepted[strconv.FormatUint(id, 10)]
		if err != nil || told || seen[id] {
			t.Errorf("%s was told of answer %d once more (%v)", player.Name, id, err)
		}
		seen[id] = true
	}
	c.late += len(late)
}
