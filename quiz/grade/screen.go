package grade

import (
	"regexp"
	"strings"

	"drillbot/quiz"
	"drillbot/quiz/grade/quote"
)

// leak is how much of the reference in one piece gives it away: eight words, or sixteen
// Han characters.
const leak = 8 * quote.Word

// How much of a text's letters are Han in a text that is in Chinese, and may be in one
// that is not: terms stay in English, and quotes in their own language.
const (
	hanInChinese = 0.15
	hanInEnglish = 0.3
)

// maskedLink is a Markdown link, of which the text is kept; pings is what Discord turns into
// a link, a mention, an emoji, a time or a command.
var (
	maskedLink = regexp.MustCompile(`\[([^\[\]]*)\]\([^()]*\)`)
	pings      = regexp.MustCompile(`(?i)(?:https?|ftp|discord)://\S*|\bwww\.\S+|\bdiscord(?:app)?\.(?:gg|com)/\S*|<(?:[@#:/]|a:|t:|id:)[^<>]{0,100}>|@(?:everyone|here)`)
)

// screen lets through what of a model's text a player may read.
type screen struct {
	lang      quiz.Lang
	reference []*quote.Text
	secrets   []string
}

func newScreen(job quiz.Job, boundary string) screen {
	s := screen{lang: job.Lang, reference: parseBoth(job.Question.Reference), secrets: []string{canary}}
	if boundary != "" {
		s.secrets = append(s.secrets, boundary)
	}
	return s
}

// text returns a model's text on one line, without control characters, links and mentions,
// cut to n characters; or "" when it holds a secret of the prompt or a piece of the
// reference, or is not in the player's language.
func (s screen) text(raw string, n int) string {
	t := maskedLink.ReplaceAllString(visible(raw), "$1")
	t = strings.Join(strings.Fields(pings.ReplaceAllString(t, " ")), " ")
	parsed := quote.Parse(t)
	if parsed.Empty() || s.secret(t) || s.leaks(parsed) || !s.ownLanguage(parsed) {
		return ""
	}
	return cutRunes(t, n)
}

func (s screen) secret(t string) bool {
	t = strings.ToLower(strings.ReplaceAll(t, " ", ""))
	for _, x := range s.secrets {
		if strings.Contains(t, x) {
			return true
		}
	}
	return false
}

func (s screen) leaks(t *quote.Text) bool {
	for _, r := range s.reference {
		if t.Echo(r) >= leak {
			return true
		}
	}
	return false
}

func (s screen) ownLanguage(t *quote.Text) bool {
	if s.lang == quiz.Chinese {
		return t.HanShare() >= hanInChinese
	}
	return t.HanShare() <= hanInEnglish
}
