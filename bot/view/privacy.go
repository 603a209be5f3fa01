package view

import (
	"github.com/bwmarrin/discordgo"

	"drillbot/quiz"
)

// The wishes that a button of /privacy turns, as the N of its id. Whether it is to be on is
// in the id's Seed, so that a click on an old message does what its label says.
const (
	WishHidden = iota
	WishNoModel
	WishShare
)

// Privacy says what is kept, what the player has chosen, and lets them change it.
func (v Voice) Privacy(w quiz.Wishes, server uint64) Message {
	t := v.Strings.Privacy
	hidden := ""
	if server != 0 {
		hidden = "- " + t.Hidden[index(w.Hidden)]
	}
	choices := lines(t.Now, hidden, "- "+t.Model[index(w.NoModel)], "- "+t.Share[index(w.Share)])
	e := &discordgo.MessageEmbed{Title: t.Title, Color: blurple, Description: cut(t.Body+"\n\n"+choices, 4096)}
	return Message{Embeds: []*discordgo.MessageEmbed{e}, Components: v.privacyRows(w, server)}
}

func index(on bool) int {
	if on {
		return 1
	}
	return 0
}

func (v Voice) privacyRows(w quiz.Wishes, server uint64) []discordgo.MessageComponent {
	t := v.Strings.Privacy
	turn := func(n int, on bool, labels [2]string) discordgo.MessageComponent {
		id := ID{Verb: Wish, N: n, Seed: uint32(index(!on))}
		return button(discordgo.SecondaryButton, labels[index(on)], id)
	}
	var wishes []discordgo.MessageComponent
	if server != 0 {
		wishes = append(wishes, turn(WishHidden, w.Hidden, [2]string{t.Hide, t.Show}))
	}
	wishes = append(wishes,
		turn(WishNoModel, w.NoModel, [2]string{t.NoModel, t.AnyModel}),
		turn(WishShare, w.Share, [2]string{t.ShareMine, t.KeepMine}))
	return []discordgo.MessageComponent{
		row(wishes...),
		row(
			button(discordgo.PrimaryButton, t.Export, ID{Verb: ExportMine}),
			button(discordgo.DangerButton, t.Delete, ID{Verb: AskDelete})),
	}
}

// AskDelete asks once before everything is deleted.
func (v Voice) AskDelete() Message {
	t := v.Strings.Privacy
	return Message{
		Embeds:     []*discordgo.MessageEmbed{{Title: t.Delete, Description: t.ReallyAsk, Color: red}},
		Components: []discordgo.MessageComponent{row(button(discordgo.DangerButton, t.Really, ID{Verb: Delete}))},
	}
}

// Deleted tells that everything is.
func (v Voice) Deleted() Message { return v.note(v.Strings.Privacy.Deleted) }

// Exported hands over a player's data.
func (v Voice) Exported(file File) Message {
	m := v.note(v.Strings.Privacy.Exported)
	m.Files = []File{file}
	return m
}

// TooLarge tells that the data does not fit into a file.
func (v Voice) TooLarge() Message { return v.note(v.Strings.Privacy.TooLarge) }

// note is a message of one sentence.
func (v Voice) note(text string) Message {
	return Message{Embeds: []*discordgo.MessageEmbed{{Description: text, Color: green}}}
}
