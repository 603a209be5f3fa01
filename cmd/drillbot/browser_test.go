package main_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"drillbot/bot/sandbox/page/pagetest"
)

// picture asks for a new picture for the README.
var picture = flag.Bool("picture", false, "write the README's picture anew")

// said is what a person reads and writes in a drill in one language.
type said struct {
	start, ask, question, send, answer, field, text, submit, score, point, reference, next, board, own string
}

func saidInEnglish() said {
	return said{
		start: "Start your first drill", ask: "/drill question: arc-02", question: "Attention scores are divided", send: "Send",
		answer: "Answer", field: "Your answer, as you would say it",
		text: "With independent zero-mean unit-variance components, the dot product of q and k is a sum of d_k terms, so its variance is d_k. " +
			"Large logits push the softmax into saturation: it becomes almost one-hot and its gradient vanishes. " +
			"Dividing by sqrt(d_k) brings the variance back to one.",
		submit: "Submit", score: "/ 100", point: "covered", reference: "Reference answer", next: "Next", board: "/leaderboard", own: "#1",
	}
}

func saidInChinese() said {
	return said{
		start: "开始第一道题", ask: "/drill question: arc-02", question: "注意力分数", send: "发送",
		answer: "作答", field: "像面试时那样说出你的答案",
		text:   "q 和 k 各分量独立、均值为 0、方差为 1，点积是 d_k 项之和，所以方差是 d_k。logits 太大，softmax 就会饱和，几乎 one-hot，梯度接近 0。除以 √d_k 之后方差回到 1。",
		submit: "提交", score: "/ 100", point: "答到了", reference: "参考答案", next: "下一题", board: "/leaderboard", own: "🥇",
	}
}

// TestBrowser drills in a real Chromium, as a newcomer on a computer and on a phone. With -picture it
// writes the README's picture, with PAGE_SHOTS every screen into that folder.
func TestBrowser(t *testing.T) {
	b := pagetest.Start(t)
	path := program(t)
	shots := os.Getenv("PAGE_SHOTS")
	if *picture && shots == "" {
		shots = t.TempDir()
	}
	for _, c := range []struct {
		name string
		o    pagetest.Options
		said said
	}{
		{"desktop-en", pagetest.Options{Screen: pagetest.Desktop, Dark: true}, saidInEnglish()},
		{"phone-zh", pagetest.Options{Screen: pagetest.Phone, Dark: true, Language: "zh-CN", Zone: "Asia/Shanghai"}, saidInChinese()},
		{"phone-en", pagetest.Options{Screen: pagetest.Small}, saidInEnglish()},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.o.Dir = shots
			p := launch(t, path, t.TempDir(), nil, "sandbox", "-addr", "127.0.0.1:0")
			converse(b.Open(t, p.url, c.o), c.said, c.name)
		})
	}
	if *picture {
		png, err := os.ReadFile(filepath.Join(shots, "desktop-en-3-result.png"))
		if err == nil {
			err = os.WriteFile("testdata/page.png", png, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// converse goes from the first visit's one click to the board.
func converse(p *pagetest.Page, s said, name string) {
	p.See(s.start)
	p.Click("button", s.start)
	p.See("★")
	p.Fits()
	p.Screenshot(name + "-1-first")
	p.ClickAt("[role=textbox], textarea")
	p.Insert(s.ask)
	p.Click("button", s.send)
	p.See(s.question)
	p.Click("button", s.answer)
	p.Click("textbox", s.field)
	p.Insert(s.text)
	p.Screenshot(name + "-2-form")
	p.Click("button", s.submit)
	p.See(s.score)
	p.See(s.point)
	p.See(s.reference)
	p.Fits()
	p.Screenshot(name + "-3-result")
	p.ClickAt("[role=textbox], textarea")
	p.Insert(s.board)
	p.Click("button", s.send)
	p.See(s.own)
	p.Screenshot(name + "-4-board")
}
