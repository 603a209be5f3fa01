package measure

import (
	"math"
	"math/rand/v2"
	"slices"
)

// minWithin is the least number of answers by which a question has a say in Within: of two,
// any correlation is +1 or −1.
const minWithin = 3

// Within is the mean of Pearson inside the questions: how well answers to one question are told
// apart, whereas a pooled correlation also rewards knowing which questions are hard. Every
// group is one question. Those with fewer than three answers, or all scored alike by humans,
// have no say; one in which only the grader never changes counts 0, for it tells nothing apart.
// It is NaN when no question has a say.
func Within(groups [][]Pair) float64 {
	sum, n := 0.0, 0
	for _, g := range groups {
		if len(g) < minWithin || constant(g, human) {
			continue
		}
		n++
		if r := Pearson(g); !math.IsNaN(r) {
			sum += r
		}
	}
	return sum / float64(n)
}

// Interval is a range in which a statistic lies with 95 % confidence; NaN where unknown.
type Interval struct{ Low, High float64 }

// rounds is how often Bootstrap draws.
const rounds = 1000

// Bootstrap returns the 95 % percentile interval (B. Efron, Annals of Statistics 7, 1979)
// of a statistic when whole questions are drawn with replacement: answers to one question
// resemble one another, so drawing single answers would promise too much. The draws
// are the same for the same number of questions. Draws that do not define the statistic are left
// out; with less than two questions, or when half of the draws are out, there is no interval.
func Bootstrap[T any](groups [][]T, stat func([][]T) float64) Interval {
	unknown := Interval{math.NaN(), math.NaN()}
	if len(groups) < 2 {
		return unknown
	}
	draw := rand.New(rand.NewPCG(1979, uint64(len(groups))))
	drawn := make([][]T, len(groups))
	var values []float64
	for range rounds {
		for i := range drawn {
			drawn[i] = groups[draw.IntN(len(groups))]
		}
		if v := stat(drawn); !math.IsNaN(v) {
			values = append(values, v)
		}
	}
	if len(values) <= rounds/2 {
		return unknown
	}
	slices.Sort(values)
	return Interval{quantile(values, 0.025), quantile(values, 0.975)}
}

// quantile interpolates between the two nearest of the sorted values, as R's type 7 does.
func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	below := int(at)
	above := min(below+1, len(sorted)-1)
	return sorted[below] + (at-float64(below))*(sorted[above]-sorted[below])
}
