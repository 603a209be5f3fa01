package sandbox_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/sandbox"
)

// errorCase is a request of the bot that Discord refuses.
type errorCase struct {
	name string
	want int
	do   func(s *discordgo.Session) error
}

func text(n int) string { return strings.Repeat("字", n) }

func send(channel string, m *discordgo.MessageSend) func(*discordgo.Session) error {
	return func(s *discordgo.Session) error {
		_, err := s.ChannelMessageSendComplex(channel, m)
		return err
	}
}

func embeds(list ...*discordgo.MessageEmbed) *discordgo.MessageSend {
	return &discordgo.MessageSend{Embeds: list}
}

func components(list ...discordgo.MessageComponent) *discordgo.MessageSend {
	return &discordgo.MessageSend{Content: "x", Components: list}
}

func button(id string) discordgo.MessageComponent {
	return discordgo.Button{Label: "b", Style: discordgo.PrimaryButton, CustomID: id}
}

func messageCases(channel string) []errorCase {
	menu := discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: "s", Options: []discordgo.SelectMenuOption{{Label: "a", Value: "1"}, {Label: "b", Value: "1"}}}
	return []errorCase{
		{"empty message", 50006, send(channel, &discordgo.MessageSend{})},
		{"content too long", 50035, send(channel, &discordgo.MessageSend{Content: text(2001)})},
		{"embeds too long together", 50035, send(channel, embeds(&discordgo.MessageEmbed{Description: text(4000)}, &discordgo.MessageEmbed{Description: text(2001)}))},
		{"empty field value", 50035, send(channel, embeds(&discordgo.MessageEmbed{Fields: []*discordgo.MessageEmbedField{{Name: "n", Value: " "}}}))},
		{"embed title too long", 50035, send(channel, embeds(&discordgo.MessageEmbed{Title: text(257)}))},
		{"button without custom_id", 50035, send(channel, components(row(button(""))))},
		{"custom_id twice", 50035, send(channel, components(row(button("a")), row(button("a"))))},
		{"six rows", 50035, send(channel, components(row(button("a")), row(button("b")), row(button("c")), row(button("d")), row(button("e")), row(button("f"))))},
		{"select beside a button", 50035, send(channel, components(row(button("a"), discordgo.SelectMenu{MenuType: discordgo.UserSelectMenu, CustomID: "u"})))},
		{"option value twice", 50035, send(channel, components(row(menu)))},
		{"content beside components v2", 50035, send(channel, &discordgo.MessageSend{Content: "x", Flags: discordgo.MessageFlagsIsComponentsV2, Components: []discordgo.MessageComponent{discordgo.TextDisplay{Content: "t"}}})},
		{"too much text in components v2", 50035, send(channel, &discordgo.MessageSend{Flags: discordgo.MessageFlagsIsComponentsV2, Components: []discordgo.MessageComponent{discordgo.TextDisplay{Content: text(3000)}, discordgo.TextDisplay{Content: text(1001)}}})},
		{"more than 40 components v2", 50035, send(channel, &discordgo.MessageSend{Flags: discordgo.MessageFlagsIsComponentsV2, Components: manyTexts(41)})},
	}
}

func manyTexts(n int) []discordgo.MessageComponent {
	var out []discordgo.MessageComponent
	for range n {
		out = append(out, discordgo.TextDisplay{Content: "x"})
	}
	return out
}

func option(kind discordgo.ApplicationCommandOptionType, name string, required bool) *discordgo.ApplicationCommandOption {
	return &discordgo.ApplicationCommandOption{Type: kind, Name: name, Description: "d", Required: required}
}

func commandCases(app string) []errorCase {
	text := discordgo.ApplicationCommandOptionString
	local := slash("ok")
	local.NameLocalizations = &map[discordgo.Locale]string{"xx": "ok"}
	upper := slash("ok")
	upper.NameLocalizations = &map[discordgo.Locale]string{discordgo.French: "Majuscule"}
	list := map[string]*discordgo.ApplicationCommand{
		"capital in a name":         slash("Drill"),
		"space in a name":           slash("a b"),
		"no description":            {Name: "x"},
		"unknown locale":            local,
		"capital in a localization": upper,
		"required after optional":   slash("ok", option(text, "a", false), option(text, "b", true)),
		"same option twice":         slash("ok", option(text, "a", false), option(text, "a", false)),
		"sub beside option":         slash("ok", option(text, "a", false), option(discordgo.ApplicationCommandOptionSubCommand, "b", false)),
		"menu with description":     {Name: "x", Type: discordgo.UserApplicationCommand, Description: "d"},
	}
	var out []errorCase
	for name, cmd := range list {
		out = append(out, errorCase{name, 50035, func(s *discordgo.Session) error {
			_, err := s.ApplicationCommandBulkOverwrite(app, "", []*discordgo.ApplicationCommand{cmd})
			return err
		}})
	}
	return append(out, errorCase{"101 commands", 30032, func(s *discordgo.Session) error {
		var many []*discordgo.ApplicationCommand
		for n := range 101 {
			many = append(many, slash(fmt.Sprint("c", n)))
		}
		_, err := s.ApplicationCommandBulkOverwrite(app, "", many)
		return err
	}})
}

func placeCases(sb *sandbox.Sandbox, channel string) []errorCase {
	return []errorCase{
		{"unknown channel", 10003, send("1", &discordgo.MessageSend{Content: "x"})},
		{"channel it may not see", 50001, send(sb.Channel("Guarded", "secret"), &discordgo.MessageSend{Content: "x"})},
		{"channel it may not write in", 50013, send(sb.Channel("Guarded", "news"), &discordgo.MessageSend{Content: "x"})},
		{"unknown message", 10008, func(s *discordgo.Session) error { _, err := s.ChannelMessage(channel, "1"); return err }},
		{"unknown guild", 10004, func(s *discordgo.Session) error { _, err := s.Guild("1"); return err }},
		{"player who takes no messages", 50007, func(s *discordgo.Session) error {
			dm, err := s.UserChannelCreate(sb.Player("shy").ID)
			if err != nil {
				return err
			}
			_, err = s.ChannelMessageSend(dm.ID, "hello")
			return err
		}},
		{"unknown interaction", 10062, func(s *discordgo.Session) error {
			return s.InteractionRespond(&discordgo.Interaction{ID: "1", Token: "t"}, say("x"))
		}},
		{"unknown webhook token", 50027, func(s *discordgo.Session) error {
			_, err := s.FollowupMessageCreate(&discordgo.Interaction{AppID: sb.AppID(), Token: "t"}, true, &discordgo.WebhookParams{Content: "x"})
			return err
		}},
	}
}

func guarded() sandbox.Seed {
	return sandbox.Seed{
		Servers: []sandbox.Server{{Name: "Guarded", BotInstalled: true, Members: []string{"shy"}, Admins: []string{"shy"}, Channels: []sandbox.Place{
			{Name: "open"}, {Name: "news", ReadOnly: true}, {Name: "secret", NoBot: true},
		}}},
		Players: []sandbox.Person{{Name: "shy", NoDMs: true}},
	}
}

func TestErrorsHaveDiscordsCodes(t *testing.T) {
	sb := start(t, sandbox.Options{Seed: guarded(), OpenAPI: unchecked})
	s := session(t, sb)
	open := sb.Channel("Guarded", "open")
	var all []errorCase
	for _, table := range [][]errorCase{messageCases(open), commandCases(sb.AppID()), placeCases(sb, open)} {
		all = append(all, table...)
	}
	for _, c := range all {
		sb.Advance(time.Minute) // over the rate limit
		if err := c.do(s); code(err) != c.want {
			t.Errorf("%s: %v, want code %d", c.name, err, c.want)
		}
	}
}

func TestFaultsAreNestedByField(t *testing.T) {
	sb := start(t, sandbox.Options{OpenAPI: unchecked})
	s := session(t, sb)
	err := send(sb.Channel(club, "drills"), embeds(&discordgo.MessageEmbed{Fields: []*discordgo.MessageEmbedField{{Name: "n"}}}))(s)
	rest, ok := err.(*discordgo.RESTError)
	if !ok {
		t.Fatalf("got %v", err)
	}
	want := `"errors":{"embeds":{"0":{"fields":{"0":{"value":{"_errors":[{"code":"BASE_TYPE_REQUIRED","message":"This field is required"}]}}}}}}`
	if got := string(rest.ResponseBody); !strings.Contains(got, want) {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestWrongTokenIsRefused(t *testing.T) {
	sb := start(t, sandbox.Options{})
	s := session(t, sb)
	s.Token = "Bot wrong"
	_, err := s.User("@me")
	rest, ok := err.(*discordgo.RESTError)
	if !ok || rest.Response.StatusCode != 401 || string(rest.ResponseBody) != `{"code":0,"message":"401: Unauthorized"}` {
		t.Errorf("got %v", err)
	}
}

func TestOneCallbackInTimeAndATokenOf15Minutes(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	got := make(chan []int, 1)
	s := quizBot(t, sb, map[string]answer{
		"twice": func(s *discordgo.Session, i *discordgo.InteractionCreate) {
			_, early := s.FollowupMessageCreate(i.Interaction, true, &discordgo.WebhookParams{Content: "too early"})
			first, second := s.InteractionRespond(i.Interaction, say("a")), s.InteractionRespond(i.Interaction, say("b"))
			sb.Advance(15 * time.Minute)
			_, late := s.FollowupMessageCreate(i.Interaction, true, &discordgo.WebhookParams{Content: "too late"})
			got <- []int{code(early), code(first), code(second), code(late)}
		},
		"late": func(s *discordgo.Session, i *discordgo.InteractionCreate) {
			sb.Advance(3 * time.Second)
			got <- []int{code(s.InteractionRespond(i.Interaction, say("a")))}
		},
	})
	register(t, s, sb, slash("twice"), slash("late"))
	ada, drills := sb.Player("ada"), sb.Channel(club, "drills")
	if _, err := ada.Slash(ctx, drills, "twice", nil); err != nil {
		t.Error(err)
	}
	if codes, want := fmt.Sprint(<-got), "[10015 0 40060 50027]"; codes != want {
		t.Errorf("codes %s, want %s", codes, want)
	}
	if _, err := ada.Slash(ctx, drills, "late", nil); err == nil {
		t.Error("a late bot was not reported to the player")
	}
	if codes, want := fmt.Sprint(<-got), "[10062]"; codes != want {
		t.Errorf("codes %s, want %s", codes, want)
	}
}

func TestFirstFollowupCompletesADeferral(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	s := quizBot(t, sb, map[string]answer{"think": func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		respond(t, response(discordgo.InteractionResponseDeferredChannelMessageWithSource, nil))(s, i)
		for _, text := range []string{"first", "second"} {
			if _, err := s.FollowupMessageCreate(i.Interaction, true, &discordgo.WebhookParams{Content: text}); err != nil {
				t.Error(err)
			}
		}
	}})
	register(t, s, sb, slash("think"))
	ada, drills := sb.Player("ada"), sb.Channel(club, "drills")
	reply, err := ada.Slash(ctx, drills, "think", nil)
	if err != nil {
		t.Fatal(err)
	}
	m, err := ada.Settled(ctx, reply)
	if err != nil || m.Content != "first" {
		t.Errorf("completed by %+v, %v", m, err)
	}
	last, err := ada.AwaitNew(ctx, 0, func(m sandbox.Message) bool { return m.Content == "second" })
	if err != nil || last.ID == m.ID {
		t.Errorf("second follow-up: %+v, %v", last, err)
	}
}

func TestEnforcedNonceSendsOnce(t *testing.T) {
	sb := start(t, sandbox.Options{})
	s := session(t, sb)
	address := discordgo.EndpointChannelMessages(sb.Channel(club, "drills"))
	body := map[string]any{"content": "daily", "nonce": "d-2026-11-23", "enforce_nonce": true}
	first, err := s.RequestWithBucketID("POST", address, body, address)
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.RequestWithBucketID("POST", address, body, address)
	if err != nil || string(first) != string(second) {
		t.Errorf("got %s\nand %s, %v", first, second, err)
	}
}
