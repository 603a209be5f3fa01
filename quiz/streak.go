package quiz

// Streak counts the days in the server's calendar on which a player gave an answer that
// counts, with no more days missed between them than freezes protected.
type Streak struct {
	Days    int32 // with an answer; a protected day is none
	Best    int32
	Last    Date
	Freezes int32 // kept after Last
}

// The rule of freezes: every seventh day of a streak earns one, of which two at most are kept
// (so that a streak always says something about the last days). Each protects one missed day:
// it keeps the streak alive and adds no day to it. A streak that ends takes its freezes with it.
const (
	freezeEvery = 7
	mostFreezes = 2
)

// Extend returns the streak after an answer on day d: one longer on the day after the last, or
// where freezes protect all days between; the same on the last day again or on one before it;
// and 1 after a longer gap.
func (s Streak) Extend(d Date) Streak {
	if d <= s.Last && s.Days > 0 {
		return s
	}
	if s.On(d) == 0 {
		s.Days, s.Freezes = 0, 0
	}
	s.Freezes = s.FreezesOn(d)
	s.Days++
	if s.Days%freezeEvery == 0 {
		s.Freezes = min(s.Freezes+1, mostFreezes)
	}
	s.Last, s.Best = d, max(s.Best, s.Days)
	return s
}

// On returns the length that the streak still has on day d: it is alive on its last day, on
// the day after, and for as many more as there are freezes.
func (s Streak) On(d Date) int {
	if d > s.Last+1+Date(s.Freezes) {
		return 0
	}
	return int(s.Days)
}

// FreezesOn returns how many freezes are left on day d, before an answer on it.
func (s Streak) FreezesOn(d Date) int32 {
	if s.On(d) == 0 {
		return 0
	}
	return s.Freezes - max(0, int32(d-s.Last)-1)
}
