package quote

import (
	"strings"
	"unicode/utf8"
)

const (
	gap     = 2   // words of the text that a quote may leave out between two of its own
	cut     = 300 // characters of a text that are returned at most
	longest = cut // tokens of a quote that are looked at
)

// Find returns the passage of t that q quotes, cut from the source byte for byte and at most
// 300 characters long, or "" when t does not hold q. Case, width, marks, spaces and
// punctuation may differ, and up to two words may be left out at a time. Of a quote with
// an ellipsis, its longest piece is looked for. Of several places the tightest is taken.
func (t *Text) Find(q string) string {
	piece := longestPiece(q)
	words := Parse(piece).tokens
	if len(words) == 0 {
		return ""
	}
	first, last, ok := t.locate(words[:min(len(words), longest)])
	if !ok {
		return ""
	}
	return clip(t.widen(piece, int(t.tokens[first].begin), int(t.tokens[last].end)))
}

// longestPiece returns the longest part of a quote between its ellipses.
func longestPiece(q string) string {
	best := ""
	for piece := range strings.SplitSeq(strings.ReplaceAll(q, "...", "…"), "…") {
		if len(piece) > len(best) {
			best = piece
		}
	}
	return best
}

// chain is a way to read the quote up to now: its first and its last token in the text.
type chain struct{ first, last int32 }

// locate returns the tightest chain of tokens that reads as words.
func (t *Text) locate(words []token) (first, last int32, ok bool) {
	var chains, next []chain
	for _, i := range t.at[words[0].text] {
		chains = append(chains, chain{i, i})
	}
	for _, w := range words[1:] {
		next = follow(next[:0], chains, t.at[w.text])
		chains, next = next, chains
	}
	if len(chains) == 0 {
		return 0, 0, false
	}
	best := chains[0]
	for _, c := range chains[1:] {
		if c.last-c.first < best.last-best.first {
			best = c
		}
	}
	return best.first, best.last, true
}

// follow appends to next the chains that go on at one of places, from the latest start where
// several reach it. Chains and places are in order of their last token, and so is the result.
func follow(next, chains []chain, places []int32) []chain {
	low := 0
	for _, p := range places {
		for low < len(chains) && chains[low].last < p-1-gap {
			low++
		}
		start := int32(-1)
		for i := low; i < len(chains) && chains[i].last < p; i++ {
			start = max(start, chains[i].first)
		}
		if start >= 0 {
			next = append(next, chain{start, p})
		}
	}
	return next
}

// widen takes the punctuation along that stands around src[begin:end] and at the same end
// of the quote, such as a closing bracket.
func (t *Text) widen(q string, begin, end int) string {
	tail := q[lastToken(q):]
	for _, r := range tail {
		if !strings.HasPrefix(t.src[end:], string(r)) {
			break
		}
		end += utf8.RuneLen(r)
	}
	head := q[:firstToken(q)]
	for head != "" {
		r, n := utf8.DecodeLastRuneInString(head)
		if r == utf8.RuneError || !strings.HasSuffix(t.src[:begin], head[len(head)-n:]) {
			break
		}
		begin -= n
		head = head[:len(head)-n]
	}
	return strings.TrimSpace(t.src[begin:end])
}

// firstToken and lastToken return where the first token of q begins and the last one ends.
func firstToken(q string) int { return int(Parse(q).tokens[0].begin) }

func lastToken(q string) int {
	words := Parse(q).tokens
	return int(words[len(words)-1].end)
}

// clip cuts s after so many characters.
func clip(s string) string {
	n := 0
	for i := range s {
		if n == cut {
			return s[:i]
		}
		n++
	}
	return s
}
