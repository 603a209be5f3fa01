package llmtest

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
)

// Options of a server. The zero value is a server on a free loopback port that knows
// everything.
type Options struct {
	Listener net.Listener // to serve on; nil for a free port of 127.0.0.1
	Model    string       // as it names itself in replies; "" for the name that was asked for
	Cached   int          // tokens of every prompt that are said to come from a cache
	Silent   bool         // say nothing of tokens used, as some servers do
}

// Request is one chat request as it came.
type Request struct {
	Path   string
	Header http.Header
	Body   []byte
	Chat   Chat
}

// Server is a running server. Its methods may be called at any time, also after Close.
type Server struct {
	URL string // of the server; the API of OpenAI's form is at URL + "/v1"

	options Options
	http    *httptest.Server
	quit    chan struct{} // closed to let hanging requests go

	mu       sync.Mutex
	requests []Request
	faults   []*Fault
}

// New starts a server.
func New(o Options) *Server {
	s := &Server{options: o, quit: make(chan struct{})}
	s.http = httptest.NewUnstartedServer(s.routes())
	if o.Listener != nil {
		s.http.Listener.Close()
		s.http.Listener = o.Listener
	}
	s.http.Start()
	s.URL = s.http.URL
	return s
}

// Close ends hanging requests and stops the server.
func (s *Server) Close() {
	s.mu.Lock()
	select {
	case <-s.quit:
	default:
		close(s.quit)
	}
	s.mu.Unlock()
	s.http.Close()
}

// Requests returns the chat requests so far, in the order in which they came.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// Plant makes the next requests fail, after the faults that were planted before. A fault
// that fits only some requests, such as NoSchema, lets the others pass.
func (s *Server) Plant(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range faults {
		s.faults = append(s.faults, &f)
	}
}

// Heal takes all faults away.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/chat/completions", s.chat)
	mux.HandleFunc("POST /openai/deployments/{name}/chat/completions", s.chat)
	mux.HandleFunc("POST /faults", s.plant)
	mux.HandleFunc("DELETE /faults", func(w http.ResponseWriter, _ *http.Request) {
		s.Heal()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /requests", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, http.StatusOK, map[string]int{"requests": len(s.Requests())})
	})
	return mux
}

// plant takes one fault, or several as an array.
func (s *Server) plant(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	if err != nil {
		return
	}
	var faults []Fault
	var one Fault
	if json.Unmarshal(body, &one) == nil {
		faults = []Fault{one}
	} else if err := json.Unmarshal(body, &faults); err != nil {
		reply(w, http.StatusBadRequest, apiError("a fault is an object with kind and count", "invalid_request_error", ""))
		return
	}
	for _, f := range faults {
		if _, ok := kinds()[f.Kind]; !ok {
			reply(w, http.StatusBadRequest, apiError("no such fault: "+string(f.Kind), "invalid_request_error", ""))
			return
		}
	}
	s.Plant(faults...)
	w.WriteHeader(http.StatusNoContent)
}

// chat answers one request: with the first planted fault that fits it, or with a grade.
func (s *Server) chat(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return
	}
	var c Chat
	if err := json.Unmarshal(body, &c); err != nil || len(c.Messages) == 0 {
		reply(w, http.StatusBadRequest, apiError("messages is required", "invalid_request_error", ""))
		return
	}
	fault := s.record(Request{Path: r.URL.String(), Header: r.Header.Clone(), Body: body, Chat: c})
	if fault == nil {
		fault = &Fault{Kind: honest}
	}
	kinds()[fault.Kind].serve(s, w, r, c, *fault)
}

// record keeps a request and takes the fault that it meets.
func (s *Server) record(r Request) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, r)
	for i, f := range s.faults {
		k := kinds()[f.Kind]
		if k.fits != nil && !k.fits(r.Chat) {
			continue
		}
		taken := *f
		if f.Count > 0 {
			if f.Count--; f.Count == 0 {
				s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
			}
		}
		return &taken
	}
	return nil
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// The client may be gone; nobody is left to be told.
	_ = json.NewEncoder(w).Encode(body)
}
