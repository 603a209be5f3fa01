package page_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"drillbot/bot/sandbox"
	"drillbot/bot/sandbox/page"
	"drillbot/bot/sandbox/page/pagetest"
)

// shots is where screenshots go when someone wants to look: PAGE_SHOTS=/tmp/shots go test ./bot/sandbox/page
func shots(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("PAGE_SHOTS")
	if dir == "" {
		return ""
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// words are what the scripted bot and the page say in a language.
type words struct {
	start, question, answer, field, text, submit, result, hint, hinted, only, dismiss string
}

func english() words {
	return words{
		start: "Start your first drill", question: "Why does brute-force search fail on ARC?", answer: "Answer", field: "Your answer", text: "The number of programs grows as 60^d, so a prior is needed.",
		submit: "Submit", result: "72 / 100", hint: "Hint", hinted: "Count them:", only: "Only you can see this", dismiss: "Dismiss message",
	}
}

func mandarin() words {
	return words{
		start: "开始第一道题", question: "为什么暴力搜索解不了 ARC？", answer: "回答", field: "你的回答", text: "程序数量按 60^d 增长，所以需要先验来引导搜索。",
		submit: "提交", result: "72 / 100", hint: "提示", hinted: "数一数：", only: "只有你能看到", dismiss: "关闭此消息",
	}
}

func TestConversation(t *testing.T) {
	b := pagetest.Start(t)
	for _, c := range []struct {
		name string
		o    pagetest.Options
		w    words
	}{
		{"desktop-dark-en", pagetest.Options{Screen: pagetest.Desktop, Dark: true}, english()},
		{"desktop-light-zh", pagetest.Options{Screen: pagetest.Desktop, Language: "zh-CN", Zone: "Asia/Shanghai"}, mandarin()},
		{"phone-dark-zh", pagetest.Options{Screen: pagetest.Phone, Dark: true, Language: "zh-CN", Zone: "Asia/Shanghai"}, mandarin()},
		{"phone-light-en", pagetest.Options{Screen: pagetest.Small}, english()},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.o.Dir = shots(t)
			sb := world(t)
			converse(b.Open(t, sb.URL(), c.o), c.w, c.name)
		})
	}
}

// converse is a whole drill: the hint's one click, a tip, a form that is left and taken up again, the result.
func converse(p *pagetest.Page, w words, name string) {
	p.See(w.start)
	p.Fits()
	p.Screenshot(name + "-1-welcome")
	p.Click("button", w.start)
	p.See(w.question)
	p.See(w.only)
	p.Fits()
	p.Screenshot(name + "-2-question")
	p.Click("button", w.hint)
	p.See(w.hinted)
	p.Click("button", w.dismiss)
	p.Unsee(w.hinted)
	p.Click("button", w.answer)
	p.Click("textbox", w.field)
	p.Insert(w.text)
	p.Key("Escape")
	p.Until("the form to close", "!document.querySelector('dialog')")
	p.Click("button", w.answer)
	p.Until("the draft", "document.querySelector('dialog textarea')?.value.length > 10")
	p.Fits()
	p.Screenshot(name + "-3-form")
	p.Click("button", w.submit)
	p.See(w.result)
	p.Until("the form to go", "!document.querySelector('dialog')")
	p.Until("the pictures", "[...document.images].every((image) => image.complete && image.naturalWidth)")
	p.Fits()
	p.Screenshot(name + "-4-result")
}

func TestSlashCommands(t *testing.T) {
	b := pagetest.Start(t)
	sb := world(t)
	p := b.Open(t, sb.URL(), pagetest.Options{Dark: true, Dir: shots(t)})
	p.Click("textbox", "Message #general")
	p.Type("/")
	p.See("Everything a message can be")
	p.Screenshot("slash-1-list")
	p.Type("dri")
	p.Key("Enter")
	p.Click("option", "topic")
	p.Type("prog")
	p.Click("option", "Program synthesis")
	p.Screenshot("slash-2-options")
	p.Click("option", "difficulty")
	p.Key("ArrowDown")
	p.Key("Enter")
	p.Key("Enter")
	p.See("Why does brute-force search fail on ARC?")
	p.Unsee("Sending command")
}

func TestCommandErrorsAreClear(t *testing.T) {
	b := pagetest.Start(t)
	sb := world(t)
	p := b.Open(t, sb.URL(), pagetest.Options{Dir: shots(t)})
	p.Click("textbox", "Message #general")
	p.Insert("/profile goal: 99")
	p.Key("Enter")
	p.Key("Escape")
	p.Click("textbox", "Message #general")
	p.Insert("/profile player: Nobody goal: 99")
	p.Click("button", "Send")
	p.See("player: there is no such player")
	p.Screenshot("slash-3-error")
	p.Key("Escape")
	p.Insert("/nothing")
	p.Key("Enter")
	p.See("There is no command /nothing")
}

func TestSilentBot(t *testing.T) {
	b := pagetest.Start(t)
	sb := world(t)
	p := b.Open(t, sb.URL(), pagetest.Options{Dark: true, Dir: shots(t)})
	p.Click("textbox", "Message #general")
	p.Type("/silent")
	p.Key("Enter")
	p.Key("Enter")
	p.See("Sending command…")
	p.See("The application did not respond")
	p.Screenshot("silent")
	p.Click("button", "Dismiss message")
	p.Unsee("The application did not respond")
}

func TestGallery(t *testing.T) {
	b := pagetest.Start(t)
	for _, c := range []struct {
		name string
		o    pagetest.Options
	}{{"gallery-desktop", pagetest.Options{Dark: true}}, {"gallery-phone", pagetest.Options{Screen: pagetest.Small}}} {
		t.Run(c.name, func(t *testing.T) {
			c.o.Dir = shots(t)
			p := b.Open(t, world(t).URL(), c.o)
			for _, command := range []string{"gallery", "layout"} {
				p.Click("textbox", "Message #general")
				p.Insert("/" + command + " ")
				p.Until("the command line", "document.querySelector('.command')")
				p.Click("button", "Send")
				p.See(map[string]string{"gallery": "Heading one", "layout": "Weekly board"}[command])
				p.Until("the pictures", "[...document.images].every((image) => image.complete && image.naturalWidth)")
				p.Fits()
				p.Screenshot(c.name + "-" + command)
			}
			if n := pagetest.Eval[int](p, "document.querySelectorAll('.timeline script, .timeline b').length"); n != 0 {
				t.Errorf("%d elements came out of a message's text", n)
			}
			p.Click("button", "Pick several")
			p.Click("option", "One")
			p.Click("option", "Three")
			p.Screenshot(c.name + "-select")
			p.Click("button", "Done")
			p.See("Next time: one")
			p.ClickAt(".picture")
			p.Until("the large picture", "document.querySelector('dialog.lightbox img')")
			p.Key("Escape")
			p.Until("the large picture to close", "!document.querySelector('dialog')")
		})
	}
}

func TestFormOfLabels(t *testing.T) {
	b := pagetest.Start(t)
	p := b.Open(t, world(t).URL(), pagetest.Options{Screen: pagetest.Phone, Dir: shots(t)})
	p.Click("textbox", "Message #general")
	p.Insert("/labels ")
	p.Until("the command line", "document.querySelector('.command')")
	p.Click("button", "Send")
	p.Click("textbox", "Your answer")
	p.Insert("short")
	p.Click("button", "Submit")
	p.See("must be at least 10 characters")
	p.Click("textbox", "Your answer")
	p.Insert(" no more")
	p.Click("button", "How sure are you?")
	p.Click("option", "Certain")
	p.Screenshot("labels")
	p.Click("textbox", "Your answer")
	p.Key("Control+Enter")
	p.See("The form arrived")
}

func TestMenus(t *testing.T) {
	b := pagetest.Start(t)
	sb := world(t)
	p := b.Open(t, sb.URL(), pagetest.Options{Dir: shots(t)})
	p.Click("textbox", "Message #general")
	p.Type("entropy measures surprise")
	p.Key("Enter")
	p.Until("the message", "document.querySelector('.message')")
	p.RightClick("text", "entropy measures surprise")
	p.See("Apps")
	p.Screenshot("menu-message")
	p.Click("menuitem", "Grade this")
	p.See("Graded: entropy measures surprise")
	p.RightClick("button", "Linus")
	p.Click("menuitem", "Profile")
	p.See("@Linus: 12 answers, average 81")
}

func TestPlayersLanguagesThemesAndTime(t *testing.T) {
	b := pagetest.Start(t)
	sb := world(t)
	p := b.Open(t, sb.URL(), pagetest.Options{Dir: shots(t)})
	p.See("Welcome to #general")
	p.Click("button", "You play as Ada")
	p.Screenshot("players")
	p.Click("menuitem", "小明")
	p.See("欢迎来到 #大厅")
	p.Click("button", "English")
	p.See("Welcome to #大厅")
	p.Click("button", "中文")
	p.See("欢迎来到 #大厅")
	p.Click("button", "主题")
	p.Click("menuitem", "深色")
	p.Until("the dark theme", "getComputedStyle(document.body).backgroundColor === 'rgb(49, 51, 56)'")
	before := sb.Now()
	p.Click("button", "时间旅行")
	p.Screenshot("time")
	p.Click("menuitem", "跳到明天 09:00")
	p.See("09:00")
	if now := sb.Now(); now.Sub(before) < 8*time.Hour || now.UTC().Hour() != 9 {
		t.Errorf("the sandbox's clock went from %s to %s", before, now)
	}
	p.Click("button", "沙盒")
	p.See("DISCORD_TOKEN")
	p.Screenshot("about")
}

// Everything can be reached and done without a mouse, and the focus is never lost on the way.
func TestKeyboardOnly(t *testing.T) {
	b := pagetest.Start(t)
	p := b.Open(t, world(t).URL(), pagetest.Options{Dir: shots(t)})
	p.See("Start your first drill")
	tabTo(t, p, "Start your first drill")
	p.Key("Enter")
	p.See("Only you can see this")
	tabTo(t, p, "Answer")
	p.Screenshot("keyboard-focus")
	p.Key("Enter")
	p.Until("the form", "document.activeElement.matches('dialog textarea')")
	p.Insert("Sixty to the power of five is far too many.")
	p.Key("Control+Enter")
	p.See("72 / 100")
	p.Until("the form to go", "!document.querySelector('dialog')")
	if got := p.Focused(); !strings.HasSuffix(got, "Answer") {
		t.Errorf("after the form the focus is on %q, want the button that opened it", got)
	}
	p.Key("Tab")
	p.Key("Tab")
	p.Key("Enter") // skips: the message is drawn anew under the focus
	p.Until("the answer", "!document.querySelector('[aria-busy=true]')")
	if got := p.Focused(); got == "" {
		t.Error("the focus is nowhere after an edit")
	}
}

// tabTo presses Tab until something with that name has the focus.
func tabTo(t *testing.T, p *pagetest.Page, name string) {
	t.Helper()
	for range 60 {
		if strings.HasSuffix(p.Focused(), name) {
			return
		}
		p.Key("Tab")
	}
	t.Fatalf("Tab never reaches %q", name)
}

func TestUnread(t *testing.T) {
	b := pagetest.Start(t)
	sb := world(t)
	p := b.Open(t, sb.URL(), pagetest.Options{})
	p.See("Start your first drill")
	p.Until("the gateway", "document.querySelector('.app--online')")
	linus, drills := sb.Player("linus"), sb.Channel("Interview Club", "drills")
	if _, err := linus.Say(t.Context(), drills, "<@"+sb.Player("ada").ID+"> your turn"); err != nil {
		t.Fatal(err)
	}
	p.Until("the count", "document.querySelector('.channel--unread .count')?.textContent === '1'")
	p.Click("button", "drills")
	p.See("@Ada your turn")
	p.Until("the count to go", "!document.querySelector('.channel--unread')")
}

func TestPhoneDrawer(t *testing.T) {
	b := pagetest.Start(t)
	p := b.Open(t, world(t).URL(), pagetest.Options{Screen: pagetest.Phone, Dark: true, Dir: shots(t)})
	p.Click("button", "Servers and channels")
	p.Until("the drawer", "document.querySelector('#sidebar').getBoundingClientRect().x === 0")
	p.Screenshot("drawer")
	p.Click("button", "drills")
	p.See("Welcome to #drills")
	p.Click("textbox", "Message #drills")
	p.Insert("/")
	p.See("Everything a message can be")
	p.Fits()
	p.Screenshot("phone-slash")
	small := pagetest.Eval[[]string](p, `[...document.querySelectorAll('button, a.button, input, textarea')].filter((n) => n.checkVisibility({ visibilityProperty: true }) && !n.closest('.sidebar, .members'))
		.filter((n) => n.getBoundingClientRect().height < 31).map((n) => n.className + ' ' + n.textContent)`)
	if len(small) > 0 {
		t.Errorf("too small for a finger: %q", small)
	}
}

func TestReconnects(t *testing.T) {
	b := pagetest.Start(t)
	sb := world(t)
	p := b.Open(t, sb.URL(), pagetest.Options{Dir: shots(t)})
	p.See("Start your first drill")
	addr := strings.TrimPrefix(sb.URL(), "http://")
	if err := sb.Close(); err != nil {
		t.Fatal(err)
	}
	p.See("Reconnecting…")
	p.Screenshot("reconnecting")
	again, err := sandbox.Start(sandbox.Options{Addr: addr, Page: page.Handler(page.Options{})})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = again.Close() })
	p.Unsee("Reconnecting…")
	p.Click("textbox", "Message #general")
	p.Type("back again")
	p.Key("Enter")
	p.Until("the message", "document.querySelector('.message')?.innerText.includes('back again')")
	p.ForgiveErrors()
}
