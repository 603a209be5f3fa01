package grade

import (
	_ "embed"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"drillbot/quiz"
)

// PromptVersion names the prompt, the schema and the rules of the verification together.
// It is stored with every grade and is a part of the cache's key: change it whenever a
// change of theirs can change a grade. A test holds the prompt's hash beside it.
const PromptVersion = "llm-2"

// canary stands in the system prompt and nowhere else: model text that holds it
// comes from the prompt.
const canary = "drillbot-6e0c41f7a92b"

// systemPrompt never changes between requests, so that servers can keep it in their caches.
//
//go:embed prompt.txt
var systemPrompt string

// Prompt is what a model is asked about one answer.
type Prompt struct {
	System string // the same for every answer
	User   string // the question and its rubric, the same for every answer in a language, and last the answer
}

// NewPrompt returns the prompt for a job. boundary sets the answer off: it must be new and
// not to be guessed for every answer, see NewBoundary.
func NewPrompt(job quiz.Job, boundary string) Prompt {
	var b strings.Builder
	writeRubric(&b, job.Question, job.Lang)
	fmt.Fprintf(&b, "\n<<<ANSWER %s>>>\n%s\n<<<END %[1]s>>>\n\n", boundary, defuse(job.Answer, boundary))
	fmt.Fprintf(&b, "Grade the answer between the two lines above. Write reason, why and feedback in %s. Reply with the JSON object only.", languages[job.Lang])
	return Prompt{System: systemPrompt, User: b.String()}
}

// NewBoundary reads 128 bits from random and returns them as hex digits.
func NewBoundary(random io.Reader) (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("draw a boundary: %w", err)
	}
	return hex.EncodeToString(b[:]), nil
}

var languages = map[quiz.Lang]string{quiz.English: "English", quiz.Chinese: "Simplified Chinese"}

// writeRubric writes what is the same for every answer to q in a language. The authors of a
// question file are not trusted with the prompt's own marks either.
func writeRubric(b *strings.Builder, q quiz.Question, l quiz.Lang) {
	fmt.Fprintf(b, "QUESTION\n%s\n\nREFERENCE ANSWER (not to be given away)\n%s\n\nKEY POINTS\n", line(q.Prompt, l), line(q.Reference, l))
	for _, p := range q.Points {
		fmt.Fprintf(b, "- [%s] %s\n", p.ID, line(p.Text, l))
	}
	b.WriteString("\nMISCONCEPTIONS\n")
	for _, m := range q.Misconceptions {
		fmt.Fprintf(b, "- [%s] wrong: %s; right: %s\n", m.ID, line(m.Text, l), line(m.Right, l))
	}
	if len(q.Misconceptions) == 0 {
		b.WriteString("(none listed)\n")
	}
}

// line returns a text of the bank without line breaks.
func line(t quiz.Text, l quiz.Lang) string {
	return strings.Join(strings.Fields(defuse(t.In(l), "")), " ")
}
