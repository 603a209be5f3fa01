package bank

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"drillbot/data/bank/internal/form"
)

// The longest texts, in characters as they are shown. Discord takes 4,096 in an embed's
// description, 6,000 in all embeds of a message and 100 in a select's label; a prompt with
// its options, and a reference with its points, have to leave room for the rest.
const (
	maxTitle     = 90
	maxPanel     = 800
	maxPrompt    = 1200
	maxReference = 2800
	maxHint      = 300
	maxPoint     = 220
	maxFollowUp  = 250
	maxClaim     = 250
	maxOption    = 200
	maxWhy       = 350
	maxItem      = 100
	maxLabel     = 45
	maxUnit      = 20
	maxSource    = 250
)

// place is a text in its file.
type place struct {
	path  string
	text  form.Text
	limit int
	line  bool // must be a single line
	prose bool // must be in its language, not only a formula
}

// textsOf lists the texts of a question that people read.
func textsOf(f form.Question) []place {
	out := []place{
		{path: "prompt", text: f.Prompt, limit: maxPrompt, prose: true},
		{path: "reference", text: f.Reference, limit: maxReference, prose: true},
	}
	add := func(list string, i int, field string, t form.Text, limit int, line bool) {
		out = append(out, place{path: join(index(list, i), field), text: t, limit: limit, line: line})
	}
	for i, h := range f.Hints {
		out = append(out, place{path: index("hints", i), text: h, limit: maxHint})
	}
	for i, p := range f.Points {
		add("points", i, "text", p.Text, maxPoint, true)
		add("points", i, "follow_up", p.FollowUp, maxFollowUp, true)
	}
	for i, m := range f.Misconceptions {
		add("misconceptions", i, "text", m.Text, maxClaim, true)
		add("misconceptions", i, "right", m.Right, maxClaim, true)
	}
	for i, o := range f.Options {
		add("options", i, "text", o.Text, maxOption, true)
		add("options", i, "why", o.Why, maxWhy, true)
	}
	for i, b := range f.Blanks {
		add("blanks", i, "label", b.Label, maxLabel, true)
	}
	for i, item := range f.Items {
		add("items", i, "text", item.Text, maxItem, true)
	}
	return out
}

// checkText checks one text in both languages.
func (s *sheet) checkText(p place) {
	for _, t := range []struct{ lang, text string }{{"en", p.text.EN}, {"zh", p.text.ZH}} {
		if t.text == "" {
			continue // noted by the decoder
		}
		path := p.path + "." + t.lang
		if n := utf8.RuneCountInString(shown(t.text)); n > p.limit {
			s.fail(path, fmt.Sprintf("shorten it to %d", p.limit), "%s has %d characters as it is shown", path, n)
		}
		if p.line && strings.Contains(t.text, "\n") {
			s.fail(path, "write it as one line", "%s has several lines", path)
		}
		s.checkTeX(path, t.text)
		s.checkMarkdown(path, t.text)
		s.checkLanguage(path, t.lang, t.text, p.prose)
	}
}

// markdownFaults are what Discord shows otherwise than its author meant.
var markdownFaults = []struct {
	form     *regexp.Regexp
	msg, fix string
}{
	{regexp.MustCompile(`<(@|#|a?:\w+:|/|t:)[^>]*>|@(everyone|here)\b`), "a mention", "remove it"},
	{regexp.MustCompile(`(?i)</?(a|b|i|u|p|br|div|span|sub|sup|img|table|tr|td|th|ul|ol|li|code|pre|em|strong|script|h[1-6])(\s[^>]*)?/?>`), "an HTML tag", "use Markdown or a formula"},
	{regexp.MustCompile(`!\[[^\]]*\]\(`), "a picture", "describe it in words"},
	{regexp.MustCompile(`\]\((?:[^h)]|h[^t])`), "a link that does not begin with http", "write the whole address"},
	{regexp.MustCompile(`(?m)^\s*\|.*\|\s*$`), "a table", "use a list: Discord shows no tables"},
	{regexp.MustCompile(`(?m)^(#{4,}|#{1,3}[^#\s])`), "a heading that Discord does not know", "use # to ### and a space, or bold text"},
	{regexp.MustCompile(`&(lt|gt|amp|nbsp|times|quot|#\d+);`), "an HTML entity", "write the character itself"},
	{regexp.MustCompile(`\|\|`), "a spoiler mark ||", "write ‖ or the formula"},
	{regexp.MustCompile(`[ \t]\n|\n{3,}`), "spaces at the end of a line, or more than one empty line", "remove them"},
}

func (s *sheet) checkMarkdown(path, text string) {
	plain := withoutCode(withoutFormulas(text))
	for _, fault := range markdownFaults {
		if at := fault.form.FindStringIndex(plain); at != nil {
			s.note(s.markIn(path, plain, at[0]), false, fault.fix, "%s holds %s: %q", path, fault.msg, shorten(plain[at[0]:at[1]]))
		}
	}
	if strings.Count(text, "`")%2 == 1 {
		s.fail(path, "close it or remove it", "%s has an odd number of backticks", path)
	}
	if strings.Count(plain, "**")%2 == 1 {
		s.fail(path, "close it or remove it", "%s has an odd number of **", path)
	}
}

// checkLanguage checks that a text is in its language.
func (s *sheet) checkLanguage(path, lang, text string, prose bool) {
	plain := withoutCode(withoutFormulas(text))
	han := strings.IndexFunc(plain, isHan)
	if lang == "zh" {
		if prose && han < 0 {
			s.fail(path, "write it in Chinese", "%s holds no Chinese", path)
		}
		s.checkChinese(path, plain)
		return
	}
	if han >= 0 {
		s.note(s.markIn(path, plain, han), true, "write it in English", "%s holds Chinese characters", path)
	}
	if i := strings.IndexAny(plain, "，。；：？！（）、“”《》"); i >= 0 && !strings.ContainsRune("“”", firstRune(plain[i:])) {
		s.note(s.markIn(path, plain, i), false, "use the English sign", "%s holds the Chinese sign %c", path, firstRune(plain[i:]))
	}
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// codeForm is a fenced block or a code span.
var codeForm = regexp.MustCompile("(?s)```.*?```|`[^`\n]*`")

// withoutCode puts spaces in the place of code, so that offsets stay true.
func withoutCode(text string) string {
	return codeForm.ReplaceAllStringFunc(text, blanked)
}

// blanked keeps the length and the lines of what it hides.
func blanked(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c != '\n' {
			b[i] = 'x'
		}
	}
	return string(b)
}
