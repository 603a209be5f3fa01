package measure

import (
	"encoding/json"
	"fmt"
	"math"
)

// Stat is a statistic; NaN, one that the data do not define, is null in JSON.
type Stat float64

// MarshalJSON writes the statistic with four decimals.
func (s Stat) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(s)) || math.IsInf(float64(s), 0) {
		return []byte("null"), nil
	}
	return fmt.Appendf(nil, "%.4f", float64(s)), nil
}

// String writes the statistic with three decimals, or a dash.
func (s Stat) String() string {
	if math.IsNaN(float64(s)) {
		return "–"
	}
	return fmt.Sprintf("%.3f", float64(s))
}

// MarshalJSON writes a list of both ends, or null.
func (i Interval) MarshalJSON() ([]byte, error) {
	if math.IsNaN(i.Low) || math.IsNaN(i.High) {
		return []byte("null"), nil
	}
	return json.Marshal([]Stat{Stat(i.Low), Stat(i.High)})
}

// Sample is an answer that humans and a grader have scored, both from 0 to 1.
type Sample struct {
	Question      string // answers to one question have the same
	Human, Grader float64
	Length        float64 // of the answer: Length
	Overlap       float64 // with the references: Overlap
	Label         Label
}

// Correlations of scores with those of humans.
type Correlations struct {
	Pearson  Stat `json:"pearson"`
	Within   Stat `json:"pearson_within"`
	Spearman Stat `json:"spearman"`
}

// Agreement is how well scores agree with those of humans. MacroF1 takes half the score and
// more for "right" and is of labelled answers alone.
type Agreement struct {
	Correlations
	RMSE    Stat `json:"rmse"`
	Kappa   Stat `json:"qwk"`
	MacroF1 Stat `json:"macro_f1"`
}

// Intervals are the 95 % intervals of Agreement.
type Intervals struct {
	Pearson  Interval `json:"pearson"`
	Within   Interval `json:"pearson_within"`
	Spearman Interval `json:"spearman"`
	RMSE     Interval `json:"rmse"`
	Kappa    Interval `json:"qwk"`
	MacroF1  Interval `json:"macro_f1"`
	Lead     Interval `json:"pearson_over_length"` // by how much Pearson is above that of length alone
}

// Summary is all that is said of a grader on a set.
type Summary struct {
	Agreement
	Length  Correlations
	Overlap Correlations
	CI      Intervals
}

// Summarise computes the statistics of the samples, in any order.
func Summarise(samples []Sample) Summary {
	groups := grouped(samples)
	pairs := map[string][][]Pair{}
	for name, of := range map[string]func(Sample) float64{
		"grader":  func(s Sample) float64 { return s.Grader },
		"length":  func(s Sample) float64 { return s.Length },
		"overlap": func(s Sample) float64 { return s.Overlap },
	} {
		pairs[name] = each(groups, func(s Sample) (Pair, bool) { return Pair{s.Human, of(s)}, true })
	}
	calls := each(groups, callOf)
	mine := pairs["grader"]
	return Summary{
		Agreement: Agreement{
			Correlations: correlations(mine),
			RMSE:         Stat(pooled(RMSE)(mine)), Kappa: Stat(pooled(Kappa)(mine)), MacroF1: Stat(pooled(MacroF1)(calls)),
		},
		Length:  correlations(pairs["length"]),
		Overlap: correlations(pairs["overlap"]),
		CI: Intervals{
			Pearson: Bootstrap(mine, pooled(Pearson)), Within: Bootstrap(mine, Within), Spearman: Bootstrap(mine, pooled(Spearman)),
			RMSE: Bootstrap(mine, pooled(RMSE)), Kappa: Bootstrap(mine, pooled(Kappa)), MacroF1: Bootstrap(calls, pooled(MacroF1)),
			Lead: Bootstrap(groups, lead),
		},
	}
}

func correlations(groups [][]Pair) Correlations {
	return Correlations{Stat(pooled(Pearson)(groups)), Stat(Within(groups)), Stat(pooled(Spearman)(groups))}
}

// lead is how much better than length a grader correlates.
func lead(groups [][]Sample) float64 {
	grader := each(groups, func(s Sample) (Pair, bool) { return Pair{s.Human, s.Grader}, true })
	length := each(groups, func(s Sample) (Pair, bool) { return Pair{s.Human, s.Length}, true })
	return pooled(Pearson)(grader) - pooled(Pearson)(length)
}

// callOf is what a labelled sample was called.
func callOf(s Sample) (Call, bool) {
	return Call{Human: s.Label == Right, Grader: s.Grader >= 0.5}, s.Label != Unlabelled
}

// pooled makes a statistic of answers one of groups of them.
func pooled[T any](stat func([]T) float64) func([][]T) float64 {
	return func(groups [][]T) float64 {
		n := 0
		for _, g := range groups {
			n += len(g)
		}
		all := make([]T, 0, n)
		for _, g := range groups {
			all = append(all, g...)
		}
		return stat(all)
	}
}

// grouped puts samples together by question, in the order in which questions first come.
func grouped(samples []Sample) [][]Sample {
	at := map[string]int{}
	var out [][]Sample
	for _, s := range samples {
		i, ok := at[s.Question]
		if !ok {
			i = len(out)
			at[s.Question] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], s)
	}
	return out
}

// each turns every sample of every group into something else, or leaves it out.
func each[T any](groups [][]Sample, of func(Sample) (T, bool)) [][]T {
	out := make([][]T, len(groups))
	for i, g := range groups {
		for _, s := range g {
			if v, ok := of(s); ok {
				out[i] = append(out[i], v)
			}
		}
	}
	return out
}
