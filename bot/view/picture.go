package view

import (
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"drillbot/quiz"
	"drillbot/quiz/tex"
)

// Pictures draws formulas. It gives equal pictures for equal formulas.
type Pictures interface {
	// Knows reports whether a formula can be drawn.
	Knows(tex string) bool
	// Draw returns up to figures formulas that it knows as one picture, a PNG; several of them
	// bear the labels ①, ② … there.
	Draw(formulas []string) ([]byte, bool)
}

// figures is how many formulas one picture can hold.
const figures = 9

// figured returns a text of the bank as say does, and its formulas that are worth a picture. Where there are
// several, the text refers to them by their labels.
func (v Voice) figured(texts ...quiz.Text) (said []string, formulas []string) {
	for _, t := range texts {
		for _, s := range tex.Spans(t.In(v.Lang)) {
			if v.drawn(s.TeX) && len(formulas) < figures && !slices.Contains(formulas, s.TeX) {
				formulas = append(formulas, s.TeX)
			}
		}
	}
	for _, t := range texts {
		said = append(said, calm.Replace(tex.Unicode(v.labelled(t.In(v.Lang), formulas))))
	}
	return said, formulas
}

func (v Voice) drawn(formula string) bool {
	return v.Pictures != nil && tex.Hard(formula) && v.Pictures.Knows(formula)
}

// labelled puts its label behind every formula of a picture with several.
func (v Voice) labelled(s string, formulas []string) string {
	if len(formulas) < 2 {
		return s
	}
	var b strings.Builder
	at := 0
	for _, span := range tex.Spans(s) {
		if i := slices.Index(formulas, span.TeX); i >= 0 {
			b.WriteString(s[at:span.End] + label(i))
			at = span.End
		}
	}
	return b.String() + s[at:]
}

func label(i int) string { return string(rune('①' + i)) }

// illustrate shows formulas in an embed as a picture, whose description is their readable form.
func (v Voice) illustrate(m *Message, e *discordgo.MessageEmbed, name string, formulas []string) {
	if len(formulas) == 0 {
		return
	}
	data, ok := v.Pictures.Draw(formulas)
	if !ok {
		return
	}
	var alt []string
	for i, f := range formulas {
		s, _ := tex.Formula(f)
		if len(formulas) > 1 {
			s = label(i) + " " + s
		}
		alt = append(alt, s)
	}
	m.Files = append(m.Files, File{Name: name, Type: "image/png", Alt: cut(strings.Join(alt, "\n"), 1024), Data: data})
	e.Image = &discordgo.MessageEmbedImage{URL: "attachment://" + name}
}
