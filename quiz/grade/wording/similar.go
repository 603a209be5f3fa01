package wording

// similar returns how likely word w is meant by form, both stems with the same first
// letter: a typing error, or another word of the same root; 0 when neither.
func (l *Lexicon) similar(form, w string) float64 {
	if root := commonPrefix(form, w); root >= 5 && 3*root >= 2*max(len(form), len(w)) && !antonyms(form, w) {
		return 0.85
	}
	if l.known[w] || l.common[w] || l.stop[w] {
		return 0
	}
	limit := 0
	switch n := min(len(form), len(w)); {
	case n >= 8:
		limit = 2
	case n >= 5:
		limit = 1
	}
	if limit > 0 && editDistance(form, w, limit) <= limit {
		return 0.9
	}
	return 0
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// editDistance is the Damerau-Levenshtein distance (optimal string alignment, by bytes), or
// something above limit when it is above limit.
func editDistance(a, b string, limit int) int {
	const longest = 32
	if len(a) > longest || len(b) > longest || len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	var rows [3][longest + 1]int
	prev2, prev, cur := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		best := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
			best = min(best, cur[j])
		}
		if best > limit {
			return limit + 1
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)]
}

// antonyms reports whether two stems that look alike mean opposite things.
func antonyms(a, b string) bool { return opposites[a] == b && b != "" || opposites[b] == a && a != "" }

// opposites pairs stems that share their beginning and not their meaning.
var opposites = map[string]string{"overfit": "overflow", "underfit": "underflow", "encod": "encount", "interpol": "interpret"}
