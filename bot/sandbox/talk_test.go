package sandbox_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/sandbox"
)

// quizBot answers by the first word of the custom id or the command's name.
func quizBot(t *testing.T, sb *sandbox.Sandbox, table map[string]answer) *discordgo.Session {
	return echo(t, sb, func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		key := keyOf(i)
		do, ok := table[key]
		if !ok {
			t.Errorf("no answer for %q", key)
			return
		}
		do(s, i)
	})
}

func keyOf(i *discordgo.InteractionCreate) string {
	switch i.Type {
	case discordgo.InteractionMessageComponent:
		return i.MessageComponentData().CustomID
	case discordgo.InteractionModalSubmit:
		return i.ModalSubmitData().CustomID
	case discordgo.InteractionApplicationCommandAutocomplete:
		return "complete " + i.ApplicationCommandData().Name
	}
	return i.ApplicationCommandData().Name
}

func respond(t *testing.T, r *discordgo.InteractionResponse) answer {
	return func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		if err := s.InteractionRespond(i.Interaction, r); err != nil {
			t.Errorf("respond to %s: %v", keyOf(i), err)
		}
	}
}

func row(c ...discordgo.MessageComponent) discordgo.MessageComponent {
	return discordgo.ActionsRow{Components: c}
}

func response(kind discordgo.InteractionResponseType, data *discordgo.InteractionResponseData) *discordgo.InteractionResponse {
	return &discordgo.InteractionResponse{Type: kind, Data: data}
}

func card() *discordgo.InteractionResponse {
	return response(discordgo.InteractionResponseChannelMessageWithSource, &discordgo.InteractionResponseData{
		Flags:  discordgo.MessageFlagsEphemeral,
		Embeds: []*discordgo.MessageEmbed{{Title: "Question", Description: "What is ARC?"}},
		Components: []discordgo.MessageComponent{
			row(discordgo.Button{Label: "Answer", CustomID: "answer", Style: discordgo.PrimaryButton},
				discordgo.Button{Label: "Skip", CustomID: "skip", Style: discordgo.SecondaryButton},
				discordgo.Button{Label: "Off", CustomID: "off", Style: discordgo.SecondaryButton, Disabled: true}),
			row(discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: "pick", Placeholder: "Pick", Options: []discordgo.SelectMenuOption{
				{Label: "One", Value: "1"}, {Label: "Two", Value: "2"},
			}}),
		},
	})
}

func answerForm() *discordgo.InteractionResponse {
	return response(discordgo.InteractionResponseModal, &discordgo.InteractionResponseData{
		CustomID: "form", Title: "Your answer",
		Components: []discordgo.MessageComponent{row(discordgo.TextInput{
			CustomID: "text", Label: "Answer", Style: discordgo.TextInputParagraph, Required: true, MinLength: 2, MaxLength: 50,
		})},
	})
}

// graded defers and then completes with the text of the form.
func graded(t *testing.T) answer {
	return func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		respond(t, response(discordgo.InteractionResponseDeferredChannelMessageWithSource, &discordgo.InteractionResponseData{Flags: discordgo.MessageFlagsEphemeral}))(s, i)
		input := i.ModalSubmitData().Components[0].(*discordgo.ActionsRow).Components[0].(*discordgo.TextInput)
		text := "graded: " + input.Value
		if _, err := s.InteractionResponseEdit(i.Interaction, &discordgo.WebhookEdit{Content: &text}); err != nil {
			t.Error(err)
		}
		if _, err := s.FollowupMessageCreate(i.Interaction, true, &discordgo.WebhookParams{Content: "well done"}); err != nil {
			t.Error(err)
		}
	}
}

func TestADrillFromCommandToGrade(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	s := quizBot(t, sb, map[string]answer{
		"drill": respond(t, card()), "answer": respond(t, answerForm()), "form": graded(t),
	})
	register(t, s, sb, slash("drill"))
	ada, drills := sb.Player("ada"), sb.Channel(club, "drills")
	shown, err := ada.Slash(ctx, drills, "drill", nil)
	if err != nil {
		t.Fatal(err)
	}
	if !shown.Message.Ephemeral() || shown.Message.Embeds[0].Title != "Question" {
		t.Errorf("card is %+v", shown.Message)
	}
	opened, err := ada.Click(ctx, shown.Message, "Answer")
	if err != nil {
		t.Fatal(err)
	}
	sent, err := ada.Submit(ctx, opened.Modal, map[string]any{"Answer": "abstraction"})
	if err != nil {
		t.Fatal(err)
	}
	done, err := ada.Settled(ctx, sent)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := done.Content, "graded: abstraction"; got != want || !done.Ephemeral() {
		t.Errorf("got %q, want %q, ephemeral", got, want)
	}
	onlyAdaSees(t, sb, drills, shown.Message.ID)
	if _, err := ada.Submit(ctx, opened.Modal, map[string]any{"text": "again"}); code(err) != 50035 {
		t.Errorf("a form sent twice: %v", err)
	}
}

func TestAFormMayUpdateTheMessageItCameFrom(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	update := response(discordgo.InteractionResponseUpdateMessage, &discordgo.InteractionResponseData{Content: "updated"})
	s := quizBot(t, sb, map[string]answer{"drill": respond(t, card()), "answer": respond(t, answerForm()), "form": respond(t, update)})
	register(t, s, sb, slash("drill"))
	ada := sb.Player("ada")
	shown, err := ada.Slash(ctx, sb.Channel(club, "drills"), "drill", nil)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := ada.Click(ctx, shown.Message, "Answer")
	if err != nil {
		t.Fatal(err)
	}
	sent, err := ada.Submit(ctx, opened.Modal, map[string]any{"Answer": "abc"})
	if err != nil || sent.Message.ID != shown.Message.ID || sent.Message.Content != "updated" {
		t.Errorf("got %+v, %v", sent, err)
	}
	again := sb.Player("ada") // has seen nothing yet
	m, err := again.Await(ctx, shown.Message.ID, func(m sandbox.Message) bool { return m.Content == "updated" })
	if err != nil || m.ID != shown.Message.ID {
		t.Errorf("awaited %+v, %v", m, err)
	}
}

func onlyAdaSees(t *testing.T, sb *sandbox.Sandbox, channel, id string) {
	t.Helper()
	ctx := deadline(t)
	for name, want := range map[string]bool{"ada": true, "linus": false} {
		list, err := sb.Player(name).Messages(ctx, channel)
		if err != nil {
			t.Fatal(err)
		}
		got := false
		for _, m := range list {
			got = got || m.ID == id
		}
		if got != want {
			t.Errorf("%s sees the ephemeral message: %v, want %v", name, got, want)
		}
	}
}

// code returns Discord's code of an error of either side, 0 if it has none.
func code(err error) int {
	var refusal *sandbox.APIError
	if errors.As(err, &refusal) {
		return refusal.Code
	}
	var rest *discordgo.RESTError
	if errors.As(err, &rest) && rest.Message != nil {
		return rest.Message.Code
	}
	return 0
}

func TestComponentsAreCheckedAsDiscordDoes(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	update := response(discordgo.InteractionResponseUpdateMessage, &discordgo.InteractionResponseData{Content: "picked", Components: []discordgo.MessageComponent{}})
	s := quizBot(t, sb, map[string]answer{"drill": respond(t, card()), "answer": respond(t, answerForm()), "pick": respond(t, update)})
	register(t, s, sb, slash("drill"))
	ada, linus, drills := sb.Player("ada"), sb.Player("linus"), sb.Channel(club, "drills")
	shown, err := ada.Slash(ctx, drills, "drill", nil)
	if err != nil {
		t.Fatal(err)
	}
	m := shown.Message
	opened, err := ada.Click(ctx, m, "answer")
	if err != nil {
		t.Fatal(err)
	}
	wrong := map[string]func() error{
		"disabled button":   func() error { _, err := ada.Click(ctx, m, "off"); return err },
		"value not offered": func() error { _, err := ada.Select(ctx, m, "pick", "3"); return err },
		"too many values":   func() error { _, err := ada.Select(ctx, m, "pick", "1", "2"); return err },
		"text too short":    func() error { _, err := ada.Submit(ctx, opened.Modal, map[string]any{"text": "x"}); return err },
		"text missing":      func() error { _, err := ada.Submit(ctx, opened.Modal, nil); return err },
		"form of another":   func() error { _, err := linus.Submit(ctx, opened.Modal, map[string]any{"text": "xxx"}); return err },
		"text much too long": func() error {
			_, err := ada.Submit(ctx, opened.Modal, map[string]any{"text": strings.Repeat("界", 51)})
			return err
		},
	}
	for name, do := range wrong {
		if err := do(); code(err) != 50035 {
			t.Errorf("%s: %v, want 50035", name, err)
		}
	}
	if _, err := linus.Click(ctx, m, "skip"); code(err) != 10008 {
		t.Errorf("another's ephemeral message: %v, want 10008", err)
	}
	picked, err := ada.Select(ctx, m, "pick", "Two")
	if err != nil || picked.Message.Content != "picked" || picked.Message.ID != m.ID {
		t.Errorf("select: %+v, %v", picked, err)
	}
}

func TestAutocompleteAndOptionsOfAllKinds(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	proposals := response(discordgo.InteractionApplicationCommandAutocompleteResult, &discordgo.InteractionResponseData{
		Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: "ARC", Value: "arc"}},
	})
	s := quizBot(t, sb, map[string]answer{
		"complete set": respond(t, proposals),
		"set": func(s *discordgo.Session, i *discordgo.InteractionCreate) {
			d := i.ApplicationCommandData()
			o := d.Options[0].Options
			text := o[0].Name + " " + d.Resolved.Users[o[4].UserValue(nil).ID].Username + " " + d.Resolved.Attachments["0"].Filename
			respond(t, say(text))(s, i)
		},
	})
	kinds := []*discordgo.ApplicationCommandOption{
		{Type: discordgo.ApplicationCommandOptionAttachment, Name: "file", Description: "x", Required: true},
		{Type: discordgo.ApplicationCommandOptionInteger, Name: "n", Description: "x", MaxValue: 9},
		{Type: discordgo.ApplicationCommandOptionString, Name: "topic", Description: "x", Autocomplete: true},
		{Type: discordgo.ApplicationCommandOptionUser, Name: "who", Description: "x"},
		{Type: discordgo.ApplicationCommandOptionBoolean, Name: "loud", Description: "x"},
		{Type: discordgo.ApplicationCommandOptionChannel, Name: "where", Description: "x"},
	}
	register(t, s, sb, slash("set", &discordgo.ApplicationCommandOption{Type: discordgo.ApplicationCommandOptionSubCommand, Name: "all", Description: "x", Options: kinds}))
	ada, drills := sb.Player("ada"), sb.Channel(club, "drills")
	choices, err := ada.Autocomplete(ctx, drills, "set all", "topic", "a", nil)
	if err != nil || len(choices) != 1 || choices[0].Text() != "arc" {
		t.Fatalf("choices %+v, %v", choices, err)
	}
	opts := sandbox.Opt{
		"file": sandbox.File{Name: "notes.txt", Data: []byte("hello")}, "n": 3, "topic": "arc", "who": sb.Player("linus").ID, "where": drills,
	}
	reply, err := ada.Slash(ctx, drills, "set all", opts)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := reply.Message.Content, "file linus notes.txt"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	opts["n"] = 10
	if _, err := ada.Slash(ctx, drills, "set all", opts); code(err) != 50035 {
		t.Errorf("number too large: %v", err)
	}
	if _, err := ada.Slash(ctx, drills, "set all", sandbox.Opt{"n": 1}); code(err) != 50035 {
		t.Errorf("required option missing: %v", err)
	}
	if _, err := ada.Slash(ctx, drills, "nothing", nil); code(err) != 10063 {
		t.Errorf("unknown command: %v", err)
	}
}

func TestContextMenusCarryTheirTarget(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	s := quizBot(t, sb, map[string]answer{
		"Grade this": func(s *discordgo.Session, i *discordgo.InteractionCreate) {
			d := i.ApplicationCommandData()
			respond(t, say("message: "+d.Resolved.Messages[d.TargetID].Content))(s, i)
		},
		"Profile": func(s *discordgo.Session, i *discordgo.InteractionCreate) {
			d := i.ApplicationCommandData()
			respond(t, say("player: "+d.Resolved.Users[d.TargetID].Username))(s, i)
		},
	})
	register(t, s, sb, &discordgo.ApplicationCommand{Name: "Grade this", Type: discordgo.MessageApplicationCommand},
		&discordgo.ApplicationCommand{Name: "Profile", Type: discordgo.UserApplicationCommand})
	ada, drills := sb.Player("ada"), sb.Channel(club, "drills")
	said, err := sb.Player("linus").Say(ctx, drills, "entropy grows")
	if err != nil {
		t.Fatal(err)
	}
	reply, err := ada.MessageCommand(ctx, said, "Grade this")
	if err != nil || reply.Message.Content != "message: entropy grows" {
		t.Errorf("got %+v, %v", reply, err)
	}
	reply, err = ada.UserCommand(ctx, drills, "Profile", sb.Player("linus").ID)
	if err != nil || reply.Message.Content != "player: linus" {
		t.Errorf("got %+v, %v", reply, err)
	}
}

func TestFilesAreServed(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	want := bytes.Clone(picture.Bytes())
	s := quizBot(t, sb, map[string]answer{"chart": respond(t, response(discordgo.InteractionResponseChannelMessageWithSource, &discordgo.InteractionResponseData{
		Embeds: []*discordgo.MessageEmbed{{Image: &discordgo.MessageEmbedImage{URL: "attachment://c.png"}}},
		Files:  []*discordgo.File{{Name: "c.png", ContentType: "image/png", Reader: &picture}},
	}))})
	register(t, s, sb, slash("chart"))
	reply, err := sb.Player("ada").Slash(ctx, sb.Channel(club, "drills"), "chart", nil)
	if err != nil {
		t.Fatal(err)
	}
	shown := reply.Message.Embeds[0].Image
	if shown.Width != 3 || shown.Height != 2 || len(reply.Message.Attachments) != 0 {
		t.Errorf("picture is %+v, attachments %v", shown, reply.Message.Attachments)
	}
	res, err := s.Client.Get(shown.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil || !bytes.Equal(got, want) || res.Header.Get("Content-Type") != "image/png" {
		t.Errorf("%d bytes of %s, %v; want %d", len(got), res.Header.Get("Content-Type"), err, len(want))
	}
}

func TestUserInstalledApp(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	var last error
	done := make(chan struct{})
	s := quizBot(t, sb, map[string]answer{"drill": func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		defer close(done)
		if i.AuthorizingIntegrationOwners[discordgo.ApplicationIntegrationUserInstall] == "" || len(i.AuthorizingIntegrationOwners) != 1 {
			t.Errorf("owners are %v", i.AuthorizingIntegrationOwners)
		}
		respond(t, say("hi"))(s, i)
		for n := 0; n < 6 && last == nil; n++ {
			sb.Advance(3 * time.Second) // over the rate limit
			_, last = s.FollowupMessageCreate(i.Interaction, true, &discordgo.WebhookParams{Content: "more"})
			if last != nil && n != 5 {
				t.Errorf("follow-up %d: %v", n, last)
			}
		}
	}})
	anywhere := slash("drill")
	anywhere.IntegrationTypes = &[]discordgo.ApplicationIntegrationType{0, 1}
	anywhere.Contexts = &[]discordgo.InteractionContextType{0, 1, 2}
	register(t, s, sb, anywhere, slash("only-installed"))
	lounge := sb.Channel("Book Café", "lounge")
	if _, err := sb.Player("ada").Slash(ctx, lounge, "drill", nil); err != nil {
		t.Fatal(err)
	}
	<-done
	if code(last) != 40094 {
		t.Errorf("sixth follow-up: %v", last)
	}
	if _, err := sb.Player("ada").Slash(ctx, lounge, "only-installed", nil); code(err) != 10063 {
		t.Errorf("command of a server where the bot is not: %v", err)
	}
	dm, err := sb.Player("linus").DM(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sb.Player("linus").Say(ctx, dm, "hello bot"); err != nil {
		t.Error(err)
	}
}

func TestOriginOfThePageIsProtected(t *testing.T) {
	sb := start(t, sandbox.Options{})
	for name, header := range map[string]http.Header{
		"foreign origin": {"Origin": {"https://evil.example"}, "Sec-Fetch-Site": {"cross-site"}},
		"foreign host":   {"Host": {"evil.example"}},
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, sb.URL()+"/sandbox/clock", strings.NewReader(`{"advance":"1h"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header, req.Host = header, header.Get("Host")
		client := &http.Client{Transport: sb.Transport()}
		res, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		client.CloseIdleConnections()
		if res.StatusCode < 400 {
			t.Errorf("%s: status %d", name, res.StatusCode)
		}
	}
}
