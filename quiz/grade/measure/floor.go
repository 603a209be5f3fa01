package measure

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Length is the first floor under a grader: ln(1 + characters) of an answer, for longer answers
// say more, and the tenth sentence adds less than the first.
func Length(answer string) float64 { return math.Log1p(float64(utf8.RuneCountInString(answer))) }

// Overlap is the share of a reference's distinct words that an answer has, from 0 to 1, the best
// of several references; 0 without any. Words are runs of letters and digits in lower case, as they
// stand: no stems, no stop words. Chinese has none to be seen, so its pairs of neighbouring
// characters count as words (as good as a segmentation for retrieval: K. L. Kwok, SIGIR 1997).
func Overlap(answer string, references []string) float64 {
	have, best := words(answer), 0.0
	for _, r := range references {
		want := words(r)
		shared := 0
		for w := range want {
			if have[w] {
				shared++
			}
		}
		best = max(best, float64(shared)/float64(max(1, len(want))))
	}
	return best
}

// words returns the distinct words of a text.
func words(text string) map[string]bool {
	out := map[string]bool{}
	var run []rune
	flush := func() {
		if len(run) > 0 {
			out[string(run)] = true
		}
		run = run[:0]
	}
	var before rune // the Han character just read
	for _, r := range strings.ToLower(text) {
		if unicode.Is(unicode.Han, r) {
			flush()
			if before != 0 {
				out[string([]rune{before, r})] = true
			}
			before = r
			continue
		}
		before = 0
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			flush()
			continue
		}
		run = append(run, r)
	}
	flush()
	return out
}
