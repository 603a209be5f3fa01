package main

import (
	"errors"
	"strings"

	"drillbot/quiz"
	"drillbot/quiz/grade"
	"drillbot/quiz/grade/measure"
)

// task is a row and what to grade it by.
type task struct {
	row   measure.Row
	basis basis
}

// basis is what answers are graded by.
type basis struct {
	questions []quiz.Question // the best grade by any of them counts
	fine      bool            // made from references, so that the fine score is the better one
	source    string          // for the report
}

// references are the texts that a good answer resembles.
func (t task) references() []string {
	if len(t.row.References) > 0 {
		return t.row.References
	}
	var out []string
	for _, q := range t.basis.questions {
		texts := []quiz.Text{q.Reference}
		if q.Reference == (quiz.Text{}) {
			texts = texts[:0]
			for _, p := range q.Points {
				texts = append(texts, p.Text)
			}
		}
		all := joined(texts...)
		out = append(out, all.EN, all.ZH)
	}
	return out
}

// desk turns rows into questions.
type desk struct {
	offline *grade.Offline
	rubrics measure.Rubrics
	bank    *quiz.Bank
	single  bool             // make one question of several references: each one asked costs money
	made    map[string]basis // from references
}

// basis finds what to grade a row by: its own key points, the bank's rubric, that of the file, or
// its reference answers, in this order.
func (d *desk) basis(row measure.Row) (basis, error) {
	filed, isFiled := d.rubrics.For(row)
	switch {
	case len(row.Points) > 0:
		own := measure.Rubric{
			ID: row.Question, Prompt: measure.TextOf(row.Prompt), Points: row.Points,
			Reference: measure.TextOf(strings.Join(row.References, "\n")),
		}
		return basis{questions: []quiz.Question{own.Question()}, source: "key points of the row"}, nil
	case isFiled:
		if q, ok := fromBank(d.bank, row.Question, filed.Points); ok {
			return basis{questions: []quiz.Question{q}, source: "bank, weighted by the file"}, nil
		}
		return basis{questions: []quiz.Question{filed.Question()}, source: "file"}, nil
	}
	if q, ok := fromBank(d.bank, row.Question, nil); ok {
		return basis{questions: []quiz.Question{q}, source: "bank"}, nil
	}
	if len(row.References) == 0 {
		return basis{}, errors.New("nothing to grade by: no key points, no reference, no rubric for its question; -rubric FILE gives one")
	}
	return d.fromReferences(row), nil
}

// fromReferences makes a question of each reference, or a single one in which the
// first gives the points.
func (d *desk) fromReferences(row measure.Row) basis {
	key := strings.Join(append([]string{row.Prompt}, row.References...), "\x00")
	if b, ok := d.made[key]; ok {
		return b
	}
	b := basis{fine: true, source: "reference"}
	for _, r := range row.References {
		b.questions = append(b.questions, d.offline.RubricFromReference(row.Prompt, r))
	}
	if d.single {
		q := b.questions[0]
		all := measure.Rubric{ID: q.ID, Prompt: q.Prompt, Points: q.Points, Reference: measure.TextOf(strings.Join(row.References, "\nor: "))}
		b.questions = []quiz.Question{all.Question()}
	}
	d.made[key] = b
	return b
}

// fromBank returns the bank's question id, or the open parts of the panel id put together, for a set
// may hold answers to the whole. Points that are given decide which of the bank's count, and their
// weights; those that the bank does not know are added. Without one that it knows, the bank has
// nothing to say.
func fromBank(bank *quiz.Bank, id string, given []quiz.Point) (quiz.Question, bool) {
	if id == "" {
		return quiz.Question{}, false
	}
	parts := bank.Select(quiz.Filter{Question: measure.Fold(id), Type: quiz.Open})
	whole := measure.Rubric{ID: id}
	for _, q := range parts {
		whole.Prompt, whole.Reference = joined(whole.Prompt, q.Prompt), joined(whole.Reference, q.Reference)
		whole.Points = append(whole.Points, q.Points...)
		whole.Misconceptions = append(whole.Misconceptions, q.Misconceptions...)
	}
	whole.Points, whole.Misconceptions = once(whole.Points, pointID), once(whole.Misconceptions, func(m quiz.Misconception) string { return m.ID })
	if given == nil {
		whole.Points = reweighed(whole.Points)
		return whole.Question(), len(parts) > 0
	}
	known := false
	whole.Points, known = chosen(whole.Points, given)
	return whole.Question(), known
}

// chosen returns the given points, with the texts and cues of the bank where it has them, and whether
// it has any.
func chosen(bank, given []quiz.Point) (points []quiz.Point, known bool) {
	byID := map[string]quiz.Point{}
	for _, p := range bank {
		byID[pointID(p)] = p
	}
	for _, g := range given {
		p, ok := byID[pointID(g)]
		if known = known || ok; !ok {
			p = g
		}
		p.ID, p.Weight = g.ID, g.Weight
		points = append(points, p)
	}
	return points, known
}

// reweighed scales the weights of the points to 100 in sum.
func reweighed(points []quiz.Point) []quiz.Point {
	weights := make([]float64, len(points))
	for i, p := range points {
		weights[i] = float64(p.Weight)
	}
	for i, w := range measure.Scaled(weights) {
		points[i].Weight = w
	}
	return points
}

func pointID(p quiz.Point) string { return measure.Fold(p.ID) }

// once returns a copy of a list without those whose id has come before.
func once[T any](list []T, id func(T) string) []T {
	var out []T
	seen := map[string]bool{}
	for _, v := range list {
		if !seen[id(v)] {
			seen[id(v)] = true
			out = append(out, v)
		}
	}
	return out
}

// joined puts texts below one another.
func joined(texts ...quiz.Text) quiz.Text {
	var en, zh []string
	for _, t := range texts {
		if t.EN != "" {
			en = append(en, t.EN)
		}
		if t.ZH != "" {
			zh = append(zh, t.ZH)
		}
	}
	return quiz.Text{EN: strings.Join(en, "\n"), ZH: strings.Join(zh, "\n")}
}
