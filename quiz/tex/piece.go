package tex

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// level says how tightly a piece holds together, and so when it needs brackets.
type level uint8

const (
	single   level = iota // x, 12, (a + b), log(x)
	product               // 2d, a/b
	sum                   // a + b, ∑ᵢ xᵢ
	relation              // a = b, (a, b) without brackets
)

// piece is a part of a formula that has been put into a line.
type piece struct {
	text   string
	class  class
	level  level
	quotes bool // a/b: beside a factor it needs brackets
	raised bool // ends in a superscript
	tail   bool // ends in letters of a script: another letter would run into them
	brace  bool // an underbrace waiting for its label
	spaced bool // the source has a space before it
	slack  bool // …and one after it
}

// bracketed puts round brackets around a piece.
func (p piece) bracketed() piece {
	return piece{text: "(" + p.text + ")", class: ord, spaced: p.spaced}
}

// within returns the piece's text, in brackets when it is looser than most.
func (p piece) within(most level) string {
	if p.level > most {
		return p.bracketed().text
	}
	return p.text
}

// joined puts pieces into one.
func joined(list []piece) piece {
	list = slashed(signed(list))
	var b strings.Builder
	for i, p := range list {
		if i > 0 && space(list[i-1], p) {
			b.WriteByte(' ')
		}
		b.WriteString(p.text)
	}
	out := piece{text: tidy(b.String()), class: ord, level: levelOf(list)}
	if n := len(list); n > 0 {
		out.tail, out.raised = list[n-1].tail, list[n-1].raised
	}
	if len(list) == 1 {
		spacing := list[0].spaced
		text := out.text
		out = list[0]
		out.text, out.spaced = text, spacing
	}
	return out
}

// signed turns an operator with nothing before it into a sign.
func signed(list []piece) []piece {
	for i := range list {
		if list[i].class != bin {
			continue
		}
		if i == 0 || startsOperand(list[i-1].class) || i == len(list)-1 && len(list) > 1 {
			list[i].class, list[i].level = ord, sum
			list[i].slack = true // marks the sign: no space, and no factor of its own
		}
	}
	return list
}

// startsOperand reports whether after a piece of the class an operator is a sign.
func startsOperand(c class) bool {
	switch c {
	case bin, rel, open, punct, fun, big, line, gap:
		return true
	default:
		return false
	}
}

// slashed puts fractions into brackets that stand beside another factor.
func slashed(list []piece) []piece {
	for i, p := range list {
		if !p.quotes {
			continue
		}
		before := i > 0 && isFactor(list[i-1], closed)
		after := i+1 < len(list) && isFactor(list[i+1], open)
		if before || after {
			list[i] = p.bracketed()
		}
	}
	return list
}

// isFactor reports whether a neighbour multiplies: brackets do on their inner side only.
func isFactor(p piece, bracket class) bool {
	switch p.class {
	case ord:
		return !p.slack && p.text != "" && !strings.HasPrefix(p.text, "/") && !strings.ContainsAny(p.text, "|‖!…⋯")
	case fun, big:
		return true
	case word:
		return !strings.HasPrefix(p.text, " ") && !strings.HasSuffix(p.text, " ")
	default:
		return p.class == bracket
	}
}

// space reports whether a space goes between two pieces.
func space(a, b piece) bool {
	switch {
	case a.text == "" || b.text == "" || a.class == line || b.class == line:
		return false
	case a.class == rel || b.class == rel || a.class == bin || b.class == bin:
		return true
	case a.class == open || b.class == closed || b.class == punct || b.class == gap || a.class == gap:
		return false
	case a.class == punct:
		return b.spaced || !digit(b.text)
	case a.class == fun || a.class == big:
		return b.class != open
	case b.class == fun || b.class == big:
		return a.class != ord || !a.slack
	case a.slack && a.class == ord:
		return false
	default:
		return (a.class == word || b.class == word || a.tail) && lettersMeet(a.text, b.text) || digitsMeet(a, b)
	}
}

// digitsMeet reports whether two numbers would run into one.
func digitsMeet(a, b piece) bool {
	last, _ := utf8.DecodeLastRuneInString(a.text)
	return b.spaced && unicode.IsDigit(last) && digit(b.text)
}

func digit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

func lettersMeet(a, b string) bool {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	return alnum(last) && (alnum(first) || first == '√')
}

// alnum reports whether a character runs into its neighbours: Chinese does not.
func alnum(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r)
}

// levelOf returns how tightly a list of pieces holds together.
func levelOf(list []piece) level {
	if len(list) == 1 {
		return list[0].level
	}
	depth, factors, most := 0, 0, single
	for i, p := range list {
		if p.class == closed {
			depth--
		}
		if depth <= 0 {
			most = max(most, looseness(p))
			if multiplies(list, i) {
				factors++
			}
		}
		if p.class == open {
			depth++
		}
	}
	if most == single && factors > 1 {
		return product
	}
	return most
}

// looseness is what a piece makes of the list it stands in.
func looseness(p piece) level {
	switch p.class {
	case rel, punct, line:
		return relation
	case bin:
		if strings.ContainsAny(p.text, "+−±∓") {
			return sum
		}
		return product
	case big:
		return sum
	default:
		return p.level
	}
}

// multiplies reports whether piece i is a factor of its own: an opening bracket is, unless
// it belongs to the function before it.
func multiplies(list []piece, i int) bool {
	switch p := list[i]; p.class {
	case ord, word:
		return p.text != "" && p.text != "∂" && !p.slack
	case fun:
		return true
	case open:
		return i == 0 || list[i-1].class != fun && list[i-1].class != word
	default:
		return false
	}
}

// tidy removes doubled spaces and those at the ends of lines.
func tidy(s string) string {
	if !strings.Contains(s, "  ") && !strings.Contains(s, "\n") {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		for strings.Contains(l, "  ") {
			l = strings.ReplaceAll(l, "  ", " ")
		}
		lines[i] = l
		if len(lines) > 1 {
			lines[i] = strings.TrimSpace(l)
		}
	}
	return strings.Join(lines, "\n")
}
