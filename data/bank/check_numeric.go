package bank

import (
	"fmt"
	"math"
	"regexp"
	"strings"

	"drillbot/data/bank/internal/form"
	"drillbot/quiz"
)

// maxAsks is how many combinations of its variables a question may have: all are computed.
const maxAsks = 4096

func checkNumeric(s *sheet, f form.Question) {
	n := *f.Numeric
	s.checkValue(n)
	s.checkUnits(n)
	s.checkVariables(n)
	s.checkFormula(n)
	s.checkPlaceholders(f)
	s.checkTold(f)
}

func (s *sheet) checkValue(n form.Numeric) {
	if n.Tolerance == 0 && n.Value != math.Trunc(n.Value) {
		s.fail("numeric.value", "give a tolerance", "the value %v is no integer, but no tolerance is given", n.Value)
	}
	if n.Tolerance > 0 && n.Value == 0 {
		s.fail("numeric.tolerance", "ask for a number that is not 0", "a relative tolerance of 0 is nothing")
	}
}

func (s *sheet) checkUnits(n form.Numeric) {
	seen := map[string]bool{n.Unit: true}
	for i, u := range n.Units {
		at := index("numeric.units", i)
		if seen[u.Name] {
			s.fail(at, "remove one", "the unit %q is there twice", shorten(u.Name))
		}
		if len([]rune(u.Name)) > maxUnit {
			s.fail(at, "shorten it", "the unit %q is too long", shorten(u.Name))
		}
		seen[u.Name] = true
		s.checkFactor(at, n, u)
	}
	if len([]rune(n.Unit)) > maxUnit {
		s.fail("numeric.unit", "shorten it", "the unit %q is too long", shorten(n.Unit))
	}
}

// knownUnit is a unit of which package quiz knows how many of another one it is.
var knownUnit = regexp.MustCompile(`(?i)^(thousand|million|billion|trillion|[kmgt]|[kmgtp]?i?b|bytes?|字节|[十百千]?[万亿]|万亿)$`)

// checkFactor recomputes the factor of a unit where that is possible.
func (s *sheet) checkFactor(at string, n form.Numeric, u form.Unit) {
	if n.Unit == "" || !knownUnit.MatchString(u.Name) {
		return
	}
	want, err := quiz.ParseNumber("1 "+u.Name, quiz.NumericKey{Unit: n.Unit})
	if err == nil && math.Abs(u.Factor-want) > 1e-6*want {
		s.fail(at+".factor", fmt.Sprintf("write %v", want), "one %s is %v %s, not %v", u.Name, want, n.Unit, u.Factor)
	}
}

// checkTold checks that the reference says the answer, in both languages.
func (s *sheet) checkTold(f form.Question) {
	for _, l := range []struct{ lang, text string }{{"en", f.Reference.EN}, {"zh", f.Reference.ZH}} {
		if l.text == "" || strings.Contains(l.text, "{answer}") {
			continue
		}
		s.fail("reference."+l.lang, "write {answer} where the result stands", "reference.%s does not say the answer", l.lang)
	}
}

func (s *sheet) checkVariables(n form.Numeric) {
	seen := map[string]bool{"answer": true}
	for i, v := range n.Variables {
		at := index("numeric.variables", i)
		if seen[v.Name] {
			s.fail(at+".name", "take another name", "the name %q is taken", shorten(v.Name))
		}
		seen[v.Name] = true
		values := map[float64]bool{}
		for j, x := range v.Values {
			if values[x] {
				s.fail(index(at+".values", j), "remove one", "%v is there twice", x)
			}
			values[x] = true
		}
	}
}

// checkFormula computes the answer for every combination of the variables.
func (s *sheet) checkFormula(n form.Numeric) {
	if n.Formula == "" {
		s.fail("numeric", "write how the number is computed, if only as a product", "there is no formula to compute the value by")
		return
	}
	formula, err := quiz.ParseFormula(n.Formula)
	if err != nil {
		s.fail("numeric.formula", "correct the expression", "%v", err)
		return
	}
	if asks(n.Variables) > maxAsks {
		s.fail("numeric.variables", "give fewer values", "more than %d combinations", maxAsks)
		return
	}
	s.checkUsed(n)
	first := true
	combine(n.Variables, map[string]float64{}, func(values map[string]float64) bool {
		got, err := formula.Eval(values)
		if err != nil {
			s.fail("numeric.formula", "correct the expression or the values", "with %v: %v", values, err)
			return false
		}
		if first && !near(got, n.Value, n.Tolerance) {
			s.fail("numeric.value", "correct the value or the formula", "the value is %v, but the formula gives %v", n.Value, got)
			return false
		}
		first = false
		return s.checkResult(n, values, got)
	})
}

// checkResult checks that a result is one that can be asked for.
func (s *sheet) checkResult(n form.Numeric, values map[string]float64, got float64) bool {
	switch {
	case n.Tolerance == 0 && got != math.Trunc(got):
		s.fail("numeric.formula", "give a tolerance", "with %v the answer %v is no integer", values, got)
	case n.Tolerance == 0 && math.Abs(got) > 1<<53:
		s.fail("numeric.formula", "give a tolerance", "with %v the answer %v is too large to be exact", values, got)
	case n.Tolerance > 0 && (math.Abs(got) < 1e-30 || math.Abs(got) > 1e40):
		s.fail("numeric.formula", "change the values", "with %v the answer %v makes no sense", values, got)
	case n.Value != 0 && got/n.Value <= 0:
		s.fail("numeric.formula", "change the values", "with %v the answer is %v, which makes no sense where %v does", values, got, n.Value)
	case n.Value != 0 && (got/n.Value > maxSpread || got/n.Value < 1/maxSpread):
		s.fail("numeric.formula", "change the values", "with %v the answer is %v, absurd beside %v", values, got, n.Value)
	case share(n) && math.Abs(got) > whole(n):
		s.fail("numeric.formula", "change the values", "with %v the answer is %v, more than the whole", values, got)
	case !s.readable(n, got):
	default:
		return true
	}
	return false
}

// maxSpread is how many times larger or smaller than the value a result may be: numbers that vary more are
// another question.
const maxSpread = 1e5

// share reports whether the number is a part of a whole: a percentage, or a probability by its unit.
func share(n form.Numeric) bool {
	return (n.Unit == "%" || n.Unit == "probability" || n.Unit == "概率") && math.Abs(n.Value) <= whole(n)
}

func whole(n form.Numeric) float64 {
	if n.Unit == "%" {
		return 100
	}
	return 1
}

// readable checks that a player who types the answer as the bot shows it is right.
func (s *sheet) readable(n form.Numeric, got float64) bool {
	text := strings.TrimSpace(quiz.FormatNumber(got) + " " + n.Unit)
	read, err := quiz.ParseNumber(text, *n.Quiz())
	if err == nil && math.Abs(read-got) <= math.Abs(got)*(n.Tolerance+1e-9) {
		return true
	}
	s.fail("numeric.tolerance", "widen it, or change unit or values", "the answer as it is shown, %q, would not be accepted for %v", text, got)
	return false
}

// near allows the author to round the value well within the tolerance.
func near(got, want, tolerance float64) bool {
	return math.Abs(got-want) <= math.Abs(want)*(tolerance/10+1e-9)
}

func asks(vars []form.Variable) int {
	n := 1
	for _, v := range vars {
		n = min(n*max(1, len(v.Values)), maxAsks+1)
	}
	return n
}

// combine calls each with every combination of the variables' values, the first values
// first, until it says no.
func combine(vars []form.Variable, values map[string]float64, each func(map[string]float64) bool) bool {
	if len(vars) == 0 {
		return each(values)
	}
	for _, x := range vars[0].Values {
		values[vars[0].Name] = x
		if !combine(vars[1:], values, each) {
			return false
		}
	}
	return true
}

// checkUsed checks that the formula names every variable.
func (s *sheet) checkUsed(n form.Numeric) {
	for i, v := range n.Variables {
		if !regexp.MustCompile(`\b` + regexp.QuoteMeta(v.Name) + `\b`).MatchString(n.Formula) {
			s.fail(index("numeric.variables", i), "use it or remove it", "the formula does not use %s", shorten(v.Name))
		}
	}
}

// placeholder is a name in braces, as it stands for a value in the texts.
var placeholder = regexp.MustCompile(`\{([A-Za-z][A-Za-z0-9_]*)\}`)

// checkPlaceholders checks that prompts show every variable, and that texts name no other.
func (s *sheet) checkPlaceholders(f form.Question) {
	for i, v := range f.Numeric.Variables {
		for _, prompt := range []string{f.Prompt.EN, f.Prompt.ZH} {
			if len(v.Values) > 1 && !strings.Contains(prompt, "{"+v.Name+"}") {
				s.fail(index("numeric.variables", i), "write {"+v.Name+"} in both prompts", "a prompt does not show %s", v.Name)
				break
			}
		}
	}
	known := map[string]bool{}
	for _, v := range f.Numeric.Variables {
		known[v.Name] = true
	}
	for _, p := range textsOf(f) {
		result := !strings.HasPrefix(p.path, "prompt") && !strings.HasPrefix(p.path, "hints")
		s.checkNames(p.path+".en", p.text.EN, known, result)
		s.checkNames(p.path+".zh", p.text.ZH, known, result)
	}
}

// argument is what braces follow that are TeX's own: an index or power, a command that takes an argument, or one that takes
// two, with the first or not. A sign such as \cdot takes none.
var argument = regexp.MustCompile(`([_^]|` +
	`\\(sqrt|(text|math)[a-z]*|operatorname|boldsymbol|bm|hat|bar|tilde|vec|(over|under)(line|brace)|wide[a-z]+|boxed|phantom|pmod)(\[[^\[\]]*\])?|` +
	`\\([dct]?frac|[dt]?binom|(over|under|stack)(set|rel))(\{([^{}]|\{[^{}]*\})*\})?)\s*$`)

func (s *sheet) checkNames(path, text string, known map[string]bool, result bool) {
	for _, at := range placeholder.FindAllStringSubmatchIndex(text, -1) {
		name, formula := text[at[2]:at[3]], inFormula(text, at[0])
		m := s.markIn(path, text, at[0])
		switch {
		case name == "answer" && !result:
			s.note(m, false, "remove it", "%s gives the answer away", path)
		case (known[name] || name == "answer") && formula && argument.MatchString(text[:at[0]]):
			s.note(m, false, "rename the variable, or write braces of TeX's own around it, {{"+name+"}}, where its value is meant",
				"the value of %s would stand in place of TeX's own {%s}, braces included", name, name)
		case !known[name] && name != "answer" && !formula:
			s.note(m, false, "declare it under variables, or write it without braces", "{%s} is no variable", name)
		}
	}
}

// inFormula reports whether the byte offset at is between dollars.
func inFormula(text string, at int) bool {
	return strings.Count(strings.ReplaceAll(text[:at], `\$`, "  "), "$")%2 == 1
}
