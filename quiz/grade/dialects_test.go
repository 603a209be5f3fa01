package grade_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"drillbot/quiz/grade"
	"drillbot/quiz/grade/llmtest"
)

var updateServers = flag.Bool("update-servers", false, "write the README's table of servers")

// Every server of the README, at its worst: what it takes in the end, and after how many requests.
func TestDialects(t *testing.T) {
	var table strings.Builder
	table.WriteString("| server | at its worst | ends with | requests to find out |\n|---|---|---|---|\n")
	for _, d := range llmtest.Dialects() {
		s := llmServer(t, d.Faults...)
		l := llmGrader(t, s, func(o *grade.LLMOptions) {
			if d.Azure {
				o.BaseURL, o.Azure = s.URL, "2024-06-01"
			}
		})
		requests := [3]int{}
		for i := range 2 {
			if g, err := l.Grade(t.Context(), rootJob(goodAnswer)); err != nil || g.Score != 100 {
				t.Fatalf("%s: score %d, %v", d.Name, g.Score, err)
			}
			requests[i+1] = len(s.Requests())
		}
		all := s.Requests()
		if requests[2] != requests[1]+1 {
			t.Errorf("%s: %d requests for the second answer", d.Name, requests[2]-requests[1])
		}
		fmt.Fprintf(&table, "| %s | %s | %s | %d |\n", d.Name, d.Says, ends(all[len(all)-1]), requests[1])
	}
	holdReadme(t, "servers", table.String())
}

// ends says by which rung a request asks, and what it does without.
func ends(r llmtest.Request) string {
	out := asked(r)
	if r.Chat.Temperature == nil {
		out += ", no temperature"
	}
	if r.Chat.MaxTokens == 0 {
		out += ", `max_completion_tokens`"
	}
	if r.Chat.EnableThinking != nil {
		out += ", no thinking"
	}
	return out
}

// holdReadme compares the README's part between two comments with what it should be.
func holdReadme(t *testing.T, name, want string) {
	t.Helper()
	const file = "../../README.md"
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(raw), "<!-- "+name+":")
	first, rest, _ := strings.Cut(rest, "-->\n")
	got, tail, ok := strings.Cut(rest, "<!-- end of "+name+" -->")
	switch {
	case !ok:
		t.Errorf("the README has no part %q", name)
	case got == want:
	case !*updateServers:
		t.Errorf("the README says\n%s\nand it is\n%s\n-update-servers writes it", got, want)
	default:
		text := head + "<!-- " + name + ":" + first + "-->\n" + want + "<!-- end of " + name + " -->" + tail
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// A crowd that meets a server first does not ask it everything by everyone.
func TestOneFindsOutForAll(t *testing.T) {
	s := llmServer(t, llmtest.Fault{Kind: llmtest.NoSchema}, llmtest.Fault{Kind: llmtest.NoTools}, llmtest.Fault{Kind: llmtest.NoTemp})
	l := llmGrader(t, s)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if g, err := l.Grade(t.Context(), rootJob(goodAnswer)); err != nil || g.Score != 100 {
				t.Errorf("score %d, %v", g.Score, err)
			}
		})
	}
	all.Wait()
	if n := len(s.Requests()); n != 20+3 {
		t.Errorf("%d requests, want one an answer and three to find out", n)
	}
}

// What was refused for good is neither repeated nor counted as a failure of the server.
func TestToolsWithoutJinja(t *testing.T) {
	fault := llmtest.Fault{Kind: llmtest.NoTools, Status: 500, Body: `{"error":{"code":500,"message":"Unsupported param: tools","type":"server_error"}}`}
	s := llmServer(t, llmtest.Fault{Kind: llmtest.NoSchema}, fault)
	l := llmGrader(t, s, func(o *grade.LLMOptions) { o.Patience.Failures = 1 })
	if g, err := l.Grade(t.Context(), rootJob(goodAnswer)); err != nil || g.Score != 100 || len(s.Requests()) != 3 {
		t.Errorf("score %d after %d requests, %v", g.Score, len(s.Requests()), err)
	}
}
