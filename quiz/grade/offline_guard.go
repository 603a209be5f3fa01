package grade

import (
	"drillbot/quiz"
	"drillbot/quiz/grade/wording"
)

// saladItems is how many names in a row make a list.
const saladItems = 6

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
var bothWays = wording.Sayings(`
may or may not; might or might not; can or can not; could or could not; will or will not; increases or decreases;
increase or decrease; decreases or increases; more or fewer; larger or smaller; higher or lower; 可能会也可能不; 也可能不; 增大或减小;
变大或变小; 增加或减少; 要么增大要么减小; 或增或减`)

func (p *paper) nothing(f quiz.Flag) {
	p.flag(f)
	p.naught = true
}

// gaveUp reports whether the answer is a short "I don't know".
func (p *paper) gaveUp(content float64) bool {
	return content < 8 && (p.x.Says(surrenders) || p.x.Unable()) && p.novel() < 3
}

// surrenders are ways to say "I don't know".
var surrenders = wording.Sayings(`
not know; dont know; no idea; not sure; no clue; idk; dunno; i forgot; not remember; not understand; dont understand;
not recall; i pass; skip this; 不知道; 不清楚; 不太清; 不懂; 忘了; 没学; 不了解; 不记得; 记不; 想不起; 放弃; 跳过; 没思路`)

// novel counts content tokens that the rubric knows and the question does not say.
func (p *paper) novel() float64 {
	n := 0.0
	for i := range p.x.Tokens {
		k := &p.x.Tokens[i]
		if k.Stop || p.asked.Has(k) || !p.known.Has(k) || p.x.Voided(k.Sentence) {
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

// copied reports whether the answer says most of the question again and nothing else.
func (p *paper) copied() bool {
	said, all := 0.0, 0.0
	forms := map[string]bool{}
	for i := range p.x.Tokens {
		k := &p.x.Tokens[i]
		if k.Stop || k.Kind == wording.Sign {
			continue
		}
		all++
		if p.asked.Has(k) {
			said++
			forms[k.Form] = true
		}
	}
	return said >= 0.8*all && float64(len(forms)) >= 0.6*p.askedContent(forms) && p.novel() <= 0.5 && !p.adds()
}

// adds reports whether a small word turns the question into a claim: the same, not, only.
func (p *paper) adds() bool {
	for i := range p.x.Tokens {
		if p.x.Telling(i) && !p.asked.Has(&p.x.Tokens[i]) {
			return true
		}
	}
	return false
}

// askedContent is how much the question says, in the one of its languages that the forms fit better.
func (p *paper) askedContent(forms map[string]bool) float64 {
	least := 1e9
	for _, t := range p.prompts {
		seen, own := map[string]bool{}, 0
		for _, k := range t.Tokens {
			if !k.Stop && k.Kind != wording.Sign && !seen[k.Form] {
				seen[k.Form] = true
				if forms[k.Form] {
					own++
				}
			}
		}
		if n := float64(len(seen)); n > 0 && own > 0 && n < least {
			least = n
		}
	}
	return least
}

// salad reports whether the answer is a list of key words, where the reference is not one.
func (p *paper) salad() bool {
	return !p.listed && p.x.Listed(saladItems, &p.known) > 0.45*p.x.Content(p.x.All())
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

// order is the share of neighbouring words of the answer that follow each other closely in the reference.
func (p *paper) order(ref readyReference) float64 {
	var last []int
	pairs, kept := 0.0, 0.0
	for _, k := range p.x.Tokens {
		at := ref.order[k.Form]
		if len(at) == 0 {
			continue
		}
		if len(last) > 0 {
			pairs++
			if neighbours(last, at) {
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

// neighbours reports whether some place of b is at most four after some place of a.
func neighbours(a, b []int) bool {
	for _, i := range a {
		for _, j := range b {
			if j >= i && j-i <= 4 {
				return true
			}
		}
	}
	return false
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
	for i := s.From; i < s.To; i++ {
		k := &p.x.Tokens[i]
		if k.Stop || k.Kind == wording.Sign {
			continue
		}
		all++
		if p.known.Has(k) {
			known++
		}
	}
	return 4*known < all
}
