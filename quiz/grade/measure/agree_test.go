package measure_test

import (
	"math"
	"testing"

	"drillbot/quiz/grade/measure"
)

// ten are ten answers; what is expected of them was computed by other means: Python's
// statistics.correlation, and the kappa's table and the F1 written out.
func ten() []measure.Pair {
	return []measure.Pair{
		{0, .1}, {.5, .4}, {1, .9}, {1, .7}, {.25, .35}, {.75, .75}, {.5, .2}, {0, .05}, {1, .6}, {.25, .6},
	}
}

func pairsOf(humans, graders []float64) []measure.Pair {
	var out []measure.Pair
	for i := range humans {
		out = append(out, measure.Pair{Human: humans[i], Grader: graders[i]})
	}
	return out
}

func TestStatisticsOfPairs(t *testing.T) {
	nan := math.NaN()
	line, back := []float64{0, .25, .5, 1}, []float64{1, .75, .5, 0}
	for _, c := range []struct {
		name  string
		stat  func([]measure.Pair) float64
		pairs []measure.Pair
		want  float64
	}{
		{"pearson of ten", measure.Pearson, ten(), 0.8259687820959222},
		{"pearson of a line", measure.Pearson, pairsOf(line, []float64{10, 12.5, 15, 20}), 1},
		{"pearson reversed", measure.Pearson, pairsOf(line, back), -1},
		// x̄ = 2, ȳ = 8/3: Σdxdy = 3, Σdx² = 2, Σdy² = 14/3, so 3/√(28/3).
		{"pearson by hand", measure.Pearson, pairsOf([]float64{1, 2, 3}, []float64{1, 3, 4}), 3 / math.Sqrt(28./3)},
		{"pearson of one", measure.Pearson, ten()[:1], nan},
		{"pearson with a constant", measure.Pearson, pairsOf(line, []float64{.1, .1, .1, .1}), nan},
		{"pearson of a constant", measure.Pearson, pairsOf([]float64{.7, .7, .7, .7}, line), nan},
		{"spearman of ten", measure.Spearman, ten(), 0.8231242768728935},
		{"spearman of any rise", measure.Spearman, pairsOf(line, []float64{1, 10, 1e3, 1e9}), 1},
		// Ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: Σdxdy = 4.5, Σdx² = 4.5, Σdy² = 5.
		{"spearman with ties", measure.Spearman, pairsOf([]float64{0, .5, .5, 1}, []float64{.1, .2, .3, .4}), 4.5 / math.Sqrt(4.5*5)},
		{"spearman with a constant", measure.Spearman, pairsOf(line, []float64{1, 1, 1, 1}), nan},
		{"rmse of ten", measure.RMSE, ten(), 0.22472205054244232},
		{"rmse by hand", measure.RMSE, pairsOf([]float64{0, 1}, []float64{.3, .6}), math.Sqrt(.25 / 2)},
		{"rmse of none", measure.RMSE, nil, nan},
		{"kappa of ten", measure.Kappa, ten(), 0.8223350253807107},
		{"kappa of agreement", measure.Kappa, pairsOf(line, line), 1},
		{"kappa within a quarter", measure.Kappa, pairsOf(line, []float64{.12, .13, .6, .9}), 1},
		// Every answer half right to the one and all combinations: what chance would do.
		{"kappa of chance", measure.Kappa, pairsOf([]float64{0, 0, 1, 1}, []float64{0, 1, 0, 1}), 0},
		{"kappa reversed", measure.Kappa, pairsOf([]float64{0, 1}, []float64{1, 0}), -1},
		{"kappa of one constant", measure.Kappa, pairsOf([]float64{.5, .5}, []float64{.5, .5}), nan},
		{"kappa of two constants", measure.Kappa, pairsOf([]float64{0, 0}, []float64{1, 1}), 0},
		{"kappa of none", measure.Kappa, nil, nan},
	} {
		if got := c.stat(c.pairs); !near(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestMacroF1(t *testing.T) {
	var calls []measure.Call
	for _, p := range ten() {
		calls = append(calls, measure.Call{Human: p.Human >= .5, Grader: p.Grader >= .5})
	}
	if got, want := measure.MacroF1(calls), 0.696969696969697; !near(got, want) {
		t.Errorf("of ten: %v, want %v", got, want)
	}
	// All called right: F1 is 2·3/(2·3+1) for right and 0 for wrong.
	lenient := []measure.Call{{true, true}, {true, true}, {true, true}, {false, true}}
	if got, want := measure.MacroF1(lenient), 3./7; !near(got, want) {
		t.Errorf("of a grader that passes all: %v, want %v", got, want)
	}
	for _, one := range [][]measure.Call{nil, lenient[:3], lenient[3:]} {
		if got := measure.MacroF1(one); !math.IsNaN(got) {
			t.Errorf("of one class: %v, want NaN", got)
		}
	}
}

func TestWithinAveragesOverQuestions(t *testing.T) {
	rise := pairsOf([]float64{0, .5, 1}, []float64{.1, .2, .3})
	fall := pairsOf([]float64{0, .5, 1}, []float64{.9, .8, .7})
	flat := pairsOf([]float64{0, .5, 1}, []float64{.5, .5, .5})
	alike := pairsOf([]float64{1, 1, 1}, []float64{.1, .2, .3})
	for _, c := range []struct {
		name   string
		groups [][]measure.Pair
		want   float64
	}{
		{"both ways", [][]measure.Pair{rise, fall}, 0},
		{"two rise, one falls", [][]measure.Pair{rise, rise, fall}, 1. / 3},
		{"nothing told apart counts 0", [][]measure.Pair{rise, flat}, .5},
		{"scored alike has no say", [][]measure.Pair{rise, alike}, 1},
		{"two answers have no say", [][]measure.Pair{rise, fall[:2]}, 1},
		{"nobody has a say", [][]measure.Pair{alike, fall[:2]}, math.NaN()},
	} {
		if got := measure.Within(c.groups); !near(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// near compares but for rounding; NaN is near NaN.
func near(got, want float64) bool {
	return math.IsNaN(got) && math.IsNaN(want) || math.Abs(got-want) < 1e-12
}

func TestBootstrapOfAMean(t *testing.T) {
	mean := func(groups [][]float64) float64 {
		sum := 0.0
		for _, g := range groups {
			sum += g[0]
		}
		return sum / float64(len(groups))
	}
	// 200 questions, half of them 0 and half 1: the mean's standard error is .5/√200.
	var groups [][]float64
	for i := range 200 {
		groups = append(groups, []float64{float64(i % 2)})
	}
	got := measure.Bootstrap(groups, mean)
	half := 1.96 * .5 / math.Sqrt(200)
	if math.Abs(got.Low-(.5-half)) > .01 || math.Abs(got.High-(.5+half)) > .01 {
		t.Errorf("%v, want about .5 ± %.3f", got, half)
	}
	if again := measure.Bootstrap(groups, mean); again != got {
		t.Errorf("drawn again: %v, before %v", again, got)
	}
}

func TestBootstrapKeepsQuestionsWhole(t *testing.T) {
	// Ten answers that all follow their question: drawing single answers would give ten times the data.
	var groups [][]float64
	for i := range 20 {
		groups = append(groups, make([]float64, 10))
		for j := range groups[i] {
			groups[i][j] = float64(i % 2)
		}
	}
	mean := func(groups [][]float64) float64 {
		sum, n := 0.0, 0.0
		for _, g := range groups {
			for _, v := range g {
				sum, n = sum+v, n+1
			}
		}
		return sum / n
	}
	got := measure.Bootstrap(groups, mean)
	if width, want := got.High-got.Low, 2*1.96*.5/math.Sqrt(20); math.Abs(width-want) > .06 {
		t.Errorf("width %.3f, want about %.3f", width, want)
	}
}

func TestBootstrapWithoutGround(t *testing.T) {
	nan := func([][]int) float64 { return math.NaN() }
	for name, got := range map[string]measure.Interval{
		"one question":        measure.Bootstrap([][]int{{1, 2}}, func([][]int) float64 { return 1 }),
		"no questions":        measure.Bootstrap(nil, func([][]int) float64 { return 1 }),
		"undefined statistic": measure.Bootstrap([][]int{{1}, {2}, {3}}, nan),
	} {
		if !math.IsNaN(got.Low) || !math.IsNaN(got.High) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestFloors(t *testing.T) {
	if got, want := measure.Length("注意力 x"), math.Log(6); !near(got, want) {
		t.Errorf("length %v, want ln(1+5)", got)
	}
	for _, c := range []struct {
		answer     string
		references []string
		want       float64
	}{
		{"The Softmax, saturates!", []string{"the softmax saturates and the gradient vanishes"}, 3. / 6},
		{"softmax 会饱和", []string{"softmax 饱和后梯度消失"}, 2. / 7}, // softmax and 饱和 of softmax 饱和 和后 后梯 梯度 度消 消失
		{"one two", []string{"three", "one two three", "two"}, 1},
		{"anything", nil, 0},
		{"", []string{"something"}, 0},
		{"x", []string{"?!"}, 0},
		{"sqrt(d_k)", []string{"d_k"}, 1},
	} {
		if got := measure.Overlap(c.answer, c.references); !near(got, c.want) {
			t.Errorf("%q with %q: %v, want %v", c.answer, c.references, got, c.want)
		}
	}
}
