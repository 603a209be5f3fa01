package bot

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/view"
)

// reply is what a handler returns: what Discord is told at once, and what is still to do.
// The zero reply is silence.
type reply struct {
	kind    discordgo.InteractionResponseType
	message view.Message
	form    view.Form
	choices []choice
	public  bool // seen by the channel, not by the player alone
	// later runs after a deferral, and its message takes the place of "thinking…". It runs
	// to its end whatever becomes of the request, so it has its own deadline.
	later func(ctx context.Context) view.Message
	// sent runs once the player has the message, that of later where there is one.
	sent func(ctx context.Context)
}

// choice is one line of an autocompletion.
type choice struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

// say is a new message.
func say(m view.Message, public bool) reply {
	return reply{kind: discordgo.InteractionResponseChannelMessageWithSource, message: m, public: public}
}

// update is a message in the place of the one whose button was pressed.
func update(m view.Message) reply {
	return reply{kind: discordgo.InteractionResponseUpdateMessage, message: m}
}

// ask opens a form.
func ask(f view.Form) reply {
	return reply{kind: discordgo.InteractionResponseModal, form: f}
}

// complete offers choices.
func complete(c []choice) reply {
	return reply{kind: discordgo.InteractionApplicationCommandAutocompleteResult, choices: c}
}

// think shows "thinking…" until later is done.
func think(public bool, later func(ctx context.Context) view.Message, sent func(ctx context.Context)) reply {
	return reply{
		kind:   discordgo.InteractionResponseDeferredChannelMessageWithSource,
		public: public, later: later, sent: sent,
	}
}

// response is an interaction response as Discord reads it.
type response struct {
	Type discordgo.InteractionResponseType `json:"type"`
	Data any                               `json:"data,omitempty"`
}

// body is a message as Discord reads it. Its lists are never null, for an edit takes
// what is left out as unchanged.
type body struct {
	view.Message
	Flags           discordgo.MessageFlags `json:"flags,omitempty"`
	AllowedMentions mentions               `json:"allowed_mentions"`
	Nonce           string                 `json:"nonce,omitempty"`
	EnforceNonce    bool                   `json:"enforce_nonce,omitempty"`
	Attachments     []attachment           `json:"attachments"` // all: an edit drops what is not named
}

// attachment describes one of the files that go with a message, by its place among them.
type attachment struct {
	ID          int    `json:"id,string"`
	Name        string `json:"filename"`
	Description string `json:"description,omitempty"`
}

// mentions says who may be pinged: nobody, but for the role that a server wants to be told of its
// daily question.
type mentions struct {
	Parse []string `json:"parse"`
	Roles []string `json:"roles,omitempty"`
}

func bodyOf(m view.Message, public bool) body {
	if m.Embeds == nil {
		m.Embeds = []*discordgo.MessageEmbed{}
	}
	if m.Components == nil {
		m.Components = []discordgo.MessageComponent{}
	}
	b := body{Message: m, AllowedMentions: mentions{Parse: []string{}}, Attachments: []attachment{}}
	for i, f := range m.Files {
		b.Attachments = append(b.Attachments, attachment{i, f.Name, f.Alt})
	}
	if !public {
		b.Flags = discordgo.MessageFlagsEphemeral
	}
	return b
}

// wire is the reply as Discord reads it.
func (r reply) wire() response {
	switch r.kind {
	case discordgo.InteractionResponseModal:
		return response{r.kind, r.form}
	case discordgo.InteractionApplicationCommandAutocompleteResult:
		choices := r.choices
		if choices == nil {
			choices = []choice{}
		}
		return response{r.kind, map[string]any{"choices": choices}}
	case discordgo.InteractionResponseDeferredChannelMessageWithSource:
		var flags discordgo.MessageFlags
		if !r.public {
			flags = discordgo.MessageFlagsEphemeral
		}
		return response{r.kind, map[string]any{"flags": flags}}
	case discordgo.InteractionResponseUpdateMessage:
		return response{r.kind, bodyOf(r.message, true)} // it stays as visible as it is
	default:
		return response{r.kind, bodyOf(r.message, r.public)}
	}
}
