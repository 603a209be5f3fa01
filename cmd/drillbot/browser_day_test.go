package main_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"drillbot/bot/sandbox/page/pagetest"
)

// dayWords is what an admin, a player and a moderator read and write in a server's day, in one language.
type dayWords struct {
	zone                                                           string // of the browser and of the server
	close, drawer, channel, message, send                          string
	settings, where, when, city, whom, role, saved, next           string
	topics, topic, done, preview, previewed, swap, swapped         string
	travel, jump, head, question                                   string
	switching, admin, player, answer, field, text, submit, only    string
	missed, dispute, why, because, sent                            string
	inbox, open, says, point, marked, settle, note, word, accepted string
	direct, decided                                                string
	privacy, yours, export, file, erase, sure, really, gone        string
}

func dayInEnglish() dayWords {
	return dayWords{
		zone: "Europe/Berlin", close: "Close", drawer: "Servers and channels", channel: "drills", message: "Message #drills", send: "Send",
		settings: "/settings daily", where: "Where the daily question is posted", when: "Time zone, such as", city: "berl",
		whom: "Role that is pinged", role: "drillers", saved: "✅ Saved", next: "Next question",
		topics: "Topics of the daily question", topic: "Transformer architecture", done: "Done",
		preview: "Post a preview", previewed: "A preview stands in #drills", swap: "/daily tomorrow question: arc-02", swapped: "✅ Swapped",
		travel: "Time travel", jump: "Jump to tomorrow 09:00", head: "@drillers · Question of the day", question: "Attention scores are divided",
		switching: "Switch player", admin: "Ada", player: "Linus", answer: "Answer", field: "Your answer, as you would say it",
		text:   "Large logits push the softmax into saturation: it becomes almost one-hot and its gradient vanishes.",
		submit: "Submit", only: "Only you can see this",
		missed: "missed", dispute: "Dispute", why: "Which point is graded wrong, and why?", because: "I did say where the number comes from.",
		sent:  "Your dispute is with this server's moderators.",
		inbox: "/inbox", open: "Open one", says: "The player says", point: "1 ❌", marked: "Your marks make", settle: "Settle as marked",
		note: "A word to the player (optional)", word: "Fair enough: it is implied.", accepted: "Accepted",
		direct: "Direct messages", decided: "was decided: accepted",
		privacy: "/privacy", yours: "Your choices", export: "Export everything", file: "drillbot.json", erase: "Delete everything",
		sure: "It cannot be undone.", really: "Delete everything about me", gone: "Everything about you is deleted.",
	}
}

func dayInChinese() dayWords {
	return dayWords{
		zone: "Asia/Shanghai", close: "关闭", drawer: "服务器与频道", channel: "刷题", message: "发消息至 #刷题", send: "发送",
		settings: "/settings daily", where: "每日一题发到哪个频道", when: "例如 Asia/Shanghai", city: "上海",
		whom: "发题时提醒的身份组", role: "刷题党", saved: "✅ 已保存", next: "下一题",
		topics: "每日一题的主题", topic: "Transformer 架构", done: "完成",
		preview: "预览一下", previewed: "预览已发到 #刷题", swap: "/daily tomorrow 题目: arc-02", swapped: "✅ 已换题",
		travel: "时间旅行", jump: "跳到明天 09:00", head: "@刷题党 · 每日一题", question: "注意力分数",
		switching: "切换玩家", admin: "小明", player: "美玲", answer: "作答", field: "像面试时那样说出你的答案",
		text:   "logits 太大，softmax 就会饱和，几乎 one-hot，梯度接近 0。",
		submit: "提交", only: "只有你能看到",
		missed: "没提到", dispute: "申诉", why: "哪个要点评错了？为什么？", because: "我说过这个数是怎么来的。",
		sent:  "申诉已交给本服务器的管理员。",
		inbox: "/inbox", open: "打开一条", says: "玩家说", point: "1 ❌", marked: "按你的标记是", settle: "按标记改分",
		note: "给玩家的话（选填）", word: "有道理，算你答到了。", accepted: "已采纳",
		direct: "私信", decided: "有了结果：已采纳",
		privacy: "/privacy", yours: "你的选择", export: "导出全部数据", file: "drillbot.json", erase: "删除全部数据",
		sure: "删除后无法恢复", really: "删除我的全部数据", gone: "关于你的一切都已删除。",
	}
}

// TestBrowserDay lives a server's day in a real Chromium: an admin sets the daily question up, it is posted the next morning, a player
// answers and disputes, a moderator decides, the player is told, takes their data along and deletes it. With PAGE_SHOTS every screen is
// written into that folder.
func TestBrowserDay(t *testing.T) {
	b := pagetest.Start(t)
	path := program(t)
	for _, c := range []struct {
		name  string
		o     pagetest.Options
		words dayWords
	}{
		{"day-desktop-en", pagetest.Options{Screen: pagetest.Desktop, Dark: true}, dayInEnglish()},
		{"day-phone-zh", pagetest.Options{Screen: pagetest.Phone, Dark: true, Language: "zh-CN"}, dayInChinese()},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.o.Dir, c.o.Zone = os.Getenv("PAGE_SHOTS"), c.words.zone
			p := launch(t, path, t.TempDir(), nil, "sandbox", "-addr", "127.0.0.1:0")
			beginAtTen(t, p.url, c.words.zone)
			d := day{b.Open(t, p.url, c.o), c.words, c.name, c.o.Screen.Phone}
			d.setUp()
			d.answer()
			d.decide()
			d.read()
			d.leave()
		})
	}
}

// beginAtTen moves the sandbox past the hour of the daily question, so that its next one is tomorrow's whenever the test runs.
func beginAtTen(t *testing.T, url, zone string) {
	t.Helper()
	body := strings.NewReader(`{"jump": "tomorrow 10:00", "zone": "` + zone + `"}`)
	resp, err := http.Post(url+"/sandbox/clock", "application/json", body)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("move the clock: %s", resp.Status)
	}
}

// day is a person before the page, who plays all parts.
type day struct {
	*pagetest.Page
	dayWords
	name  string
	phone bool
}

// look takes a picture of what fits the screen.
func (d day) look(what string) {
	d.Fits()
	d.Screenshot(d.name + "-" + what)
}

// run sends a command that is typed in full.
func (d day) run(command string) {
	d.ClickAt("[role=textbox], textarea")
	d.Insert(command)
	d.Click("button", d.send)
}

// aside opens the side of the page, which a phone hides.
func (d day) aside() {
	if !d.phone {
		return
	}
	d.Click("button", d.drawer)
	d.Until("the drawer", "document.querySelector('#sidebar').getBoundingClientRect().x === 0")
}

// goTo opens a channel of the server where the player is.
func (d day) goTo(channel string) {
	d.aside()
	d.Click("button", channel)
	d.Until("the drawer to close", "document.querySelector('#sidebar').getBoundingClientRect().x <= 0")
}

// play becomes another player, in the channel of the daily question.
func (d day) play(name string) {
	d.aside()
	d.Click("button", d.switching)
	d.Click("menuitem", name)
	d.Until(name+" to play", "document.querySelector('.panel__player strong')?.textContent === '"+name+"'")
	d.Click("button", d.channel)
}

// setUp is the admin's part: the daily question by autocomplete, its screen, a preview, another question, and tomorrow.
func (d day) setUp() {
	d.Click("button", d.close)
	d.goTo(d.channel)
	d.Click("textbox", d.message)
	d.Insert("/settings d")
	d.Click("option", d.settings)
	d.Click("option", d.where)
	d.Click("option", d.channel)
	d.Click("option", d.when)
	d.Insert(d.city)
	d.See(d.dayWords.zone + " · 10:")
	d.look("1-zone")
	d.Click("option", d.dayWords.zone)
	d.Click("option", d.whom)
	d.Click("option", d.role)
	d.look("2-command")
	d.Click("button", d.send)
	d.See(d.saved)
	d.See(d.next)
	d.look("3-settings")
	d.Click("button", d.topics)
	d.Click("option", d.topic)
	d.look("4-topics")
	d.Click("button", d.done)
	d.Until("the topic", "document.querySelector('.timeline').innerText.includes('· "+d.topic+"')")
	d.Click("button", d.preview)
	d.See(d.previewed)
	d.look("5-preview")
	d.run(d.swap)
	d.See(d.swapped)
	d.look("6-swapped")
	d.Click("button", d.travel)
	d.look("7-clock")
	d.Click("menuitem", d.jump)
	d.See(d.head)
	d.look("8-daily")
}

// answer is the player's part in the morning: an answer that nobody else sees, and a dispute.
func (d day) answer() {
	d.play(d.player)
	d.See(d.head)
	d.See(d.question)
	d.Until("the ping", "document.querySelector('.message--named')?.innerText.includes('@"+d.role+"')")
	d.look("9-player")
	d.Click("button", d.dayWords.answer)
	d.Click("textbox", d.field)
	d.Insert(d.text)
	d.Click("button", d.submit)
	d.See(d.missed)
	d.See(d.only)
	d.look("10-result")
	d.Click("button", d.dispute)
	d.Click("textbox", d.why)
	d.Insert(d.because)
	d.look("11-dispute")
	d.Click("button", d.submit)
	d.See(d.sent)
	d.look("12-sent")
}

// decide is the moderator's part.
func (d day) decide() {
	d.play(d.admin)
	d.run(d.inbox)
	d.Click("button", d.open)
	d.look("13-inbox")
	d.Click("option", "arc-02")
	d.See(d.says)
	d.look("14-case")
	d.Click("button", d.point)
	d.Until("the mark", "![...document.querySelectorAll('.timeline button')].some((b) => b.textContent.includes('"+d.point+"'))")
	d.Click("button", d.settle)
	d.Click("textbox", d.note)
	d.Insert(d.word)
	d.look("15-decide")
	d.Click("button", d.submit)
	d.See(d.accepted)
	d.look("16-decided")
}

// read is what the player finds afterwards.
func (d day) read() {
	d.play(d.player)
	d.Until("the count of direct messages", "document.querySelector('.rail .count')?.textContent === '1'")
	d.look("17-badge")
	d.aside()
	d.Click("button", d.direct)
	if d.phone {
		d.Click("button", "Drillbot")
	}
	d.Until("the count to go", "!document.querySelector('.rail .count')")
	d.See(d.decided)
	d.See(d.word)
	d.See(d.question)
	d.look("18-told")
}

// leave takes everything about the player along and deletes it.
func (d day) leave() {
	d.run(d.privacy)
	d.See(d.yours)
	d.look("19-privacy")
	d.Click("button", d.export)
	d.See(d.file)
	d.look("20-export")
	d.Click("button", d.erase)
	d.See(d.sure)
	d.look("21-ask")
	d.Click("button", d.really)
	d.See(d.gone)
	d.look("22-gone")
}
