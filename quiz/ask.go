package quiz

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
)

// Ask is one asking of a question: the question with its numbers filled in and
// its options or items in the order shown. It follows from the question and a
// seed alone, so an asked question needs no memory but its id and seed.
type Ask struct {
	Question Question // with the numbers filled in
	Seed     uint32
	Options  []Option // Choice: in the order shown
	Items    []Item   // Order: in the order shown
	Value    float64  // Numeric: the expected number
}

// Ask asks the question with a seed. Its error means a formula that data/bank
// would have refused.
func (q Question) Ask(seed uint32) (Ask, error) {
	a := Ask{Question: q, Seed: seed}
	draw := rand.New(rand.NewPCG(uint64(seed), lotOf(q.ID)))
	switch q.Type {
	case Choice:
		a.Options = shuffled(draw, q.Options)
	case Order:
		a.Items = shuffled(draw, q.Items)
		if sameOrder(a.Items, q.Items) { // shown in the right order it would ask nothing
			a.Items = append(a.Items[1:], a.Items[0])
		}
	case Numeric:
		return a.withNumbers(draw)
	}
	return a, nil
}

// withNumbers draws the variables and writes them into prompt and reference.
func (a Ask) withNumbers(draw *rand.Rand) (Ask, error) {
	key := *a.Question.Numeric
	a.Value = key.Value
	values := make(map[string]float64, len(key.Variables))
	names := make([]string, 0, 2*len(key.Variables)+2)
	for _, v := range key.Variables {
		values[v.Name] = v.Values[draw.IntN(len(v.Values))]
		names = append(names, "{"+v.Name+"}", FormatNumber(values[v.Name]))
	}
	if len(key.Variables) > 0 {
		f, err := ParseFormula(key.Formula)
		if err != nil {
			return a, fmt.Errorf("ask %s: %w", a.Question.ID, err)
		}
		if a.Value, err = f.Eval(values); err != nil {
			return a, fmt.Errorf("ask %s: %w", a.Question.ID, err)
		}
	}
	fill := strings.NewReplacer(append(names, "{answer}", FormatNumber(a.Value))...)
	a.Question.Prompt = filled(fill, a.Question.Prompt)
	a.Question.Reference = filled(fill, a.Question.Reference)
	hints := make([]Text, len(a.Question.Hints))
	for i, h := range a.Question.Hints {
		hints[i] = filled(fill, h)
	}
	a.Question.Hints = hints
	return a, nil
}

func filled(fill *strings.Replacer, t Text) Text {
	return Text{EN: fill.Replace(t.EN), ZH: fill.Replace(t.ZH)}
}

func shuffled[T any](draw *rand.Rand, list []T) []T {
	out := make([]T, len(list))
	for i, j := range draw.Perm(len(list)) {
		out[i] = list[j]
	}
	return out
}

func sameOrder(a, b []Item) bool {
	for i := range a {
		if a[i].ID != b[i].ID {
			return false
		}
	}
	return true
}

func lotOf(id string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id))
	return h.Sum64()
}

// Letter names the i-th option or item as it is shown: A, B, C …
func Letter(i int) string { return string(rune('A' + i)) }

// Right returns the ids of the options that are right.
func (q Question) Right() []string {
	var ids []string
	for _, o := range q.Options {
		if o.Right {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

// Grade grades an answer: by rule for a closed type, else by the grader. job says for whom; its
// Question and Answer are filled in. The error is one of the answer errors when the
// answer cannot be read, and one of the grading errors when the grader failed.
func (a Ask) Grade(ctx context.Context, by Grader, answer Answer, job Job) (Grade, error) {
	if a.Question.Type != Open {
		return a.gradeExact(answer)
	}
	job.Question, job.Answer = a.Question, answer.Text
	return by.Grade(ctx, job)
}

// Read reads what was typed into the fields of a form: one a blank, else just one. A choice is
// typed by letters as shown, or by the ids of options.
func (a Ask) Read(fields []string) (Answer, error) {
	if len(fields) == 0 {
		return Answer{}, ErrEmpty
	}
	var err error
	out := Answer{Text: fields[0]}
	switch a.Question.Type {
	case Cloze:
		out = Answer{Parts: fields}
	case Choice:
		out.Parts, err = a.parseChoice(fields[0])
	case Order:
		out.Parts, err = a.parseOrder(fields[0])
	}
	return out, err
}

// parseChoice reads the letters or the ids of options.
func (a Ask) parseChoice(text string) ([]string, error) {
	var ids []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",，、;", r) }) {
		i := slices.IndexFunc(a.Options, func(o Option) bool { return o.ID == word })
		if letter := strings.ToUpper(strings.Map(narrow, word)); i < 0 && len(letter) == 1 {
			i = int(letter[0] - 'A')
		}
		if i < 0 || i >= len(a.Options) {
			return nil, fmt.Errorf("%w: %q", ErrBadChoice, word)
		}
		ids = append(ids, a.Options[i].ID)
	}
	return ids, nil
}

// parseOrder reads an order as players type it: the letters of the items shown, in any case,
// with or without anything between them ("BACD", "b > a > c > d", "2 1 3 4"). It returns
// the items' ids, or an error that wraps ErrBadOrder.
func (a Ask) parseOrder(text string) ([]string, error) {
	items := a.Items
	var ids []string
	for _, r := range strings.ToUpper(strings.Map(narrow, text)) {
		i := -1
		switch {
		case r >= 'A' && r <= 'Z':
			i = int(r - 'A')
		case r >= '1' && r <= '9':
			i = int(r - '1')
		default:
			continue
		}
		if i >= len(items) {
			return nil, fmt.Errorf("%w: %c", ErrBadOrder, r)
		}
		ids = append(ids, items[i].ID)
	}
	if !eachOnce(ids, items) {
		return nil, ErrBadOrder
	}
	return ids, nil
}

func eachOnce(ids []string, items []Item) bool {
	seen := map[string]bool{}
	for _, id := range ids {
		seen[id] = true
	}
	for _, it := range items {
		if !seen[it.ID] {
			return false
		}
	}
	return len(ids) == len(items)
}
