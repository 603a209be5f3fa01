package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"drillbot/quiz"
)

// Case is a case as moderators see it.
type Case struct {
	quiz.Case
	Attempt *quiz.Attempt // where it is OfGrade: whose grade
	Asked   quiz.Ask      // its question, as it was asked; zero when it is no longer known
	Marks   Marks         // where it is OfGrade: what the moderator has marked so far
}

// Marks are the verdicts and misconceptions of a ruling while it is made, packed into a custom
// id: two bits a point, from the lowest, then one a misconception.
type Marks uint32

const mostPoints = 7 // of a question, as data/bank checks

// MarksOf are the marks that a grade would have. It may be one of an earlier version of the question, with other points.
func MarksOf(q quiz.Question, g quiz.Grade) Marks {
	var m Marks
	for i, p := range q.Points[:min(mostPoints, len(q.Points))] {
		if j := slices.IndexFunc(g.Points, func(was quiz.PointGrade) bool { return was.Point == p.ID }); j >= 0 {
			m |= Marks(g.Points[j].Verdict) << (2 * i)
		}
	}
	for i, x := range q.Misconceptions {
		if slices.ContainsFunc(g.Found, func(f quiz.Found) bool { return f.Misconception == x.ID }) {
			m |= 1 << (2*mostPoints + i)
		}
	}
	return m
}

// Verdict returns the mark of the i-th point.
func (m Marks) Verdict(i int) quiz.Verdict { return quiz.Verdict(m >> (2 * i) & 3) }

// Found reports whether the i-th misconception is marked.
func (m Marks) Found(i int) bool { return m>>(2*mostPoints+i)&1 == 1 }

// Turn changes the mark of the i-th of a question's points, then misconceptions, to the next one.
func (m Marks) Turn(q quiz.Question, i int) Marks {
	if x := i - len(q.Points); x >= 0 {
		return m ^ 1<<(2*mostPoints+x)
	}
	next := map[quiz.Verdict]quiz.Verdict{quiz.Covered: quiz.Partly, quiz.Partly: quiz.Missed, quiz.Missed: quiz.Covered, quiz.Contradicted: quiz.Covered}
	return m&^(3<<(2*i)) | Marks(next[m.Verdict(i)])<<(2*i)
}

// Ruling is what the marks say of an answer.
func (m Marks) Ruling(q quiz.Question, judge uint64) quiz.Ruling {
	r := quiz.Ruling{Judge: judge, Verdicts: map[string]quiz.Verdict{}, Found: []string{}}
	for i, p := range q.Points[:min(mostPoints, len(q.Points))] {
		r.Verdicts[p.ID] = m.Verdict(i)
	}
	for i, x := range q.Misconceptions {
		if m.Found(i) {
			r.Found = append(r.Found, x.ID)
		}
	}
	return r
}

// Case shows a case with what there is to decide, or what was decided.
func (v Voice) Case(c Case) Message {
	t := v.Strings.Inbox
	e := &discordgo.MessageEmbed{
		Title:       cut(t.Kinds[c.Kind]+" · "+plain(v.subject(c.Case, 80), 200), 256),
		Description: t.From(who(c.Player), c.At.Unix()),
		Color:       yellow,
	}
	if c.Kind == quiz.Doubt {
		e.Description = lines(e.Description, t.Doubt)
	}
	add := func(name, value string) {
		if value != "" {
			e.Fields = append(e.Fields, &discordgo.MessageEmbedField{Name: cut(name, 256), Value: cut(value, 1024)})
		}
	}
	add(t.Says, c.quoted(c.Text))
	add(t.Question, v.say(c.Asked.Question.Prompt))
	m := Message{Embeds: []*discordgo.MessageEmbed{e}}
	if c.Attempt != nil && c.Attempt.Grade != nil {
		m.Embeds = append(m.Embeds, v.disputed(c))
	}
	if c.Kind == quiz.Suggestion {
		m.Embeds = append(m.Embeds, v.proposed(c)...)
	}
	if c.State != quiz.Undecided {
		e.Color = grey
		add(v.stateOf(c.Case), lines(t.Decided(who(c.By), c.Decided.Unix()), c.quoted(c.Note)))
		return m
	}
	m.Components = v.caseRows(c)
	return m
}

// stateOf puts in a word what has become of a case. Of a doubt nobody was right or wrong.
func (v Voice) stateOf(c quiz.Case) string {
	if c.Kind == quiz.Doubt {
		return v.Strings.Inbox.Doubted[c.State]
	}
	return v.Strings.Inbox.States[c.State]
}

// quoted is untrusted text in a code block, or nothing.
func (Case) quoted(s string) string {
	if s == "" {
		return ""
	}
	return block(s, 900)
}

// disputed shows the answer and its verdicts, and what the marks make of them.
func (v Voice) disputed(c Case) *discordgo.MessageEmbed {
	t, q, g := v.Strings.Inbox, c.Asked.Question, *c.Attempt.Grade
	answer := t.NoAnswer
	if !c.Attempt.Answer.Empty() {
		answer = block(typed(c.Attempt.Answer), 2400)
	}
	var rows []string
	for i, p := range c.points() {
		rows = append(rows, fmt.Sprintf("%d. %s %s", i+1, marks[p.Verdict], cut(v.pointText(p, c.Asked), 120)))
	}
	if c.State == quiz.Undecided && len(q.Points) > 0 {
		marked, err := c.Marks.Ruling(q, 1).Grade(q, g)
		if err == nil {
			rows = append(rows, "", t.Marked(marked.Score), "-# "+t.HowTo)
		}
	}
	return &discordgo.MessageEmbed{
		Title: cut(t.Answer+" · "+t.Grade(g.Score), 256), Description: cut(answer+"\n"+strings.Join(rows, "\n"), 4000), Color: colourOf(g.Score),
	}
}

// points are those of the grade, or as they are marked while there is something to decide.
func (c Case) points() []quiz.PointGrade {
	q := c.Asked.Question
	if c.State != quiz.Undecided || len(q.Points) == 0 {
		return c.Attempt.Grade.Points
	}
	var out []quiz.PointGrade
	for i, p := range q.Points[:min(mostPoints, len(q.Points))] {
		out = append(out, quiz.PointGrade{Point: p.ID, Verdict: c.Marks.Verdict(i)})
	}
	return out
}

// caseRows are the marks of a dispute and the buttons to decide.
func (v Voice) caseRows(c Case) []discordgo.MessageComponent {
	if c.Kind == quiz.Suggestion {
		return v.suggestionRows(c)
	}
	t, q := v.Strings.Inbox, c.Asked.Question
	id := ID{Owner: c.ID, Seed: uint32(c.Marks)}
	yes, no, rows := t.Accept, t.Decline, []discordgo.MessageComponent(nil)
	if c.OfGrade() && len(q.Points) > 0 && c.Attempt != nil {
		yes, no, rows = t.Settle, t.Keep, v.markRows(c, id)
	}
	return append(rows, row(
		button(discordgo.SuccessButton, yes, id.nth(DecideCase, int(quiz.Accepted))),
		button(discordgo.SecondaryButton, no, id.nth(DecideCase, int(quiz.Declined)))))
}

func (v Voice) markRows(c Case, id ID) []discordgo.MessageComponent {
	var buttons []discordgo.MessageComponent
	q := c.Asked.Question
	for i := range q.Points[:min(mostPoints, len(q.Points))] {
		label := fmt.Sprintf("%d %s", i+1, marks[c.Marks.Verdict(i)])
		buttons = append(buttons, button(discordgo.SecondaryButton, label, id.nth(MarkPoint, i)))
	}
	for i, m := range q.Misconceptions {
		style := discordgo.SecondaryButton
		if c.Marks.Found(i) {
			style = discordgo.DangerButton
		}
		buttons = append(buttons, button(style, "⚠️ "+cut(v.say(m.Text), 40), id.nth(MarkPoint, len(q.Points)+i)))
	}
	var rows []discordgo.MessageComponent
	for part := range slices.Chunk(buttons, 5) {
		rows = append(rows, row(part...))
	}
	return rows[:min(4, len(rows))]
}

// Inbox lists the cases that wait.
func (v Voice) Inbox(list []quiz.Case, all int) Message {
	t := v.Strings.Inbox
	e := &discordgo.MessageEmbed{Title: t.Title, Color: blurple, Description: t.Empty}
	if all == 0 {
		return Message{Embeds: []*discordgo.MessageEmbed{e}}
	}
	rows := []string{t.Waiting(all)}
	menu := discordgo.SelectMenu{CustomID: ID{Verb: OpenCase}.String(), Placeholder: t.Pick}
	for _, c := range list {
		rows = append(rows, t.Line(t.Kinds[c.Kind], plain(v.subject(c, 60), 100), who(c.Player), c.At.Unix()))
		menu.Options = append(menu.Options, discordgo.SelectMenuOption{
			Label: cut(t.Kinds[c.Kind]+" · "+v.subject(c, 60), 100), Description: plain(c.Text, 90), Value: strconv.FormatUint(c.ID, 10),
		})
	}
	e.Description = cut(strings.Join(rows, "\n"), 4096)
	return Message{Embeds: []*discordgo.MessageEmbed{e}, Components: []discordgo.MessageComponent{row(menu)}}
}

// DecideForm asks for a word to the player.
func (v Voice) DecideForm(c quiz.Case, id ID) Form {
	t := v.Strings.Inbox
	label, needed := t.Note, c.Kind == quiz.Suggestion && id.N == int(quiz.Declined)
	switch {
	case needed:
		label = v.Strings.Deck.Why
	case c.Kind == quiz.Doubt:
		label = t.DoubtNote
	}
	return Form{ID: id.with(DecideCase).String(), Title: cut(t.DecideForm(v.subject(c, 30)), 45), Fields: []discordgo.MessageComponent{
		row(discordgo.TextInput{
			CustomID: FieldName(0), Label: cut(label, 45), Placeholder: cut(t.NoteEg, 100), Style: discordgo.TextInputParagraph, MaxLength: 500, Required: needed,
		}),
	}}
}

// DisputeForm asks what is wrong with a grade.
func (v Voice) DisputeForm(id ID) Form {
	t := v.Strings.Inbox
	return Form{ID: id.with(Contest).String(), Title: cut(t.DisputeTitle, 45), Fields: []discordgo.MessageComponent{
		field(FieldName(0), t.DisputeLabel, t.DisputeEg, discordgo.TextInputParagraph, 1000),
	}}
}

// Disputed tells a player that the moderators have the dispute.
func (v Voice) Disputed() Message {
	return Message{Embeds: []*discordgo.MessageEmbed{{Description: v.Strings.Inbox.Sent, Color: green}}}
}

// Verdict tells a player what became of a case; before and after are the scores of a dispute or
// doubt that changed one, else equal.
func (v Voice) Verdict(c quiz.Case, before, after int) Message {
	t := v.Strings.Inbox
	score, note := "", ""
	if before != after {
		score = t.ToldScore(before, after)
	}
	if c.Note != "" {
		note = t.ToldNote + v.Colon + "\n" + block(c.Note, 500)
	}
	told := t.Told(t.Kinds[c.Kind], plain(v.subject(c, 60), 100), v.stateOf(c))
	if c.Kind == quiz.Doubt {
		told = t.ToldDoubt(plain(v.subject(c, 60), 100))
	}
	e := &discordgo.MessageEmbed{Description: lines(told, score, note), Color: blurple}
	if q, ok := v.Bank.Question(c.Question); ok { // an id says little a day later
		e.Footer = &discordgo.MessageEmbedFooter{Text: v.Line(q, 120)}
	}
	return Message{Embeds: []*discordgo.MessageEmbed{e}}
}
