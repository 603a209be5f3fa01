package bot

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/view"
	"drillbot/quiz"
)

// request is an interaction that was understood: who asks what, where, in which language.
type request struct {
	*discordgo.Interaction
	key      key
	id       uint64
	server   uint64 // 0 in direct messages
	player   uint64
	settings quiz.Server
	lang     quiz.Lang
	voice    view.Voice
	command  discordgo.ApplicationCommandInteractionData          // of commands and autocompletions
	options  []*discordgo.ApplicationCommandInteractionDataOption // of the command, or of its subcommand
	state    view.ID                                              // of components and forms
	values   []string                                             // of a menu
	fields   []string                                             // of a form, in order
}

// key names what an interaction is about: its kind, and the command ("settings daily" with a
// subcommand) or verb.
type key struct {
	kind discordgo.InteractionType
	name string
}

// understand reads an interaction. It is untrusted, and whatever discordgo could
// not parse has no data: nothing here takes a field for granted.
func understand(i *discordgo.Interaction) (*request, error) {
	r := &request{Interaction: i}
	user := i.User
	if i.Member != nil {
		user = i.Member.User
	}
	if user == nil {
		return nil, fmt.Errorf("interaction of type %d without a user", i.Type)
	}
	for _, n := range []struct {
		to   *uint64
		from string
	}{{&r.id, i.ID}, {&r.player, user.ID}, {&r.server, i.GuildID}} {
		if err := parseSnowflake(n.from, n.to); err != nil {
			return nil, err
		}
	}
	return r, r.readData()
}

func parseSnowflake(s string, to *uint64) error {
	if s == "" {
		return nil
	}
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return fmt.Errorf("snowflake: %w", err)
	}
	*to = n
	return nil
}

// readData reads what the interaction is about.
func (r *request) readData() (err error) {
	r.key.kind = r.Type
	switch data := r.Data.(type) {
	case discordgo.ApplicationCommandInteractionData:
		r.command, r.key.name, r.options = data, data.Name, data.Options
		if len(r.options) == 1 && r.options[0].Type == discordgo.ApplicationCommandOptionSubCommand {
			r.key.name, r.options = data.Name+" "+r.options[0].Name, r.options[0].Options
		}
	case discordgo.MessageComponentInteractionData:
		r.values = data.Values
		r.state, err = view.ParseID(data.CustomID)
		r.key.name = r.state.Verb
	case discordgo.ModalSubmitInteractionData:
		r.fields = texts(data.Components)
		r.state, err = view.ParseID(data.CustomID)
		r.key.name = r.state.Verb
	default:
		err = fmt.Errorf("interaction of type %d without data", r.Type)
	}
	return err
}

// texts collects the values of a form's text inputs, in order.
func texts(components []discordgo.MessageComponent) []string {
	var out []string
	for _, c := range components {
		row, ok := c.(*discordgo.ActionsRow)
		if !ok {
			continue
		}
		for _, in := range row.Components {
			if t, ok := in.(*discordgo.TextInput); ok {
				out = append(out, strings.TrimSpace(t.Value))
			}
		}
	}
	return out
}

// option returns the value of a command's option, or nil.
func (r *request) option(name string) any {
	for _, o := range r.options {
		if o.Name == name {
			return o.Value
		}
	}
	return nil
}

// text returns a string option, "" when absent.
func (r *request) text(name string) string {
	s, _ := r.option(name).(string)
	return s
}

// topic returns the id of the option topic, "" when absent. What is typed without being picked may
// be the title in either language; anything else is ErrNoTopic.
func (r *request) topic() (string, error) {
	typed := strings.TrimSpace(r.text("topic"))
	if typed == "" {
		return "", nil
	}
	for _, t := range r.voice.Bank.Topics {
		if strings.EqualFold(typed, t.ID) || strings.EqualFold(typed, t.Title.EN) || strings.EqualFold(typed, t.Title.ZH) {
			return t.ID, nil
		}
	}
	return "", quiz.ErrNoTopic
}

// number returns an integer option, 0 when absent.
func (r *request) number(name string) int {
	n, _ := r.option(name).(float64)
	return int(n)
}

// flag returns a boolean option, false when absent.
func (r *request) flag(name string) bool {
	b, _ := r.option(name).(bool)
	return b
}

// focused returns the option that is being typed.
func (r *request) focused() (name, typed string) {
	for _, o := range r.options {
		if o.Focused {
			typed, _ = o.Value.(string)
			return o.Name, typed
		}
	}
	return "", ""
}

// languageOf is the language to answer in: that of the player's client where we speak it, else
// the server's setting, else the server's own locale, else English.
func languageOf(i *discordgo.Interaction, setting quiz.Lang) quiz.Lang {
	if l, ok := spoken(i.Locale); ok {
		return l
	}
	if setting != "" {
		return setting
	}
	if i.GuildLocale != nil {
		if l, ok := spoken(*i.GuildLocale); ok {
			return l
		}
	}
	return quiz.English
}

// spoken maps a locale of Discord to a language of ours; every Chinese one is Chinese.
func spoken(l discordgo.Locale) (quiz.Lang, bool) {
	switch tag, _, _ := strings.Cut(string(l), "-"); tag {
	case "zh":
		return quiz.Chinese, true
	case "en":
		return quiz.English, true
	default:
		return "", false
	}
}
