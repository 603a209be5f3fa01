package bank

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A term is spelled in one way throughout a folder: the one that most texts have. In English -ise and -ize and
// "pre-training" and "pretraining" are one term, in Chinese also "Tensor Core" and "tensor core". Whether words stand
// apart or are hyphenated is grammar in English and not compared.

// spelled is a term as one text has it.
type spelled struct {
	q    int // the question, among reader.graded
	path string
	word string
}

// checkSpelling warns of terms that most of the folder spells otherwise.
func (r *reader) checkSpelling() {
	english, chinese := map[string][]spelled{}, map[string][]spelled{}
	for i, q := range r.graded {
		for _, p := range q.texts {
			for _, w := range englishTerms(p.text.EN) {
				english[skeleton(w)] = append(english[skeleton(w)], spelled{i, p.path + ".en", w})
			}
			for _, w := range latinTerms(p.text.ZH) {
				chinese[skeleton(w)] = append(chinese[skeleton(w)], spelled{i, p.path + ".zh", w})
			}
		}
	}
	r.warnOfSpelling(english)
	r.warnOfSpelling(chinese)
}

// warnOfSpelling notes, once a question, the terms that are not spelled as most are.
func (r *reader) warnOfSpelling(terms map[string][]spelled) {
	for _, uses := range terms {
		usual := usualSpelling(uses)
		noted := map[int]bool{}
		for _, u := range uses {
			if u.word == usual || noted[u.q] || names(u.word, usual) {
				continue
			}
			noted[u.q] = true
			r.graded[u.q].sheet.warn(u.path, "write it in one way", "%s has %q, but elsewhere it is %q", u.path, u.word, usual)
		}
	}
}

// names reports whether one of two words that differ by case is a name of its own, such as LLaMA beside Llama, or [MASK]
// beside mask.
func names(a, b string) bool {
	capital := func(s string) bool { return strings.ToLower(s) != s }
	return strings.EqualFold(a, b) && (capital(a) && capital(b) || strings.ToUpper(a) == a || strings.ToUpper(b) == b)
}

// usualSpelling is the spelling that most questions have; of two that as many have, the first in the alphabet.
func usualSpelling(uses []spelled) string {
	in := map[string][]int{}
	for _, u := range uses {
		if !slices.Contains(in[u.word], u.q) {
			in[u.word] = append(in[u.word], u.q)
		}
	}
	best := ""
	for w, qs := range in {
		if n := len(qs); best == "" || n > len(in[best]) || n == len(in[best]) && w < best {
			best = w
		}
	}
	return best
}

// skeleton is what all spellings of a term have in common.
func skeleton(word string) string {
	return endings.Replace(strings.NewReplacer("-", "", " ", "").Replace(strings.ToLower(word)))
}

var endings = strings.NewReplacer("isation", "ization", "ising", "izing", "ised", "ized", "iser", "izer", "ise", "ize")

var (
	englishWord = regexp.MustCompile(`[A-Za-z]{3,}(-[A-Za-z]+)*`)
	camelCase   = regexp.MustCompile(`[a-z][A-Z]`)
	latinWords  = regexp.MustCompile(`[A-Za-z]{3,}([- ][A-Za-z]+)*`)
)

// englishTerms are the words of an English text, without case and plural.
func englishTerms(text string) []string {
	var out []string
	for _, w := range englishWord.FindAllString(withoutCode(withoutFormulas(text)), -1) {
		if !camelCase.MatchString(w) { // the name of a thing, such as DataParallel
			out = append(out, singular(strings.ToLower(w)))
		}
	}
	return out
}

func singular(w string) string {
	for _, plural := range []string{"ches", "shes", "sses", "xes"} {
		if strings.HasSuffix(w, plural) {
			return strings.TrimSuffix(w, "es")
		}
	}
	if stem, ok := strings.CutSuffix(w, "s"); ok && len(stem) > 3 && !strings.HasSuffix(stem, "s") {
		return stem
	}
	return w
}

// latinTerms are the runs of foreign words of a Chinese text, but for those that begin a sentence or are part of a
// longer name.
func latinTerms(text string) []string {
	plain := withoutCode(withoutFormulas(text))
	var out []string
	for _, at := range latinWords.FindAllStringIndex(plain, -1) {
		before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(plain[:at[0]], " “（*\n"))
		after, _ := utf8.DecodeRuneInString(plain[at[1]:])
		if before == utf8.RuneError || strings.ContainsRune("。？！：.?!:;；", before) || partOfName(before) || partOfName(after) {
			continue // a sentence may begin with a capital
		}
		if strings.HasPrefix(strings.TrimLeft(plain[at[1]:], " "), "等") {
			continue // people: Min 等人
		}
		if words := plain[at[0]:at[1]]; !strings.Contains(words, "xxx") { // a hidden formula
			out = append(out, words)
		}
	}
	return out
}

// partOfName reports whether a character beside a word makes it a part of a name, such as SWE-bench, Min-K% and 7B.
func partOfName(r rune) bool {
	return unicode.IsDigit(r) || strings.ContainsRune("-_/%+τ", r)
}
