package bot_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"drillbot/bot/sandbox"
)

// TestCommandsAreRegisteredOnce overwrites the commands when they are others, and only then.
func TestCommandsAreRegisteredOnce(t *testing.T) {
	t.Parallel()
	h, first := supervised(t, sandbox.Options{}, hasty(), nil)
	first.await(t, true)
	if got, want := h.registrations(0), []string{"GET", "PUT"}; !slices.Equal(got, want) {
		t.Errorf("first start: %v, want %v", got, want)
	}
	before := len(h.Traffic(0))
	plant(t, h, "cut")
	first.await(t, false)
	first.await(t, true)
	first.stop()
	if err := first.result(t); err != nil {
		t.Error(err)
	}
	h.watch(t, hasty()).await(t, true)
	if got, want := h.registrations(before), []string{"GET", "GET"}; !slices.Equal(got, want) {
		t.Errorf("another connection, another start: %v, want %v", got, want)
	}
}

// registrations are the methods of the requests for commands after the n-th request.
func (h *house) registrations(n int) (methods []string) {
	for _, r := range h.Traffic(n) {
		if strings.HasSuffix(r.Path, "/commands") {
			methods = append(methods, r.Method)
		}
	}
	return methods
}

// TestCommandsCannotBeRegistered keeps Discord from taking commands: the bot answers
// meanwhile, tries again, and can be stopped.
func TestCommandsCannotBeRegistered(t *testing.T) {
	t.Parallel()
	commands := "/applications/2/commands"
	for name, refuse := range map[string]func(http.ResponseWriter){
		"limit": func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "7200")
			w.WriteHeader(http.StatusTooManyRequests)
			fmt.Fprint(w, `{"message":"Max number of daily application command creates has been reached","retry_after":7200,"global":false,"code":30034}`)
		},
		"fault":   func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) },
		"invalid": func(w http.ResponseWriter) { http.Error(w, `{"code":50035,"message":"Invalid Form Body"}`, 400) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStub(t, func(_ int, l *stubLine) {
				l.ready()
				l.event(help(100))
			})
			answered, tried := make(chan string, 16), make(chan struct{}, 64)
			s.rest = func(w http.ResponseWriter, r *http.Request) bool {
				if strings.HasSuffix(r.URL.Path, commands) && r.Method == http.MethodPut {
					tried <- struct{}{}
					refuse(w)
					return true
				}
				return callbacks(answered)(w, r)
			}
			bot := runAt(t, s, hasty())
			bot.await(t, true)
			next(t, answered)
			next(t, tried)
			next(t, tried)
			bot.stop()
			if err := bot.result(t); err != nil {
				t.Error(err)
			}
			if n := s.identifies.Load(); n != 1 {
				t.Errorf("%d IDENTIFYs, want 1", n)
			}
		})
	}
}
