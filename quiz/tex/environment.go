package tex

import "strings"

// cell as a closing sign ends a list at & and \\ too.
const cell = "&"

// environment is how the rows and cells of a \begin…\end are put into a line.
type environment struct {
	open, close string
	cells       string // between cells
	lines       bool   // rows are lines where there is room for lines
	columns     bool   // an argument comes first that says how columns are set
}

var environments = map[string]environment{
	"matrix": {cells: ", "}, "smallmatrix": {cells: ", "}, "array": {cells: ", ", columns: true},
	"pmatrix": {open: "(", close: ")", cells: ", "}, "bmatrix": {open: "[", close: "]", cells: ", "},
	"Bmatrix": {open: "{", close: "}", cells: ", "}, "vmatrix": {open: "|", close: "|", cells: ", "},
	"Vmatrix": {open: "‖", close: "‖", cells: ", "},
	"cases":   {open: "{ ", close: " }", cells: ", "}, "dcases": {open: "{ ", close: " }", cells: ", "},
	"rcases":  {open: "{ ", close: " }", cells: ", "},
	"aligned": {cells: " ", lines: true}, "align": {cells: " ", lines: true}, "alignat": {cells: " ", lines: true, columns: true},
	"split": {cells: " ", lines: true}, "gather": {cells: " ", lines: true}, "gathered": {cells: " ", lines: true},
	"equation": {cells: " ", lines: true}, "multline": {cells: " ", lines: true}, "eqnarray": {cells: " ", lines: true},
}

// environment reads from behind \begin to behind \end.
func (p *parser) environment() piece {
	name := strings.TrimSuffix(p.rawGroup(), "*")
	e, ok := environments[name]
	if !ok {
		p.unknown = true
		e = environment{cells: " ", lines: true}
	}
	if e.columns {
		p.rawGroup()
	}
	rows := p.rows(e)
	if t := p.peek(); t.command && t.text == "end" {
		p.token()
		p.rawGroup()
	} else {
		p.unknown = true
	}
	return p.stacked(e, rows)
}

// rows reads the rows of an environment, each with its cells joined.
func (p *parser) rows(e environment) []string {
	var rows, cells []string
	for {
		if text := strings.TrimSpace(joined(p.list(cell)).text); text != "" {
			cells = append(cells, text)
		}
		t := p.peek()
		more := !t.command && t.text == "&"
		if more {
			p.token()
			continue
		}
		if len(cells) > 0 {
			rows = append(rows, joinCells(e, cells))
		}
		cells = nil
		if !t.command || t.text != `\` {
			return rows
		}
		p.token()
		p.rowSpacing()
	}
}

// rowSpacing skips the [2pt] behind a \\.
func (p *parser) rowSpacing() {
	if rest := p.s[p.i:]; strings.HasPrefix(rest, "[") {
		if n := strings.IndexByte(rest, ']'); n > 0 && n < 12 {
			p.i += n + 1
		}
	}
}

// joinCells joins the cells of a row. A condition that begins with a word needs no comma.
func joinCells(e environment, cells []string) string {
	var b strings.Builder
	for i, c := range cells {
		separator := e.cells
		if e.open == "{ " && startsWithWord(c) {
			separator = " "
		}
		if i > 0 {
			b.WriteString(separator)
		}
		if i+1 < len(cells) && e.cells == ", " {
			c = strings.TrimSuffix(c, ",")
		}
		b.WriteString(c)
	}
	return b.String()
}

func startsWithWord(s string) bool {
	for _, w := range []string{"if", "for", "when", "otherwise", "else", "若", "当", "如果", "否则", "其他", "其余"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// stacked puts rows into brackets, or on lines of their own.
func (p *parser) stacked(e environment, rows []string) piece {
	out := piece{class: ord, level: relation}
	switch {
	case e.lines && p.display:
		out.text = strings.Join(rows, "\n")
	default:
		out.text = e.open + strings.Join(rows, "; ") + e.close
	}
	if e.open != "" {
		out.level = single
	}
	return out
}

// newline is a \\ outside of an environment.
func (p *parser) newline() piece {
	p.rowSpacing()
	if p.display {
		return piece{text: "\n", class: line}
	}
	return piece{text: ";", class: punct}
}

// prose reads the words of a \text, which may hold formulas of its own.
func (p *parser) prose() piece {
	raw := p.rawGroup()
	if p.depth < maxDepth {
		inner := inlined(raw, p.depth+1)
		p.unknown = p.unknown || !inner.ok
		raw = inner.text
	}
	for _, c := range []string{"_", "%", "&", "#", "$", "{", "}"} {
		raw = strings.ReplaceAll(raw, `\`+c, c)
	}
	raw = strings.NewReplacer("~", " ", "\n", " ", `\ `, " ", `\,`, " ", "``", "“", "''", "”", `\`, "").Replace(raw)
	return piece{text: raw, class: word}
}

// rawGroup reads a group as it is written, or a single token.
func (p *parser) rawGroup() string {
	t := p.token()
	if t.command || t.text != "{" {
		if t.text == "}" {
			p.i--
			return ""
		}
		return t.text
	}
	depth, start := 1, p.i
	for ; p.i < len(p.s); p.i++ {
		switch p.s[p.i] {
		case '\\':
			p.i++
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth == 0 {
			p.i++
			return p.s[start : p.i-1]
		}
	}
	p.i = len(p.s)
	p.unknown = true
	return p.s[start:]
}
