package wording

import "unicode/utf8"

// The common Chinese characters: nearly all that are written.
const (
	firstHan = 0x4E00
	hanCount = 0xA000 - firstHan
)

// hanSet is a set of common Chinese characters. Asking it is much cheaper than asking a map, and Chinese text
// has three times as many tokens as English of the same length.
type hanSet [hanCount / 64]uint64

func (s *hanSet) add(r rune) { s[(r-firstHan)/64] |= 1 << ((r - firstHan) % 64) }

func (s *hanSet) has(r rune) bool { return s[(r-firstHan)/64]&(1<<((r-firstHan)%64)) != 0 }

// commonHan returns the character that a form consists of, 0 when it is none of the common ones.
func commonHan(form string) rune {
	if len(form) != 3 || form[0] < 0xE4 || form[0] > 0xE9 {
		return 0
	}
	r := rune(form[0]&0x0F)<<12 | rune(form[1]&0x3F)<<6 | rune(form[2]&0x3F)
	if r < firstHan || r >= firstHan+hanCount {
		return 0
	}
	return r
}

// Forms is a set of forms of tokens. The zero value is empty and ready for use.
type Forms struct {
	han   hanSet
	words map[string]bool
}

// Add adds the forms of all tokens of t.
func (f *Forms) Add(t *Text) {
	if f.words == nil {
		f.words = map[string]bool{}
	}
	for i := range t.Tokens {
		if r := commonHan(t.Tokens[i].Form); r != 0 {
			f.han.add(r)
			continue
		}
		f.words[t.Tokens[i].Form] = true
	}
}

// Has reports whether the set has the form of a token.
func (f *Forms) Has(k *Token) bool {
	if r := commonHan(k.Form); r != 0 {
		return f.han.has(r)
	}
	return f.words[k.Form]
}

// Phrases are short sequences of folded words and Chinese characters, by their first.
type Phrases struct {
	han hanSet
	by  map[string][][]string
}

func newPhrases() *Phrases { return &Phrases{by: map[string][][]string{}} }

func (p *Phrases) add(words []string) {
	if r := commonHan(words[0]); r != 0 {
		p.han.add(r)
	}
	p.by[words[0]] = append(p.by[words[0]], words)
}

// from returns the phrases that begin with a word or character.
func (p *Phrases) from(raw string) [][]string {
	if r := commonHan(raw); r != 0 && !p.han.has(r) {
		return nil
	}
	return p.by[raw]
}

// wordSet is a set of words, quick to ask about Chinese characters.
type wordSet struct {
	han   hanSet
	words map[string]bool
}

// wordsOf makes a set of the words in a list separated by white space.
func wordsOf(list string) *wordSet {
	s := &wordSet{words: map[string]bool{}}
	for w := range set(list) {
		if r := commonHan(w); r != 0 {
			s.han.add(r)
			continue
		}
		s.words[w] = true
	}
	return s
}

func (s *wordSet) has(w string) bool {
	if r := commonHan(w); r != 0 {
		return s.han.has(r)
	}
	return s.words[w]
}

// PieceLists are lists of pieces of text: by the first two bytes, or by the first character where
// that is a common Chinese one.
type PieceLists struct {
	bytes [1 << 10][][]string
	han   hanSet
	byHan map[rune][][]string
}

// pair is where the lists are that begin with two bytes; others may share the place.
func pair(s string) int { return int(s[0]&31)<<5 | int(s[1]&31) }

func (p *PieceLists) add(list []string) {
	first := list[0]
	if len(first) >= 3 && commonHan(first[:3]) != 0 {
		r := commonHan(first[:3])
		p.han.add(r)
		p.byHan[r] = append(p.byHan[r], list)
		return
	}
	if first[0] < utf8.RuneSelf && len(first) > 1 {
		p.bytes[pair(first)] = append(p.bytes[pair(first)], list)
	}
}

// at returns the lists that may begin where s does.
func (p *PieceLists) at(s string) [][]string {
	if len(s) > 1 && s[0] < utf8.RuneSelf {
		return p.bytes[pair(s)]
	}
	if len(s) < 3 {
		return nil
	}
	if r := commonHan(s[:3]); r != 0 && p.han.has(r) {
		return p.byHan[r]
	}
	return nil
}

// entryIndex finds the wordings of the sheets that begin with a form.
type entryIndex struct {
	by    map[string]*[]entry
	han   [hanCount]uint16 // by common character: its place in lists, 0 for none
	lists []*[]entry
}

func newEntryIndex() *entryIndex {
	return &entryIndex{by: map[string]*[]entry{}, lists: []*[]entry{nil}}
}

func (x *entryIndex) add(form string, e entry) {
	list := x.by[form]
	if list == nil {
		list = &[]entry{}
		x.by[form] = list
		if r := commonHan(form); r != 0 {
			x.han[r-firstHan] = uint16(len(x.lists))
			x.lists = append(x.lists, list)
		}
	}
	*list = append(*list, e)
}

func (x *entryIndex) from(form string) []entry {
	list := (*[]entry)(nil)
	if r := commonHan(form); r != 0 {
		list = x.lists[x.han[r-firstHan]]
	} else {
		list = x.by[form]
	}
	if list == nil {
		return nil
	}
	return *list
}
