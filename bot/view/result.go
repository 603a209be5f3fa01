package view

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/bwmarrin/discordgo"

	"drillbot/quiz"
)

// What one result may take of Discord's 6,000 characters for all embeds of a message.
const (
	gradeRoom     = 3000
	referenceRoom = 2700
	quoteRoom     = 160
)

// Result shows a graded attempt: the reference answer, behind a spoiler where others can see it,
// then the score, each verdict with the player's own words, and what it won. A chat shows the end
// of what is new, so the grade stands there, above the buttons.
func (v Voice) Result(t quiz.Attempt, a quiz.Ask, id ID) Message {
	id = id.For(a)
	g := t.Grade
	graded := &discordgo.MessageEmbed{
		Title:       v.Strings.Result.Title(g.Score) + " · " + v.word(g.Score),
		Description: v.gradeText(t, a, id.Public),
		Color:       colourOf(g.Score),
		Footer:      &discordgo.MessageEmbedFooter{Text: cut(spaced(v.grader(g), a.Question.ID), 300)},
	}
	m := v.reference(a, id.Public)
	m.Embeds, m.Components = append(m.Embeds, graded), v.resultRows(id, t)
	return m
}

// Revealed shows the answer to a player who gave up.
func (v Voice) Revealed(a quiz.Ask, id ID) Message {
	id = id.For(a)
	m := v.reference(a, id.Public)
	m.Embeds[0].Footer = &discordgo.MessageEmbedFooter{Text: v.Strings.Result.GaveUp}
	m.Components = v.resultRows(id, quiz.Attempt{})
	return m
}

// For points the id at an asking that is no daily question: after a result nothing is one any more.
func (id ID) For(a quiz.Ask) ID {
	id.Question, id.Version, id.Seed, id.N, id.Day = a.Question.ID, a.Question.Version, a.Seed, 0, 0
	return id
}

// resultRows leads on; a report and a dispute name the attempt, in place of an owner. Where
// there are moderators, a grade that is no matter of fact can be disputed.
func (v Voice) resultRows(id ID, t quiz.Attempt) []discordgo.MessageComponent {
	s := v.Strings.Result
	about := id
	about.Owner = t.ID
	buttons := []discordgo.MessageComponent{
		button(discordgo.PrimaryButton, s.Next, id.with(Next)),
		button(discordgo.SecondaryButton, s.TryAgain, id.with(Retry)),
		button(discordgo.SecondaryButton, s.ReportButton, about.with(Flag)),
	}
	if t.Server != 0 && t.Grade != nil && t.Grade.By != "exact" && t.Judge == 0 {
		buttons = append(buttons, button(discordgo.SecondaryButton, v.Strings.Inbox.Dispute, about.with(Contest)))
	}
	return []discordgo.MessageComponent{row(buttons...)}
}

// word puts a score in words.
func (v Voice) word(score int) string {
	i, _ := slices.BinarySearch([]int{40, 60, 75, 90}, score+1)
	return v.Strings.Result.Grades[i]
}

// gradeText is all of a grade, fitted into its room: quotes get shorter before anything is cut.
// Where others can see it, it says whose it is and keeps behind spoilers what would help them.
func (v Voice) gradeText(t quiz.Attempt, a quiz.Ask, public bool) string {
	whose, hide := "", func(s string) string { return s }
	if public {
		whose, hide = fmt.Sprintf("<@%d>", t.Player), spoiler
	}
	for room := quoteRoom; ; room /= 2 {
		s := lines(
			whose,
			strings.Join(v.verdicts(*t.Grade, a, room, hide), "\n"),
			strings.Join(v.mistakes(*t.Grade, a.Question, room, hide), "\n"),
			v.notes(t),
			v.won(t),
		)
		if len([]rune(s)) <= gradeRoom || room < 20 {
			return cut(s, gradeRoom)
		}
	}
}

// spoiler hides a line until it is clicked.
func spoiler(s string) string { return "||" + strings.ReplaceAll(s, "||", "| |") + "||" }

// marks are the signs of the verdicts.
var marks = [4]string{"❌", "🟡", "✅", "⛔"}

// verdicts are a line for each point, option, blank or item, with its quote below.
func (v Voice) verdicts(g quiz.Grade, a quiz.Ask, room int, hide func(string) string) []string {
	words := v.verdictWords(a.Question.Type)
	var out []string
	for _, p := range g.Points {
		out = append(out, marks[p.Verdict]+" **"+words[p.Verdict]+"** · "+hide(v.pointText(p, a)))
		out = append(out, v.why(p, a, room, hide)...)
		if p.Quote != "" && a.Question.Type == quiz.Open {
			out = append(out, "> “"+plain(p.Quote, room)+"”")
		}
		if p.Unverified {
			out = append(out, "-# "+v.Strings.Result.Unverified)
		}
		if p.Verdict == quiz.Missed && room == quoteRoom {
			out = append(out, v.followUp(a.Question, p.Point)...)
		}
	}
	return out
}

func (v Voice) verdictWords(t quiz.Type) [4]string {
	switch t {
	case quiz.Open:
		return v.Strings.Result.Verdicts
	case quiz.Choice:
		return v.Strings.Result.Options
	default:
		return v.Strings.Result.Exactly
	}
}

// why is why an option is right or wrong, as its author says, or what a model found lacking.
func (v Voice) why(p quiz.PointGrade, a quiz.Ask, room int, hide func(string) string) []string {
	for _, o := range a.Options {
		if o.ID == p.Point && a.Question.Type == quiz.Choice {
			return []string{"-# " + hide(v.say(o.Why))}
		}
	}
	if p.Why == "" || p.Verdict == quiz.Covered || p.Verdict == quiz.Missed {
		return nil
	}
	return []string{"-# " + hide(plain(p.Why, room))}
}

func (v Voice) followUp(q quiz.Question, point string) []string {
	i := slices.IndexFunc(q.Points, func(p quiz.Point) bool { return p.ID == point })
	if i < 0 || q.Points[i].FollowUp == (quiz.Text{}) {
		return nil
	}
	return []string{"-# " + v.Strings.Result.FollowUp + v.Colon + v.say(q.Points[i].FollowUp)}
}

// pointText says what a verdict is about.
func (v Voice) pointText(p quiz.PointGrade, a quiz.Ask) string {
	q := a.Question
	switch q.Type {
	case quiz.Choice:
		for i, o := range a.Options {
			if o.ID == p.Point {
				return v.lettered(i, o.Text)
			}
		}
	case quiz.Cloze:
		for i, b := range q.Blanks {
			if b.ID == p.Point {
				return fmt.Sprintf("(%d) %s → **%s**", i+1, plain(p.Quote, quoteRoom), v.accepted(b))
			}
		}
	case quiz.Order:
		for _, it := range q.Items {
			if it.ID == p.Point {
				return v.say(it.Text)
			}
		}
	case quiz.Numeric:
		return v.Strings.Result.YourAnswer + v.Colon + plain(p.Quote, quoteRoom) + " → " +
			v.Strings.Result.Expected + v.Colon + "**" + withUnit(a.Value, q.Numeric.Unit) + "**"
	default:
		for _, point := range q.Points {
			if point.ID == p.Point {
				return v.say(point.Text) + fmt.Sprintf(" (%d)", point.Weight)
			}
		}
	}
	return p.Point
}

// accepted is a right answer to a blank, in the player's script where there is one.
func (v Voice) accepted(b quiz.Blank) string {
	for _, a := range b.Accept {
		if han := strings.ContainsFunc(a, func(r rune) bool { return unicode.Is(unicode.Han, r) }); han == (v.Lang == quiz.Chinese) {
			return a
		}
	}
	return b.Accept[0]
}

func withUnit(value float64, unit string) string {
	return strings.TrimSpace(quiz.FormatNumber(value) + " " + unit)
}

// mistakes are the misconceptions and doubtful claims that were found.
func (v Voice) mistakes(g quiz.Grade, q quiz.Question, room int, hide func(string) string) []string {
	s := v.Strings.Result
	var out []string
	for _, f := range g.Found {
		i := slices.IndexFunc(q.Misconceptions, func(m quiz.Misconception) bool { return m.ID == f.Misconception })
		if i < 0 {
			continue
		}
		m := q.Misconceptions[i]
		out = append(out, fmt.Sprintf("⚠️ **%s (−%d)** · %s", s.Misconception, m.Cost, hide(v.say(m.Right))))
		if f.Quote != "" {
			out = append(out, "> “"+plain(f.Quote, room)+"”")
		}
	}
	for _, w := range g.Wrong {
		out = append(out, fmt.Sprintf("❔ **%s** · “%s” %s", s.WrongClaim, plain(w.Quote, room), plain(w.Why, 2*room)))
	}
	return out
}

// notes are the grader's remarks.
func (v Voice) notes(t quiz.Attempt) string {
	g := t.Grade
	var out []string
	for _, f := range g.Flags {
		out = append(out, "ℹ️ "+v.Strings.Result.Flags[f])
	}
	if t.Doubtful() {
		out = append(out, "-# "+v.Strings.Result.ForHuman)
	}
	if g.Feedback != "" {
		out = append(out, "💬 "+plain(g.Feedback, 400))
	}
	return strings.Join(out, "\n")
}

// won is the line of points and streak.
func (v Voice) won(t quiz.Attempt) string {
	s := v.Strings.Result
	switch {
	case t.Practice:
		return "\n-# " + v.Strings.Daily.Practised
	case !t.Counts:
		return "\n-# " + s.NotCounted
	}
	return "\n" + spaced(s.Won(t.Points), v.streak(t.Streak, t.Freezes))
}

// streak is a streak in words, with the freezes that are kept; "" where there is none.
func (v Voice) streak(days, freezes int) string {
	switch {
	case days == 0:
		return ""
	case freezes == 0:
		return v.Strings.Result.Streak(days)
	default:
		return spaced(v.Strings.Result.Streak(days), v.Strings.Result.Freezes(freezes))
	}
}

// grader says who graded, and why it was not the one expected.
func (v Voice) grader(g *quiz.Grade) string {
	s := v.Strings.Result
	who := s.Model(cut(g.By, 60))
	switch {
	case g.Estimate:
		who = s.Offline(int(100*g.Confidence + 0.5))
	case g.By == "exact":
		who = s.Exact
	case g.By == "human":
		who = v.Strings.Inbox.Human
	}
	return spaced(who, s.Fell[g.Fell])
}

// reference is the answer an expert would give, with its sources. Where others can see it, it is behind a
// spoiler and comes without pictures, which are not.
func (v Voice) reference(a quiz.Ask, public bool) Message {
	said, formulas := v.figured(a.Question.Reference)
	body := cut(said[0], referenceRoom-500)
	if public {
		body, formulas = spoiler(cut(v.say(a.Question.Reference), referenceRoom-500)), nil
	}
	e := &discordgo.MessageEmbed{
		Title:       v.Strings.Result.Reference,
		Description: lines(body, v.sources(a.Question, 480)),
		Color:       grey,
	}
	m := Message{Embeds: []*discordgo.MessageEmbed{e}}
	v.illustrate(&m, e, "reference.png", formulas)
	return m
}

// sources are links as many as fit in room.
func (v Voice) sources(q quiz.Question, room int) string {
	out := ""
	for _, s := range q.Sources {
		next := spaced(out, fmt.Sprintf("[%s %d](%s)", s.Author, s.Year, s.URL))
		if len([]rune(next)) > room {
			break
		}
		out = next
	}
	if out == "" {
		return ""
	}
	return "\n-# " + v.Strings.Result.Sources + v.Colon + out
}

// Stored tells that the answer is kept and the grade will follow.
func (v Voice) Stored() Message {
	return Message{Embeds: []*discordgo.MessageEmbed{{Description: v.Strings.Result.Stored, Color: yellow}}}
}

// Waiting tells how many answers are graded before the player's.
func (v Voice) Waiting(before int) Message {
	return Message{Embeds: []*discordgo.MessageEmbed{{Description: v.Strings.Result.Waiting(before), Color: yellow}}}
}

// Regraded shows a player what an answer is worth now that a better grader has looked at it.
func (v Voice) Regraded(c quiz.Regrading, a quiz.Ask) Message {
	m := v.Result(c.After, a, ID{})
	m.Content = v.Strings.Result.Regraded(c.After.Question, c.Before.Grade.Score, c.After.Grade.Score, c.Points())
	return m
}

// Late announces a result outside of the conversation it came from.
func (v Voice) Late(question string, m Message) Message {
	m.Content = v.Strings.Result.Late(question)
	return m
}
