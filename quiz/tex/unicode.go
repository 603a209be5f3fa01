package tex

import "strings"

// Unicode returns a Markdown text with its formulas in readable Unicode, and so with
// none left as TeX: those that Spans finds, and commands such as \sqrt{d_k} that stand
// bare in the text, as people type and models write them. Code and escapes stay as they
// are. The result is Markdown still: signs of a formula that would mean something there are escaped.
func Unicode(markdown string) string {
	if !strings.ContainsAny(markdown, `$\`) {
		return markdown
	}
	var b strings.Builder
	for i := 0; i < len(markdown); {
		text, n := formulaAt(markdown, i)
		if n == 0 {
			n = skip(markdown[i:])
			text = markdown[i : i+n]
		}
		b.WriteString(text)
		i += n
	}
	return b.String()
}

// formulaAt renders the formula that begins at byte i, and says how long it is; 0 is none.
func formulaAt(markdown string, i int) (string, int) {
	if span, ok := spanAt(markdown, i); ok {
		p := parser{s: span.TeX, display: span.Display}
		return escaped(p.all()), span.End - i
	}
	name := ""
	if markdown[i] == '\\' {
		name = commandName(markdown[i+1:])
	}
	if len(name) < 2 || !known(name) || i > 0 && strings.ContainsRune(`:\/.`, rune(markdown[i-1])) {
		return "", 0
	}
	p := parser{s: markdown[i:min(len(markdown), i+maxSpan)]}
	piece := p.atom()
	if next := p.peek(); piece.quotes && !next.spaced && (next.command || lettersMeet("a", next.text)) {
		piece = piece.bracketed()
	}
	return escaped(piece.text), p.i
}

// known reports whether TeX has the command.
func known(name string) bool {
	_, symbol := symbols[name]
	_, command := commands[name]
	_, accent := accents[name]
	return symbol || command || accent || name == "text" || name == "begin" || name == "not"
}

// escaped keeps what a formula holds from being Markdown.
func escaped(s string) string {
	var b strings.Builder
	for i := range len(s) {
		inWord := i > 0 && i+1 < len(s) && alnum(rune(s[i-1])) && alnum(rune(s[i+1])) && s[i-1] < 0x80 && s[i+1] < 0x80
		special := s[i] == '_' && !inWord || s[i] == '*' || s[i] == '`' || s[i] == '~' || s[i] == '|' && i+1 < len(s) && s[i+1] == '|'
		if special || i == 0 && (s[i] == '>' || s[i] == '#') {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// rendered is a text whose formulas are in Unicode.
type rendered struct {
	text string
	ok   bool
}

// inlined renders the formulas within a \text.
func inlined(s string, depth int) rendered {
	out := rendered{ok: true}
	var b strings.Builder
	last := 0
	for _, span := range Spans(s) {
		p := parser{s: span.TeX, depth: depth}
		b.WriteString(s[last:span.Start])
		b.WriteString(p.all())
		out.ok = out.ok && !p.unknown
		last = span.End
	}
	b.WriteString(s[last:])
	out.text = b.String()
	return out
}
