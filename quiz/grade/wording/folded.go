package wording

import (
	"strings"
	"unicode"
)

// Sayings reads phrases separated by semicolons, in folded words and Chinese characters, into the
// form that Says takes.
func Sayings(list string) *Phrases {
	out := newPhrases()
	for phrase := range strings.SplitSeq(list, ";") {
		var p []string
		for w := range strings.FieldsSeq(phrase) {
			p = append(p, words(w)...)
		}
		if len(p) > 0 {
			out.add(p)
		}
	}
	return out
}

// words cuts Chinese into characters and leaves other words whole.
func words(w string) []string {
	var out []string
	for _, r := range w {
		if !isHan(r) {
			return []string{w}
		}
		out = append(out, string(r))
	}
	return out
}

// Pieces reads one list a line, its pieces separated by …, into the form that SentenceHas takes.
func Pieces(table string) *PieceLists {
	out := &PieceLists{byHan: map[rune][][]string{}}
	for line := range strings.Lines(table) {
		var list []string
		for p := range strings.SplitSeq(line, "…") {
			if p = strings.TrimSpace(p); p != "" {
				list = append(list, p)
			}
		}
		if len(list) > 0 {
			out.add(list)
		}
	}
	return out
}

// Says reports whether one of the phrases stands in x.
func (x *Index) Says(phrases *Phrases) bool { return x.SaysIn(x.All(), phrases) }

// SaysIn reports the same of the tokens of s alone.
func (x *Index) SaysIn(s Span, phrases *Phrases) bool {
	for i := s.From; i < s.To; i++ {
		if x.phraseAt(i, s.To, phrases.from(x.Tokens[i].Raw)) {
			return true
		}
	}
	return false
}

// SentenceHas reports whether sentence i holds every piece of one of the lists. Pieces are
// compared with the folded sentence without its spaces, so that spacing hides nothing.
func (x *Index) SentenceHas(i int, lists *PieceLists) bool { return holds(x.folded(i), lists) }

// SentenceHasUnquoted reports the same of sentence i without what stands in it between double quotes.
func (x *Index) SentenceHasUnquoted(i int, lists *PieceLists) bool {
	s := x.folded(i)
	for _, q := range quotes {
		s = unquoted(s, q[0], q[1])
	}
	return holds(s, lists)
}

// quotes are what opens and closes a quotation, as it is folded.
var quotes = [...][2]string{{`"`, `"`}, {"“", "”"}, {"「", "」"}}

// unquoted is s without what stands between an opening and a closing quote. An opening one that is never closed stays.
func unquoted(s, opening, closing string) string {
	for from := 0; ; {
		at := strings.Index(s[from:], opening)
		if at < 0 {
			return s
		}
		at += from
		end := strings.Index(s[at+len(opening):], closing)
		if end < 0 {
			return s
		}
		s = s[:at] + closing + s[at+len(opening)+end+len(closing):]
		from = at + len(closing)
	}
}

func holds(s string, lists *PieceLists) bool {
	for at := range len(s) {
		if begins(s[at:], lists) {
			return true
		}
	}
	return false
}

// SentenceBegins reports the same of what sentence i begins with, after punctuation other than quotes and after courtesies.
func (x *Index) SentenceBegins(i int, lists *PieceLists) bool {
	s := strings.TrimLeft(x.folded(i), " .,;:!?。…*#>-_()")
	for cut := true; cut; {
		cut = false
		for _, lead := range leads {
			if rest, ok := strings.CutPrefix(s, lead); ok {
				s, cut = strings.TrimLeft(rest, ",:!"), true
			}
		}
	}
	return s != "" && begins(s, lists)
}

// begins reports whether s, which is not empty, begins with the first piece of a list and goes on with the others.
func begins(s string, lists *PieceLists) bool {
	for _, list := range lists.at(s) {
		if strings.HasPrefix(s, list[0]) && follow(s[len(list[0]):], list[1:]) {
			return true
		}
	}
	return false
}

// leads may stand before an order without making it less of one.
var leads = [...]string{"please", "kindly", "now", "then", "and", "but", "also", "important:", "attention:", "note:", "system:", "user:", "assistant:", "请你", "请", "现在", "然后", "并", "注意", "系统：", "系统:"}

// pieceGap is how many bytes may stand between two pieces of one list.
const pieceGap = 32

// follow reports whether the pieces stand in s in their order, each near the one before.
func follow(s string, pieces []string) bool {
	if len(pieces) == 0 {
		return true
	}
	reach := s[:min(len(s), pieceGap+len(pieces[0]))]
	for at := 0; ; {
		next := strings.Index(reach[at:], pieces[0])
		if next < 0 {
			return false
		}
		at += next + len(pieces[0])
		if follow(s[at:], pieces[1:]) {
			return true
		}
	}
}

// compress keeps the folded text without white space, so that spacing hides nothing.
func (t *Text) compress(in []piece) {
	var b strings.Builder
	b.Grow(len(t.Source))
	t.ends = make([]int, len(t.Sentences))
	s := 0
	for _, p := range in {
		for s+1 < len(t.Sentences) && int(p.start) >= t.Tokens[t.Sentences[s].To-1].End {
			t.ends[s] = b.Len()
			s++
		}
		if !unicode.IsSpace(p.r) {
			b.WriteRune(p.r)
		}
	}
	t.compact = b.String()
	for ; s < len(t.ends); s++ {
		t.ends[s] = len(t.compact)
	}
}

// folded is sentence i with what stands before it, folded and without spaces.
func (t *Text) folded(i int) string {
	from := 0
	if i > 0 {
		from = t.ends[i-1]
	}
	return t.compact[from:t.ends[i]]
}

// Key identifies what a sentence says, whatever its case, spacing and punctuation.
func (x *Index) Key(s Span) string {
	var b strings.Builder
	for _, k := range x.Tokens[s.From:s.To] {
		b.WriteString(k.Form)
		b.WriteByte(' ')
	}
	return b.String()
}

// Listed returns the content that stands in lists: at least so many names in a row, parted by commas, by
// nothing, or each in a line of its own. Formulas between them are passed over. Words without any small word between them
// are names where known has most of them; in a language that we do not know, no word is small.
func (x *Index) Listed(atLeast int, known *Forms) float64 {
	sum, run, items := 0.0, 0.0, 0
	for i, c := range x.Clauses {
		kind, n := x.naming(c, known)
		if i > 0 && x.parts(x.Clauses[i-1], c) || kind == says {
			run, items = 0, 0
		}
		if kind != names {
			continue
		}
		before := items
		run += x.Content(c)
		items += n
		switch {
		case before >= atLeast:
			sum += x.Content(c)
		case items >= atLeast:
			sum += run
		}
	}
	return sum
}

// parts reports whether a list ends between two clauses that follow each other: they are of different sentences,
// and not each a line of its own.
func (x *Index) parts(a, b Span) bool {
	s, t := x.Sentences[x.Tokens[a.From].Sentence], x.Sentences[x.Tokens[b.From].Sentence]
	return s != t && (s != a || t != b)
}

// longestName is how many words a name has at most.
const longestName = 5

// longList is how many words in a row without a small one are no sentence.
const longList = 9

// mostly reports whether a set has most of the words of s.
func (x *Index) mostly(s Span, known *Forms) bool {
	in, all := 0, 0
	for i := s.From; i < s.To; i++ {
		if k := &x.Tokens[i]; k.Kind != Sign && !k.Stop {
			all++
			if known.Has(k) {
				in++
			}
		}
	}
	return 3*in >= 2*all
}

// joiners join names to a list as commas do.
var joiners = wordsOf("and or plus & 和 与 及")

type naming uint8

const (
	formula naming = iota
	names
	says
)

// clause counts what makes a clause a name or a sentence.
type clause struct {
	words, joins, small float64 // small words are in words too
	named, verb         bool
}

// naming tells what a clause does, and how many names it holds: no function word, no relation and no
// verb make it a name. One verb alone is a name too, and so are many words in a row without a small one.
func (x *Index) naming(c Span, known *Forms) (naming, int) {
	k, ok := x.clause(c)
	switch {
	case !ok:
		return says, 0
	case k.words >= longList && k.small == 0 && x.mostly(c, known):
		return names, int(k.words / 1.5)
	case k.verb && k.words > 1:
		return says, 0
	case !k.named && !k.verb:
		return formula, 0
	case k.words <= longestName:
		return names, 1
	case 3*k.joins >= k.words:
		return names, int(k.joins) + 1
	default:
		return says, 0
	}
}

// clause counts the words of c; ok is false where one of them makes it a sentence.
func (x *Index) clause(c Span) (k clause, ok bool) {
	if x.acts(c) {
		return k, false
	}
	for i := c.From; i < c.To; i++ {
		if n := x.longest(i); n > 1 && i+n <= c.To { // 和 joins words, but not in 饱和
			k.words, k.named = k.words+1, true
			i += n - 1
			continue
		}
		switch t := &x.Tokens[i]; {
		case t.Kind == Sign && t.Stop, linkHan.has(t.Raw), t.Kind != Han && linkEN[t.Raw]:
			return k, false
		case articles[t.Raw]:
			if i > c.From || i+1 == c.To { // within a phrase; or a letter of a formula
				return k, false
			}
		case joiners.has(t.Raw):
			k.joins++
		case t.Kind == Han:
			k.words, k.named = k.words+0.5, true
		case t.Stop:
			k.words, k.small = k.words+1, k.small+1
		case verbsEN[t.Form] && !strings.HasSuffix(t.Raw, "ing"):
			k.words, k.verb = k.words+1, true
		default:
			k.words, k.named = k.words+1, k.named || t.Kind == Word && len(t.Raw) > 2
		}
	}
	return k, true
}

// acts reports whether a clause begins with a Chinese verb and says what is done to: 冻结部分层.
func (x *Index) acts(c Span) bool {
	return c.To-c.From > 2 && verbsHan[x.raw(c.From)+x.raw(c.From+1)]
}

// verbsHan are verbs that open such a clause, but for those that as often open a name, as 共享 does in 共享参数.
var verbsHan = set(`混入 加入 掺入 回放 冻结 覆盖 保留 合并 复用 限制 裁剪 丢弃 引入 采用 使用 改成 改用 换成 调大 调小 拆成 切成 得到 避免 防止
保证 导致 缓解 抑制 监控 评测 检查 微调 选择 计算 统计 存下 关闭 打开 设置 重置 更新`)

// articles make no sentence: "the bucket, the list, the lookup" is a list.
var articles = set("the a an")

// Telling reports whether the token is a stop word that says something all the same: not, same, only.
func (x *Index) Telling(i int) bool { return x.Tokens[i].Stop && keptStops[x.Tokens[i].Raw] }

// linkEN are words that make a sentence of English words.
var linkEN = set(`is are was were be been being has have had do does did will would can could should may might must not that which who
because since so but if then when while as than by to with for from it its this these they them you we i there where how why more less fewer`)

// linkHan are characters that make a sentence of Chinese words.
var linkHan = wordsOf("的 了 是 在 会 把 被 使 让 变 越 不 只 就 都 才 要 有 能 因 所 如 而 但 从 到 为 将 由 可 更 取 等 对 用 比 给 去 减 增 降 升 除 需 没 无 占 算 靠 跟")

// verbsEN are stems of verbs that make a sentence of English words.
var verbsEN = set(`share store save reduc increas use need requir caus lead help train learn keep give take make add multipli divid scale split replac prune grow get becom
is are has have allow prevent avoid show let work run depend differ combin comput updat`)
