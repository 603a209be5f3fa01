package view

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"drillbot/quiz"
)

// Question shows an asked question with its buttons. id carries the player's filter and
// whether the channel may see; id.N is how many hints are shown.
func (v Voice) Question(a quiz.Ask, id ID) Message {
	id.Question, id.Version, id.Seed = a.Question.ID, a.Question.Version, a.Seed
	e, formulas := v.questionEmbed(a, id)
	m := Message{Embeds: []*discordgo.MessageEmbed{e}, Components: v.questionRows(a, id)}
	v.illustrate(&m, e, "question.png", formulas)
	return m
}

func (v Voice) questionEmbed(a quiz.Ask, id ID) (e *discordgo.MessageEmbed, formulas []string) {
	q := a.Question
	shown := []quiz.Text{q.Prompt}
	if !id.Public { // the channel's message stays free of hints
		shown = append(shown, q.Hints[:min(id.N, len(q.Hints))]...)
	}
	said, formulas := v.figured(shown...)
	parts := []string{blanked(said[0], q.Blanks), v.optionList(a)}
	if q.Challenge {
		parts = append(parts, "*"+v.Strings.Question.Challenge+"*")
	}
	for i, hint := range said[1:] {
		parts = append(parts, fmt.Sprintf("**%s**\n%s", v.Strings.Question.Hint(i+1, len(q.Hints)), hint))
	}
	return &discordgo.MessageEmbed{
		Title:       cut(v.topic(q.Topic), 256),
		Description: cut(joined("\n\n", parts), 4096),
		Color:       blurple,
		Footer:      &discordgo.MessageEmbedFooter{Text: v.foot(q)},
	}, formulas
}

// foot names the question: difficulty, type, id and its place in a panel.
func (v Voice) foot(q quiz.Question) string {
	s := v.Strings.Question
	parts := []string{s.Stars(q.Difficulty), s.Types[q.Type], q.ID}
	if p, ok := v.Bank.Panel(q.Panel); ok {
		parts = append(parts, p.Title.In(v.Lang), s.Part(q.Part, v.Bank.Parts(q.Panel)))
	}
	return strings.Join(parts, " · ")
}

// blanked numbers the blanks of a cloze.
func blanked(s string, blanks []quiz.Blank) string {
	for i, b := range blanks {
		s = strings.ReplaceAll(s, "[["+b.ID+"]]", "**("+fmt.Sprint(i+1)+") \\_\\_\\_\\_**")
	}
	return s
}

// optionList shows what is to be picked or put in order, by letter.
func (v Voice) optionList(a quiz.Ask) string {
	var list []string
	for i, o := range a.Options {
		list = append(list, v.lettered(i, o.Text))
	}
	for i, it := range a.Items {
		list = append(list, v.lettered(i, it.Text))
	}
	switch {
	case len(a.Items) > 0:
		list = append(list, "", v.Strings.Question.TypeOrder)
	case len(a.Options) > 0 && len(a.Question.Right()) == 1:
		list = append(list, "", v.Strings.Question.PickOne)
	case len(a.Options) > 0:
		list = append(list, "", v.Strings.Question.PickSome)
	}
	return strings.Join(list, "\n")
}

func (v Voice) lettered(i int, t quiz.Text) string {
	return "**" + quiz.Letter(i) + ".** " + v.say(t)
}

func (v Voice) questionRows(a quiz.Ask, id ID) []discordgo.MessageComponent {
	s := v.Strings.Question
	var rows, last []discordgo.MessageComponent
	if a.Question.Type == quiz.Choice {
		rows = append(rows, v.choiceRows(a, id)...)
	} else {
		last = append(last, button(discordgo.PrimaryButton, s.Answer, id.with(Answer)))
	}
	if id.N < len(a.Question.Hints) {
		last = append(last, button(discordgo.SecondaryButton, s.HintButton(id.N+1, len(a.Question.Hints)), id.nth(Hint, id.N+1)))
	}
	if id.Day == 0 {
		last = append(last, button(discordgo.SecondaryButton, s.Skip, id.with(Skip)))
	}
	last = append(last, button(discordgo.SecondaryButton, s.GiveUp, id.with(GiveUp)))
	return append(rows, row(last...))
}

// choiceRows are buttons while one of few is right, else a menu.
func (v Voice) choiceRows(a quiz.Ask, id ID) []discordgo.MessageComponent {
	right := len(a.Question.Right())
	if right > 1 || len(a.Options) > 5 {
		return []discordgo.MessageComponent{row(v.menu(a, id, right))}
	}
	var buttons []discordgo.MessageComponent
	for i := range a.Options {
		buttons = append(buttons, button(discordgo.PrimaryButton, quiz.Letter(i), id.nth(Pick, i)))
	}
	return []discordgo.MessageComponent{row(buttons...)}
}

func (v Voice) menu(a quiz.Ask, id ID, right int) discordgo.SelectMenu {
	least, most := 1, 1
	if right > 1 {
		most = len(a.Options)
	}
	options := make([]discordgo.SelectMenuOption, len(a.Options))
	for i, o := range a.Options {
		options[i] = discordgo.SelectMenuOption{
			Label: cut(quiz.Letter(i)+". "+unmarked(v.say(o.Text)), 100), Value: o.ID,
		}
	}
	return discordgo.SelectMenu{
		MenuType: discordgo.StringSelectMenu, CustomID: id.with(Select).String(),
		Placeholder: cut(v.Strings.Question.PickMenu, 150), MinValues: &least, MaxValues: most, Options: options,
	}
}

// unmarked takes the Markdown off a text of the bank, for places that show none.
func unmarked(s string) string {
	return strings.NewReplacer("**", "", "`", "", "*", "", "\n", " ").Replace(s)
}

// AnswerForm is the form in which a question is answered. Its fields are named by
// FieldName(0), FieldName(1) …; id is the pressed button's.
func (v Voice) AnswerForm(a quiz.Ask, id ID) Form {
	s := v.Strings.Question
	q := a.Question
	f := Form{ID: id.with(Submit).String(), Title: cut(s.FormTitle(q.ID), 45)}
	switch q.Type {
	case quiz.Numeric:
		f.Fields = append(f.Fields, field(FieldName(0), s.FormNumber(q.Numeric.Unit), s.FormNumEg, discordgo.TextInputShort, 200))
	case quiz.Order:
		f.Fields = append(f.Fields, field(FieldName(0), s.FormOrder, s.FormOrderEg, discordgo.TextInputShort, 100))
	case quiz.Cloze:
		for i, b := range q.Blanks {
			label := fmt.Sprintf("(%d) %s", i+1, unmarked(v.say(b.Label)))
			f.Fields = append(f.Fields, field(FieldName(i), label, "", discordgo.TextInputShort, 200))
		}
	default:
		f.Fields = append(f.Fields, field(FieldName(0), s.FormOpen, s.FormOpenEg, discordgo.TextInputParagraph, quiz.MaxAnswer))
	}
	return f
}

// FieldName is the custom id of the i-th field of a form.
func FieldName(i int) string { return fmt.Sprintf("field%d", i) }

// HintOnly shows the hint id.N alone, for a question that the channel sees, with the way to the next.
func (v Voice) HintOnly(a quiz.Ask, id ID) Message {
	q := a.Question
	n := min(id.N, len(q.Hints))
	if n < 1 {
		return v.Problem(v.Error.Unknown)
	}
	m := Message{Embeds: []*discordgo.MessageEmbed{{
		Title:       v.Strings.Question.Hint(n, len(q.Hints)),
		Description: cut(v.say(q.Hints[n-1]), 4096),
		Color:       blurple,
	}}}
	if n < len(q.Hints) {
		next := button(discordgo.SecondaryButton, v.Strings.Question.HintButton(n+1, len(q.Hints)), id.nth(Hint, n+1))
		m.Components = []discordgo.MessageComponent{row(next)}
	}
	return m
}

// Line is a question in one line of at most n characters, for a list of choices.
func (v Voice) Line(q quiz.Question, n int) string {
	if a, err := q.Ask(0); err == nil { // numbers in place of their names
		q = a.Question
	}
	return Label(q.ID+" · "+unmarked(v.say(q.Prompt)), n)
}

// Label shortens a name to at most n characters.
func Label(s string, n int) string { return cut(s, n) }
