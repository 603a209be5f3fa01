package view

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"drillbot/quiz"
)

// PageSize is how many places a page of a board shows.
const PageSize = 10

// Board shows one page of a board. id carries the topic (Filter.Topic) and the owner.
func (v Voice) Board(b quiz.Board, q quiz.BoardQuery, id ID) Message {
	e := &discordgo.MessageEmbed{
		Title: cut(spaced("🏆 "+v.Strings.Board.Title(q.Period), v.boardTopic(q.Topic)), 256),
		Color: blurple,
	}
	if q.Server == 0 {
		e.Description = "-# " + v.Strings.Board.Direct
	}
	e.Description = cut(lines(e.Description, v.places(b.Places), v.own(b)), 4096)
	pages := (b.Players + PageSize - 1) / PageSize
	page := q.Offset / PageSize
	if pages > 1 {
		e.Footer = &discordgo.MessageEmbedFooter{Text: v.Strings.Board.Page(page+1, pages)}
	}
	return Message{Embeds: []*discordgo.MessageEmbed{e}, Components: v.pageRows(id, q, page, pages)}
}

func (v Voice) boardTopic(id string) string {
	if id == "" {
		return v.Strings.Board.AllTopic
	}
	return v.topic(id)
}

func (v Voice) places(places []quiz.Place) string {
	if len(places) == 0 {
		return v.Strings.Board.Empty
	}
	out := make([]string, len(places))
	for i, p := range places {
		out[i] = fmt.Sprintf("%s <@%d> · %s", medal(p.Rank), p.Player, v.Strings.Board.Points(p.Points))
	}
	return strings.Join(out, "\n")
}

func medal(rank int) string {
	if rank <= 3 {
		return [3]string{"🥇", "🥈", "🥉"}[rank-1]
	}
	return fmt.Sprintf("`%2d.`", rank)
}

func (v Voice) own(b quiz.Board) string {
	if b.Players == 0 {
		return ""
	}
	if b.Own == nil {
		return "\n" + v.Strings.Board.NotOn
	}
	return "\n" + v.Strings.Board.Own(b.Own.Rank, b.Own.Points, b.Players)
}

// pageRows leads to the other pages and periods. The period is the id's Difficulty: a board has none.
func (v Voice) pageRows(id ID, q quiz.BoardQuery, page, pages int) []discordgo.MessageComponent {
	id.Filter.Topic = q.Topic
	at := func(p quiz.Period, page int) ID {
		to := id.nth(Page, page)
		to.Filter.Difficulty = int(p)
		return to
	}
	var periods []discordgo.MessageComponent
	for _, p := range quiz.Periods() {
		b := button(discordgo.SecondaryButton, v.Strings.Board.Periods[p], at(p, 0).tagged("p"))
		b.Disabled = p == q.Period
		periods = append(periods, b)
	}
	rows := []discordgo.MessageComponent{row(periods...)}
	if pages < 2 {
		return rows
	}
	prev := button(discordgo.SecondaryButton, v.Strings.Board.Prev, at(q.Period, max(0, page-1)).tagged("<"))
	next := button(discordgo.SecondaryButton, v.Strings.Board.NextPage, at(q.Period, page+1).tagged(">"))
	prev.Disabled, next.Disabled = page == 0, page+1 >= pages
	return append(rows, row(prev, next))
}

// tagged keeps apart the ids of buttons that lead to the same place: Discord wants
// every custom id of a message to be unique.
func (id ID) tagged(tag string) ID {
	id.Question = tag
	return id
}
