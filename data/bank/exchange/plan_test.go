package exchange_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"drillbot/data/bank"
	"drillbot/data/bank/exchange"
	"drillbot/quiz"
)

func TestPlan(t *testing.T) {
	base, err := bank.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	sound, ok := base.Bank().Question("arc-16")
	if !ok {
		t.Fatal("no arc-16")
	}
	named := func(id string, change func(*quiz.Question)) quiz.Question {
		q := sound
		q.ID = id
		change(&q)
		return q
	}
	same := func(*quiz.Question) {}
	written, err := bank.YAML(named("mine", same))
	if err != nil {
		t.Fatal(err)
	}
	dir := fstest.MapFS{
		"arc/mine.yaml":  {Data: written},
		"arc/torn.yaml":  {Data: []byte("id: torn\n")},
		"arc/other.yaml": {Data: []byte(strings.Replace(string(written), "id: mine", "id: other", 1))},
	}
	tests := []struct {
		q    quiz.Question
		kind exchange.Kind
		why  string
	}{
		{named("fresh", same), exchange.New, ""},
		{named("mine", same), exchange.Unchanged, ""},
		{quiz.Question{ID: "other", Topic: "ft", Difficulty: 1}, exchange.Updated, ""},
		{named("arc-16", same), exchange.Refused, "built-in"},
		{named("torn", same), exchange.Refused, "has faults"},
		{named("topicless", func(q *quiz.Question) { q.Topic = "" }), exchange.New, ""},
		{named("away", func(q *quiz.Question) { q.Topic = "../arc" }), exchange.Refused, "no topic"},
		{named("bad", func(q *quiz.Question) { q.Options = q.Options[:2] }), exchange.Refused, "not be sound"},
		{named("last", same), exchange.New, ""},
	}
	var questions []quiz.Question
	for _, test := range tests {
		questions = append(questions, test.q)
	}
	for i, c := range exchange.Plan(dir, base, questions, quiz.Question{Topic: "inf", Difficulty: 5}) {
		want := tests[i]
		if c.ID != want.q.ID || c.Kind != want.kind || !strings.Contains(c.Why, want.why) {
			t.Errorf("%s: %s, %q, %v; want %s", c.ID, c.Kind, c.Why, c.Problems, want.kind)
		}
		if (c.Data != nil) != (c.Kind == exchange.New || c.Kind == exchange.Updated) {
			t.Errorf("%s is %s and has %d bytes", c.ID, c.Kind, len(c.Data))
		}
		if c.ID == "other" && (c.File != "arc/other.yaml" || !strings.Contains(string(c.Data), "difficulty: 1")) {
			t.Errorf("other would become %s:\n%s", c.File, c.Data)
		}
		if c.ID == "topicless" && c.File != "inf/topicless.yaml" {
			t.Errorf("topicless would become %s", c.File)
		}
		if c.ID == "bad" && (len(c.Problems) == 0 || c.Problems[0].Line == 0) {
			t.Errorf("bad: %v", c.Problems)
		}
	}
}
