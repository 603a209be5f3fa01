package wording

import (
	"strings"
	"unicode"
)

// Simplified returns s with the Traditional characters of the field's and of everyday vocabulary in their Simplified form.
func Simplified(s string) string { return strings.Map(simplified, s) }

// simplified returns the Simplified form of a Traditional character of the field's and
// of everyday vocabulary, and any other character as it is. Only one-to-one
// readings are listed, since the result is compared and never shown.
func simplified(r rune) rune {
	if r < 0x4E00 || r > 0x9FFF {
		return r
	}
	lo, hi := 0, len(traditional)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if traditional[mid].from < r {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(traditional) && traditional[lo].from == r {
		return traditional[lo].to
	}
	return r
}

func isHan(r rune) bool {
	return 0x4E00 <= r && r <= 0x9FFF || r >= 0x3400 && unicode.Is(unicode.Han, r)
}
