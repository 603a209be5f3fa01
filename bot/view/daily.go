package view

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"drillbot/quiz"
)

// How much a closing shows, beside the reference, of how it went and of the best answer. All embeds of a
// message have 6,000 characters together.
const (
	wentRoom   = 1500
	answerRoom = 1500
)

// Daily is the message of a daily question, for everybody in the channel. Its buttons name the day,
// so that it is known whose answers are entries.
func (v Voice) Daily(a quiz.Ask, p quiz.Post, role uint64) Message {
	m := v.Question(a, ID{Day: p.Day})
	m.Content = spaced(pinged(role), v.Strings.Daily.Head(p.Day.String(), p.Closes.Unix()))
	return m
}

// pinged mentions a role; whether that pings is for who sends it to say.
func pinged(role uint64) string {
	if role == 0 {
		return ""
	}
	return fmt.Sprintf("<@&%d>", role)
}

// ClosedDaily is what the message becomes when the question has closed.
func (v Voice) ClosedDaily(a quiz.Ask, p quiz.Post) Message {
	m := v.Question(a, ID{Day: p.Day})
	m.Content = v.Strings.Daily.Closed(p.Day.String())
	m.Components = []discordgo.MessageComponent{v.practise(p.Day, 0)}
	return m
}

// practise is the button that shows a past question. tag keeps apart the messages it stands in.
func (v Voice) practise(day quiz.Date, tag int) discordgo.MessageComponent {
	return row(button(discordgo.SecondaryButton, v.Strings.Daily.PractiseIt, ID{Verb: Reopen, Day: day, N: tag}))
}

// OwnDaily shows a daily question to a player who asked for it; open says whether answers are entries.
func (v Voice) OwnDaily(a quiz.Ask, p quiz.Post, open bool) Message {
	m := v.Question(a, ID{Day: p.Day})
	m.Content = v.Strings.Daily.Practice(p.Day.String())
	if open {
		m.Content = v.Strings.Daily.Mine(p.Day.String(), p.Closes.Unix())
	}
	return m
}

// Closing is the post that ends a daily question: its answer and how it went.
func (v Voice) Closing(c quiz.Closing) Message {
	t := v.Strings.Daily
	went := &discordgo.MessageEmbed{Title: t.HowItWas, Color: blurple, Description: t.Nobody}
	if c.Answered > 0 {
		mean := ""
		if c.Graded > 0 {
			mean = t.Mean(c.Mean)
		}
		went.Description = cut(lines(spaced(t.Answered(c.Answered), mean), v.gaps(c), v.best(c)), wentRoom)
	}
	m := v.reference(c.Ask, false)
	m.Content, m.Embeds = t.Answer(c.Day.String()), append(m.Embeds, went)
	m.Components = []discordgo.MessageComponent{v.practise(c.Day, 1)}
	if c.Shown != nil {
		m.Embeds = append(m.Embeds, &discordgo.MessageEmbed{
			Color: green, Description: lines(t.BestOne(who(c.Shown.Player), c.Shown.Score), "> "+cut(plain(c.Shown.Text, answerRoom), answerRoom)),
		})
	}
	return m
}

// gaps are the points that most missed.
func (v Voice) gaps(c quiz.Closing) string {
	if len(c.Gaps) == 0 {
		return ""
	}
	out := []string{"\n**" + v.Strings.Daily.Gaps + "**"}
	for _, g := range c.Gaps {
		out = append(out, marks[quiz.Missed]+" "+v.pointText(quiz.PointGrade{Point: g.Point}, c.Ask)+" · "+v.Strings.Daily.Gap(g.Players))
	}
	return strings.Join(out, "\n")
}

func (v Voice) best(c quiz.Closing) string {
	if len(c.Best) == 0 {
		return ""
	}
	out := []string{"\n**" + v.Strings.Daily.Best + "**"}
	for i, e := range c.Best {
		out = append(out, spaced(medal(i+1)+" "+who(e.Player), v.Strings.Daily.Score(e.Score)))
	}
	return strings.Join(out, "\n")
}

// Sharing adds to a player's result of a daily question the button to have their answer shown.
func (v Voice) Sharing(m Message, shares bool) Message {
	label, n := v.Strings.Daily.Share, 1
	if shares {
		label, n = v.Strings.Daily.Unshare, 0
	}
	m.Components = append(m.Components, row(button(discordgo.SecondaryButton, label, ID{Verb: Share, N: n})))
	return m
}

// Shares confirms what a player has chosen, with the way back.
func (v Voice) Shares(shares bool) Message {
	text := v.Strings.Daily.Unshared
	if shares {
		text = v.Strings.Daily.Shared
	}
	return v.Sharing(Message{Embeds: []*discordgo.MessageEmbed{{Description: text, Color: green}}}, shares)
}

// PastDailies is a page of earlier daily questions, with a menu to practise one.
func (v Voice) PastDailies(past []quiz.Post, page int) Message {
	t := v.Strings.Daily
	pages := max(1, (len(past)+PageSize-1)/PageSize)
	page = min(max(0, page), pages-1)
	shown := past[page*PageSize : min(len(past), (page+1)*PageSize)]
	e := &discordgo.MessageEmbed{Title: t.PastTitle, Color: blurple, Description: t.PastEmpty}
	m := Message{Embeds: []*discordgo.MessageEmbed{e}}
	if len(shown) == 0 {
		return m
	}
	one := 1
	menu := discordgo.SelectMenu{
		MenuType: discordgo.StringSelectMenu, CustomID: ID{Verb: Choose}.String(), Placeholder: t.PickPast, MinValues: &one, MaxValues: one,
	}
	var rows []string
	for _, p := range shown {
		rows = append(rows, "**"+p.Day.String()+"** · "+cut(v.title(p.Question), 200))
		menu.Options = append(menu.Options, discordgo.SelectMenuOption{Label: v.PastLine(p, 100), Value: p.Day.String()})
	}
	e.Description = cut(lines(rows...), 4096)
	m.Components = []discordgo.MessageComponent{row(menu)}
	if pages > 1 {
		e.Footer = &discordgo.MessageEmbedFooter{Text: t.Page(page+1, pages)}
		prev := button(discordgo.SecondaryButton, v.Strings.Board.Prev, ID{Verb: Past, N: max(0, page-1)}.tagged("<"))
		next := button(discordgo.SecondaryButton, v.Strings.Board.NextPage, ID{Verb: Past, N: page + 1}.tagged(">"))
		prev.Disabled, next.Disabled = page == 0, page+1 >= pages
		m.Components = append(m.Components, row(prev, next))
	}
	return m
}

// PastLine is a past question in one line of at most n characters.
func (v Voice) PastLine(p quiz.Post, n int) string {
	return Label(p.Day.String()+" · "+unmarked(v.title(p.Question)), n)
}

// Tomorrow shows admins the next daily question, with the button to swap it.
func (v Voice) Tomorrow(next quiz.Tomorrow, done string) Message {
	t := v.Strings.Daily
	m := v.Question(next.Ask, ID{Day: next.Day})
	m.Content = lines(done, t.Next(next.At.Unix()), v.fresh(next.Fresh))
	m.Components = []discordgo.MessageComponent{
		row(button(discordgo.PrimaryButton, t.Swap, ID{Verb: Swap, Day: next.Day, N: next.Place + 1})),
	}
	return m
}

// Preview shows the channel what a daily question looks like. It answers to nothing.
func (v Voice) Preview(a quiz.Ask) Message {
	m := v.Question(a, ID{})
	m.Content, m.Components = v.Strings.Daily.Preview, nil
	return m
}

func (v Voice) fresh(n int) string {
	if n <= quiz.LowPool {
		return v.Strings.Daily.Low(n)
	}
	return v.Strings.Daily.Fresh(n)
}

// LowPool tells admins that few questions are left.
func (v Voice) LowPool(n int) Message { return Message{Content: v.Strings.Daily.Low(n)} }

// Results is the board of a week or a month that is over. Its button names the period's first day.
func (v Voice) Results(b quiz.Board, p quiz.Period, first quiz.Date, winner uint64) Message {
	t := v.Strings.Daily
	title := map[quiz.Period]string{quiz.Week: t.Week, quiz.Month: t.Month}[p]
	text := t.Empty
	if len(b.Places) > 0 {
		text = v.places(b.Places)
		if winner != 0 {
			text += "\n\n" + t.Winner(who(b.Places[0].Player), pinged(winner))
		}
	}
	to := ID{Verb: Page, Filter: quiz.Filter{Difficulty: int(p)}, Day: first}
	return Message{
		Embeds:     []*discordgo.MessageEmbed{{Title: "🏆 " + title + " · " + first.String(), Description: cut(text, 4096), Color: blurple}},
		Components: []discordgo.MessageComponent{row(button(discordgo.SecondaryButton, t.Board, to))},
	}
}

// IsPost reports whether a custom id stands in the message of a post.
func IsPost(id ID, key quiz.PostKey) bool {
	if id.Day != key.Day {
		return false
	}
	switch key.Kind {
	case quiz.ClosePost:
		return id.Verb == Reopen && id.N == 1
	case quiz.WeekPost, quiz.MonthPost:
		period := map[quiz.PostKind]quiz.Period{quiz.WeekPost: quiz.Week, quiz.MonthPost: quiz.Month}[key.Kind]
		return id.Verb == Page && id.Filter.Difficulty == int(period)
	default:
		return id.Verb == GiveUp || id.Verb == Reopen && id.N == 0
	}
}
