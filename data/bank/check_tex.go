package bank

import (
	"regexp"
	"strings"

	"drillbot/quiz/tex"
)

// shown is a text as a player reads it.
func shown(text string) string { return tex.Unicode(text) }

// withoutFormulas hides formulas as withoutCode hides code.
func withoutFormulas(text string) string {
	var b strings.Builder
	last := 0
	for _, span := range tex.Spans(text) {
		b.WriteString(text[last:span.Start])
		b.WriteString(blanked(text[span.Start:span.End]))
		last = span.End
	}
	b.WriteString(text[last:])
	return b.String()
}

// checkTeX checks that formulas are closed, that quiz/tex understands them, and that no TeX
// stands outside of them.
func (s *sheet) checkTeX(path, text string) {
	for _, span := range tex.Spans(text) {
		m := s.markIn(path, text, span.Start)
		if line, ok := tex.Formula(span.TeX); !ok {
			s.note(m, false, `close its braces, use common commands, write other names as \operatorname{name}`,
				"%s has a formula that cannot be shown: %s would become %s", path, shorten(span.TeX), shorten(line))
		}
		if strings.HasPrefix(text[span.Start:], `\`) {
			s.note(m, false, "write $…$ or $$…$$", `%s has a formula in \(…\) or \[…\]`, path)
		}
	}
	plain := withoutCode(withoutFormulas(text))
	if i := strings.Index(strings.ReplaceAll(plain, `\$`, "xx"), "$"); i >= 0 {
		s.note(s.markIn(path, plain, i), false, `close the formula, or write \$ for a dollar; no space inside the dollars`,
			"%s has a $ that begins no formula", path)
	}
	if at := bareTeX.FindStringIndex(plain); at != nil {
		s.note(s.markIn(path, plain, at[0]), false, "write it as a formula, $…$",
			"%s has TeX outside of a formula: %s", path, plain[at[0]:at[1]])
	}
}

// bareTeX is a command of TeX, or an index in braces.
var bareTeX = regexp.MustCompile(`\\[A-Za-z]+|[_^]\{`)
