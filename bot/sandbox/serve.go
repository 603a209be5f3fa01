package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"drillbot/bot/sandbox/page"
)

// ServeHTTP answers everything: API, gateway, attachments, operator and page.
func (sb *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) { sb.handler.ServeHTTP(w, r) }

// mount builds the handler tree.
func (sb *Sandbox) mount() {
	sb.mountRoutes()
	top := http.NewServeMux()
	for _, prefix := range []string{"/api/v9", "/api/v10", "/api"} {
		top.Handle(prefix+"/", http.StripPrefix(prefix, http.HandlerFunc(sb.serveAPI)))
	}
	top.HandleFunc("/gateway", sb.serveGateway)
	top.HandleFunc("/gateway/", sb.serveGateway)
	top.HandleFunc("GET /attachments/{channel}/{id}/{name}", sb.serveFile)
	top.HandleFunc("/sandbox/", sb.serveAPI)
	top.Handle("/", sb.page())
	sb.handler = sb.guard(http.NewCrossOriginProtection().Handler(top))
}

// page is what a person sees at "/".
func (sb *Sandbox) page() http.Handler {
	if sb.opts.Page != nil {
		return sb.opts.Page
	}
	return page.Handler(page.Options{Title: sb.app.Name + " sandbox"})
}

// guard refuses foreign Host headers, so that no web page can reach the
// sandbox by a name it made point to this machine. Discord's own names are
// what the Dialer's requests carry.
func (sb *Sandbox) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !sb.opts.AllowRemote && !loopback(r.Host) && !discordHost(r.Host) {
			sendFailure(w, fail(http.StatusMisdirectedRequest, 0, "the sandbox answers to loopback names only"))
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

// serveAPI answers one API request by the route table.
func (sb *Sandbox) serveAPI(w http.ResponseWriter, r *http.Request) {
	_, pattern := sb.mux.Handler(r)
	rt := sb.routes[pattern]
	if rt == nil {
		sendFailure(w, sb.strayFailure(r))
		return
	}
	c := &call{Sandbox: sb, r: r, w: w, route: rt}
	began := time.Now()
	if err := c.read(); err != nil {
		c.send(nil, err)
		return
	}
	sb.mux.ServeHTTP(w, r.WithContext(withCall(r.Context(), c)))
	sb.log.Debug("api", "method", r.Method, "route", rt.path, "took", time.Since(began))
}

// strayFailure is 405 for a known path with another method, else 404.
func (sb *Sandbox) strayFailure(r *http.Request) *failure {
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := sb.mux.Handler(other); pattern != "" && sb.routes[pattern] != nil {
			return errMethod()
		}
	}
	return errNotFound()
}

// answer runs the checks that come before a handler, the handler itself, and
// sends the outcome.
func (c *call) answer() {
	if c.disturbed() {
		return
	}
	c.mu.Lock()
	if err := c.admit(); err != nil {
		c.finish(nil, err)
		return
	}
	if c.route.unlocked {
		c.mu.Unlock()
		c.send(c.run())
		return
	}
	c.finish(c.run())
}

// run calls the handler; a panic becomes a 500 and leaves no lock behind.
func (c *call) run() (v any, err error) {
	defer func() {
		if r := recover(); r != nil {
			c.log.Error("a handler panicked", "route", c.route.path, "panic", r, "stack", string(debug.Stack()))
			v, err = nil, fmt.Errorf("panic: %v", r)
		}
	}()
	return c.route.do(c)
}

// admit checks who asks, the rate limits and the body's form.
func (c *call) admit() error {
	if err := c.authorize(); err != nil {
		return err
	}
	if c.player != nil {
		c.w.Header().Set("X-Sandbox-Event", c.gateway.feed(c.player.ID).position())
	}
	if c.route.access == byPlayer || c.route.access == byOperator || c.player != nil {
		return nil
	}
	if err := c.limit(); err != nil {
		return err
	}
	return c.checkForm()
}

// finish stores, unlocks and sends; the value is encoded before the world may
// change again.
func (c *call) finish(v any, err error) {
	status, out := http.StatusOK, v
	if r, ok := v.(reply); ok {
		status, out = r.status, r.value
	}
	var raw []byte
	if err == nil && out != nil {
		raw, err = json.Marshal(out)
	}
	c.commit()
	c.note(err, status, out == nil)
	c.mu.Unlock()
	if err != nil {
		c.send(nil, err)
		return
	}
	sendRaw(c.w, status, raw)
}

// send answers outside the lock.
func (c *call) send(v any, err error) {
	if err != nil {
		sendFailure(c.w, asFailure(err))
		return
	}
	if v == nil {
		sendRaw(c.w, http.StatusOK, nil)
		return
	}
	raw, err := json.Marshal(v)
	if err != nil {
		sendFailure(c.w, asFailure(err))
		return
	}
	sendRaw(c.w, http.StatusOK, raw)
}

func sendRaw(w http.ResponseWriter, status int, raw []byte) {
	if raw == nil {
		if status == http.StatusOK {
			status = http.StatusNoContent
		}
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(raw)
}

func sendFailure(w http.ResponseWriter, f *failure) {
	for k, v := range f.headers {
		w.Header().Set(k, v)
	}
	raw, _ := json.Marshal(f.body())
	sendRaw(w, f.status, raw)
}

func asFailure(err error) *failure {
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	return fail(http.StatusInternalServerError, 0, "500: Internal Server Error: "+err.Error())
}

// authorize finds out who asks and whether the route is for them.
func (c *call) authorize() error {
	if c.route.access == byOperator || c.route.access == byToken {
		return nil
	}
	token := c.r.Header.Get("Authorization")
	if rest, ok := strings.CutPrefix(token, "Bot "); ok {
		c.bot = rest == c.app.Token
	} else {
		c.player = c.byToken[token]
	}
	allowed := c.bot && c.route.access != byPlayer || c.player != nil && c.route.access != byBot
	if !allowed {
		return errUnauthorized()
	}
	return nil
}
