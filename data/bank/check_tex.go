package bank

import (
	"strings"

	"drillbot/quiz/tex"
)

// shown is a text as a player reads it.
func shown(text string) string { return text }

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

// checkTeX checks that formulas are closed.
func (s *sheet) checkTeX(path, text string) {
	plain := withoutCode(withoutFormulas(text))
	if i := strings.Index(strings.ReplaceAll(plain, `\$`, "xx"), "$"); i >= 0 {
		s.note(s.markIn(path, text, i), false, `close the formula, or write \$ for a dollar; no space inside the dollars`,
			"%s has a $ that begins no formula", path)
	}
}
