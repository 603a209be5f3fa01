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

	"drillbot/bot/view"
	"drillbot/quiz"
)

var update = flag.Bool("update", false, "write the golden files anew")

// both makes a text that names its language.
func both(en, zh string) quiz.Text { return quiz.Text{EN: en, ZH: zh} }

// sample is a small bank with a question of every type.
func sample() *quiz.Bank {
	source := []quiz.Source{{Key: "1706.03762", Title: "Attention Is All You Need", Author: "Vaswani", Year: 2017, URL: "https://arxiv.org/abs/1706.03762"}}
	return quiz.NewBank(
		[]quiz.Topic{{ID: "arc", Title: both("Transformer architecture", "Transformer 架构")}},
		[]quiz.Panel{{ID: "seed-1", Title: both("Scaling scores", "缩放分数"), Prompt: both("All of it", "全部")}},
		[]quiz.Question{
			{
				ID: "open-1", Version: "1a2b3c4d", Topic: "arc", Type: quiz.Open, Difficulty: 3, Panel: "seed-1", Part: 1, Challenge: true,
				Prompt:    both(`Why divide by $\sqrt{d_k}$?`, `为什么要除以 $\sqrt{d_k}$？`),
				Reference: both(`The variance of $q \cdot k$ is $d_k$ …`, `$q \cdot k$ 的方差是 $d_k$……`),
				Hints:     []quiz.Text{both("Think of variances.", "想想方差。"), both("And of softmax.", "再想想 softmax。")},
				Sources:   source,
				Points: []quiz.Point{
					{ID: "variance", Weight: 40, Text: both("The variance grows with $d_k$", "方差随 $d_k$ 增大"), FollowUp: both("Why?", "为什么？")},
					{ID: "softmax", Weight: 30, Text: both("softmax saturates", "softmax 饱和"), FollowUp: both("What is its gradient then?", "此时梯度如何？")},
					{ID: "unit", Weight: 30, Text: both("back to unit variance", "回到单位方差"), FollowUp: both("Why not $d_k$?", "为什么不除以 $d_k$？")},
				},
				Misconceptions: []quiz.Misconception{{ID: "overfit", Cost: 10, Text: both("It stops overfitting", "防止过拟合"), Right: both("It is about gradients, not overfitting.", "是为了梯度，不是为了防止过拟合。")}},
			},
			{
				ID: "choice-1", Version: "1a2b3c4d", Topic: "arc", Type: quiz.Choice, Difficulty: 1, Sources: source,
				Prompt: both("Which one scales?", "哪个会缩放？"), Reference: both("The dot product.", "点积。"),
				Options: []quiz.Option{
					{ID: "dot", Right: true, Text: both("the dot product", "点积"), Why: both("$d_k$ terms", "$d_k$ 项相加")},
					{ID: "max", Text: both("the maximum", "最大值"), Why: both("not a sum", "不是和")},
					{ID: "norm", Text: both("the norm", "范数"), Why: both("normalised", "已归一化")},
				},
			},
			{
				ID: "choice-2", Version: "1a2b3c4d", Topic: "arc", Type: quiz.Choice, Difficulty: 2,
				Prompt: both("Which are true?", "哪些正确？"), Reference: both("Two of them.", "有两个。"),
				Options: []quiz.Option{
					{ID: "a", Right: true, Text: both("first", "第一"), Why: both("yes", "对")},
					{ID: "b", Right: true, Text: both("second", "第二"), Why: both("yes", "对")},
					{ID: "c", Text: both("third", "第三"), Why: both("no", "错")},
				},
			},
			{
				ID: "numeric-1", Version: "1a2b3c4d", Topic: "arc", Type: quiz.Numeric, Difficulty: 2,
				Prompt: both("Parameters of a block with $d={d}$?", "$d={d}$ 的一层有多少参数？"), Reference: both("{answer}", "{answer}"),
				Hints:   []quiz.Text{both("12 times", "12 倍")},
				Numeric: &quiz.NumericKey{Value: 12582912, Unit: "parameters", Tolerance: 0.02, Formula: "12*d*d", Variables: []quiz.Variable{{Name: "d", Values: []float64{1024}}}},
			},
			{
				ID: "cloze-1", Version: "1a2b3c4d", Topic: "arc", Type: quiz.Cloze, Difficulty: 2,
				Prompt: both("LayerNorm is over [[axis]], BatchNorm over [[other]].", "LayerNorm 沿 [[axis]]，BatchNorm 沿 [[other]]。"), Reference: both("features, batch", "特征，批次"),
				Blanks: []quiz.Blank{
					{ID: "axis", Label: both("which axis", "哪个轴"), Accept: []string{"features", "特征"}},
					{ID: "other", Label: both("which other axis", "另一个轴"), Accept: []string{"batch", "批次"}},
				},
			},
			{
				ID: "order-1", Version: "1a2b3c4d", Topic: "arc", Type: quiz.Order, Difficulty: 4,
				Prompt: both("Order the steps.", "排列步骤。"), Reference: both("embed, attend, project", "嵌入、注意力、投影"),
				Items: []quiz.Item{
					{ID: "embed", Text: both("embed", "嵌入")}, {ID: "attend", Text: both("attend", "注意力")}, {ID: "project", Text: both("project", "投影")},
				},
			},
		})
}

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
	b := sample()
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
		"hint":             v.HintOnly(open, 2),
		"result-offline":   v.Result(graded(), open, id),
		"result-model":     v.Result(byModel, open, view.ID{Public: true}),
		"result-choice":    v.Result(exact(t, b, "choice-1", "max"), ask(t, b, "choice-1"), id),
		"result-numeric":   v.Result(exact(t, b, "numeric-1", "12.58M"), ask(t, b, "numeric-1"), id),
		"result-cloze":     v.Result(exact(t, b, "cloze-1", "features", "time"), ask(t, b, "cloze-1"), id),
		"result-order":     v.Result(exact(t, b, "order-1", "BAC"), ask(t, b, "order-1"), id),
		"revealed":         v.Revealed(open, id),
		"stored":           v.Stored(),
		"late":             v.Late("open-1", v.Result(graded(), open, id)),
		"board":            v.Board(board, quiz.BoardQuery{Server: 1, Period: quiz.Week, Offset: 10}, view.ID{Owner: 9}),
		"board-empty":      v.Board(quiz.Board{}, quiz.BoardQuery{Topic: "arc"}, view.ID{Owner: 9}),
		"profile":          v.Profile(profile(), view.ID{}),
		"profile-empty":    v.Profile(quiz.Profile{Player: 9}, view.ID{}),
		"help":             v.Help(),
		"problem":          v.Problem(v.Error.Busy),
		"refused":          v.Refused(v.Error.BadNumber, quiz.Answer{Text: "a ``` lot"}, id.For(open)),
		"reported":         v.Reported(),
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
		v := view.NewVoice(l, sample())
		for _, q := range sample().Questions {
			a := ask(t, sample(), q.ID)
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
	q := quiz.Question{ID: strings.Repeat("q", 32), Topic: "arc", Type: quiz.Open, Reference: both(strings.Repeat("long words ", 400), "")}
	at := quiz.Attempt{Grade: &quiz.Grade{By: strings.Repeat("m", 200), Feedback: strings.Repeat("f", 2000)}}
	for i := range 7 {
		id := fmt.Sprint(i)
		q.Points = append(q.Points, quiz.Point{ID: id, Weight: 14, Text: both(strings.Repeat("p", 250), "")})
		at.Grade.Points = append(at.Grade.Points, quiz.PointGrade{Point: id, Verdict: quiz.Covered, Quote: strings.Repeat("*q", 2000)})
	}
	m := view.NewVoice(quiz.English, sample()).Result(at, quiz.Ask{Question: q}, view.ID{})
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
