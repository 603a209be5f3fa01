package view

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"drillbot/quiz"
)

// Settings is what the screen of a server's settings shows.
type Settings struct {
	quiz.Server
	Done      string // a word about what was just done; "" for none
	Next      int64  // when the next question is posted, Unix seconds; 0 for never
	Fault     string // why the last post failed, a quiz.Fault…; "" for it did not
	Spent     int64  // on grading today, in millionths of a US dollar
	Missing   []Lack
	Unchecked bool // the permissions could not be looked up
}

// Lack is what the bot may not do in a channel that a server has set.
type Lack struct {
	Channel uint64
	Rights  []string // permissions, by the keys of text.Settings.Rights; at least one
	Inbox   bool     // it is the moderators' channel, not the daily one
}

// settingsRoom is how much the screen takes of the 6,000 characters that it has with the Agreement below.
const settingsRoom = 3800

// Settings shows all settings on one screen, with what is wrong and what to change by a tap.
func (v Voice) Settings(s Settings) Message {
	t := v.Strings.Settings
	var rows []string
	for _, set := range s.Server.Settings() {
		rows = append(rows, "**"+t.Names[set.Name]+"** · "+v.setting(set.Name, set.Value))
	}
	e := &discordgo.MessageEmbed{
		Title: t.Title, Color: blurple,
		Description: cut(lines(strings.Join(v.state(s), "\n"), "", lines(rows...)), settingsRoom),
	}
	if len(s.Missing) > 0 || s.Fault != "" {
		e.Color = yellow
	}
	return Message{Content: s.Done, Embeds: []*discordgo.MessageEmbed{e}, Components: v.settingsRows(s.Server)}
}

// state is how the daily question stands, and what is wrong.
func (v Voice) state(s Settings) []string {
	t := v.Strings.Settings
	var out []string
	if s.Channel == 0 {
		out = append(out, t.NoDaily)
	}
	if s.Next != 0 {
		out = append(out, t.Next(s.Next))
	}
	if s.Fault != "" {
		out = append(out, t.Last(t.Faults[s.Fault]))
	}
	for _, l := range s.Missing {
		out = append(out, v.lack(l))
	}
	if s.Unchecked {
		out = append(out, t.Unchecked)
	}
	if s.Spent > 0 {
		out = append(out, "-# "+t.Spent(fmt.Sprintf("%.2f", float64(s.Spent)/1e6)))
	}
	return out
}

// lack says which permissions to give the bot where.
func (v Voice) lack(l Lack) string {
	t := v.Strings.Settings
	names := make([]string, len(l.Rights))
	for i, r := range l.Rights {
		names[i] = t.Rights[r]
	}
	say := t.Missing
	if l.Inbox {
		say = t.MissingInbox
	}
	return say(fmt.Sprintf("<#%d>", l.Channel), strings.Join(names, ", "))
}

// setting is the value of a setting as people read it.
func (v Voice) setting(name, value string) string {
	t := v.Strings.Settings
	if value == "" {
		return t.Unset[name]
	}
	switch name {
	case "channel", "inbox":
		return "<#" + value + ">"
	case "role", "winner":
		return "<@&" + value + ">"
	case "topics":
		return v.topicTitles(value)
	case "retention":
		return t.Days(value)
	case "budget":
		micros, _ := strconv.ParseFloat(value, 64)
		return t.Dollars(fmt.Sprintf("%.2f", micros/1e6))
	}
	if word, ok := t.Values[value]; ok {
		return word
	}
	return plain(value, 200)
}

func (v Voice) topicTitles(ids string) string {
	var out []string
	for _, id := range strings.Split(ids, ", ") {
		out = append(out, v.topic(id))
	}
	return strings.Join(out, " / ")
}

// settingsRows are the menus of topics and difficulties, and the buttons.
func (v Voice) settingsRows(s quiz.Server) []discordgo.MessageComponent {
	t := v.Strings.Settings
	none := 0
	topics := discordgo.SelectMenu{CustomID: ID{Verb: SetTopics}.String(), Placeholder: t.PickTopics, MinValues: &none}
	for _, topic := range v.Bank.UsedTopics() {
		topics.Options = append(topics.Options, discordgo.SelectMenuOption{
			Label: cut(topic.Title.In(v.Lang), 100), Value: topic.ID, Default: slices.Contains(s.Topics, topic.ID),
		})
	}
	topics.Options = topics.Options[:min(25, len(topics.Options))]
	topics.MaxValues = len(topics.Options)
	levels := discordgo.SelectMenu{CustomID: ID{Verb: SetLevels}.String(), Placeholder: t.PickLevels, MinValues: &none, MaxValues: 5}
	for i, name := range v.Strings.Question.Levels {
		levels.Options = append(levels.Options, discordgo.SelectMenuOption{Label: name, Value: strconv.Itoa(i + 1), Default: slices.Contains(s.Levels, i+1)})
	}
	rows := []discordgo.MessageComponent{row(levels), v.settingsButtons(s)}
	if len(topics.Options) > 0 {
		rows = slices.Insert(rows, 0, row(topics))
	}
	return rows
}

// ChangeLog shows the newest entries of a server's log.
func (v Voice) ChangeLog(log []quiz.Change) Message {
	t := v.Strings.Settings
	var rows []string
	for _, c := range log {
		rows = append(rows, fmt.Sprintf("<t:%d:f> ", c.At.Unix())+t.LogLine(who(c.By), t.Names[c.What], v.setting(c.What, c.From), v.setting(c.What, c.To))+v.reason(c))
	}
	if len(rows) == 0 {
		rows = []string{t.LogEmpty}
	}
	return Message{Embeds: []*discordgo.MessageEmbed{{Title: t.LogTitle, Color: blurple, Description: cut(lines(rows...), 4096)}}}
}

func (v Voice) reason(c quiz.Change) string {
	out := ""
	if c.Player != 0 {
		out = " · " + who(c.Player)
	}
	if c.Reason != "" {
		out += " · “" + plain(c.Reason, 200) + "”"
	}
	return out
}

// who names a player, or nobody who is known any more.
func who(player uint64) string {
	if player == 0 {
		return "–"
	}
	return fmt.Sprintf("<@%d>", player)
}

// RepayRow is the button that has the model grade what it could not.
func (v Voice) RepayRow() discordgo.MessageComponent {
	return row(button(discordgo.SecondaryButton, v.Strings.Settings.Repay, ID{Verb: Repay}))
}

// Repaid tells an admin what became of estimates.
func (v Voice) Repaid(p quiz.Repayment) Message {
	return Message{Embeds: []*discordgo.MessageEmbed{{Description: v.Strings.Settings.Repaid(p.Graded, p.Changed, p.Left), Color: green}}}
}

// agreementShown is how many questions the agreement of graders and humans lists.
const agreementShown = 10

// Agreement shows how graders did where humans have ruled: over all questions, then those they are
// farthest apart on.
func (v Voice) Agreement(list []quiz.Agreement) *discordgo.MessageEmbed {
	t := v.Strings.Settings
	rows := []string{t.NoAgreement}
	if len(list) > 0 {
		rows = nil
	}
	for _, a := range list[:min(1+agreementShown, len(list))] {
		name := t.AllQuestions
		if a.Question != "" {
			name = a.Question
		}
		rows = append(rows, "**"+name+"** · "+t.Agrees(a.Answers, int(100*a.Share()+0.5), int(math.Round(a.Bias()))))
	}
	return &discordgo.MessageEmbed{Title: t.AgreementTitle, Color: blurple, Description: cut(lines(rows...), 2000)}
}

// settingsButtons check again and, where there is a daily question, post a preview.
func (v Voice) settingsButtons(s quiz.Server) discordgo.MessageComponent {
	t := v.Strings.Settings
	buttons := []discordgo.MessageComponent{button(discordgo.SecondaryButton, t.Refresh, ID{Verb: ShowSettings})}
	if s.Channel != 0 {
		buttons = append(buttons, button(discordgo.SecondaryButton, t.Preview, ID{Verb: Preview}))
	}
	return row(buttons...)
}
