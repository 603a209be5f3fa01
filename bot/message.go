package bot

import (
	"context"
	"errors"
	"strings"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/text"
	"drillbot/bot/view"
	"drillbot/quiz"
)

// messageName is the name of the command in the menu of a message: the same for Discord in every
// language, though people read it in theirs.
const messageName = "Grade as my answer"

// errNotYours says that the message is somebody else's.
var errNotYours = errors.New("the message is not the player's own")

// messageCommand defines the command in the menu of a message. It takes no privileged intent: the
// interaction brings the message along.
func messageCommand(en, zh text.Named) *discordgo.ApplicationCommand {
	c := command(en, zh)
	names := inChinese(zh.Name)
	c.Type, c.Description, c.DescriptionLocalizations, c.NameLocalizations = discordgo.MessageApplicationCommand, "", nil, &names
	return c
}

// gradeMessage takes a message of the player's own as the answer to their open question.
func (b *Bot) gradeMessage(ctx context.Context, r *request) (reply, error) {
	m := r.target()
	if m == nil || m.Author == nil || m.Author.ID != r.userID() {
		return reply{}, errNotYours
	}
	open, err := b.drill.OpenQuestion(ctx, r.server, r.player)
	if err != nil {
		return reply{}, err
	}
	r.state = view.ID{Verb: view.Submit}.For(open)
	r.fields = []string{strings.TrimSpace(m.Content)}
	if open.Question.Type == quiz.Cloze { // one line a blank
		r.fields = strings.Split(r.fields[0], "\n")
	}
	return b.submitted(ctx, r)
}

// target returns the message that a command of a message's menu is about.
func (r *request) target() *discordgo.Message {
	if r.command.Resolved == nil {
		return nil
	}
	return r.command.Resolved.Messages[r.command.TargetID]
}

// userID is the player's id as Discord writes it.
func (r *request) userID() string {
	if r.Member != nil {
		return r.Member.User.ID
	}
	return r.User.ID
}
