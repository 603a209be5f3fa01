package bolt

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"drillbot/quiz"
)

// audit adds up what the attempts say and compares it with what else is stored. Attempts come
// in order of their ids, and everything else may come before or after them.
type audit struct {
	faults []string
	more   int // faults that were too many to keep

	earned  map[memberOf]*sums
	members map[memberOf]sums
	seen    map[cardOf]*played
	cards   map[cardOf]played
	entries map[entryOf]int // 1 as an entry, 2 as an attempt, 3 as it should be
}

// mostFaults is how many faults are told one by one.
const mostFaults = 100

type memberOf struct {
	server, player uint64
	topic          string
}

type cardOf struct {
	player   uint64
	question string
}

type entryOf struct {
	server  uint64
	day     quiz.Date
	attempt uint64
}

// sums is what a member has by their attempts, or by their record. Times and streaks depend on
// the order in which grades came, so they are not compared.
type sums struct {
	attempts int32
	scores   int64
	tallies  [4]tallied
	last     int64 // µs
	taken    bool  // points were taken by an admin
}

type tallied struct{ number, points, answers int32 }

// played is what a card has by its player's attempts, or by itself.
type played struct {
	reps    int32
	lastDay quiz.Date
	counted quiz.Date // the last day that counted
}

func newAudit() *audit {
	return &audit{
		earned: map[memberOf]*sums{}, members: map[memberOf]sums{}, seen: map[cardOf]*played{}, cards: map[cardOf]played{},
		entries: map[entryOf]int{},
	}
}

func (a *audit) fault(format string, args ...any) {
	if len(a.faults) == mostFaults {
		a.more++
		return
	}
	a.faults = append(a.faults, fmt.Sprintf(format, args...))
}

// answer books an attempt, graded or not.
func (a *audit) answer(t *quiz.Attempt) {
	if t.Daily != 0 {
		a.entries[entryOf{t.Server, t.Daily, t.ID}] |= 2
	}
	if (t.State == quiz.Pending) != (t.Grade == nil) {
		a.fault("attempt %d is in state %d and has a grade: %t", t.ID, t.State, t.Grade != nil)
		return
	}
	a.play(t)
	if t.Grade == nil || t.GaveUp {
		if t.Points != 0 {
			a.fault("attempt %d has %d points without an answer that was graded", t.ID, t.Points)
		}
		return
	}
	if score := t.Grade.Score; score < 0 || score > 100 {
		a.fault("attempt %d has a score of %d", t.ID, score)
	}
	a.price(t)
	a.earn(memberOf{t.Server, t.Player, ""}, t)
	if t.Topic != "" {
		a.earn(memberOf{t.Server, t.Player, t.Topic}, t)
	}
}

// price checks that an attempt won what some difficulty pays, and nothing where it does not count.
func (a *audit) price(t *quiz.Attempt) {
	least, most := 0, 0
	if t.Counts {
		least, most = quiz.Points(t.Grade.Score, 1), quiz.Points(t.Grade.Score, 5)
	}
	if t.Points < least || t.Points > most {
		a.fault("attempt %d has %d points, with a score of %d and counting: %t", t.ID, t.Points, t.Grade.Score, t.Counts)
	}
}

// play books an attempt on its card.
func (a *audit) play(t *quiz.Attempt) {
	key := cardOf{t.Player, t.Question}
	p := a.seen[key]
	if p == nil {
		p = &played{}
		a.seen[key] = p
	}
	p.lastDay = max(p.lastDay, t.Day)
	if t.Grade != nil && !t.GaveUp {
		p.reps++
	}
	if t.Counts && p.counted == t.Day {
		a.fault("attempt %d is the second one of player %d to %s that counts on %s", t.ID, t.Player, t.Question, t.Day)
	}
	if t.Counts {
		p.counted = t.Day
	}
}

// earn books a graded attempt on a member.
func (a *audit) earn(key memberOf, t *quiz.Attempt) {
	s := a.of(key)
	s.attempts++
	s.scores += int64(t.Grade.Score)
	s.last = max(s.last, micros(t.At))
	if t.Counts {
		s.add(t.Day, int32(t.Points), 1)
	}
}

func (a *audit) of(key memberOf) *sums {
	s := a.earned[key]
	if s == nil {
		s = &sums{}
		a.earned[key] = s
	}
	return s
}

// add counts points as quiz.Member does.
func (s *sums) add(day quiz.Date, points, answers int32) {
	for _, p := range quiz.Periods() {
		n, t := p.Number(day), &s.tallies[p]
		if t.number > n {
			continue
		}
		if t.number < n {
			*t = tallied{number: n}
		}
		t.points += points
		t.answers += answers
	}
}

func (a *audit) member(m *quiz.Member) {
	s := sums{attempts: m.Attempts, scores: m.Scores, last: micros(m.Last)}
	for i, t := range m.Tallies {
		s.tallies[i] = tallied{t.Number, t.Points, t.Answers}
	}
	a.members[memberOf{m.Server, m.Player, m.Topic}] = s
	if m.Streak.Days < 0 || m.Streak.Days > m.Streak.Best {
		a.fault("player %d in server %d has a streak of %d days and a best one of %d", m.Player, m.Server, m.Streak.Days, m.Streak.Best)
	}
}

func (a *audit) card(c *quiz.Card) {
	a.cards[cardOf{c.Player, c.Question}] = played{reps: c.Reps, lastDay: c.LastDay}
	if c.Lapses > c.Reps || c.LastScore > 100 || c.Best > 100 || c.LastScore > c.Best {
		a.fault("the card of player %d and %s has %d lapses in %d reviews, a last score of %d and a best one of %d",
			c.Player, c.Question, c.Lapses, c.Reps, c.LastScore, c.Best)
	}
}

// change books the points that an admin gave or took.
func (a *audit) change(c *quiz.Change) {
	if c.What == quiz.ChangedPoints {
		s := a.of(memberOf{c.Server, c.Player, ""})
		s.add(c.Day, int32(c.Points), 0)
		s.taken = s.taken || c.Points < 0
	}
}

// agrees reports whether a record is what these sums say. Points that were taken leave no period below
// zero, so that of a day, week and month depends on what was won before and what after.
func (s sums) agrees(record sums) bool {
	if s.taken {
		for _, p := range []quiz.Period{quiz.Today, quiz.Week, quiz.Month} {
			s.tallies[p].points = record.tallies[p].points
		}
	}
	s.taken = false
	return s == record
}

func (a *audit) server(s *quiz.Server) {
	if _, err := time.LoadLocation(s.Zone); err != nil {
		a.fault("server %d has the zone %q, which is unknown", s.ID, s.Zone)
	}
	if s.Minute < 0 || s.Minute >= 24*60 || s.Budget < 0 || s.Retention < 0 {
		a.fault("server %d has minute %d, budget %d and retention %d", s.ID, s.Minute, s.Budget, s.Retention)
	}
}

// post checks a claim: its key makes it the only one of its kind and day.
func (a *audit) post(p *quiz.Post) {
	switch {
	case p.Kind < quiz.DailyPost || p.Kind > quiz.MonthPost || p.State > quiz.Dropped:
		a.fault("server %d has a post of kind %d in state %d on %s", p.Server, p.Kind, p.State, p.Day)
	case p.State == quiz.Posted && p.Message == 0:
		a.fault("server %d has a post of kind %d on %s that was sent without a message", p.Server, p.Kind, p.Day)
	}
}

func (a *audit) opened(c *quiz.Case) {
	if c.Kind < quiz.Problem || c.Kind > quiz.Doubt || c.State > quiz.Draft {
		a.fault("case %d is of kind %d in state %d", c.ID, c.Kind, c.State)
	}
}

func (a *audit) deck(e *quiz.DeckEntry) {
	if e.N == 0 || e.Question.ID != quiz.DeckID(e.Server, e.N) {
		a.fault("question %d of the deck of server %d has the id %q", e.N, e.Server, e.Question.ID)
	}
}

func (a *audit) entry(server uint64, day quiz.Date, attempt uint64) {
	a.entries[entryOf{server, day, attempt}] |= 1
}

// compare says where the books differ from the attempts. It is called last.
func (a *audit) compare() {
	for _, key := range keysOf(a.earned, a.members, func(x, y memberOf) int {
		return cmp.Or(cmp.Compare(x.server, y.server), cmp.Compare(x.player, y.player), cmp.Compare(x.topic, y.topic))
	}) {
		if got, want := a.members[key], *a.of(key); !want.agrees(got) {
			a.fault("player %d in server %d, topic %q, has %s; their answers say %s", key.player, key.server, key.topic, got, want)
		}
	}
	for key, p := range a.seen {
		if c, ok := a.cards[key]; !ok || c.reps < p.reps || c.lastDay < p.lastDay {
			a.fault("the card of player %d and %s has %d reviews until %s; their answers say %d until %s",
				key.player, key.question, c.reps, c.lastDay, p.reps, p.lastDay)
		}
	}
	for key, in := range a.entries {
		if in != 3 {
			a.fault("attempt %d at the daily question of server %d on %s is %s", key.attempt, key.server, key.day,
				map[int]string{1: "listed, and not there", 2: "there, and not listed"}[in])
		}
	}
}

func (s sums) String() string {
	out := fmt.Sprintf("%d answers with scores of %d", s.attempts, s.scores)
	for i, name := range []string{"day", "week", "month", "time"} {
		out += fmt.Sprintf(", %s %d: %d points in %d", name, s.tallies[i].number, s.tallies[i].points, s.tallies[i].answers)
	}
	return out
}

// keysOf returns the keys of both maps in order.
func keysOf[K comparable, A, B any](a map[K]A, b map[K]B, compare func(x, y K) int) []K {
	all := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.SortFunc(all, compare)
	return slices.Compact(all)
}
