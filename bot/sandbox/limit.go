package sandbox

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// globalPerSecond is how many requests a bot has in a second over all routes.
const globalPerSecond = 50

// rate is how many requests a bucket takes in a span.
type rate struct {
	limit int
	span  time.Duration
}

// bucket is the count of one window of a rate.
type bucket struct {
	rate
	used  int
	reset time.Time
}

// rateOf returns a route's rate, near what Discord tells in its headers.
func (rt *route) rateOf() rate {
	switch {
	case strings.HasPrefix(rt.path, "/webhooks/"):
		return rate{5, 2 * time.Second}
	case rt.method == "POST" && strings.HasSuffix(rt.path, "/messages"):
		return rate{5, 5 * time.Second}
	case rt.method == "PATCH" && strings.HasSuffix(rt.path, "/{message}"):
		return rate{5, 5 * time.Second}
	case strings.Contains(rt.path, "/reactions/"):
		return rate{1, 250 * time.Millisecond}
	case rt.path == "/gateway/bot":
		return rate{2, 5 * time.Second}
	}
	return rate{30, 10 * time.Second}
}

// take counts one request at a time; it reports false when there is no room.
func (b *bucket) take(now time.Time) bool {
	if !now.Before(b.reset) {
		b.used, b.reset = 0, now.Add(b.span)
	}
	if b.used >= b.limit {
		return false
	}
	b.used++
	return true
}

// limit applies the global and the route's limit and sets the headers.
func (c *call) limit() error {
	if c.opts.NoRateLimits || c.route.path == "/interactions/{interaction}/{token}/callback" {
		return nil
	}
	now := c.now()
	if c.route.access != byToken && !c.bucket("global", rate{globalPerSecond, time.Second}).take(now) {
		return tooMany(c.bucket("global", rate{}).reset.Sub(now), true, "global")
	}
	b := c.bucket(c.limitKey(), c.route.rateOf())
	ok := b.take(now)
	c.limitHeaders(b, now)
	if !ok {
		return tooMany(b.reset.Sub(now), false, "user")
	}
	return nil
}

// limitKey is the route with its major parameter: channel, guild, or webhook
// with token.
func (c *call) limitKey() string {
	return c.route.method + c.route.path + "/" + c.arg("channel") + c.arg("guild") + c.arg("token")
}

func (sb *Sandbox) bucket(key string, r rate) *bucket {
	b, ok := sb.limits[key]
	if !ok {
		if len(sb.limits) > 5000 {
			sb.forgetLimits()
		}
		b = &bucket{rate: r}
		sb.limits[key] = b
	}
	return b
}

func (sb *Sandbox) forgetLimits() {
	for key, b := range sb.limits {
		if sb.now().After(b.reset) {
			delete(sb.limits, key)
		}
	}
}

func (c *call) limitHeaders(b *bucket, now time.Time) {
	sum := sha1.Sum([]byte(c.route.method + c.route.path))
	after := b.reset.Sub(now).Seconds()
	h := c.w.Header()
	h.Set("X-RateLimit-Limit", strconv.Itoa(b.limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(b.limit-b.used))
	h.Set("X-RateLimit-Reset", strconv.FormatFloat(float64(b.reset.UnixMilli())/1000, 'f', 3, 64))
	h.Set("X-RateLimit-Reset-After", fmt.Sprintf("%.3f", after))
	h.Set("X-RateLimit-Bucket", hex.EncodeToString(sum[:16]))
}

// tooMany is a 429 as Discord words it.
func tooMany(wait time.Duration, global bool, scope string) *failure {
	f := fail(http.StatusTooManyRequests, 0, "You are being rate limited.")
	seconds := math.Ceil(wait.Seconds()*1000) / 1000
	f.extra = map[string]any{"retry_after": seconds, "global": global}
	f.headers = map[string]string{
		"Retry-After":       strconv.Itoa(int(math.Ceil(seconds))),
		"X-RateLimit-Scope": scope,
	}
	if global {
		f.headers["X-RateLimit-Global"] = "true"
	}
	return f
}
