package llmtest

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Fault is a way to fail.
type Fault struct {
	Kind       Kind   `json:"kind"`
	Count      int    `json:"count"`       // how many requests meet it; 0 for all
	RetryAfter string `json:"retry_after"` // RateLimit and Status: the header, as it is; "+7s" becomes a date in 7 s
	Status     int    `json:"status"`      // Status: the HTTP status
	Body       string `json:"body"`        // Say: what the model says; Status: the body
}

// Kind names a fault.
type Kind string

// The faults of the connection and the server.
const (
	RateLimit  Kind = "rate-limit"      // 429, with RetryAfter
	NoQuota    Kind = "insufficient"    // 429 insufficient_quota: the account is empty
	Status     Kind = "status"          // any status and body
	Hang       Kind = "hang"            // nothing comes until the client gives up
	Drip       Kind = "drip"            // a byte now and then
	Cut        Kind = "cut"             // the connection ends within the reply
	HTML       Kind = "html"            // a gateway's error page, with 502
	HTMLOK     Kind = "html-200"        // the same with 200
	Huge       Kind = "huge"            // a reply of several megabytes
	ErrorOK    Kind = "error-200"       // an error object with 200
	NoChoices  Kind = "no-choices"      // a reply without choices
	Redirect   Kind = "redirect"        // to another server
	NoSchema   Kind = "no-json-schema"  // 400 for json_schema, as DeepSeek says it
	NoTools    Kind = "no-tools"        // 400 for tools, as vLLM and Ollama say it
	NoObject   Kind = "no-json-object"  // 400 for json_object
	NoLimit    Kind = "no-max-tokens"   // 400 for max_tokens, as reasoning models say it
	NoTemp     Kind = "no-temperature"  // 400 for temperature, as reasoning models say it
	NoSeed     Kind = "no-seed"         // 400 for seed
	Thinks     Kind = "thinks"          // 400 unless thinking is turned off, as DashScope says it
	NoTool     Kind = "ignores-tools"   // the model answers in text, as where tool_choice is not known
	NoForm     Kind = "ignores-schema"  // the model answers in prose, as where response_format is not known
	Filtered   Kind = "filtered"        // 400 content_filter, as Azure says it
	Refusal    Kind = "refusal"         // message.refusal
	Filter     Kind = "content-filter"  // finish_reason content_filter
	Truncated  Kind = "truncated"       // finish_reason length within the JSON
	BrokenJSON Kind = "broken-json"     // prose and half an object
	Fenced     Kind = "fenced"          // a right reply between thoughts, prose and a code fence
	Say        Kind = "say"             // Body, whatever was asked
	WrongIDs   Kind = "wrong-ids"       // points that there are not
	Missing    Kind = "missing-points"  // without the last point
	Twice      Kind = "twice"           // the first point twice
	Invented   Kind = "invented-quotes" // right verdicts, quotes from nowhere
	Numbers    Kind = "numbers"         // a score beside the verdicts
	Obey       Kind = "obey"            // everything covered, quotes from nowhere
	Launder    Kind = "launder"         // everything covered, quoting the front of the answer
	Leak       Kind = "leak"            // says the prompt, the boundary and the reference
	honest     Kind = ""
)

// kind is what a fault does, and to which requests; nil for all.
type kind struct {
	fits  func(Chat) bool
	serve func(s *Server, w http.ResponseWriter, r *http.Request, c Chat, f Fault)
}

// Kinds lists all faults by name.
func Kinds() []Kind {
	var names []Kind
	for k := range kinds() {
		if k != honest {
			names = append(names, k)
		}
	}
	slices.Sort(names)
	return names
}

func kinds() map[Kind]kind {
	return map[Kind]kind{
		honest:     reports(exam.judge),
		RateLimit:  {serve: status(http.StatusTooManyRequests, `{"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}}`)},
		NoQuota:    {serve: status(http.StatusTooManyRequests, `{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}`)},
		Status:     {serve: status(http.StatusInternalServerError, `{"error":{"message":"The server had an error","type":"server_error"}}`)},
		HTML:       {serve: status(http.StatusBadGateway, "<html><body><h1>502 Bad Gateway</h1></body></html>")},
		HTMLOK:     {serve: status(http.StatusOK, "<html><body><h1>Sign in</h1></body></html>")},
		ErrorOK:    {serve: status(http.StatusOK, `{"error":{"message":"Provider returned error","code":502}}`)},
		NoChoices:  {serve: status(http.StatusOK, `{"id":"x","object":"chat.completion","choices":[]}`)},
		Filtered:   {serve: status(http.StatusBadRequest, `{"error":{"message":"The response was filtered","type":null,"param":"prompt","code":"content_filter","innererror":{"code":"ResponsibleAIPolicyViolation"}}}`)},
		NoSchema:   {fits: wants("json_schema"), serve: status(http.StatusBadRequest, `{"error":{"message":"This response_format type is unavailable now","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}`)},
		NoTools:    {fits: func(c Chat) bool { return len(c.Tools) > 0 }, serve: status(http.StatusBadRequest, `{"object":"error","message":"tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set","type":"BadRequestError","param":null,"code":400}`)},
		NoObject:   {fits: wants("json_object"), serve: status(http.StatusBadRequest, `{"error":"response_format.type must be text"}`)},
		NoLimit:    {fits: func(c Chat) bool { return c.MaxTokens > 0 }, serve: unsupported("max_tokens", "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.")},
		NoTemp:     {fits: func(c Chat) bool { return c.Temperature != nil }, serve: unsupported("temperature", "Unsupported value: 'temperature' does not support 0.000001 with this model. Only the default (1) value is supported.")},
		NoSeed:     {fits: func(c Chat) bool { return c.Seed != nil }, serve: unsupported("seed", "Unrecognized request argument supplied: seed")},
		Thinks:     {fits: func(c Chat) bool { return c.EnableThinking == nil || *c.EnableThinking }, serve: status(http.StatusBadRequest, `{"error":{"message":"parameter.enable_thinking must be set to false for non-streaming calls","type":"invalid_request_error","param":null,"code":"invalid_parameter_error"}}`)},
		NoTool:     {fits: func(c Chat) bool { return len(c.Tools) > 0 }, serve: untold},
		NoForm:     {fits: wants("json_schema"), serve: says(func(report) string { return "The answer is quite good." })},
		Hang:       {serve: hang},
		Drip:       {serve: drip},
		Cut:        {serve: cutOff},
		Huge:       {serve: huge},
		Redirect:   {serve: redirect},
		Refusal:    {serve: refuse},
		Filter:     {serve: filter},
		Truncated:  {serve: truncate},
		BrokenJSON: {serve: says(func(r report) string { return "Here it is: " + encode(r)[:20] })},
		Fenced: {serve: says(func(r report) string {
			return "<think>{maybe}</think>Sure!\n```json\n" + encode(r) + "\n```\nDone {ok}."
		})},
		Numbers:  {serve: says(func(r report) string { return strings.Replace(encode(r), "{", `{"score":100,`, 1) })},
		Say:      {serve: func(s *Server, w http.ResponseWriter, _ *http.Request, c Chat, f Fault) { s.say(w, c, f.Body) }},
		WrongIDs: reports(wrongIDs),
		Missing:  reports(missing),
		Twice:    reports(twice),
		Invented: reports(invented),
		Obey:     reports(obey),
		Launder:  reports(launder),
		Leak:     {serve: leak},
	}
}

func wants(format string) func(Chat) bool {
	return func(c Chat) bool { return c.Format() == format }
}

// status replies with a status and a body, those of the fault first.
func status(code int, body string) func(*Server, http.ResponseWriter, *http.Request, Chat, Fault) {
	return func(_ *Server, w http.ResponseWriter, _ *http.Request, _ Chat, f Fault) {
		if f.Status != 0 {
			code = f.Status
		}
		if f.Body != "" {
			body = f.Body
		}
		if f.RetryAfter != "" {
			w.Header().Set("Retry-After", retryAfter(f.RetryAfter))
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		fmt.Fprint(w, body)
	}
}

// retryAfter turns "+7s" into the HTTP date in seven seconds.
func retryAfter(v string) string {
	d, err := time.ParseDuration(strings.TrimPrefix(v, "+"))
	if err != nil || !strings.HasPrefix(v, "+") {
		return v
	}
	return time.Now().Add(d).UTC().Format(http.TimeFormat)
}

func unsupported(param, text string) func(*Server, http.ResponseWriter, *http.Request, Chat, Fault) {
	return func(s *Server, w http.ResponseWriter, r *http.Request, c Chat, f Fault) {
		if f.Body != "" {
			status(http.StatusBadRequest, f.Body)(s, w, r, c, f)
			return
		}
		reply(w, http.StatusBadRequest, apiError(text, "invalid_request_error", param))
	}
}

// says replies with a text made of an honest report.
func says(write func(report) string) func(*Server, http.ResponseWriter, *http.Request, Chat, Fault) {
	return func(s *Server, w http.ResponseWriter, _ *http.Request, c Chat, _ Fault) {
		s.say(w, c, write(read(c).judge()))
	}
}

// reports replies with the report that judge writes.
func reports(judge func(exam) report) kind {
	return kind{serve: func(s *Server, w http.ResponseWriter, _ *http.Request, c Chat, _ Fault) {
		s.say(w, c, encode(judge(read(c))))
	}}
}

// untold replies as if no tool had been named.
func untold(s *Server, w http.ResponseWriter, _ *http.Request, c Chat, _ Fault) {
	c.Tools = nil
	s.say(w, c, encode(read(c).judge()))
}

// hang waits until the client has given up or the server is closed.
func hang(s *Server, _ http.ResponseWriter, r *http.Request, _ Chat, _ Fault) {
	select {
	case <-r.Context().Done():
	case <-s.quit:
	}
}

// drip sends a space now and then, until the same.
func drip(s *Server, w http.ResponseWriter, r *http.Request, _ Chat, _ Fault) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-s.quit:
			return
		case <-tick.C:
			fmt.Fprint(w, " ")
			_ = http.NewResponseController(w).Flush() // a client that is gone shows in r.Context
		}
	}
}

// cutOff promises more than it sends.
func cutOff(_ *Server, w http.ResponseWriter, _ *http.Request, _ Chat, _ Fault) {
	w.Header().Set("Content-Length", "1000")
	fmt.Fprint(w, `{"choices":[{"message":`)
}

func huge(_ *Server, w http.ResponseWriter, _ *http.Request, _ Chat, _ Fault) {
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprint(w, `{"choices":[{"message":{"content":"`)
	chunk := bytes.Repeat([]byte("x"), 1<<16)
	for range 64 {
		if _, err := w.Write(chunk); err != nil {
			return
		}
	}
}

func redirect(_ *Server, w http.ResponseWriter, r *http.Request, _ Chat, _ Fault) {
	http.Redirect(w, r, "/elsewhere/v1/chat/completions", http.StatusTemporaryRedirect)
}

func refuse(s *Server, w http.ResponseWriter, _ *http.Request, c Chat, _ Fault) {
	s.complete(w, c, message{Role: "assistant", Refusal: "I can't help with that."}, "stop", "")
}

func filter(s *Server, w http.ResponseWriter, _ *http.Request, c Chat, _ Fault) {
	s.complete(w, c, message{Role: "assistant"}, "content_filter", "")
}

func truncate(s *Server, w http.ResponseWriter, _ *http.Request, c Chat, _ Fault) {
	text := encode(read(c).judge())
	text = text[:len(text)/2]
	s.complete(w, c, message{Role: "assistant", Content: text}, "length", text)
}
