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

func TestDeniedReadsTheScopeOfADenial(t *testing.T) {
	l := wording.NewLexicon()
	for text, want := range map[string]bool{
		"it does not grow":                        true,
		"it doesn't ever grow":                    true,
		"it grows":                                false,
		"it is not only larger, it grows":         false,
		"not small, so it grows":                  false,
		"it is a myth that values grow":           true,
		"it is not true that values grow":         true,
		"without scaling the values grow":         false,
		"it never fails to grow":                  false,
		"它不会增长":                                   true,
		"它会增长":                                    false,
		"不同的值会增长":                                 false,
		"它并不是不会增长":                                false,
		"认为它会增长是一个误区":                             true,
		"无论如何都会增长":                                false,
		"the values grow because there is no gap": false,
	} {
		x := l.Index(l.Read(text))
		for i, k := range x.Tokens {
			if k.Form != "grow" && !(k.Form == "增" && x.Tokens[i+1].Form == "长") {
				continue
			}
			if got := x.Denied(wording.Span{From: i, To: i + 1}); got != want {
				t.Errorf("%q: denied %v, want %v", text, got, want)
			}
		}
	}
}

func TestFindMeetsAWordingInItsOtherForms(t *testing.T) {
	l := wording.NewLexicon()
	for _, c := range []struct {
		wording, text string
		found         bool
	}{
		{"vanishing gradient", "the gradients vanish", true},
		{"vanishing gradient", "梯度会逐渐消失", true},
		{"vanishing gradient", "the gradient is large", false},
		{"梯度消失", "vanishing gradients", true},
		{"梯度消失", "梯度慢慢地消失了", true},
		{"self-attention", "自注意力机制", true},
		{"layer norm", "LayerNorm", true},
		{"layernorm", "Layer-Norm", true},
		{"Pre-LN", "PreLN", true},
		{"variance", "the varience", true},
		{"sqrt(d_k)", "√dₖ", true},
		{"8d^2", "the block has 8d² weights", true},
		{"8d^2", "the block has 4d² weights", false},
		{"2/3", "三分之二", true},
		{"12 layers", "24 layers", false},
		{"more buckets", "fewer buckets", false},
		{"方差", "方程", false},
	} {
		got := len(l.Index(l.Read(c.text)).Find(l.Phrase(c.wording))) > 0
		if got != c.found {
			t.Errorf("%q in %q: found %v, want %v", c.wording, c.text, got, c.found)
		}
	}
}

func TestCoverCountsWhatIsSaidAndWhatIsTurnedAround(t *testing.T) {
	l := wording.NewLexicon()
	said := l.Index(l.Read("The terminal is connected to the battery"))
	units := said.Units(said.All(), nil, 1)
	for text, want := range map[string]struct{ share, opposed float64 }{
		"terminal connected battery":                   {1, 0},
		"the battery":                                  {0.33, 0},
		"the terminal is not connected to the battery": {1, 0.66},
		"nothing of it":                                {0, 0},
	} {
		c := l.Index(l.Read(text)).Cover(units)
		if c.Share < want.share-0.02 || c.Share > want.share+0.02 || c.Opposed < want.opposed-0.35 || c.Opposed > want.opposed+0.35 || (want.opposed == 0) != (c.Opposed == 0) {
			t.Errorf("%q: share %.2f opposed %.2f, want %+v", text, c.Share, c.Opposed, want)
		}
	}
}

func TestTermsOfAuthorsCount(t *testing.T) {
	l := wording.NewLexicon("gizmo; gadget\t小玩意")
	if len(l.Index(l.Read("一个小玩意")).Find(l.Phrase("gizmo"))) == 0 {
		t.Error("a term of the author's own sheet is not found")
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"d_{k}^2 \\sqrt{x}", "Ｔｈｅ v\u200bar隨 √dₖ。no", "\xff\xfe", "8 d 的平方根 2/3 1,234.50", "ﷺ^{(1/2)}can't"} {
		f.Add(s)
	}
	l := wording.NewLexicon()
	f.Fuzz(func(t *testing.T, s string) {
		text := l.Read(s)
		last := 0
		for i, k := range text.Tokens {
			if k.Form == "" || k.Start < last || k.End < k.Start || k.End > len(s) {
				t.Fatalf("token %d of %q: %+v after byte %d", i, s, k, last)
			}
			last = k.Start
		}
		x := l.Index(text)
		for i := range x.Sentences {
			x.Cover(x.Units(x.Sentences[i], nil, 1))
		}
	})
}
