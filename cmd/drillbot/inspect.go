package main

import (
	"fmt"

	"drillbot/data/bank"
	"drillbot/quiz"
	"drillbot/quiz/grade/wording"
)

// inspect says what is wrong with a question of the bank b that data/bank cannot know: what Discord would
// refuse, and Chinese that is not in Simplified characters.
func inspect(b *quiz.Bank, q quiz.Question) []bank.Fault {
	return append(overDiscord(b, q), traditional(q)...)
}

// traditional finds Traditional characters, which our readers would take for another's writing.
func traditional(q quiz.Question) []bank.Fault {
	var out []bank.Fault
	for path, text := range texts(q) {
		plain := wording.Simplified(text.ZH)
		if plain == text.ZH {
			continue
		}
		was, is := differs([]rune(text.ZH), []rune(plain))
		out = append(out, bank.Fault{
			Path: path + ".zh", Fix: fmt.Sprintf("write %c", is),
			Msg: fmt.Sprintf("%s.zh holds the Traditional character %c", path, was),
		})
	}
	return out
}

// differs returns the first characters in which two texts of one length differ.
func differs(a, b []rune) (x, y rune) {
	for i := range a {
		if a[i] != b[i] {
			return a[i], b[i]
		}
	}
	return 0, 0
}

// texts are what people read of a question, by the path in its file.
func texts(q quiz.Question) map[string]quiz.Text {
	out := map[string]quiz.Text{"prompt": q.Prompt, "reference": q.Reference}
	add := func(list string, i int, field string, t quiz.Text) { out[fmt.Sprintf("%s[%d]%s", list, i, field)] = t }
	for i, h := range q.Hints {
		add("hints", i, "", h)
	}
	for i, p := range q.Points {
		add("points", i, ".text", p.Text)
		add("points", i, ".follow_up", p.FollowUp)
	}
	for i, m := range q.Misconceptions {
		add("misconceptions", i, ".text", m.Text)
		add("misconceptions", i, ".right", m.Right)
	}
	for i, o := range q.Options {
		add("options", i, ".text", o.Text)
		add("options", i, ".why", o.Why)
	}
	for i, x := range q.Blanks {
		add("blanks", i, ".label", x.Label)
	}
	for i, it := range q.Items {
		add("items", i, ".text", it.Text)
	}
	return out
}
