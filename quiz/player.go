package quiz

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Player holds what a player has chosen for themselves, everywhere, and what they were asked last.
type Player struct {
	ID      uint64
	NoModel bool // no answer goes to a model: offline grades
	Share   bool // an answer may be shown, with its player, when a daily question closes

	Question string // asked last, "" for none
	Version  string
	Seed     uint32
	Asked    time.Time
}

// Absence says why a player with points is on no board of a server; zero is none.
type Absence uint8

// The reasons, which can be there together.
const (
	Hidden Absence = 1 << iota // by their own wish
	Left                       // they left the server
)

// Remember keeps what a player was asked, for a message of theirs may be the answer.
func (d *Drill) Remember(ctx context.Context, player uint64, a Ask) error {
	now := d.Now()
	err := d.Store.UpdatePlayer(ctx, player, func(p *Player) {
		p.Question, p.Version, p.Seed, p.Asked = a.Question.ID, a.Question.Version, a.Seed, now
	})
	if err != nil {
		return fmt.Errorf("remember question of %d: %w", player, err)
	}
	return nil
}

// OpenQuestion returns what a player was asked last and has not answered since. The error may be
// ErrNotAsked, ErrUnknown or ErrChanged: a question of one server's deck is unknown in another.
func (d *Drill) OpenQuestion(ctx context.Context, server, player uint64) (Ask, error) {
	p, err := d.Store.Player(ctx, player)
	if err != nil {
		return Ask{}, fmt.Errorf("open question: %w", err)
	}
	cards, err := d.Store.Cards(ctx, player)
	if err != nil {
		return Ask{}, fmt.Errorf("open question: %w", err)
	}
	answered := slices.ContainsFunc(cards, func(c Card) bool { return c.Question == p.Question && !c.Last.Before(p.Asked) })
	if p.Question == "" || answered {
		return Ask{}, ErrNotAsked
	}
	return d.Asked(ctx, server, p.Question, p.Version, p.Seed)
}
