package bank

import (
	"strings"
	"unicode"
)

// Two prompts are near-duplicates when they share this much of their shingles, and suspicious before. Of our
// first 76 questions no two share more than 0.11.
const (
	alikeFrom   = 0.5
	suspectFrom = 0.3
)

// The lengths of shingles: words of English, Chinese characters and the words between them.
const (
	shingleEN = 3
	shingleZH = 4
)

// checkAlike compares every prompt with those before it, in each language.
func (r *reader) checkAlike() {
	for _, l := range []struct {
		name string
		n    int
		text func(graded) string
	}{
		{"en", shingleEN, func(q graded) string { return q.Prompt.EN }},
		{"zh", shingleZH, func(q graded) string { return q.Prompt.ZH }},
	} {
		var before [][]string // the shingles of each question
		where := map[string][]int{}
		for i, q := range r.graded {
			mine := shingles(shown(l.text(q)), l.n)
			j, share := closest(mine, before, where)
			switch {
			case share >= alikeFrom:
				q.sheet.fail("prompt."+l.name, "ask something else, or merge the two", "prompt.%s is nearly that of %s", l.name, r.graded[j].ID)
			case share >= suspectFrom:
				q.sheet.warn("prompt."+l.name, "see that they do not ask the same", "prompt.%s resembles that of %s", l.name, r.graded[j].ID)
			}
			for _, s := range mine {
				where[s] = append(where[s], i)
			}
			before = append(before, mine)
		}
	}
}

// closest returns which of the questions before shares most with the shingles mine, and the share: of what
// both have in what either has.
func closest(mine []string, before [][]string, where map[string][]int) (int, float64) {
	common := map[int]int{}
	for _, s := range mine {
		for _, i := range where[s] {
			common[i]++
		}
	}
	best, top := 0, 0.0
	for i, n := range common {
		share := float64(n) / float64(len(mine)+len(before[i])-n)
		if share > top || share == top && i < best {
			best, top = i, share
		}
	}
	return best, top
}

// shingles returns every run of n words of a text once, all of a shorter one; each Chinese character is a word.
func shingles(text string, n int) []string {
	var words []string
	for _, f := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		words = append(words, split(f)...)
	}
	var out []string
	seen := map[string]bool{}
	for i := 0; i == 0 || i+n <= len(words); i++ {
		s := strings.Join(words[i:min(i+n, len(words))], " ")
		if !seen[s] {
			out = append(out, s)
		}
		seen[s] = true
	}
	return out
}

// split parts a word at its Chinese characters.
func split(word string) []string {
	var out []string
	from := 0
	for i, r := range word {
		if !isHan(r) {
			continue
		}
		if i > from {
			out = append(out, word[from:i])
		}
		from = i + len(string(r))
		out = append(out, word[i:from])
	}
	if from < len(word) {
		out = append(out, word[from:])
	}
	return out
}
