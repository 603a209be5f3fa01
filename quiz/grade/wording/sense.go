package wording

import (
	"cmp"
	"slices"
	"sort"
)

// Sense is the direction in which a quantity is said to move.
type Sense int8

// The senses.
const (
	Down Sense = -1
	Flat Sense = 0
	Up   Sense = 1
)

// sensesEN are stems of words that say that a quantity grows or shrinks.
var sensesEN = senses(
	"more larg larger bigger big higher high increas grow grew rise rais greater deeper wider longer up enlarg expand extra addit gain many strong stronger lot",
	"fewer few less smaller small lower low reduc decreas shrink drop fall declin down diminish cut narrow shallow shorter short weaker weak")

// sensesHan are their Chinese counterparts, in one or two characters.
var sensesHan = senses(
	"越多 越大 越高 越强 越长 越深 越宽 更多 更大 更高 更强 增大 增加 增多 增长 增高 变大 变多 变高 上升 升高 提高 提升 加大 加多 调大 多 大 高 增 升",
	"越少 越小 越低 越弱 越短 更少 更小 更低 更弱 减小 减少 减轻 降低 变小 变少 变低 下降 缩小 调小 少 小 低 减 降")

func senses(up, down string) map[string]Sense {
	m := map[string]Sense{}
	for w := range set(up) {
		m[w] = Up
	}
	for w := range set(down) {
		m[w] = Down
	}
	return m
}

// movesHan are the characters that they begin with.
var movesHan = firstHanOf(sensesHan)

func firstHanOf(m map[string]Sense) *wordSet {
	s := wordsOf("")
	for w := range m {
		s.han.add(commonHan(w[:3]))
	}
	return s
}

// sizeless are words in which 大, 小, 多 or 少 says nothing of a quantity's movement.
var sizeless = set("大小 大约 大概 至少 多少 多头 最多 最少 大模 大语 小时 大家 大部 大多 很多 许多 多个 多种 多层 不少 减小 高效 高维 大型")

// marker is a word of sense in a text.
type marker struct {
	Span
	sense Sense
}

// markers lists the words of sense in s.
func (x *Index) markers(s Span) []marker {
	var out []marker
	for i := s.From; i < s.To; i++ {
		k := &x.Tokens[i]
		if k.Kind != Han {
			if v := sensesEN[k.Form]; v != Flat {
				out = append(out, marker{Span{i, i + 1}, v})
			}
			continue
		}
		if !movesHan.has(k.Raw) {
			continue
		}
		if v := sensesHan[k.Raw+x.raw(i+1)]; v != Flat && i+1 < s.To {
			out = append(out, marker{Span{i, i + 2}, v})
			i++
		} else if v := sensesHan[k.Raw]; v != Flat && !sizeless[k.Raw+x.raw(i+1)] && !sizeless[x.raw(i-1)+k.Raw] {
			out = append(out, marker{Span{i, i + 1}, v})
		}
	}
	return out
}

// marksOf lists the words of sense in a sentence, and remembers them.
func (x *Index) marksOf(sentence int) []marker {
	if x.marks == nil {
		x.marks = make([][]marker, len(x.Sentences))
	}
	if x.marks[sentence] == nil {
		x.marks[sentence] = append([]marker{}, x.markers(x.Sentences[sentence])...)
	}
	return x.marks[sentence]
}

// Relation is a claim that two quantities move together.
type Relation struct {
	Of, On Sense
	Span   Span
}

// Same reports whether both quantities move in the same sense.
func (r Relation) Same() bool { return r.Of == r.On }

// quantity is a place where one of the two quantities of a relation is named.
type quantity struct {
	Hit
	on    bool
	sense Sense
}

// Relations returns what the text claims of two quantities, each found at some
// places: "more buckets mean fewer collisions" is Up and Down. Denied claims and claims
// of others that the text corrects are left out.
func (x *Index) Relations(of, on []Hit) []Relation {
	all := make([]quantity, 0, len(of)+len(on))
	for i, hits := range [][]Hit{of, on} {
		for _, h := range hits {
			all = append(all, quantity{Hit: h, on: i == 1})
		}
	}
	slices.SortStableFunc(all, func(a, b quantity) int { return cmp.Compare(a.From, b.From) })
	var out []Relation
	for from := 0; from < len(all); {
		s, to := x.Tokens[all[from].From].Sentence, from+1
		for to < len(all) && x.Tokens[all[to].From].Sentence == s {
			to++
		}
		if !x.void[s] {
			q := distinct(all[from:to])
			x.giveSenses(s, q)
			out = append(out, x.pair(q)...)
		}
		from = to
	}
	return out
}

// distinct drops what names the same place again.
func distinct(q []quantity) []quantity {
	out := q[:0]
	for _, k := range q {
		if n := len(out); n > 0 && out[n-1].on == k.on && k.From < out[n-1].To {
			continue
		}
		out = append(out, k)
	}
	return out
}

// senseReach is how many tokens away from its quantity a word of sense may stand.
const senseReach = 6

// giveSenses gives every quantity the nearest word of sense of its clause that no
// other quantity has a better right to.
func (x *Index) giveSenses(s int, q []quantity) {
	if len(q) < 2 {
		return
	}
	type pair struct{ q, m, distance int }
	marks := x.marksOf(s)
	var pairs []pair
	for i := range q {
		first := sort.Search(len(marks), func(j int) bool { return marks[j].To >= q[i].From-senseReach })
		for j := first; j < len(marks) && marks[j].From <= q[i].To+senseReach; j++ {
			if d := x.apart(q[i].Span, marks[j]); d <= 2*senseReach {
				pairs = append(pairs, pair{i, j, d})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(a.distance, b.distance) })
	used := make([]bool, len(marks))
	for _, p := range pairs {
		if q[p.q].sense == Flat && !used[p.m] {
			q[p.q].sense, used[p.m] = marks[p.m].sense, true
		}
	}
}

// apart is twice the distance between a quantity and a word of sense, a little more on the side
// where its language puts it less often, and out of reach in another clause.
func (x *Index) apart(q Span, m marker) int {
	if x.Tokens[q.From].Clause != x.Tokens[m.From].Clause {
		return 2*senseReach + 1
	}
	after := m.From >= q.To
	d := 2 * (q.From - m.To)
	if after {
		d = 2 * (m.From - q.To)
	}
	if after != (x.Tokens[m.From].Kind == Han) {
		d++
	}
	return max(d, 0)
}

// pair joins every On to the Of before it, or after it where none is before.
func (x *Index) pair(q []quantity) []Relation {
	var out []Relation
	for i, on := range q {
		if !on.on || on.sense == Flat {
			continue
		}
		of, ok := partner(q, i)
		if !ok || of.sense == Flat {
			continue
		}
		span := Span{min(of.From, on.From), max(of.To, on.To)}
		if x.Denied(on.Span) || x.Denied(of.Span) || x.deniedBetween(span) || x.Attributed(span) {
			continue
		}
		out = append(out, Relation{of.sense, on.sense, span})
	}
	return out
}

func partner(q []quantity, i int) (quantity, bool) {
	for j := i - 1; j >= 0; j-- {
		if !q[j].on {
			return q[j], true
		}
	}
	for j := i + 1; j < len(q); j++ {
		if !q[j].on {
			return q[j], true
		}
	}
	return quantity{}, false
}

// deniedBetween reports whether the link between the quantities is denied: more
// buckets do not mean more sharing.
func (x *Index) deniedBetween(s Span) bool {
	n := 0
	for i := s.From; i < s.To; i++ {
		if x.negator(i) {
			n++
		}
	}
	return n%2 == 1
}
