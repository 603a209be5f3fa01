package wording

// turn is what is said of a thing without denying it outright.
type turn uint8

const (
	unturned  turn = iota
	replaced       // it is what is not the case: "… instead of it", "… rather than it"
	prevented      // it would be the case otherwise: "prevents it", 避免它
)

// findTurns notes the tokens that are replaced or prevented.
func (x *Index) findTurns() {
	for i := range x.Tokens {
		t, first := x.turning(i)
		if t == unturned {
			continue
		}
		for j := first; j < x.scopeEnd(i); j++ {
			x.turned[j] = t
		}
	}
}

// turning returns what the word at i says of what follows it, from which token on.
func (x *Index) turning(i int) (turn, int) {
	k := &x.Tokens[i]
	if k.Kind == Han {
		if !turnsHan.has(k.Raw) {
			return unturned, 0
		}
		switch two := k.Raw + x.raw(i+1); {
		case preventsHan[two]:
			return prevented, i + 2
		case two == "而非":
			return replaced, i + 2
		case two == "而不" && x.raw(i+2) == "是":
			return replaced, i + 3
		}
		return unturned, 0
	}
	switch after := x.raw(i + 1); {
	case k.Raw == "instead" && after == "of", k.Raw == "rather" && after == "than":
		return replaced, i + 2
	case preventsEN[k.Form]:
		return prevented, i + 1
	}
	return unturned, 0
}

// turnsHan are the characters that such words begin with.
var turnsHan = wordsOf("防 避 阻 消 免 杜 而")

// preventsEN are stems of verbs that keep a thing from being the case, and preventsHan their Chinese counterparts.
var (
	preventsEN  = set("prevent avoid elimin circumv obviat forestal")
	preventsHan = set("防止 避免 阻止 消除 免去 杜绝")
)

// Turns reports whether s says of anything that it is replaced or prevented.
func (x *Index) Turns(s Span) bool {
	for i := s.From; i < s.To; i++ {
		if t, _ := x.turning(i); t != unturned {
			return true
		}
	}
	return false
}

// opposed reports whether what stands at s is said in the contrary sense of u. Of what is prevented that
// cannot be told: "prevents overfitting" and "no overfitting" say the same, and so may "overfitting".
func (x *Index) opposed(s Span, u *unit) bool {
	t := x.turned[s.From]
	if t == prevented || u.prevented {
		return false
	}
	return (x.Denied(s) || t == replaced) != u.denied
}
