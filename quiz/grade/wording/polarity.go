package wording

import (
	"slices"
	"strings"
)

// Denied reports whether what stands at s is denied there: "does not cause …",
// "it is a myth that …", 并不会…. Two denials are none.
func (x *Index) Denied(s Span) bool {
	n := int(x.denied[s.From])
	for i := s.From; i < s.To && n > 0; i++ {
		if x.Tokens[i].Stop || x.Tokens[i].Kind == Han {
			if d := x.denial(i); d.From <= s.From && s.From < d.To {
				n-- // a part of the wording itself
			}
		}
	}
	return n%2 == 1
}

// findDenials counts for every token the words that deny it.
func (x *Index) findDenials() {
	for i := range x.Tokens {
		d := x.denial(i)
		for j := d.From; j < d.To; j++ {
			if x.denied[j] < 100 {
				x.denied[j]++
			}
		}
	}
}

// Negates reports whether the tokens of s hold a denial themselves.
func (x *Index) Negates(s Span) bool {
	for i := s.From; i < s.To; i++ {
		if x.negator(i) {
			return true
		}
	}
	return false
}

// denial returns the tokens that the word at i denies; empty when it denies none.
func (x *Index) denial(i int) Span {
	sentence := x.Sentences[x.Tokens[i].Sentence]
	switch {
	case x.dismisses(i):
		return sentence
	case x.negator(i) && !x.dismisses(i+1):
		return Span{i + 1, x.scopeEnd(i)}
	default:
		return Span{}
	}
}

// Scopes of a denial, in tokens: Chinese characters are half a word.
const (
	scopeWords = 8
	scopeHan   = 12
)

// scopeEnd is where a denial at i ends: with its clause, at a conjunction, or after a few words.
func (x *Index) scopeEnd(i int) int {
	limit := scopeWords
	if x.Tokens[i].Kind == Han {
		limit = scopeHan
	}
	if x.Tokens[i].Raw == "without" || x.Tokens[i].Raw == "不" && x.raw(i+1) == "变" { // only its own noun or verb is denied
		limit = 1
	}
	end := min(x.Clauses[x.Tokens[i].Clause].To, i+1+limit)
	for j := i + 1; j < end; j++ {
		if scopeBreaks[x.Tokens[j].Raw] && x.Tokens[j].Raw+x.raw(j+1) != "所有" {
			return j
		}
	}
	return end
}

var scopeBreaks = set("but because so since whereas while although though unless and which thus hence therefore instead 但 而 所 因 却")

// negator reports whether the token denies what follows it.
func (x *Index) negator(i int) bool {
	k := x.Tokens[i]
	if k.Kind != Han {
		return negEN[k.Raw] && !positiveEN[x.raw(i+1)]
	}
	if k.Raw == "别" || !strings.Contains("不没未无非", k.Raw) {
		return false
	}
	if x.raw(i-1) != "" && x.raw(i-1) == x.raw(i+1) { // 是不是, 会不会: a question
		return false
	}
	return !positiveHan[k.Raw+x.raw(i+1)] && !positiveHan[x.raw(i-1)+k.Raw]
}

func (x *Index) raw(i int) string {
	if i < 0 || i >= len(x.Tokens) {
		return ""
	}
	return x.Tokens[i].Raw
}

// positiveEN follow "not" or "no" without a denial: not only, no matter.
var positiveEN = set("only just merely simply matter doubt longer")

// positiveHan are words that only look like a denial: 不同, 非常, 无论.
var positiveHan = set(`不同 不断 不仅 不但 不管 不过 不只 不久 不妨 不如 不少 不光 不单 不论 不得 差不 得不 非常 非线 非结 非参 非零
非凸 非对 无论 无监 无损 无疑 无穷 无限 无非 无关 未来 未知 没事`)

// dismisses reports whether the word at i calls the whole sentence wrong.
func (x *Index) dismisses(i int) bool {
	if i >= len(x.Tokens) {
		return false
	}
	raw, before, after := x.Tokens[i].Raw, x.raw(i-1), x.raw(i+1)
	switch {
	case x.Tokens[i].Kind == Han && raw != "误" && raw != "非" && raw != "不":
		return false
	case denyEN[raw]:
		return dismissBefore[before] || after == "that"
	case raw == "true" || raw == "correct" || raw == "right":
		return negEN[before] && after == "that"
	case raw == "误":
		return after == "区" || after == "解" || before == "错" && x.raw(i-2) == "是"
	case raw == "非":
		return before == "并" && i <= x.Sentences[x.Tokens[i].Sentence].From+2
	case raw == "不":
		return after == "对" && (x.raw(i+2) == "的" || i+2 >= x.Sentences[x.Tokens[i].Sentence].To)
	}
	return false
}

var dismissBefore = set("is are was a an be common completely simply just plainly clearly totally popular")

// Attributed reports whether what stands at s is told as the view of others and then
// corrected: "some say …, but in fact …", 有人认为…，其实….
func (x *Index) Attributed(s Span) bool {
	if len(x.viewed) == 0 || len(x.mended) == 0 {
		return false
	}
	sentence := x.Tokens[s.From].Sentence
	end := x.Sentences[min(sentence+1, len(x.Sentences)-1)].To
	return anyWithin(x.viewed, x.Sentences[sentence].From, s.From) && anyWithin(x.mended, s.To, end)
}

// anyWithin reports whether the sorted list has a number from from up to but not including to.
func anyWithin(list []int, from, to int) bool {
	i, _ := slices.BinarySearch(list, from)
	return i < len(list) && list[i] < to
}

// starts lists the tokens at which one of the phrases begins.
func (x *Index) starts(phrases *Phrases) []int {
	var out []int
	for i := range x.Tokens {
		if x.phraseAt(i, len(x.Tokens), phrases.from(x.Tokens[i].Raw)) {
			out = append(out, i)
		}
	}
	return out
}

func (x *Index) phraseAt(i, to int, phrases [][]string) bool {
	for _, p := range phrases {
		if i+len(p) <= to && spells(x.Tokens[i:i+len(p)], p) {
			return true
		}
	}
	return false
}

var views = Sayings(`
some say; some people; people say; people think; people believe; people often; many people; many believe; many think;
some think; some believe; some claim; one might think; you might think; it is often; is said; often said;
commonly believed; often claimed; at first sight; it seems; the article; 有人; 很多人; 不少人; 有些人; 一般认为; 常认为; 以为; 看似; 直觉; 乍看;
文章; 大家都; 常说`)

var corrections = Sayings(`
but; however; actually; in fact; in reality; wrong; false; incorrect; not true; yet; the opposite; 但; 其实; 实际上; 然而; 不过;
错; 不对; 事实上; 恰恰相反; 反了`)
