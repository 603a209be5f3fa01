package view

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"drillbot/quiz"
	"drillbot/quiz/tex"
)

// QuestionForm is the form in which a question is written: id says by whose button, old what stands in it.
func (v Voice) QuestionForm(id ID, kind quiz.Type, old quiz.Written) Form {
	t := v.Strings.Deck
	title, parts, eg := t.FormTitle, t.Points, t.PointsEg
	if old != (quiz.Written{}) {
		title = t.EditTitle
	}
	if kind == quiz.Choice {
		parts, eg = t.Options, t.OptionsEg
	}
	return Form{ID: id.String(), Title: cut(title, 45), Fields: []discordgo.MessageComponent{
		filled(0, t.Prompt, t.PromptEg, old.Prompt, quiz.MaxPrompt),
		filled(1, t.Reference, t.ReferenceEg, old.Reference, quiz.MaxReference),
		filled(2, parts, eg, old.Parts, quiz.MaxOptions*(quiz.MaxOption+10)),
	}}
}

// filled is a field of a form with a text in it.
func filled(i int, label, placeholder, value string, longest int) discordgo.MessageComponent {
	return row(discordgo.TextInput{
		CustomID: FieldName(i), Label: cut(label, 45), Placeholder: cut(placeholder, 100), Value: cut(value, longest),
		Style: discordgo.TextInputParagraph, Required: true, MaxLength: longest,
	})
}

// Flawed tells what is wrong with a question, and gives its texts back.
func (v Voice) Flawed(flaws quiz.Flaws, w quiz.Written) Message {
	m := v.Problem(cut(lines(v.Strings.Deck.Flawed, v.flaws(flaws)), 2000))
	m.Embeds = append(m.Embeds, &discordgo.MessageEmbed{
		Title: v.Error.YourAnswer, Color: grey,
		Description: block(w.Prompt, 800) + "\n" + block(w.Reference, 1500) + "\n" + block(w.Parts, 1200),
	})
	return m
}

func (v Voice) flaws(flaws quiz.Flaws) string {
	t := v.Strings.Deck
	var rows []string
	for _, f := range flaws {
		rows = append(rows, t.Flaw(t.Where[f.Where], f.N, t.What[f.What]))
	}
	return strings.Join(rows, "\n")
}

// Suggested thanks for a suggestion.
func (v Voice) Suggested() Message {
	return Message{Embeds: []*discordgo.MessageEmbed{{Description: v.Strings.Deck.Sent, Color: green}}}
}

// subject is what a case is about, in a line of at most n characters: its question, or what it suggests.
func (v Voice) subject(c quiz.Case, n int) string {
	if c.Kind != quiz.Suggestion || len(c.Questions) == 0 {
		return c.Question
	}
	return v.Strings.Deck.Titled(v.line(c.Questions[0], n), len(c.Questions)-1)
}

// proposed shows what is suggested: one question whole, of several each in a line.
func (v Voice) proposed(c Case) []*discordgo.MessageEmbed {
	if len(c.Questions) == 1 {
		return v.whole(c.Questions[0], c.State == quiz.Undecided)
	}
	var rows []string
	for _, q := range c.Questions {
		rows = append(rows, fmt.Sprintf("- %s · %s · %s", v.Strings.Question.Stars(q.Difficulty), v.Strings.Question.Types[q.Type], plain(tex.Unicode(q.Prompt.In(v.Lang)), 90)))
	}
	return []*discordgo.MessageEmbed{{Color: blurple, Description: cut(strings.Join(rows, "\n"), 4000)}}
}

// whole is a question of a deck with all that a player would be shown, in both languages where it has both;
// shorter where there is a decision to show beside it.
func (v Voice) whole(q quiz.Question, all bool) []*discordgo.MessageEmbed {
	t, text, rubric := v.Strings.Deck, 2500, 1200
	if all {
		text, rubric = 3900, 1600
	}
	replaces := ""
	if q.ID != "" {
		replaces = t.Changes(plain(q.ID, 60))
	}
	head := spaced(v.Strings.Question.Stars(q.Difficulty), v.Strings.Question.Types[q.Type], v.topic(q.Topic))
	out := []*discordgo.MessageEmbed{{
		Color:       blurple,
		Description: cut(lines(head, replaces, "", v.both(q.Prompt), "", "**"+v.Strings.Result.Reference+"**", v.both(q.Reference)), text),
	}}
	if key := v.rubric(q); key != "" {
		out = append(out, &discordgo.MessageEmbed{Color: blurple, Description: cut(key, rubric)})
	}
	return out
}

// both is a text in every language that it has.
func (v Voice) both(t quiz.Text) string {
	if t.EN == t.ZH {
		t.ZH = ""
	}
	return joined(" / ", []string{v.say(quiz.Text{EN: t.EN}), v.say(quiz.Text{ZH: t.ZH})})
}

// rubric is what a question is graded by, a line each.
func (v Voice) rubric(q quiz.Question) string {
	t := v.Strings.Deck
	var rows []string
	for i, p := range q.Points {
		rows = append(rows, fmt.Sprintf("%d. %s (%d)", i+1, v.both(p.Text), p.Weight))
	}
	for _, m := range q.Misconceptions {
		rows = append(rows, fmt.Sprintf("⚠️ %s → %s (−%d)", v.both(m.Text), v.both(m.Right), m.Cost))
	}
	for _, o := range q.Options {
		mark := marks[quiz.Missed]
		if o.Right {
			mark = marks[quiz.Covered]
		}
		rows = append(rows, mark+" "+spaced(v.both(o.Text), v.both(o.Why)))
	}
	if n := q.Numeric; n != nil {
		rows = append(rows, "= "+spaced(withUnit(n.Value, n.Unit), plain(n.Formula, 200)))
	}
	for _, b := range q.Blanks {
		rows = append(rows, "[["+b.ID+"]] "+plain(strings.Join(b.Accept, " / "), 200))
	}
	for i, it := range q.Items {
		rows = append(rows, fmt.Sprintf("%d. %s", i+1, v.both(it.Text)))
	}
	for i, h := range q.Hints {
		rows = append(rows, v.Strings.Question.Hint(i+1, len(q.Hints))+v.Colon+v.both(h))
	}
	if len(rows) > 0 && q.Type == quiz.Open {
		rows = append([]string{"**" + t.KeyPoints + "**"}, rows...)
	}
	return strings.Join(rows, "\n")
}

// suggestionRows are a menu to look at each of several questions, and the buttons to decide.
func (v Voice) suggestionRows(c Case) []discordgo.MessageComponent {
	if len(c.Questions) == 1 {
		return []discordgo.MessageComponent{v.decideRow(c)}
	}
	menu := discordgo.SelectMenu{CustomID: ID{Verb: Peek, Owner: c.ID}.String(), Placeholder: v.Strings.Deck.Look}
	for i, q := range c.Questions[:min(25, len(c.Questions))] {
		menu.Options = append(menu.Options, discordgo.SelectMenuOption{Label: v.line(q, 100), Value: strconv.Itoa(i)})
	}
	return []discordgo.MessageComponent{row(menu), v.decideRow(c)}
}

// line is a question's prompt in one line.
func (v Voice) line(q quiz.Question, n int) string {
	return cut(strings.Join(strings.Fields(tex.Unicode(q.Prompt.In(v.Lang))), " "), n)
}

// Peek shows one question of a suggestion.
func (v Voice) Peek(q quiz.Question) Message { return Message{Embeds: v.whole(q, true)} }

// decideRow are the buttons to decide a suggestion.
func (v Voice) decideRow(c Case) discordgo.MessageComponent {
	t, id := v.Strings.Deck, ID{Owner: c.ID}
	buttons := []discordgo.MessageComponent{button(discordgo.SuccessButton, t.Approve, id.nth(DecideCase, int(quiz.Accepted)))}
	if len(c.Questions) == 1 {
		if _, ok := quiz.WrittenOf(c.Questions[0], v.Lang); ok {
			buttons = append(buttons, button(discordgo.SecondaryButton, t.Change, id.with(Revise)))
		}
	}
	return row(append(buttons, button(discordgo.DangerButton, t.Decline, id.nth(DecideCase, int(quiz.Declined))))...)
}

// Done says that something was done to a question of a deck.
func (v Voice) Done(what string) Message {
	return Message{Embeds: []*discordgo.MessageEmbed{{Description: what, Color: green}}}
}

// deckShown is how many questions of a deck are listed.
const deckShown = 20

// Deck lists questions of a server's deck.
func (v Voice) Deck(found []quiz.DeckEntry) Message {
	t := v.Strings.Deck
	if len(found) == 0 {
		return Message{Embeds: []*discordgo.MessageEmbed{{Description: t.Empty, Color: grey}}}
	}
	rows := []string{t.Found(len(found))}
	for _, e := range found[:min(deckShown, len(found))] {
		out := ""
		if e.Retired {
			out = t.Out
		}
		rows = append(rows, "- "+spaced("`"+e.Question.ID+"`", v.Strings.Question.Types[e.Question.Type], plain(tex.Unicode(e.Question.Prompt.In(v.Lang)), 100), out))
	}
	if more := len(found) - deckShown; more > 0 {
		rows = append(rows, t.More(more))
	}
	return Message{Embeds: []*discordgo.MessageEmbed{{Description: cut(strings.Join(rows, "\n"), 4096), Color: blurple}}}
}

// Item is what became of an item of a file.
type Item struct {
	N     int // in the file, from 1; 0 for the file
	ID    string
	What  string     // untrusted; "" where Flaws tell
	Flaws quiz.Flaws // why it is left out
	Out   bool       // it is left out
}

// reportShown is how many items a report lists.
const reportShown = 15

// Report is the dry run of an import; handed in is the case id.
func (v Voice) Report(file string, good int, items []Item, id uint64) Message {
	t := v.Strings.Deck
	var rows []string
	refused := 0
	for _, it := range items {
		if it.Out {
			refused++
		}
		if len(rows) < reportShown {
			rows = append(rows, v.item(it))
		}
	}
	if more := len(items) - len(rows); more > 0 {
		rows = append(rows, t.More(more))
	}
	counts := []string{t.Good(good)}
	if refused > 0 {
		counts = append(counts, t.Refused(refused))
	}
	m := Message{Embeds: []*discordgo.MessageEmbed{{
		Title: cut(t.ReportTitle(plain(file, 60)), 256), Color: blurple,
		Description: cut(lines(strings.Join(counts, " "), strings.Join(rows, "\n")), 4096),
	}}}
	if good > 0 {
		m.Components = []discordgo.MessageComponent{row(button(discordgo.PrimaryButton, t.HandIn(good), ID{Verb: HandIn, Owner: id}))}
	}
	return m
}

// DeckFile hands out a deck as a file, with what the format could not carry.
func (v Voice) DeckFile(questions int, items []Item, file File) Message {
	rows := []string{v.Strings.Deck.Exported(questions)}
	for _, it := range items[:min(reportShown, len(items))] {
		rows = append(rows, v.item(it))
	}
	if more := len(items) - reportShown; more > 0 {
		rows = append(rows, v.Strings.Deck.More(more))
	}
	return Message{Embeds: []*discordgo.MessageEmbed{{Description: cut(strings.Join(rows, "\n"), 4096), Color: blurple}}, Files: []File{file}}
}

func (v Voice) item(it Item) string {
	t, what := v.Strings.Deck, plain(it.What, 200)
	if len(it.Flaws) > 0 {
		var all []string
		for _, f := range it.Flaws {
			all = append(all, strings.TrimPrefix(t.Flaw(t.Where[f.Where], f.N, t.What[f.What]), "- "))
		}
		what = cut(strings.Join(all, "; "), 200)
	}
	return t.Item(it.N, plain(it.ID, 40), what)
}

// OfDeck is a question of a deck in one line, for a list of choices.
func (v Voice) OfDeck(e quiz.DeckEntry, n int) string {
	return Label("#"+strconv.FormatUint(uint64(e.N), 10)+" · "+unmarked(v.say(e.Question.Prompt)), n)
}
