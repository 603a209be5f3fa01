package grade_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"drillbot/quiz"
	"drillbot/quiz/grade"
	"drillbot/quiz/grade/llmtest"
)

// pipes is a network within the process, so that HTTP works on a synctest clock.
type pipes struct {
	conns chan net.Conn
	once  sync.Once
	quit  chan struct{}
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), quit: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.quit:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.quit) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.conns <- there:
		return here, nil
	case <-p.quit:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// onFakeTime runs f with a server and a grader within a synctest bubble.
func onFakeTime(t *testing.T, f func(t *testing.T, s *llmtest.Server, l *grade.LLM)) {
	synctest.Test(t, func(t *testing.T) {
		network := newPipes()
		s := llmtest.New(llmtest.Options{Listener: network})
		transport := &http.Transport{DialContext: network.dial, DisableKeepAlives: true}
		l, err := grade.NewLLM(grade.LLMOptions{BaseURL: s.URL + "/v1", Model: "m", Server: transport})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		f(t, s, l)
	})
}

func TestRetryAfterIsKept(t *testing.T) {
	for _, tt := range []struct {
		name     string
		fault    llmtest.Fault
		min, max time.Duration
	}{
		{"seconds", llmtest.Fault{Kind: llmtest.RateLimit, RetryAfter: "7"}, 7 * time.Second, 7 * time.Second},
		{"date", llmtest.Fault{Kind: llmtest.RateLimit, RetryAfter: "+9s"}, 9 * time.Second, 9 * time.Second},
		{"on 503", llmtest.Fault{Kind: llmtest.Status, Status: 503, RetryAfter: "20"}, 20 * time.Second, 20 * time.Second},
		{"now", llmtest.Fault{Kind: llmtest.RateLimit, RetryAfter: "0"}, 0, 0},
		{"date in the past", llmtest.Fault{Kind: llmtest.RateLimit, RetryAfter: "Fri, 31 Dec 1999 23:59:59 GMT"}, 0, 0},
		{"none", llmtest.Fault{Kind: llmtest.RateLimit}, 250 * time.Millisecond, 500 * time.Millisecond},
		{"nonsense", llmtest.Fault{Kind: llmtest.RateLimit, RetryAfter: "soon"}, 250 * time.Millisecond, 500 * time.Millisecond},
		{"negative", llmtest.Fault{Kind: llmtest.RateLimit, RetryAfter: "-5"}, 250 * time.Millisecond, 500 * time.Millisecond},
		{"500", llmtest.Fault{Kind: llmtest.Status, Status: 500}, 250 * time.Millisecond, 500 * time.Millisecond},
	} {
		t.Run(tt.name, func(t *testing.T) {
			onFakeTime(t, func(t *testing.T, s *llmtest.Server, l *grade.LLM) {
				tt.fault.Count = 1
				s.Plant(tt.fault)
				began := time.Now()
				g, err := l.Grade(t.Context(), rootJob(goodAnswer))
				if err != nil || g.Score != 100 {
					t.Fatalf("score %d, %v", g.Score, err)
				}
				if took := time.Since(began); took < tt.min || took > tt.max {
					t.Errorf("came back after %s, want %s to %s", took, tt.min, tt.max)
				}
			})
		})
	}
}

func TestPausesGrow(t *testing.T) {
	onFakeTime(t, func(t *testing.T, s *llmtest.Server, l *grade.LLM) {
		s.Plant(llmtest.Fault{Kind: llmtest.Status, Count: 2})
		began := time.Now()
		if _, err := l.Grade(t.Context(), rootJob(goodAnswer)); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took < 750*time.Millisecond || took > 1500*time.Millisecond {
			t.Errorf("two pauses took %s, want half to one second after a quarter to a half", took)
		}
	})
}

func TestNobodyWaitsBeyondTheDeadline(t *testing.T) {
	onFakeTime(t, func(t *testing.T, s *llmtest.Server, l *grade.LLM) {
		s.Plant(llmtest.Fault{Kind: llmtest.RateLimit, RetryAfter: "61"})
		began := time.Now()
		_, err := l.Grade(t.Context(), rootJob(goodAnswer))
		if !errors.Is(err, quiz.ErrGradeDown) || time.Since(began) != 0 {
			t.Errorf("after %s: %v, want to be told at once", time.Since(began), err)
		}
	})
}

func TestTimeoutBoundsAllRetries(t *testing.T) {
	onFakeTime(t, func(t *testing.T, s *llmtest.Server, l *grade.LLM) {
		s.Plant(llmtest.Fault{Kind: llmtest.RateLimit, RetryAfter: "50", Count: 1}, llmtest.Fault{Kind: llmtest.Hang})
		began := time.Now()
		_, err := l.Grade(t.Context(), rootJob(goodAnswer))
		if took := time.Since(began); !errors.Is(err, quiz.ErrGradeTimeout) || took != time.Minute {
			t.Errorf("after %s: %v, want a timeout after a minute", took, err)
		}
	})
}

func TestTimeoutWrapper(t *testing.T) {
	onFakeTime(t, func(t *testing.T, s *llmtest.Server, l *grade.LLM) {
		s.Plant(llmtest.Fault{Kind: llmtest.Hang})
		began := time.Now()
		_, err := grade.Timeout(l, 5*time.Second).Grade(t.Context(), rootJob(goodAnswer))
		if took := time.Since(began); !errors.Is(err, quiz.ErrGradeTimeout) || took != 5*time.Second {
			t.Errorf("after %s: %v, want a timeout after five seconds", took, err)
		}
		if grade.UsageOf(err).In == 0 {
			t.Error("what the request may cost got lost")
		}
	})
}
