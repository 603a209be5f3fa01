package quiz

import (
	"errors"
	"reflect"
	"testing"
	"time"
)

// again revises an attempt on the player's books, as a store would.
func (p *play) again(t *testing.T, a Attempt, score int, judge uint64) (Attempt, error) {
	t.Helper()
	l := Ledger{Prior: &a, Attempt: a, Card: p.card, Overall: p.overall, Topic: p.topic}
	if err := l.revise(Grade{Score: score, By: "better"}, judge, 3); err != nil {
		return a, err
	}
	p.card, p.overall, p.topic = l.Card, l.Overall, l.Topic
	return l.Attempt, nil
}

// A grade in doubt opens the case of its attempt, whether it is the first one or another; a human's opens none.
func TestDoubtsOpenACase(t *testing.T) {
	doubtful := Grade{Flags: []Flag{FlagUnsure}}
	a := Attempt{ID: 9, Server: 7, Player: 5, Question: "q", Lang: Chinese, Day: 100, At: Date(100).Time(), Answer: Answer{Text: "words"}, Grade: &doubtful}
	want := Case{ID: 9, Kind: Doubt, At: a.At, Server: 7, Player: 5, Lang: Chinese, Question: "q", Attempt: 9}
	for name, c := range map[string]struct {
		change func(*Attempt)
		opens  bool
	}{
		"in doubt":           {func(*Attempt) {}, true},
		"sure":               {func(a *Attempt) { a.Grade = &Grade{} }, false},
		"pending":            {func(a *Attempt) { a.Grade = nil }, false},
		"in direct messages": {func(a *Attempt) { a.Server = 0 }, false},
		"no words left":      {func(a *Attempt) { a.Answer = Answer{} }, false},
	} {
		first := a
		c.change(&first)
		l := Ledger{Attempt: first}
		if err := settle(3)(&l); err != nil || (l.Case != nil) != c.opens || c.opens && !reflect.DeepEqual(*l.Case, want) {
			t.Errorf("%s: %+v, %v", name, l.Case, err)
		}
	}
	sure := a
	sure.Grade = &Grade{}
	for judge, opens := range map[uint64]bool{0: true, 8: false} {
		l := Ledger{Prior: &sure, Attempt: sure}
		if err := l.revise(doubtful, judge, 3); err != nil || (l.Case != nil) != opens {
			t.Errorf("another grade by %d: %+v, %v", judge, l.Case, err)
		}
	}
}

// Whatever is graded anew, the books are what they would have been with the last grade at once.
func TestAnotherGradeSettlesAsIfItHadBeenTheFirst(t *testing.T) {
	for _, scores := range [][2]int{{20, 90}, {90, 20}, {0, 70}, {55, 55}} {
		var was, would play
		first := was.do(t, scored(100, scores[0]), nil)
		would.do(t, scored(100, scores[1]), nil)
		got, err := was.again(t, first, scores[1], 0)
		if err != nil || got.Points != Points(scores[1], 3) || got.Machine != nil || got.Grade.By != "better" {
			t.Fatalf("%v: %+v, %v", scores, got, err)
		}
		if was.overall != would.overall || was.topic != would.topic || was.card != would.card {
			t.Errorf("%v: the books are\n%+v\n%+v\nwant\n%+v\n%+v", scores, was.overall, was.card, would.overall, would.card)
		}
	}
}

func TestAnotherGradeOfAnOldAnswer(t *testing.T) {
	var p play
	old := p.do(t, scored(100, 0), nil)
	p.do(t, scored(131, 80), nil) // another week and month
	got, err := p.again(t, old, 100, 0)
	if err != nil || got.Points != 30 {
		t.Fatalf("%+v, %v", got, err)
	}
	m := p.overall
	if m.Tallies[All].Points != 54 || m.Tallies[Month].Points != 24 || m.Tallies[Today].Points != 24 || m.Scores != 180 || m.Attempts != 2 {
		t.Errorf("%+v", m)
	}
	if m.Streak.Days != 1 || m.Streak.Last != 131 {
		t.Errorf("a streak of the past came back: %+v", m.Streak)
	}
	if p.card.Reps != 2 || p.card.LastScore != 80 || p.card.Best != 100 {
		t.Errorf("%+v", p.card)
	}
}

func TestAnswersThatDidNotCountStillDoNot(t *testing.T) {
	var p play
	p.do(t, scored(100, 50), nil)
	second := p.do(t, Attempt{At: Date(100).Time().Add(3 * time.Hour), Day: 100, Grade: &Grade{Score: 10}}, nil)
	got, err := p.again(t, second, 90, 7)
	if err != nil || got.Points != 0 || p.overall.Tallies[All].Points != 15 || p.overall.Scores != 140 || p.card.LastScore != 90 {
		t.Errorf("%+v, %+v, %v", got, p.overall, err)
	}
}

func TestAHumansRulingStands(t *testing.T) {
	var p play
	machine := p.do(t, scored(100, 50), nil)
	ruled, err := p.again(t, machine, 80, 7)
	if err != nil || ruled.Judge != 7 || ruled.Machine.Score != 50 {
		t.Fatalf("%+v, %v", ruled, err)
	}
	if _, err := p.again(t, ruled, 10, 0); !errors.Is(err, ErrFixed) {
		t.Errorf("a grader overruled a human: %v", err)
	}
	other, err := p.again(t, ruled, 60, 8)
	if err != nil || other.Judge != 8 || other.Machine.Score != 50 || p.overall.Scores != 60 {
		t.Errorf("another human's: %+v, %v", other, err)
	}
	if _, err := p.again(t, Attempt{GaveUp: true, Grade: &Grade{}}, 60, 8); !errors.Is(err, ErrFixed) {
		t.Errorf("giving up was graded: %v", err)
	}
}

func ruledQuestion() Question {
	return Question{
		ID: "q", Type: Open,
		Points:         []Point{{ID: "a", Weight: 60}, {ID: "b", Weight: 40}},
		Misconceptions: []Misconception{{ID: "m", Cost: 20}, {ID: "n", Cost: 10}},
	}
}

func machineGrade() Grade {
	return Grade{
		Score: 20, By: "offline", Estimate: true, Confidence: 0.3, Cap: 30, Flags: []Flag{FlagSalad}, Feedback: "x",
		Points: []PointGrade{{Point: "a", Verdict: Partly, Quote: "words", Why: "vague"}, {Point: "b", Verdict: Missed}},
		Found:  []Found{{Misconception: "m", Quote: "wrong words"}},
	}
}

func TestRuling(t *testing.T) {
	q := ruledQuestion()
	for _, tt := range []struct {
		name  string
		r     Ruling
		score int
		err   error
	}{
		{"nothing said", Ruling{}, 10, nil},
		{"a point", Ruling{Verdicts: map[string]Verdict{"a": Covered}}, 40, nil},
		{"all points", Ruling{Verdicts: map[string]Verdict{"a": Covered, "b": Partly}}, 60, nil},
		{"no misconception", Ruling{Verdicts: map[string]Verdict{"a": Covered}, Found: []string{}}, 60, nil},
		{"another misconception", Ruling{Verdicts: map[string]Verdict{"a": Covered}, Found: []string{"n"}}, 50, nil},
		{"a point that there is not", Ruling{Verdicts: map[string]Verdict{"c": Covered}}, 0, ErrPoint},
		{"a misconception that there is not", Ruling{Found: []string{"x"}}, 0, ErrPoint},
	} {
		g, err := tt.r.Grade(q, machineGrade())
		if g.Score != tt.score || !errors.Is(err, tt.err) {
			t.Errorf("%s: score %d, %v; want %d, %v", tt.name, g.Score, err, tt.score, tt.err)
		}
		if err == nil && (g.By != "human" || g.Estimate || g.Cap != 0 || len(g.Flags) != 0 || g.Feedback != "" || g.Confidence != 1 || len(g.Points) != 2) {
			t.Errorf("%s: %+v", tt.name, g)
		}
	}
	g, _ := Ruling{Verdicts: map[string]Verdict{"a": Missed}}.Grade(q, machineGrade())
	if g.Points[0].Quote != "" || g.Points[0].Why != "" || g.Found[0].Quote != "wrong words" {
		t.Errorf("%+v", g)
	}
}

func TestAgreementCounts(t *testing.T) {
	machine := machineGrade()
	var a Agreement
	for _, r := range []Ruling{
		{Verdicts: map[string]Verdict{"a": Partly}},                          // the same
		{Verdicts: map[string]Verdict{"a": Covered, "b": Covered}},           // both stricter
		{Verdicts: map[string]Verdict{"a": Missed}, Found: []string{}},       // one more lenient
		{Verdicts: map[string]Verdict{"b": Contradicted}, Found: []string{}}, // earns the same, and is not the same
	} {
		g, err := r.Grade(ruledQuestion(), machine)
		if err != nil {
			t.Fatal(err)
		}
		a.Add(Attempt{Grade: &g, Machine: &machine, Judge: 1})
	}
	a.Add(Attempt{Grade: &machine})
	want := Agreement{Answers: 4, Verdicts: 8, Same: 4, Strict: 2, Lenient: 2, Gap: 10 - 60 + 20 - 10, Apart: 10 + 60 + 20 + 10}
	if a != want {
		t.Errorf("got %+v, want %+v", a, want)
	}
	if a.Share() != 0.5 || a.Bias() != -10 || a.Distance() != 25 || (Agreement{}).Share() != 1 {
		t.Errorf("share %v, bias %v, distance %v", a.Share(), a.Bias(), a.Distance())
	}
}

func TestChangeIsWhatAPlayerSees(t *testing.T) {
	at := func(score int, v Verdict) Attempt {
		return Attempt{Grade: &Grade{Score: score, Points: []PointGrade{{Point: "a", Verdict: v}}}, Points: score / 10}
	}
	for _, tt := range []struct {
		c             Regrading
		score, points int
		any           bool
	}{
		{Regrading{at(50, Partly), at(50, Partly)}, 0, 0, false},
		{Regrading{at(50, Partly), at(90, Covered)}, 40, 4, true},
		{Regrading{at(0, Missed), at(0, Contradicted)}, 0, 0, true},
	} {
		if tt.c.Score() != tt.score || tt.c.Points() != tt.points || tt.c.Any() != tt.any {
			t.Errorf("%+v: %d, %d, %t", tt.c, tt.c.Score(), tt.c.Points(), tt.c.Any())
		}
	}
}
