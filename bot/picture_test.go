package bot_test

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"drillbot/bot/sandbox"
	"drillbot/quiz"
)

// painter knows every formula and draws the same picture of each.
type painter struct{ drawn []byte }

func newPainter(t *testing.T) painter {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	return painter{b.Bytes()}
}

func (painter) Knows(string) bool { return true }

func (p painter) Draw([]string) ([]byte, bool) { return p.drawn, true }

// TestPicturesGoWithMessages follows pictures from the question over its hint to the result: each message has its
// own, and an edit leaves none behind.
func TestPicturesGoWithMessages(t *testing.T) {
	t.Parallel()
	h := open(t, options{pictures: newPainter(t)})
	text := func(s string) quiz.Text { return quiz.Text{EN: s, ZH: s} }
	h.drill.SetBank(quiz.NewBank([]quiz.Topic{{ID: "arc", Title: text("arc")}}, nil, []quiz.Question{{
		ID: "drawn", Version: "1a2b3c4d", Topic: "arc", Type: quiz.Numeric, Difficulty: 1,
		Prompt: text(`How much is $\frac{4}{2}$?`), Reference: text(`It is $\frac{2}{1}$.`), Hints: []quiz.Text{text(`Not $\frac{1}{2}$.`)},
		Numeric: &quiz.NumericKey{Value: 2, Formula: "2"},
	}}))
	ada := h.Player("ada")
	asked, err := ada.Slash(patience(t), h.Channel(server, channel), "drill", sandbox.Opt{"question": "drawn"})
	if err != nil {
		t.Fatal(err)
	}
	first := shown(t, "question", asked.Message)
	hinted, err := ada.Click(patience(t), asked.Message, "Hint 1/1")
	if err != nil {
		t.Fatal(err)
	}
	if second := shown(t, "hint", hinted.Message); second == first {
		t.Error("the picture of the question was not replaced by that with the hint")
	}
	shown(t, "result", h.answer(t, ada, h.Channel(server, channel), "drawn", "2").Message)
}

// shown checks that a message has its picture in its first embed, and no file beside it: what an edit no longer
// names Discord drops, and what an embed shows it does not list.
func shown(t *testing.T, what string, m *sandbox.Message) string {
	t.Helper()
	if len(m.Embeds) == 0 || m.Embeds[0].Image == nil || !strings.HasPrefix(m.Embeds[0].Image.URL, "http") {
		t.Fatalf("%s: no picture in %+v", what, m.Embeds)
	}
	if len(m.Attachments) != 0 {
		t.Errorf("%s: files beside the picture: %+v", what, m.Attachments)
	}
	return m.Embeds[0].Image.URL
}
