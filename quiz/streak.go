package quiz

// Streak counts the days in a row, in the server's calendar, on which a player
// gave an answer that counts.
type Streak struct {
	Days int32
	Best int32
	Last Date
}

// Extend returns the streak after an answer on day d: one longer on the day after
// the last, the same on the last day again or on one before it, and 1 after a gap.
func (s Streak) Extend(d Date) Streak {
	switch {
	case d <= s.Last && s.Days > 0:
		return s
	case d == s.Last+1 && s.Days > 0:
		s.Days++
	default:
		s.Days = 1
	}
	s.Last, s.Best = d, max(s.Best, s.Days)
	return s
}

// On returns the length that the streak still has on day d: it is alive on
// its last day and the day after.
func (s Streak) On(d Date) int {
	if d > s.Last+1 {
		return 0
	}
	return int(s.Days)
}
