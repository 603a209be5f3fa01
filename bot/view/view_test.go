package view_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"drillbot/bot/internal/sample"
	"drillbot/bot/view"
	"drillbot/quiz"
)

var update = flag.Bool("update", false, "write the golden files anew")

func ask(t *testing.T, b *quiz.Bank, id string) quiz.Ask {
	t.Helper()
	q, ok := b.Question(id)
	if !ok {
		t.Fatalf("no question %s", id)
	}
	a, err := q.Ask(5)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// graded is an attempt with a grade of every kind of verdict.
func graded() quiz.Attempt {
	return quiz.Attempt{
		Question: "open-1", Counts: true, Points: 17, Streak: 3,
		Grade: &quiz.Grade{
			Score: 57, By: "offline", Estimate: true, Confidence: 0.7,
			Points: []quiz.PointGrade{
				{Point: "variance", Verdict: quiz.Covered, Quote: "the variance grows with @everyone **d_k**"},
				{Point: "softmax", Verdict: quiz.Partly, Quote: "softmax gets\nbig", Unverified: true},
				{Point: "unit", Verdict: quiz.Missed},
			},
			Found: []quiz.Found{{Misconception: "overfit", Quote: "to avoid overfitting"}},
			Flags: []quiz.Flag{quiz.FlagInjection}, Fell: quiz.FellTimeout,
		},
	}
}

// scenes are everything the bot shows, by name.
func scenes(t *testing.T, l quiz.Lang) map[string]view.Message {
	b := sample.Bank()
	v := view.NewVoice(l, b)
	open := ask(t, b, "open-1")
	byModel := graded()
	byModel.Counts = false
	byModel.Grade = &quiz.Grade{
		Score: 95, By: "gpt-4o-mini", Feedback: "Good. See https://evil.example/ <@1>", Points: []quiz.PointGrade{
			{Point: "variance", Verdict: quiz.Covered, Quote: "方差是 d_k"}, {Point: "softmax", Verdict: quiz.Covered, Quote: "饱和"}, {Point: "unit", Verdict: quiz.Contradicted, Quote: "x"},
		},
		Wrong: []quiz.WrongClaim{{Quote: "q and k are equal", Why: "they are not"}},
	}
	id := view.ID{Filter: quiz.Filter{Topic: "arc", Difficulty: 3}}
	board := quiz.Board{Players: 23, Own: &quiz.Place{Rank: 17, Player: 9, Points: 5}}
	for i := range 10 {
		board.Places = append(board.Places, quiz.Place{Rank: i + 1, Player: uint64(100 + i), Points: 200 - 10*i, Answers: 9})
	}
	return map[string]view.Message{
		"question-open":    v.Question(open, id),
		"question-hinted":  v.Question(open, view.ID{N: 1}),
		"question-choice":  v.Question(ask(t, b, "choice-1"), id),
		"question-choices": v.Question(ask(t, b, "choice-2"), id),
		"question-numeric": v.Question(ask(t, b, "numeric-1"), id),
		"question-cloze":   v.Question(ask(t, b, "cloze-1"), id),
		"question-order":   v.Question(ask(t, b, "order-1"), id),
		"hint":             v.HintOnly(open, view.ID{N: 1, Public: true}),
		"result-offline":   v.Result(graded(), open, id),
		"result-model":     v.Result(byModel, open, view.ID{Public: true}),
		"result-choice":    v.Result(exact(t, b, "choice-1", "max"), ask(t, b, "choice-1"), id),
		"result-numeric":   v.Result(exact(t, b, "numeric-1", "12.58M"), ask(t, b, "numeric-1"), id),
		"result-cloze":     v.Result(exact(t, b, "cloze-1", "features", "time"), ask(t, b, "cloze-1"), id),
		"result-order":     v.Result(exact(t, b, "order-1", "BAC"), ask(t, b, "order-1"), id),
		"revealed":         v.Revealed(open, id),
		"stored":           v.Stored(),
		"waiting":          v.Waiting(12),
		"regraded":         v.Regraded(quiz.Regrading{Before: graded(), After: byModel}, open),
		"repaid":           v.Repaid(quiz.Repayment{Graded: 3, Changed: 2, Left: 1}),
		"late":             v.Late("open-1", v.Result(graded(), open, id)),
		"board":            v.Board(board, quiz.BoardQuery{Server: 1, Period: quiz.Week, Offset: 10}, view.ID{Owner: 9}),
		"board-empty":      v.Board(quiz.Board{}, quiz.BoardQuery{Topic: "arc"}, view.ID{Owner: 9}),
		"profile":          v.Profile(profile(), view.ID{}),
		"profile-empty":    v.Profile(quiz.Profile{Player: 9}, view.ID{}),
		"help":             v.Help(),
		"problem":          v.Problem(v.Error.Busy),
		"refused":          v.Refused(v.Error.BadNumber, quiz.Answer{Text: "a ``` lot"}, id.For(open)),
		"reported":         v.Reported(),
		"result-practised": v.Result(quiz.Attempt{Practice: true, Grade: graded().Grade}, open, id),
		"result-frozen":    v.Sharing(v.Result(frozen(), open, view.ID{Day: 20780}), true),
		"daily":            v.Daily(ask(t, b, "choice-1"), dailyPost(), 5),
		"daily-closed":     v.ClosedDaily(open, dailyPost()),
		"daily-own":        v.OwnDaily(open, dailyPost(), true),
		"daily-past":       v.PastDailies([]quiz.Post{dailyPost(), dailyPost()}, 9),
		"daily-next":       v.Tomorrow(quiz.Tomorrow{Day: 20781, At: time.Unix(1e9, 0), Ask: open, Fresh: 20, Place: 3}, ""),
		"daily-preview":    v.Preview(open),
		"daily-shares":     v.Shares(true),
		"closing":          v.Closing(closing(open)),
		"closing-nobody":   v.Closing(quiz.Closing{Day: 20780, Ask: open}),
		"results-week":     v.Results(board, quiz.Week, 20780, 6),
		"results-month":    v.Results(board, quiz.Month, 20780, 0),
	}
}

// frozen is an attempt of a long streak.
func frozen() quiz.Attempt {
	a := graded()
	a.Streak, a.Freezes = 14, 2
	return a
}

func dailyPost() quiz.Post {
	return quiz.Post{PostKey: quiz.PostKey{Server: 1, Kind: quiz.DailyPost, Day: 20780}, Question: "open-1", Closes: time.Unix(1e9, 0)}
}

// closing is a daily question with as much to say as there can be.
func closing(a quiz.Ask) quiz.Closing {
	hostile := quiz.Entry{Player: 7, Score: 98, Text: strings.Repeat("``` @everyone https://evil.example ", 100)}
	return quiz.Closing{
		Day: 20780, Ask: a, Answered: 41, Graded: 40, Mean: 61, Gaps: []quiz.Gap{{Point: "softmax", Players: 30}, {Point: "unit", Players: 21}},
		Best: []quiz.Entry{{Player: 7, Score: 98}, {Player: 8, Score: 90}, {Player: 9, Score: 90}}, Shown: &hostile,
	}
}

func exact(t *testing.T, b *quiz.Bank, id string, fields ...string) quiz.Attempt {
	t.Helper()
	a := ask(t, b, id)
	answer, err := a.Read(fields)
	if err != nil {
		t.Fatal(err)
	}
	g, err := a.Grade(t.Context(), nil, answer, quiz.Job{})
	if err != nil {
		t.Fatal(err)
	}
	return quiz.Attempt{Question: id, Counts: true, Points: 1, Streak: 1, Grade: &g}
}

func profile() quiz.Profile {
	today := quiz.DateOf(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
	m := quiz.Member{Player: 9, Attempts: 12, Scores: 900, Streak: quiz.Streak{Days: 4, Best: 9, Last: today}}
	for _, p := range quiz.Periods() {
		m.Tallies[p] = quiz.Tally{Number: p.Number(today), Points: 10 * int32(p+1), Answers: 3}
	}
	topic := m
	topic.Topic = "arc"
	return quiz.Profile{
		Player: 9, Today: today, Overall: m, Topics: []quiz.Member{topic}, Streak: 4,
		Recent: []quiz.Card{{Question: "open-1", Last: today.Time(), LastScore: 75}, {Question: "gone-1", Last: today.Time(), LastScore: 5}},
	}
}

func TestGolden(t *testing.T) {
	for _, l := range []quiz.Lang{quiz.English, quiz.Chinese} {
		for name, m := range scenes(t, l) {
			golden(t, name+"."+string(l)+".txt", drawn(m))
		}
		v := view.NewVoice(l, sample.Bank())
		for _, q := range sample.Bank().Questions {
			a := ask(t, sample.Bank(), q.ID)
			golden(t, "form-"+q.ID+"."+string(l)+".txt", drawnForm(v.AnswerForm(a, view.ID{}.For(a))))
		}
		golden(t, "form-report."+string(l)+".txt", drawnForm(v.ReportForm(view.ID{Question: "open-1"})))
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test ./bot/view -update writes it)", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// drawn is a message as text.
func drawn(m view.Message) string {
	var b strings.Builder
	if m.Content != "" {
		fmt.Fprintf(&b, "%s\n", m.Content)
	}
	for _, e := range m.Embeds {
		fmt.Fprintf(&b, "┌ %s [#%06X]\n%s\n", e.Title, e.Color, e.Description)
		for _, f := range e.Fields {
			fmt.Fprintf(&b, "│ %s\n%s\n", f.Name, f.Value)
		}
		if e.Footer != nil {
			fmt.Fprintf(&b, "└ %s\n", e.Footer.Text)
		}
	}
	for _, c := range m.Components {
		fmt.Fprintln(&b, drawnRow(c))
	}
	return b.String()
}

func drawnRow(c discordgo.MessageComponent) string {
	var out []string
	for _, c := range c.(discordgo.ActionsRow).Components {
		switch c := c.(type) {
		case discordgo.Button:
			out = append(out, fmt.Sprintf("[%s]{%s}%s", c.Label, c.CustomID, map[bool]string{true: " off"}[c.Disabled]))
		case discordgo.SelectMenu:
			out = append(out, fmt.Sprintf("[%s ▾]{%s} %d–%d", c.Placeholder, c.CustomID, *c.MinValues, c.MaxValues))
			for _, o := range c.Options {
				out = append(out, fmt.Sprintf("\n    %s = %s", o.Value, o.Label))
			}
		case discordgo.TextInput:
			out = append(out, fmt.Sprintf("%s: %s (%s) ≤%d", c.CustomID, c.Label, c.Placeholder, c.MaxLength))
		}
	}
	return strings.Join(out, " ")
}

func drawnForm(f view.Form) string {
	out := f.Title + " {" + f.ID + "}\n"
	for _, c := range f.Fields {
		out += drawnRow(c) + "\n"
	}
	return out
}

// TestLimits holds everything shown against Discord's limits.
func TestLimits(t *testing.T) {
	for _, l := range []quiz.Lang{quiz.English, quiz.Chinese} {
		for name, m := range scenes(t, l) {
			total, ids := 0, map[string]bool{}
			for _, e := range m.Embeds {
				data, _ := json.Marshal(e)
				if !json.Valid(data) || utf8.RuneCountInString(e.Description) > 4096 || utf8.RuneCountInString(e.Title) > 256 {
					t.Errorf("%s: an embed is too long", name)
				}
				total += utf8.RuneCountInString(e.Title + e.Description)
			}
			for _, c := range m.Components {
				for _, c := range c.(discordgo.ActionsRow).Components {
					if b, ok := c.(discordgo.Button); ok {
						if ids[b.CustomID] || len(b.CustomID) > 100 || b.Label == "" {
							t.Errorf("%s: button %q with id %q", name, b.Label, b.CustomID)
						}
						ids[b.CustomID] = true
					}
				}
			}
			if total > 6000 || len(m.Components) > 5 {
				t.Errorf("%s: %d characters, %d rows", name, total, len(m.Components))
			}
			if strings.Contains(drawn(m), `\sqrt`) || strings.Contains(drawn(m), "@everyone") {
				t.Errorf("%s shows raw TeX or a mention:\n%s", name, drawn(m))
			}
		}
	}
}

// TestLongResultFits grades an answer with as many long points and quotes as can be.
func TestLongResultFits(t *testing.T) {
	q := quiz.Question{ID: strings.Repeat("q", 32), Topic: "arc", Type: quiz.Open, Reference: quiz.Text{EN: strings.Repeat("long words ", 400)}}
	at := quiz.Attempt{Grade: &quiz.Grade{By: strings.Repeat("m", 200), Feedback: strings.Repeat("f", 2000)}}
	for i := range 7 {
		id := fmt.Sprint(i)
		q.Points = append(q.Points, quiz.Point{ID: id, Weight: 14, Text: quiz.Text{EN: strings.Repeat("p", 250)}})
		at.Grade.Points = append(at.Grade.Points, quiz.PointGrade{Point: id, Verdict: quiz.Covered, Quote: strings.Repeat("*q", 2000)})
	}
	m := view.NewVoice(quiz.English, sample.Bank()).Result(at, quiz.Ask{Question: q}, view.ID{})
	total := 0
	for _, e := range m.Embeds {
		total += utf8.RuneCountInString(e.Title + e.Description + foot(e))
	}
	if total > 6000 {
		t.Errorf("%d characters", total)
	}
}

func TestIDKeepsItsState(t *testing.T) {
	want := view.ID{
		Verb: view.Answer, Question: strings.Repeat("q", 32), Version: "1a2b3c4d", Seed: 1<<32 - 1, Public: true,
		Filter: quiz.Filter{Topic: "arc", Difficulty: 5, Type: quiz.Numeric, Question: "seed-17"}, N: 9,
	}
	s := want.String()
	got, err := view.ParseID(s)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%s: %v %s", s, err, diff)
	}
	if len(s) > 100 {
		t.Errorf("%d characters: %s", len(s), s)
	}
	owned := view.ID{Verb: view.Page, Question: "p", Owner: 1<<64 - 1, N: 100000, Filter: quiz.Filter{Topic: "arc"}}
	if got, err := view.ParseID(owned.String()); err != nil || got != owned {
		t.Errorf("got %+v, %v", got, err)
	}
}

func FuzzParseID(f *testing.F) {
	f.Add("a:open-1:1a2b3c4d:5::arc:3")
	f.Add("::::")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := view.ParseID(s)
		if err != nil {
			return
		}
		again, err := view.ParseID(id.String())
		if err != nil || again != id {
			t.Errorf("%q is %+v, then %+v, %v", s, id, again, err)
		}
	})
}

func foot(e *discordgo.MessageEmbed) string {
	if e.Footer == nil {
		return ""
	}
	return e.Footer.Text
}
