package quiz

import (
	"context"
	"fmt"
	"time"
)

// keptAfterLeaving is how long a server's data is kept after the bot was removed from it: it may have
// been a mistake.
const keptAfterLeaving = 30 * 24 * time.Hour

// Wishes are a player's own choices, as they stand in a server.
type Wishes struct {
	Player
	Hidden bool // on no board of the server
}

// Wishes returns what a player has chosen; server is 0 in direct messages.
func (d *Drill) Wishes(ctx context.Context, server, player uint64) (Wishes, error) {
	p, err := d.Store.Player(ctx, player)
	if err != nil {
		return Wishes{}, fmt.Errorf("wishes of %d: %w", player, err)
	}
	absence, err := d.Store.Absence(ctx, server, player)
	if err != nil {
		return Wishes{}, fmt.Errorf("wishes of %d: %w", player, err)
	}
	return Wishes{p, absence&Hidden != 0}, nil
}

// Hide takes a player off the boards of a server, or puts them back.
func (d *Drill) Hide(ctx context.Context, server, player uint64, hidden bool) error {
	if err := d.Store.SetAbsence(ctx, server, player, Hidden, hidden); err != nil {
		return fmt.Errorf("hide %d: %w", player, err)
	}
	return nil
}

// KeepFromModels has a player's answers graded offline only, or no longer.
func (d *Drill) KeepFromModels(ctx context.Context, player uint64, keep bool) error {
	if err := d.Store.UpdatePlayer(ctx, player, func(p *Player) { p.NoModel = keep }); err != nil {
		return fmt.Errorf("keep from models: %w", err)
	}
	return nil
}

// ShareAnswers lets a player's best answer to a daily question be shown when it closes, or no longer.
func (d *Drill) ShareAnswers(ctx context.Context, player uint64, share bool) error {
	if err := d.Store.UpdatePlayer(ctx, player, func(p *Player) { p.Share = share }); err != nil {
		return fmt.Errorf("share answers: %w", err)
	}
	return nil
}

// Left notes that a player is seen to have left a server, or to be there again. It writes nothing
// when that is known.
func (d *Drill) Left(ctx context.Context, server, player uint64, left bool) error {
	absence, err := d.Store.Absence(ctx, server, player)
	if err != nil || (absence&Left != 0) == left {
		return err
	}
	if err := d.Store.SetAbsence(ctx, server, player, Left, left); err != nil {
		return fmt.Errorf("leaver %d: %w", player, err)
	}
	return nil
}

// Forget deletes everything about a player, here and in the graders' caches.
func (d *Drill) Forget(ctx context.Context, player uint64) error {
	err := d.Store.Forget(ctx, player)
	if d.Purge != nil { // after the store: what was graded meanwhile may have been cached
		d.Purge(player)
	}
	if err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	return nil
}

// Present notes in which servers the bot is. One that it was removed from is forgotten when it is not
// added again for 30 days; so each is written down while the bot is there, with settings or without.
func (d *Drill) Present(ctx context.Context, in []uint64) error {
	there := map[uint64]bool{}
	for _, server := range in {
		there[server] = true
	}
	for s, err := range d.Store.Servers(ctx) {
		if err == nil {
			err = d.removed(ctx, s, !there[s.ID])
		}
		if err != nil {
			return fmt.Errorf("present: %w", err)
		}
		delete(there, s.ID)
	}
	for server := range there { // never seen before
		if err := d.note(ctx, server, func(*Server) {}); err != nil {
			return fmt.Errorf("present: %w", err)
		}
	}
	return nil
}

// removed notes that the bot was removed from a server, or is there again.
func (d *Drill) removed(ctx context.Context, s Server, removed bool) error {
	if s.Gone.IsZero() != removed {
		return nil
	}
	now := d.Now()
	return d.note(ctx, s.ID, func(s *Server) {
		switch {
		case !removed:
			s.Gone = time.Time{}
		case s.Gone.IsZero():
			s.Gone = now
		}
	})
}

// note changes what is kept of a server that is no setting, and so is not written to its log.
func (d *Drill) note(ctx context.Context, server uint64, change func(*Server)) error {
	_, err := d.Store.UpdateServer(ctx, server, func(s *Server) ([]Change, error) {
		change(s)
		return nil, nil
	})
	if err != nil {
		return fmt.Errorf("note of server %d: %w", server, err)
	}
	return nil
}

// Upkeep does what a day asks for: it forgets servers that removed the bot 30 days ago, and
// deletes the texts of answers that are older than a server keeps them. It may be done at any
// time and more often.
func (d *Drill) Upkeep(ctx context.Context) error {
	now, before := d.Now(), map[uint64]time.Time{}
	for s, err := range d.Store.Servers(ctx) {
		switch {
		case err != nil:
		case !s.Gone.IsZero() && now.Sub(s.Gone) >= keptAfterLeaving:
			err = d.Store.ForgetServer(ctx, s.ID)
		case s.Retention > 0:
			before[s.ID] = now.AddDate(0, 0, -s.Retention)
		}
		if err != nil {
			return fmt.Errorf("upkeep: %w", err)
		}
	}
	if _, err := d.Store.Redact(ctx, before); err != nil {
		return fmt.Errorf("upkeep: %w", err)
	}
	return nil
}

// Correct gives a player points, or takes some, on behalf of an admin, with a reason that stands
// in the server's log. They count today, for the boards over all topics. An interaction that comes twice is ErrSeen.
func (d *Drill) Correct(ctx context.Context, c Change) error {
	today, err := d.Today(ctx, c.Server)
	if err != nil {
		return err
	}
	c.At, c.Day, c.What = d.Now(), today, ChangedPoints
	err = d.Store.Correct(ctx, c.Server, c.Player, func(m *Member) Change {
		c := c
		c.From = fmt.Sprint(m.Tallies[All].Points)
		c.Points = m.give(c.Points, today, c.At)
		c.To = fmt.Sprint(m.Tallies[All].Points)
		return c
	})
	if err != nil {
		return fmt.Errorf("correct points of %d: %w", c.Player, err)
	}
	return nil
}

// give adds points to every period of a day, and returns how many it gave. It takes none below zero.
func (m *Member) give(points int, day Date, at time.Time) int {
	points = max(points, -max(0, int(m.Tallies[All].Points)))
	for _, p := range Periods() {
		t := m.begin(p, day)
		if t == nil {
			continue
		}
		t.Points = max(min(0, t.Points), t.Points+int32(points))
		if points > 0 || t.Reached.IsZero() {
			t.Reached = at
		}
	}
	return points
}
