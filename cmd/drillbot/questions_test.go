package main

import (
	"io/fs"
	"os"
	"regexp"
	"testing"
	"testing/fstest"

	"drillbot/data/bank"
	"drillbot/quiz/grade"
)

// TestQuestions checks the questions that are built in as `drillbot bank check` does, and those that
// data/README.md shows.
func TestQuestions(t *testing.T) {
	for name, fsys := range map[string]fs.FS{"built in": bank.Files(), "data/README.md": examples(t)} {
		report := checker(nil, grade.NewOffline(grade.OfflineOptions{})).Check(t.Context(), fsys)
		for _, p := range report.Problems {
			if p.Warning {
				t.Log(name, p)
				continue
			}
			t.Error(name, p)
		}
		if report.Questions == 0 {
			t.Errorf("%s: no question", name)
		}
	}
}

// examples are the question files in data/README.md.
func examples(t *testing.T) fs.FS {
	t.Helper()
	text, err := os.ReadFile("../../data/README.md")
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for _, m := range regexp.MustCompile("(?s)```yaml\n# ([a-z/-]+\\.yaml)\n(.*?)```").FindAllSubmatch(text, -1) {
		fsys[string(m[1])] = &fstest.MapFile{Data: m[2]}
	}
	return fsys
}
