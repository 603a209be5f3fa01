package wording

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
)

//go:embed terms.tsv
var termSheet string

//go:embed synonyms.tsv
var synonymSheet string

//go:embed kin.tsv
var kinSheet string

//go:embed antonyms.tsv
var antonymSheet string

// Lexicon knows words: stems, stop words, the term sheet and the synonyms. It may be
// used from many goroutines at once.
type Lexicon struct {
	stop    map[string]bool
	stopHan map[rune]bool
	common  map[string]bool
	known   map[string]bool // forms of the sheets: never a typing error of another word
	entries *entryIndex
	tie     []float64   // by concept: how much another wording of it counts
	against map[int]int // opposite concepts, both ways

	spare sync.Pool // of *buffers

	mu    sync.RWMutex
	words map[string]interned
}

// entry is one wording of a concept.
type entry struct {
	forms   []string
	concept int
}

// Bounds of the memory for words: players fill it, so neither may grow at their will.
const (
	maxWords    = 20_000
	maxStemWord = 24
)

// How much a wording counts where another of its line was asked for.
const (
	termTie    = 1.0
	synonymTie = 0.85
	antonymTie = 0.8
	kinTie     = 0.75 // and for no wording that an author asked for
)

// NewLexicon returns the built-in lexicon, with further lines in the form of terms.tsv. A line
// that has no wording is passed over.
func NewLexicon(terms ...string) *Lexicon {
	l := &Lexicon{
		stop: set(stopEN), common: map[string]bool{}, stopHan: map[rune]bool{},
		known: map[string]bool{}, against: map[int]int{}, entries: newEntryIndex(), words: map[string]interned{},
	}
	for _, r := range stopHan {
		l.stopHan[r] = true
	}
	for w := range set(commonEN) {
		l.common[stem(w)] = true
	}
	l.load(termSheet, termTie)
	l.load(strings.Join(terms, "\n"), termTie)
	l.load(synonymSheet, synonymTie)
	l.load(kinSheet, kinTie)
	l.oppose(antonymSheet)
	return l
}

// oppose loads the sheet of opposites: each side of a line is a concept.
func (l *Lexicon) oppose(sheet string) {
	for line := range strings.Lines(sheet) {
		a, b, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || a[0] == '#' {
			continue
		}
		n := len(l.tie)
		l.load(a+"\n"+b, antonymTie)
		if len(l.tie) == n+2 {
			l.against[n], l.against[n+1] = n+1, n
		}
	}
}

func (l *Lexicon) load(sheet string, tie float64) {
	for line := range strings.Lines(sheet) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		l.tie = append(l.tie, tie)
		for _, w := range strings.FieldsFunc(line, func(r rune) bool { return r == ';' || r == '\t' }) {
			l.enter(w, len(l.tie)-1)
		}
	}
}

func (l *Lexicon) enter(wording string, concept int) {
	tokens := l.Read(wording).Tokens
	forms := make([]string, 0, len(tokens))
	for _, k := range tokens {
		forms = append(forms, k.Form)
		l.known[k.Form] = true
	}
	if len(forms) == 0 {
		return
	}
	for _, e := range l.entries.from(forms[0]) {
		if e.concept == concept && equal(e.forms, forms) {
			return
		}
	}
	l.entries.add(forms[0], entry{forms, concept})
}

func equal(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// Read cuts s into tokens. It takes time linear in its length.
func (l *Lexicon) Read(s string) *Text { return l.read(s, &buffers{}) }

// read cuts s into tokens in the memory of b.
func (l *Lexicon) read(s string, b *buffers) *Text {
	b.pieces = fold(s, b.pieces)
	sc := scanner{source: s, in: b.pieces, intern: l.intern, stop: l.stop, stopHan: l.stopHan}
	sc.tokens = slices.Grow(b.tokens[:0], room(sc.in))
	sc.scan()
	b.tokens = sc.tokens
	t := &Text{Source: s, Tokens: rewrite(sc.tokens)}
	t.Sentences = spans(t.Tokens, func(k *Token) *int { return &k.Sentence })
	t.Clauses = spans(t.Tokens, func(k *Token) *int { return &k.Clause })
	t.compress(sc.in)
	return t
}

// spans groups tokens by a running number, and makes that number dense.
func spans(tokens []Token, key func(*Token) *int) []Span {
	var out []Span
	last := -1
	for i := range tokens {
		k := key(&tokens[i])
		if len(out) == 0 || *k != last {
			last = *k
			out = append(out, Span{i, i})
		}
		*k = len(out) - 1
		out[len(out)-1].To = i + 1
	}
	return out
}

// interned is a folded word with its stem.
type interned struct{ raw, stem string }

// intern returns a folded word and its Snowball stem. It remembers a bounded number, so that most
// words of an answer cost neither time nor memory.
func (l *Lexicon) intern(w []byte) interned {
	l.mu.RLock()
	in, ok := l.words[string(w)]
	l.mu.RUnlock()
	if ok {
		return in
	}
	in.raw = string(w)
	in.stem = stem(in.raw)
	if len(w) <= maxStemWord {
		l.mu.Lock()
		if len(l.words) < maxWords {
			l.words[in.raw] = in
		}
		l.mu.Unlock()
	}
	return in
}

func stem(w string) string {
	if len(w) <= 2 || len(w) > maxStemWord || w[0] >= utf8.RuneSelf {
		return w
	}
	return english.Stem(w, true)
}

// Weight returns how much a token says, 0 for a stop word to 1 for a word of the subject.
func (l *Lexicon) Weight(k Token) float64 {
	switch {
	case k.Stop:
		return 0
	case k.Kind == Sign, k.Kind == Word && len(k.Form) == 1:
		return 0.3
	case k.Kind == Number:
		return 0.4
	case k.Kind == Word && l.common[k.Form]:
		return 0.7
	default:
		return 1
	}
}
