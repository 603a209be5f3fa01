package llmtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"drillbot/quiz/grade/llmtest"
)

const prompt = `QUESTION
Why?

REFERENCE ANSWER (not to be given away)
Because.

KEY POINTS
- [grow] variance grows with dimension
- [flat] softmax saturates and gradient vanishes

MISCONCEPTIONS
(none listed)

<<<ANSWER 00ff>>>
The variance grows with dimension. Then softmax happens.
<<<END 00ff>>>

Write in English.`

// post sends a chat request and returns status and body.
func post(t *testing.T, url string, chat map[string]any) (int, string) {
	t.Helper()
	chat["messages"] = []map[string]string{{"role": "system", "content": "Grade."}, {"role": "user", "content": prompt}}
	body, err := json.Marshal(chat)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Post(url, "application/json", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(raw)
}

func start(t *testing.T) *llmtest.Server {
	t.Helper()
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		goleak.VerifyNone(t)
	})
	s := llmtest.New(llmtest.Options{Cached: 3})
	t.Cleanup(s.Close)
	return s
}

func TestItGradesByItself(t *testing.T) {
	s := start(t)
	for _, path := range []string{"/v1/chat/completions", "/openai/deployments/mine/chat/completions?api-version=1"} {
		status, body := post(t, s.URL+path, map[string]any{"model": "m"})
		var got struct {
			Model   string
			Choices []struct {
				Message      struct{ Content string }
				FinishReason string `json:"finish_reason"`
			}
			Usage struct {
				PromptTokens int `json:"prompt_tokens"`
				Details      struct {
					Cached int `json:"cached_tokens"`
				} `json:"prompt_tokens_details"`
			}
		}
		if err := json.Unmarshal([]byte(body), &got); err != nil || status != 200 {
			t.Fatalf("%d %s, %v", status, body, err)
		}
		want := `{"points":[{"id":"grow","quote":"The variance grows with dimension","reason":"It says so.","verdict":"covered"},{"id":"flat","quote":"Then softmax happens","reason":"It says a part of it.","verdict":"partly"}],"misconceptions":[],"wrong":[],"feedback":"Compare your answer with the key points.","injection_suspected":false}`
		if diff := cmp.Diff(want, got.Choices[0].Message.Content); diff != "" {
			t.Error(diff)
		}
		if got.Model != "m" || got.Choices[0].FinishReason != "stop" || got.Usage.PromptTokens < 50 || got.Usage.Details.Cached != 3 {
			t.Errorf("%+v", got)
		}
	}
	if got := s.Requests(); len(got) != 2 || got[1].Chat.Model != "m" || !strings.HasPrefix(got[1].Path, "/openai/") {
		t.Errorf("%d requests", len(got))
	}
}

func TestItCallsTools(t *testing.T) {
	s := start(t)
	_, body := post(t, s.URL+"/v1/chat/completions", map[string]any{"tools": []any{map[string]any{"type": "function", "function": map[string]any{"name": "report"}}}})
	if !strings.Contains(body, `"name":"report"`) || !strings.Contains(body, `"finish_reason":"tool_calls"`) {
		t.Error(body)
	}
}

func TestFaultsAreMetInOrderAndRunOut(t *testing.T) {
	s := start(t)
	s.Plant(
		llmtest.Fault{Kind: llmtest.NoSchema},
		llmtest.Fault{Kind: llmtest.RateLimit, Count: 2, RetryAfter: "7"},
		llmtest.Fault{Kind: llmtest.Status, Status: 503, Count: 1},
	)
	var got []int
	for range 4 {
		status, _ := post(t, s.URL+"/v1/chat/completions", map[string]any{})
		got = append(got, status)
	}
	schema, _ := post(t, s.URL+"/v1/chat/completions", map[string]any{"response_format": map[string]string{"type": "json_schema"}})
	if diff := cmp.Diff([]int{429, 429, 503, 200, 400}, append(got, schema)); diff != "" {
		t.Error(diff)
	}
	s.Heal()
	if status, _ := post(t, s.URL+"/v1/chat/completions", map[string]any{"response_format": map[string]string{"type": "json_schema"}}); status != 200 {
		t.Errorf("status %d after it was healed", status)
	}
}

func TestAnotherProcessPlantsFaults(t *testing.T) {
	s := start(t)
	control := func(method, path, body string) (int, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		raw, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, strings.TrimSpace(string(raw))
	}
	chat := func() int {
		status, _ := post(t, s.URL+"/v1/chat/completions", map[string]any{})
		return status
	}
	if status, _ := control("POST", "/faults", `{"kind":"rate-limit","count":1}`); status != 204 || chat() != 429 || chat() != 200 {
		t.Error("one fault")
	}
	if status, _ := control("POST", "/faults", `[{"kind":"status","status":500},{"kind":"html"}]`); status != 204 || chat() != 500 || chat() != 500 {
		t.Error("a fault for ever")
	}
	if status, _ := control("DELETE", "/faults", ""); status != 204 || chat() != 200 {
		t.Error("healed")
	}
	for _, bad := range []string{`{"kind":"no such"}`, `nonsense`, `[{"kind":"html"},{"kind":"no such"}]`} {
		if status, _ := control("POST", "/faults", bad); status != 400 || chat() != 200 {
			t.Errorf("%s was planted", bad)
		}
	}
	if _, body := control("GET", "/requests", ""); body != fmt.Sprintf(`{"requests":%d}`, len(s.Requests())) {
		t.Error(body)
	}
}

func TestCloseEndsHangingRequests(t *testing.T) {
	s := start(t)
	s.Plant(llmtest.Fault{Kind: llmtest.Hang})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	done := make(chan error)
	go func() {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/v1/chat/completions", strings.NewReader(`{"messages":[{"role":"user","content":"x"}]}`))
		if err == nil {
			var res *http.Response
			if res, err = http.DefaultClient.Do(req); err == nil {
				err = res.Body.Close()
			}
		}
		done <- err
	}()
	for len(s.Requests()) == 0 {
		if ctx.Err() != nil {
			t.Fatal("no request came")
		}
	}
	s.Close()
	s.Close()
	<-done
	if ctx.Err() != nil {
		t.Error("the request hung")
	}
}

func TestRequestsThatAreNone(t *testing.T) {
	s := start(t)
	for _, body := range []string{"", "{}", "nonsense", `{"messages":[]}`} {
		res, err := http.Post(s.URL+"/v1/chat/completions", "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != 400 {
			t.Errorf("%q: status %d", body, res.StatusCode)
		}
	}
}
