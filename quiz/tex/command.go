package tex

import "strings"

// command is a command with arguments: how many, whether one in square brackets may come
// first, and what they become.
type command struct {
	args     int
	optional bool
	render   func(optional string, args []piece) piece
}

var commands = map[string]command{
	"frac": {2, false, fraction}, "dfrac": {2, false, fraction}, "tfrac": {2, false, fraction},
	"cfrac": {2, true, fraction}, "nicefrac": {2, false, fraction},
	"binom": {2, false, binomial}, "dbinom": {2, false, binomial}, "tbinom": {2, false, binomial},
	"sqrt":       {1, true, root},
	"underbrace": {1, false, braced}, "overbrace": {1, false, braced},
	"overset": {2, false, over}, "stackrel": {2, false, over}, "underset": {2, false, under},
	"xrightarrow": {1, true, arrow("→")}, "xleftarrow": {1, true, arrow("←")},
	"mathbb": {1, false, mapped(doubleStruck)}, "mathds": {1, false, mapped(doubleStruck)}, "Bbb": {1, false, mapped(doubleStruck)},
	"mathcal": {1, false, mapped(script)}, "mathscr": {1, false, mapped(script)},
	"mathbf": {1, false, same}, "boldsymbol": {1, false, same}, "bm": {1, false, same}, "pmb": {1, false, same},
	"mathfrak": {1, false, same}, "mathnormal": {1, false, same}, "boxed": {1, false, same}, "fbox": {1, false, same},
	"mathord": {1, false, same}, "mathinner": {1, false, same}, "smash": {1, true, same}, "ensuremath": {1, false, same},
	"mathrm": {1, false, upright}, "mathit": {1, false, upright}, "mathsf": {1, false, upright}, "mathtt": {1, false, upright},
	"operatorname": {1, false, as(fun)}, "mathop": {1, false, as(fun)},
	"mathbin": {1, false, as(bin)}, "mathrel": {1, false, as(rel)},
	"mathopen": {1, false, as(open)}, "mathclose": {1, false, as(closed)}, "mathpunct": {1, false, as(punct)},
	"textcolor": {2, true, second}, "colorbox": {2, false, second}, "color": {1, true, nothing},
	"phantom": {1, false, nothing}, "hphantom": {1, false, nothing}, "vphantom": {1, false, nothing}, "label": {1, false, nothing},
	"hspace": {1, false, blank}, "mspace": {1, false, blank}, "vspace": {1, false, nothing},
	"tag":  {1, false, func(_ string, a []piece) piece { return piece{text: " (" + a[0].text + ")", class: word} }},
	"pmod": {1, false, func(_ string, a []piece) piece { return piece{text: " (mod " + a[0].text + ")", class: word} }},
	"substack": {1, false, func(_ string, a []piece) piece {
		return piece{text: strings.ReplaceAll(a[0].text, "\n", ", "), class: ord, level: relation}
	}},
}

func fraction(_ string, a []piece) piece {
	above := a[0].within(product)
	if a[0].quotes {
		above = a[0].bracketed().text
	}
	below := a[1].within(single)
	if differential(a[1].text) {
		below = a[1].text
	}
	return piece{text: above + "/" + below, class: ord, level: product, quotes: true}
}

// differential reports whether s is dx or a single differential such as ∂x.
func differential(s string) bool {
	r := []rune(s)
	return len(r) == 2 && r[0] == 'd' && alnum(r[1])
}

func binomial(_ string, a []piece) piece {
	return piece{text: "C(" + a[0].text + ", " + a[1].text + ")", class: ord}
}

// roots are the roots that have a sign of their own.
var roots = map[string]string{"": "√", "2": "√", "3": "∛", "4": "∜"}

func root(degree string, a []piece) piece {
	sign, ok := roots[degree]
	if !ok {
		sign, _ = raised(degree)
		sign += "√"
	}
	arg := a[0]
	if arg.level > single || arg.raised || arg.tail && strings.ContainsRune(arg.text, ' ') {
		arg = arg.bracketed()
	}
	return piece{text: sign + arg.text, class: ord, tail: arg.tail || lettersMeet(arg.text, "a")}
}

func braced(_ string, a []piece) piece {
	a[0].brace, a[0].class = true, ord
	return a[0]
}

// over writes what stands over a sign behind it, small; some have a sign of their own.
func over(_ string, a []piece) piece {
	p := a[1]
	switch {
	case p.text == "=" && (a[0].text == "def" || a[0].text == "△"):
		p.text = "≝"
	case p.text == "=" && a[0].text == "?":
		p.text = "≟"
	default:
		text, plain := raised(a[0].text)
		p.text, p.tail = p.text+text, plain
	}
	return p
}

func under(_ string, a []piece) piece {
	p := a[1]
	text, plain := lowered(a[0].text)
	p.text, p.tail = p.text+text, plain
	if p.class == word {
		p.class = fun
	}
	return p
}

func arrow(sign string) func(string, []piece) piece {
	return func(below string, a []piece) piece {
		label := strings.Trim(a[0].text+", "+below, ", ")
		if label == "" {
			return piece{text: sign, class: rel, level: relation}
		}
		return piece{text: sign + "[" + label + "]", class: rel, level: relation}
	}
}

func mapped(letters *strings.Replacer) func(string, []piece) piece {
	return func(_ string, a []piece) piece {
		a[0].text = letters.Replace(a[0].text)
		return a[0]
	}
}

func same(_ string, a []piece) piece { return a[0] }

func second(_ string, a []piece) piece { return a[1] }

func nothing(string, []piece) piece { return piece{class: gap} }

func blank(string, []piece) piece { return piece{text: " ", class: gap} }

// upright makes a word of several letters.
func upright(_ string, a []piece) piece {
	p := piece{text: a[0].text, class: word, tail: a[0].tail, raised: a[0].raised}
	if len([]rune(p.text)) < 2 {
		p.class = ord
	}
	return p
}

func as(c class) func(string, []piece) piece {
	return func(_ string, a []piece) piece { return piece{text: a[0].text, class: c} }
}
