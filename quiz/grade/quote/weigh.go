package quote

import "unicode/utf8"

// A word weighs two, a Han or kana character or a lone letter one: six Han characters
// say about as much as three words.
const (
	Word = 2
	half = 1
)

func (w token) weight() int {
	if w.single || len(w.text) == 1 {
		return half
	}
	return Word
}

// Own returns the weight of the words of t that say something and occur in none of others,
// each counted once. Function words of English and Chinese weigh nothing.
func (t *Text) Own(others ...*Text) int {
	sum := 0
	for w := range t.distinct() {
		if !anyHolds(others, w.text) {
			sum += w.weight()
		}
	}
	return sum
}

// distinct yields the first token of each kind, without function words.
func (t *Text) distinct() func(yield func(token) bool) {
	return func(yield func(token) bool) {
		for i, w := range t.tokens {
			if t.at[w.text][0] == int32(i) && !functionWords[w.text] && !yield(w) {
				return
			}
		}
	}
}

func anyHolds(texts []*Text, word string) bool {
	for _, t := range texts {
		if len(t.at[word]) > 0 {
			return true
		}
	}
	return false
}

// Share returns which part of what t says, by weight, is in the words of others, 0 to 1.
// Words of five letters and more are alike when they begin alike.
func (t *Text) Share(others ...*Text) float64 {
	known := map[string]bool{}
	for _, o := range others {
		for w := range o.distinct() {
			known[stem(w.text)] = true
		}
	}
	sum, shared := 0, 0
	for w := range t.distinct() {
		sum += w.weight()
		if known[stem(w.text)] {
			shared += w.weight()
		}
	}
	if sum == 0 {
		return 0
	}
	return float64(shared) / float64(sum)
}

// stem is the front of a word: crude, and enough to tell another subject.
func stem(w string) string {
	n := 0
	for i := range w {
		if n == 5 {
			return w[:i]
		}
		n++
	}
	return w
}

// Echo returns the weight of the longest run of consecutive tokens that t and other share.
func (t *Text) Echo(other *Text) int {
	best := 0
	runs := make([]int, len(other.tokens)+1) // by where the run ends in other
	next := make([]int, len(runs))
	for _, w := range t.tokens {
		clear(next)
		for _, p := range other.at[w.text] {
			next[p+1] = runs[p] + w.weight()
			best = max(best, next[p+1])
		}
		runs, next = next, runs
	}
	return best
}

// HanShare returns which part of the text's letters, by characters, is Han or kana, 0 to 1.
// A digit is no letter; a text without letters has none.
func (t *Text) HanShare() float64 {
	han, all := 0, 0
	for _, w := range t.tokens {
		switch {
		case w.single:
			han, all = han+1, all+1
		case w.text[0] < '0' || w.text[0] > '9':
			all += utf8.RuneCountInString(w.text)
		}
	}
	if all == 0 {
		return 0
	}
	return float64(han) / float64(all)
}
