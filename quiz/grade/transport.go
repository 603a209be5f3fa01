package grade

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/failsafe-go/failsafe-go/failsafehttp"
	"github.com/failsafe-go/failsafe-go/retrypolicy"
)

// Patience is how a failing server is treated. Zero fields take the values given here.
type Patience struct {
	Retries  int           // of one request, after 429, 5xx and lost connections: 2
	Pause    time.Duration // before the first retry when the server names none, doubled from then on: 500 ms
	Failures uint          // in a row that open the breaker: 5; a 429 is none
	Open     time.Duration // how long the breaker stays open, before one request tries again: 30 s
}

func (p Patience) orDefault() Patience {
	def := Patience{Retries: 2, Pause: 500 * time.Millisecond, Failures: 5, Open: 30 * time.Second}
	if p.Retries == 0 {
		p.Retries = def.Retries
	}
	if p.Pause == 0 {
		p.Pause = def.Pause
	}
	if p.Failures == 0 {
		p.Failures = def.Failures
	}
	if p.Open == 0 {
		p.Open = def.Open
	}
	return p
}

// patient returns next with bounded replies, a circuit breaker and retries around it, in
// this order from the inside. Retrying has to happen here: the errors of the client
// library no longer carry the headers that say when.
func patient(next http.RoundTripper, p Patience, now func() time.Time) http.RoundTripper {
	p = p.orDefault()
	breaker := circuitbreaker.NewBuilder[*http.Response]().
		HandleIf(failed).
		WithFailureThreshold(p.Failures).
		WithDelay(p.Open).
		WithSuccessThreshold(1).
		Build()
	retry := retrypolicy.NewBuilder[*http.Response]().
		HandleIf(retriable).
		AbortOnErrors(context.Canceled, context.DeadlineExceeded, circuitbreaker.ErrOpen, errTooBig).
		AbortIf(func(r *http.Response, _ error) bool { return r != nil && tooLate(r, now()) }).
		WithDelayFunc(func(e failsafe.ExecutionAttempt[*http.Response]) time.Duration {
			return pause(e.LastResult(), e.Attempts(), p.Pause, now())
		}).
		WithMaxRetries(p.Retries).
		ReturnLastFailure().
		Build()
	return failsafehttp.NewRoundTripper(bounded{next}, retry, breaker)
}

// failed reports whether a request says that the server is in trouble. A cancelled one does
// not, nor one that it turned down.
func failed(r *http.Response, err error) bool {
	if err != nil {
		return !errors.Is(err, context.Canceled) && !errors.Is(err, errTooBig)
	}
	return r.StatusCode >= 500 && r.StatusCode != http.StatusNotImplemented
}

// retriable reports whether a request may succeed when it is repeated.
func retriable(r *http.Response, err error) bool {
	if err != nil {
		return true
	}
	switch r.StatusCode {
	case http.StatusTooManyRequests:
		return r.Header.Get(outOfMoney) == ""
	case http.StatusNotImplemented:
		return false
	default:
		return r.StatusCode >= 500
	}
}

// tooLate reports whether the server wants to be left alone beyond the request's deadline:
// waiting would only cost the player's time.
func tooLate(r *http.Response, now time.Time) bool {
	wait, ok := retryAfter(r.Header, now)
	if !ok || r.Request == nil {
		return false
	}
	deadline, ok := r.Request.Context().Deadline()
	return ok && now.Add(wait).After(deadline)
}

// pause is the time before the next attempt: what the server asks for, else first doubled
// from attempt to attempt, of which a random half.
func pause(r *http.Response, attempt int, first time.Duration, now time.Time) time.Duration {
	if r != nil {
		if wait, ok := retryAfter(r.Header, now); ok {
			return wait
		}
	}
	d := first << min(attempt-1, 6)
	return d/2 + rand.N(d/2+1)
}

// retryAfter reads when to come back: Retry-After in seconds or as an HTTP date (RFC 9110,
// 10.2.3), or retry-after-ms, which Azure and OpenAI send beside it.
func retryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	if ms, err := strconv.ParseUint(h.Get("Retry-After-Ms"), 10, 31); err == nil {
		return time.Duration(ms) * time.Millisecond, true
	}
	v := h.Get("Retry-After")
	if s, err := strconv.ParseUint(v, 10, 31); err == nil {
		return time.Duration(s) * time.Second, true
	}
	if at, err := http.ParseTime(v); err == nil {
		return max(0, at.Sub(now)), true
	}
	return 0, false
}
