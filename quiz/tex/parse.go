package tex

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxDepth is how deep groups and arguments may nest; what is deeper is left out.
const maxDepth = 60

// parser reads a formula and puts it into a line as it goes.
type parser struct {
	s       string
	i       int // bytes read
	depth   int
	unknown bool // there was something that TeX's usual commands do not cover
	display bool // lines may end
}

// Formula returns a TeX formula, without its dollars, in a line of readable Unicode. It is never
// raw TeX: a command it does not know becomes its name, and it reports false.
func Formula(tex string) (string, bool) {
	p := parser{s: tex}
	text := p.all()
	return text, !p.unknown
}

// all reads the whole formula.
func (p *parser) all() string {
	var list []piece
	for p.i < len(p.s) {
		list = append(list, p.list("")...)
		if p.i < len(p.s) { // a brace or an \end that nothing began
			p.unknown = true
			p.token()
		}
	}
	return strings.TrimSpace(joined(list).text)
}

// token is a command's name behind a backslash, a number, or a character; "" at the end.
type token struct {
	text    string
	command bool
	spaced  bool // there was a space before it
}

// token reads the next token.
func (p *parser) token() token {
	start := p.i
	p.i += len(p.s[p.i:]) - len(strings.TrimLeftFunc(p.s[p.i:], unicode.IsSpace))
	t := token{spaced: p.i > start}
	rest := p.s[p.i:]
	switch {
	case rest == "":
		return t
	case rest[0] == '\\':
		t.text, t.command = commandName(rest[1:]), true
		p.i++
	case rest[0] >= '0' && rest[0] <= '9':
		t.text = numeral(rest)
	default:
		_, n := utf8.DecodeRuneInString(rest)
		t.text = rest[:n]
	}
	p.i += len(t.text)
	return t
}

// peek returns the next token without reading it.
func (p *parser) peek() token {
	at := p.i
	t := p.token()
	p.i = at
	return t
}

// commandName is the letters at the start of s, or its first character.
func commandName(s string) string {
	n := 0
	for n < len(s) && (s[n] >= 'a' && s[n] <= 'z' || s[n] >= 'A' && s[n] <= 'Z') {
		n++
	}
	if n == 0 && s != "" {
		_, n = utf8.DecodeRuneInString(s)
	}
	return s[:n]
}

// numeral is the number at the start of s, with its decimals.
func numeral(s string) string {
	n := digits(s)
	if n+1 < len(s) && s[n] == '.' && digits(s[n+1:]) > 0 {
		n += 1 + digits(s[n+1:])
	}
	return s[:n]
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// list reads pieces up to what ends them: the closing sign given, or whatever ends a group, a cell
// or an environment. The end itself stays unread.
func (p *parser) list(closer string) []piece {
	var list []piece
	for {
		t := p.peek()
		if t.text == "" && !t.command || !t.command && (t.text == "}" || t.text == closer) || t.command && t.text == "end" {
			return list
		}
		if closer == cell && (!t.command && t.text == "&" || t.command && t.text == `\`) {
			return list
		}
		list = append(list, p.atom())
	}
}

// atom reads a piece with its scripts.
func (p *parser) atom() piece {
	base := p.nucleus(p.token())
	var sub, sup string
	for {
		t := p.peek()
		switch {
		case !t.command && t.text == "_":
			p.token()
			sub += p.script()
		case !t.command && t.text == "^":
			p.token()
			sup += p.script()
		case !t.command && t.text == "'":
			p.token()
			sup += "′"
		case t.command && (t.text == "limits" || t.text == "nolimits"):
			p.token()
		default:
			if sub+sup == "" {
				return base
			}
			return withScripts(base, sub, sup)
		}
	}
}

// script reads what is raised or lowered: a group, or a whole number, or a token.
func (p *parser) script() string {
	if t := p.peek(); !t.command && digit(t.text) {
		return p.token().text
	}
	return p.arg().text
}

// arg reads an argument: a group, a command with its arguments, or a single character.
func (p *parser) arg() piece {
	t := p.peek()
	switch {
	case t.text == "" && !t.command || !t.command && t.text == "}":
		p.unknown = true
		return piece{}
	case !t.command && digit(t.text): // \frac12
		p.token()
		p.i -= len(t.text) - 1
		return piece{text: t.text[:1], spaced: t.spaced}
	default:
		return p.nucleus(p.token())
	}
}

// nucleus makes a piece of a token and the arguments behind it.
func (p *parser) nucleus(t token) piece {
	if p.depth >= maxDepth {
		p.unknown = true
		return piece{}
	}
	p.depth++
	defer func() { p.depth-- }()
	var out piece
	switch {
	case t.command:
		out = p.command(t.text)
	case t.text == "{":
		out = p.group()
	default:
		out = p.char(t)
	}
	out.spaced = t.spaced
	return out
}

// group reads up to the closing brace.
func (p *parser) group() piece {
	list := p.list("}")
	if p.peek().text != "}" {
		p.unknown = true
	} else {
		p.token()
	}
	if len(list) == 1 && list[0].class == punct { // 30{,}000
		list[0].class = ord
	}
	return joined(list)
}

// char makes a piece of a number or a single character.
func (p *parser) char(t token) piece {
	switch t.text {
	case "_", "^", "'": // a script on nothing: atom reads it next
		p.i -= len(t.text)
		return piece{}
	case "&":
		return piece{class: gap}
	case "|":
		return p.bar()
	case ":":
		return p.colon()
	}
	r, _ := utf8.DecodeRuneInString(t.text)
	if s, ok := signs[r]; ok {
		return piece{text: s.text, class: s.class}
	}
	return piece{text: t.text}
}

// bar reads what follows a vertical bar. Two bars are a norm's, for || would hide
// what is between them in Discord; a bar between spaces is a relation.
func (p *parser) bar() piece {
	out := piece{text: "|"}
	start := p.i - len("|")
	if strings.HasPrefix(p.s[p.i:], "|") {
		p.i++
		out.text = "‖"
	}
	if start > 0 && p.s[start-1] == ' ' && strings.HasPrefix(p.s[p.i:], " ") {
		out.class = rel
	}
	return out
}

// colon reads := or a colon, which is spaced as it was written.
func (p *parser) colon() piece {
	if strings.HasPrefix(p.s[p.i:], "=") {
		p.i++
		return piece{text: ":=", class: rel}
	}
	if strings.HasPrefix(p.s[p.i:], " ") {
		return piece{text: ": ", class: gap}
	}
	return piece{text: ":"}
}

// command makes a piece of a command and the arguments behind it.
func (p *parser) command(name string) piece {
	if s, ok := symbols[name]; ok {
		return p.symbol(name, s)
	}
	if c, ok := commands[name]; ok {
		return p.call(c)
	}
	if _, ok := accents[name]; ok {
		return accented(name, p.arg())
	}
	switch name {
	case "text", "textbf", "textit", "textrm", "texttt", "textsf", "mbox", "textnormal", "hbox":
		return p.prose()
	case "begin":
		return p.environment()
	case `\`:
		return p.newline()
	case "not":
		return negate(p.nucleus(p.token()))
	}
	p.unknown = true
	return piece{text: name, class: fun}
}

// symbol makes a piece of a command without arguments. \left and its like make a bracket of any sign.
func (p *parser) symbol(name string, s symbol) piece {
	side, ok := sides[name]
	if !ok {
		return piece{text: s.text, class: s.class}
	}
	t := p.peek()
	if !t.command && t.text == "." { // \left. is no bracket
		p.token()
		return piece{class: side}
	}
	if !t.command && !strings.Contains("()[]|/<>", t.text) || t.command && symbols[t.text].text == "" {
		p.unknown = p.unknown || t.text == ""
		return piece{class: gap}
	}
	d := p.nucleus(p.token())
	d.class = side
	return d
}

// sides are the commands that size a bracket, and what they make of it.
var sides = map[string]class{
	"left": open, "bigl": open, "Bigl": open, "biggl": open, "Biggl": open,
	"right": closed, "bigr": closed, "Bigr": closed, "biggr": closed, "Biggr": closed,
	"middle": rel, "bigm": rel, "Bigm": rel,
}

// call reads the arguments of a command and renders it.
func (p *parser) call(c command) piece {
	if p.peek().text == "*" { // \operatorname*
		p.token()
	}
	optional := ""
	if t := p.peek(); c.optional && !t.command && t.text == "[" {
		p.token()
		optional = joined(p.list("]")).text
		p.token()
	}
	args := make([]piece, c.args)
	for i := range args {
		args[i] = p.arg()
	}
	return c.render(optional, args)
}

func negate(p piece) piece {
	if text, ok := negated[p.text]; ok {
		p.text = text
		return p
	}
	if r, n := utf8.DecodeRuneInString(p.text); n > 0 {
		p.text = string(r) + "\u0338" + p.text[n:]
	}
	return p
}
