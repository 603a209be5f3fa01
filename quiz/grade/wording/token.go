package wording

// Kind is what sort of thing a token is.
type Kind uint8

// The kinds of token.
const (
	Word   Kind = iota // a word in letters, stemmed
	Number             // digits, or a fraction such as 2/3
	Han                // one Chinese character
	Sign               // √, a power such as ^2, or a relation such as =
)

// Token is one unit of a text.
type Token struct {
	Form       string // what is compared: the stem, number, character or sign
	Raw        string // the folded word before stemming
	Kind       Kind
	Stop       bool // carries no content of its own
	Start, End int  // the bytes of Text.Source it was read from
	Sentence   int  // index into Text.Sentences
	Clause     int  // counts from 0 through the whole text
}

// Span is a range of tokens, the end excluded.
type Span struct{ From, To int }

// Text is a text cut into tokens. It is not changed after it was made and may be shared.
type Text struct {
	Source    string
	Tokens    []Token
	Sentences []Span
	Clauses   []Span

	compact string // the folded text without white space
	ends    []int  // by sentence: where it ends in compact
}

// Quote returns the source bytes that the tokens of s were read from, with what stands
// between them; "" for an empty span.
func (t *Text) Quote(s Span) string {
	if s.From >= s.To {
		return ""
	}
	return t.Source[t.Tokens[s.From].Start:t.Tokens[s.To-1].End]
}

// Content counts the tokens of s that carry content; two Chinese characters count
// as one, since that is a Chinese word's usual length.
func (t *Text) Content(s Span) float64 {
	n := 0.0
	for _, k := range t.Tokens[s.From:s.To] {
		switch {
		case k.Stop:
		case k.Kind == Han:
			n += 0.5
		case k.Kind != Sign:
			n++
		}
	}
	return n
}

// All returns the span of the whole text.
func (t *Text) All() Span { return Span{0, len(t.Tokens)} }
