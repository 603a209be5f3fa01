package wording_test

import (
	"strings"
	"testing"

	"drillbot/quiz/grade/wording"

	"github.com/google/go-cmp/cmp"
)

func forms(l *wording.Lexicon, s string) string {
	var out []string
	for _, k := range l.Read(s).Tokens {
		out = append(out, k.Form)
	}
	return strings.Join(out, " ")
}

func TestReadUndoesDisguise(t *testing.T) {
	l := wording.NewLexicon()
	for _, same := range [][]string{
		{"variance", "Ｖａｒｉａｎｃｅ", "v\u200ba\u200br\u200bi\u200bance", "v̶a̶r̶i̶a̶n̶c̶e̶", "vаriаncе", "\u202evariance\u202c", "vari\u00adance"},
		{"注意力矩阵的维度", "注意力矩陣的維度"},
		{"梯度消失，层数", "梯度消失,層數"},
		{"sqrt(d_k)", "√d_k", `\sqrt{d_k}`, `$\sqrt{d_{k}}$`, "√dₖ", "square root of d_k", "根号 d_k", "sqrt dk"},
		{"d_k 的平方根", "d_k^{1/2}", "d_k^0.5", "d_k 平方根"},
		{"8d²", "8 d^2", "$8d^{2}$", "8d^2", "eight d squared", "8 d 的平方"},
		{"12Ld²", "12 Ld^2", `12\,Ld^{2}`},
		{"10²⁴", "10^24", "10^{24}"},
		{"30,522", "30522"},
		{"2/3", "三分之二", "two thirds", "two-thirds"},
		{"1.0", "1", "１"},
		{"does not", "doesn't", "doesn’t"},
		{"α", "\\alpha", "alpha"},
	} {
		for _, other := range same[1:] {
			a, b := strings.ReplaceAll(forms(l, same[0]), "doe ", ""), strings.ReplaceAll(forms(l, other), "doe ", "")
			if other == "doesn't" || other == "doesn’t" {
				a, b = a[strings.LastIndex(a, " ")+1:], b[strings.LastIndex(b, " ")+1:]
			}
			if diff := cmp.Diff(a, b); diff != "" {
				t.Errorf("%q and %q differ:\n%s", same[0], other, diff)
			}
		}
	}
}

func TestQuotesAreCutFromTheSource(t *testing.T) {
	l := wording.NewLexicon()
	const answer = "Ｔｈｅ v\u200bariance 隨 √dₖ 增大。Second sentence"
	text := l.Read(answer)
	if got, want := text.Quote(text.Sentences[0]), "Ｔｈｅ v\u200bariance 隨 √dₖ 增大"; got != want {
		t.Errorf("first sentence %q, want %q", got, want)
	}
}
