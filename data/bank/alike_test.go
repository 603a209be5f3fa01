package bank_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestAlike(t *testing.T) {
	const prompt = "prompt: {en: Put the steps in order., zh: 请排列步骤。}"
	tests := []struct {
		name, prompt string
		want         []string
	}{
		{"other", "prompt: {en: What does one layer compute first?, zh: 一层网络先算什么？}", nil},
		{"same", prompt, []string{
			`arc/twin.yaml:5:14: prompt.en is nearly that of line; ask something else, or merge the two`,
			`arc/twin.yaml:5:43: prompt.zh is nearly that of line; ask something else, or merge the two`,
		}},
		{"a word more in English, another text in Chinese", "prompt: {en: Put all the steps in order., zh: 把这四步按先后排好。}", []string{
			`arc/twin.yaml:5:14: warning: prompt.en resembles that of line; see that they do not ask the same`,
		}},
	}
	for _, test := range tests {
		fsys := goodFolder(t)
		text := strings.Replace(string(fsys["arc/line.yaml"].Data), "id: line", "id: twin", 1)
		fsys["arc/twin.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(text, prompt, test.prompt, 1))}
		var got []string
		for _, p := range loader().Check(t.Context(), fsys).Problems {
			got = append(got, p.String())
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
