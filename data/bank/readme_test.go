package bank_test

import (
	"os"
	"regexp"
	"testing"
	"testing/fstest"
	"time"

	"drillbot/data/bank"
)

// The examples of data/README.md are a folder of questions in which nothing is wrong.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for _, m := range regexp.MustCompile("(?s)```yaml\n# ([a-z/-]+\\.yaml)\n(.*?)```").FindAllSubmatch(text, -1) {
		fsys[string(m[1])] = &fstest.MapFile{Data: m[2]}
	}
	l := bank.Loader{Now: func() time.Time { return time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC) }}
	set, problems := l.Load(fsys)
	if len(problems) > 0 {
		t.Error(problems)
	}
	kinds := map[string]bool{}
	for _, q := range set.Questions {
		kinds[string(q.Type)] = true
	}
	if len(kinds) != 5 {
		t.Errorf("the examples have the types %v", kinds)
	}
}
