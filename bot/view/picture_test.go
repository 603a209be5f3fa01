package view_test

import (
	"slices"
	"strings"
	"testing"

	"drillbot/bot/view"
	"drillbot/quiz"
)

// easel draws what it was told to know: the formulas themselves, as bytes.
type easel []string

func (e easel) Knows(tex string) bool { return slices.Contains(e, tex) }

func (e easel) Draw(formulas []string) ([]byte, bool) {
	return []byte(strings.Join(formulas, "|")), len(formulas) > 0
}

// drawnAsk is a question with two formulas in its prompt, one of them twice, and one in its reference.
func drawnAsk() quiz.Ask {
	text := func(s string) quiz.Text { return quiz.Text{EN: s, ZH: s} }
	return quiz.Ask{Question: quiz.Question{
		ID: "q", Version: "v", Topic: "arc", Type: quiz.Open, Difficulty: 1,
		Prompt:    text(`Is $\frac{a}{b}$ more than $\sum_i x_i$, and $d_k$ less than $\frac{a}{b}$?`),
		Reference: text(`It is $\frac{a}{b}$.`),
		Hints:     []quiz.Text{text(`See $\prod_i p_i$.`)},
	}}
}

func TestFormulasComeAsPictures(t *testing.T) {
	a := drawnAsk()
	v := view.NewVoice(quiz.English, quiz.NewBank(nil, nil, []quiz.Question{a.Question}))
	plain := v.Question(a, view.ID{})
	if len(plain.Files) != 0 || plain.Embeds[0].Image != nil {
		t.Error("a picture without anybody to draw it")
	}
	v.Pictures = easel{`\frac{a}{b}`, `\sum_i x_i`, `\prod_i p_i`, `d_k`}
	m := v.Question(a, view.ID{})
	if len(m.Files) != 1 || string(m.Files[0].Data) != `\frac{a}{b}|\sum_i x_i` || m.Embeds[0].Image.URL != "attachment://question.png" {
		t.Fatalf("files %+v, image %+v", m.Files, m.Embeds[0].Image)
	}
	if got, want := m.Files[0].Alt, "① a/b\n② ∑ᵢ xᵢ"; got != want {
		t.Errorf("described as %q, want %q", got, want)
	}
	said := m.Embeds[0].Description
	for _, want := range []string{"a/b①", "②", "dₖ less"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in %q", want, said)
		}
	}
	if strings.Count(said, "①") != 2 {
		t.Errorf("a formula that comes twice has its label twice: %q", said)
	}
	if hinted := v.Question(a, view.ID{N: 1}); !strings.HasSuffix(string(hinted.Files[0].Data), `\prod_i p_i`) {
		t.Errorf("with the hint: %q", hinted.Files[0].Data)
	}
}

func TestReferencesAreDrawnForWhoeverMaySeeThem(t *testing.T) {
	a := drawnAsk()
	v := view.NewVoice(quiz.Chinese, quiz.NewBank(nil, nil, []quiz.Question{a.Question}))
	v.Pictures = easel{`\frac{a}{b}`}
	own := v.Revealed(a, view.ID{})
	if len(own.Files) != 1 || own.Files[0].Alt != "a/b" || strings.Contains(own.Embeds[0].Description, "①") {
		t.Errorf("files %+v, text %q", own.Files, own.Embeds[0].Description)
	}
	if public := v.Revealed(a, view.ID{Public: true}); len(public.Files) != 0 {
		t.Error("a picture gives away what a spoiler hides")
	}
}
