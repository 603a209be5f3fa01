package bank

import (
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
	}
	if len([]rune(n.Unit)) > maxUnit {
		s.fail("numeric.unit", "shorten it", "the unit %q is too long", shorten(n.Unit))
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
	if len(n.Variables) > 0 && n.Formula == "" {
		s.fail("numeric.variables", "give the formula that computes the value from them", "there are variables but no formula")
	}
}

// checkFormula computes the answer for every combination of the variables.
func (s *sheet) checkFormula(n form.Numeric) {
	if n.Formula == "" {
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
	case math.Signbit(got) != math.Signbit(n.Value) && got != 0 && n.Value != 0:
		s.fail("numeric.formula", "change the values", "with %v the answer %v has another sign than %v", values, got, n.Value)
	default:
		return true
	}
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

func (s *sheet) checkNames(path, text string, known map[string]bool, result bool) {
	for _, at := range placeholder.FindAllStringSubmatchIndex(text, -1) {
		name, formula := text[at[2]:at[3]], inFormula(text, at[0])
		before := ""
		if at[0] > 0 {
			before = text[at[0]-1 : at[0]]
		}
		m := s.markIn(path, text, at[0])
		switch {
		case name == "answer" && !result:
			s.note(m, false, "remove it", "%s gives the answer away", path)
		case known[name] && formula && strings.ContainsAny(before, "_^"):
			s.note(m, false, "write "+before+name+" without braces, or rename the variable", "the value of %s would stand in place of the index {%s}", name, name)
		case !known[name] && name != "answer" && !formula:
			s.note(m, false, "declare it under variables, or write it without braces", "{%s} is no variable", name)
		}
	}
}

// inFormula reports whether the byte offset at is between dollars.
func inFormula(text string, at int) bool {
	return strings.Count(strings.ReplaceAll(text[:at], `\$`, "  "), "$")%2 == 1
}
