package main_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/view"
	"drillbot/data/bank"
	"drillbot/quiz"
)

// TestBankFitsDiscord shows every question of the bank with every kind of result, in both languages,
// and holds what a player would see against Discord's limits.
func TestBankFitsDiscord(t *testing.T) {
	set, err := bank.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	b := set.Bank()
	for _, q := range b.Questions {
		a, err := q.Ask(1)
		if err != nil {
			t.Fatal(err)
		}
		id := view.ID{Public: true, Filter: quiz.Filter{Topic: q.Topic, Difficulty: q.Difficulty, Type: q.Type, Question: q.Panel}, Seed: 1<<32 - 1}
		for _, l := range []quiz.Lang{quiz.English, quiz.Chinese} {
			v := view.NewVoice(l, b)
			asked := v.Question(a, id)
			fits(t, q.ID, asked)
			if len(q.Reference.In(l)) > 0 && strings.HasSuffix(asked.Embeds[0].Description, "…") {
				t.Errorf("%s: the question is cut", q.ID)
			}
			fits(t, q.ID, v.Revealed(a, id))
			for _, verdict := range []quiz.Verdict{quiz.Missed, quiz.Partly, quiz.Covered, quiz.Contradicted} {
				m := v.Result(result(q, verdict), a, id)
				fits(t, q.ID, m)
				if strings.Contains(m.Embeds[0].Description, "…||") {
					t.Errorf("%s: the reference is cut", q.ID)
				}
			}
			form := v.AnswerForm(a, id)
			if len(form.ID) > 100 || utf8.RuneCountInString(form.Title) > 45 {
				t.Errorf("%s: form %q %q", q.ID, form.ID, form.Title)
			}
		}
	}
}

// result is an attempt whose every point has the verdict and a long quote full of markup, with every
// misconception found.
func result(q quiz.Question, verdict quiz.Verdict) quiz.Attempt {
	g := &quiz.Grade{Score: 50, By: "offline", Estimate: true, Flags: []quiz.Flag{quiz.FlagInjection, quiz.FlagPadded}}
	for _, p := range q.Points {
		g.Points = append(g.Points, quiz.PointGrade{Point: p.ID, Verdict: verdict, Quote: strings.Repeat("*_~ ", 300)})
	}
	for _, o := range q.Options {
		g.Points = append(g.Points, quiz.PointGrade{Point: o.ID, Verdict: verdict})
	}
	for _, x := range q.Blanks {
		g.Points = append(g.Points, quiz.PointGrade{Point: x.ID, Verdict: verdict, Quote: strings.Repeat("*", 200)})
	}
	for _, it := range q.Items {
		g.Points = append(g.Points, quiz.PointGrade{Point: it.ID, Verdict: verdict})
	}
	for _, m := range q.Misconceptions {
		g.Found = append(g.Found, quiz.Found{Misconception: m.ID, Quote: strings.Repeat("~", 400)})
	}
	return quiz.Attempt{Question: q.ID, Counts: true, Points: 9, Streak: 3, Grade: g}
}

func fits(t *testing.T, id string, m view.Message) {
	t.Helper()
	total := 0
	for _, e := range m.Embeds {
		n := utf8.RuneCountInString(e.Description)
		total += n + utf8.RuneCountInString(e.Title)
		if e.Footer != nil {
			total += utf8.RuneCountInString(e.Footer.Text)
		}
		if n == 0 || n > 4096 {
			t.Errorf("%s: a description of %d characters", id, n)
		}
	}
	if total > 6000 {
		t.Errorf("%s: %d characters in embeds", id, total)
	}
	for _, row := range m.Components {
		for _, c := range row.(discordgo.ActionsRow).Components {
			if b, ok := c.(discordgo.Button); ok && (len(b.CustomID) > 100 || utf8.RuneCountInString(b.Label) > 80) {
				t.Errorf("%s: button %q with id %q", id, b.Label, b.CustomID)
			}
		}
	}
}
