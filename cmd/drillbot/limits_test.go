package main

import (
	"strings"
	"testing"

	"drillbot/data/bank"
	"drillbot/quiz"
)

// TestInspect shows questions that are each too large, or foreign, in one way.
func TestInspect(t *testing.T) {
	set, err := bank.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	b := set.Bank()
	whole, ok := b.Question("arc-02")
	if !ok {
		t.Fatal("the bank has no arc-02")
	}
	tests := []struct {
		name, path string
		change     func(q *quiz.Question)
	}{
		{"whole", "", func(*quiz.Question) {}},
		{"prompt", "prompt.en", func(q *quiz.Question) { q.Prompt.EN = strings.Repeat("long ", 1000) }},
		{"reference", "reference.zh", func(q *quiz.Question) { q.Reference.ZH = strings.Repeat("长", 4000) }},
		{"Traditional", "reference.zh", func(q *quiz.Question) { q.Reference.ZH = "注意力機制" }},
		{"panel", "prompt.en", func(q *quiz.Question) { q.Panel = strings.Repeat("p", 90) }},
	}
	for _, test := range tests {
		q := whole
		test.change(&q)
		faults := inspect(b, q)
		if test.path == "" && len(faults) > 0 {
			t.Errorf("%s: %v", test.name, faults)
		}
		if test.path != "" && (len(faults) == 0 || faults[0].Path != test.path) {
			t.Errorf("%s: %v, want one at %s", test.name, faults, test.path)
		}
	}
}
