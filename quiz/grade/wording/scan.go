package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// scanner cuts folded characters into tokens.
type scanner struct {
	source   string
	in       []piece
	at       int
	intern   func([]byte) interned
	buf      []byte // the word being read
	stop     map[string]bool
	stopHan  map[rune]bool
	tokens   []Token
	sentence int
	clause   int
	breaks   int // what ended since the last token: 0 nothing, 1 a clause, 2 a sentence
}

// scan reads all tokens. It takes time linear in the input.
func (s *scanner) scan() {
	for s.at < len(s.in) {
		from := s.at
		switch r := s.in[s.at].r; {
		case isHan(r):
			s.at++
			w := s.character(s.in[from])
			s.put(Han, w, w, s.stopHan[r], from)
		case isDigit(r):
			s.number()
		case unicode.IsLetter(r):
			s.word()
		default:
			s.sign(r)
		}
		if s.at == from {
			s.at++
		}
	}
}

// character returns a piece as text: the source's own bytes where folding did not change them.
func (s *scanner) character(p piece) string {
	if own := s.source[p.start:p.end]; utf8.RuneLen(p.r) == len(own) {
		if r, _ := utf8.DecodeRuneInString(own); r == p.r {
			return own
		}
	}
	s.buf = utf8.AppendRune(s.buf[:0], p.r)
	return s.intern(s.buf).raw
}

// room guesses how many tokens there will be: a Chinese character each, other words of some length.
func room(in []piece) int {
	n := 4 + len(in)/4
	for _, p := range in {
		if p.r >= 0x4E00 {
			n++
		}
	}
	return n
}

func (s *scanner) peek(ahead int) rune {
	if s.at+ahead < 0 || s.at+ahead >= len(s.in) {
		return 0
	}
	return s.in[s.at+ahead].r
}

func (s *scanner) put(kind Kind, form, raw string, stop bool, from int) {
	if len(s.tokens) > 0 {
		switch s.breaks {
		case 2:
			s.sentence++
			s.clause++
		case 1:
			s.clause++
		}
	}
	s.breaks = 0
	s.tokens = append(s.tokens, Token{
		Form: form, Raw: raw, Kind: kind, Stop: stop,
		Start: int(s.in[from].start), End: int(s.in[s.at-1].end),
		Sentence: s.sentence, Clause: s.clause,
	})
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z'
	}
	return unicode.IsLetter(r) && !isHan(r) && greek[r] == ""
}

// word reads letters with their index (d_k, d_{k} and dk are one word) and undoes
// English contractions.
func (s *scanner) word() {
	from := s.at
	if name := greek[s.in[s.at].r]; name != "" {
		s.at++
		s.put(Word, name, name, false, from)
		return
	}
	s.buf = s.buf[:0]
	s.letters()
	for s.peek(0) == '_' && s.index() {
		s.letters()
		if s.peek(0) == '}' {
			s.at++
		}
	}
	s.putWord(s.intern(s.buf), from)
}

func (s *scanner) letters() {
	for s.at < len(s.in) && wordRune(s.in[s.at].r) {
		s.buf = utf8.AppendRune(s.buf, s.in[s.at].r)
		s.at++
	}
}

// index steps over the underscore, with a brace or not, before the letters of an index.
func (s *scanner) index() bool {
	skip := 1
	if s.peek(1) == '{' {
		skip = 2
	}
	if !wordRune(s.peek(skip)) {
		return false
	}
	s.at += skip
	return true
}

func (s *scanner) putWord(w interned, from int) {
	if s.peek(0) == '\'' && s.contraction(w.raw, from) {
		return
	}
	switch {
	case w.raw == "sqrt":
		s.put(Sign, "√", w.raw, false, from)
	case numbersEN[w.raw] != "":
		s.put(Number, numbersEN[w.raw], w.raw, false, from)
	default:
		s.put(Word, w.stem, w.raw, s.stop[w.raw], from)
	}
}

// contraction reads 's, 're and their like, and n't as the word "not"; it reports whether that
// was all of the word.
func (s *scanner) contraction(w string, from int) bool {
	tail := 1
	for tail < 4 && wordRune(s.peek(tail)) {
		tail++
	}
	switch {
	case s.peek(1) == 't' && tail == 2 && strings.HasSuffix(w, "n"):
		s.at += tail
		s.put(Word, "not", "not", true, from)
		return true
	case tail > 1 && tail < 4:
		s.at += tail
	}
	return false
}

// number reads digits, thousands separators, decimals, and ratios such as 2/3 and 2:4.
func (s *scanner) number() {
	from := s.at
	var b strings.Builder
	s.digits(&b)
	for s.peek(0) == ',' && s.thousands() {
		s.at++
		s.digits(&b)
	}
	if s.peek(0) == '.' && isDigit(s.peek(1)) {
		b.WriteByte('.')
		s.at++
		s.digits(&b)
	}
	if r := s.peek(0); (r == '/' || r == ':') && isDigit(s.peek(1)) {
		b.WriteRune(r)
		s.at++
		s.digits(&b)
	}
	form := tidyNumber(b.String())
	s.put(Number, form, form, false, from)
}

func (s *scanner) digits(b *strings.Builder) {
	for isDigit(s.peek(0)) {
		b.WriteRune(s.in[s.at].r)
		s.at++
	}
}

// thousands reports whether a comma is followed by exactly three digits.
func (s *scanner) thousands() bool {
	return isDigit(s.peek(1)) && isDigit(s.peek(2)) && isDigit(s.peek(3)) && !isDigit(s.peek(4)) && isDigit(s.peek(-1))
}

// tidyNumber drops zeros that change nothing: 1.50 is 1.5 and 007 is 7.
func tidyNumber(n string) string {
	if strings.Contains(n, ".") && !strings.ContainsAny(n, "/:") {
		n = strings.TrimRight(strings.TrimRight(n, "0"), ".")
	}
	if t := strings.TrimLeft(n, "0"); t != "" && isDigit(rune(t[0])) {
		return t
	}
	if n == "" {
		return "0"
	}
	return n
}

// sign reads everything that is neither letter nor digit.
func (s *scanner) sign(r rune) {
	switch {
	case r == '^':
		s.power()
	case r == '\\':
		s.command()
	case r == '√':
		s.one("√", false)
	case r == '→' || r == '⇒' || r == '=' || r == '≈' || r == '≤' || r == '≥' || r == '∝' || r == '<' || r == '>':
		s.one(string(r), true)
	case s.ends(r):
		s.breaks = 2
	case clauseMarks[r], unicode.IsSpace(r) && isHan(s.peek(-1)) && isHan(s.peek(1)):
		s.breaks = max(s.breaks, 1)
	}
}

func (s *scanner) one(form string, stop bool) {
	s.at++
	s.put(Sign, form, form, stop, s.at-1)
}

var clauseMarks = map[rune]bool{',': true, '、': true, ':': true, '(': true, ')': true, '|': true, '"': true, '[': true, ']': true}

// ends reports whether the character closes a sentence where it stands.
func (s *scanner) ends(r rune) bool {
	switch r {
	case '!', '?', '。', ';', '\n', '\r', '…':
		return true
	case '.':
		next := s.peek(1)
		return !s.abbreviated() && (next == 0 || unicode.IsSpace(next) || next == '"' || next == '\'' || isHan(next) || next == ')')
	case '-', '*':
		return s.peek(1) == ' ' && (s.at == 0 || s.in[s.at-1].r == '\n')
	}
	return false
}

// abbreviated reports whether the dot belongs to e.g., i.e., vs. or al.
func (s *scanner) abbreviated() bool {
	p := s.peek(-1)
	switch s.peek(-2) {
	case '.':
		return p == 'g' || p == 'e'
	case 'v':
		return p == 's'
	case 'a':
		return p == 'l' && s.peek(-3) == ' '
	}
	return false
}

// power reads ^2, ^{2}, ^(1/2) and ^n; the power one half is a root.
func (s *scanner) power() {
	from := s.at
	s.at++
	if r := s.peek(0); r == '{' || r == '(' {
		s.at++
	}
	var b strings.Builder
	for s.at < len(s.in) && b.Len() < 8 {
		r := s.in[s.at].r
		if !isDigit(r) && !wordRune(r) && (r != '.' && r != '/' || !isDigit(s.peek(1))) {
			break
		}
		if b.Len() > 0 && wordRune(r) && s.in[from+1].r != '{' {
			break
		}
		b.WriteRune(r)
		s.at++
	}
	switch e := b.String(); e {
	case "":
	case "1/2", "0.5":
		s.put(Sign, "√", "√", false, from)
	default:
		s.put(Sign, "^"+e, e, false, from)
	}
}

// command reads a TeX command: dressing is dropped, the rest becomes a sign or a word.
func (s *scanner) command() {
	from := s.at
	s.at++
	var b strings.Builder
	for s.at < len(s.in) && 'a' <= s.in[s.at].r && s.in[s.at].r <= 'z' && b.Len() < 24 {
		b.WriteRune(s.in[s.at].r)
		s.at++
	}
	name := b.String()
	sign, known := commands[name]
	switch {
	case name == "" || known && sign == "":
	case sign == "√":
		s.put(Sign, sign, name, false, from)
	case known && sign[0] >= 0x80:
		s.put(Sign, sign, name, true, from)
	default:
		s.put(Word, name, name, false, from)
	}
}
