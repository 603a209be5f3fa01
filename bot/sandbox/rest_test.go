package sandbox_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/sandbox"
)

func TestCommandsAreRegisteredEditedAndLocalised(t *testing.T) {
	sb := start(t, sandbox.Options{})
	s := session(t, sb)
	cmd := slash("drill", option(discordgo.ApplicationCommandOptionString, "topic", false))
	cmd.DescriptionLocalizations = &map[discordgo.Locale]string{discordgo.ChineseCN: "出一道题"}
	made, err := s.ApplicationCommandCreate(sb.AppID(), "", cmd)
	if err != nil {
		t.Fatal(err)
	}
	edited, err := s.ApplicationCommandEdit(sb.AppID(), "", made.ID, &discordgo.ApplicationCommand{Name: "drill", Description: "other"})
	if err != nil || edited.ID != made.ID || edited.Version == made.Version || edited.Description != "other" {
		t.Errorf("edited %+v, %v", edited, err)
	}
	index := struct {
		Commands []struct {
			Name      string `json:"name"`
			Localized string `json:"description_localized"`
		} `json:"application_commands"`
	}{}
	xiaoming := sb.Player("xiaoming")
	get(t, sb, "/api/v9/channels/"+sb.Channel(club, "drills")+"/application-command-index", xiaoming.Token, &index)
	if len(index.Commands) != 1 || index.Commands[0].Localized != "出一道题" {
		t.Errorf("index %+v", index)
	}
	if err := s.ApplicationCommandDelete(sb.AppID(), "", made.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ApplicationCommand(sb.AppID(), "", made.ID); code(err) != 10063 {
		t.Errorf("deleted command: %v", err)
	}
}

// get reads JSON as a player or, with "Bot …", as the bot.
func get(t *testing.T, sb *sandbox.Sandbox, path, token string, out any) {
	t.Helper()
	client := &http.Client{Transport: sb.Transport()}
	defer client.CloseIdleConnections()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, sb.URL()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", token)
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(out); err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", path, res.Status, err)
	}
}

func TestAdminCommandsAreForAdmins(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	s := quizBot(t, sb, map[string]answer{"settings": respond(t, say("ok"))})
	cmd := slash("settings")
	manage := int64(discordgo.PermissionManageGuild)
	cmd.DefaultMemberPermissions = &manage
	register(t, s, sb, cmd)
	drills := sb.Channel(club, "drills")
	if _, err := sb.Player("ada").Slash(ctx, drills, "settings", nil); err != nil {
		t.Errorf("admin: %v", err)
	}
	if _, err := sb.Player("linus").Slash(ctx, drills, "settings", nil); code(err) != 10063 {
		t.Errorf("not an admin: %v", err)
	}
}

func TestThreadsFromAMessageAndWithout(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	s, drills := session(t, sb), sb.Channel(club, "drills")
	m, err := s.ChannelMessageSend(drills, "topic of the day")
	if err != nil {
		t.Fatal(err)
	}
	th, err := s.MessageThreadStart(drills, m.ID, "answers", 1440)
	if err != nil || th.ID != m.ID || th.ParentID != drills {
		t.Fatalf("thread %+v, %v", th, err)
	}
	if _, err := s.MessageThreadStart(drills, m.ID, "again", 1440); code(err) != 160004 {
		t.Errorf("second thread: %v", err)
	}
	if _, err := sb.Player("linus").Say(ctx, th.ID, "mine"); err != nil {
		t.Error(err)
	}
	if _, err := s.ChannelMessageSend(th.ID, "noted"); err != nil {
		t.Error(err)
	}
	free, err := s.ThreadStart(drills, "free", discordgo.ChannelTypeGuildPublicThread, 60)
	if err != nil || free.Name != "free" {
		t.Errorf("thread %+v, %v", free, err)
	}
	active, err := s.GuildThreadsActive(th.GuildID)
	if err != nil || len(active.Threads) != 2 {
		t.Errorf("active %+v, %v", active, err)
	}
}

func TestPrivateMessages(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	heard := make(chan string, 2)
	s := quizBot(t, sb, map[string]answer{"drill": func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		if i.Context != discordgo.InteractionContextBotDM || i.User == nil || i.Member != nil {
			t.Errorf("interaction of a DM: %+v", i.Interaction)
		}
		respond(t, say("hi"))(s, i)
	}})
	s.AddHandler(func(_ *discordgo.Session, m *discordgo.MessageCreate) {
		if m.Author.ID != sb.AppID() {
			heard <- m.Content
		}
	})
	register(t, s, sb, slash("drill"))
	linus := sb.Player("linus")
	dm, err := linus.DM(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := linus.Say(ctx, dm, "hello bot"); err != nil {
		t.Fatal(err)
	}
	if got := <-heard; got != "hello bot" {
		t.Errorf("the bot heard %q", got)
	}
	if _, err := linus.Slash(ctx, dm, "drill", nil); err != nil {
		t.Error(err)
	}
	at, err := linus.Position(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.ChannelMessageSend(dm, "good morning"); err != nil {
		t.Fatal(err)
	}
	if m, err := linus.AwaitNew(ctx, at, func(sandbox.Message) bool { return true }); err != nil || m.Content != "good morning" {
		t.Errorf("got %+v, %v", m, err)
	}
}

func TestDeferredUpdateEditsTheClickedMessage(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	done := "done"
	s := quizBot(t, sb, map[string]answer{"drill": respond(t, card()), "skip": func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		respond(t, response(discordgo.InteractionResponseDeferredMessageUpdate, nil))(s, i)
		if _, err := s.InteractionResponseEdit(i.Interaction, &discordgo.WebhookEdit{Content: &done, Components: &[]discordgo.MessageComponent{}}); err != nil {
			t.Error(err)
		}
		if err := s.InteractionResponseDelete(i.Interaction); err != nil {
			t.Error(err)
		}
	}})
	register(t, s, sb, slash("drill"))
	ada := sb.Player("ada")
	shown, err := ada.Slash(ctx, sb.Channel(club, "drills"), "drill", nil)
	if err != nil {
		t.Fatal(err)
	}
	at, err := ada.Position(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ada.Click(ctx, shown.Message, "Skip"); err != nil && code(err) != 10008 {
		t.Fatal(err)
	}
	var kinds []string
	err = ada.Events(ctx, at, func(e sandbox.Event) bool {
		kinds = append(kinds, e.Type)
		return e.Type == "MESSAGE_DELETE"
	})
	if got, want := strings.Join(kinds, " "), "INTERACTION_CREATE INTERACTION_SUCCESS MESSAGE_UPDATE MESSAGE_DELETE"; got != want || err != nil {
		t.Errorf("events %s, want %s; %v", got, want, err)
	}
}

func TestLeavingAServer(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	s := session(t, sb)
	gone := make(chan string, 3)
	s.AddHandler(func(_ *discordgo.Session, g *discordgo.GuildDelete) { gone <- g.ID })
	if err := s.Open(); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	guilds, err := s.UserGuilds(100, "", "", false)
	if err != nil || len(guilds) != 2 {
		t.Fatalf("guilds %v, %v", guilds, err)
	}
	if err := s.GuildLeave(guilds[0].ID); err != nil {
		t.Fatal(err)
	}
	if got := <-gone; got != guilds[0].ID {
		t.Errorf("left %s", got)
	}
	if _, err := s.GuildChannels(guilds[0].ID); code(err) != 50001 {
		t.Errorf("channels of a left server: %v", err)
	}
	if _, err := sb.Player("ada").Say(ctx, sb.Channel(club, "drills"), "still here"); err != nil {
		t.Error(err)
	}
}

func TestLanguageOfTheClientTravelsAlong(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	s := quizBot(t, sb, map[string]answer{"drill": func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		respond(t, say(string(i.Locale)+" "+string(*i.GuildLocale)))(s, i)
	}})
	register(t, s, sb, slash("drill"))
	ada, room := sb.Player("ada"), sb.Channel("面试小组", "刷题")
	if err := ada.SetLocale(ctx, "fr"); err != nil {
		t.Fatal(err)
	}
	if err := ada.SetLocale(ctx, "xx"); code(err) != 50035 {
		t.Errorf("unknown locale: %v", err)
	}
	reply, err := ada.Slash(ctx, room, "drill", nil)
	if err != nil || reply.Message.Content != "fr zh-CN" {
		t.Errorf("got %+v, %v", reply, err)
	}
}

func TestCallbackWithResponse(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	got := make(chan string, 1)
	s := quizBot(t, sb, map[string]answer{"drill": func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		address := discordgo.EndpointInteractionResponse(i.ID, i.Token)
		raw, err := s.RequestWithBucketID("POST", address+"?with_response=true", say("hi"), address)
		if err != nil {
			t.Error(err)
		}
		var out struct {
			Resource struct {
				Message struct {
					Content string `json:"content"`
				} `json:"message"`
			} `json:"resource"`
		}
		if err := json.Unmarshal(raw, &out); err != nil {
			t.Error(err)
		}
		got <- out.Resource.Message.Content
	}})
	register(t, s, sb, slash("drill"))
	if _, err := sb.Player("ada").Slash(ctx, sb.Channel(club, "drills"), "drill", nil); err != nil {
		t.Fatal(err)
	}
	if text := <-got; text != "hi" {
		t.Errorf("got %q", text)
	}
}

func TestDropAndDuplicate(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	seen := make(chan string, 4)
	s := echo(t, sb, func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		if err := s.InteractionRespond(i.Interaction, say("hi")); err != nil && code(err) != 40060 {
			t.Error(err)
		}
		seen <- i.ID
	})
	register(t, s, sb, slash("drill"))
	ada, drills := sb.Player("ada"), sb.Channel(club, "drills")
	if err := sb.Plant(sandbox.Fault{Kind: "duplicate"}); err != nil {
		t.Fatal(err)
	}
	if _, err := ada.Slash(ctx, drills, "drill", nil); err != nil {
		t.Fatal(err)
	}
	if a, b := <-seen, <-seen; a != b {
		t.Errorf("delivered %s and %s, want one twice", a, b)
	}
}

func TestMembersLeaveForThoseWhoAskedToKnow(t *testing.T) {
	const members = 1 << 1
	sb := start(t, sandbox.Options{Intents: members})
	curious, other := dial(t, sb, ""), dial(t, sb, "")
	curious.send(2, identity(sb, 1|members))
	other.send(2, identity(sb, 1))
	curious.until("GUILD_CREATE", 0)
	other.until("READY", 0)
	leave(t, sb, sb.Player("linus"))
	if p := curious.until("GUILD_MEMBER_REMOVE", 0); !strings.Contains(string(p.Data), "linus") {
		t.Errorf("got %s", p.Data)
	}
	if err := sb.Plant(sandbox.Fault{Kind: "gateway", Action: "reconnect"}); err != nil {
		t.Fatal(err)
	}
	for {
		p, err := other.next()
		if err != nil || p.Op == 7 {
			break
		}
		if p.Type == "GUILD_MEMBER_REMOVE" {
			t.Error("told to a session without the intent")
		}
	}
}

// leave takes a player out of the first of their servers.
func leave(t *testing.T, sb *sandbox.Sandbox, p *sandbox.Player) {
	t.Helper()
	var guilds []struct {
		ID string `json:"id"`
	}
	get(t, sb, "/api/v9/users/@me/guilds", p.Token, &guilds)
	client := &http.Client{Transport: sb.Transport()}
	defer client.CloseIdleConnections()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodDelete, sb.URL()+"/api/v9/users/@me/guilds/"+guilds[0].ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", p.Token)
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusNoContent {
		t.Errorf("leave: %s", res.Status)
	}
}

func TestComponentsV2(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	shown := response(discordgo.InteractionResponseChannelMessageWithSource, &discordgo.InteractionResponseData{
		Flags: discordgo.MessageFlagsIsComponentsV2,
		Components: []discordgo.MessageComponent{discordgo.Container{Components: []discordgo.MessageComponent{
			discordgo.Section{
				Components: []discordgo.MessageComponent{discordgo.TextDisplay{Content: "What is ARC?"}},
				Accessory:  discordgo.Button{Label: "Answer", CustomID: "answer", Style: discordgo.PrimaryButton},
			},
			discordgo.Separator{},
			row(discordgo.Button{Label: "Skip", CustomID: "skip", Style: discordgo.SecondaryButton}),
		}}},
	})
	s := quizBot(t, sb, map[string]answer{"drill": respond(t, shown), "answer": respond(t, answerForm())})
	register(t, s, sb, slash("drill"))
	ada := sb.Player("ada")
	reply, err := ada.Slash(ctx, sb.Channel(club, "drills"), "drill", nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := sandbox.Text(reply.Message); !strings.Contains(got, "What is ARC?") {
		t.Errorf("text is %q", got)
	}
	if opened, err := ada.Click(ctx, reply.Message, "Answer"); err != nil || opened.Modal == nil {
		t.Errorf("got %+v, %v", opened, err)
	}
}
