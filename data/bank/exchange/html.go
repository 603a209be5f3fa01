package exchange

import (
	"html"
	"regexp"
	"strings"
	"unicode"

	"drillbot/quiz"
	"drillbot/quiz/tex"
)

// toHTML writes a text of the bank as HTML that Anki and Moodle show: formulas for MathJax, bold, code and lines.
func toHTML(text string) string {
	var b strings.Builder
	last := 0
	for _, s := range tex.Spans(text) {
		b.WriteString(proseHTML(text[last:s.Start]))
		if s.Display {
			b.WriteString(`\[` + html.EscapeString(s.TeX) + `\]`)
		} else {
			b.WriteString(`\(` + html.EscapeString(s.TeX) + `\)`)
		}
		last = s.End
	}
	b.WriteString(proseHTML(text[last:]))
	return b.String()
}

var (
	boldForm = regexp.MustCompile(`\*\*([^*\n]+)\*\*`)
	codeForm = regexp.MustCompile("`([^`\n]+)`")
)

func proseHTML(text string) string {
	text = strings.ReplaceAll(html.EscapeString(text), `\$`, "$")
	text = codeForm.ReplaceAllString(text, "<code>$1</code>")
	text = boldForm.ReplaceAllString(text, "<b>$1</b>")
	return strings.ReplaceAll(text, "\n", "<br>")
}

// tagForm is a tag, a comment or the like.
var tagForm = regexp.MustCompile(`(?s)<!--.*?-->|</?([A-Za-z][A-Za-z0-9]*)[^<>]*>|<![^<>]*>`)

// marks are what becomes of tags; others vanish.
var marks = map[string]string{
	"br": "\n", "p": "\n\n", "/p": "\n\n", "div": "\n", "/div": "\n", "li": "\n- ", "tr": "\n", "h1": "\n\n", "h2": "\n\n", "h3": "\n\n",
	"b": "**", "/b": "**", "strong": "**", "/strong": "**", "i": "*", "/i": "*", "em": "*", "/em": "*", "code": "`", "/code": "`",
}

// fromHTML reads HTML as a text of the bank: what toHTML wrote, and what is simple of others.
func fromHTML(s string) string {
	var b strings.Builder
	last := 0
	for _, at := range tagForm.FindAllStringSubmatchIndex(s, -1) {
		b.WriteString(html.UnescapeString(s[last:at[0]]))
		if at[2] >= 0 {
			name := strings.ToLower(s[at[2]:at[3]])
			if s[at[0]+1] == '/' {
				name = "/" + name
			}
			b.WriteString(marks[name])
		}
		last = at[1]
	}
	b.WriteString(html.UnescapeString(s[last:]))
	return tidy(dollars(b.String()))
}

// dollars turns the delimiters of MathJax into ours, and other dollars into escaped ones.
func dollars(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		rest := s[i:]
		open, end, ours := delimiter(rest)
		if n := strings.Index(rest[len(open):], end); ours != "" && n > 0 {
			inner := rest[len(open) : len(open)+n]
			b.WriteString(ours + strings.TrimSpace(inner) + ours)
			i += len(open) + n + len(end)
			continue
		}
		if s[i] == '$' {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// delimiter returns what begins a formula at the start of s, what ends it, and our delimiter.
func delimiter(s string) (open, end, ours string) {
	for _, d := range [][3]string{{`\(`, `\)`, "$"}, {`\[`, `\]`, "$$"}, {"$$", "$$", "$$"}} {
		if strings.HasPrefix(s, d[0]) {
			return d[0], d[1], d[2]
		}
	}
	return "", "", ""
}

var (
	trailing = regexp.MustCompile(`[ \t\x{00a0}]+\n`)
	gaps     = regexp.MustCompile(`\n{3,}`)
)

func tidy(s string) string {
	s = strings.ReplaceAll(s, "\u00a0", " ")
	return strings.TrimSpace(gaps.ReplaceAllString(trailing.ReplaceAllString(s, "\n"), "\n\n"))
}

// bothLanguages writes a text in both languages, each in an element with its lang: Moodle's multilang filter shows the
// reader's, Anki both.
func bothLanguages(t quiz.Text, element string) string {
	var b strings.Builder
	for _, l := range []struct{ lang, text string }{{"en", t.EN}, {"zh_cn", t.ZH}} {
		if l.text != "" {
			b.WriteString("<" + element + ` lang="` + l.lang + `" class="multilang">` + toHTML(l.text) + "</" + element + ">")
		}
	}
	return b.String()
}

// language is an element of bothLanguages, by whichever program it went through.
var language = regexp.MustCompile(`(?is)<(?:span|div)[^<>]*\slang="(en|zh)[^"<>]*"[^<>]*>(.*?)</(?:span|div)>`)

// fromLanguages reads what bothLanguages wrote. Text without languages is put under the one it is written in.
func fromLanguages(s string) quiz.Text {
	var t quiz.Text
	for _, m := range language.FindAllStringSubmatch(s, -1) {
		if strings.EqualFold(m[1], "en") {
			t.EN = fromHTML(m[2])
		} else {
			t.ZH = fromHTML(m[2])
		}
	}
	if t != (quiz.Text{}) {
		return t
	}
	plain := fromHTML(s)
	if strings.ContainsFunc(plain, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return quiz.Text{ZH: plain}
	}
	return quiz.Text{EN: plain}
}
