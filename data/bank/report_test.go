package bank_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestReport(t *testing.T) {
	fsys := goodFolder(t)
	fsys["arc/pick.yaml"].Data = []byte(strings.Replace(string(fsys["arc/pick.yaml"].Data), "    right: true\n", "", 1))
	report := loader().Check(t.Context(), fsys)
	var text strings.Builder
	if _, err := report.WriteTo(&text); err != nil {
		t.Fatal(err)
	}
	want := "arc/pick.yaml:10:3: no option is right; mark it with right: true\n\n4 sound questions, 1 error, 0 warnings\n"
	if diff := cmp.Diff(want, text.String()); diff != "" {
		t.Error(diff)
	}
	got, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	wantJSON := `{"questions":4,"topics":{"arc":4},"types":{"cloze":1,"numeric":1,"open":1,"order":1},` +
		`"difficulty":{"1":2,"2":1,"3":1},"errors":1,"warnings":0,"problems":[{"file":"arc/pick.yaml","line":10,"column":3,` +
		`"message":"no option is right","fix":"mark it with right: true"}]}`
	if diff := cmp.Diff(wantJSON, string(got)); diff != "" {
		t.Error(diff)
	}
	if report.OK() || !loader().Check(t.Context(), goodFolder(t)).OK() {
		t.Error("OK is not whether there are errors")
	}
}

// A check of one topic finds what is wrong there, and nothing else.
func TestReportOfATopic(t *testing.T) {
	fsys := goodFolder(t)
	fsys["topics.yaml"].Data = slices.Concat(fsys["topics.yaml"].Data, []byte("- id: pre\n  title: {en: Pre-training, zh: 预训练}\n"))
	fsys["pre/twin.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(string(fsys["arc/line.yaml"].Data), "id: line", "id: twin", 1))}
	fsys["arc/pick.yaml"].Data = []byte(strings.Replace(string(fsys["arc/pick.yaml"].Data), "difficulty: 1", "difficulty: 9", 1))
	l := loader()
	l.Topic = "pre"
	r := l.Check(t.Context(), fsys)
	if r.Errors != 2 || r.Questions != 0 || !strings.Contains(r.Problems.Error(), "pre/twin.yaml:5:14: prompt.en is nearly that of line") {
		t.Errorf("%+v", r)
	}
}
