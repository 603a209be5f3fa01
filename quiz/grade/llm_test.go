package grade_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"drillbot/quiz"
	"drillbot/quiz/grade"
	"drillbot/quiz/grade/llmtest"
)

func TestLLMGradesWithQuotesFromTheAnswer(t *testing.T) {
	s := llmServer(t)
	got, err := llmGrader(t, s).Grade(t.Context(), rootJob(goodAnswer))
	if err != nil {
		t.Fatal(err)
	}
	want := quiz.Grade{
		Score: 100,
		Points: []quiz.PointGrade{
			{Point: "variance", Verdict: quiz.Covered, Quote: "The variance of a dot product grows with the dimension", Why: "It says so."},
			{Point: "saturation", Verdict: quiz.Covered, Quote: "Such large scores saturate the softmax, so its gradient vanishes", Why: "It says so."},
			{Point: "unit", Verdict: quiz.Covered, Quote: "Dividing restores a variance of one unit", Why: "It says so."},
		},
		By: "test-model", Version: grade.PromptVersion, Confidence: 0.9,
		Feedback: "Compare your answer with the key points.",
		Usage:    got.Usage,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if u := got.Usage; u.In == 0 || u.Out == 0 || u.Micros != grade.UnknownPrices().Cost(u.In, 0, u.Out) {
		t.Errorf("usage %+v, want the server's tokens at the price of an unknown model", u)
	}
}

func TestLLMSpeaksThePlayersLanguage(t *testing.T) {
	s := llmServer(t)
	job := rootJob("点积的方差随维度增大。分数过大会让 softmax 饱和，梯度消失。")
	job.Lang = quiz.Chinese
	g, err := llmGrader(t, s).Grade(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]quiz.Verdict{quiz.Covered, quiz.Covered, quiz.Missed}, verdictsOf(g)); diff != "" {
		t.Error(diff)
	}
	if g.Feedback != "请对照各个要点再想一想。" || g.Points[0].Quote != "点积的方差随维度增大" {
		t.Errorf("feedback %q, quote %q", g.Feedback, g.Points[0].Quote)
	}
}

func TestLLMDoesNotAskAboutNothing(t *testing.T) {
	s := llmServer(t)
	for _, answer := range []string{"", " \n\t", " \u200b\u200c\u2060\ufeff\n\t ", "… ?!", "\u0301"} {
		g, err := llmGrader(t, s).Grade(t.Context(), rootJob(answer))
		if err != nil || g.Score != 0 || !cmp.Equal(g.Flags, []quiz.Flag{quiz.FlagEmpty}) || len(g.Points) != 3 {
			t.Errorf("%q: %+v, %v", answer, g, err)
		}
	}
	if n := len(s.Requests()); n != 0 {
		t.Errorf("%d requests, want none", n)
	}
}

func TestLLMOptions(t *testing.T) {
	for name, tt := range map[string]struct {
		o    grade.LLMOptions
		want string
	}{
		"no model":       {grade.LLMOptions{}, "model has no name"},
		"no scheme":      {grade.LLMOptions{Model: "m", BaseURL: "api.openai.com/v1"}, "https://"},
		"another scheme": {grade.LLMOptions{Model: "m", BaseURL: "file:///etc/passwd"}, "https://"},
		"no URL":         {grade.LLMOptions{Model: "m", BaseURL: "http://a b"}, "https://"},
	} {
		if _, err := grade.NewLLM(tt.o); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want a word of %q", name, err, tt.want)
		}
	}
}

func TestLLMAzure(t *testing.T) {
	s := llmServer(t)
	l := llmGrader(t, s, func(o *grade.LLMOptions) { o.BaseURL, o.Azure, o.Model = s.URL, "2024-10-21", "gpt-4.1-drill" })
	if got, want := l.Version(), l.Name()+"/"+grade.PromptVersion; got != want || l.Name() != "gpt-4.1-drill" {
		t.Errorf("version %q, want %q", got, want)
	}
	if g, err := l.Grade(t.Context(), rootJob(goodAnswer)); err != nil || g.Score != 100 {
		t.Fatalf("%+v, %v", g, err)
	}
	r := s.Requests()[0]
	if want := "/openai/deployments/gpt-4.1-drill/chat/completions?api-version=2024-10-21"; r.Path != want {
		t.Errorf("asked %s, want %s", r.Path, want)
	}
	if r.Header.Get("api-key") != "sk-secret" || r.Header.Get("Authorization") != "" {
		t.Error("the key has to travel as api-key only")
	}
}

// Temperature 0 is left out by the client library, and the server's default is 1.
func TestLLMAsksForTemperatureZero(t *testing.T) {
	s := llmServer(t)
	if _, err := llmGrader(t, s).Grade(t.Context(), rootJob(goodAnswer)); err != nil {
		t.Fatal(err)
	}
	c := s.Requests()[0].Chat
	if c.Temperature == nil || *c.Temperature > 0.0001 || c.Seed == nil || c.MaxTokens == 0 {
		t.Errorf("temperature %v, seed %v, max_tokens %d", c.Temperature, c.Seed, c.MaxTokens)
	}
}

func TestLLMPrices(t *testing.T) {
	s := llmtest.New(llmtest.Options{Cached: 100})
	defer s.Close()
	l := llmGrader(t, s, func(o *grade.LLMOptions) {
		o.Prices = &grade.Prices{In: 2_000_000, Cached: 500_000, Out: 8_000_000}
	})
	g, err := l.Grade(t.Context(), rootJob(goodAnswer))
	if err != nil {
		t.Fatal(err)
	}
	u := g.Usage
	if want := int64(u.In-100)*2 + 50 + int64(u.Out)*8; u.Cached != 100 || u.Micros != want {
		t.Errorf("%+v, want 100 cached and %d micros", u, want)
	}
	if r := l.Reserve(rootJob(goodAnswer)); r < u.Micros {
		t.Errorf("reserve %d is less than the cost %d", r, u.Micros)
	}
}

func TestLLMEstimatesUsageThatAServerDoesNotTell(t *testing.T) {
	s := llmtest.New(llmtest.Options{Silent: true})
	defer s.Close()
	g, err := llmGrader(t, s).Grade(t.Context(), rootJob(goodAnswer))
	if err != nil || g.Usage.In < 1000 || g.Usage.Out < 50 || g.Usage.Micros == 0 {
		t.Errorf("%+v, %v", g.Usage, err)
	}
}

func TestCost(t *testing.T) {
	p := grade.Prices{In: 150_000, Cached: 75_000, Out: 600_000}
	for _, tt := range []struct {
		in, cached, out int
		want            int64
	}{
		{0, 0, 0, 0},
		{1, 0, 0, 1}, // rounded up
		{1_000_000, 0, 0, 150_000},
		{1_000_000, 1_000_000, 0, 75_000},
		{1000, 500, 100, 173}, // 75 + 37.5 + 60
	} {
		if got := p.Cost(tt.in, tt.cached, tt.out); got != tt.want {
			t.Errorf("Cost(%d, %d, %d) = %d, want %d", tt.in, tt.cached, tt.out, got, tt.want)
		}
	}
}

func TestLLMGivesUpWithItsCaller(t *testing.T) {
	s := llmServer(t, llmtest.Fault{Kind: llmtest.Hang})
	l := llmGrader(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(30*time.Millisecond, cancel)
	_, err := l.Grade(ctx, rootJob(goodAnswer))
	if !errors.Is(err, quiz.ErrGradeTimeout) || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if u := grade.UsageOf(err); u.In == 0 || u.Out == 0 {
		t.Errorf("usage %+v: a request that was given up may have to be paid", u)
	}
	if _, err := l.Grade(ctx, rootJob(goodAnswer)); !errors.Is(err, quiz.ErrGradeTimeout) || grade.UsageOf(err).In != 0 {
		t.Errorf("got %v, want a timeout that cost nothing", err)
	}
}

func TestLLMConcurrently(t *testing.T) {
	s := llmServer(t, llmtest.Fault{Kind: llmtest.NoSchema}, llmtest.Fault{Kind: llmtest.NoTemp})
	l := llmGrader(t, s)
	errs := make(chan error)
	for range 16 {
		go func() {
			g, err := l.Grade(t.Context(), rootJob(goodAnswer))
			if err == nil && g.Score != 100 {
				err = errors.New("a wrong score")
			}
			errs <- err
		}()
	}
	for range 16 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

func TestLLMKeepsItsKeyFromRedirects(t *testing.T) {
	s := llmServer(t, llmtest.Fault{Kind: llmtest.Redirect})
	_, err := llmGrader(t, s).Grade(t.Context(), rootJob(goodAnswer))
	if !errors.Is(err, quiz.ErrGradeDown) {
		t.Errorf("got %v", err)
	}
	if n := len(s.Requests()); n != 1 {
		t.Errorf("%d requests, want one", n)
	}
}

func TestLLMQuestionWithoutPoints(t *testing.T) {
	s := llmServer(t)
	job := rootJob(goodAnswer)
	job.Question.Points = nil
	if _, err := llmGrader(t, s).Grade(t.Context(), job); !errors.Is(err, quiz.ErrGradeBroken) {
		t.Errorf("got %v", err)
	}
}
