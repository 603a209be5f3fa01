package bank_test

import (
	"encoding/json"
	"strings"
	"testing"

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
