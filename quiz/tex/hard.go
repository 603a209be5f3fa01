package tex

import "strings"

// Hard reports whether a formula, without its dollars, is easier to read as a picture than in a line of
// Unicode: one with fractions, roots or accents over more than a letter, with limits, matrices, cases or
// braces. What holds a variable in braces, such as {d} of a numeric question, is not: its numbers change.
func Hard(formula string) bool {
	for _, word := range []string{
		`\frac`, `\dfrac`, `\tfrac`, `\binom`, `\begin`, `\underbrace`, `\overbrace`, `\sum`, `\prod`, `\int`, `\iint`,
		`\overline`, `\widehat`, `\widetilde`, `\lim`, `\bigl`, `\left`,
	} {
		if has(formula, word) {
			return true
		}
	}
	return compoundRoot(formula) || bearing(formula) || limited(formula)
}

// has reports whether a command stands in the formula, and not merely its beginning.
func has(formula, command string) bool {
	for {
		_, rest, ok := strings.Cut(formula, command)
		if !ok {
			return false
		}
		if rest == "" || !isLetter(rest[0]) {
			return true
		}
		formula = rest
	}
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// compoundRoot reports whether there is a root of more than a name or a number.
func compoundRoot(formula string) bool {
	for {
		_, rest, ok := strings.Cut(formula, `\sqrt`)
		if !ok {
			return false
		}
		if inner, _, ok := strings.Cut(strings.TrimPrefix(rest, "{"), "}"); ok && strings.ContainsAny(inner, `+-/\`) {
			return true
		}
		formula = rest
	}
}

// bearing reports whether two letters or more bear accents: one may stand as a combining sign.
func bearing(formula string) bool {
	n := 0
	for _, accent := range []string{`\hat`, `\tilde`, `\bar`, `\vec`, `\dot`} {
		for rest := formula; ; n++ {
			var ok bool
			if _, rest, ok = strings.Cut(rest, accent); !ok {
				break
			}
		}
	}
	return n > 1
}

// limited reports whether an operator has something below it.
func limited(formula string) bool {
	for _, operator := range []string{`\max_`, `\min_`, `\arg\max_`, `\sup_`, `\inf_`, `\mathbb{E}_{`, `\operatorname*`} {
		if strings.Contains(formula, operator) {
			return true
		}
	}
	return false
}
