package main

import (
	"fmt"
	"io/fs"
	"regexp"
	"testing"
	"testing/fstest"

	"drillbot/data/bank"
	"drillbot/quiz/grade"
)

// BenchmarkCheck checks 400 questions in 16 topics with everything that `drillbot bank check` does: 10 s are allowed.
func BenchmarkCheck(b *testing.B) {
	fsys := fourHundred(b)
	b.ResetTimer()
	for b.Loop() {
		if r := checker(nil, grade.NewOffline(grade.OfflineOptions{})).Check(b.Context(), fsys); r.Errors+r.Questions == 0 {
			b.Fatal("nothing was checked")
		}
	}
}

// fourHundred is a folder of copies of our questions, under new ids.
func fourHundred(b *testing.B) fs.FS {
	ours := bank.Files()
	names, err := fs.Glob(ours, "*/*.yaml")
	if err != nil || len(names) == 0 {
		b.Fatal(names, err)
	}
	out := fstest.MapFS{"panels.yaml": {Data: []byte("[]")}}
	for _, shared := range []string{"topics.yaml", "sources.yaml"} {
		out[shared] = &fstest.MapFile{Data: read(b, ours, shared)}
	}
	topics := regexp.MustCompile(`(?m)^- id: (\w+)`).FindAllStringSubmatch(string(out["topics.yaml"].Data), -1)
	gone := regexp.MustCompile(`(?m)^(related|panel|part):.*\n`)
	id := regexp.MustCompile(`(?m)^id:.*$`)
	for i := range 400 {
		text := gone.ReplaceAll(read(b, ours, names[i%len(names)]), nil)
		copied := fmt.Sprintf("copy-%d", i)
		name := fmt.Sprintf("%s/%s.yaml", topics[i%len(topics)][1], copied)
		out[name] = &fstest.MapFile{Data: id.ReplaceAll(text, []byte("id: "+copied))}
	}
	return out
}

func read(b *testing.B, fsys fs.FS, name string) []byte {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		b.Fatal(err)
	}
	return data
}
