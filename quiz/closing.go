package quiz

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Closing is how a daily question went.
type Closing struct {
	Day      Date
	Ask      Ask
	Answered int     // players
	Graded   int     // of them
	Mean     int     // score of the graded
	Gaps     []Gap   // what more than half of the graded missed, the most first
	Best     []Entry // the best players who may be shown
	Shown    *Entry  // the best answer whose player shares it
}

// Gap is a point of a rubric, an option, a blank or an item that players missed.
type Gap struct {
	Point   string
	Players int
}

// Entry is a player's answer to a daily question.
type Entry struct {
	Player uint64
	Score  int
	Text   string
}

// The bounds of a Closing.
const (
	mostGaps = 3
	mostBest = 3
)

// Close returns how the daily question of a post went.
func (d *Drill) Close(ctx context.Context, p Post) (Closing, error) {
	asked, err := d.Asked(ctx, p.Server, p.Question, p.Version, p.Seed)
	if err != nil {
		return Closing{}, err
	}
	var all []Attempt
	for a, err := range d.Store.Entries(ctx, p.Server, p.Day) {
		if err != nil {
			return Closing{}, fmt.Errorf("entries of %s: %w", p.Day, err)
		}
		all = append(all, a)
	}
	entries := FirstEntries(all)
	c := Summarise(asked, entries)
	c.Day = p.Day
	return c, d.show(ctx, p.Server, entries, &c)
}

// FirstEntries returns the entries that are one: of each player's attempts at a daily question,
// oldest first, only the first is, for the reference was seen after it; none when it is to give up.
func FirstEntries(all []Attempt) []Attempt {
	seen := map[uint64]bool{}
	var out []Attempt
	for _, a := range all {
		if !seen[a.Player] && !a.GaveUp {
			out = append(out, a)
		}
		seen[a.Player] = true
	}
	return out
}

// Summarise counts entries; it shows nobody's.
func Summarise(asked Ask, entries []Attempt) Closing {
	c := Closing{Ask: asked, Answered: len(entries)}
	missed := map[string]int{}
	total := 0
	for _, a := range entries {
		if a.Grade == nil {
			continue
		}
		c.Graded++
		total += a.Grade.Score
		for _, p := range a.Grade.Points {
			if p.Point != "" && (p.Verdict == Missed || p.Verdict == Contradicted) {
				missed[p.Point]++
			}
		}
	}
	if c.Graded == 0 {
		return c
	}
	c.Mean = (total + c.Graded/2) / c.Graded
	for point, n := range missed {
		if 2*n > c.Graded {
			c.Gaps = append(c.Gaps, Gap{point, n})
		}
	}
	slices.SortFunc(c.Gaps, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(b.Players, a.Players), cmp.Compare(a.Point, b.Point))
	})
	c.Gaps = c.Gaps[:min(mostGaps, len(c.Gaps))]
	return c
}

// show adds the best players of the entries, and the best answer, as far as they may be shown: who
// hides from the boards or has left is not, nor is who could have known the reference; and an
// answer only by the wish of its player.
func (d *Drill) show(ctx context.Context, server uint64, entries []Attempt, c *Closing) error {
	best := slices.DeleteFunc(slices.Clone(entries), func(a Attempt) bool {
		return a.Grade == nil || a.Grade.Score == 0 || !a.Counts
	})
	slices.SortStableFunc(best, func(a, b Attempt) int { return cmp.Compare(b.Grade.Score, a.Grade.Score) })
	for _, a := range best {
		if len(c.Best) == mostBest && c.Shown != nil {
			break
		}
		absent, err := d.Store.Absence(ctx, server, a.Player)
		if err != nil {
			return fmt.Errorf("absence of %d: %w", a.Player, err)
		}
		if absent != 0 {
			continue
		}
		e := Entry{Player: a.Player, Score: a.Grade.Score, Text: a.Answer.Text}
		if len(c.Best) < mostBest {
			c.Best = append(c.Best, e)
		}
		if err := d.showAnswer(ctx, e, c); err != nil {
			return err
		}
	}
	return nil
}

// showAnswer makes an entry the best answer if it is the first that may be.
func (d *Drill) showAnswer(ctx context.Context, e Entry, c *Closing) error {
	if c.Shown != nil || e.Text == "" || c.Ask.Question.Type != Open {
		return nil
	}
	player, err := d.Store.Player(ctx, e.Player)
	if err != nil {
		return fmt.Errorf("choices of %d: %w", e.Player, err)
	}
	if player.Share {
		c.Shown = &e
	}
	return nil
}

// Final returns the first places of a server's board of the week or month that holds day, which may
// be over for up to one more.
func (d *Drill) Final(ctx context.Context, server uint64, p Period, day Date, limit int) (Board, error) {
	var b Board
	at := map[uint64]Tally{}
	for m, err := range d.Store.MembersOf(ctx, server) {
		if err != nil {
			return b, fmt.Errorf("final board of server %d: %w", server, err)
		}
		if t := m.Final(p, day); t.Points > 0 {
			at[m.Player] = t
			b.Places = append(b.Places, Place{Player: m.Player, Points: int(t.Points), Answers: int(t.Answers)})
		}
	}
	slices.SortFunc(b.Places, func(x, y Place) int {
		return cmp.Or(cmp.Compare(y.Points, x.Points), at[x.Player].Reached.Compare(at[y.Player].Reached), cmp.Compare(x.Player, y.Player))
	})
	b.Players = len(b.Places)
	b.Places = b.Places[:min(limit, len(b.Places))]
	for i := range b.Places {
		b.Places[i].Rank = i + 1
	}
	return b, nil
}
