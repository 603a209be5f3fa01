package bot_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"drillbot/bot"
	"drillbot/bot/sandbox"
	"drillbot/quiz"
)

// endpoint serves the bot's way in by HTTP, and has the sandbox use it.
func (h *house) endpoint(t testing.TB, b *bot.Bot) {
	t.Helper()
	key, err := bot.ParsePublicKey(h.publicKey(t))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(b.Interactions(key))
	t.Cleanup(server.Close)
	h.api(t, http.MethodPatch, "/applications/@me", map[string]string{"interactions_endpoint_url": server.URL + "/interactions"}, nil)
}

// publicKey is that of the sandbox's application.
func (h *house) publicKey(t testing.TB) string {
	t.Helper()
	var app struct {
		Key string `json:"verify_key"`
	}
	h.api(t, http.MethodGet, "/applications/@me", nil, &app)
	return app.Key
}

// api asks the sandbox as the bot.
func (h *house) api(t testing.TB, method, path string, in, out any) {
	t.Helper()
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(patience(t), method, h.URL()+"/api/v10"+path, bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bot "+h.BotToken())
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %s %s %v", method, path, resp.Status, body, err)
	}
	if out != nil {
		if err := json.Unmarshal(body, out); err != nil {
			t.Fatal(err)
		}
	}
}

// signed is an endpoint without a Discord: a test signs for it.
type signed struct {
	handler http.Handler
	key     ed25519.PrivateKey
}

func newSigned(t *testing.T) signed {
	t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := newStub(t, nil)
	o := bot.Options{Token: "t", Transport: sandbox.TransportTo(s.addr()), Now: func() time.Time { return monday }, HTTPOnly: true}
	b := run(t, o)
	return signed{b.Interactions(public), private}
}

// post posts a body, signed at a time; change may spoil the request.
func (s signed) post(body string, at time.Time, change func(*http.Request)) *httptest.ResponseRecorder {
	stamp := strconv.FormatInt(at.Unix(), 10)
	r := httptest.NewRequest(http.MethodPost, "/interactions", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Signature-Timestamp", stamp)
	r.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(s.key, []byte(stamp+body))))
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

const ping = `{"id":"1","application_id":"2","type":1,"token":"t","version":1}`

func TestSignedRequests(t *testing.T) {
	t.Parallel()
	set := func(header, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(header, value) }
	}
	late := monday.Add(-5*time.Minute - time.Second)
	for name, c := range map[string]struct {
		body   string
		at     time.Time
		change func(*http.Request)
		want   int
	}{
		"ping":              {ping, monday, nil, http.StatusOK},
		"within the window": {ping, late.Add(time.Second), nil, http.StatusOK},
		"with a charset":    {ping, monday, set("Content-Type", "application/json; charset=utf-8"), http.StatusOK},
		"help":              {help(100), monday, nil, http.StatusOK},
		"replayed late":     {ping, late, nil, http.StatusUnauthorized},
		"from the future":   {ping, monday.Add(6 * time.Minute), nil, http.StatusUnauthorized},
		"another time":      {ping, monday, set("X-Signature-Timestamp", strconv.FormatInt(monday.Unix()+1, 10)), http.StatusUnauthorized},
		"no time":           {ping, monday, set("X-Signature-Timestamp", ""), http.StatusUnauthorized},
		"no number":         {ping, monday, set("X-Signature-Timestamp", "1e9"), http.StatusUnauthorized},
		"the end of time":   {ping, monday, set("X-Signature-Timestamp", "-9223372036854775808"), http.StatusUnauthorized},
		"no signature":      {ping, monday, set("X-Signature-Ed25519", ""), http.StatusUnauthorized},
		"a short signature": {ping, monday, set("X-Signature-Ed25519", "00ff"), http.StatusUnauthorized},
		"a wrong signature": {ping, monday, set("X-Signature-Ed25519", strings.Repeat("0", 128)), http.StatusUnauthorized},
		"another body": {ping, monday, func(r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader(ping + " "))
		}, http.StatusUnauthorized},
		"a form":      {ping, monday, set("Content-Type", "application/x-www-form-urlencoded"), http.StatusUnsupportedMediaType},
		"too large":   {strings.Repeat(" ", 1<<20) + ping, monday, nil, http.StatusRequestEntityTooLarge},
		"a GET":       {ping, monday, func(r *http.Request) { r.Method = http.MethodGet }, http.StatusMethodNotAllowed},
		"not JSON":    {`{"type":`, monday, nil, http.StatusBadRequest},
		"no object":   {`[]`, monday, nil, http.StatusBadRequest},
		"no data":     {`{"id":"10","type":2,"token":"t","user":{"id":"7"},"data":"x"}`, monday, nil, http.StatusBadRequest},
		"a new type":  {`{"id":"13","type":99,"token":"t","user":{"id":"7"},"data":{}}`, monday, nil, http.StatusNotFound},
		"no such one": {strings.ReplaceAll(help(14), `"help"`, `"fly"`), monday, nil, http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newSigned(t).post(c.body, c.at, c.change)
			if w.Code != c.want {
				t.Errorf("status %d, want %d: %s", w.Code, c.want, w.Body)
			}
			if w.Code == http.StatusOK && w.Header().Get("Content-Type") != "application/json" {
				t.Errorf("the answer is %s", w.Header().Get("Content-Type"))
			}
		})
	}
}

func TestPong(t *testing.T) {
	t.Parallel()
	if got := newSigned(t).post(ping, monday, nil).Body.String(); got != `{"type":1}` {
		t.Errorf("got %s", got)
	}
}

// TestReplayWithinTheWindow posts the same request again: it acts once.
func TestReplayWithinTheWindow(t *testing.T) {
	t.Parallel()
	s := newSigned(t)
	for i, want := range []int{http.StatusOK, http.StatusNotFound} {
		if w := s.post(help(100), monday, nil); w.Code != want {
			t.Errorf("post %d: status %d, want %d", i+1, w.Code, want)
		}
	}
}

// TestPromiseByHTTP has the grade overtake "thinking…": Discord does not know the message yet, and
// the bot tries again.
func TestPromiseByHTTP(t *testing.T) {
	t.Parallel()
	atOnce := quiz.GraderFunc(func(context.Context, quiz.Job) (quiz.Grade, error) {
		return quiz.Grade{Score: 100, By: "test", Version: "1", Confidence: 1}, nil
	})
	h := open(t, options{http: true, grader: atOnce})
	if err := h.Plant(sandbox.Fault{Kind: "status", Route: "PATCH /webhooks/{id}/{token}/messages/{id}", Status: 404, Code: 10015, Times: 2}); err != nil {
		t.Fatal(err)
	}
	ada := h.Player("ada")
	reply := h.answer(t, ada, h.Channel(server, channel), "open-1", good)
	m, err := ada.Settled(patience(t), reply)
	if err != nil || m.Loading() || !strings.Contains(drawn(m), "100") {
		t.Errorf("%v: %s", err, drawn(m))
	}
	refused := 0
	for _, r := range h.Traffic(0) {
		if r.Status == http.StatusNotFound {
			refused++
		}
	}
	if refused < 2 {
		t.Errorf("%d edits came too early, want the 2 planted at least", refused)
	}
}

func TestParsePublicKey(t *testing.T) {
	t.Parallel()
	for s, ok := range map[string]bool{
		strings.Repeat("0f", 32): true, strings.Repeat("0F", 32): true,
		"": false, strings.Repeat("0f", 31): false, strings.Repeat("0f", 33): false, strings.Repeat("xy", 32): false,
	} {
		if _, err := bot.ParsePublicKey(s); (err == nil) != ok {
			t.Errorf("%q: %v", s, err)
		} else if err != nil && !strings.Contains(err.Error(), "64 hexadecimal digits") {
			t.Errorf("%q: %v says not what to do", s, err)
		}
	}
}

// FuzzInteractions posts anything, well signed: no panic, and a status that says what it is.
func FuzzInteractions(f *testing.F) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		f.Fatal(err)
	}
	s := newStub(f, nil)
	b := run(f, bot.Options{Token: "t", Transport: sandbox.TransportTo(s.addr()), Now: func() time.Time { return monday }, HTTPOnly: true})
	way := signed{b.Interactions(public), private}
	f.Add(ping)
	f.Add(help(100))
	f.Add(fmt.Sprintf(`{"id":"%d","type":5,"token":"t","user":{"id":"7"},"data":{"custom_id":"x:open-1","components":[{"type":1}]}}`, 3))
	f.Fuzz(func(t *testing.T, body string) {
		switch w := way.post(body, monday, nil); w.Code {
		case http.StatusOK, http.StatusBadRequest, http.StatusNotFound:
		default:
			t.Errorf("status %d: %s", w.Code, w.Body)
		}
	})
}
