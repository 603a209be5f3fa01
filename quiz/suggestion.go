package quiz

import (
	"context"
	"fmt"
	"time"
)

// The bounds of suggestions.
const (
	DailySuggestions = 5   // of a player in a server within 24 hours; a file is one
	mostWaiting      = 200 // suggestions that wait in a server
	MaxImport        = 25  // questions of a file: a menu's options
)

// Suggest keeps questions that a player proposes for a server's deck, for the moderators to decide; a Draft
// waits for the player's own word first. They have been Checked. The error may be ErrTooOften unless free says that the player may suggest as
// much as they like.
func (d *Drill) Suggest(ctx context.Context, c Case, free bool) (Case, error) {
	if err := d.MaySuggest(ctx, c.Server, c.Player, free); err != nil {
		return c, err
	}
	c.Kind = Suggestion
	return d.keep(ctx, c)
}

// MaySuggest returns ErrTooOften where a player has suggested enough, or too much waits in the server.
func (d *Drill) MaySuggest(ctx context.Context, server, player uint64, free bool) error {
	own, waiting, since := 0, 0, d.Now().Add(-24*time.Hour)
	for other, err := range d.Store.Cases(ctx) {
		switch {
		case err != nil:
			return fmt.Errorf("suggestions of %d: %w", player, err)
		case other.Kind != Suggestion || other.Server != server:
			continue
		case other.State == Undecided:
			waiting++
		}
		if other.Player == player && other.At.After(since) {
			own++
		}
	}
	if waiting >= mostWaiting || own >= DailySuggestions && !free {
		return ErrTooOften
	}
	return nil
}

// HandIn gives a player's draft to the moderators. One that was given already comes back with ErrSeen.
func (d *Drill) HandIn(ctx context.Context, server, player, id uint64) (Case, error) {
	return d.changeCase(ctx, server, id, func(c *Case) error {
		switch {
		case c.Player != player || c.Kind != Suggestion:
			return ErrNone
		case c.State != Draft:
			return ErrSeen
		}
		c.State = Undecided
		return nil
	})
}

// Revise gives the only question of an undecided suggestion another text. The error may be Flaws, and ErrSeen
// once it is decided.
func (d *Drill) Revise(ctx context.Context, server, id uint64, change func(Question) (Question, error)) (Case, error) {
	return d.changeCase(ctx, server, id, func(c *Case) error {
		switch {
		case c.Kind != Suggestion || len(c.Questions) != 1:
			return ErrNone
		case c.State != Undecided:
			return ErrSeen
		}
		q, err := change(c.Questions[0])
		if err == nil {
			q, err = d.Checked(q)
		}
		if err == nil {
			c.Questions = []Question{q}
		}
		return err
	})
}

// Adopt takes the questions of an undecided suggestion into the server's deck: new ones, and those with
// the id of an entry in its place. id is the interaction in which a moderator wants it. It may be done again after a crash: what is there is not taken twice.
func (d *Drill) Adopt(ctx context.Context, id, by uint64, c Case) error {
	deck, err := d.Deck(ctx, c.Server)
	if err != nil {
		return err
	}
	there, known := map[int]bool{}, map[string]DeckEntry{}
	for _, e := range deck {
		known[PortableID(e.Question.ID)] = e
		if e.Case == c.ID {
			there[e.Item] = true
		}
	}
	for i, q := range c.Questions {
		if there[i+1] {
			continue
		}
		e := known[PortableID(q.ID)] // number 0 is a new one
		_, err := d.changeEntry(ctx, id+uint64(i), by, c.Server, e.N, func(e *DeckEntry) {
			e.By, e.Case, e.Item, e.Retired = c.Player, c.ID, i+1, false
			e.replace(q)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
