package page_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/sandbox"
	"drillbot/bot/sandbox/page"
)

// world is a sandbox with the page and a scripted bot.
func world(t *testing.T) *sandbox.Sandbox {
	t.Helper()
	sb, err := sandbox.Start(sandbox.Options{Page: page.Handler(page.Options{Title: "Drillbot sandbox", Start: "drill"})})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sb.Close(); err != nil {
			t.Error(err)
		}
	})
	startBot(t, sb)
	return sb
}

// script is a bot that answers everything by a table; it knows nothing but its lines.
type script struct {
	t *testing.T
	s *discordgo.Session
}

func startBot(t *testing.T, sb *sandbox.Sandbox) {
	t.Helper()
	s, err := discordgo.New("Bot " + sb.BotToken())
	if err != nil {
		t.Fatal(err)
	}
	s.Client, s.Dialer = &http.Client{Transport: sb.Transport()}, sb.Dialer()
	s.ShouldReconnectOnError, s.StateEnabled = false, false
	b := &script{t: t, s: s}
	var busy sync.WaitGroup
	s.AddHandler(func(_ *discordgo.Session, i *discordgo.InteractionCreate) {
		busy.Go(func() { b.answer(i.Interaction) })
	})
	if err := s.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		busy.Wait()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		s.Client.CloseIdleConnections()
	})
	if _, err := s.ApplicationCommandBulkOverwrite(sb.AppID(), "", commands()); err != nil {
		t.Fatal(err)
	}
}

func commands() []*discordgo.ApplicationCommand {
	zh := func(text string) map[discordgo.Locale]string {
		return map[discordgo.Locale]string{discordgo.ChineseCN: text}
	}
	command := func(name, about, zhName, zhAbout string, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommand {
		names, texts := zh(zhName), zh(zhAbout)
		return &discordgo.ApplicationCommand{
			Name: name, Description: about, NameLocalizations: &names, DescriptionLocalizations: &texts, Options: options,
			Contexts:         &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM, discordgo.InteractionContextPrivateChannel},
			IntegrationTypes: &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall, discordgo.ApplicationIntegrationUserInstall},
		}
	}
	option := func(kind discordgo.ApplicationCommandOptionType, name, about, zhName, zhAbout string) *discordgo.ApplicationCommandOption {
		return &discordgo.ApplicationCommandOption{Type: kind, Name: name, Description: about, NameLocalizations: zh(zhName), DescriptionLocalizations: zh(zhAbout)}
	}
	topic := option(discordgo.ApplicationCommandOptionString, "topic", "What the question is about", "主题", "题目的主题")
	topic.Autocomplete = true
	level := option(discordgo.ApplicationCommandOptionInteger, "difficulty", "How hard", "难度", "题目难度")
	level.Choices = []*discordgo.ApplicationCommandOptionChoice{
		{Name: "Easy", NameLocalizations: zh("简单"), Value: 1}, {Name: "Medium", NameLocalizations: zh("中等"), Value: 3}, {Name: "Hard", NameLocalizations: zh("困难"), Value: 5},
	}
	public := option(discordgo.ApplicationCommandOptionBoolean, "public", "Show it to the channel", "公开", "让频道里的人都看到")
	player := option(discordgo.ApplicationCommandOptionUser, "player", "Whose profile", "玩家", "谁的档案")
	player.Required = true
	goal := option(discordgo.ApplicationCommandOptionInteger, "goal", "Questions a day", "目标", "每天几道题")
	least := 1.0
	goal.MinValue, goal.MaxValue = &least, 50
	return []*discordgo.ApplicationCommand{
		command("drill", "Ask me a question", "练习", "来一道题", topic, level, public),
		command("profile", "How a player is doing", "档案", "查看玩家的成绩", player, goal),
		command("gallery", "Everything a message can be", "展示", "消息的各种样子"),
		command("layout", "A message of components", "布局", "由组件构成的消息"),
		command("labels", "A form of labels", "表单", "带标签的表单"),
		command("silent", "Never answers", "沉默", "从不回答"),
		{Name: "Grade this", Type: discordgo.MessageApplicationCommand, NameLocalizations: &map[discordgo.Locale]string{discordgo.ChineseCN: "给它评分"}},
		{Name: "Profile", Type: discordgo.UserApplicationCommand, NameLocalizations: &map[discordgo.Locale]string{discordgo.ChineseCN: "玩家档案"}},
	}
}

func (b *script) answer(i *discordgo.Interaction) {
	handlers := map[string]func(*discordgo.Interaction){
		"drill": b.ask, "profile": b.profile, "gallery": b.gallery, "layout": b.layout, "labels": b.labels, "silent": func(*discordgo.Interaction) {},
		"Grade this": b.gradeMessage, "Profile": b.profile, "answer": b.form, "hint": b.hint, "topic": b.chosen, "skip": b.ask, "form": b.grade,
	}
	if i.Data == nil { // discordgo cannot read a form of labels
		b.respond(i, discordgo.InteractionResponseChannelMessageWithSource, &discordgo.InteractionResponseData{Content: "The form arrived"})
		return
	}
	h := handlers[key(i)]
	if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
		h = b.topics
	}
	if h == nil {
		b.t.Errorf("the bot does not know %q", key(i))
		return
	}
	h(i)
}

func key(i *discordgo.Interaction) string {
	switch i.Type {
	case discordgo.InteractionMessageComponent:
		return i.MessageComponentData().CustomID
	case discordgo.InteractionModalSubmit:
		return i.ModalSubmitData().CustomID
	default:
		return i.ApplicationCommandData().Name
	}
}

func (b *script) respond(i *discordgo.Interaction, kind discordgo.InteractionResponseType, data *discordgo.InteractionResponseData) {
	if err := b.s.InteractionRespond(i, &discordgo.InteractionResponse{Type: kind, Data: data}); err != nil {
		b.t.Errorf("respond to %s: %v", key(i), err)
	}
}

func chinese(i *discordgo.Interaction) bool { return strings.HasPrefix(string(i.Locale), "zh") }

func pick(i *discordgo.Interaction, en, zh string) string {
	if chinese(i) {
		return zh
	}
	return en
}

func (b *script) topics(i *discordgo.Interaction) {
	typed := ""
	for _, o := range i.ApplicationCommandData().Options {
		if o.Focused {
			typed = o.StringValue()
		}
	}
	found := []*discordgo.ApplicationCommandOptionChoice{}
	for _, topic := range []string{"Abstraction", "Program synthesis", "Test-time training", "抽象与推理", "程序合成"} {
		if strings.Contains(strings.ToLower(topic), strings.ToLower(typed)) {
			found = append(found, &discordgo.ApplicationCommandOptionChoice{Name: topic, Value: topic})
		}
	}
	b.respond(i, discordgo.InteractionApplicationCommandAutocompleteResult, &discordgo.InteractionResponseData{Choices: found})
}

func (b *script) ask(i *discordgo.Interaction) {
	kind, flags := discordgo.InteractionResponseChannelMessageWithSource, discordgo.MessageFlags(0)
	if i.Type == discordgo.InteractionMessageComponent {
		kind = discordgo.InteractionResponseUpdateMessage
	} else if b.private(i) {
		flags = discordgo.MessageFlagsEphemeral
	}
	b.respond(i, kind, &discordgo.InteractionResponseData{Flags: flags, Embeds: []*discordgo.MessageEmbed{question(i)}, Components: questionButtons(i)})
}

// private is the default; the option "public" turns it off.
func (b *script) private(i *discordgo.Interaction) bool {
	for _, o := range i.ApplicationCommandData().Options {
		if o.Name == "public" {
			return !o.BoolValue()
		}
	}
	return true
}

func question(i *discordgo.Interaction) *discordgo.MessageEmbed {
	return &discordgo.MessageEmbed{
		Color: 0x5865F2, Author: &discordgo.MessageEmbedAuthor{Name: pick(i, "ARC · difficulty 3 of 5", "ARC · 难度 3 / 5")},
		Title: pick(i, "Why does brute-force search fail on ARC?", "为什么暴力搜索解不了 ARC？"),
		Description: pick(i,
			"A domain-specific language has **60 primitives**. Explain why enumerating programs of depth `d` stops being possible around *d = 5*, and name two remedies.\n\n> Answer in your own words; three or four sentences are enough.",
			"某个领域专用语言有 **60 个原语**。请说明为什么枚举深度为 `d` 的程序在 *d = 5* 左右就不可行了，并给出两种补救办法。\n\n> 用自己的话回答，三四句即可。"),
		Fields: []*discordgo.MessageEmbedField{
			{Name: pick(i, "Points", "分值"), Value: "100", Inline: true},
			{Name: pick(i, "Streak", "连续"), Value: pick(i, "3 days 🔥", "3 天 🔥"), Inline: true},
			{Name: pick(i, "Closes", "截止"), Value: "<t:4102444800:R>", Inline: true},
		},
		Footer: &discordgo.MessageEmbedFooter{Text: pick(i, "arc-search-01 · your first answer of the day counts", "arc-search-01 · 当天第一次回答计入排行")},
	}
}

func questionButtons(i *discordgo.Interaction) []discordgo.MessageComponent {
	return []discordgo.MessageComponent{
		discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.Button{Label: pick(i, "Answer", "回答"), CustomID: "answer", Style: discordgo.PrimaryButton, Emoji: &discordgo.ComponentEmoji{Name: "✍️"}},
			discordgo.Button{Label: pick(i, "Hint", "提示"), CustomID: "hint", Style: discordgo.SecondaryButton, Emoji: &discordgo.ComponentEmoji{Name: "💡"}},
			discordgo.Button{Label: pick(i, "Skip", "跳过"), CustomID: "skip", Style: discordgo.SecondaryButton},
			discordgo.Button{Label: pick(i, "Source", "来源"), URL: "https://arxiv.org/abs/1911.01547", Style: discordgo.LinkButton},
		}},
		discordgo.ActionsRow{Components: []discordgo.MessageComponent{discordgo.SelectMenu{
			CustomID: "topic", Placeholder: pick(i, "Another topic…", "换个主题…"), Options: []discordgo.SelectMenuOption{
				{Label: pick(i, "Program synthesis", "程序合成"), Value: "synthesis", Description: pick(i, "12 questions", "12 道题"), Emoji: &discordgo.ComponentEmoji{Name: "🧩"}},
				{Label: pick(i, "Test-time training", "测试时训练"), Value: "ttt", Description: pick(i, "9 questions", "9 道题"), Emoji: &discordgo.ComponentEmoji{Name: "⏱️"}},
			},
		}}},
	}
}

func (b *script) hint(i *discordgo.Interaction) {
	b.respond(i, discordgo.InteractionResponseChannelMessageWithSource, &discordgo.InteractionResponseData{
		Flags: discordgo.MessageFlagsEphemeral, Content: pick(i, "Count them: ||60^d|| programs. Then think about *what guides* the search.", "数一数：||60^d|| 个程序。再想想*用什么引导*搜索。"),
	})
}

func (b *script) chosen(i *discordgo.Interaction) {
	b.respond(i, discordgo.InteractionResponseChannelMessageWithSource, &discordgo.InteractionResponseData{
		Flags: discordgo.MessageFlagsEphemeral, Content: pick(i, "Next time: ", "下一题：") + "**" + i.MessageComponentData().Values[0] + "**",
	})
}

func (b *script) form(i *discordgo.Interaction) {
	row := func(input discordgo.TextInput) discordgo.MessageComponent {
		return discordgo.ActionsRow{Components: []discordgo.MessageComponent{input}}
	}
	b.respond(i, discordgo.InteractionResponseModal, &discordgo.InteractionResponseData{
		CustomID: "form", Title: pick(i, "Why does brute force fail?", "为什么暴力搜索不行？"), Components: []discordgo.MessageComponent{
			row(discordgo.TextInput{CustomID: "text", Label: pick(i, "Your answer", "你的回答"), Style: discordgo.TextInputParagraph, Required: true, MinLength: 10, MaxLength: 4000, Placeholder: pick(i, "The number of programs grows…", "程序的数量会……")}),
			row(discordgo.TextInput{CustomID: "source", Label: pick(i, "Source (optional)", "出处（选填）"), Style: discordgo.TextInputShort, Value: "arXiv:1911.01547", MaxLength: 100}),
		},
	})
}

// labels sends a form that discordgo has no types for: labels, a select, a text.
func (b *script) labels(i *discordgo.Interaction) {
	label := func(name, about string, component map[string]any) map[string]any {
		return map[string]any{"type": 18, "label": name, "description": about, "component": component}
	}
	modal := map[string]any{"custom_id": "labels", "title": "A form of labels", "components": []any{
		map[string]any{"type": 10, "content": "Put **the steps** into words."},
		label("Your answer", "Your own words.", map[string]any{"type": 4, "custom_id": "text", "style": 2, "required": true, "min_length": 10}),
		label("How sure are you?", "", map[string]any{"type": 3, "custom_id": "sure", "options": []any{
			map[string]any{"label": "Guessing", "value": "1"}, map[string]any{"label": "Certain", "value": "3"},
		}}),
	}}
	address := discordgo.EndpointInteractionResponse(i.ID, i.Token)
	if _, err := b.s.RequestWithBucketID(http.MethodPost, address, map[string]any{"type": 9, "data": modal}, address); err != nil {
		b.t.Errorf("open the form: %v", err)
	}
}

// grade thinks first, as a slow grader does.
func (b *script) grade(i *discordgo.Interaction) {
	b.respond(i, discordgo.InteractionResponseDeferredChannelMessageWithSource, &discordgo.InteractionResponseData{Flags: discordgo.MessageFlagsEphemeral})
	embeds := []*discordgo.MessageEmbed{{
		Color: 0x23A55A, Title: pick(i, "72 / 100 · offline estimate", "72 / 100 · 离线估分"), Description: pick(i, "Well explained. One remedy is missing.", "解释得不错，还差一种补救办法。"),
		Fields: []*discordgo.MessageEmbedField{
			{Name: pick(i, "✅ Combinatorial growth — 40", "✅ 组合爆炸 — 40"), Value: "> 60^d"},
			{Name: pick(i, "🟡 A prior over programs — 20 of 30", "🟡 程序先验 — 20 / 30"), Value: pick(i, "Named, not explained.", "提到了，但没有解释。")},
			{Name: pick(i, "❌ Learned guidance — 12 of 30", "❌ 学习得到的引导 — 12 / 30"), Value: pick(i, "Missing.", "缺少。")},
		},
		Image:  &discordgo.MessageEmbedImage{URL: "attachment://growth.png"},
		Footer: &discordgo.MessageEmbedFooter{Text: pick(i, "+72 points · streak 4", "+72 分 · 连续 4 天")}, Timestamp: "2026-11-23T10:00:00Z",
	}}
	edit := &discordgo.WebhookEdit{Embeds: &embeds, Files: []*discordgo.File{{Name: "growth.png", ContentType: "image/png", Reader: chart()}}, Components: &[]discordgo.MessageComponent{
		discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.Button{Label: pick(i, "Try again", "再试一次"), CustomID: "answer", Style: discordgo.SuccessButton},
			discordgo.Button{Label: pick(i, "Next", "下一题"), CustomID: "skip", Style: discordgo.PrimaryButton},
			discordgo.Button{Label: pick(i, "Report a problem", "报告问题"), CustomID: "hint", Style: discordgo.DangerButton, Disabled: true},
		}},
	}}
	if _, err := b.s.InteractionResponseEdit(i, edit); err != nil {
		b.t.Errorf("edit: %v", err)
	}
}

func (b *script) profile(i *discordgo.Interaction) {
	data := i.ApplicationCommandData()
	id := data.TargetID
	for _, o := range data.Options {
		if o.Name == "player" {
			id = o.UserValue(nil).ID
		}
	}
	b.respond(i, discordgo.InteractionResponseChannelMessageWithSource, &discordgo.InteractionResponseData{
		AllowedMentions: &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}, Content: fmt.Sprintf("<@%s>: 12 answers, average **81**", id),
	})
}

func (b *script) gradeMessage(i *discordgo.Interaction) {
	for _, m := range i.ApplicationCommandData().Resolved.Messages {
		b.respond(i, discordgo.InteractionResponseChannelMessageWithSource, &discordgo.InteractionResponseData{Flags: discordgo.MessageFlagsEphemeral, Content: "Graded: " + m.Content})
	}
}

const everything = "# Heading one\n## Heading two\n**bold** *italic* __underline__ ~~strike~~ ***both*** `code` ||spoiler||\n> a quote\n> in two lines\n- a list\n  - inside\n- again\n1. first\n2. second\n" +
	"```go\nfunc main() { println(\"<b>not markup</b>\") }\n```\n-# small print\n[a link](https://example.com/a_b) and https://example.com/x. <t:1767261600:D> <t:1767261600:R> @everyone <script>alert(1)</script> </drill:1> \\*escaped\\*"

func (b *script) gallery(i *discordgo.Interaction) {
	least := 1
	b.respond(i, discordgo.InteractionResponseChannelMessageWithSource, &discordgo.InteractionResponseData{
		Content: everything, AllowedMentions: &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}},
		Files: []*discordgo.File{{Name: "growth.png", ContentType: "image/png", Reader: chart()}, {Name: "notes.txt", ContentType: "text/plain", Reader: strings.NewReader("notes")}},
		Components: []discordgo.MessageComponent{
			discordgo.ActionsRow{Components: []discordgo.MessageComponent{discordgo.SelectMenu{CustomID: "topic", Placeholder: "Pick several", MinValues: &least, MaxValues: 3, Options: []discordgo.SelectMenuOption{{Label: "One", Value: "one"}, {Label: "Two", Value: "two"}, {Label: "Three", Value: "three"}, {Label: "Four", Value: "four"}}}}},
			discordgo.ActionsRow{Components: []discordgo.MessageComponent{discordgo.SelectMenu{MenuType: discordgo.UserSelectMenu, CustomID: "who", Placeholder: "Pick a player"}}},
		},
	})
}

func (b *script) layout(i *discordgo.Interaction) {
	accent, yes := 0xF0B232, true
	b.respond(i, discordgo.InteractionResponseChannelMessageWithSource, &discordgo.InteractionResponseData{
		Flags: discordgo.MessageFlagsIsComponentsV2,
		Files: []*discordgo.File{{Name: "growth.png", ContentType: "image/png", Reader: chart()}},
		Components: []discordgo.MessageComponent{
			discordgo.TextDisplay{Content: "## Weekly board\nAll times are local."},
			discordgo.Container{AccentColor: &accent, Components: []discordgo.MessageComponent{
				discordgo.Section{Components: []discordgo.MessageComponent{discordgo.TextDisplay{Content: "**1. Ada** — 412\n**2. 小明** — 398"}}, Accessory: discordgo.Thumbnail{Media: discordgo.UnfurledMediaItem{URL: "attachment://growth.png"}}},
				discordgo.Separator{Divider: &yes},
				discordgo.Section{Components: []discordgo.MessageComponent{discordgo.TextDisplay{Content: "Your rank: **17** of 230"}}, Accessory: discordgo.Button{Label: "Show me", CustomID: "hint", Style: discordgo.SecondaryButton}},
				discordgo.MediaGallery{Items: []discordgo.MediaGalleryItem{{Media: discordgo.UnfurledMediaItem{URL: "attachment://growth.png"}}}},
				discordgo.ActionsRow{Components: []discordgo.MessageComponent{discordgo.Button{Label: "◀", CustomID: "a", Style: discordgo.SecondaryButton, Disabled: true}, discordgo.Button{Label: "▶", CustomID: "hint2", Style: discordgo.SecondaryButton}}},
			}},
		},
	})
}

// chart is a small picture: a curve that grows.
func chart() *bytes.Reader {
	m := image.NewRGBA(image.Rect(0, 0, 360, 160))
	for x := range 360 {
		height := 8 + x*x/900
		for y := range 160 {
			c := color.RGBA{0x2b, 0x2d, 0x42, 255}
			if 160-y < height {
				c = color.RGBA{0x58, 0x65, 0xf2, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		return nil // a buffer takes everything
	}
	return bytes.NewReader(b.Bytes())
}
