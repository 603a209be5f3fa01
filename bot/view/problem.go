package view

import (
	"github.com/bwmarrin/discordgo"

	"drillbot/quiz"
)

// Problem tells a player that something did not work and what to do.
func (v Voice) Problem(what string) Message {
	return Message{Embeds: []*discordgo.MessageEmbed{{Title: v.Error.Title, Description: what, Color: red}}}
}

// Refused is a Problem with an answer that could not be taken: it gives the answer back, and
// the button to answer again.
func (v Voice) Refused(what string, answer quiz.Answer, id ID) Message {
	m := v.Problem(what)
	if !answer.Empty() {
		m.Embeds = append(m.Embeds, &discordgo.MessageEmbed{
			Title: v.Error.YourAnswer, Description: block(typed(answer), quiz.MaxAnswer), Color: grey,
		})
	}
	if id.Question != "" {
		m.Components = []discordgo.MessageComponent{
			row(button(discordgo.PrimaryButton, v.Error.AnswerAgain, id.with(Answer))),
		}
	}
	return m
}

// typed is what the player typed.
func typed(a quiz.Answer) string {
	if a.Text != "" {
		return a.Text
	}
	return lines(a.Parts...)
}

// ReportForm asks what is wrong with a question or its grade.
func (v Voice) ReportForm(id ID) Form {
	s := v.Strings.Report
	return Form{
		ID: id.with(Flag).String(), Title: cut(s.Title, 45),
		Fields: []discordgo.MessageComponent{field(FieldName(0), s.Label, s.Eg, discordgo.TextInputParagraph, 1000)},
	}
}

// Reported thanks for a report.
func (v Voice) Reported() Message {
	return Message{Embeds: []*discordgo.MessageEmbed{{Description: v.Strings.Report.Thanks, Color: green}}}
}

// Help is all there is, on one screen.
func (v Voice) Help() Message {
	s := v.Strings.Help
	return Message{Embeds: []*discordgo.MessageEmbed{{
		Title: s.Title, Description: s.Body(len(v.Bank.Questions), len(v.Bank.UsedTopics())), Color: blurple,
	}}}
}
