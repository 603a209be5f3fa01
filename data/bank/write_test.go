package bank_test

import (
	"os"
	"testing"
	"testing/fstest"

	"drillbot/data/bank"
	"drillbot/quiz"

	"github.com/google/go-cmp/cmp"
)

// Every question of ours, written and read again, is the same.
func TestWrittenAndRead(t *testing.T) {
	set, err := bank.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for _, shared := range []string{"topics.yaml", "panels.yaml", "sources.yaml"} {
		data, err := os.ReadFile(shared)
		if err != nil {
			t.Fatal(err)
		}
		fsys[shared] = &fstest.MapFile{Data: data}
	}
	for _, q := range set.Questions {
		data, err := bank.YAML(q)
		if err != nil {
			t.Fatal(err)
		}
		fsys[q.Topic+"/"+q.ID+".yaml"] = &fstest.MapFile{Data: data}
	}
	again, problems := bank.Loader{}.Load(fsys)
	if errs := problems.Errors(); len(errs) > 0 {
		t.Errorf("%.3000v", errs)
	}
	if diff := cmp.Diff(set.Questions, again.Questions); diff != "" {
		t.Errorf("(-embedded +written and read):\n%.3000s", diff)
	}
}

// Texts that YAML takes for something else stay texts.
func TestWrittenTexts(t *testing.T) {
	base, _ := loader().Load(goodFolder(t))
	q, _ := base.Bank().Question("gap")
	for _, s := range []string{"8", "yes", "null", "~", "1e3", "2026-01-31", "a: b", "a #b", "- a", "'", `"`, "?", "[a]", "{a}", "&a", "*a", "!a", "%", "@", "0x1f", ".5", "中文，文", "=", "<<"} {
		q.Blanks = []quiz.Blank{{ID: "axis", Label: quiz.Text{EN: "which axis", ZH: "哪一维"}, Accept: []string{s, "other"}}}
		data, err := bank.YAML(q)
		if err != nil {
			t.Fatal(err)
		}
		fsys := goodFolder(t)
		fsys["arc/gap.yaml"] = &fstest.MapFile{Data: data}
		set, problems := loader().Load(fsys)
		got, _ := set.Bank().Question("gap")
		if len(problems.Errors()) > 0 || len(got.Blanks) == 0 || got.Blanks[0].Accept[0] != s {
			t.Errorf("%q: %v\n%s", s, problems, data)
		}
	}
}
