package bank_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"drillbot/data/bank"
)

// Files that somebody may send to do harm, and what the loader has to say of each.
func TestHostileFiles(t *testing.T) {
	tests := []struct {
		name, content, want string
	}{
		{"bomb of aliases", "a: &a [x]\nb: &b [*a, *a]\nid: [*b, *b]\n", "unknown field"},
		{"alias", "id: &a x\ntype: *a\n", "anchors and aliases"},
		{"alias in itself", "id: &a [*a]\n", "anchors and aliases"},
		{"deep brackets", "id: " + strings.Repeat("[", 100_000), "depth"},
		{"deep lists", strings.Repeat("- ", 100_000), "depth"},
		{"NUL", "id: a\x00b\n", "control characters"},
		{"not UTF-8", "id: \xff\xfe\n", "not UTF-8"},
		{"too large", strings.Repeat("#\n", 200_000), "larger than"},
		{"two documents", "id: a\n---\nid: b\n", "single document"},
		{"empty", "", "no documents"},
		{"only a comment", "# nothing\n", ""},
		{"a text", "hello", "must be fields"},
		{"merge key", "<<: {id: a}\n", "the name of a field must be a text"},
		{"a list as a key", "? [a, b]\n: c\n", "the name of a field must be a text"},
		{"infinite number", "numeric: {value: .inf}\n", "is not a number"},
		{"huge number", "difficulty: 99999999999999999999\n", "must be a whole number"},
		{"binary", "id: !!binary aGVsbG8=\n", "the tag !!binary is not allowed"},
		{"right to left", "id: \"a\\u202eb\"\n", "invisible character U+202E"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			fsys := goodFolder(t)
			fsys["arc/bad.yaml"] = &fstest.MapFile{Data: []byte(test.content)}
			set, problems := loader().Load(fsys)
			found := false
			for _, p := range problems {
				if p.File != "arc/bad.yaml" {
					t.Errorf("blames another file: %s", p)
				}
				found = found || strings.Contains(p.Msg, test.want)
			}
			if !found {
				t.Errorf("got %q, want %q", problems.Error(), test.want)
			}
			if len(set.Questions) != 5 {
				t.Errorf("%d questions, want the 5 sound ones", len(set.Questions))
			}
		})
	}
}

// A link may lead out of the folder, so none is followed.
func TestLinks(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	write := func(name, content string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(outside, "secret.yaml"), "id: secret\n")
	if err := os.Mkdir(filepath.Join(dir, "arc"), 0o700); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{
		"arc/secret.yaml": filepath.Join(outside, "secret.yaml"), "topics.yaml": filepath.Join(outside, "secret.yaml"), "pre": outside,
	} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Skip("no links here:", err)
		}
	}
	_, problems := loader().Load(os.DirFS(dir))
	plain := 0
	for _, p := range problems {
		if p.Msg == "not a plain file" {
			plain++
		}
		if strings.Contains(p.String(), "secret\"") {
			t.Errorf("the file behind the link was read: %s", p)
		}
	}
	if plain != 2 {
		t.Errorf("refused %d links to files, want 2: %v", plain, problems)
	}
}

func TestMissingFolder(t *testing.T) {
	if _, err := bank.Load(os.DirFS(filepath.Join(t.TempDir(), "nowhere"))); err == nil || !strings.Contains(err.Error(), "cannot list") {
		t.Errorf("got %v", err)
	}
}

func FuzzLoad(f *testing.F) {
	for name, file := range goodFolder(f) {
		f.Add(name, string(file.Data))
	}
	for _, m := range mistakes {
		f.Add(m.file, strings.Replace(string(goodFolder(f)[m.file].Data), m.old, m.new, 1))
	}
	good := goodFolder(f)
	f.Fuzz(func(t *testing.T, name, content string) {
		if _, ok := good[name]; !ok {
			return
		}
		fsys := goodFolder(t)
		fsys[name] = &fstest.MapFile{Data: []byte(content)}
		set, problems := loader().Load(fsys)
		for _, p := range problems {
			if p.File == "" || p.Msg == "" || p.Fix == "" {
				t.Errorf("half a problem: %+v", p)
			}
		}
		for _, q := range set.Questions {
			if _, err := q.Ask(1); err != nil {
				t.Errorf("a sound question cannot be asked: %v", err)
			}
		}
	})
}
