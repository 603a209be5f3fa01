package view_test

import (
	"strings"
	"testing"
	"time"

	"drillbot/bot/view"
	"drillbot/quiz"

	"pgregory.net/rapid"
)

// TestMarksKeepEveryVerdict packs any verdicts of the largest question and reads them back, and
// turns one without touching the others.
func TestMarksKeepEveryVerdict(t *testing.T) {
	q := quiz.Question{Points: make([]quiz.Point, 7), Misconceptions: []quiz.Misconception{{ID: "a"}, {ID: "b"}, {ID: "c"}}}
	for i := range q.Points {
		q.Points[i].ID = string(rune('p' + i))
	}
	rapid.Check(t, func(t *rapid.T) {
		g := quiz.Grade{}
		for _, p := range q.Points {
			g.Points = append(g.Points, quiz.PointGrade{Point: p.ID, Verdict: quiz.Verdict(rapid.IntRange(0, 3).Draw(t, "verdict"))})
		}
		for _, m := range q.Misconceptions {
			if rapid.Bool().Draw(t, "found") {
				g.Found = append(g.Found, quiz.Found{Misconception: m.ID})
			}
		}
		m := view.MarksOf(q, g)
		turned := rapid.IntRange(0, 9).Draw(t, "turned")
		after := m.Turn(q, turned)
		for i, p := range g.Points {
			if m.Verdict(i) != p.Verdict {
				t.Errorf("point %d: %v, want %v", i, m.Verdict(i), p.Verdict)
			}
			if same := after.Verdict(i) == p.Verdict; same == (i == turned) {
				t.Errorf("turning %d: point %d from %v to %v", turned, i, p.Verdict, after.Verdict(i))
			}
		}
		if got := len(m.Ruling(q, 1).Found); got != len(g.Found) {
			t.Errorf("%d misconceptions, want %d", got, len(g.Found))
		}
		for i := range q.Misconceptions {
			if same := after.Found(i) == m.Found(i); same == (len(q.Points)+i == turned) {
				t.Errorf("turning %d: misconception %d", turned, i)
			}
		}
	})
}

// TestTheLargestCaseFits shows moderators the longest of everything, decided and not, in both languages.
func TestTheLargestCaseFits(t *testing.T) {
	long := func(n int) string { return strings.Repeat("界", n) }
	text := quiz.Text{EN: long(1500), ZH: long(1500)}
	q := quiz.Question{ID: long(32), Type: quiz.Open, Prompt: text, Points: make([]quiz.Point, 7), Misconceptions: make([]quiz.Misconception, 5)}
	grade := &quiz.Grade{Score: 100}
	for i := range q.Points {
		q.Points[i] = quiz.Point{ID: string(rune('a' + i)), Text: text, Weight: 10}
		grade.Points = append(grade.Points, quiz.PointGrade{Point: q.Points[i].ID, Verdict: quiz.Contradicted})
	}
	for i := range q.Misconceptions {
		q.Misconceptions[i] = quiz.Misconception{ID: string(rune('a' + i)), Text: text, Cost: 10}
	}
	const id = 1<<64 - 1
	for i, state := range []quiz.CaseState{quiz.Undecided, quiz.Accepted, quiz.Undecided, quiz.Accepted} {
		c := view.Case{
			Case: quiz.Case{
				ID: id, Kind: []quiz.CaseKind{quiz.Dispute, quiz.Doubt}[i/2], At: time.Unix(1<<33, 0), Player: id, Question: q.ID, Text: []string{long(1000), ""}[i/2],
				State: state, By: id, Decided: time.Unix(1<<33, 0), Note: long(500),
			},
			Attempt: &quiz.Attempt{ID: id, Answer: quiz.Answer{Text: long(4000)}, Grade: grade},
			Asked:   quiz.Ask{Question: q},
			Marks:   view.MarksOf(q, *grade),
		}
		for _, lang := range []quiz.Lang{quiz.English, quiz.Chinese} {
			if over := view.NewVoice(lang, &quiz.Bank{}).Case(c).Over(); len(over) > 0 {
				t.Errorf("%s, state %d: %q", lang, state, over)
			}
		}
	}
}

// TestMarksFollowThePoints marks a grade that was given before the question's points changed places.
func TestMarksFollowThePoints(t *testing.T) {
	q := quiz.Question{Points: []quiz.Point{{ID: "new"}, {ID: "b"}, {ID: "a"}}}
	g := quiz.Grade{Points: []quiz.PointGrade{{Point: "a", Verdict: quiz.Covered}, {Point: "b", Verdict: quiz.Partly}}}
	m := view.MarksOf(q, g)
	if got := [3]quiz.Verdict{m.Verdict(0), m.Verdict(1), m.Verdict(2)}; got != [3]quiz.Verdict{quiz.Missed, quiz.Partly, quiz.Covered} {
		t.Errorf("marks %v", got)
	}
}
