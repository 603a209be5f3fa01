package quote

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text is a text cut into tokens that can be compared whatever their case, width, marks,
// spaces and punctuation. It is not changed after Parse and may be shared.
type Text struct {
	src    string
	tokens []token
	at     map[string][]int32 // where each token stands
}

// token is a word, or one Han or kana character, as it compares: compatibility-decomposed,
// in lower case, without marks and invisible characters.
type token struct {
	text       string
	begin, end int32 // bytes of the source it was made from
	single     bool  // a character that is a word
}

// Parse reads a text of any length in linear time. It never fails: what is neither letter
// nor digit only separates.
func Parse(src string) *Text {
	p := parser{src: src, norm: make([]byte, 0, len(src)), spans: make([]span, 0, len(src)/4+1)}
	for i, r := range src {
		p.read(r, i, i+width(src[i:], r))
	}
	p.close()
	return p.text()
}

// width is the length of the rune at the front of s, also where it is not valid.
func width(s string, r rune) int {
	if r != utf8.RuneError {
		return utf8.RuneLen(r)
	}
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// parser collects tokens; norm holds their letters one after another.
type parser struct {
	src   string
	norm  []byte
	spans []span
	open  bool // the last span may still grow
}

type span struct {
	from, to   int32 // of norm
	begin, end int32 // of src
	single     bool
}

// read takes the rune at src[begin:end].
func (p *parser) read(r rune, begin, end int) {
	switch {
	case r < utf8.RuneSelf:
		p.ascii(byte(r), begin, end)
	case invisible(r):
		p.extend(end)
	default:
		if d := norm.NFKD.PropertiesString(p.src[begin:end]).Decomposition(); d != nil {
			for _, part := range string(d) {
				p.plain(part, begin, end)
			}
			return
		}
		p.plain(r, begin, end)
	}
}

// ascii does what plain does, without looking anything up.
func (p *parser) ascii(c byte, begin, end int) {
	switch {
	case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
		p.grow(rune(c), begin, end, false)
	case 'A' <= c && c <= 'Z':
		p.grow(rune(c-'A'+'a'), begin, end, false)
	case c < ' ' && (c < '\t' || c > '\r') || c == 0x7f:
		p.extend(end)
	default:
		p.close()
	}
}

// plain takes a rune that decomposes no further.
func (p *parser) plain(r rune, begin, end int) {
	switch {
	case invisible(r):
		p.extend(end)
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
		p.close()
		p.grow(r, begin, end, true)
		p.close()
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		p.grow(unicode.ToLower(r), begin, end, false)
	default:
		p.close()
	}
}

func (p *parser) grow(r rune, begin, end int, single bool) {
	if !p.open {
		from := int32(len(p.norm))
		p.spans = append(p.spans, span{from: from, to: from, begin: int32(begin), single: single})
		p.open = true
	}
	p.norm = utf8.AppendRune(p.norm, r)
	last := &p.spans[len(p.spans)-1]
	last.to, last.end = int32(len(p.norm)), int32(end)
}

// extend makes an invisible rune a part of the token that it follows directly.
func (p *parser) extend(end int) {
	if p.open {
		p.spans[len(p.spans)-1].end = int32(end)
	}
}

func (p *parser) close() { p.open = false }

func (p *parser) text() *Text {
	all := string(p.norm)
	t := &Text{src: p.src, tokens: make([]token, len(p.spans)), at: make(map[string][]int32, len(p.spans))}
	for i, s := range p.spans {
		word := all[s.from:s.to]
		t.tokens[i] = token{text: word, begin: s.begin, end: s.end, single: s.single}
		t.at[word] = append(t.at[word], int32(i))
	}
	return t
}

// invisible reports whether a rune shows nothing of its own: marks, format and control
// characters but the spaces among them.
func invisible(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) || unicode.Is(unicode.Cc, r) && !unicode.IsSpace(r)
}

// Empty reports whether the text holds neither letter nor digit.
func (t *Text) Empty() bool { return len(t.tokens) == 0 }
