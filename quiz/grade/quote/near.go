package quote

// Near reports whether t holds one of the phrases first and, beginning at most within tokens
// behind it, one of then; or, without then, just one of first. Case, width and what else
// Parse evens out do not matter, and phrases stand in one piece.
func (t *Text) Near(first, then []string, within int) bool {
	for _, phrase := range first {
		for _, end := range t.ends(phrase) {
			if len(then) == 0 || t.anyFrom(then, end, end+within) {
				return true
			}
		}
	}
	return false
}

// ends returns where a phrase ends: the indices of the tokens behind it.
func (t *Text) ends(phrase string) []int {
	words := Parse(phrase).tokens
	if len(words) == 0 {
		return nil
	}
	var ends []int
	for _, i := range t.at[words[0].text] {
		if t.reads(int(i), words) {
			ends = append(ends, int(i)+len(words))
		}
	}
	return ends
}

// anyFrom reports whether one of the phrases begins at a token from low to high.
func (t *Text) anyFrom(phrases []string, low, high int) bool {
	for _, phrase := range phrases {
		n := len(Parse(phrase).tokens)
		for _, end := range t.ends(phrase) {
			if begin := end - n; low <= begin && begin <= high {
				return true
			}
		}
	}
	return false
}

// reads reports whether the text goes on with words at token i.
func (t *Text) reads(i int, words []token) bool {
	if i+len(words) > len(t.tokens) {
		return false
	}
	for k, w := range words {
		if t.tokens[i+k].text != w.text {
			return false
		}
	}
	return true
}
