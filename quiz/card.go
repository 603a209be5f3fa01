package quiz

import (
	"math"
	"time"
)

// Card is what is remembered of one player and one question: the state of the
// spaced-repetition schedule and the last outcome.
type Card struct {
	Player     uint64
	Question   string
	Stability  float64   // days until the chance to recall falls to 90 %
	Difficulty float64   // 1 (easy) to 10
	Due        time.Time // when to ask again
	Last       time.Time // of the last review: a graded answer or giving up; zero when there was none
	LastDay    Date      // of the last answer accepted, graded or not, or of giving up
	LastScore  int
	Best       int
	Reps       int32 // reviews
	Lapses     int32 // reviews that failed
	Skipped    time.Time
}

// Seen reports whether the player has ever answered the question or given it up.
func (c Card) Seen() bool { return !c.Last.IsZero() }

// Known reports whether the last answer was a good one.
func (c Card) Known() bool { return c.Seen() && c.LastScore >= good }

// The scores from which a review counts as hard, good and easy.
const (
	hard = 40
	good = 60
	easy = 85
)

// rating turns a score into FSRS's grade of a review: 1 again, 2 hard, 3 good, 4 easy.
func rating(score int) float64 {
	switch {
	case score >= easy:
		return 4
	case score >= good:
		return 3
	case score >= hard:
		return 2
	default:
		return 1
	}
}

// review schedules the card after a review at the given time.
//
// The formulas and default parameters w are those of FSRS-6 ("The Algorithm", wiki of
// open-spaced-repetition/fsrs4anki), at 90 % desired retention, for which the interval
// equals the stability.
func (c *Card) review(score int, at time.Time) {
	g := rating(score)
	if c.Reps == 0 {
		c.Stability, c.Difficulty = fsrs[int(g)-1], clamp(startDifficulty(g), 1, 10)
	} else {
		days := math.Floor(at.Sub(c.Last).Hours() / 24)
		c.Stability = clamp(c.nextStability(g, max(0, days)), 0.001, 36500)
		c.Difficulty = nextDifficulty(c.Difficulty, g)
	}
	if g == 1 {
		c.Lapses++
	}
	c.Reps++
	c.Last, c.LastScore, c.Best = at, score, max(c.Best, score)
	c.Due = at.Add(time.Duration(c.Stability * 24 * float64(time.Hour)))
}

// revise corrects the card when the attempt at a time turned out to be worth another score. A first
// review is done again; of a later one the schedule and the best score stay, for what they followed from
// is not kept, and the next review sets them right.
func (c *Card) revise(before, after int, at time.Time) {
	c.Best = max(c.Best, after)
	switch {
	case !c.Last.Equal(at):
	case c.Reps == 1:
		c.Reps, c.Lapses, c.Best = 0, 0, 0
		c.review(after, at)
	case c.LastScore == before:
		c.LastScore = after
	}
}

// fsrs are the 21 default parameters of FSRS-6.
var fsrs = [21]float64{
	0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
	1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
}

func startDifficulty(g float64) float64 { return fsrs[4] - math.Exp(fsrs[5]*(g-1)) + 1 }

// nextDifficulty damps the change towards 10 and reverts to the mean of easy.
func nextDifficulty(d, g float64) float64 {
	next := d - fsrs[6]*(g-3)*(10-d)/9
	return clamp(fsrs[7]*startDifficulty(4)+(1-fsrs[7])*next, 1, 10)
}

// nextStability is the stability after grade g, days after the last review.
func (c *Card) nextStability(g, days float64) float64 {
	s, d, w := c.Stability, c.Difficulty, &fsrs
	if days == 0 {
		grow := math.Exp(w[17]*(g-3+w[18])) * math.Pow(s, -w[19])
		if g >= 2 {
			grow = max(grow, 1)
		}
		return s * grow
	}
	r := recall(days, s)
	if g == 1 {
		forgot := w[11] * math.Pow(d, -w[12]) * (math.Pow(s+1, w[13]) - 1) * math.Exp(w[14]*(1-r))
		return min(forgot, s/math.Exp(w[17]*w[18]))
	}
	grow := math.Exp(w[8]) * (11 - d) * math.Pow(s, -w[9]) * (math.Exp(w[10]*(1-r)) - 1)
	switch g {
	case 2:
		grow *= w[15]
	case 4:
		grow *= w[16]
	}
	return s * (1 + grow)
}

// recall is the chance to remember after days, with stability s.
func recall(days, s float64) float64 {
	factor := math.Pow(0.9, -1/fsrs[20]) - 1
	return math.Pow(1+factor*days/s, -fsrs[20])
}

func clamp(x, low, high float64) float64 { return min(high, max(low, x)) }
