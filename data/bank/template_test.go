package bank_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"drillbot/data/bank"
	"drillbot/quiz"
)

// A template whose every … has been replaced is a sound question.
func TestTemplates(t *testing.T) {
	today := quiz.DateOf(time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC))
	for _, typ := range quiz.Types() {
		data, err := bank.Template(typ, "mine", today)
		if err != nil {
			t.Fatal(err)
		}
		fsys := goodFolder(t)
		fsys["arc/mine.yaml"] = &fstest.MapFile{Data: filled(string(data))}
		set, problems := loader().Load(fsys)
		if len(problems) > 0 {
			t.Errorf("%s:\n%v", typ, problems)
		}
		q, ok := set.Bank().Question("mine")
		if !ok || q.Type != typ || q.Reviewed != today {
			t.Errorf("%s became %q, %s, reviewed %s", typ, q.ID, q.Type, q.Reviewed)
		}
	}
}

// filled writes something else for every …, in the language of its line.
func filled(template string) []byte {
	n := 0
	mark := regexp.MustCompile(`…`)
	var lines []string
	chinese := false
	for line := range strings.Lines(template) {
		head, comment, _ := strings.Cut(line, " #")
		switch {
		case strings.Contains(head, "sources:"):
			head = strings.ReplaceAll(head, "…", "docs")
		case strings.Contains(head, "en:"):
			chinese = false
		case strings.Contains(head, "zh:"):
			chinese = true
		}
		head = mark.ReplaceAllStringFunc(head, func(string) string {
			n++
			if chinese {
				return fmt.Sprintf("示例文字 %d", n)
			}
			return fmt.Sprintf("text %d", n)
		})
		lines = append(lines, strings.TrimSuffix(head+" #"+comment, " #"))
	}
	return []byte(strings.Join(lines, ""))
}

func TestTemplateRefuses(t *testing.T) {
	for _, try := range []struct{ typ, id string }{{"essay", "a"}, {"open", "A b"}, {"open", ""}, {"../open", "a"}} {
		if data, err := bank.Template(quiz.Type(try.typ), try.id, 0); err == nil {
			t.Errorf("%v: %s", try, data)
		}
	}
}
