package wording

import "slices"

// Refused reports whether what stands at s is denied, or named instead of the truth. Where s holds a denial itself,
// "without a check", 没有约束, an earlier one of the same breath turns it around: "nothing is accepted without a check",
// 并不是没有约束. One before a joiner does not: "needs no draft and works without a check".
func (x *Index) Refused(s Span) bool {
	if x.turned[s.From] == replaced {
		return true
	}
	if x.denied[s.From] == 0 || !x.Negates(s) {
		return x.Denied(s)
	}
	sentence := x.Sentences[x.Tokens[s.From].Sentence]
	n := 0
	for i := sentence.From; i < sentence.To; i++ {
		if s.From <= i && i < s.To {
			continue
		}
		if d := x.denial(i); d.From <= s.From && s.From < d.To && (d == sentence || !x.coordinated(i, s.From)) {
			n++
		}
	}
	return n%2 == 1
}

// gainsaid reports whether s, where the wording p was found, holds a denial that is not p's own: "k3 is not biased"
// for "k3 is biased". What says that there is nothing else is denied by "not only" as well, before it too.
func (x *Index) gainsaid(p Phrase, s Span) bool {
	n := 0
	if p.sole {
		for i := x.Clauses[x.Tokens[s.From].Clause].From; i < s.To; i++ {
			if x.widens(i) {
				n++
			}
		}
	}
	if n += p.denials; x.Negates(s) || x.Turns(s) {
		n += x.denialsOf(p, s)
	}
	return n%2 == 1
}

// reaches reports whether s, where the wording p was found, claims as much as p does: what "always" or "only" says of p
// stands in the sentence too, in this or another word.
func (x *Index) reaches(p Phrase, s Span) bool {
	sentence := x.Sentences[x.Tokens[s.From].Sentence]
	return (!p.sole || x.hasWord(sentence, soleWords)) && (!p.whole || x.hasWord(sentence, wholeWords))
}

// hasWord reports whether one of some words stands in s.
func (x *Index) hasWord(s Span, words map[string]bool) bool {
	for i := s.From; i < s.To; i++ {
		if words[x.Tokens[i].Raw] {
			return true
		}
	}
	return false
}

// denialsOf counts the denials in s, where p was found, in clauses that hold a part of p.
func (x *Index) denialsOf(p Phrase, s Span) int {
	own, n := x.own(p, s), 0
	for i := s.From; i < s.To; i++ {
		if x.denies(i) && x.claims(x.Tokens[i].Clause, s, own) {
			n++
		}
	}
	return n
}

// denies reports whether the word at i denies what follows, or names it instead of the truth. A part of a wording of
// the sheets, such as 无 in 无偏, does neither.
func (x *Index) denies(i int) bool {
	if t, _ := x.turning(i); t != replaced && !x.negator(i) {
		return false
	}
	for j := max(0, i-3); j <= i; j++ {
		if n := x.longest(j); n > 1 && j+n > i && !bareDenials[x.raw(j)+x.raw(j+1)] {
			return false
		}
	}
	return true
}

// own marks the tokens of s that are a part of p.
func (x *Index) own(p Phrase, s Span) []bool {
	out := make([]bool, s.To-s.From)
	for _, q := range p.parts {
		for _, h := range x.findPart(q) {
			for i := max(h.From, s.From); i < min(h.To, s.To); i++ {
				out[i-s.From] = true
			}
		}
	}
	return out
}

// claims reports whether a clause has any of the marked tokens of s.
func (x *Index) claims(clause int, s Span, own []bool) bool {
	c := x.Clauses[clause]
	return slices.Contains(own[max(c.From, s.From)-s.From:min(c.To, s.To)-s.From], true)
}

// widens reports whether the word at i says with the next one that there is more: not only, 不只.
func (x *Index) widens(i int) bool {
	return (negEN[x.raw(i)] || x.raw(i) == "不") && soleWords[x.raw(i+1)] && !x.negator(i)
}

// bareDenials are wordings of the sheets that are a denial and nothing else.
var bareDenials = set("没有 不是 无法 并非")

// soleWords say that there is nothing else.
var soleWords = set("only just merely simply solely purely alone entirely exclusively 只 仅 光 单 纯")

// wholeWords say that something is so in every case.
var wholeWords = set(`always every any all each whatever whichever everything anything everywhere anywhere regardless invariably
necessarily 总 都 每 必 永 均 皆 任 切 凡 全`)

// coordinated reports whether a joiner stands between the tokens at from and to.
func (x *Index) coordinated(from, to int) bool {
	for i := from + 1; i < to; i++ {
		if coordinators[x.Tokens[i].Raw] {
			return true
		}
	}
	return false
}

// coordinators begin another claim, which an earlier denial does not reach.
var coordinators = set("and or & plus 和 与 及 也 且 又 还 就 则 便")

// Claimed reports whether hits, in their order, can be parts of one claim: in one clause in any order, and across clauses one
// after the other, none of which begins a contrast. "Attention mixes tokens, the FFN does not see them" does not claim of
// the FFN that it mixes tokens.
func (x *Index) Claimed(hits []Hit) bool {
	for i := 1; i < len(hits); i++ {
		before, h := hits[i-1], hits[i]
		c := x.Tokens[h.From].Clause
		if c == x.Tokens[before.From].Clause || c == x.Tokens[before.To-1].Clause || x.Tokens[h.To-1].Clause == x.Tokens[before.From].Clause {
			continue
		}
		if h.From < before.From || contrasts[x.raw(x.Clauses[c].From)] {
			return false
		}
	}
	return true
}

// contrasts begin a clause that says something else than the one before.
var contrasts = set("while whereas but yet unlike 而 但 却 不")

// Unable reports whether the player says 不会, "I cannot": at the end of a clause, but for 做 or the like, of oneself, of
// the question or as the last word. 不会 before another verb says what does not happen, and before a reason it says no.
func (x *Index) Unable() bool {
	for i := range x.Tokens {
		if x.raw(i) != "不" || x.raw(i+1) != "会" {
			continue
		}
		c := x.Clauses[x.Tokens[i].Clause]
		end := i + 2
		for end < c.To && unableTails[x.raw(end)] {
			end++
		}
		if end == c.To && (c.To == len(x.Tokens) || x.spoken(c)) {
			return true
		}
	}
	return false
}

// spoken reports whether a clause is about the player or the question.
func (x *Index) spoken(c Span) bool {
	for i := c.From; i < c.To; i++ {
		if x.raw(i) == "我" || x.raw(i) == "题" {
			return true
		}
	}
	return false
}

// unableTails may follow 不会 where it says that the player cannot answer.
var unableTails = set("做 答 写 解 了 啊 呢 啦 哦 的 这 道 个 题")
