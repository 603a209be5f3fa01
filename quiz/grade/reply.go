package grade

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"drillbot/quiz"
)

// Reply is what a model says about an answer. All of it is untrusted; Grade turns it into
// a grade.
type Reply struct {
	Points         []ReplyPoint `json:"points"`
	Misconceptions []ReplyFound `json:"misconceptions"`
	Wrong          []ReplyWrong `json:"wrong"`
	Feedback       string       `json:"feedback"`
	Injection      bool         `json:"injection_suspected"`
}

// ReplyPoint is a model's verdict on one key point.
type ReplyPoint struct {
	ID      string `json:"id"`
	Quote   string `json:"quote"`
	Reason  string `json:"reason"`
	Verdict string `json:"verdict"`
}

// ReplyFound is a misconception that a model has found.
type ReplyFound struct {
	ID    string `json:"id"`
	Quote string `json:"quote"`
}

// ReplyWrong is a statement that a model holds to be false.
type ReplyWrong struct {
	Quote string `json:"quote"`
	Why   string `json:"why"`
}

// verdicts are the words of the schema.
var verdicts = map[string]quiz.Verdict{
	"covered":      quiz.Covered,
	"partly":       quiz.Partly,
	"missed":       quiz.Missed,
	"contradicted": quiz.Contradicted,
}

// maxReply is the longest text looked at for a reply, in bytes; maxObjects how many
// objects in it are tried.
const (
	maxReply   = 64 << 10
	maxObjects = 16
)

// ParseReply reads a model's text: the first JSON object in it that has points, whatever
// stands around it. The reply names every point of q exactly once, no other, and only
// verdicts that there are; else the error wraps quiz.ErrGradeBroken and says nothing of the text.
func ParseReply(text string, q quiz.Question) (Reply, error) {
	for object := range objects(afterThinking(text)) {
		var r Reply
		if json.Unmarshal([]byte(object), &r) != nil || len(r.Points) == 0 {
			continue
		}
		if err := r.check(q); err != nil {
			return Reply{}, fmt.Errorf("%w: %w", quiz.ErrGradeBroken, err)
		}
		return r, nil
	}
	return Reply{}, fmt.Errorf("%w: no object with points in it", quiz.ErrGradeBroken)
}

// check holds the reply against the rubric.
func (r Reply) check(q quiz.Question) error {
	open := make(map[string]bool, len(q.Points))
	for _, p := range q.Points {
		open[p.ID] = true
	}
	for _, p := range r.Points {
		if _, ok := verdicts[verdictWord(p.Verdict)]; !ok {
			return errors.New("a verdict that there is not")
		}
		if !open[p.ID] {
			return errors.New("a point that is unknown or named twice")
		}
		delete(open, p.ID)
	}
	if len(open) > 0 {
		return errors.New("a point is missing")
	}
	return nil
}

func verdictWord(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// afterThinking drops what a reasoning model thought aloud before its reply.
func afterThinking(text string) string {
	text = text[:min(len(text), maxReply)]
	if i := strings.LastIndex(text, "</think>"); i >= 0 {
		return text[i+len("</think>"):]
	}
	return text
}

// objects yields the balanced {…} of a text in the order in which they begin, those
// within others too, for some models wrap their reply.
func objects(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for range maxObjects {
			start := strings.IndexByte(text, '{')
			if start < 0 {
				return
			}
			text = text[start:]
			if end := balanced(text); end > 0 && !yield(text[:end]) {
				return
			}
			text = text[1:]
		}
	}
}

// balanced returns the length of the object that text begins with, or -1 when it has no end.
// Braces in strings do not count.
func balanced(text string) int {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}
