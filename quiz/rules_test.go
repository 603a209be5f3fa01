package quiz

import (
	"testing"
	"time"
)

// play settles attempts on one player's books, as a store would.
type play struct {
	card           Card
	overall, topic Member
}

func (p *play) do(t *testing.T, a Attempt, prior *Attempt) Attempt {
	t.Helper()
	l := Ledger{Prior: prior, Attempt: a, Card: p.card, Overall: p.overall, Topic: p.topic}
	if err := settle(3)(&l); err != nil {
		t.Fatal(err)
	}
	p.card, p.overall, p.topic = l.Card, l.Overall, l.Topic
	return l.Attempt
}

func scored(day Date, score int) Attempt {
	return Attempt{At: day.Time().Add(time.Hour), Day: day, Grade: &Grade{Score: score}}
}

func TestOnlyTheFirstAnswerOfADayCounts(t *testing.T) {
	var p play
	for i, c := range []struct {
		day    Date
		score  int
		counts bool
		points int
	}{
		{100, 50, true, 15}, {100, 90, false, 0}, {101, 80, true, 24}, {99, 100, false, 0}, {103, 0, true, 0},
	} {
		a := p.do(t, scored(c.day, c.score), nil)
		if a.Counts != c.counts || a.Points != c.points {
			t.Errorf("answer %d: counts %v, points %d; want %v, %d", i, a.Counts, a.Points, c.counts, c.points)
		}
	}
	if got := p.overall; got.Attempts != 5 || got.Average() != 64 || got.Tallies[All].Points != 39 || got.Tallies[All].Answers != 3 {
		t.Errorf("member %+v", got)
	}
	if p.overall.Streak.Days != 2 || p.overall.Streak.On(103) != 0 {
		t.Errorf("streak %+v: an answer worth nothing must not extend it", p.overall.Streak)
	}
	if p.overall != p.topic {
		t.Errorf("topic %+v differs from overall %+v", p.topic, p.overall)
	}
}

func TestGivingUpNeverCounts(t *testing.T) {
	var p play
	a := p.do(t, Attempt{At: Date(100).Time(), Day: 100, GaveUp: true, Grade: &Grade{}}, nil)
	if a.Counts || p.overall.Attempts != 0 || p.card.Lapses != 1 {
		t.Errorf("attempt %+v, member %+v, card %+v", a, p.overall, p.card)
	}
	if a := p.do(t, scored(100, 100), nil); a.Counts || a.Points != 0 {
		t.Errorf("after the answer was seen: %+v", a)
	}
	if a := p.do(t, scored(101, 100), nil); !a.Counts {
		t.Error("the next day's first answer does not count")
	}
}

func TestLookingUpAfterAnsweringForgetsNothing(t *testing.T) {
	var p play
	p.do(t, scored(100, 95), nil)
	before := p.card
	p.do(t, Attempt{At: Date(100).Time().Add(2 * time.Hour), Day: 100, GaveUp: true, Grade: &Grade{}}, nil)
	if p.card != before {
		t.Errorf("card %+v, was %+v", p.card, before)
	}
}

func TestAPendingAnswerKeepsItsDay(t *testing.T) {
	var p play
	pending := p.do(t, Attempt{At: Date(100).Time(), Day: 100}, nil)
	if !pending.Counts || p.overall.Attempts != 0 {
		t.Fatalf("pending %+v", pending)
	}
	second := p.do(t, scored(100, 70), nil)
	if second.Counts {
		t.Error("a second answer counts while the first is pending")
	}
	p.do(t, scored(101, 100), nil) // on another day, before the first is graded
	graded := pending
	graded.Grade, graded.State, graded.Day = &Grade{Score: 100}, Graded, 999
	done := p.do(t, graded, &pending)
	if !done.Counts || done.Points != 30 || done.Day != 100 {
		t.Errorf("graded late: %+v", done)
	}
	if got := p.overall.Tally(Today, 101).Points; got != 30 {
		t.Errorf("today's points %d, want 30: yesterday's are not today's", got)
	}
	if got := p.overall.Tally(All, 101).Points; got != 60 {
		t.Errorf("all points %d, want 60", got)
	}
}

func TestStreak(t *testing.T) {
	row := func(from, to Date) (days []Date) {
		for d := from; d <= to; d++ {
			days = append(days, d)
		}
		return days
	}
	for _, c := range []struct {
		name    string
		days    []Date
		on      Date
		want    int
		best    int32
		freezes int32
	}{
		{"none", nil, 10, 0, 0, 0},
		{"one day", []Date{10}, 10, 1, 1, 0},
		{"alive the day after", []Date{10}, 11, 1, 1, 0},
		{"dead after a missed day", []Date{10}, 12, 0, 1, 0},
		{"three in a row", []Date{10, 11, 12}, 12, 3, 3, 0},
		{"twice a day is once", []Date{10, 10, 11}, 11, 2, 2, 0},
		{"a gap begins anew", []Date{10, 11, 13}, 13, 1, 2, 0},
		{"a late one changes nothing", []Date{10, 11, 9}, 11, 2, 2, 0},
		{"six days earn nothing", row(1, 6), 6, 6, 6, 0},
		{"seven days earn a freeze", row(1, 7), 7, 7, 7, 1},
		{"kept the day after", row(1, 7), 8, 7, 7, 1},
		{"used on a missed day", row(1, 7), 9, 7, 7, 0},
		{"it protects one day only", row(1, 7), 10, 0, 7, 0},
		{"an answer after it adds one day, not two", append(row(1, 7), 9), 9, 8, 8, 0},
		{"it is used up", append(row(1, 7), 9), 11, 0, 8, 0},
		{"fourteen days earn two", row(1, 14), 14, 14, 14, 2},
		{"two missed days take two", append(row(1, 14), 17), 17, 15, 15, 0},
		{"one of two is left", append(row(1, 14), 16), 16, 15, 15, 1},
		{"no more than two are kept", row(1, 28), 28, 28, 28, 2},
		{"three missed days are too many", append(row(1, 28), 32), 32, 1, 28, 0},
		{"a broken streak takes its freezes", append(row(1, 14), 20), 22, 0, 14, 0},
		{"the seventh day may follow a missed one", append(append(row(1, 13), 15), 17), 17, 15, 15, 0},
		{"days that were protected do not count to seven", append(row(1, 7), row(9, 14)...), 14, 13, 13, 0},
		{"but answers do", append(row(1, 7), row(9, 15)...), 15, 14, 14, 1},
		{"the same day again earns once", append(row(1, 7), 7, 7), 7, 7, 7, 1},
	} {
		var s Streak
		for _, d := range c.days {
			s = s.Extend(d)
		}
		if got := s.On(c.on); got != c.want || s.Best != c.best || s.FreezesOn(c.on) != c.freezes {
			t.Errorf("%s: %d days, best %d, %d freezes; want %d, %d, %d", c.name, got, s.Best, s.FreezesOn(c.on), c.want, c.best, c.freezes)
		}
	}
}

// TestEndedPeriodsAreKept holds what the boards of a week and a month that are over are made of.
func TestEndedPeriodsAreKept(t *testing.T) {
	monday, _ := ParseDate("2026-11-23")
	var m Member
	add := func(points int, d Date) { m.add(points, d, d.Time()) }
	final := func(p Period, d Date) int { return int(m.Final(p, d).Points) }
	add(10, monday)
	add(5, monday+7) // the next week
	add(3, monday+6) // graded late
	if final(Week, monday) != 13 || final(Week, monday+7) != 5 || m.Tally(Week, monday).Points != 0 {
		t.Errorf("weeks %+v %+v", m.Tallies[Week], m.Ended)
	}
	add(2, monday+8) // 1 December
	add(1, monday+21)
	if final(Month, monday) != 18 || final(Month, monday+8) != 3 || final(Week, monday+7) != 7 || final(Week, monday) != 0 {
		t.Errorf("month %+v, ended %+v", m.Tallies[Month], m.Ended)
	}
	add(9, monday+14) // of the week before, of which nothing is kept yet
	if final(Week, monday+14) != 9 || final(Week, monday+7) != 0 {
		t.Errorf("a week that was earned in late: %+v", m.Ended)
	}
	if final(Today, monday+21) != 1 || final(All, monday) != 30 {
		t.Errorf("today %d, all %d", final(Today, monday+21), final(All, monday))
	}
}

func TestPeriods(t *testing.T) {
	day := func(s string) Date {
		d, err := ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		p    Period
		a, b string
		same bool
	}{
		{Week, "2026-11-23", "2026-11-29", true}, // Monday to Sunday
		{Week, "2026-11-22", "2026-11-23", false},
		{Week, "2026-12-31", "2027-01-01", true}, // over the year's end
		{Month, "2026-11-01", "2026-11-30", true},
		{Month, "2026-11-30", "2026-12-01", false},
		{Month, "2025-11-30", "2026-11-30", false},
		{Today, "2026-11-23", "2026-11-23", true},
		{Today, "2026-11-23", "2026-11-24", false},
		{All, "1999-01-01", "2026-11-24", true},
	} {
		if got := c.p.Number(day(c.a)) == c.p.Number(day(c.b)); got != c.same {
			t.Errorf("period %d: %s and %s together: %v", c.p, c.a, c.b, got)
		}
	}
	if got := day("2026-11-23").String(); got != "2026-11-23" || Date(0).String() != "" {
		t.Errorf("date prints %q", got)
	}
}

// An admin's points leave the week that is over as it was, for its board may still be to come; what is taken stops at
// zero, and what a later grade took below it is not given back.
func TestCorrectionsKeepWhatIsOver(t *testing.T) {
	const sunday, next = Date(20779), Date(20780)
	for _, points := range []int{7, -7} {
		var p play
		p.do(t, scored(sunday, 100), nil)
		p.overall.give(points, next, next.Time())
		if got := p.overall.Final(Week, sunday).Points; got != 30 {
			t.Errorf("%+d on Monday: %d points in the week before, want 30", points, got)
		}
		if got, want := p.overall.Tally(Week, next).Points, int32(max(0, points)); got != want {
			t.Errorf("%+d on Monday: %d points in the new week, want %d", points, got, want)
		}
		if got := p.overall.Tallies[All].Points; got != int32(30+points) {
			t.Errorf("%+d on Monday: %d points in all, want %d", points, got, 30+points)
		}
	}
	m := Member{}
	m.Tallies[All].Points = -20 // an answer was graded down after its points were taken
	if given := m.give(-5, next, next.Time()); given != 0 || m.Tallies[All].Points != -20 {
		t.Errorf("took %d of -20 points, which leaves %d", -given, m.Tallies[All].Points)
	}
}
