package quiz

import "time"

// Tally is what a player has earned within one period.
type Tally struct {
	Number  int32 // of the period, as Period.Number gives it; a stale one means zero
	Points  int32
	Answers int32     // that counted
	Reached time.Time // when Points was reached: the earlier wins a tie
}

// Member is one player in one server, over all topics or within one.
type Member struct {
	Server   uint64 // 0 in direct messages
	Player   uint64
	Topic    string // "" over all topics
	Tallies  [4]Tally
	Ended    [2]Tally // of the last week and the last month before those in Tallies
	Attempts int32    // graded answers, counted or not
	Scores   int64    // the sum of their scores
	Streak   Streak
	Last     time.Time // of the last answer
}

// Average returns the mean score of the member's answers, 0 without any.
func (m Member) Average() int {
	if m.Attempts == 0 {
		return 0
	}
	return int((m.Scores + int64(m.Attempts)/2) / int64(m.Attempts))
}

// Tally returns what the member has in the period p that holds day d: zero when
// nothing was earned in it, whatever an older period left behind.
func (m Member) Tally(p Period, d Date) Tally {
	n := p.Number(d)
	if t := m.Tallies[p]; t.Number == n {
		return t
	}
	return Tally{Number: n}
}

// Final returns what the member had in the period p that holds day d: of a week or a month
// also when it is over, as long as nothing was earned in two later ones.
func (m Member) Final(p Period, d Date) Tally {
	if e := m.ended(p); e != nil && e.Number == p.Number(d) {
		return *e
	}
	return m.Tally(p, d)
}

// ended is where the last p is kept that is over; nil for one that nobody asks for then.
func (m *Member) ended(p Period) *Tally {
	switch p {
	case Week:
		return &m.Ended[0]
	case Month:
		return &m.Ended[1]
	default:
		return nil
	}
}

// correct adds to what a graded attempt of day d has brought. When it was reached stays: the answer was
// given then. Of a streak only the last day can still be won; one that was won is not taken away.
func (m *Member) correct(a *Attempt, scores, points int) {
	m.Scores += int64(scores)
	if !a.Counts {
		return
	}
	for _, p := range Periods() {
		for _, t := range []*Tally{&m.Tallies[p], m.ended(p)} {
			if t != nil && t.Number == p.Number(a.Day) {
				t.Points += int32(points)
			}
		}
	}
	if a.Grade.Score > 0 {
		m.Streak = m.Streak.Extend(a.Day)
	}
}

// add counts points earned on day d.
func (m *Member) add(points int, d Date, at time.Time) {
	for _, p := range Periods() {
		if t := m.begin(p, d); t != nil {
			t.earn(points, at)
		}
	}
}

// begin returns the tally of the period p that holds day d, to be added to. A new period begins empty, and puts the
// week or month before it among those that are over; of these only the last still takes what comes late. It is nil
// for an older one.
func (m *Member) begin(p Period, d Date) *Tally {
	n := p.Number(d)
	t, ended := &m.Tallies[p], m.ended(p)
	switch {
	case t.Number < n:
		if ended != nil && t.Points > 0 {
			*ended = *t
		}
		*t = Tally{Number: n}
	case t.Number > n && (ended == nil || ended.Number > n):
		return nil
	case t.Number > n:
		t = ended
		if t.Number < n {
			*t = Tally{Number: n}
		}
	}
	return t
}

func (t *Tally) earn(points int, at time.Time) {
	t.Points += int32(points)
	t.Answers++
	if points > 0 || t.Reached.IsZero() {
		t.Reached = at
	}
}
