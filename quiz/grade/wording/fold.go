package wording

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// piece is one folded character and the bytes of the source that it stands for.
type piece struct {
	r          rune
	start, end int32
}

// fold undoes what makes equal text look different: compatibility forms (NFKD, which
// holds full width), invisible and combining characters, look-alike letters, case, and
// Traditional Chinese. It uses the memory of out. ² becomes ^2 and ₖ becomes _k, which NFKD alone would lose.
func fold(s string, out []piece) []piece {
	f := folder{out: slices.Grow(out[:0], utf8.RuneCountInString(s))}
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		f.start, f.end = int32(i), int32(i+n)
		f.add(r, s[i:i+n])
		i += n
	}
	return f.out
}

// maxExpansion bounds what one character may become: one Arabic ligature stands for 18.
const maxExpansion = 4

type folder struct {
	out        []piece
	start, end int32
	script     rune // '^' or '_' while inside a run of raised or lowered characters
}

func (f *folder) add(r rune, src string) {
	if r < utf8.RuneSelf {
		f.script = 0
		f.emit(lowerASCII(r))
		return
	}
	if 0x4E00 <= r && r <= 0x9FFF { // decomposes into nothing else
		f.script = 0
		f.emit(simplified(r))
		return
	}
	if invisible(r) {
		return
	}
	if mark := scriptOf(r); mark != 0 {
		if f.script != mark {
			f.emit(mark)
		}
		f.script = mark
	} else {
		f.script = 0
	}
	d := norm.NFKD.PropertiesString(src).Decomposition()
	if d == nil {
		f.plain(r)
		return
	}
	for range maxExpansion {
		if len(d) == 0 {
			return
		}
		r, n := utf8.DecodeRune(d)
		f.plain(r)
		d = d[n:]
	}
}

// plain emits a character that has no further decomposition.
func (f *folder) plain(r rune) {
	if invisible(r) {
		return
	}
	if r < 0x2E80 {
		r = lookalike(unicode.ToLower(r))
	}
	f.emit(simplified(r))
}

func (f *folder) emit(r rune) { f.out = append(f.out, piece{r, f.start, f.end}) }

func lowerASCII(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

// hidden are the ranges of characters that show nothing of their own: zero width,
// direction marks, variation selectors, tags, and marks drawn over a letter.
var hidden = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x00AD, 0x00AD, 1},
		{0x0300, 0x036F, 1},
		{0x061C, 0x061C, 1},
		{0x115F, 0x1160, 1},
		{0x17B4, 0x17B5, 1},
		{0x180B, 0x180F, 1},
		{0x1AB0, 0x1AFF, 1},
		{0x1DC0, 0x1DFF, 1},
		{0x200B, 0x200F, 1},
		{0x202A, 0x202E, 1},
		{0x2060, 0x206F, 1},
		{0x20D0, 0x20FF, 1},
		{0x3164, 0x3164, 1},
		{0xFE00, 0xFE0F, 1},
		{0xFE20, 0xFE2F, 1},
		{0xFEFF, 0xFEFF, 1},
		{0xFFA0, 0xFFA0, 1},
	},
	R32:         []unicode.Range32{{0xE0000, 0xE01EF, 1}},
	LatinOffset: 1,
}

func invisible(r rune) bool { return unicode.Is(hidden, r) }

// scriptOf returns '^' for a raised character, '_' for a lowered one, and 0 else.
func scriptOf(r rune) rune {
	switch {
	case r == '²' || r == '³' || r == '¹' || r == '⁰' || r == 'ⁱ' || 0x2074 <= r && r <= 0x2079 || r == 'ⁿ' || 0x1D2C <= r && r <= 0x1D61:
		return '^'
	case 0x2080 <= r && r <= 0x2089 || 0x2090 <= r && r <= 0x209C || 0x1D62 <= r && r <= 0x1D6A || r == 'ⱼ':
		return '_'
	default:
		return 0
	}
}

// lookalike returns the Latin letter that a Cyrillic, Greek or other letter passes for.
// Greek letters that formulas use under their own name (α, σ, …) stay themselves.
func lookalike(r rune) rune {
	if r < utf8.RuneSelf {
		return r
	}
	for _, c := range lookalikes {
		if c.from == r {
			return c.to
		}
	}
	return r
}

var lookalikes = [...]struct{ from, to rune }{
	{'а', 'a'},
	{'е', 'e'},
	{'о', 'o'},
	{'р', 'p'},
	{'с', 'c'},
	{'у', 'y'},
	{'х', 'x'},
	{'к', 'k'},
	{'і', 'i'},
	{'ј', 'j'},
	{'ѕ', 's'},
	{'ԁ', 'd'},
	{'һ', 'h'},
	{'ԛ', 'q'},
	{'ԝ', 'w'},
	{'м', 'm'},
	{'т', 't'},
	{'в', 'b'},
	{'н', 'h'},
	{'ӏ', 'l'},
	{'г', 'r'},
	{'п', 'n'},
	{'ν', 'v'},
	{'ο', 'o'},
	{'ι', 'i'},
	{'κ', 'k'},
	{'υ', 'u'},
	{'ɡ', 'g'},
	{'ı', 'i'},
	{'ɑ', 'a'},
	{'օ', 'o'},
	{'ո', 'n'},
	{'ս', 'u'},
	{'հ', 'h'},
	{'ց', 'g'},
	{'ℓ', 'l'},
	{'ø', 'o'},
	{'ł', 'l'},
	{'đ', 'd'},
	{'’', '\''},
	{'‘', '\''},
	{'ʼ', '\''},
	{'＇', '\''},
	{'`', '\''},
	{'´', '\''},
	{'“', '"'},
	{'”', '"'},
	{'−', '-'},
	{'‐', '-'},
	{'‑', '-'},
	{'–', '-'},
	{'—', '-'},
	{'―', '-'},
	{'∗', '*'},
	{'⋅', '·'},
	{'∙', '·'},
	{'∕', '/'},
	{'⁄', '/'},
	{'˄', '^'},
	{'∑', 'Σ'},
	{'∏', 'Π'},
}
