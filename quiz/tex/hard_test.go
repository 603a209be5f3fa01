package tex_test

import (
	"testing"

	"drillbot/quiz/tex"
)

func TestHard(t *testing.T) {
	for formula, want := range map[string]bool{
		`d_k`: false, `O(n^2 d)`: false, `\sqrt{d_k}`: false, `\sqrt d`: false, `W_Q`: false, `\alpha \cdot \beta`: false,
		`x \leftarrow y`: false, `\hat y`: false, `\summary`: false, `{d} \times {f}`: false,
		`\frac{1}{2}`: true, `\sqrt{1-\beta}`: true, `\sum_i x_i`: true, `\max_\pi J`: true, `\hat y + \hat x`: true,
		`\begin{cases} a \end{cases}`: true, `\underbrace{a}_{b}`: true, `\left(a\right)`: true, `\mathbb{E}_{x}[f]`: true,
	} {
		if got := tex.Hard(formula); got != want {
			t.Errorf("%s: %v, want %v", formula, got, want)
		}
	}
}
