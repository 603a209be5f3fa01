package bot_test

import (
	"strings"
	"testing"
	"time"

	"drillbot/quiz"
	"drillbot/quiz/grade"
	"drillbot/quiz/grade/llmtest"
)

func offline() quiz.Grader { return grade.NewOffline(grade.OfflineOptions{}) }

// modelled is a grader that asks the test server and falls back to the offline one.
func modelled(t *testing.T, s *llmtest.Server) quiz.Grader {
	t.Helper()
	llm, err := grade.NewLLM(grade.LLMOptions{
		BaseURL: s.URL + "/v1", Key: "k", Model: "test-model", Timeout: 3 * time.Second,
		Patience: grade.Patience{Retries: 1, Pause: time.Millisecond},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(llm.Close)
	return grade.Fallback(llm, offline(), nil)
}

// TestModelFailsInEveryWay answers a question while the model fails: whatever it does, the player
// gets a whole grade, from the model or from the offline grader, which says so.
func TestModelFailsInEveryWay(t *testing.T) {
	t.Parallel()
	for _, kind := range append([]llmtest.Kind{""}, llmtest.Kinds()...) {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			model := llmtest.New(llmtest.Options{})
			t.Cleanup(model.Close)
			if kind != "" {
				model.Plant(llmtest.Fault{Kind: kind, Status: 503, Body: "no"})
			}
			h := open(t, options{grader: modelled(t, model)})
			ada := h.Player("ada")
			reply := h.answer(t, ada, h.Channel(server, channel), "open-1", good)
			m, err := ada.Settled(patience(t), reply)
			if err != nil {
				t.Fatal(err)
			}
			shown := drawn(m)
			byModel, byUs := strings.Contains(shown, "graded by test-model"), strings.Contains(shown, "offline estimate")
			if !strings.Contains(shown, "/ 100") || byModel == byUs || strings.Count(shown, "**covered**")+strings.Count(shown, "**partly**")+strings.Count(shown, "**missed**")+strings.Count(shown, "**contradicted**") != 3 {
				t.Errorf("not a whole grade:\n%s", shown)
			}
			if byUs && !strings.Contains(shown, "the model") {
				t.Errorf("does not say why the model did not grade:\n%s", shown)
			}
			if kind == "" && !byModel {
				t.Errorf("a sound model did not grade:\n%s", shown)
			}
		})
	}
}
