package grade

import (
	"drillbot/quiz"
	"drillbot/quiz/grade/wording"
)

// Caps that guards put on the score.
const (
	saladCap    = 15
	shuffledCap = 30
	dumpCap     = 50
)

// guard looks for answers that are none, and for tricks. Its order is from nothing
// said to much said; an answer to the question trips none of it.
func (p *paper) guard() {
	p.injection()
	p.hedges()
	content := p.x.Content(p.x.All())
	switch {
	case p.gaveUp(content):
		p.nothing(quiz.FlagUnknown)
	case content == 0:
		p.nothing(quiz.FlagEmpty)
	case p.copied():
		p.nothing(quiz.FlagCopied)
	case p.salad():
		p.flag(quiz.FlagSalad)
		p.limit(saladCap)
	case p.shuffled():
		p.flag(quiz.FlagShuffled)
		p.limit(shuffledCap)
	}
	p.padded()
}

// hedges makes sentences that claim a thing and its opposite earn nothing.
func (p *paper) hedges() {
	for i, s := range p.x.Sentences {
		if p.x.SaysIn(s, bothWays) {
			p.x.Void(i)
			p.flag(quiz.FlagPolarity)
		}
	}
}

// bothWays are ways to claim a thing and its opposite.
var bothWays = [][]string{
	{"may", "or", "may", "not"},
	{"might", "or", "might", "not"},
	{"can", "or", "can", "not"},
	{"could", "or", "could", "not"},
	{"will", "or", "will", "not"},
	{"increases", "or", "decreases"},
	{"increase", "or", "decrease"},
	{"decreases", "or", "increases"},
	{"more", "or", "fewer"},
	{"larger", "or", "smaller"},
	{"higher", "or", "lower"},
	{"可", "能", "会", "也", "可", "能", "不"},
	{"也", "可", "能", "不"},
	{"增", "大", "或", "减", "小"},
	{"变", "大", "或", "变", "小"},
	{"增", "加", "或", "减", "少"},
	{"要", "么", "增", "大", "要", "么", "减", "小"},
	{"或", "增", "或", "减"},
}

func (p *paper) nothing(f quiz.Flag) {
	p.flag(f)
	p.naught = true
}

// gaveUp reports whether the answer is a short "I don't know".
func (p *paper) gaveUp(content float64) bool {
	return content < 8 && p.x.Says(surrenders) && p.novel() < 3
}

// surrenders are ways to say "I don't know".
var surrenders = [][]string{
	{"i", "do", "not", "know"},
	{"i", "don", "not", "know"},
	{"don", "not", "know"},
	{"do", "not", "know"},
	{"dont", "know"},
	{"no", "idea"},
	{"not", "sure"},
	{"no", "clue"},
	{"idk"},
	{"dunno"},
	{"i", "forgot"},
	{"can", "not", "remember"},
	{"do", "not", "remember"},
	{"do", "not", "understand"},
	{"pass"},
	{"skip"},
	{"不", "知", "道"},
	{"不", "会"},
	{"不", "清", "楚"},
	{"不", "太", "清"},
	{"不", "懂"},
	{"忘", "了"},
	{"没", "学"},
	{"不", "了", "解"},
	{"不", "记", "得"},
	{"记", "不"},
	{"想", "不", "起"},
	{"放", "弃"},
	{"跳", "过"},
	{"没", "思", "路"},
}

// novel counts content tokens that the rubric knows and the question does not say.
func (p *paper) novel() float64 {
	n := 0.0
	for _, k := range p.x.Tokens {
		if k.Stop || p.asked[k.Form] || !p.known[k.Form] || p.x.Voided(k.Sentence) {
			continue
		}
		if k.Kind == wording.Han {
			n += 0.5
			continue
		}
		n++
	}
	return n
}

// copied reports whether the answer only says the question again.
func (p *paper) copied() bool {
	said, all := 0.0, 0.0
	for _, k := range p.x.Tokens {
		if k.Stop || k.Kind == wording.Sign {
			continue
		}
		all++
		if p.asked[k.Form] {
			said++
		}
	}
	return said >= 0.8*all && p.novel() <= 0.5 && len(p.asked) > 0
}

// salad reports whether the answer is a list of key words.
func (p *paper) salad() bool {
	bare, rest := p.x.Bare()
	return bare >= 8 && bare >= 3*rest
}

// shuffled reports whether the answer has nearly every word of the reference, in disorder.
func (p *paper) shuffled() bool {
	for _, ref := range p.references {
		if ref.length >= 20 && p.x.Match(ref.units, ref.length) > 0.85 && p.order(ref) < 0.5 {
			return true
		}
	}
	return false
}

// order is the share of neighbouring words whose places in the reference are near each other.
func (p *paper) order(ref readyReference) float64 {
	last, pairs, kept := -1, 0.0, 0.0
	for _, k := range p.x.Tokens {
		at, ok := ref.order[k.Form]
		if !ok || k.Stop {
			continue
		}
		if last >= 0 {
			pairs++
			if d := at - last; d >= -4 && d <= 4 {
				kept++
			}
		}
		last = at
	}
	if pairs == 0 {
		return 1
	}
	return kept / pairs
}

// padded finds repetition, and a dump: much that has nothing to do with the question.
func (p *paper) padded() {
	if p.naught {
		return
	}
	repeated, foreign, all := p.weigh()
	if all >= 60 && repeated > 0.5*all {
		p.flag(quiz.FlagPadded)
	}
	if foreign >= 120 && foreign > 0.7*all {
		p.flag(quiz.FlagDump)
		p.limit(dumpCap)
	}
}

// weigh counts content in sentences said before, in sentences foreign to the rubric, and in all.
func (p *paper) weigh() (repeated, foreign, all float64) {
	seen := map[string]bool{}
	for _, s := range p.x.Sentences {
		n := p.x.Content(s)
		all += n
		key := p.x.Key(s)
		if seen[key] {
			repeated += n
		}
		seen[key] = true
		if p.foreign(s) {
			foreign += n
		}
	}
	return repeated, foreign, all
}

// foreign reports whether less than a quarter of what a sentence says is known to the rubric.
func (p *paper) foreign(s wording.Span) bool {
	all, known := 0, 0
	for _, k := range p.x.Tokens[s.From:s.To] {
		if k.Stop || k.Kind == wording.Sign {
			continue
		}
		all++
		if p.known[k.Form] {
			known++
		}
	}
	return 4*known < all
}
