package quiz_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"drillbot/quiz"
)

func TestFormula(t *testing.T) {
	vars := map[string]float64{"d": 1024, "L": 32, "x_1": 3}
	tests := []struct {
		formula string
		want    float64
	}{
		{"42", 42},
		{"1.5e3", 1500},
		{".5", 0.5},
		{"2 * d + 1", 2049},
		{"2 * (d + 1)", 2050},
		{"-d + 1", -1023},
		{"+d", 1024},
		{"7 % 4", 3},
		{"7.5 % 2", 1.5},
		{"12 * L * pow(d, 2)", 12 * 32 * 1024 * 1024},
		{"1 / 4", 0.25}, // not Go's integer division
		{"sqrt(d)", 32},
		{"log2(d)", 10},
		{"log10(1000)", 3},
		{"log(exp(2))", 2},
		{"ceil(1.2) + floor(1.8) + round(2.5)", 6},
		{"min(d, L) + max(d, L)", 1056},
		{"abs(L - d)", 992},
		{"x_1", 3},
	}
	for _, test := range tests {
		f, err := quiz.ParseFormula(test.formula)
		if err != nil {
			t.Errorf("%s: %v", test.formula, err)
			continue
		}
		got, err := f.Eval(vars)
		if err != nil || math.Abs(got-test.want) > 1e-9*math.Abs(test.want) {
			t.Errorf("%s = %v, %v; want %v", test.formula, got, err, test.want)
		}
	}
}

func TestBadFormula(t *testing.T) {
	for _, formula := range []string{
		"", "1 +", "(1", "y", "1 / 0", "0 / 0", "sqrt(-1)", "log(0)", "pow(10, 400)", "pow(2)", "sqrt(1, 2)", "sin(1)", "d.x", "d[0]",
		`"a"`, "'a'", "1i", "0x10", "d == 1", "d && d", "^d", "!d", "&d", "*d", "func() {}", "func() { for {} }()", "[]int{1}", "d.(int)",
		"pow(d, 2)(3)", "d << 2", "1; 2", "sqrt", "7 % 0", "sqrt(d...)", strings.Repeat("(", 300) + "1" + strings.Repeat(")", 300),
	} {
		f, err := quiz.ParseFormula(formula)
		if err == nil {
			_, err = f.Eval(map[string]float64{"d": 1})
		}
		if !errors.Is(err, quiz.ErrFormula) {
			t.Errorf("%.40s: %v", formula, err)
		}
	}
}

func FuzzFormula(f *testing.F) {
	for _, s := range []string{"2 * (d + 1)", "pow(d, 2) % 7", "min(a, -b)", "1e308 * 10", "((((", "func() {}", "d...", "max(d...)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		formula, err := quiz.ParseFormula(s)
		if err != nil {
			return
		}
		v, err := formula.Eval(map[string]float64{"a": 1, "b": 2, "d": 3})
		if err == nil && (math.IsNaN(v) || math.IsInf(v, 0)) {
			t.Errorf("%q = %v", s, v)
		}
		if again, err2 := formula.Eval(map[string]float64{"a": 1, "b": 2, "d": 3}); again != v || (err == nil) != (err2 == nil) {
			t.Errorf("%q gave %v, then %v", s, v, again)
		}
	})
}
