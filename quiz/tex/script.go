package tex

import (
	"strings"
	"unicode"
)

// withScripts hangs a subscript and a superscript on a base; an empty text is none.
func withScripts(base piece, sub, sup string) piece {
	if base.brace {
		return labelled(base, sub+sup)
	}
	if base.quotes || base.class == ord && base.level > single {
		base = base.bracketed()
	}
	out := base
	out.level = min(out.level, single)
	if sub != "" {
		text, plain := lowered(sub)
		out.text, out.tail = out.text+text, plain
	}
	if sup != "" {
		text, plain := raised(sup)
		out.text, out.tail, out.raised = out.text+text, plain, true
	}
	return out
}

// labelled writes the label of an underbrace behind what it embraces.
func labelled(base piece, label string) piece {
	if label == "" {
		return base
	}
	return piece{text: base.within(product) + " [" + label + "]", class: ord, level: base.level, spaced: base.spaced}
}

func lowered(s string) (text string, plain bool) { return scripted(s, loweredGlyphs, "_") }

func raised(s string) (text string, plain bool) { return scripted(s, raisedGlyphs, "^") }

// scripted writes s in glyphs where Unicode has them all, and else behind a mark: x^0.5, d_model,
// ∑_(i<j). plain reports that the last is a letter or digit of full size.
func scripted(s string, glyphs map[rune]rune, mark string) (text string, plain bool) {
	s = compact(s)
	var b strings.Builder
	for _, r := range s {
		g, ok := glyphs[r]
		if !ok {
			return behind(s, mark)
		}
		b.WriteRune(g)
	}
	if strings.Trim(s, ",") == "" {
		return behind(s, mark)
	}
	return b.String(), false
}

func behind(s, mark string) (text string, plain bool) {
	simple := strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) && r != '.' && r != '-'
	}) < 0
	if simple || len([]rune(s)) == 1 {
		return mark + s, true
	}
	return mark + "(" + s + ")", false
}

// compact removes the spaces that are not between words.
func compact(s string) string {
	var b strings.Builder
	r := []rune(strings.TrimSpace(strings.ReplaceAll(s, "\n", " ")))
	for i, c := range r {
		if c == ' ' && i > 0 && i+1 < len(r) && !(alnum(r[i-1]) && alnum(r[i+1])) {
			continue
		}
		b.WriteRune(c)
	}
	return b.String()
}

// accents are the combining marks of TeX's accents.
var accents = map[string]string{
	"hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0305", "tilde": "\u0303", "widetilde": "\u0303",
	"vec": "\u20d7", "overrightarrow": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "check": "\u030c", "breve": "\u0306",
	"acute": "\u0301", "grave": "\u0300", "mathring": "\u030a", "underline": "\u0332", "cancel": "\u0338",
}

// accented puts an accent on a letter, a line over or under each of several letters, and
// writes other accents as functions: hat(AB).
func accented(name string, p piece) piece {
	mark := accents[name]
	letters := 0
	for _, r := range p.text {
		if isBase(r) {
			letters++
		}
	}
	if name != "overline" && name != "underline" && letters > 1 {
		return piece{text: strings.TrimPrefix(name, "wide") + "(" + p.text + ")", class: word, spaced: p.spaced}
	}
	var b strings.Builder
	for _, r := range p.text {
		b.WriteRune(r)
		if isBase(r) && !strings.Contains(p.text, mark) {
			b.WriteString(mark)
		}
	}
	p.text = b.String()
	return p
}

// isBase reports whether a character carries accents: scripts do not.
func isBase(r rune) bool {
	return unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.Is(unicode.Lm, r) && !strings.ContainsRune("ᵢᵣᵤᵥᵦᵧᵨᵩᵪ", r)
}
