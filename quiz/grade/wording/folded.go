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
func (x *Index) SentenceHas(i int, lists *PieceLists) bool {
	s := x.folded(i)
	for at := range len(s) {
		for _, list := range lists.at(s[at:]) {
			if strings.HasPrefix(s[at:], list[0]) && follow(s[at+len(list[0]):], list[1:]) {
				return true
			}
		}
	}
	return false
}

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

// Listed returns the content that stands in lists: at least so many names in a row in one
// sentence, by comma or by nothing. Formulas between them are passed over.
func (x *Index) Listed(atLeast int) float64 {
	sum, run, items := 0.0, 0.0, 0
	for i, c := range x.Clauses {
		kind, n := x.naming(c)
		broken := i > 0 && x.Tokens[c.From].Sentence != x.Tokens[x.Clauses[i-1].From].Sentence
		if broken || kind == says {
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

// longestName is how many words a name has at most.
const longestName = 5

// joiners join names to a list as commas do.
var joiners = wordsOf("and or plus & 和 与 及")

type naming uint8

const (
	formula naming = iota
	names
	says
)

// naming tells what a clause does, and how many names it holds: no function word, no relation and no
// verb make it a name.
func (x *Index) naming(c Span) (naming, int) {
	words, named, joins := 0.0, false, 0.0
	for i := c.From; i < c.To; i++ {
		if n := x.longest(i); n > 1 && i+n <= c.To { // 和 joins words, but not in 饱和
			words, named = words+1, true
			i += n - 1
			continue
		}
		switch k := &x.Tokens[i]; {
		case k.Kind == Sign && k.Stop, linkHan.has(k.Raw), k.Kind != Han && linkEN[k.Raw], k.Kind != Han && verbsEN[k.Form] && !strings.HasSuffix(k.Raw, "ing"):
			return says, 0
		case joiners.has(k.Raw):
			joins++
		case k.Kind == Han:
			words, named = words+0.5, true
		default:
			words, named = words+1, named || k.Kind == Word && len(k.Raw) > 2
		}
	}
	switch {
	case !named:
		return formula, 0
	case words <= longestName:
		return names, 1
	case 3*joins >= words:
		return names, int(joins) + 1
	default:
		return says, 0
	}
}

// Telling reports whether the token is a stop word that says something all the same: not, same, only.
func (x *Index) Telling(i int) bool { return x.Tokens[i].Stop && keptStops[x.Tokens[i].Raw] }

// linkEN are words that make a sentence of English words.
var linkEN = set(`the a an is are was were be been being has have had do does did will would can could should may might must not that which who
because since so but if then when while as than by to with for from it its this these they them you we i there where how why more less fewer`)

// linkHan are characters that make a sentence of Chinese words.
var linkHan = wordsOf("的 了 是 在 会 把 被 使 让 变 越 不 只 就 都 才 要 有 能 因 所 如 而 但 从 到 为 将 由 可 更 取 等 对 用 比 给 去 减 增 降 升 除 需 没 无 占 算 靠 跟")

// verbsEN are stems of verbs that make a sentence of English words.
var verbsEN = set(`share store save reduc increas use need requir caus lead help train learn keep give take make add multipli divid scale split replac prune grow get becom
is are has have allow prevent avoid show let work run depend differ combin comput updat`)
