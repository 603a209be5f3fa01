package quiz

// Points is what an answer wins for the boards: its score (0..100) times the question's
// difficulty (1..5), divided by ten and rounded half up. Only the first answer a player
// accepts to a question on a day of the server's calendar wins any, see Counts.
func Points(score, difficulty int) int {
	return (score*difficulty + 5) / 10
}

// Counts is the rule of the boards: a question's first answer of a day counts. A later one
// that day helps review and not rank, for the reference answer has been seen by then; and
// so it is after giving up. It does not ask where: another server's answer counts as first too.
func Counts(c Card, day Date) bool { return c.LastDay < day }

// settle is the one rule of what an attempt does to the books. It first accepts a new
// attempt, which fixes whether it counts and on which day; once the attempt has its grade,
// it pays the points, extends the streak, schedules the card, and opens a case where the grade is in doubt.
func settle(difficulty int) func(*Ledger) error {
	return func(l *Ledger) error {
		first := Counts(l.Card, l.Attempt.Day)
		l.accept(first)
		switch {
		case l.Attempt.Grade == nil:
		case !l.Attempt.GaveUp:
			l.settle(difficulty)
			l.doubt()
		case first: // looking an answer up after giving one says nothing about memory
			l.Card.review(0, l.Attempt.At)
		}
		return nil
	}
}

// finish settles an attempt that was accepted before. It brings none back that has been
// deleted meanwhile.
func finish(difficulty int) func(*Ledger) error {
	return func(l *Ledger) error {
		if l.Prior == nil {
			return ErrNone
		}
		return settle(difficulty)(l)
	}
}

func (l *Ledger) accept(first bool) {
	a := &l.Attempt
	if l.Prior != nil { // accepted before: only the grade is new
		grade, state := a.Grade, a.State
		*a = *l.Prior
		a.Grade, a.State = grade, state
		return
	}
	a.Counts = first && !a.GaveUp && !a.Practice
	l.Card.LastDay = max(l.Card.LastDay, a.Day)
}

func (l *Ledger) settle(difficulty int) {
	a := &l.Attempt
	score := a.Grade.Score
	l.Card.review(score, a.At)
	if a.Counts {
		a.Points = Points(score, difficulty)
	}
	l.Overall.count(a, score)
	l.Topic.count(a, score)
	a.Streak, a.Freezes = l.Overall.Streak.On(a.Day), int(l.Overall.Streak.FreezesOn(a.Day))
}

// count books a graded attempt on the member's record.
func (m *Member) count(a *Attempt, score int) {
	m.Attempts++
	m.Scores += int64(score)
	if a.At.After(m.Last) {
		m.Last = a.At
	}
	if !a.Counts {
		return
	}
	m.add(a.Points, a.Day, a.At)
	if score > 0 {
		m.Streak = m.Streak.Extend(a.Day)
	}
}
