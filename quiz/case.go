package quiz

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// CaseKind says what a Case is about.
type CaseKind uint8

// The kinds of cases.
const (
	Problem    CaseKind = iota + 1 // something is wrong with a question
	Dispute                        // a player thinks a grade wrong
	Suggestion                     // questions for the server's own deck
	Doubt                          // readings of a model do not agree on a grade: nobody's word, opened with the grade
)

// CaseState is what has become of a case.
type CaseState uint8

// The states of a case.
const (
	Undecided CaseState = iota
	Accepted            // the player was right
	Declined
	Draft // a Suggestion that its player has not handed in yet
)

// Case is a player's word that something is wrong with a question or a grade, or that a question is
// missing, or a grade in doubt, and what moderators decided.
type Case struct {
	ID       uint64 // of the interaction that brought it; of the attempt where it is OfGrade
	Kind     CaseKind
	At       time.Time
	Server   uint64 // 0 in direct messages: nobody but the operator reads those
	Player   uint64
	Lang     Lang // to tell the player in
	Question string
	Attempt  uint64 // 0 when about the question alone
	Text     string // untrusted
	// Questions of a Suggestion are what it proposes; untrusted. One with the id of an entry changes that one.
	Questions []Question
	Channel   uint64 // of the message in the inbox; 0 for none
	Message   uint64
	State     CaseState
	By        uint64 // the moderator who decided
	Decided   time.Time
	Note      string // what the moderator has to say; untrusted
}

// OfGrade reports whether a case is about the grade of an attempt, for a human to settle point by point.
func (c Case) OfGrade() bool { return c.Kind == Dispute || c.Kind == Doubt }

// DailyReports is how many reports and disputes a player may bring in a server, or in direct messages, within 24
// hours: each is a message that moderators have to read.
const DailyReports = 10

// MayReport returns ErrTooMany where a player has brought enough reports and disputes.
func (d *Drill) MayReport(ctx context.Context, server, player uint64) error {
	return d.mayReport(ctx, Case{Server: server, Player: player})
}

// mayReport is MayReport for a case; one that is there already is not one more.
func (d *Drill) mayReport(ctx context.Context, c Case) error {
	own, since := 0, d.Now().Add(-24*time.Hour)
	for other, err := range d.Store.Cases(ctx) {
		brought := other.Kind == Problem || other.Kind == Dispute
		switch {
		case err != nil:
			return fmt.Errorf("reports of %d: %w", c.Player, err)
		case !brought || other.Server != c.Server || other.Player != c.Player:
			continue
		case other.ID == c.ID:
			return nil
		case other.At.After(since):
			own++
		}
	}
	if own >= DailyReports {
		return ErrTooMany
	}
	return nil
}

// Open keeps a report or a dispute for the moderators. The error may be ErrTooMany unless free says that the player may
// bring as many as they like. Of disputes there is one an attempt: another is ErrSeen. A Doubt about the attempt becomes
// the dispute, whether or not it is decided, for the player has not been heard; it then comes back with the message that
// it had in the inbox.
func (d *Drill) Open(ctx context.Context, c Case, free bool) (Case, error) {
	if c.Kind == Dispute {
		c.ID = c.Attempt
	}
	d.opening.Lock() // or many at once would all be the last one allowed
	defer d.opening.Unlock()
	if !free {
		if err := d.mayReport(ctx, c); err != nil {
			return c, err
		}
	}
	return d.keep(ctx, c)
}

// keep stores a new case.
func (d *Drill) keep(ctx context.Context, c Case) (Case, error) {
	c.At = d.Now()
	err := d.Store.AddCase(ctx, c)
	if errors.Is(err, ErrSeen) && c.Kind == Dispute {
		c, err = d.takeOver(ctx, c)
	}
	if err != nil {
		return c, fmt.Errorf("case of %s: %w", c.Question, err)
	}
	return c, nil
}

// takeOver puts a dispute in the place of the Doubt about its attempt; what is there else is ErrSeen.
func (d *Drill) takeOver(ctx context.Context, c Case) (Case, error) {
	return d.changeCase(ctx, c.Server, c.ID, func(was *Case) error {
		if was.Kind != Doubt {
			return ErrSeen
		}
		c.Channel, c.Message = was.Channel, was.Message
		*was = c
		return nil
	})
}

// CaseOf returns a case of a server, or ErrNone: nobody looks into another server's cases.
func (d *Drill) CaseOf(ctx context.Context, server, id uint64) (Case, error) {
	return d.changeCase(ctx, server, id, func(*Case) error { return nil })
}

// Shown notes where a case stands in the inbox of its server. It is ErrNone when the case is gone, or is of another
// kind meanwhile: then that is shown elsewhere.
func (d *Drill) Shown(ctx context.Context, c Case, channel, message uint64) error {
	_, err := d.changeCase(ctx, c.Server, c.ID, func(now *Case) error {
		if now.Kind != c.Kind {
			return ErrNone
		}
		now.Channel, now.Message = channel, message
		return nil
	})
	return err
}

// Decide closes a case. One that is closed already comes back as it is, with ErrSeen.
func (d *Drill) Decide(ctx context.Context, server, id, by uint64, to CaseState, note string) (Case, error) {
	now := d.Now()
	return d.changeCase(ctx, server, id, func(c *Case) error {
		if c.State != Undecided {
			return ErrSeen
		}
		c.State, c.By, c.Decided, c.Note = to, by, now, note
		return nil
	})
}

func (d *Drill) changeCase(ctx context.Context, server, id uint64, change func(*Case) error) (Case, error) {
	c, err := d.Store.UpdateCase(ctx, id, func(c *Case) error {
		if c.Server != server {
			return ErrNone
		}
		return change(c)
	})
	if err != nil {
		return c, fmt.Errorf("case %d: %w", id, err)
	}
	return c, nil
}

// Undecided returns the cases of a server that wait for moderators, oldest first, at most n, and how
// many there are. Those that nobody brought, Doubts, come after all that players did.
func (d *Drill) Undecided(ctx context.Context, server uint64, n int) (list []Case, all int, err error) {
	var doubts []Case
	for c, err := range d.Store.Cases(ctx) {
		if err != nil {
			return nil, 0, fmt.Errorf("cases of server %d: %w", server, err)
		}
		if c.Server != server || c.State != Undecided {
			continue
		}
		all++
		to := &list
		if c.Kind == Doubt {
			to = &doubts
		}
		if len(*to) < n {
			*to = append(*to, c)
		}
	}
	list = append(list, doubts...)
	return list[:min(n, len(list))], all, nil
}
