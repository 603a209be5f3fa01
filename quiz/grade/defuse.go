package grade

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"drillbot/quiz"
)

// markers are the special tokens by which chat templates tell roles apart (ChatML, Llama,
// Gemma, Mistral, DeepSeek's full-width ones), and the lines around our answers.
var markers = regexp.MustCompile(`(?i)<[|｜][^<>|｜]{0,64}[|｜]>|</?s>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>|<(?:bos|eos)>|<<<\s*(?:ANSWER|END)[^>]{0,80}>>>`)

// halves are what remains of a marker that was nested in another.
var halves = strings.NewReplacer("<|", "< |", "<｜", "< ｜", "|>", "| >", "｜>", "｜ >", "<<<", "< < <")

// defuse returns a text as a model may read it: without marks that pretend to be part of
// the prompt, without invisible characters, at most quiz.MaxAnswer characters long, and
// with all its words.
func defuse(s, boundary string) string {
	s = visible(s)
	if boundary != "" {
		s = strings.ReplaceAll(s, boundary, " ")
	}
	s = strings.ReplaceAll(s, canary, " ")
	return halves.Replace(markers.ReplaceAllString(s, " "))
}

// visible drops control and format characters but line breaks and tabs, and of
// marks on one letter all but two.
func visible(s string) string {
	var b strings.Builder
	marks, n := 0, 0
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me):
			if marks++; marks > 2 {
				continue
			}
		case r != '\n' && r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co):
			continue
		default:
			marks = 0
		}
		if n++; n > quiz.MaxAnswer {
			break
		}
		b.WriteRune(r)
	}
	return b.String()
}

// tampered reports whether an answer holds marks that pretend to be part of a prompt.
func tampered(answer string) bool {
	return strings.ContainsAny(answer, "<[") && markers.MatchString(visible(answer))
}

// cutRunes cuts s to n characters, the last one an ellipsis when something is missing.
func cutRunes(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:n-1])) + "…"
}
