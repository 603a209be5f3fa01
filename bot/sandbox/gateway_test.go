package sandbox_test

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"drillbot/bot/sandbox"
)

// wire is a bare gateway client.
type wire struct {
	t  *testing.T
	ws *websocket.Conn
	z  io.Reader
	in bytes.Buffer
}

type packet struct {
	Op   int             `json:"op"`
	Type string          `json:"t"`
	Seq  int             `json:"s"`
	Data json.RawMessage `json:"d"`
}

func dial(t *testing.T, sb *sandbox.Sandbox, query string) *wire {
	t.Helper()
	ws, _, err := sb.Dialer().Dial("wss://gateway.discord.gg/gateway"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	if err := ws.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return &wire{t: t, ws: ws}
}

func (w *wire) send(op int, d any) {
	w.t.Helper()
	if err := w.ws.WriteJSON(map[string]any{"op": op, "d": d}); err != nil {
		w.t.Fatal(err)
	}
}

// next reads one packet, compressed or not.
func (w *wire) next() (packet, error) {
	kind, data, err := w.ws.ReadMessage()
	if err != nil {
		return packet{}, err
	}
	var p packet
	if kind == websocket.TextMessage {
		return p, json.Unmarshal(data, &p)
	}
	w.in.Write(data)
	if w.z == nil {
		if w.z, err = zlib.NewReader(&w.in); err != nil {
			return p, err
		}
	}
	return p, json.NewDecoder(w.z).Decode(&p)
}

// until reads up to an event or, with an empty name, an opcode.
func (w *wire) until(name string, op int) packet {
	w.t.Helper()
	for {
		p, err := w.next()
		if err != nil {
			w.t.Fatalf("waiting for %s op %d: %v", name, op, err)
		}
		if p.Type == name && p.Op == op {
			return p
		}
	}
}

func (w *wire) closeCode() int {
	for {
		_, err := w.next()
		var closed *websocket.CloseError
		if errors.As(err, &closed) {
			return closed.Code
		}
		if err != nil {
			w.t.Errorf("no close frame: %v", err)
			return 0
		}
	}
}

func identity(sb *sandbox.Sandbox, intents int) map[string]any {
	return map[string]any{"token": "Bot " + sb.BotToken(), "intents": intents, "properties": map[string]any{}}
}

func TestGatewayCloseCodes(t *testing.T) {
	sb := start(t, sandbox.Options{})
	cases := map[string]struct {
		want  int
		query string
		do    func(w *wire)
	}{
		"unknown opcode":      {4001, "", func(w *wire) { w.send(99, nil) }},
		"not JSON":            {4002, "", func(w *wire) { w.ws.WriteMessage(websocket.TextMessage, []byte("{")) }},
		"payload too large":   {4002, "", func(w *wire) { w.send(3, strings.Repeat("x", 4096)) }},
		"not authenticated":   {4003, "", func(w *wire) { w.send(3, nil) }},
		"wrong token":         {4004, "", func(w *wire) { w.send(2, map[string]any{"token": "no", "intents": 0}) }},
		"authenticated twice": {4005, "", func(w *wire) { w.send(2, identity(sb, 0)); w.send(2, identity(sb, 0)) }},
		"bad shard":           {4010, "", func(w *wire) { m := identity(sb, 0); m["shard"] = []int{2, 1}; w.send(2, m) }},
		"unknown version":     {4012, "?v=99", func(*wire) {}},
		"no intents":          {4013, "", func(w *wire) { m := identity(sb, 0); delete(m, "intents"); w.send(2, m) }},
		"privileged intents":  {4014, "", func(w *wire) { w.send(2, identity(sb, 1<<15)) }},
		"121 sends in a minute": {4008, "", func(w *wire) {
			for range 121 {
				w.send(1, nil)
			}
		}},
	}
	for name, c := range cases {
		w := dial(t, sb, c.query)
		c.do(w)
		if got := w.closeCode(); got != c.want {
			t.Errorf("%s: close code %d, want %d", name, got, c.want)
		}
	}
}

func TestHelloReadyAndHeartbeat(t *testing.T) {
	sb := start(t, sandbox.Options{})
	for _, query := range []string{"", "?v=9&encoding=json", "?v=10&encoding=json&compress=zlib-stream"} {
		w := dial(t, sb, query)
		w.until("", 10)
		w.send(2, identity(sb, 1))
		w.until("READY", 0)
		if g := w.until("GUILD_CREATE", 0); !strings.Contains(string(g.Data), club) {
			t.Errorf("%s: guild %s", query, g.Data)
		}
		w.send(1, 2)
		w.until("", 11)
	}
}

func TestResumeReplaysWhatWasMissed(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	w := dial(t, sb, "?v=10")
	w.send(2, identity(sb, 1<<9))
	ready := w.until("READY", 0)
	var hello struct {
		SessionID string `json:"session_id"`
	}
	if err := json.Unmarshal(ready.Data, &hello); err != nil {
		t.Fatal(err)
	}
	if err := sb.Plant(sandbox.Fault{Kind: "gateway", Action: "cut"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.next(); err == nil {
		t.Error("the connection was not cut")
	}
	if _, err := sb.Player("ada").Say(ctx, sb.Channel(club, "general"), "missed"); err != nil {
		t.Fatal(err)
	}
	again := dial(t, sb, "?v=10")
	again.send(6, map[string]any{"token": sb.BotToken(), "session_id": hello.SessionID, "seq": ready.Seq})
	m := again.until("MESSAGE_CREATE", 0)
	if m.Seq != ready.Seq+1 || strings.Contains(string(m.Data), "missed") {
		t.Errorf("replayed %d %s; want %d, without content", m.Seq, m.Data, ready.Seq+1)
	}
	again.until("RESUMED", 0)
	wrong := dial(t, sb, "?v=10")
	wrong.send(6, map[string]any{"token": sb.BotToken(), "session_id": "unknown", "seq": 1})
	if p := wrong.until("", 9); string(p.Data) != "false" {
		t.Errorf("invalid session: %s", p.Data)
	}
}

func TestPlantedGatewayFaults(t *testing.T) {
	sb := start(t, sandbox.Options{})
	plant := func(f sandbox.Fault) {
		f.Kind = "gateway"
		if err := sb.Plant(f); err != nil {
			t.Fatal(err)
		}
	}
	w := dial(t, sb, "")
	w.send(2, identity(sb, 1))
	w.until("READY", 0)
	plant(sandbox.Fault{Action: "reconnect"})
	w.until("", 7)
	plant(sandbox.Fault{Action: "close", Code: 4009})
	if got := w.closeCode(); got != 4009 {
		t.Errorf("close code %d", got)
	}
	plant(sandbox.Fault{Action: "zombie"})
	z := dial(t, sb, "")
	z.send(1, nil)
	plant(sandbox.Fault{Action: "heal"})
	z.until("", 10)
	z.send(2, identity(sb, 1))
	z.until("READY", 0)
	plant(sandbox.Fault{Action: "invalid"})
	z.until("", 9)
}

func TestPlayersHaveAGatewayToo(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	s := quizBot(t, sb, map[string]answer{"drill": respond(t, card())})
	register(t, s, sb, slash("drill"))
	ada, linus := sb.Player("ada"), sb.Player("linus")
	w, other := dial(t, sb, "?v=9"), dial(t, sb, "?v=9")
	w.send(2, map[string]any{"token": ada.Token})
	other.send(2, map[string]any{"token": linus.Token})
	w.until("READY", 0)
	other.until("READY", 0)
	drills := sb.Channel(club, "drills")
	if _, err := ada.Slash(ctx, drills, "drill", nil); err != nil {
		t.Fatal(err)
	}
	w.until("INTERACTION_CREATE", 0)
	w.until("MESSAGE_CREATE", 0)
	w.until("INTERACTION_SUCCESS", 0)
	if _, err := ada.Say(ctx, drills, "for all"); err != nil {
		t.Fatal(err)
	}
	if m := other.until("MESSAGE_CREATE", 0); !strings.Contains(string(m.Data), "for all") {
		t.Errorf("linus saw %s", m.Data)
	}
}

func TestDiscordgoResumesAfterAReconnect(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	s := quizBot(t, sb, map[string]answer{"drill": respond(t, say("hi"))})
	register(t, s, sb, slash("drill"))
	gone, back := make(chan bool, 1), make(chan bool, 1)
	s.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) { gone <- true })
	s.AddHandler(func(*discordgo.Session, *discordgo.Resumed) { back <- true })
	if err := sb.Plant(sandbox.Fault{Kind: "gateway", Action: "close", Code: 4000}); err != nil {
		t.Fatal(err)
	}
	<-gone
	if err := s.Open(); err != nil {
		t.Fatal(err)
	}
	<-back
	if _, err := sb.Player("ada").Slash(ctx, sb.Channel(club, "drills"), "drill", nil); err != nil {
		t.Error(err)
	}
}

func TestIdentifyIsLimitedWhenAsked(t *testing.T) {
	sb := start(t, sandbox.Options{IdentifyLimit: true})
	first, second := dial(t, sb, ""), dial(t, sb, "")
	first.send(2, identity(sb, 1))
	first.until("READY", 0)
	second.send(2, identity(sb, 1))
	second.until("", 9)
	sb.Advance(5 * time.Second)
	third := dial(t, sb, "")
	third.send(2, identity(sb, 1))
	third.until("READY", 0)
}
