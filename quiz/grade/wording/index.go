package wording

import "slices"

// Index is a text made ready to be searched for wordings. It is not safe for use by
// several goroutines: it remembers what was looked up.
type Index struct {
	*Text
	lex      *Lexicon
	vocab    map[string]int
	words    []indexed
	next     []int32          // by token: the next token of the same form, or -1
	first    map[byte][]int   // words by their first letter, for soft matching
	joined   map[string][]int // two neighbouring words written as one: where the first stands
	concepts map[int][]Hit
	void     []bool // by sentence: earns nothing
	slots    []sentenceSlot
	stamp    int32
	scratch  []sentenceHit
	marks    [][]marker // by sentence, once they were asked for
	viewed   []int      // where a view of others begins
	mended   []int      // where a correction begins
	denied   []int8     // by token: how many of them deny it
	turned   []turn     // by token: whether it is named as what is not the case, or is prevented
	like     map[string][]likeness
	borrowed *buffers // to be given back
}

// indexed is one distinct form of a text.
type indexed struct {
	form       string
	kind       Kind
	head, tail int32
}

// Hit is a place where something was found, and how well it fits: 1 is exactly.
type Hit struct {
	Span
	Quality float64
}

type likeness struct {
	word    int
	quality float64
}

// maxHits bounds the places remembered of one wording, so that a text that repeats one word
// costs no more than another.
const maxHits = 64

// Index makes t ready to be searched.
func (l *Lexicon) Index(t *Text) *Index { return l.index(t, &buffers{}) }

// Borrow reads and indexes s in memory that was used before. Release gives that back.
func (l *Lexicon) Borrow(s string) *Index {
	b, ok := l.spare.Get().(*buffers)
	if !ok {
		b = &buffers{}
	}
	x := l.index(l.read(s, b), b)
	x.borrowed = b
	return x
}

// Release gives back the memory of a borrowed index, which must not be used any more, nor its tokens.
// Quotes that were cut from it stay good.
func (x *Index) Release() {
	b := x.borrowed
	if b == nil {
		return
	}
	x.borrowed = nil
	clear(b.tokens)
	clear(b.words)
	x.lex.spare.Put(b)
}

// buffers is the memory that grows with a text.
type buffers struct {
	pieces []piece
	tokens []Token
	next   []int32
	words  []indexed
	denied []int8
	turned []turn
}

// index makes t ready to be searched in the memory of b.
func (l *Lexicon) index(t *Text, b *buffers) *Index {
	b.next = slices.Grow(b.next[:0], len(t.Tokens))[:len(t.Tokens)]
	b.denied = slices.Grow(b.denied[:0], len(t.Tokens))[:len(t.Tokens)]
	b.turned = slices.Grow(b.turned[:0], len(t.Tokens))[:len(t.Tokens)]
	clear(b.denied)
	clear(b.turned)
	x := &Index{
		Text: t, lex: l,
		vocab: make(map[string]int, min(len(t.Tokens)/2, 512)), next: b.next, words: b.words[:0], denied: b.denied, turned: b.turned,
		first: map[byte][]int{}, joined: map[string][]int{}, concepts: map[int][]Hit{},
		void: make([]bool, len(t.Sentences)), slots: make([]sentenceSlot, len(t.Sentences)), like: map[string][]likeness{},
	}
	for i := range t.Tokens {
		x.add(i)
	}
	b.words = x.words
	x.findConcepts()
	x.findDenials()
	x.findTurns()
	x.viewed, x.mended = x.starts(views), x.starts(corrections)
	return x
}

// Void makes a sentence earn nothing: nothing is found in it from now on. It must be
// called before the first search.
func (x *Index) Void(sentence int) { x.void[sentence] = true }

// Voided reports whether a sentence was made to earn nothing.
func (x *Index) Voided(sentence int) bool { return x.void[sentence] }

func (x *Index) add(i int) {
	k := &x.Tokens[i]
	x.next[i] = -1
	id, ok := x.vocab[k.Form]
	if ok {
		x.next[x.words[id].tail] = int32(i)
		x.words[id].tail = int32(i)
	} else {
		id = len(x.words)
		x.vocab[k.Form] = id
		x.words = append(x.words, indexed{k.Form, k.Kind, int32(i), int32(i)})
		if k.Kind == Word {
			x.first[k.Form[0]] = append(x.first[k.Form[0]], id)
		}
	}
	if i > 0 && k.Kind == Word && x.Tokens[i-1].Kind == Word && k.Sentence == x.Tokens[i-1].Sentence {
		x.join(i - 1)
	}
}

// join remembers "layer norm" as "layernorm" too.
func (x *Index) join(i int) {
	a, b := x.Tokens[i].Raw, x.Tokens[i+1].Form
	if len(a)+len(b) > maxStemWord {
		return
	}
	if at := x.joined[a+b]; len(at) < maxHits {
		x.joined[a+b] = append(at, i)
	}
}

// findConcepts looks for every wording of the sheets. A single Chinese character
// inside a longer wording is a part of that and not a word.
func (x *Index) findConcepts() {
	covered := 0
	for i := range x.Tokens {
		longest := 0
		for _, e := range x.lex.entries.from(x.Tokens[i].Form) {
			n := len(e.forms)
			if n == 1 && i < covered && x.Tokens[i].Kind == Han || !x.spelled(i, e.forms) {
				continue
			}
			longest = max(longest, n)
			if at := x.concepts[e.concept]; len(at) < maxHits {
				x.concepts[e.concept] = append(at, Hit{Span{i, i + n}, x.lex.tie[e.concept]})
			}
		}
		covered = max(covered, i+longest)
	}
}

// spelled reports whether the forms stand at token i in one sentence.
func (x *Index) spelled(i int, forms []string) bool {
	if i+len(forms) > len(x.Tokens) {
		return false
	}
	for j := len(forms) - 1; j >= 0; j-- { // the first is most often known to fit
		if x.Tokens[i+j].Form != forms[j] {
			return false
		}
	}
	return x.Tokens[i].Sentence == x.Tokens[i+len(forms)-1].Sentence
}

// alike returns the distinct words of the text that may be meant by form, best first
// the form itself.
func (x *Index) alike(form string, kind Kind) []likeness {
	if m, ok := x.like[form]; ok {
		return m
	}
	var out []likeness
	if id, ok := x.vocab[form]; ok {
		out = append(out, likeness{id, 1})
	}
	if kind == Word && len(form) >= 4 {
		for _, id := range x.first[form[0]] {
			if w := x.words[id].form; w != form {
				if q := x.lex.similar(form, w); q > 0 {
					out = append(out, likeness{id, q})
				}
			}
		}
	}
	x.like[form] = out
	return out
}

// word finds one form, softly where it is a word.
func (x *Index) word(form string, kind Kind) []Hit {
	var out []Hit
	x.eachWord(form, kind, func(h Hit) { out = append(out, h) })
	return out
}

func (x *Index) eachWord(form string, kind Kind, yield func(Hit)) {
	n := 0
	for _, m := range x.alike(form, kind) {
		for i := x.words[m.word].head; i >= 0 && n < maxHits; i = x.next[i] {
			yield(Hit{Span{int(i), int(i) + 1}, m.quality})
			n++
		}
	}
	for _, i := range x.joined[form] {
		yield(Hit{Span{i, i + 2}, 1})
	}
}

// sequence finds forms standing one after the other.
func (x *Index) sequence(forms []string) []Hit {
	var out []Hit
	x.eachSequence(forms, func(h Hit) { out = append(out, h) })
	return out
}

func (x *Index) eachSequence(forms []string, yield func(Hit)) {
	id, ok := x.vocab[forms[0]]
	if !ok {
		return
	}
	n := 0
	for i := x.words[id].head; i >= 0 && n < maxHits; i = x.next[i] {
		if x.spelled(int(i), forms) {
			yield(Hit{Span{int(i), int(i) + len(forms)}, 1})
			n++
		}
	}
}
