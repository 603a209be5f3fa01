package quiz_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"drillbot/quiz"
)

// poolOf is a bank of n questions of two topics and five difficulties.
func poolOf(n int) *quiz.Bank {
	var list []quiz.Question
	for i := range n {
		list = append(list, quiz.Question{ID: fmt.Sprintf("q-%02d", i), Topic: []string{"arc", "moe"}[i%2], Difficulty: 1 + i%5, Type: quiz.Open})
	}
	return quiz.NewBank(nil, nil, list)
}

func TestDailyQuestionsDoNotRepeatBeforeThePoolIsExhausted(t *testing.T) {
	bank := poolOf(40)
	s := quiz.Server{ID: 7, Topics: []string{"arc"}, Levels: []int{1, 2, 3}}
	size := len(s.Pool(bank))
	var past []quiz.Post
	last := map[string]int{}
	for day := range 5 * size {
		q, ok := s.ChooseDaily(bank, past, quiz.Date(100+day))
		if !ok || q.Topic != "arc" || q.Difficulty > 3 {
			t.Fatalf("day %d: %+v, %v", day, q, ok)
		}
		if again, _ := s.ChooseDaily(bank, past, quiz.Date(100+day)); again.ID != q.ID {
			t.Fatalf("day %d: %s and then %s", day, q.ID, again.ID)
		}
		if before, seen := last[q.ID]; seen && day-before < size {
			t.Fatalf("%s repeats after %d days, the pool has %d", q.ID, day-before, size)
		}
		if want := max(0, size-day); quiz.Fresh(s.Pool(bank), past) != want {
			t.Errorf("day %d: %d fresh, want %d", day, quiz.Fresh(s.Pool(bank), past), want)
		}
		last[q.ID] = day
		past = slices.Insert(past, 0, posted(quiz.Date(100+day), q.ID))
	}
}

func posted(day quiz.Date, question string) quiz.Post {
	return quiz.Post{PostKey: quiz.PostKey{Server: 7, Kind: quiz.DailyPost, Day: day}, State: quiz.Posted, Question: question}
}

func TestChooseDaily(t *testing.T) {
	bank := poolOf(4)
	s := quiz.Server{ID: 7}
	first, _ := s.ChooseDaily(bank, nil, 100)
	dropped := posted(99, first.ID)
	dropped.State = quiz.Dropped
	if q, _ := s.ChooseDaily(bank, []quiz.Post{dropped}, 100); q.ID != first.ID {
		t.Errorf("a question that nobody saw was skipped: %s", q.ID)
	}
	s.Swap, s.SwapDay = "q-03", 100
	if q, _ := s.ChooseDaily(bank, []quiz.Post{posted(99, "q-03")}, 100); q.ID != "q-03" {
		t.Errorf("swapped to q-03: %s", q.ID)
	}
	if q, _ := s.ChooseDaily(bank, nil, 101); q.ID != first.ID {
		t.Errorf("the day after a swap: %s", q.ID)
	}
	s.Swap = "gone"
	if q, ok := s.ChooseDaily(bank, nil, 100); !ok || q.ID != first.ID {
		t.Errorf("swapped to a question that is gone: %s", q.ID)
	}
	s.Topics = []string{"none"}
	if q, ok := s.ChooseDaily(bank, nil, 101); ok {
		t.Errorf("no question fits: %s", q.ID)
	}
	orders := map[string]bool{}
	for id := range uint64(20) {
		orders[fmt.Sprint(quiz.Server{ID: id}.Queue(bank.Questions, nil))] = true
	}
	if len(orders) < 10 {
		t.Errorf("20 servers share %d orders", len(orders))
	}
}

// TestAgenda holds what is due in a server that posts at 09:00 in Shanghai since Monday
// 23 November 2026.
func TestAgenda(t *testing.T) {
	const monday = quiz.Date(20780)
	shanghai := zone(t, "Asia/Shanghai")
	at := func(day quiz.Date, clock string) time.Time {
		minute, err := quiz.ParseClock(clock)
		if err != nil {
			t.Fatal(err)
		}
		when, _ := quiz.PostTime(day, minute, shanghai)
		return when
	}
	post := func(kind quiz.PostKind, day quiz.Date, state quiz.PostState) quiz.Post {
		return quiz.Post{PostKey: quiz.PostKey{Server: 7, Kind: kind, Day: day}, State: state, Closes: at(day+1, "09:00")}
	}
	failed := func(p quiz.Post, next time.Time, fault string) quiz.Post {
		p.Next, p.Fault = next, fault
		return p
	}
	const daily, closing, week, month = quiz.DailyPost, quiz.ClosePost, quiz.WeekPost, quiz.MonthPost
	for _, c := range []struct {
		name      string
		change    func(*quiz.Server)
		posts     []quiz.Post
		now       time.Time
		due, late []quiz.Post
		next      time.Time
	}{
		{name: "before the first", now: at(monday, "08:59"), next: at(monday, "09:00")},
		{name: "at the time", now: at(monday, "09:00"), due: []quiz.Post{post(daily, monday, 0)}, next: at(monday+1, "09:00")},
		{name: "once", now: at(monday, "23:00"), posts: []quiz.Post{post(daily, monday, quiz.Posted)}, next: at(monday+1, "09:00")},
		{name: "down at the time, back before midnight", now: at(monday, "23:59"), due: []quiz.Post{post(daily, monday, 0)}, next: at(monday+1, "09:00")},
		{name: "back the day after", now: at(monday+1, "00:00"), late: []quiz.Post{post(daily, monday, 0)}, next: at(monday+1, "09:00")},
		{
			name: "down for three days", now: at(monday+3, "10:00"), posts: []quiz.Post{post(daily, monday, quiz.Posted)},
			due: []quiz.Post{post(closing, monday, 0), post(daily, monday+3, 0)}, late: []quiz.Post{post(daily, monday+1, 0), post(daily, monday+2, 0)},
			next: at(monday+4, "09:00"),
		},
		{
			name: "the answer, then the question", now: at(monday+1, "09:00"), posts: []quiz.Post{post(daily, monday, quiz.Posted)},
			due: []quiz.Post{post(closing, monday, 0), post(daily, monday+1, 0)}, next: at(monday+2, "09:00"),
		},
		{
			name: "the time was changed while a question is open", change: func(s *quiz.Server) { s.Minute = 20 * 60 }, now: at(monday+1, "08:00"),
			posts: []quiz.Post{post(daily, monday, quiz.Posted)}, next: at(monday+1, "09:00"),
		},
		{
			name: "turned off while a question is open", change: func(s *quiz.Server) { s.Channel = 0 }, now: at(monday+1, "09:00"),
			posts: []quiz.Post{post(daily, monday, quiz.Posted)}, due: []quiz.Post{post(closing, monday, 0)},
		},
		{name: "off", change: func(s *quiz.Server) { s.Channel = 0 }, now: at(monday, "09:00")},
		{name: "gone", change: func(s *quiz.Server) { s.Gone = at(monday, "08:00") }, now: at(monday, "09:00")},
		{
			name: "failed and to be tried later", now: at(monday, "09:10"), posts: []quiz.Post{failed(post(daily, monday, quiz.Failed), at(monday, "09:30"), quiz.FaultDown)},
			next: at(monday, "09:30"),
		},
		{
			name: "failed and to be tried now", now: at(monday, "09:30"), posts: []quiz.Post{failed(post(daily, monday, quiz.Failed), at(monday, "09:30"), quiz.FaultDown)},
			due: []quiz.Post{post(daily, monday, 0)}, next: at(monday+1, "09:00"),
		},
		{
			name: "failed all day", now: at(monday+1, "08:00"), posts: []quiz.Post{failed(post(daily, monday, quiz.Failed), at(monday, "23:30"), quiz.FaultPermission)},
			late: []quiz.Post{post(daily, monday, 0)}, next: at(monday+1, "09:00"),
		},
		{
			name: "claimed long ago", now: at(monday+2, "08:00"), posts: []quiz.Post{post(daily, monday+1, quiz.Dropped), post(daily, monday, quiz.Claimed)},
			due: []quiz.Post{post(daily, monday, 0)}, next: at(monday+2, "09:00"),
		},
		{
			name: "the clock was a day ahead", now: at(monday, "09:00"), posts: []quiz.Post{post(daily, monday+1, quiz.Posted), failed(post(daily, monday, quiz.Dropped), time.Time{}, quiz.FaultLate)},
			due: []quiz.Post{post(daily, monday, 0)}, next: at(monday+1, "09:00"),
		},
		{
			name: "its answer is late by more than a week", now: at(monday+10, "08:00"), posts: []quiz.Post{post(daily, monday+9, quiz.Dropped), post(daily, monday, quiz.Posted)},
			late: []quiz.Post{post(closing, monday, 0)}, next: at(monday+10, "09:00"),
		},
		{
			name: "just before midnight, many servers due", change: func(s *quiz.Server) { s.Minute = 23*60 + 59 }, now: at(monday+1, "00:05"),
			due: []quiz.Post{post(daily, monday, 0)}, next: at(monday+1, "23:59"),
		},
		{
			name: "the week's board on Monday", change: func(s *quiz.Server) { s.Results = true; s.Since = monday - 7 }, now: at(monday, "09:00"),
			posts: []quiz.Post{post(daily, monday-1, quiz.Posted), post(closing, monday-1, quiz.Posted)},
			due:   []quiz.Post{post(week, monday-7, 0), post(daily, monday, 0)}, next: at(monday+1, "09:00"),
		},
		{
			name: "the month's board on the first", change: func(s *quiz.Server) { s.Results = true }, now: at(monday+8, "09:00"),
			posts: []quiz.Post{post(daily, monday+8, quiz.Posted), post(week, monday, quiz.Posted)},
			due:   []quiz.Post{post(month, monday-22, 0)}, next: at(monday+9, "09:00"),
		},
	} {
		s := quiz.Server{ID: 7, Channel: 1, Minute: 9 * 60, Since: monday}
		if c.change != nil {
			c.change(&s)
		}
		got := quiz.Agenda{Server: s, Zone: shanghai, Posts: c.posts}.At(c.now)
		if diff := cmp.Diff(keys(c.due), keys2(got.Due)); diff != "" {
			t.Errorf("%s: due (-want +got)\n%s", c.name, diff)
		}
		if diff := cmp.Diff(keys(c.late), keys2(got.Late)); diff != "" {
			t.Errorf("%s: late (-want +got)\n%s", c.name, diff)
		}
		if !got.Next.Equal(c.next) {
			t.Errorf("%s: next %s, want %s", c.name, got.Next, c.next)
		}
	}
}

func keys(posts []quiz.Post) (out []string) {
	for _, p := range posts {
		out = append(out, fmt.Sprint(p.Kind, " ", p.Day))
	}
	return out
}

func keys2(list []quiz.PostKey) (out []string) {
	for _, k := range list {
		out = append(out, fmt.Sprint(k.Kind, " ", k.Day))
	}
	return out
}

func TestFirstOfPeriod(t *testing.T) {
	for _, c := range []struct {
		p         quiz.Period
		day, want string
	}{
		{quiz.Week, "2026-11-23", "2026-11-23"},
		{quiz.Week, "2026-11-29", "2026-11-23"},
		{quiz.Week, "2027-01-01", "2026-12-28"},
		{quiz.Month, "2028-02-29", "2028-02-01"},
		{quiz.Month, "2026-12-01", "2026-12-01"},
		{quiz.Today, "2026-12-05", "2026-12-05"},
	} {
		if got := c.p.First(date(t, c.day)).String(); got != c.want {
			t.Errorf("period %d of %s: %s, want %s", c.p, c.day, got, c.want)
		}
	}
}

func TestSummarise(t *testing.T) {
	grade := func(id, player uint64, score int, verdicts ...quiz.Verdict) quiz.Attempt {
		a := quiz.Attempt{ID: id, Player: player, Grade: &quiz.Grade{Score: score}}
		for i, v := range verdicts {
			a.Grade.Points = append(a.Grade.Points, quiz.PointGrade{Point: string(rune('a' + i)), Verdict: v})
		}
		return a
	}
	all := []quiz.Attempt{
		grade(1, 1, 50, quiz.Covered, quiz.Missed, quiz.Contradicted),
		grade(2, 2, 61, quiz.Covered, quiz.Missed, quiz.Missed),
		grade(3, 1, 100, quiz.Covered, quiz.Covered, quiz.Covered), // the reference was seen
		{ID: 4, Player: 3, GaveUp: true, Grade: &quiz.Grade{}},
		grade(5, 3, 100, quiz.Covered, quiz.Covered, quiz.Covered),
		grade(6, 4, 70, quiz.Missed, quiz.Covered, quiz.Missed),
		{ID: 7, Player: 5}, // not graded yet
	}
	got := quiz.Summarise(quiz.Ask{}, quiz.FirstEntries(all))
	want := quiz.Closing{Answered: 4, Graded: 3, Mean: 60, Gaps: []quiz.Gap{{"c", 3}, {"b", 2}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(quiz.Closing{}, quiz.Summarise(quiz.Ask{}, nil)); diff != "" {
		t.Errorf("nobody answered (-want +got)\n%s", diff)
	}
}
