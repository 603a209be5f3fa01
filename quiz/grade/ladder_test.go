package grade_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"drillbot/quiz"
	"drillbot/quiz/grade"
	"drillbot/quiz/grade/llmtest"
)

// asked says how a request asked for JSON.
func asked(r llmtest.Request) string {
	if len(r.Chat.Tools) > 0 {
		return "tool"
	}
	if f := r.Chat.Format(); f != "" {
		return f
	}
	return "plain"
}

func TestLadderIsClimbedDownOnceAndRemembered(t *testing.T) {
	for _, tt := range []struct {
		name   string
		faults []llmtest.Kind
		want   []string // ways of the first answer's requests; the last one is the second answer's
	}{
		{"all understood", nil, []string{"json_schema"}},
		{"no schema", []llmtest.Kind{llmtest.NoSchema}, []string{"json_schema", "tool"}},
		{"no tools", []llmtest.Kind{llmtest.NoSchema, llmtest.NoTools}, []string{"json_schema", "tool", "json_object"}},
		{"nothing understood", []llmtest.Kind{llmtest.NoSchema, llmtest.NoTools, llmtest.NoObject}, []string{"json_schema", "tool", "json_object", "plain"}},
		{"a reasoning model", []llmtest.Kind{llmtest.NoLimit, llmtest.NoTemp, llmtest.NoSeed}, []string{"json_schema", "json_schema", "json_schema", "json_schema"}},
		{"all of it", []llmtest.Kind{llmtest.NoLimit, llmtest.NoTemp, llmtest.NoSeed, llmtest.NoSchema, llmtest.NoTools, llmtest.NoObject}, []string{"json_schema", "json_schema", "json_schema", "json_schema", "tool", "json_object", "plain"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := llmServer(t)
			for _, k := range tt.faults {
				s.Plant(llmtest.Fault{Kind: k})
			}
			l := llmGrader(t, s)
			want := tt.want
			for range 2 {
				g, err := l.Grade(t.Context(), rootJob(goodAnswer))
				if err != nil || g.Score != 100 {
					t.Fatalf("score %d, %v", g.Score, err)
				}
			}
			want = append(want, want[len(want)-1])
			var got []string
			for _, r := range s.Requests() {
				got = append(got, asked(r))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReasoningModelsGetTheirParameters(t *testing.T) {
	s := llmServer(t, llmtest.Fault{Kind: llmtest.NoLimit}, llmtest.Fault{Kind: llmtest.NoTemp})
	l := llmGrader(t, s)
	for range 2 {
		if _, err := l.Grade(t.Context(), rootJob(goodAnswer)); err != nil {
			t.Fatal(err)
		}
	}
	all := s.Requests()
	last := all[len(all)-1].Chat
	if last.MaxTokens != 0 || last.MaxCompletionTokens == 0 || last.Temperature != nil {
		t.Errorf("max_tokens %d, max_completion_tokens %d, temperature %v", last.MaxTokens, last.MaxCompletionTokens, last.Temperature)
	}
}

// The client library holds back requests for models whose names it knows.
func TestModelsThatTheLibraryKnows(t *testing.T) {
	for _, model := range []string{"gpt-5-mini", "o3", "o1", "gpt-6-sol", "gpt-4o-mini"} {
		s := llmServer(t)
		l := llmGrader(t, s, func(o *grade.LLMOptions) { o.Model = model })
		if g, err := l.Grade(t.Context(), rootJob(goodAnswer)); err != nil || g.Score != 100 || g.By != model {
			t.Errorf("%s: %+v, %v", model, g, err)
		}
	}
}

// Every server words it in its own way; each of these has been reported by people.
func TestRefusalsOfVariousServers(t *testing.T) {
	for name, f := range map[string]llmtest.Fault{
		"DeepSeek":       {Status: 400, Body: `{"error":{"message":"This response_format type is unavailable now","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}`},
		"DeepSeek early": {Status: 422, Body: `Failed to deserialize the JSON body into the target type: response_format: response_format.type json_schema is unavailable now at line 1 column 12440`},
		"vLLM":           {Status: 400, Body: `{"object":"error","message":"guided decoding is not available","type":"BadRequestError","param":null,"code":400}`},
		"DashScope":      {Status: 400, Body: `{"error":{"code":"invalid_parameter_error","param":null,"message":"<400> InternalError.Algo.InvalidParameter: 'response_format.type' json_schema","type":"invalid_request_error"},"request_id":"07df"}`},
		"llama.cpp":      {Status: 400, Body: `{"error":{"code":400,"message":"Failed to parse grammar","type":"invalid_request_error"}}`},
		"Ollama":         {Status: 400, Body: `{"error":{"message":"registry.ollama.ai/library/x does not support structured outputs","type":"api_error","param":null,"code":null}}`},
		"bare words":     {Status: 400, Body: `no`},
		"501":            {Status: 501, Body: `{"error":"not implemented: response_format"}`},
	} {
		t.Run(name, func(t *testing.T) {
			f.Kind, f.Count = llmtest.Status, 1
			s := llmServer(t, f)
			if g, err := llmGrader(t, s).Grade(t.Context(), rootJob(goodAnswer)); err != nil || g.Score != 100 {
				t.Fatalf("score %d, %v", g.Score, err)
			}
			if got := asked(s.Requests()[1]); got != "tool" {
				t.Errorf("then asked by %s, want tool", got)
			}
		})
	}
}

func TestAProvenFormatIsNotGivenUpForAnyRefusal(t *testing.T) {
	s := llmServer(t)
	l := llmGrader(t, s)
	if _, err := l.Grade(t.Context(), rootJob(goodAnswer)); err != nil {
		t.Fatal(err)
	}
	s.Plant(llmtest.Fault{Kind: llmtest.Status, Status: 400, Body: `{"error":{"message":"too long"}}`, Count: 1})
	if _, err := l.Grade(t.Context(), rootJob(goodAnswer)); !errors.Is(err, quiz.ErrGradeDown) {
		t.Errorf("got %v", err)
	}
	if g, err := l.Grade(t.Context(), rootJob(goodAnswer)); err != nil || g.Score != 100 {
		t.Errorf("%+v, %v", g, err)
	}
	all := s.Requests()
	if got := asked(all[len(all)-1]); got != "json_schema" || len(all) != 3 {
		t.Errorf("%d requests, the last by %s", len(all), got)
	}
}

func TestModelsThatNeedMoreRoom(t *testing.T) {
	s := llmServer(t, llmtest.Fault{Kind: llmtest.Truncated, Count: 1})
	l := llmGrader(t, s)
	for range 2 {
		if g, err := l.Grade(t.Context(), rootJob(goodAnswer)); err != nil || g.Score != 100 {
			t.Fatalf("score %d, %v", g.Score, err)
		}
	}
	all := s.Requests()
	for _, r := range all[1:] {
		if r.Chat.MaxTokens != 4*all[0].Chat.MaxTokens {
			t.Errorf("room for %d tokens after %d were too few", r.Chat.MaxTokens, all[0].Chat.MaxTokens)
		}
	}
}

func TestLogSaysWhatWasLearnedAndNothingElse(t *testing.T) {
	var log bytes.Buffer
	s := llmServer(t, llmtest.Fault{Kind: llmtest.Status, Status: 400, Count: 1, Body: `{"error":{"message":"json_schema? sk-secret. The player said: ` + goodAnswer + `"}}`})
	if _, err := llmGrader(t, s, logTo(&log)).Grade(t.Context(), rootJob(goodAnswer)); err != nil {
		t.Fatal(err)
	}
	if got := log.String(); !strings.Contains(got, "what=format") || strings.Contains(got, "variance") || strings.Contains(got, "sk-secret") {
		t.Errorf("logged %q", got)
	}
}
