package tex

import "strings"

// maxSpan is the longest formula looked for, in bytes; a dollar without a partner within it is
// just a dollar.
const maxSpan = 4000

// Span is a formula in a Markdown text.
type Span struct {
	Start, End int    // byte offsets of the whole, delimiters included
	TeX        string // between the delimiters
	Display    bool   // $$…$$ or \[…\]: on lines of its own
}

// Spans finds the formulas of a Markdown text: $…$, $$…$$, \(…\) and \[…\] outside of code. As in
// Pandoc, a formula's first dollar has no space after it, its last none before it and
// no digit after it, so that prices stay prices. An escaped \$ is a dollar.
func Spans(markdown string) []Span {
	var spans []Span
	for i := 0; i < len(markdown); {
		if span, ok := spanAt(markdown, i); ok {
			spans = append(spans, span)
			i = span.End
			continue
		}
		i += skip(markdown[i:])
	}
	return spans
}

// skip returns how many bytes at the start of s hold no formula: a code span, an escape, or a byte.
func skip(s string) int {
	if s[0] == '\\' && len(s) > 1 {
		return 2
	}
	ticks := len(s) - len(strings.TrimLeft(s, "`"))
	if ticks == 0 {
		return 1
	}
	if n := closing(s[ticks:], ticks); n >= 0 {
		return ticks + n
	}
	return ticks
}

// closing returns the offset after the next run of exactly n backticks, or -1.
func closing(s string, n int) int {
	for i := 0; i < len(s); {
		if s[i] != '`' {
			i++
			continue
		}
		run := len(s[i:]) - len(strings.TrimLeft(s[i:], "`"))
		i += run
		if run == n {
			return i
		}
	}
	return -1
}

// delimiters are the ways to begin and end a formula, longer ones first.
var delimiters = []struct {
	open, close string
	display     bool
}{
	{"$$", "$$", true},
	{"$", "$", false},
	{`\(`, `\)`, false},
	{`\[`, `\]`, true},
}

// spanAt returns the formula that begins at byte i.
func spanAt(s string, i int) (Span, bool) {
	for _, d := range delimiters {
		if !strings.HasPrefix(s[i:], d.open) {
			continue
		}
		from := i + len(d.open)
		to := end(s[from:min(len(s), from+maxSpan)], d.close)
		if to < 0 {
			return Span{}, false
		}
		if d.open == "$" && !closes(s, from, from+to) {
			return Span{}, false
		}
		if strings.TrimSpace(s[from:from+to]) == "" {
			return Span{}, false
		}
		return Span{Start: i, End: from + to + len(d.close), TeX: s[from : from+to], Display: d.display}, true
	}
	return Span{}, false
}

// closes reports whether the single dollars around s[from:to] are a formula's.
func closes(s string, from, to int) bool {
	space := func(c byte) bool { return c == ' ' || c == '\n' || c == '\t' }
	after := byte(0)
	if to+1 < len(s) {
		after = s[to+1]
	}
	return to > from && !space(s[from]) && !space(s[to-1]) && (after < '0' || after > '9')
}

// end returns where the formula at the start of s is closed, or -1: at the closing delimiter outside
// of braces, as in \text{if $x$}, or at the first one where the braces do not match. A
// formula holds no empty line.
func end(s, closer string) int {
	depth, first := 0, -1
	for i := 0; i < len(s); i++ {
		if strings.HasPrefix(s[i:], "\n\n") {
			break
		}
		if strings.HasPrefix(s[i:], closer) {
			if depth <= 0 {
				return i
			}
			if first < 0 {
				first = i
			}
		}
		switch s[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			depth--
		}
	}
	return first
}
