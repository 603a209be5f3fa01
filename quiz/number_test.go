package quiz_test

import (
	"errors"
	"math"
	"testing"

	"drillbot/quiz"
)

func TestParseNumber(t *testing.T) {
	plain := quiz.NumericKey{}
	params := quiz.NumericKey{Unit: "parameters"}
	gib := quiz.NumericKey{Unit: "GiB"}
	ms := quiz.NumericKey{Unit: "ms", Units: []quiz.Unit{{Name: "s", Factor: 1000}, {Name: "秒", Factor: 1000}}}
	times := quiz.NumericKey{Unit: "×"}
	for _, c := range []struct {
		text string
		key  quiz.NumericKey
		want float64
	}{
		{"42", plain, 42},
		{"-0.5", plain, -0.5},
		{".125", plain, 0.125},
		{"1.2e24", plain, 1.2e24},
		{"1.2E+24", plain, 1.2e24},
		{"1.2×10^24", plain, 1.2e24},
		{"1.2 × 10²⁴", plain, 1.2e24},
		{"1.2*10**24", plain, 1.2e24},
		{`$1.2\times10^{24}$`, plain, 1.2e24},
		{"10^-3", plain, 1e-3},
		{"10⁻³", plain, 1e-3},
		{"2^20", plain, 1 << 20},
		{"1,200", plain, 1200},
		{"1，200", plain, 1200},
		{"１２００", plain, 1200},
		{"1_000_000", plain, 1e6},
		{"12亿", plain, 12e8},
		{"3 万亿", plain, 3e12},
		{"2.6 M", plain, 2.6e6},
		{"1.5 billion", plain, 1.5e9},
		{"70B parameters", params, 70e9},
		{"7B", params, 7e9},
		{"15,560,000 个参数", params, 15560000},
		{"15.56M params", params, 15.56e6},
		{"262 万", params, 2.62e6},
		{"3/4", plain, 0.75},
		{"12 %", plain, 0.12},
		{"≈ 3.5", plain, 3.5},
		{"2·256·5120 = 2,621,440", params, 2621440},
		{"约等于 5.85 倍", times, 5.85},
		{"about 3.2x", times, 3.2},
		{"3.2 times", times, 3.2},
		{"2", gib, 2},
		{"2048 MiB", gib, 2},
		{"2 GB", gib, 2e9 / (1 << 30)},
		{"0.5 s", ms, 500},
		{"0.5秒", ms, 500},
		{"5.657 layers", plain, 5.657},
	} {
		got, err := quiz.ParseNumber(c.text, c.key)
		if err != nil || math.Abs(got-c.want) > 1e-9*math.Abs(c.want) {
			t.Errorf("%q: got %v, %v; want %v", c.text, got, err, c.want)
		}
	}
}

func TestParseNumberRefuses(t *testing.T) {
	for text, want := range map[string]error{
		"":                        quiz.ErrBadNumber,
		"many":                    quiz.ErrBadNumber,
		"1e99999":                 quiz.ErrBadNumber,
		"10^9999":                 quiz.ErrBadNumber,
		"1/0":                     quiz.ErrBadNumber,
		"7,09":                    quiz.ErrBadUnit, // a decimal comma, or a slip: not 709
		"5 apples":                quiz.ErrBadUnit,
		"5 kilometres":            quiz.ErrBadUnit,
		string(make([]byte, 500)): quiz.ErrBadNumber,
	} {
		if got, err := quiz.ParseNumber(text, quiz.NumericKey{Unit: "ms"}); !errors.Is(err, want) {
			t.Errorf("%.20q: got %v, %v; want %v", text, got, err, want)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"1.2×10^24", "12亿", "3/4", "2^20", "≈ 2.6M parameters", "1e9999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := quiz.ParseNumber(s, quiz.NumericKey{Unit: "GB"})
		if err == nil && (math.IsNaN(v) || math.IsInf(v, 0)) {
			t.Errorf("%q: %v", s, v)
		}
		if err != nil && !errors.Is(err, quiz.ErrBadNumber) && !errors.Is(err, quiz.ErrBadUnit) {
			t.Errorf("%q: %v", s, err)
		}
	})
}

func TestFormatNumber(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 42: "42", -3: "-3", 2621440: "2,621,440", 9999: "9999", -12345: "-12,345", 0.5: "0.5", 3.14159: "3.142", 1234.6: "1235",
		1.2e24: "1.2×10²⁴", 1e9: "1×10⁹", 0.00012: "1.2×10⁻⁴", 5.85: "5.85",
	} {
		if got := quiz.FormatNumber(v); got != want {
			t.Errorf("%v: got %q, want %q", v, got, want)
		}
	}
}
