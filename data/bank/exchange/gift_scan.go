package exchange

import "strings"

// marked is an answer and the sign before it.
type marked struct {
	sign byte
	text string
}

// marksOf parts answers at their signs.
func marksOf(answers string) []marked {
	var out []marked
	for {
		i := nextSign(answers)
		if len(out) > 0 {
			out[len(out)-1].text = answers[:i]
		}
		if i == len(answers) {
			return out
		}
		out = append(out, marked{sign: answers[i]})
		answers = answers[i+1:]
	}
}

// nextSign is where the next answer begins, or the end.
func nextSign(s string) int {
	next := len(s)
	for _, sign := range []byte("=~") {
		if i := unescapedIndex(s, sign); i >= 0 {
			next = min(next, i)
		}
	}
	return next
}

// unescapedIndex is the first place of c that no backslash stands before, or -1.
func unescapedIndex(s string, c byte) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case c:
			return i
		}
	}
	return -1
}

func cutUnescaped(s string, c byte) (before, after string) {
	if i := unescapedIndex(s, c); i >= 0 {
		return s[:i], s[i+1:]
	}
	return s, ""
}

// parted parts s at every c that is not escaped, and drops empty parts.
func parted(s string, c byte) []string {
	var out []string
	for s != "" {
		var part string
		i := unescapedIndex(s, c)
		if i < 0 {
			part, s = s, ""
		} else {
			part, s = s[:i], s[i+1:]
		}
		if strings.TrimSpace(part) != "" {
			out = append(out, part)
		}
	}
	return out
}

// bare takes the backslashes of GIFT and of embedded answers away.
func bare(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte(`\~=#{}:n`, s[i+1]) >= 0 {
			i++
			if s[i] == 'n' {
				b.WriteByte('\n')
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
