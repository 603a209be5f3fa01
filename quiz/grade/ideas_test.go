package grade_test

import (
	"slices"
	"strings"
	"testing"

	"drillbot/quiz"
	"drillbot/quiz/grade"
)

// A model's quote narrows down where the wording is, in the language of the answer; estimates, other versions
// and other questions say nothing.
func TestIdeasFromAModelsQuotes(t *testing.T) {
	q := rootQuestion()
	q.Points[1].Cues = quiz.Cues{EN: [][]string{{"softmax"}, {"saturate"}}, ZH: [][]string{{"softmax"}, {"饱和"}}}
	bank := quiz.NewBank(nil, nil, []quiz.Question{q})
	attempt := func(text, quote string, change func(*quiz.Attempt)) quiz.Attempt {
		a := quiz.Attempt{Question: q.ID, Version: q.Version, Answer: quiz.Answer{Text: text}, Grade: &quiz.Grade{
			By: "m", Points: []quiz.PointGrade{{Point: "saturation", Verdict: quiz.Covered, Quote: quote}},
		}}
		if change != nil {
			change(&a)
		}
		return a
	}
	zh := "我先说点别的事情。softmax 会变得非常尖锐，几乎只剩一个数。"
	attempts := []quiz.Attempt{
		attempt(zh, "softmax 会变得非常尖锐", nil),
		attempt("Purple elephants everywhere, softmax.", "", func(a *quiz.Attempt) { a.Grade.Estimate = true }),
		attempt("Purple elephants everywhere, softmax.", "", func(a *quiz.Attempt) { a.Version = "older" }),
		attempt("Purple elephants everywhere, softmax.", "", func(a *quiz.Attempt) { a.Question = "gone" }),
		attempt("", "", nil),
	}
	ideas := grade.NewOffline(grade.OfflineOptions{}).Ideas(bank, slices.Values(attempts))
	if len(ideas) == 0 {
		t.Fatal("no ideas")
	}
	for _, i := range ideas {
		if i.Point != "saturation" || i.Lang != quiz.Chinese || !slices.Equal(i.Groups, []int{1}) || i.Accepted != 1 || i.Wording == "softmax" {
			t.Errorf("%+v", i)
		}
	}
	if !slices.ContainsFunc(ideas, func(i grade.CueIdea) bool { return strings.Contains(i.Wording, "尖锐") }) {
		t.Errorf("%+v", ideas)
	}
}
