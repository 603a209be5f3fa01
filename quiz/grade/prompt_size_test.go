package grade_test

import (
	"strings"
	"testing"

	"drillbot/quiz"
	"drillbot/quiz/grade"
)

// What a graded answer costs in tokens, by our own estimate, without the answer's own. They may only fall: when a
// prompt gets shorter the test says what to write here.
const (
	prefixCeiling   = 1158 // the system prompt, which caches keep
	questionCeiling = 172  // rootQuestion's rubric, which they keep for its other answers
	answerCeiling   = 51   // what is new for every answer: boundaries and the last words
	schemaCeiling   = 218
)

// promptSizes measures the parts of a prompt.
func promptSizes(tb testing.TB) (prefix, question, answer, schema int) {
	p := grade.NewPrompt(rootJob(""), testBoundary)
	rubric, frame, ok := strings.Cut(p.User, "<<<ANSWER")
	if !ok {
		tb.Fatal("no answer in the prompt")
	}
	return grade.Tokens(p.System), grade.Tokens(rubric), grade.Tokens(frame), grade.Tokens(string(grade.ReplySchema()))
}

func TestPromptsGetNoLonger(t *testing.T) {
	prefix, question, answer, schema := promptSizes(t)
	for name, size := range map[string][2]int{
		"prefixCeiling": {prefix, prefixCeiling}, "questionCeiling": {question, questionCeiling},
		"answerCeiling": {answer, answerCeiling}, "schemaCeiling": {schema, schemaCeiling},
	} {
		switch {
		case size[0] > size[1]:
			t.Errorf("%s: %d tokens, at most %d so far: shorten it", name, size[0], size[1])
		case size[0] < size[1]:
			t.Errorf("%s: only %d tokens: write that down in place of %d", name, size[0], size[1])
		}
	}
}

// BenchmarkPrompt makes a prompt for an answer of 4,000 characters, and reports its size in tokens: of the
// whole, of what no cache can hold, and of the same for a short answer.
func BenchmarkPrompt(b *testing.B) {
	long := rootJob(string([]rune(strings.Repeat("The variance grows. 方差随维度增大。", 200))[:quiz.MaxAnswer]))
	var p grade.Prompt
	for b.Loop() {
		p = grade.NewPrompt(long, testBoundary)
	}
	prefix, question, answer, schema := promptSizes(b)
	b.ReportMetric(float64(grade.Tokens(p.System)+grade.Tokens(p.User)), "tokens-4000-chars")
	b.ReportMetric(float64(prefix+question+schema), "tokens-cacheable")
	b.ReportMetric(float64(answer+grade.Tokens(goodAnswer)), "tokens-new-short")
}
