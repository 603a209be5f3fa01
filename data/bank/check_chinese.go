package bank

import "regexp"

// chineseFaults are the basics of Chinese typography: what stands between Chinese characters
// is full width. The letter x stands for hidden code and formulas.
var chineseFaults = []struct {
	form     *regexp.Regexp
	msg, fix string
	warning  bool
}{
	{form: regexp.MustCompile(`\p{Han}[)”』」]?\s?,|,\s?\p{Han}`), msg: "a half-width comma", fix: "write ，or 、"},
	{form: regexp.MustCompile(`\p{Han}\s?;|;\s?\p{Han}`), msg: "a half-width semicolon", fix: "write ；"},
	{form: regexp.MustCompile(`\p{Han}\s?\?|\?\s?\p{Han}`), msg: "a half-width question mark", fix: "write ？"},
	{form: regexp.MustCompile(`\p{Han}\s?!|!\s?\p{Han}`), msg: "a half-width exclamation mark", fix: "write ！"},
	{form: regexp.MustCompile(`\p{Han}:|[^\d\s]:\s?\p{Han}`), msg: "a half-width colon", fix: "write ："},
	{form: regexp.MustCompile(`\p{Han}\.(\s|$)`), msg: "a half-width full stop", fix: "write 。"},
	{form: regexp.MustCompile(`[，。；：？！、][，。；：？、]`), msg: "two signs in a row", fix: "keep one"},
	{form: regexp.MustCompile(`\s[，。；：？！、）]|[，。；：？！、（][ \t]+\S`), msg: "a space beside a full-width sign", fix: "remove the space"},
	{form: regexp.MustCompile(`\p{Han} +\p{Han}`), msg: "a space between Chinese characters", fix: "remove it"},
	{form: regexp.MustCompile(`\p{Han}\(|\(\p{Han}[^)]*\)|\)\p{Han}`), msg: "half-width brackets", fix: "write （）", warning: true},
	{form: regexp.MustCompile(`"[^"]*\p{Han}[^"]*"`), msg: "straight quotes", fix: "write “”", warning: true},
	{form: regexp.MustCompile(`\p{Han}\.{3,}|\.{3,}\p{Han}`), msg: "dots", fix: "write ……"},
	{form: regexp.MustCompile(`\p{Han}\s?--+|--+\s?\p{Han}`), msg: "hyphens for a dash", fix: "write ——"},
	{form: regexp.MustCompile(`（[^（）]*\)|\([^()（）]*）`), msg: "brackets of two widths", fix: "write （）"},
	{form: regexp.MustCompile(`\x{3000}`), msg: "a full-width space", fix: "remove it"},
}

func (s *sheet) checkChinese(path, plain string) {
	for _, fault := range chineseFaults {
		if at := fault.form.FindStringIndex(plain); at != nil {
			s.note(s.markIn(path, plain, at[0]), fault.warning, fault.fix, "%s has %s: %q", path, fault.msg, around(plain, at))
		}
	}
}

// around is a little of the text about a fault, to find it by.
func around(text string, at []int) string {
	from, to := at[0], at[1]
	for n := 0; n < 8 && from > 0; from-- {
		if text[from-1]&0xc0 != 0x80 { // the start of a character
			n++
		}
	}
	return shorten(text[from:to])
}
