package quiz

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Written is a question as people write it into a form: an open one or a choice.
type Written struct {
	Prompt    string
	Reference string
	// Parts are the key points, one a line with an optional weight at its end, as in "why (40)"; of a
	// choice the options, one a line with * before every right one.
	Parts string
}

// LangOf is the language that a text is written in: Chinese where it has a Chinese character.
func LangOf(text string) Lang {
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return Chinese
	}
	return English
}

// Over returns the question q with what is written in place of its texts in that language. A point or option that says what
// one said before keeps the rest of it, such as its text in the other language. It is to be Checked.
func (w Written) Over(q Question) Question {
	w.Parts = visible(w.Parts) // for signs at the beginning of a line
	lang := LangOf(w.Prompt)
	q.Prompt.set(lang, w.Prompt)
	q.Reference.set(lang, w.Reference)
	if q.Type == Choice {
		q.Options = w.options(q.Options)
		return q
	}
	q.Points = w.points(q.Points)
	return q
}

// set sets the text in a language.
func (t *Text) set(l Lang, s string) {
	if l == Chinese {
		t.ZH = s
		return
	}
	t.EN = s
}

// weightAt is a weight at the end of a line: (40), （40）, (40 %).
var weightAt = regexp.MustCompile(`\s*[(（]\s*(\d{1,3})\s*[%％]?\s*[)）]\s*$`)

func (w Written) points(old []Point) []Point {
	var out []Point
	for _, line := range lines(w.Parts) {
		line, weight := strings.TrimSpace(strings.TrimPrefix(line, "* ")), 0
		if m := weightAt.FindStringSubmatch(line); m != nil {
			weight, _ = strconv.Atoi(m[1]) // three digits at most
			line = strings.TrimSuffix(line, m[0])
		}
		p := Point{Text: in(LangOf(line), line)}
		if i := slices.IndexFunc(old, func(o Point) bool { return o.Text.says(line) }); i >= 0 {
			p = old[i]
		}
		p.Weight = weight
		out = append(out, p)
	}
	return out
}

func (w Written) options(old []Option) []Option {
	var out []Option
	for _, line := range lines(w.Parts) {
		line, right := strings.CutPrefix(line, "*")
		line = strings.TrimSpace(line)
		o := Option{Text: in(LangOf(line), line)}
		if i := slices.IndexFunc(old, func(x Option) bool { return x.Text.says(line) }); i >= 0 {
			o = old[i]
		}
		o.Right = right
		out = append(out, o)
	}
	return out
}

// says reports whether either language of a text is s.
func (t Text) says(s string) bool { return s != "" && (t.EN == s || t.ZH == s) }

func in(l Lang, s string) (t Text) {
	t.set(l, s)
	return t
}

// lines are the lines of a text that are not blank, without the signs of a list.
func lines(s string) []string {
	var out []string
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		line = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(line, "- "), "• "))
		if line != "" {
			out = append(out, line)
		}
	}
	return out
}

// WrittenOf is how a question would have been written in a language, or in the other one where it has none; ok is
// false for a type that no form takes.
func WrittenOf(q Question, l Lang) (w Written, ok bool) {
	w = Written{Prompt: q.Prompt.In(l), Reference: q.Reference.In(l)}
	var parts []string
	for _, p := range q.Points {
		parts = append(parts, fmt.Sprintf("%s (%d)", p.Text.In(l), p.Weight))
	}
	for _, o := range q.Options {
		mark := ""
		if o.Right {
			mark = "* "
		}
		parts = append(parts, mark+o.Text.In(l))
	}
	w.Parts = strings.Join(parts, "\n")
	return w, q.Type == Open || q.Type == Choice
}
