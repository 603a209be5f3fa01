package bot_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// stub is a Discord of few words, for what the sandbox is too well-behaved or too slow: it
// says what a test tells it to, and takes everything.
type stub struct {
	*httptest.Server
	// talk answers the n-th IDENTIFY of all, from 1.
	talk func(n int, line *stubLine)
	// rest is told of every request but the gateway's before it is answered; what it
	// answers itself it reports as true. It may be nil.
	rest func(w http.ResponseWriter, r *http.Request) bool
	// mute leaves HELLO out on connections up to this one.
	mute int64

	lines, identifies atomic.Int64
}

// newStub starts a stub that ends with the test.
func newStub(t testing.TB, talk func(n int, line *stubLine)) *stub {
	t.Helper()
	s := &stub{talk: talk}
	s.Server = httptest.NewServer(s)
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s
}

// addr is where the stub listens.
func (s *stub) addr() string { return s.Listener.Addr().String() }

func (s *stub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case websocket.IsWebSocketUpgrade(r):
		s.serveGateway(w, r)
	case s.rest != nil && s.rest(w, r):
	case strings.Contains(r.URL.Path, "/gateway"):
		w.Header().Set("Content-Type", "application/json") // discord.js looks at it
		fmt.Fprintf(w, `{"url":"ws://%s/gateway","shards":1,"session_start_limit":{"total":1000,"remaining":999,"reset_after":1,"max_concurrency":1}}`, r.Host)
	case strings.HasSuffix(r.URL.Path, "/commands"):
		fmt.Fprint(w, `[]`)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

func (s *stub) serveGateway(w http.ResponseWriter, r *http.Request) {
	ws, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return // it has answered
	}
	defer ws.Close()
	line := &stubLine{ws: ws, host: r.Host}
	if s.lines.Add(1) > s.mute {
		line.send(`{"op":10,"d":{"heartbeat_interval":41250}}`)
	}
	for {
		_, data, err := ws.ReadMessage()
		if err != nil {
			return
		}
		var p struct{ Op int }
		if json.Unmarshal(data, &p) != nil {
			return
		}
		switch p.Op {
		case 1:
			line.send(`{"op":11}`)
		case 2:
			s.talk(int(s.identifies.Add(1)), line)
		}
	}
}

// stubLine is one connection to a stub's gateway.
type stubLine struct {
	host string
	mu   sync.Mutex
	ws   *websocket.Conn
}

// send sends a payload; a connection that is gone is the test's to notice.
func (l *stubLine) send(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.ws.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, format, args...))
}

// ready sends READY.
func (l *stubLine) ready() {
	l.send(`{"op":0,"t":"READY","s":1,"d":{"v":10,"user":{"id":"1","username":"b","discriminator":"0","bot":true},"guilds":[],`+
		`"session_id":"s","resume_gateway_url":"ws://%s/gateway","application":{"id":"2","flags":0}}}`, l.host)
}

// event sends an INTERACTION_CREATE.
func (l *stubLine) event(interaction string) {
	l.send(`{"op":0,"t":"INTERACTION_CREATE","s":2,"d":%s}`, interaction)
}

// end closes the connection with a code.
func (l *stubLine) end(code int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, "as told"), time.Now().Add(time.Minute))
}
