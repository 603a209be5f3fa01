package bank_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const goodReleased = "# comment\ncount numeric\ngap cloze\nline order\npick choice\nscale open\n"

func TestReleased(t *testing.T) {
	tests := []struct {
		name, list string
		want       []string
	}{
		{"all there", goodReleased, nil},
		{"new ones", "gap cloze\n\n", nil},
		{"gone", goodReleased + "old open\n", []string{
			`released.txt:7:1: the released question old is gone; bring it back, or write "retired" and the reason behind its type`,
		}},
		{"retired", goodReleased + "old open retired: disputed\n", nil},
		{"retyped", "gap open\n", []string{
			`arc/gap.yaml:2:7: gap was released as open; give the new question an id of its own, and retire the old one`,
		}},
		{"retired and there", "gap cloze retired\n", []string{
			`released.txt:1:1: gap is retired, but its file is there; remove its file, or the word retired`,
		}},
		{"not a line", "gap\nline sort\npick choice gone\ngap cloze\ngap cloze\n", []string{
			`released.txt:1:1: "gap" is no line of the list; write id and type, then retired and the reason where it is`,
			`released.txt:2:1: "line sort" is no line of the list; write id and type, then retired and the reason where it is`,
			`released.txt:3:1: "pick choice gone" is no line of the list; write id and type, then retired and the reason where it is`,
			`released.txt:5:1: gap is listed twice; keep one`,
		}},
	}
	for _, test := range tests {
		fsys := goodFolder(t)
		fsys["released.txt"] = &fstest.MapFile{Data: []byte(test.list)}
		var got []string
		_, problems := loader().Load(fsys)
		for _, p := range problems {
			got = append(got, p.String())
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestRelease(t *testing.T) {
	fsys := goodFolder(t)
	fsys["released.txt"] = &fstest.MapFile{Data: []byte("old open retired: disputed\ngap cloze\n")}
	data, problems := loader().Release(fsys)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var lines []string
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	want := []string{"count numeric", "gap cloze", "line order", "old open retired: disputed", "pick choice", "scale open"}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	fsys["released.txt"].Data = data
	if again, problems := loader().Release(fsys); string(again) != string(data) || len(problems) > 0 {
		t.Errorf("released again: %s %v", again, problems)
	}
	delete(fsys, "arc/gap.yaml")
	if data, problems := loader().Release(fsys); data != nil || len(problems.Errors()) == 0 {
		t.Error("a bank that lost a question was released")
	}
}
