// Package needed tells which formulas of a bank are drawn.
package needed

import (
	"maps"
	"slices"

	"drillbot/data/formula"
	"drillbot/quiz"
	"drillbot/quiz/tex"
)

// Formulas returns the formulas of a bank that Unicode shows badly, in order, and the labels of pictures
// with several. Numbers that change from ask to ask are not drawn.
func Formulas(b *quiz.Bank) []string {
	found := map[string]bool{}
	for i := range formula.Labels {
		found[formula.Label(i)] = true
	}
	for _, q := range b.Questions {
		for _, t := range shown(q) {
			for _, s := range []string{t.EN, t.ZH} {
				for _, span := range tex.Spans(s) {
					if tex.Hard(span.TeX) {
						found[span.TeX] = true
					}
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// shown are the texts of a question that come with pictures.
func shown(q quiz.Question) []quiz.Text {
	return append([]quiz.Text{q.Prompt, q.Reference}, q.Hints...)
}
