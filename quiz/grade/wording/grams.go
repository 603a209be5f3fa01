package wording

// Grams are the characters, pairs of characters and other words that a text says, each once. Chinese has
// no spaces, so pairs of characters alone miss what is said in other words with the same characters. Grams may
// be shared.
type Grams map[string]bool

// Grams returns those of the whole text, without what carries no content.
func (x *Text) Grams() Grams {
	g := make(Grams, 2*len(x.Tokens))
	for i := range x.Tokens {
		k := &x.Tokens[i]
		if k.Kind == Sign {
			continue
		}
		if !k.Stop {
			g[k.Form] = true
		}
		if k.Kind == Han && i+1 < len(x.Tokens) {
			if next := &x.Tokens[i+1]; next.Kind == Han && next.Clause == k.Clause && !(k.Stop && next.Stop) {
				g[k.Form+next.Form] = true
			}
		}
	}
	return g
}

// Likeness is how much of g is in said, and said in g: the mean of the share of g that is said and of the F1
// of both, 0..1.
func (g Grams) Likeness(said Grams) float64 {
	both := 0.0
	for form := range g {
		if said[form] {
			both++
		}
	}
	if both == 0 {
		return 0
	}
	recall, precision := both/float64(len(g)), both/float64(len(said))
	return (recall + 2*recall*precision/(recall+precision)) / 2
}

// HanShare is the share of Chinese characters among the tokens, 0..1.
func (x *Text) HanShare() float64 {
	n := 0
	for i := range x.Tokens {
		if x.Tokens[i].Kind == Han {
			n++
		}
	}
	return float64(n) / float64(max(1, len(x.Tokens)))
}
