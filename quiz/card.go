package quiz

import "time"

// Card is what is remembered of one player and one question: the state of the
// spaced-repetition schedule and the last outcome.
type Card struct {
	Player     uint64
	Question   string
	Stability  float64   // days until the chance to recall falls to 90 %
	Difficulty float64   // 1 (easy) to 10
	Due        time.Time // when to ask again
	Last       time.Time // of the last graded answer; zero when never answered
	LastDay    Date      // of the last answer accepted, graded or not, or of giving up
	LastScore  int
	Best       int
	Reps       int32 // graded answers
	Lapses     int32 // times it was known and then forgotten
	Skipped    time.Time
}
