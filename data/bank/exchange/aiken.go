package exchange

import (
	"fmt"
	"regexp"
	"strings"

	"drillbot/quiz"
)

// Aiken is a question on one line, options "A. …" on lines of their own, and "ANSWER: B". It has one language, no ids
// and one right option.

func writeAiken(w *writer) error {
	first := true
	for i, q := range w.questions {
		if q.Type != quiz.Choice || len(q.Right()) != 1 {
			w.refuse(i, say("Aiken holds choices with one right option only", "Aiken 只支持单选题"))
			continue
		}
		var b strings.Builder
		if !first {
			b.WriteString("\n")
		}
		first = false
		fmt.Fprintln(&b, oneLine(q.Prompt.In(w.lang())))
		for n, o := range q.Options {
			fmt.Fprintf(&b, "%s. %s\n", quiz.Letter(n), oneLine(o.Text.In(w.lang())))
		}
		for n, o := range q.Options {
			if o.Right {
				fmt.Fprintf(&b, "ANSWER: %s\n", quiz.Letter(n))
			}
		}
		w.lose(i, say("Aiken has no place for the id, the other language, the reference, why an option is right or wrong, difficulty, tags and sources",
			"Aiken 存不下题号、另一种语言、参考答案、选项的解释、难度、标签和出处"))
		if _, err := w.Write([]byte(b.String())); err != nil {
			return err
		}
	}
	return nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

var (
	aikenOption = regexp.MustCompile(`^([A-Z])[.)] +(.+)$`)
	aikenAnswer = regexp.MustCompile(`^ANSWER: *([A-Z]) *$`)
)

// readAiken reads questions up to their answers. What stands before a prompt's options is the prompt, of
// however many lines.
func readAiken(r *reader, text string) {
	var a aiken
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		option, answer := aikenOption.FindStringSubmatch(line), aikenAnswer.FindStringSubmatch(line)
		switch {
		case answer != nil:
			if !r.next() {
				return
			}
			r.aiken(a, answer[1])
			a = aiken{}
		case option != nil && len(a.prompt) > 0:
			a.letters += option[1]
			a.options = append(a.options, option[2])
		case line != "" && len(a.options) > 0: // the answer of the one before is missing
			if !r.next() {
				return
			}
			r.unanswered(a)
			a = aiken{prompt: []string{line}}
		case line != "":
			a.prompt = append(a.prompt, line)
		}
	}
	if len(a.prompt) > 0 && r.next() {
		r.unanswered(a)
	}
}

// aiken is a question that is being read.
type aiken struct {
	prompt  []string
	letters string
	options []string
}

func (r *reader) unanswered(a aiken) {
	r.refuse("", say("no ANSWER: for %q", "“%s”没有 ANSWER: 一行", shorten(a.prompt[0])))
}

func (r *reader) aiken(a aiken, right string) {
	at := strings.Index(a.letters, right)
	if len(a.prompt) == 0 || at < 0 {
		r.refuse("", say("the answer %s is none of the options %q", "答案 %s 不在选项 %s 之中", right, a.letters))
		return
	}
	q := quiz.Question{Type: quiz.Choice, Prompt: r.inLang(strings.Join(a.prompt, "\n"))}
	for i, o := range a.options {
		q.Options = append(q.Options, quiz.Option{ID: letter(i), Right: i == at, Text: r.inLang(o)})
	}
	r.take(q)
}

// inLang puts a text under the language of the options.
func (r *reader) inLang(s string) quiz.Text {
	if r.lang() == quiz.Chinese {
		return quiz.Text{ZH: s}
	}
	return quiz.Text{EN: s}
}

// letter is the id of an option that has none.
func letter(i int) string { return strings.ToLower(quiz.Letter(i)) }
