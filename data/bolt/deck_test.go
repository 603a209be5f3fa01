package bolt_test

import (
	"encoding/json"
	"flag"
	"os"
	"testing"

	"drillbot/data/storetest"
	"drillbot/quiz"

	"github.com/google/go-cmp/cmp"
)

var updateForms = flag.Bool("update-forms", false, "write the stored form of a question anew")

// TestQuestionForm holds the form in which decks and suggestions are stored: a field that is renamed in quiz
// would be lost from every file there is.
func TestQuestionForm(t *testing.T) {
	const path = "testdata/question.json"
	got, err := json.MarshalIndent(storetest.Question("own.1.7"), "", " ")
	must(t, err)
	if *updateForms {
		must(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	must(t, err)
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("the stored form of a question changed (-want +got):\n%s", diff)
	}
	var q quiz.Question
	must(t, json.Unmarshal(want, &q))
	if diff := cmp.Diff(storetest.Question("own.1.7"), q); diff != "" {
		t.Errorf("a stored question comes back as another (-want +got):\n%s", diff)
	}
}
