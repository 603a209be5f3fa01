package quiz

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// exactVersion changes whenever the rules of this file do.
const exactVersion = "1"

// gradeExact grades an answer of a closed type, by rule. It returns an error that wraps
// ErrBadNumber, ErrBadUnit, ErrBadOrder or ErrBadChoice when the answer cannot be read: such
// an answer is not an attempt.
func (a Ask) gradeExact(answer Answer) (Grade, error) {
	q := a.Question
	g := Grade{By: "exact", Version: exactVersion, Confidence: 1}
	var err error
	switch q.Type {
	case Choice:
		g.Score, g.Points, err = gradeChoice(q, answer.Parts)
	case Numeric:
		g.Score, g.Points, err = gradeNumeric(*q.Numeric, a.Value, answer.Text)
	case Cloze:
		g.Score, g.Points = gradeCloze(q, answer.Parts)
	case Order:
		g.Score, g.Points, err = gradeOrder(q, answer.Parts)
	}
	return g, err
}

// gradeChoice gives the share of right options picked, less one share for each wrong one.
func gradeChoice(q Question, picked []string) (int, []PointGrade, error) {
	known := func(id string) bool {
		return slices.ContainsFunc(q.Options, func(o Option) bool { return o.ID == id })
	}
	for _, id := range picked {
		if !known(id) {
			return 0, nil, ErrBadChoice
		}
	}
	var points []PointGrade
	hits, misses := 0, 0
	for _, o := range q.Options {
		chosen := slices.Contains(picked, o.ID)
		switch {
		case o.Right && chosen:
			hits++
			points = append(points, PointGrade{Point: o.ID, Verdict: Covered})
		case o.Right:
			points = append(points, PointGrade{Point: o.ID, Verdict: Missed})
		case chosen:
			misses++
			points = append(points, PointGrade{Point: o.ID, Verdict: Contradicted})
		}
	}
	return share(max(0, hits-misses), len(q.Right())), points, nil
}

// near is how many times the tolerance a number may be off and still earn half.
const near = 5

// gradeNumeric gives everything within the tolerance and half within five times of it.
func gradeNumeric(key NumericKey, want float64, text string) (int, []PointGrade, error) {
	got, err := ParseNumber(text, key)
	if err != nil {
		return 0, nil, err
	}
	off := math.Abs(got - want)
	slack := math.Abs(want)*key.Tolerance + 1e-9*math.Abs(want)
	p := PointGrade{Quote: text}
	switch {
	case off <= slack:
		p.Verdict = Covered
	case off <= near*slack && key.Tolerance > 0:
		p.Verdict = Partly
	}
	return 50 * earned(p.Verdict), []PointGrade{p}, nil
}

// gradeCloze gives each blank the same share.
func gradeCloze(q Question, parts []string) (int, []PointGrade) {
	points := make([]PointGrade, len(q.Blanks))
	right := 0
	for i, b := range q.Blanks {
		points[i] = PointGrade{Point: b.ID}
		if i < len(parts) {
			points[i].Quote = parts[i]
		}
		if b.accepts(points[i].Quote) {
			points[i].Verdict = Covered
			right++
		}
	}
	return share(right, len(q.Blanks)), points
}

// accepts compares without case, width, articles, spaces and punctuation, and numbers by their value. A
// word of six letters or more may have one slip of the pen.
func (b Blank) accepts(text string) bool {
	got := plain(text)
	if got == "" {
		return false
	}
	return slices.ContainsFunc(b.Accept, func(accepted string) bool {
		want := plain(accepted)
		return got == want || sameNumber(text, accepted) || len(want) >= 6 && isWord(want) && oneSlip(got, want)
	})
}

func plain(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, article := range []string{"the ", "a ", "an "} {
		s = strings.TrimPrefix(s, article)
	}
	return strings.Map(func(r rune) rune {
		r = narrow(r)
		if unicode.IsSpace(r) || strings.ContainsRune("-_.,;:'\"`$。，；：（）()", r) {
			return -1
		}
		return r
	}, s)
}

func isWord(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < 'a' || r > 'z' })
}

func sameNumber(a, b string) bool {
	x, err := ParseNumber(a, NumericKey{})
	if err != nil {
		return false
	}
	y, err := ParseNumber(b, NumericKey{})
	return err == nil && x == y && numberOnly(a) && numberOnly(b)
}

func numberOnly(s string) bool {
	return !strings.ContainsFunc(strings.ReplaceAll(s, "e", ""), unicode.IsLetter)
}

// oneSlip reports whether a and b differ by one letter put in, left out or replaced.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i < len(a) && a[i+1:] == b[i+1:]
	}
	return len(b) == len(a)+1 && a[i:] == b[i+1:]
}

// gradeOrder compares pairs: all in order give 100, as many wrong as right, what chance
// would give, 0 (Kendall's tau, kept from below zero).
func gradeOrder(q Question, order []string) (int, []PointGrade, error) {
	if !eachOnce(order, q.Items) {
		return 0, nil, ErrBadOrder
	}
	place := make(map[string]int, len(order))
	for i, id := range order {
		place[id] = i
	}
	points := make([]PointGrade, len(q.Items))
	right, pairs := 0, 0
	for i, it := range q.Items {
		points[i] = PointGrade{Point: it.ID, Verdict: placeVerdict(place[it.ID] - i)}
		for _, later := range q.Items[i+1:] {
			pairs++
			if place[it.ID] < place[later.ID] {
				right++
			}
		}
	}
	return share(max(0, 2*right-pairs), pairs), points, nil
}

func placeVerdict(off int) Verdict {
	switch off {
	case 0:
		return Covered
	case 1, -1:
		return Partly
	default:
		return Missed
	}
}

// share is part of whole in hundredths, rounded half up.
func share(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return (200*part + whole) / (2 * whole)
}
