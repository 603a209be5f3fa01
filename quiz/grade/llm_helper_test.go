package grade_test

import (
	"bytes"
	"log/slog"
	"testing"
	"time"

	"go.uber.org/goleak"

	"drillbot/quiz"
	"drillbot/quiz/grade"
	"drillbot/quiz/grade/llmtest"
)

// rootQuestion asks for three points and knows one misconception.
func rootQuestion() quiz.Question {
	return quiz.Question{
		ID: "arc-root", Version: "0a1b2c3d", Type: quiz.Open, Difficulty: 3,
		Prompt: quiz.Text{
			EN: "Why does attention divide its scores by the square root of the key dimension?",
			ZH: "注意力为什么要把分数除以键维度的平方根？",
		},
		Reference: quiz.Text{
			EN: "The dot product of two random vectors has a variance equal to the dimension, so its size grows with the root of it. Scores of that size saturate the softmax, whose gradient then vanishes. Dividing brings the variance back to one and keeps training stable.",
			ZH: "两个随机向量的点积方差等于维度，数值随维度的平方根增大。分数过大会使 softmax 饱和，梯度随之消失。除以平方根后方差回到一，训练保持稳定。",
		},
		Points: []quiz.Point{
			{ID: "variance", Weight: 40, Text: quiz.Text{EN: "variance of the dot product grows with dimension", ZH: "点积方差随维度增大"}},
			{ID: "saturation", Weight: 40, Text: quiz.Text{EN: "large scores saturate the softmax and the gradient vanishes", ZH: "分数过大使 softmax 饱和，梯度消失"}},
			{ID: "unit", Weight: 20, Text: quiz.Text{EN: "dividing restores unit variance", ZH: "除以平方根使方差回到一"}},
		},
		Misconceptions: []quiz.Misconception{{
			ID: "speed", Cost: 15,
			Text:  quiz.Text{EN: "The division is there to save time.", ZH: "除法是为了节省时间。"},
			Right: quiz.Text{EN: "It changes the scale, not the cost.", ZH: "它改变尺度，不改变开销。"},
		}},
	}
}

// goodAnswer covers all three points of rootQuestion.
const goodAnswer = "The variance of a dot product grows with the dimension. Such large scores saturate the softmax, so its gradient vanishes. Dividing restores a variance of one unit."

func rootJob(answer string) quiz.Job {
	return quiz.Job{Question: rootQuestion(), Lang: quiz.English, Answer: answer, Server: 7, Player: 42}
}

// llmServer starts a test server that is closed, and nothing left of it, when t ends.
func llmServer(t testing.TB, faults ...llmtest.Fault) *llmtest.Server {
	t.Helper()
	t.Cleanup(func() { goleak.VerifyNone(t, goleak.IgnoreCurrent()) })
	s := llmtest.New(llmtest.Options{})
	t.Cleanup(s.Close)
	s.Plant(faults...)
	return s
}

// llmGrader returns a grader that asks s and gives up quickly.
func llmGrader(t testing.TB, s *llmtest.Server, change ...func(*grade.LLMOptions)) *grade.LLM {
	t.Helper()
	o := grade.LLMOptions{
		BaseURL: s.URL + "/v1", Key: "sk-secret", Model: "test-model",
		Timeout: 10 * time.Second, Patience: grade.Patience{Pause: time.Millisecond},
	}
	for _, c := range change {
		c(&o)
	}
	l, err := grade.NewLLM(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return l
}

// logTo makes a grader log to a buffer.
func logTo(b *bytes.Buffer) func(*grade.LLMOptions) {
	return func(o *grade.LLMOptions) { o.Log = slog.New(slog.NewTextHandler(b, nil)) }
}

// verdictsOf returns the verdicts of a grade in order.
func verdictsOf(g quiz.Grade) []quiz.Verdict {
	var v []quiz.Verdict
	for _, p := range g.Points {
		v = append(v, p.Verdict)
	}
	return v
}
