package grade

import (
	"errors"
	"unicode"

	openai "github.com/sashabaranov/go-openai"

	"drillbot/quiz"
)

// Prices are what a model costs, in millionths of a US dollar for a million tokens: a
// model at $0.15 a million has 150_000. The zero Prices are those of a free model.
type Prices struct {
	In     int64
	Cached int64 // input that the server had in its cache
	Out    int64 // reasoning included
}

// UnknownPrices are assumed where nobody has said what a model costs: $5 and $30 a million,
// what large commercial models ask, so that a budget is rather spent too early.
func UnknownPrices() Prices { return Prices{In: 5_000_000, Cached: 5_000_000, Out: 30_000_000} }

// Cost returns what so many tokens cost, in millionths of a dollar, rounded up.
func (p Prices) Cost(in, cached, out int) int64 {
	sum := int64(in-cached)*p.In + int64(cached)*p.Cached + int64(out)*p.Out
	return (sum + 999_999) / 1_000_000
}

// usage reads what a server says it has used; what it does not say is estimated.
func (p Prices) usage(u openai.Usage, prompt Prompt, reply string) quiz.Usage {
	in, out, cached := max(0, u.PromptTokens), max(0, u.CompletionTokens), 0
	if in == 0 {
		in = promptTokens(prompt)
	}
	if out == 0 {
		out = Tokens(reply)
	}
	if d := u.PromptTokensDetails; d != nil {
		cached = min(in, max(0, d.CachedTokens))
	}
	return quiz.Usage{In: in, Cached: cached, Out: out, Micros: p.Cost(in, cached, out)}
}

func promptTokens(p Prompt) int { return Tokens(p.System) + Tokens(p.User) + Tokens(replySchema) }

// Tokens estimates how many tokens a text has: a quarter of its letters, and every
// character beyond Latin-1 one. It errs upwards for Chinese.
func Tokens(s string) int {
	quarters := 0
	for _, r := range s {
		if r > unicode.MaxLatin1 {
			quarters += 3
		}
		quarters++
	}
	return (quarters + 3) / 4
}

func add(a, b quiz.Usage) quiz.Usage {
	return quiz.Usage{In: a.In + b.In, Cached: a.Cached + b.Cached, Out: a.Out + b.Out, Micros: a.Micros + b.Micros}
}

// paidError is an error that has cost something all the same.
type paidError struct {
	error
	usage quiz.Usage
}

func (e *paidError) Unwrap() error { return e.error }

func paid(err error, u quiz.Usage) error {
	if u == (quiz.Usage{}) {
		return err
	}
	return &paidError{err, u}
}

// UsageOf returns what it has cost to get an error from a grader: replies that did not
// fit have to be paid for too.
func UsageOf(err error) quiz.Usage {
	var p *paidError
	if errors.As(err, &p) {
		return p.usage
	}
	return quiz.Usage{}
}
