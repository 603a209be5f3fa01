package view_test

import (
	"testing"

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
