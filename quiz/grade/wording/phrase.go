package wording

// Phrase is a wording made ready to be looked for. It may be shared.
type Phrase struct {
	parts []part
	all   []int
	tight bool // a formula or a name: its parts stand side by side
	exact bool // its parts stand in their order, and only the term sheet's wordings stand for it
	sole  bool // it says that there is nothing else: only, alone
	whole bool // it says that it is so in every case: always, any

	denials int // words from its first part to its last that deny what follows them
}

// part is what has to stand together within a phrase: a word, or Chinese characters in a row.
type part struct {
	forms    []string
	kind     Kind
	concepts []int
	split    []part // the same characters in pairs, which may stand a little apart
}

// keptStops are stop words that matter in a wording: without them it says something else.
var keptStops = set(`not no never none nothing without cannot more less fewer few most least same only just merely simply all each every before after up down
over under both between above below other 不 没 无 非 未 越 多 少 更 上 下 前 后 同`)

// Phrase makes a wording ready. A wording without any content is found nowhere.
func (l *Lexicon) Phrase(wording string) Phrase {
	t := l.Read(wording)
	x := l.Index(t)
	p := Phrase{tight: true, all: x.exact(0, len(t.Tokens))}
	for i := range t.Tokens {
		p.sole = p.sole || soleWords[t.Tokens[i].Raw]
		p.whole = p.whole || wholeWords[t.Tokens[i].Raw]
	}
	var within Span
	for i := 0; i < len(t.Tokens); {
		n := x.partAt(i)
		if q, ok := x.part(i, n); ok {
			if len(p.parts) == 0 {
				within.From = i
			}
			within.To = i + n
			p.parts = append(p.parts, q)
			p.tight = p.tight && short(q)
		}
		i += n
	}
	for i := within.From; i < within.To; i++ {
		if x.denies(i) {
			p.denials++
		}
	}
	return p
}

// short reports whether a part is a number, a sign or a letter or two.
func short(q part) bool { return q.kind != Han && len(q.forms) == 1 && len(q.forms[0]) <= 3 }

// partAt returns how many tokens from i on belong together: a wording of the sheets, or
// all Chinese characters up to the next one.
func (x *Index) partAt(i int) int {
	if n := x.longest(i); n > 0 {
		return n
	}
	n := 1
	if x.Tokens[i].Kind == Han {
		for i+n < len(x.Tokens) && x.Tokens[i+n].Kind == Han && x.longest(i+n) < 2 {
			n++
		}
	}
	return n
}

// longest is the length of the longest wording of the sheets at token i but for kin, 0 for none.
func (x *Index) longest(i int) int {
	best := 0
	for _, e := range x.lex.entries.from(x.Tokens[i].Form) {
		if len(e.forms) > best && x.lex.tie[e.concept] != kinTie && x.spelled(i, e.forms) {
			best = len(e.forms)
		}
	}
	return best
}

func (x *Index) part(i, n int) (part, bool) {
	q := part{kind: x.Tokens[i].Kind, concepts: x.exact(i, n)}
	for _, k := range x.Tokens[i : i+n] {
		q.forms = append(q.forms, k.Form)
	}
	if n == 1 && x.Tokens[i].Stop && !keptStops[q.forms[0]] {
		return part{}, false
	}
	if q.kind == Han && n >= 4 {
		for j := 0; j < n; j += 2 {
			end := j + 2
			if end+1 >= n {
				end = n
			}
			q.split = append(q.split, part{forms: q.forms[j:end], kind: Han, concepts: x.exact(i+j, end-j)})
			if end == n {
				break
			}
		}
	}
	return q, true
}

// exact returns the concepts that have a wording of just these tokens, and whose other wordings
// are as good.
func (x *Index) exact(i, n int) []int {
	var out []int
	if n == 0 {
		return nil
	}
	for _, e := range x.lex.entries.from(x.Tokens[i].Form) {
		if len(e.forms) == n && x.lex.tie[e.concept] != kinTie && x.spelled(i, e.forms) {
			out = append(out, e.concept)
		}
	}
	return out
}

// Find returns where the phrase stands in x, its own words or another wording of
// the sheets; at most a bounded number of places.
func (x *Index) Find(p Phrase) []Hit {
	var out []Hit
	for _, c := range p.all {
		out = append(out, x.concepts[c]...)
	}
	if p.exact {
		return x.earning(x.exactly(p, out))
	}
	switch len(p.parts) {
	case 0:
		return nil
	case 1:
		out = append(out, x.findPart(p.parts[0])...)
	default:
		out = append(out, x.together(p.parts, window(p), 1)...)
	}
	return x.earning(out)
}

// exactly finds a phrase whose wording must be met as it stands.
func (x *Index) exactly(p Phrase, all []Hit) []Hit {
	hits := all
	switch len(p.parts) {
	case 0:
		return nil
	case 1:
		hits = append(hits, x.findPart(p.parts[0])...)
	default:
		for _, h := range x.together(p.parts, window(p), 1) {
			if x.inOrder(p.parts, h.Span) {
				hits = append(hits, h)
			}
		}
	}
	var out []Hit
	for _, h := range hits {
		if h.Quality > 0.88 && !x.gainsaid(p, h.Span) && x.reaches(p, h.Span) {
			out = append(out, h)
		}
	}
	return out
}

// inOrder reports whether the parts can be met one after the other within s.
func (x *Index) inOrder(parts []part, s Span) bool {
	at := s.From
	for _, q := range parts {
		next := -1
		for _, h := range x.findPart(q) {
			if h.From >= at && h.To <= s.To && (next < 0 || h.To < next) {
				next = h.To
			}
		}
		if next < 0 {
			return len(parts) == 2 && s.To-s.From <= 1
		}
		at = next
	}
	return true
}

// earning drops hits in sentences that earn nothing.
func (x *Index) earning(hits []Hit) []Hit {
	out := hits[:0] // the caller's own
	for _, h := range hits {
		if !x.void[x.Tokens[h.From].Sentence] {
			out = append(out, h)
		}
	}
	return out
}

// window is how far apart, in tokens, the parts of a phrase may stand.
func window(p Phrase) int {
	if p.tight {
		return len(p.parts) + 1
	}
	n := 3
	if p.exact {
		n = 1
	}
	for _, q := range p.parts {
		n += 2 * len(q.forms)
	}
	return n
}

func (x *Index) findPart(q part) []Hit {
	var out []Hit
	if len(q.forms) == 1 && q.kind != Han {
		out = x.word(q.forms[0], q.kind)
	} else {
		out = x.sequence(q.forms)
	}
	for _, c := range q.concepts {
		out = append(out, x.concepts[c]...)
	}
	if len(out) == 0 && len(q.split) > 1 {
		out = x.together(q.split, 2*len(q.forms)+2, 0.85)
	}
	if len(out) == 0 && len(q.forms) == 2 && q.kind == Word {
		out = x.word(q.forms[0]+q.forms[1], Word)
	}
	return out
}

// together finds places where all parts stand within width tokens of one sentence, in any order.
func (x *Index) together(parts []part, width int, quality float64) []Hit {
	found := make([][]Hit, len(parts))
	rarest := 0
	for i, q := range parts {
		found[i] = x.findPart(q)
		if len(found[i]) == 0 {
			return x.compound(parts)
		}
		if len(found[i]) < len(found[rarest]) {
			rarest = i
		}
	}
	var out []Hit
	for _, anchor := range found[rarest] {
		if h, ok := x.around(anchor, found, rarest, width); ok && len(out) < maxHits {
			h.Quality *= quality
			out = append(out, h)
		}
	}
	return out
}

// compound finds two words that were written as one.
func (x *Index) compound(parts []part) []Hit {
	if len(parts) != 2 || parts[0].kind != Word || parts[1].kind != Word || len(parts[0].forms)+len(parts[1].forms) != 2 {
		return nil
	}
	return x.word(parts[0].forms[0]+parts[1].forms[0], Word)
}

// around joins to an anchor the nearest hit of every other part.
func (x *Index) around(anchor Hit, found [][]Hit, rarest, width int) (Hit, bool) {
	sum, span := anchor.Quality, anchor.Span
	for i, hits := range found {
		if i == rarest {
			continue
		}
		near, ok := x.nearest(anchor, hits)
		if !ok {
			return Hit{}, false
		}
		sum += near.Quality
		span = Span{min(span.From, near.From), max(span.To, near.To)}
	}
	if span.To-span.From > width+(anchor.To-anchor.From) {
		return Hit{}, false
	}
	return Hit{span, sum / float64(len(found))}, true
}

func (x *Index) nearest(anchor Hit, hits []Hit) (Hit, bool) {
	best, gap := Hit{}, -1
	for _, h := range hits {
		if x.Tokens[h.From].Sentence != x.Tokens[anchor.From].Sentence || h.From < anchor.To && anchor.From < h.To {
			continue
		}
		d := max(h.From-anchor.To, anchor.From-h.To)
		if gap < 0 || d < gap || d == gap && h.Quality > best.Quality {
			best, gap = h, d
		}
	}
	return best, gap >= 0
}
