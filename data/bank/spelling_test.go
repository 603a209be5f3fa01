package bank_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSpelling(t *testing.T) {
	fsys := goodFolder(t)
	edit := func(file, old, new string) {
		t.Helper()
		text := strings.Replace(string(fsys[file].Data), old, new, 1)
		if text == string(fsys[file].Data) {
			t.Fatalf("%q is not in %s", old, file)
		}
		fsys[file].Data = []byte(text)
	}
	edit("arc/gap.yaml", "en: The feature axis.", "en: Normalisation over features in fine-tuning.")
	edit("arc/line.yaml", `en: "Scores, softmax, sum."`, "en: Normalization and finetuning.")
	edit("arc/pick.yaml", "en: The score matrix.", "en: Normalisations and fine-tuning of a long context in long-context models.")
	edit("arc/line.yaml", "先算分数，再做 softmax", "先算 Tensor Core 分数，再用 Softmax")
	edit("arc/scale.yaml", "方差是 $d_k$。", "tensor core 算出方差是 $d_k$，softmax 会饱和。")
	edit("arc/gap.yaml", "特征维。", "Llama 的特征维，softmax 后是 tensor core。")
	edit("arc/pick.yaml", "分数矩阵。", "早期 LLaMA 的分数矩阵。")
	var got []string
	for _, p := range loader().Check(t.Context(), fsys).Problems {
		got = append(got, p.String())
	}
	want := []string{
		`arc/line.yaml:6:17: warning: reference.en has "finetuning", but elsewhere it is "fine-tuning"; write it in one way`,
		`arc/line.yaml:6:17: warning: reference.en has "normalization", but elsewhere it is "normalisation"; write it in one way`,
		`arc/line.yaml:6:52: warning: reference.zh has "Softmax", but elsewhere it is "softmax"; write it in one way`,
		`arc/line.yaml:6:52: warning: reference.zh has "Tensor Core", but elsewhere it is "tensor core"; write it in one way`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
