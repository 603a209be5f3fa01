package bank_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"drillbot/data/bank"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestCodedAndBack(t *testing.T) {
	want, _ := loader().Load(goodFolder(t))
	var b bytes.Buffer
	if err := bank.Encode(&b, want); err != nil {
		t.Fatal(err)
	}
	got, err := bank.Decode(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := bank.Decode(bytes.NewReader(b.Bytes()[:b.Len()/2])); err == nil {
		t.Error("half of it was decoded without an error")
	}
}

// related is the line that names questions a copy has not beside it.
var related = regexp.MustCompile(`(?m)^related:.*\n`)

// manyQuestions is a folder of n questions: copies of the bank's own.
func manyQuestions(b *testing.B, n int) fs.FS {
	ours := os.DirFS(".")
	out := fstest.MapFS{}
	var open []string
	for _, file := range yamlFiles(b, ours) {
		data, err := fs.ReadFile(ours, file)
		if err != nil {
			b.Fatal(err)
		}
		if !strings.Contains(file, "/") {
			out[file] = &fstest.MapFile{Data: data}
		} else if bytes.Contains(data, []byte("type: open")) && !bytes.Contains(data, []byte("\npanel:")) {
			open = append(open, string(data))
		}
	}
	out["panels.yaml"] = &fstest.MapFile{Data: []byte("[]")}
	for i := range n {
		text := open[i%len(open)]
		id := fmt.Sprintf("copy-%d", i)
		_, rest, _ := strings.Cut(related.ReplaceAllString(text, ""), "\ntype:")
		out["arc/"+id+".yaml"] = &fstest.MapFile{Data: []byte("id: " + id + "\ntype:" + rest)}
	}
	return out
}

// BenchmarkLoad compares reading 400 questions from the embedded form with reading their
// files. The start of the bot allows 150 ms.
func BenchmarkLoad(b *testing.B) {
	files := manyQuestions(b, 400)
	set, err := bank.Load(files)
	if err != nil {
		b.Fatal(err)
	}
	var packed bytes.Buffer
	if err := bank.Encode(&packed, set); err != nil {
		b.Fatal(err)
	}
	b.Run("embedded", func(b *testing.B) {
		b.SetBytes(int64(packed.Len()))
		for b.Loop() {
			if _, err := bank.Decode(bytes.NewReader(packed.Bytes())); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("yaml", func(b *testing.B) {
		for b.Loop() {
			if _, err := bank.Load(files); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func TestVersion(t *testing.T) {
	base := goodFolder(t)
	versions := func(fsys fs.FS) map[string]string {
		t.Helper()
		set, problems := loader().Load(fsys)
		if errs := problems.Errors(); len(errs) > 0 {
			t.Fatal(errs)
		}
		out := map[string]string{}
		for _, q := range set.Questions {
			out[q.ID] = q.Version
		}
		return out
	}
	before := versions(base)
	for id, v := range before {
		if len(v) != 8 {
			t.Errorf("%s has the version %q", id, v)
		}
	}
	edits := []struct {
		name, file, old, new string
		changes              bool
	}{
		{"order of fields", "arc/pick.yaml", "type: choice\ndifficulty: 1\n", "difficulty: 1\ntype: choice\n", false},
		{"layout", "arc/pick.yaml", "{en: The scores, zh: 分数矩阵}", "\n      zh: 分数矩阵\n      en: >-\n        The\n        scores", false},
		{"comment", "arc/pick.yaml", "id: pick", "# a comment\nid: pick", false},
		{"review", "arc/pick.yaml", "2026-01-31", "2026-02-01", false},
		{"text", "arc/pick.yaml", "The scores", "The score", true},
		{"order of options", "arc/pick.yaml", "id: weights", "id: other", true},
		{"right option", "arc/pick.yaml", "  - id: weights\n", "  - id: weights\n    right: true\n", true},
		{"difficulty", "arc/pick.yaml", "difficulty: 1", "difficulty: 2", true},
	}
	for _, e := range edits {
		fsys := goodFolder(t)
		fsys[e.file].Data = []byte(strings.Replace(string(fsys[e.file].Data), e.old, e.new, 1))
		if bytes.Equal(fsys[e.file].Data, base[e.file].Data) {
			t.Fatalf("%s changes nothing", e.name)
		}
		after := versions(fsys)
		if (after["pick"] != before["pick"]) != e.changes {
			t.Errorf("%s: version %s became %s", e.name, before["pick"], after["pick"])
		}
		if after["line"] != before["line"] {
			t.Errorf("%s changed another question's version", e.name)
		}
	}
}

func TestMerge(t *testing.T) {
	base, _ := loader().Load(goodFolder(t))
	l := loader()
	l.Base = base
	dir := fstest.MapFS{"arc/new.yaml": goodFolder(t)["arc/line.yaml"]}
	dir["arc/new.yaml"].Data = []byte(strings.Replace(string(dir["arc/new.yaml"].Data), "id: line", "id: new", 1))
	beside, problems := l.Load(dir)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	both, err := bank.Merge(base, beside)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := both.Bank().Question("new"); !ok || len(both.Questions) != 6 {
		t.Errorf("merged to %d questions", len(both.Questions))
	}
	if diff := cmp.Diff(base, both, cmpopts.IgnoreFields(bank.Set{}, "Questions")); diff != "" {
		t.Error(diff)
	}
	if _, err := bank.Merge(both, beside); err == nil || !strings.Contains(err.Error(), "arc/new.yaml") {
		t.Errorf("a question twice: %v", err)
	}
}
