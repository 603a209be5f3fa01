package grade_test

import (
	"bytes"
	"errors"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"drillbot/quiz"
	"drillbot/quiz/grade"
	"drillbot/quiz/grade/llmtest"
)

// Every fault of the test server, how a grader has to take it, and after how many requests.
// Those that pass after one try are met once.
func TestEveryFault(t *testing.T) {
	const always = 0
	tests := map[llmtest.Kind]struct {
		count    int
		want     error
		requests int
	}{
		llmtest.RateLimit:  {always, quiz.ErrGradeDown, 3},
		llmtest.NoQuota:    {always, quiz.ErrGradeBudget, 1},
		llmtest.Status:     {always, quiz.ErrGradeDown, 3},
		llmtest.HTML:       {always, quiz.ErrGradeDown, 3},
		llmtest.HTMLOK:     {always, quiz.ErrGradeBroken, 1},
		llmtest.ErrorOK:    {always, quiz.ErrGradeDown, 3},
		llmtest.NoChoices:  {always, quiz.ErrGradeBroken, 2},
		llmtest.Cut:        {always, quiz.ErrGradeDown, 3},
		llmtest.Huge:       {always, quiz.ErrGradeBroken, 1},
		llmtest.Hang:       {always, quiz.ErrGradeTimeout, 1},
		llmtest.Drip:       {always, quiz.ErrGradeTimeout, 1},
		llmtest.Redirect:   {always, quiz.ErrGradeDown, 1},
		llmtest.Filtered:   {always, quiz.ErrGradeRefused, 1},
		llmtest.Refusal:    {always, quiz.ErrGradeRefused, 1},
		llmtest.Filter:     {always, quiz.ErrGradeRefused, 1},
		llmtest.Truncated:  {always, quiz.ErrGradeBroken, 2},
		llmtest.BrokenJSON: {always, quiz.ErrGradeBroken, 2},
		llmtest.Say:        {always, quiz.ErrGradeBroken, 2},
		llmtest.WrongIDs:   {always, quiz.ErrGradeBroken, 2},
		llmtest.Missing:    {always, quiz.ErrGradeBroken, 2},
		llmtest.Twice:      {always, quiz.ErrGradeBroken, 2},
		llmtest.Fenced:     {always, nil, 1},
		llmtest.Numbers:    {always, nil, 1},
		llmtest.Invented:   {always, nil, 1},
		llmtest.Obey:       {always, nil, 1},
		llmtest.Launder:    {always, nil, 1},
		llmtest.Leak:       {always, nil, 1},
		llmtest.NoSchema:   {always, nil, 2},
		llmtest.NoTools:    {always, nil, 1},
		llmtest.NoObject:   {always, nil, 1},
		llmtest.NoLimit:    {always, nil, 2},
		llmtest.NoTemp:     {always, nil, 2},
		llmtest.NoSeed:     {always, nil, 2},
		llmtest.Thinks:     {always, nil, 2},
		llmtest.NoTool:     {always, nil, 1},
		llmtest.NoForm:     {always, nil, 2},
	}
	for _, k := range llmtest.Kinds() {
		tt, ok := tests[k]
		if !ok {
			t.Errorf("%s: not tested", k)
			continue
		}
		t.Run(string(k), func(t *testing.T) {
			s := llmServer(t, llmtest.Fault{Kind: k, Count: tt.count})
			l := llmGrader(t, s, func(o *grade.LLMOptions) {
				if errors.Is(tt.want, quiz.ErrGradeTimeout) {
					o.Timeout = 500 * time.Millisecond
				}
			})
			g, err := l.Grade(t.Context(), rootJob(goodAnswer))
			if !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if n := len(s.Requests()); n != tt.requests {
				t.Errorf("%d requests, want %d", n, tt.requests)
			}
			if err == nil {
				sound(t, g)
				return
			}
			s.Heal()
			if g, err := l.Grade(t.Context(), rootJob(goodAnswer)); err != nil || g.Score != 100 {
				t.Errorf("afterwards: score %d, %v", g.Score, err)
			}
		})
	}
}

// sound checks what holds for every grade of goodAnswer, whatever the model said.
func sound(t *testing.T, g quiz.Grade) {
	t.Helper()
	q := rootQuestion()
	if g.Score != q.Score(g.Points, g.Found) || len(g.Points) != len(q.Points) {
		t.Errorf("score %d of %+v", g.Score, g.Points)
	}
	for i, p := range g.Points {
		if p.Point != q.Points[i].ID || !strings.Contains(goodAnswer, p.Quote) {
			t.Errorf("%+v is not of the answer", p)
		}
		if p.Verdict != quiz.Missed && p.Quote == "" && !p.Unverified {
			t.Errorf("%+v has no evidence and does not say so", p)
		}
	}
}

func TestFaultsThatPass(t *testing.T) {
	for _, k := range []llmtest.Kind{
		llmtest.RateLimit, llmtest.Status, llmtest.HTML, llmtest.ErrorOK, llmtest.NoChoices, llmtest.Cut,
		llmtest.BrokenJSON, llmtest.WrongIDs, llmtest.Missing, llmtest.Twice, llmtest.Truncated,
	} {
		s := llmServer(t, llmtest.Fault{Kind: k, Count: 1})
		g, err := llmGrader(t, s).Grade(t.Context(), rootJob(goodAnswer))
		if err != nil || g.Score != 100 || len(s.Requests()) != 2 {
			t.Errorf("%s: score %d after %d requests, %v", k, g.Score, len(s.Requests()), err)
		}
	}
}

func TestBrokenRepliesArePaidFor(t *testing.T) {
	s := llmServer(t, llmtest.Fault{Kind: llmtest.Missing, Count: 3})
	l := llmGrader(t, s)
	_, err := l.Grade(t.Context(), rootJob(goodAnswer))
	if !errors.Is(err, quiz.ErrGradeBroken) {
		t.Fatal(err)
	}
	lost := grade.UsageOf(err)
	g, err := l.Grade(t.Context(), rootJob(goodAnswer))
	if err != nil {
		t.Fatal(err)
	}
	if lost.In == 0 || lost.In != g.Usage.In || lost.Micros == 0 {
		t.Errorf("two broken replies cost %+v, a broken and a right one %+v", lost, g.Usage)
	}
}

// Raw bodies are in the errors of the client library.
func TestErrorsSayNothingOfBodies(t *testing.T) {
	const secret = "hunter2 the player wrote"
	for _, f := range []llmtest.Fault{
		{Kind: llmtest.Status, Status: 500, Body: secret},
		{Kind: llmtest.Status, Status: 401, Body: `{"error":{"message":"` + secret + `","code":"` + secret + `","type":"` + secret + `"}}`},
		{Kind: llmtest.Status, Status: 400, Body: `{"error":"` + secret + `"}`},
		{Kind: llmtest.Status, Status: 200, Body: secret},
		{Kind: llmtest.Status, Status: 200, Body: `{"error":{"message":"` + secret + `"}}`},
		{Kind: llmtest.Status, Status: 418, Body: `[` + secret},
		{Kind: llmtest.Say, Body: secret},
		{Kind: llmtest.Say, Body: `{"points":[{"id":"` + secret + `","verdict":"covered"}]}`},
		{Kind: llmtest.Say, Body: `{"points":[{"id":"unit","verdict":"` + secret + `"}]}`},
	} {
		var log bytes.Buffer
		s := llmServer(t, f)
		_, err := llmGrader(t, s, logTo(&log)).Grade(t.Context(), rootJob(goodAnswer))
		if err == nil {
			t.Fatalf("%+v: no error", f)
		}
		if all := err.Error() + log.String(); strings.Contains(all, "hunter2") || strings.Contains(all, "variance") || strings.Contains(all, "sk-secret") {
			t.Errorf("%+v: said %s", f, all)
		}
	}
}

func TestStatusesAndCodes(t *testing.T) {
	for _, tt := range []struct {
		status int
		body   string
		want   error
		says   string
	}{
		{401, `{"error":{"message":"no","code":"invalid_api_key"}}`, quiz.ErrGradeDown, "status 401, code invalid_api_key"},
		{404, `{"error":{"message":"no","code":"model_not_found"}}`, quiz.ErrGradeDown, "status 404"},
		{402, `{"error":{"message":"Insufficient Balance","code":"invalid_request_error"}}`, quiz.ErrGradeBudget, "status 402"},
		{400, `{"error":{"message":"Input data may contain inappropriate content.","code":"data_inspection_failed"}}`, quiz.ErrGradeRefused, "data_inspection_failed"},
		{400, `{"error":{"message":"Content Exists Risk","code":"invalid_request_error"}}`, quiz.ErrGradeRefused, ""},
		{200, `{"error":{"message":"slow down","code":429}}`, quiz.ErrGradeDown, "status 429"},
		{200, `{"error":{"message":"pay","code":"402"}}`, quiz.ErrGradeBudget, "status 402"},
		{200, `{"error":"odd"}`, quiz.ErrGradeDown, "status 502"},
		{503, ``, quiz.ErrGradeDown, "status 503"},
	} {
		s := llmServer(t, llmtest.Fault{Kind: llmtest.Status, Status: tt.status, Body: tt.body})
		_, err := llmGrader(t, s).Grade(t.Context(), rootJob(goodAnswer))
		if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%d %s: got %v, want %v with %q", tt.status, tt.body, err, tt.want, tt.says)
		}
	}
}

func TestNobodyListens(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	g, err := grade.NewLLM(grade.LLMOptions{BaseURL: "http://" + address, Model: "m", Patience: grade.Patience{Pause: time.Millisecond}})
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	if _, err := g.Grade(t.Context(), rootJob(goodAnswer)); !errors.Is(err, quiz.ErrGradeDown) || !strings.Contains(err.Error(), "refused") {
		t.Errorf("got %v", err)
	}
}

func TestBreakerOpensAndCloses(t *testing.T) {
	s := llmServer(t, llmtest.Fault{Kind: llmtest.Status})
	patience := func(open time.Duration) func(*grade.LLMOptions) {
		return func(o *grade.LLMOptions) {
			o.Patience = grade.Patience{Pause: time.Millisecond, Failures: 4, Open: open}
		}
	}
	l := llmGrader(t, s, patience(time.Hour))
	for range 5 {
		if _, err := l.Grade(t.Context(), rootJob(goodAnswer)); !errors.Is(err, quiz.ErrGradeDown) {
			t.Fatalf("got %v", err)
		}
	}
	if n := len(s.Requests()); n != 4 {
		t.Errorf("%d requests, want 4 and then none", n)
	}
	short := llmGrader(t, s, patience(time.Nanosecond))
	for range 3 {
		if _, err := short.Grade(t.Context(), rootJob(goodAnswer)); !errors.Is(err, quiz.ErrGradeDown) {
			t.Fatalf("got %v", err)
		}
	}
	s.Heal()
	if g, err := short.Grade(t.Context(), rootJob(goodAnswer)); err != nil || g.Score != 100 {
		t.Errorf("after the server came back: %v", err)
	}
}

func TestWhatIsNoFailureDoesNotOpenTheBreaker(t *testing.T) {
	s := llmServer(t)
	l := llmGrader(t, s, func(o *grade.LLMOptions) { o.Patience.Failures = 1 })
	s.Plant(llmtest.Fault{Kind: llmtest.RateLimit, Count: 3}, llmtest.Fault{Kind: llmtest.Refusal, Count: 1}, llmtest.Fault{Kind: llmtest.Huge, Count: 1})
	var got []error
	for range 4 {
		_, err := l.Grade(t.Context(), rootJob(goodAnswer))
		got = append(got, err)
	}
	if slices.ContainsFunc(got, func(err error) bool { return err != nil && strings.Contains(err.Error(), "failed too often") }) || got[3] != nil {
		t.Errorf("got %v", got)
	}
}
