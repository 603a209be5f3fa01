package view

import (
	"fmt"

	"github.com/bwmarrin/discordgo"

	"drillbot/quiz"
)

// topicsShown is how many topics a profile lists.
const topicsShown = 10

// Profile shows a player's profile. Only in one's own stand the last answers, with buttons to
// try them again.
func (v Voice) Profile(p quiz.Profile, id ID) Message {
	s := v.Strings.Profile
	e := &discordgo.MessageEmbed{Title: s.Title, Color: blurple, Description: fmt.Sprintf("<@%d>", p.Player)}
	m := Message{Embeds: []*discordgo.MessageEmbed{e}}
	if p.Overall.Attempts == 0 && len(p.Recent) == 0 {
		e.Description += "\n\n" + s.Nothing
		return m
	}
	e.Description = cut(lines(e.Description, "", v.numbers(p)), 4096)
	add := func(name, value string) {
		if value != "" {
			e.Fields = append(e.Fields, &discordgo.MessageEmbedField{Name: name, Value: cut(value, 1024)})
		}
	}
	add(s.Topics, v.topicLines(p.Topics))
	add(s.Recent, v.recentLines(p.Recent))
	m.Components = v.againRows(p.Recent, id)
	return m
}

func (v Voice) numbers(p quiz.Profile) string {
	s := v.Strings.Profile
	points := func(period quiz.Period) int { return int(p.Overall.Tally(period, p.Today).Points) }
	return lines(
		spaced(s.Answers(int(p.Overall.Attempts)), s.Average(p.Overall.Average())),
		s.Points(points(quiz.Today), points(quiz.Week), points(quiz.All)),
		spaced(s.Streak(p.Streak, int(p.Overall.Streak.Best)), v.freezes(p)),
	)
}

func (v Voice) freezes(p quiz.Profile) string {
	if n := p.Overall.Streak.FreezesOn(p.Today); n > 0 {
		return v.Strings.Result.Freezes(int(n))
	}
	return ""
}

func (v Voice) topicLines(topics []quiz.Member) string {
	var out []string
	for _, t := range topics[:min(topicsShown, len(topics))] {
		out = append(out, v.Strings.Profile.Topic(v.topic(t.Topic), int(t.Attempts), t.Average()))
	}
	return lines(out...)
}

func (v Voice) recentLines(cards []quiz.Card) string {
	var out []string
	for _, c := range cards {
		out = append(out, fmt.Sprintf("<t:%d:R> · %d · %s", c.Last.Unix(), c.LastScore, v.title(c.Question)))
	}
	return lines(out...)
}

// title is a question in a few words.
func (v Voice) title(id string) string {
	q, ok := v.Bank.Question(id)
	if !ok {
		return id
	}
	return v.Line(q, 70)
}

func (v Voice) againRows(cards []quiz.Card, id ID) []discordgo.MessageComponent {
	var buttons []discordgo.MessageComponent
	for _, c := range cards {
		if _, ok := v.Bank.Question(c.Question); !ok {
			continue
		}
		again := id.with(Retry)
		again.Question = c.Question
		buttons = append(buttons, button(discordgo.SecondaryButton, v.Strings.Profile.Again(c.Question), again))
	}
	if len(buttons) == 0 {
		return nil
	}
	return []discordgo.MessageComponent{row(buttons[:min(5, len(buttons))]...)}
}
