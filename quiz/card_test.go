package quiz

import (
	"math"
	"testing"
	"time"
)

// TestReviewFollowsFSRS compares the schedule with ts-fsrs 5.4.2 (FSRS-6.0, default
// parameters, no fuzz, no learning steps), which rounds to eight digits.
func TestReviewFollowsFSRS(t *testing.T) {
	type step struct {
		rating                int
		days                  float64 // since the step before
		stability, difficulty float64
	}
	scores := [...]int{1: 0, 2: hard, 3: good, 4: easy}
	for name, steps := range map[string][]step{
		"always good": {{3, 0, 2.3065, 2.11810397}, {3, 2, 10.96433194, 2.11121424}, {3, 10, 43.93167, 2.1043314}, {3, 40, 148.70552246, 2.09745544}},
		"again first": {{1, 0, 0.212, 6.4133}, {3, 0, 0.24668919, 6.40211507}, {3, 3, 3.00614387, 6.39094132}},
		"always easy": {{4, 0, 8.2956, 1}, {4, 8, 65.62422648, 1}, {4, 60, 374.76500591, 1}},
		"hard, fails": {{2, 0, 1.2931, 5.11217071}, {2, 1, 3.24941173, 6.74045952}, {1, 3, 0.71372794, 8.91383958}, {3, 0.2, 0.76675638, 8.90015411}},
		"two lapses":  {{3, 0, 2.3065, 2.11810397}, {1, 5, 0.68259825, 7.39450274}, {1, 0.1, 0.24851622, 9.12881914}, {3, 1, 0.97268547, 9.11491869}, {4, 7, 6.46446097, 8.80439413}},
		"hard to learn": {
			{1, 0, 0.212, 6.4133},
			{1, 0, 0.08335672, 8.80630447},
			{1, 1, 0.04715711, 9.59286876},
			{2, 2, 0.22781679, 9.71495568},
			{3, 5, 1.09165869, 9.70046909},
			{4, 30, 7.50527982, 9.58560819},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var c Card
			at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
			for i, s := range steps {
				at = at.Add(time.Duration(s.days * 24 * float64(time.Hour)))
				c.review(scores[s.rating], at)
				if math.Abs(c.Stability-s.stability) > 1e-6*s.stability || math.Abs(c.Difficulty-s.difficulty) > 1e-6*s.difficulty {
					t.Fatalf("step %d: stability %.8f, difficulty %.8f; want %.8f, %.8f", i, c.Stability, c.Difficulty, s.stability, s.difficulty)
				}
			}
		})
	}
}

func TestReviewKeepsTheBooksOfACard(t *testing.T) {
	var c Card
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	c.review(90, at)
	c.review(20, at.Add(24*time.Hour))
	if c.Reps != 2 || c.Lapses != 1 || c.Best != 90 || c.LastScore != 20 || !c.Due.After(c.Last) {
		t.Errorf("card %+v", c)
	}
	if c.Known() || !c.Seen() {
		t.Errorf("a failed card is known %v, seen %v", c.Known(), c.Seen())
	}
}
