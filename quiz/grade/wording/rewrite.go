package wording

import "strings"

// rewrite gives one form to what is said in several: the square root and the square in
// words, and fractions spelled out.
func rewrite(in []Token) []Token {
	n := 0
	for i := 0; i < len(in); n++ {
		form, taken := idiom(in, i)
		if n < i || taken > 0 {
			in[n] = in[i]
		}
		if taken == 0 {
			i++
			continue
		}
		k := &in[n]
		k.Form, k.Raw, k.Kind, k.Stop, k.End = form, form, kindOf(form), false, in[i+taken-1].End
		i += taken
	}
	return in[:n]
}

func kindOf(form string) Kind {
	if isDigit(rune(form[0])) {
		return Number
	}
	return Sign
}

// idiom returns what the tokens from i on say as one, and how many they are; 0 for none.
func idiom(in []Token, i int) (string, int) {
	if in[i].Kind == Han && !strings.Contains("的平开根", in[i].Raw) {
		return fractionHan(in, i)
	}
	for _, d := range idioms[in[i].Raw] {
		if n := len(d.raw); i+n <= len(in) && spells(in[i:i+n], d.raw) && (!d.after || i > 0 && symbol(in[i-1])) {
			return d.form, n
		}
	}
	if i+1 < len(in) && in[i].Kind == Number {
		if f := fractionsEN[in[i+1].Raw]; f != "" && !strings.Contains(in[i].Form, "/") {
			return in[i].Form + "/" + f, 2
		}
	}
	return fractionHan(in, i)
}

// fractionHan reads 三分之二.
func fractionHan(in []Token, i int) (string, int) {
	if i+3 < len(in) && in[i+1].Raw == "分" && in[i+2].Raw == "之" {
		if d, n := hanDigit(in[i]), hanDigit(in[i+3]); d != "" && n != "" {
			return n + "/" + d, 4
		}
	}
	return "", 0
}

func spells(in []Token, raw []string) bool {
	for i, r := range raw {
		if in[i].Raw != r {
			return false
		}
	}
	return true
}

// symbol reports whether a power after the token is meant as a formula: 8 d squared.
func symbol(k Token) bool {
	return k.Kind == Number || k.Kind == Word && len(k.Raw) <= 3 || k.Raw == "的"
}

func hanDigit(k Token) string {
	if k.Kind != Han {
		return ""
	}
	for r, d := range numbersHan {
		if k.Raw == string(r) {
			return d
		}
	}
	return ""
}

// idiomatic is one way to say a form; after asks for a symbol before it.
type idiomatic struct {
	raw   []string
	form  string
	after bool
}

// idioms are listed by their first word, the longest first.
var idioms = map[string][]idiomatic{
	"square": {
		{[]string{"square", "root", "of"}, "√", false},
		{[]string{"square", "root"}, "√", false},
		{[]string{"square"}, "^2", true},
	},
	"root":    {{[]string{"root", "of"}, "√", false}},
	"squared": {{[]string{"squared"}, "^2", true}},
	"cubed":   {{[]string{"cubed"}, "^3", true}},
	"的": {
		{[]string{"的", "算", "术", "平", "方", "根"}, "√", false},
		{[]string{"的", "平", "方", "根"}, "√", false},
		{[]string{"的", "平", "方"}, "^2", true},
		{[]string{"的", "立", "方"}, "^3", true},
	},
	"平": {
		{[]string{"平", "方", "根"}, "√", false},
		{[]string{"平", "方"}, "^2", true},
	},
	"开": {
		{[]string{"开", "根", "号"}, "√", false},
		{[]string{"开", "平", "方"}, "√", false},
	},
	"根": {{[]string{"根", "号"}, "√", false}},
}
