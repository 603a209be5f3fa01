package view_test

import (
	"context"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/internal/sample"
	"drillbot/bot/view"
	"drillbot/quiz"
)

// largest is a question as large as a deck takes, full of what Discord gives a meaning.
func largest(t *testing.T) quiz.Question {
	t.Helper()
	both := func(n int) quiz.Text {
		s := strings.Repeat("@everyone <@1> [a](https://b) ", n/30)
		return quiz.Text{EN: s, ZH: "中" + s[:len(s)-5]}
	}
	q := quiz.Question{Type: quiz.Open, Topic: "arc", Difficulty: 5, Prompt: both(quiz.MaxPrompt), Reference: both(quiz.MaxReference)}
	for range quiz.MaxPoints {
		q.Points = append(q.Points, quiz.Point{Text: both(quiz.MaxPoint)})
	}
	for range 3 {
		q.Misconceptions = append(q.Misconceptions, quiz.Misconception{Text: both(quiz.MaxPoint), Right: both(quiz.MaxPoint)})
	}
	d := &quiz.Drill{}
	d.SetBank(sample.Bank())
	q, err := d.Checked(q)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// TestSuggestionsFit holds suggestions, undecided and decided, and reports against Discord's limits, and has
// nothing in them become a link or a mention.
func TestSuggestionsFit(t *testing.T) {
	q := largest(t)
	many := make([]quiz.Question, quiz.MaxImport)
	items := make([]view.Item, 100)
	for i := range many {
		many[i] = q
	}
	for i := range items {
		items[i] = view.Item{N: i, ID: strings.Repeat("@", 99), What: q.Prompt.EN, Out: true}
	}
	entry := quiz.DeckEntry{Server: 1 << 63, N: 500, Question: q}
	for _, l := range []quiz.Lang{quiz.English, quiz.Chinese} {
		v := view.NewVoice(l, sample.Bank())
		scenes := map[string]view.Message{
			"report": v.Report(q.Prompt.EN, 25, items, 1<<63),
			"deck":   v.Deck(make([]quiz.DeckEntry, 500)),
			"full":   v.Deck([]quiz.DeckEntry{entry}),
			"peek":   v.Peek(q),
			"flawed": v.Flawed(quiz.Flaws{{Where: quiz.WherePoint, N: 1, What: quiz.FlawLong}}, quiz.Written{Prompt: q.Prompt.EN, Reference: q.Reference.EN, Parts: q.Reference.EN}),
		}
		for name, list := range map[string][]quiz.Question{"one": {q}, "many": many} {
			c := quiz.Case{ID: 1 << 63, Kind: quiz.Suggestion, At: time.Unix(1e9, 0), Questions: list}
			scenes[name] = v.Case(view.Case{Case: c})
			scenes["inbox of "+name] = v.Inbox([]quiz.Case{c}, 1)
			c.State, c.Note = quiz.Declined, strings.Repeat("n", 500)
			scenes[name+" decided"] = v.Case(view.Case{Case: c})
			scenes[name+" told"] = v.Verdict(c, 0, 0)
		}
		for name, m := range scenes {
			holdsLimits(t, name, m)
		}
	}
}

func holdsLimits(t *testing.T, name string, m view.Message) {
	t.Helper()
	total := 0
	for _, e := range m.Embeds {
		text := e.Title + e.Description
		for _, f := range e.Fields {
			text += f.Name + f.Value
		}
		total += utf8.RuneCountInString(text)
		if utf8.RuneCountInString(e.Title) > 256 || utf8.RuneCountInString(e.Description) > 4096 {
			t.Errorf("%s: an embed is too long", name)
		}
		for _, bad := range []string{"@everyone", "<@1", "[a](", "://"} {
			if strings.Contains(text, bad) && name != "flawed" { // which is in code blocks
				t.Errorf("%s has %q: %s", name, bad, text)
			}
		}
	}
	for _, r := range m.Components {
		for _, c := range r.(discordgo.ActionsRow).Components {
			if menu, ok := c.(discordgo.SelectMenu); ok && len(menu.Options) > 25 {
				t.Errorf("%s: a menu of %d", name, len(menu.Options))
			}
		}
	}
	if total > 6000 {
		t.Errorf("%s: %d characters", name, total)
	}
}

// TestOneLanguageIsEnough asks, in the other language, a question that has only one.
func TestOneLanguageIsEnough(t *testing.T) {
	d := &quiz.Drill{Now: time.Now, Draw: func() uint32 { return 1 }}
	d.SetBank(sample.Bank())
	q, err := d.Checked(quiz.Written{Prompt: "为什么？", Reference: "因为", Parts: "要点"}.Over(quiz.Question{Type: quiz.Open}))
	if err != nil {
		t.Fatal(err)
	}
	q.ID, q.Version = quiz.DeckID(7, 1), "1"
	d.SetBank(sample.Bank().With([]quiz.DeckEntry{{Question: q}}, quiz.OnlyDeck))
	a, err := d.Again(context.Background(), 0, q.ID)
	if err != nil {
		t.Fatal(err)
	}
	if m := view.NewVoice(quiz.English, d.Bank()).Question(a, view.ID{}); !strings.Contains(m.Embeds[0].Description, "为什么？") {
		t.Errorf("in English: %s", m.Embeds[0].Description)
	}
}
