package quiz

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// maxNumber is the longest numeric answer read, in bytes: a number and its unit.
const maxNumber = 200

// numberForm is a number as people write it, after fold: sign, digits, exponent, a power
// such as 10^24 with or without a factor, or a fraction a/b. What follows is its unit.
var numberForm = regexp.MustCompile(
	`(?i)([-+]?)(?:(\d+(?:[,_]\d{3})*(?:\.\d+)?|\.\d+)(?:e([-+]?\d{1,4}))?)` +
		`(?:\s*[x*·]\s*10\s*\^\s*\(?([-+]?\d{1,4})\)?|\s*\^\s*\(?([-+]?\d{1,4})\)?|\s*/\s*(\d+(?:[,_]\d{3})*(?:\.\d+)?))?`)

// ParseNumber reads the number that a numeric answer gives, in the unit of key: "1.2e24",
// "1.2×10^24", "2^20", "1,200", "12亿", "3/4", "≈ 2.6M parameters". When the text holds an
// equation, what stands after the last "=" or "≈" is the answer. A unit that key does not know
// is refused rather than guessed. Errors wrap ErrBadNumber or ErrBadUnit.
func ParseNumber(text string, key NumericKey) (float64, error) {
	if len(text) > maxNumber {
		return 0, ErrBadNumber
	}
	s := foldNumber(text)
	if i := strings.LastIndexAny(s, "=~"); i >= 0 {
		s = s[i+1:]
	}
	at := numberForm.FindStringSubmatchIndex(s)
	if at == nil {
		return 0, ErrBadNumber
	}
	v, err := evalNumber(s, at)
	if err != nil {
		return 0, err
	}
	factor, err := key.factor(strings.Trim(s[at[1]:], " .。!)"))
	if err != nil {
		return 0, err
	}
	if v *= factor; math.IsInf(v, 0) || math.IsNaN(v) {
		return 0, ErrBadNumber
	}
	return v, nil
}

// evalNumber computes what numberForm matched at.
func evalNumber(s string, at []int) (float64, error) {
	group := func(i int) string {
		if at[2*i] < 0 {
			return ""
		}
		return strings.NewReplacer(",", "", "_", "").Replace(s[at[2*i]:at[2*i+1]])
	}
	mantissa := group(2)
	if e := group(3); e != "" {
		mantissa += "e" + e
	}
	v, err := strconv.ParseFloat(mantissa, 64)
	if err != nil {
		return 0, fmt.Errorf("%w: %q", ErrBadNumber, s[at[0]:at[1]])
	}
	number := func(i int) float64 {
		n, _ := strconv.ParseFloat(group(i), 64) // the form admits digits only
		return n
	}
	switch {
	case group(4) != "":
		v *= math.Pow(10, number(4))
	case group(5) != "":
		v = math.Pow(v, number(5))
	case group(6) != "":
		v /= number(6)
	}
	if group(1) == "-" {
		v = -v
	}
	return v, nil
}

// numberFolds are the many ways to write one sign.
var numberFolds = strings.NewReplacer(
	"×", "x", "✕", "x", "⋅", "·", "∙", "·", "−", "-", "–", "-", "**", "^", "\\times", "x", "$", "", "{", "(", "}", ")",
	"≈", "~", "≃", "~", "约为", "~", "大约", "~", "约", "~", "等于", "=", "为", "=",
	"\u00a0", " ", "\u2009", " ", "\u202f", " ", "。", ".", "个", "",
)

// raised is a run of superscript digits, lowered what they stand for.
var (
	raised  = regexp.MustCompile(`[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+`)
	lowered = strings.NewReplacer("⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5",
		"⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9", "⁻", "-", "⁺", "+")
)

// foldNumber brings full-width characters, superscripts and signs to one form.
func foldNumber(s string) string {
	s = strings.Map(narrow, s)
	s = raised.ReplaceAllStringFunc(s, func(run string) string { return "^" + lowered.Replace(run) })
	return numberFolds.Replace(s)
}

// narrow turns a full-width character of ASCII into itself.
func narrow(r rune) rune {
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

// multiplier is a word or letter that multiplies a number.
type multiplier struct {
	word   string
	factor float64
}

// multipliers are tried in this order, so longer words stand before what they begin with.
var multipliers = []multiplier{
	{"thousand", 1e3},
	{"million", 1e6},
	{"billion", 1e9},
	{"trillion", 1e12},
	{"万亿", 1e12},
	{"百万", 1e6},
	{"千万", 1e7},
	{"十亿", 1e9},
	{"百亿", 1e10},
	{"千亿", 1e11},
	{"亿", 1e8},
	{"万", 1e4},
	{"千", 1e3},
	{"百", 1e2},
	{"bn", 1e9},
	{"k", 1e3},
	{"m", 1e6},
	{"b", 1e9},
	{"g", 1e9},
	{"t", 1e12},
}

// factor turns a number's trailing words into how many of the key's unit one is.
func (key NumericKey) factor(words string) (float64, error) {
	if f, ok := key.unit(words); ok {
		return f, nil
	}
	low := strings.ToLower(words)
	for _, m := range multipliers {
		rest, ok := strings.CutPrefix(low, m.word)
		if !ok {
			continue
		}
		if f, ok := key.unit(strings.TrimLeft(rest, " -")); ok {
			return m.factor * f, nil
		}
	}
	if key.Unit == "" && words == "%" {
		return 0.01, nil
	}
	if key.Unit == "" && !strings.ContainsAny(words, "0123456789") {
		return 1, nil // a plain count: what is counted may be named
	}
	return 0, fmt.Errorf("%w: %q", ErrBadUnit, words)
}

// unit looks up a unit's name; none at all means the question's own.
func (key NumericKey) unit(name string) (float64, bool) {
	name = unitName(name)
	if name == "" || name == unitName(key.Unit) {
		return 1, true
	}
	for _, u := range key.Units {
		if name == unitName(u.Name) {
			return u.Factor, true
		}
	}
	if f, ok := bytesIn(name); ok {
		if own, ok := bytesIn(unitName(key.Unit)); ok {
			return f / own, true
		}
	}
	return 0, false
}

// unitName folds what is written differently and means the same.
func unitName(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	switch s {
	case "x", "×", "times", "time", "fold", "倍", "-fold":
		return "x"
	case "字节", "byte", "bytes":
		return "b"
	case "参数", "参数量", "param", "params", "parameter", "weights", "权重":
		return "parameters"
	case "token", "词元":
		return "tokens"
	case "层", "layer":
		return "layers"
	}
	return s
}

// bytesIn returns how many bytes a unit of storage is: decimal kB, MB, GB, TB
// and binary KiB, MiB, GiB, TiB (IEC 80000-13).
func bytesIn(name string) (float64, bool) {
	prefix, ok := strings.CutSuffix(name, "b")
	if !ok {
		return 0, false
	}
	base := 1000.0
	if p, binary := strings.CutSuffix(prefix, "i"); binary {
		prefix, base = p, 1024
	}
	power := strings.Index("kmgtp", prefix) + 1
	if prefix == "" {
		power = 0
	}
	return math.Pow(base, float64(power)), len(prefix) <= 1 && (prefix == "" || power > 0)
}

// FormatNumber writes a number for people: whole ones below 10⁹ in full, others
// with four significant digits, large and tiny ones as a power of ten.
func FormatNumber(v float64) string {
	size := math.Abs(v)
	switch {
	case v == math.Trunc(v) && size < 1e9:
		return grouped(strconv.FormatFloat(v, 'f', -1, 64))
	case size != 0 && (size >= 1e9 || size < 1e-3):
		m, e, _ := strings.Cut(strconv.FormatFloat(v, 'e', 3, 64), "e")
		n, _ := strconv.Atoi(e) // written by FormatFloat
		return trimZeros(m) + "×10" + superscript(n)
	default:
		return trimZeros(strconv.FormatFloat(v, 'f', max(0, 3-int(math.Floor(math.Log10(size)))), 64))
	}
}

// grouped parts the digits of a whole number by threes, from five digits on.
func grouped(s string) string {
	digits, sign := strings.CutPrefix(s, "-")
	if len(digits) < 5 {
		return s
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if sign {
		return "-" + digits
	}
	return digits
}

func trimZeros(s string) string {
	if !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

func superscript(n int) string {
	raise := strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵",
		"6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹", "-", "⁻")
	return raise.Replace(strconv.Itoa(n))
}
