package measure

import (
	"math"
	"slices"
)

// Pair is one answer's score by a human and by what is measured. RMSE and Kappa want both
// from 0 to 1; the correlations take any scale.
type Pair struct{ Human, Grader float64 }

func human(p Pair) float64  { return p.Human }
func grader(p Pair) float64 { return p.Grader }

// Pearson is the product-moment correlation
//
//	r = Σ(x−x̄)(y−ȳ) / √(Σ(x−x̄)² Σ(y−ȳ)²)
//
// (K. Pearson 1895). It is NaN for fewer than two pairs and when either side is constant.
func Pearson(pairs []Pair) float64 {
	if len(pairs) < 2 || constant(pairs, human) || constant(pairs, grader) {
		return math.NaN()
	}
	mx, my := mean(pairs, human), mean(pairs, grader)
	var sxx, syy, sxy float64
	for _, p := range pairs {
		dx, dy := p.Human-mx, p.Grader-my
		sxx, syy, sxy = sxx+dx*dx, syy+dy*dy, sxy+dx*dy
	}
	return max(-1, min(1, sxy/math.Sqrt(sxx)/math.Sqrt(syy)))
}

// Spearman is the Pearson correlation of the ranks, equal scores sharing the mean of
// theirs (C. Spearman 1904). It is NaN where Pearson is.
func Spearman(pairs []Pair) float64 {
	x, y := ranks(pairs, human), ranks(pairs, grader)
	ranked := make([]Pair, len(pairs))
	for i := range ranked {
		ranked[i] = Pair{x[i], y[i]}
	}
	return Pearson(ranked)
}

// RMSE is the root of the mean squared difference, √(Σ(x−y)²/n), on the scale of the
// scores. It is NaN without pairs.
func RMSE(pairs []Pair) float64 {
	sum := 0.0
	for _, p := range pairs {
		sum += (p.Human - p.Grader) * (p.Human - p.Grader)
	}
	return math.Sqrt(sum / float64(len(pairs)))
}

// Kappa is Cohen's quadratically weighted kappa (J. Cohen, Psychological Bulletin 70,
// 1968) of the scores rounded to quarters: 0, ¼, ½, ¾, 1, a half rounded up. With
// weights (i−j)² it is
//
//	κ = 1 − Σ(xᵢ−yᵢ)²/n / Σᵢⱼ(xᵢ−yⱼ)²/n²
//
// the squared difference observed over the one expected of raters who do not look at the
// answer. It is NaN without pairs and when both sides are one and the same constant.
func Kappa(pairs []Pair) float64 {
	var seen, x, y, squares float64
	for _, p := range pairs {
		a, b := quarters(p.Human), quarters(p.Grader)
		seen += (a - b) * (a - b)
		x, y, squares = x+a, y+b, squares+a*a+b*b
	}
	n := float64(len(pairs))
	expected := squares/n - 2*(x/n)*(y/n)
	if n == 0 || expected < 1e-12 {
		return math.NaN()
	}
	return 1 - seen/n/expected
}

// quarters returns how many quarters a score from 0 to 1 is.
func quarters(x float64) float64 { return math.Floor(4*max(0, min(1, x)) + 0.5) }

// Call is what a human and a grader call an answer: right or not.
type Call struct{ Human, Grader bool }

// MacroF1 is the mean of the F1 = 2tp/(2tp+fp+fn) of "right" and of "wrong": both count the
// same however rare they are (the measure of SemEval-2013 Task 7, Dzikovska et al.). It is NaN
// unless humans called some answers right and some wrong.
func MacroF1(calls []Call) float64 {
	var tp, fp, fn, tn float64
	for _, c := range calls {
		switch {
		case c.Human && c.Grader:
			tp++
		case c.Human:
			fn++
		case c.Grader:
			fp++
		default:
			tn++
		}
	}
	if tp+fn == 0 || tn+fp == 0 {
		return math.NaN()
	}
	return (2*tp/(2*tp+fp+fn) + 2*tn/(2*tn+fp+fn)) / 2
}

// ranks returns the rank of every pair on one side, from 1; equals share the mean of theirs.
func ranks(pairs []Pair, side func(Pair) float64) []float64 {
	order := make([]int, len(pairs))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := side(pairs[a]), side(pairs[b])
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		default:
			return 0
		}
	})
	out := make([]float64, len(pairs))
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && side(pairs[order[to]]) == side(pairs[order[from]]) {
			to++
		}
		for _, i := range order[from:to] {
			out[i] = float64(from+1+to) / 2
		}
		from = to
	}
	return out
}

func mean(pairs []Pair, side func(Pair) float64) float64 {
	sum := 0.0
	for _, p := range pairs {
		sum += side(p)
	}
	return sum / float64(len(pairs))
}

// constant reports whether one side never changes. The variance does not tell: rounding can
// leave a little of it.
func constant(pairs []Pair, side func(Pair) float64) bool {
	return !slices.ContainsFunc(pairs, func(p Pair) bool { return side(p) != side(pairs[0]) })
}
