package sandbox

import (
	"net/http"
	"strings"
	"time"
)

// Fault is trouble that an operator plants, by POST /sandbox/fault or
// Sandbox.Plant. Kinds:
//
//	status     the next Times requests of Route get Status and Code
//	delay      … are answered after MS milliseconds
//	ratelimit  … get 429 with RetryAfter seconds, Global or not
//	lose       … are carried out, but the connection breaks before the answer
//	duplicate  the next Times interactions are delivered twice
//	drop       … are not delivered at all
//	gateway    Action at once: "reconnect" (op 7), "invalid" (op 9), "close"
//	           (with Code), "cut" (no close frame); or until "heal": "zombie"
//	           (nothing is answered or acknowledged), "silent" (no READY)
//
// Route is as in GET /sandbox/traffic, such as
// "POST /channels/{id}/messages"; empty means any. Times 0 means once.
type Fault struct {
	Kind       string  `json:"kind"`
	Route      string  `json:"route,omitempty"`
	Status     int     `json:"status,omitempty"`
	Code       int     `json:"code,omitempty"`
	Message    string  `json:"message,omitempty"`
	Times      int     `json:"times,omitempty"`
	MS         int     `json:"ms,omitempty"`
	RetryAfter float64 `json:"retry_after,omitempty"`
	Global     bool    `json:"global,omitempty"`
	Action     string  `json:"action,omitempty"`
	Resumable  bool    `json:"resumable,omitempty"`
}

// Plant plants a fault.
func (sb *Sandbox) Plant(f Fault) error {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	return sb.plantOne(f)
}

func (sb *Sandbox) plantOne(f Fault) error {
	if f.Kind == "gateway" {
		return sb.disturbGateway(f)
	}
	switch f.Kind {
	case "status", "delay", "ratelimit", "lose", "duplicate", "drop":
	default:
		return errField("kind", "BASE_TYPE_CHOICES", "Value must be one of (status, delay, ratelimit, lose, duplicate, drop, gateway).")
	}
	f.Times = max(1, f.Times)
	sb.faults = append(sb.faults, &f)
	return nil
}

// takeFault returns a planted fault of the kind for the route and uses it up
// by one, or nil.
func (sb *Sandbox) takeFault(kind, route string) *Fault {
	for i, f := range sb.faults {
		if f.Kind != kind || f.Route != "" && f.Route != route {
			continue
		}
		f.Times--
		if f.Times == 0 {
			sb.faults = append(sb.faults[:i:i], sb.faults[i+1:]...)
		}
		return f
	}
	return nil
}

// disturbed plays the planted faults of a request of the bot; it reports
// whether the request is thereby answered.
func (c *call) disturbed() bool {
	if c.route.access == byPlayer || c.route.access == byOperator || !strings.HasPrefix(c.r.Header.Get("Authorization"), "Bot ") && c.route.access != byToken {
		return false
	}
	c.mu.Lock()
	name := c.route.name()
	delay, limited := c.takeFault("delay", name), c.takeFault("ratelimit", name)
	var status *Fault
	if limited == nil {
		status = c.takeFault("status", name)
	}
	lost := limited == nil && status == nil && c.takeFault("lose", name) != nil
	c.mu.Unlock()
	if delay != nil {
		c.wait(time.Duration(delay.MS) * time.Millisecond)
	}
	switch {
	case limited != nil:
		c.refuse(plantedLimit(limited))
	case status != nil:
		c.refuse(plantedStatus(status))
	case lost:
		c.lose()
	default:
		return false
	}
	return true
}

func (c *call) wait(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-c.r.Context().Done():
	case <-c.stop:
	}
}

// refuse answers with a planted failure and notes it.
func (c *call) refuse(f *failure) {
	c.mu.Lock()
	c.note(f, f.status, false)
	c.mu.Unlock()
	sendFailure(c.w, f)
}

func plantedStatus(f *Fault) *failure {
	text := f.Message
	if text == "" {
		text = http.StatusText(f.Status)
	}
	return fail(f.Status, f.Code, text)
}

func plantedLimit(f *Fault) *failure {
	scope := "user"
	if f.Global {
		scope = "global"
	}
	out := tooMany(time.Duration(f.RetryAfter*float64(time.Second)), f.Global, scope)
	if !f.Global {
		out.headers["X-RateLimit-Remaining"] = "0"
		out.headers["X-RateLimit-Reset-After"] = out.headers["Retry-After"]
	}
	return out
}

// lose carries the request out and breaks the connection instead of answering.
func (c *call) lose() {
	c.mu.Lock()
	err := c.admit()
	if err == nil {
		_, err = c.run()
	}
	c.commit()
	c.note(err, 0, true)
	c.mu.Unlock()
	if conn, _, err := http.NewResponseController(c.w).Hijack(); err == nil {
		_ = conn.Close()
	}
}

// disturbGateway acts on the bot's gateway connections.
func (sb *Sandbox) disturbGateway(f Fault) error {
	actions := map[string]func(*conn){
		"reconnect": func(c *conn) { c.pushJSON(opReconnect, nil) },
		"invalid":   func(c *conn) { sb.invalidate(c, f.Resumable) },
		"close":     func(c *conn) { c.end(max(f.Code, closeUnknownError), "planted") },
		"cut":       func(c *conn) { c.end(-1, "") },
		"zombie":    func(*conn) { sb.gateway.zombie = true },
		"silent":    func(*conn) { sb.gateway.silent = true },
		"heal":      func(*conn) { sb.gateway.zombie, sb.gateway.silent = false, false },
	}
	act, ok := actions[f.Action]
	if !ok {
		return errField("action", "BASE_TYPE_CHOICES", "Value must be one of (reconnect, invalid, close, cut, zombie, silent, heal).")
	}
	if f.Action == "zombie" || f.Action == "silent" || f.Action == "heal" {
		act(nil)
		return nil
	}
	for c := range sb.gateway.conns {
		if c.session != nil && c.session.player == "" {
			act(c)
		}
	}
	return nil
}

// invalidate sends op 9; unless resumable, the session is gone.
func (sb *Sandbox) invalidate(c *conn, resumable bool) {
	c.pushJSON(opInvalidSession, resumable)
	if !resumable {
		delete(sb.gateway.sessions, c.session.id)
		c.session = nil
	}
}
