package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/text"
	"drillbot/bot/view"
	"drillbot/quiz"
)

// mostChoices is how many choices Discord shows, and how long a choice's name may be.
const (
	mostChoices = 25
	choiceName  = 100
)

// commands are the definitions of the slash commands, in English with Chinese beside it. They
// work in servers, in direct messages and for players who installed the app for themselves.
func commands() []*discordgo.ApplicationCommand {
	en, zh := text.For(quiz.English), text.For(quiz.Chinese)
	c, z := en.Command, zh.Command
	return []*discordgo.ApplicationCommand{
		command(c.Drill, z.Drill,
			completed(option(discordgo.ApplicationCommandOptionString, "topic", c.Topic, z.Topic)),
			difficulties(option(discordgo.ApplicationCommandOptionInteger, "difficulty", c.Difficulty, z.Difficulty), en, zh),
			types(option(discordgo.ApplicationCommandOptionString, "type", c.Type, z.Type), en, zh),
			completed(option(discordgo.ApplicationCommandOptionString, "question", c.Question, z.Question)),
			option(discordgo.ApplicationCommandOptionBoolean, "public", c.Public, z.Public),
		),
		command(c.Leaderboard, z.Leaderboard,
			periodChoices(option(discordgo.ApplicationCommandOptionString, "period", c.Period, z.Period), en, zh),
			completed(option(discordgo.ApplicationCommandOptionString, "topic", c.Topic, z.Topic)),
		),
		command(c.Profile, z.Profile, option(discordgo.ApplicationCommandOptionUser, "player", c.Player, z.Player)),
		command(c.Help, z.Help),
		settingsCommand(en.Settings, zh.Settings),
		messageCommand(text.Named{Name: messageName}, z.GradeMessage),
		command(en.Privacy.Command, zh.Privacy.Command),
		inboxCommand(en.Inbox.Command, zh.Inbox.Command),
		dailyCommand(en.Daily, zh.Daily),
		questionCommand(en, zh),
	}
}

func command(en, zh text.Named, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommand {
	return &discordgo.ApplicationCommand{
		Type: discordgo.ChatApplicationCommand, Name: en.Name, Description: en.Description,
		DescriptionLocalizations: localised(zh.Description), Options: options,
		Contexts: &[]discordgo.InteractionContextType{
			discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM, discordgo.InteractionContextPrivateChannel,
		},
		IntegrationTypes: &[]discordgo.ApplicationIntegrationType{
			discordgo.ApplicationIntegrationGuildInstall, discordgo.ApplicationIntegrationUserInstall,
		},
	}
}

// managed shows a command of servers only to those who may manage the server; who runs it is
// checked on our side all the same.
func managed(c *discordgo.ApplicationCommand) *discordgo.ApplicationCommand {
	rights := int64(discordgo.PermissionManageGuild)
	c.DefaultMemberPermissions = &rights
	return inServers(c)
}

// inboxCommand defines /inbox, which Discord shows to those who may manage messages.
func inboxCommand(en, zh text.Named) *discordgo.ApplicationCommand {
	c := inServers(command(en, zh))
	rights := int64(discordgo.PermissionManageMessages)
	c.DefaultMemberPermissions = &rights
	return c
}

// inServers makes a command one of servers alone.
func inServers(c *discordgo.ApplicationCommand) *discordgo.ApplicationCommand {
	c.Contexts = &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild}
	c.IntegrationTypes = &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall}
	return c
}

// subcommand is a part of a command; its name, like a command's, is the same in every language.
func subcommand(en, zh text.Named, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommandOption {
	return &discordgo.ApplicationCommandOption{
		Type: discordgo.ApplicationCommandOptionSubCommand, Name: en.Name, Description: en.Description,
		DescriptionLocalizations: inChinese(zh.Description), Options: options,
	}
}

func localised(zh string) *map[discordgo.Locale]string {
	m := inChinese(zh)
	return &m
}

func inChinese(zh string) map[discordgo.Locale]string {
	return map[discordgo.Locale]string{discordgo.ChineseCN: zh, discordgo.ChineseTW: zh}
}

// option is an optional option; name is its stable one, by which the handlers know it.
func option(t discordgo.ApplicationCommandOptionType, name string, en, zh text.Named) *discordgo.ApplicationCommandOption {
	return &discordgo.ApplicationCommandOption{
		Type: t, Name: name, Description: en.Description,
		NameLocalizations: inChinese(zh.Name), DescriptionLocalizations: inChinese(zh.Description),
	}
}

func completed(o *discordgo.ApplicationCommandOption) *discordgo.ApplicationCommandOption {
	o.Autocomplete = true
	return o
}

func fixed(en, zh string, value any) *discordgo.ApplicationCommandOptionChoice {
	return &discordgo.ApplicationCommandOptionChoice{Name: en, NameLocalizations: inChinese(zh), Value: value}
}

func difficulties(o *discordgo.ApplicationCommandOption, en, zh *text.Strings) *discordgo.ApplicationCommandOption {
	for i := range en.Question.Levels {
		o.Choices = append(o.Choices, fixed(en.Question.Levels[i], zh.Question.Levels[i], i+1))
	}
	return o
}

func types(o *discordgo.ApplicationCommandOption, en, zh *text.Strings) *discordgo.ApplicationCommandOption {
	for _, t := range quiz.Types() {
		o.Choices = append(o.Choices, fixed(en.Question.Types[t], zh.Question.Types[t], string(t)))
	}
	return o
}

func periodChoices(o *discordgo.ApplicationCommandOption, en, zh *text.Strings) *discordgo.ApplicationCommandOption {
	for _, name := range []string{"today", "week", "month", "all"} {
		p := periods[name]
		o.Choices = append(o.Choices, fixed(en.Board.Periods[p], zh.Board.Periods[p], name))
	}
	return o
}

// register tells Discord the commands, if they are not what it has: creating commands is
// limited to 200 a day, and an overwrite makes clients load them anew.
func (b *Bot) register(ctx context.Context, s *discordgo.Session, app string) error {
	have, err := s.ApplicationCommands(app, "", withLocalizations, discordgo.WithContext(ctx))
	if err != nil {
		return fmt.Errorf("read commands: %w", err)
	}
	want := commands()
	if same, err := sameCommands(have, want); err != nil || same {
		return err
	}
	if _, err := s.ApplicationCommandBulkOverwrite(app, "", want, discordgo.WithContext(ctx)); err != nil {
		return fmt.Errorf("register commands: %w", err)
	}
	b.log.Info("commands registered", "count", len(want))
	return nil
}

// withLocalizations asks for the commands in all languages.
func withLocalizations(c *discordgo.RequestConfig) {
	q := c.Request.URL.Query()
	q.Set("with_localizations", "true")
	c.Request.URL.RawQuery = q.Encode()
}

// sameCommands compares what we define with what Discord has, as far as we define it:
// Discord adds ids and versions of its own.
func sameCommands(have, want []*discordgo.ApplicationCommand) (bool, error) {
	if len(have) != len(want) {
		return false, nil
	}
	byName := make(map[string]*discordgo.ApplicationCommand, len(have))
	for _, c := range have {
		byName[c.Name] = c
	}
	for _, w := range want {
		h, ok := byName[w.Name]
		if !ok {
			return false, nil
		}
		same, err := sameJSON(essence(h), essence(w))
		if err != nil || !same {
			return false, err
		}
	}
	return true, nil
}

// essence is a command without what Discord adds.
func essence(c *discordgo.ApplicationCommand) discordgo.ApplicationCommand {
	return discordgo.ApplicationCommand{
		Type: c.Type, Name: c.Name, Description: c.Description, DescriptionLocalizations: c.DescriptionLocalizations,
		Contexts: c.Contexts, IntegrationTypes: c.IntegrationTypes, Options: c.Options,
		DefaultMemberPermissions: c.DefaultMemberPermissions, NameLocalizations: c.NameLocalizations,
	}
}

// sameJSON compares two values by the JSON they make, without empty fields.
func sameJSON(a, b any) (bool, error) {
	x, err := plainJSON(a)
	if err != nil {
		return false, err
	}
	y, err := plainJSON(b)
	return reflect.DeepEqual(x, y), err
}

func plainJSON(v any) (any, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode command: %w", err)
	}
	var out any
	if err := json.Unmarshal(data, &out); err != nil {
		return nil, fmt.Errorf("decode command: %w", err)
	}
	return pruned(out), nil
}

// pruned drops empty fields: whether they are sent or left out is the same.
func pruned(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, f := range v {
			if v[k] = pruned(f); v[k] == nil {
				delete(v, k)
			}
		}
		if len(v) == 0 {
			return nil
		}
		return v
	case []any:
		if len(v) == 0 {
			return nil
		}
		for i := range v {
			v[i] = pruned(v[i])
		}
		return v
	case bool:
		if !v {
			return nil
		}
	case string:
		if v == "" {
			return nil
		}
	}
	return v
}

// topicChoices are the topics with questions whose title or id holds what is typed.
func topicChoices(r *request, typed string) []choice {
	var out []choice
	for _, t := range r.voice.Bank.UsedTopics() {
		if matches(typed, t.ID, t.Title.EN, t.Title.ZH) {
			out = append(out, choice{view.Label(t.Title.In(r.lang), choiceName), t.ID})
		}
	}
	return out[:min(mostChoices, len(out))]
}

// questionChoices are the panels, then the questions, that fit what is typed.
func questionChoices(r *request, typed string) []choice {
	var out []choice
	for _, p := range r.voice.Bank.Panels {
		if matches(typed, p.ID, p.Title.EN, p.Title.ZH, p.Prompt.EN, p.Prompt.ZH) && r.voice.Bank.Parts(p.ID) > 0 && typed != "" {
			out = append(out, choice{view.Label(p.ID+" · "+p.Title.In(r.lang), choiceName), p.ID})
		}
	}
	for _, q := range r.voice.Bank.Search(typed, mostChoices) {
		out = append(out, choice{r.voice.Line(q, choiceName), q.ID})
	}
	return out[:min(mostChoices, len(out))]
}

// matches reports whether any of the names holds what is typed, without case.
func matches(typed string, names ...string) bool {
	typed = strings.ToLower(typed)
	return slices.ContainsFunc(names, func(n string) bool { return strings.Contains(strings.ToLower(n), typed) })
}
