package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// maxTraffic is how many requests of the bot are remembered.
const maxTraffic = 5000

// Request is one request of the bot as GET /sandbox/traffic lists it, without
// tokens. Status is 0 when the answer was lost on purpose.
type Request struct {
	N      int             `json:"n"`
	Time   time.Time       `json:"time"`
	Method string          `json:"method"`
	Route  string          `json:"route"`
	Path   string          `json:"path"`
	Status int             `json:"status"`
	Code   int             `json:"code,omitempty"`
	Body   json.RawMessage `json:"body,omitempty"`
	Files  []string        `json:"files,omitempty"`
}

type traffic struct {
	count int
	list  []Request
}

// note remembers a request of the bot and how it ended.
func (c *call) note(err error, status int, empty bool) {
	if c.route.access == byPlayer || c.route.access == byOperator || c.player != nil {
		return
	}
	req := Request{Time: c.now(), Method: c.r.Method, Route: c.route.name(), Path: c.safePath(), Status: status, Body: c.safeBody()}
	if empty && status == http.StatusOK {
		req.Status = http.StatusNoContent
	}
	if err != nil {
		f := asFailure(err)
		req.Status, req.Code = f.status, f.code
	}
	for _, up := range c.files {
		req.Files = append(req.Files, up.name)
	}
	c.traffic.count++
	req.N = c.traffic.count
	c.traffic.list = append(c.traffic.list, req)
	if len(c.traffic.list) > maxTraffic {
		c.traffic.list = slices.Clone(c.traffic.list[maxTraffic/4:])
	}
}

// safePath is the request's path with {token} for an interaction's token.
func (c *call) safePath() string {
	return replaceToken(c.r.URL.Path, c.arg("token"))
}

func (c *call) safeBody() json.RawMessage {
	if !json.Valid(c.body) {
		return nil
	}
	return slices.Clone(json.RawMessage(c.body))
}

// Traffic returns the bot's remembered requests after number n, oldest first.
func (sb *Sandbox) Traffic(n int) []Request {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	return sb.requestsAfter(n)
}

func (sb *Sandbox) requestsAfter(n int) []Request {
	out := []Request{}
	for _, req := range sb.traffic.list {
		if req.N > n {
			out = append(out, req)
		}
	}
	return out
}

func (c *call) listTraffic() (any, error) {
	after, err := c.number("after", 0, 0, 1<<31)
	if err != nil {
		return nil, err
	}
	return map[string]any{"count": c.traffic.count, "requests": c.requestsAfter(after)}, nil
}

func (c *call) clearTraffic() (any, error) {
	c.traffic.list = nil
	return nil, nil
}
