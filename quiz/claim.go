package quiz

import (
	"context"
	"fmt"
	"time"
)

// ClaimPost stores a post as about to be sent. The error is ErrSeen when it was taken further
// meanwhile.
func (d *Drill) ClaimPost(ctx context.Context, p Post) (Post, error) {
	now := d.Now()
	return d.updatePost(ctx, p.PostKey, func(stored *Post) error {
		if stored.State != p.State || stored.Tries != p.Tries || stored.State == Posted {
			return ErrSeen
		}
		*stored = p
		stored.Claim(now)
		return nil
	})
}

// ConfirmPost notes that a claimed post was sent, with its message and what followed.
func (d *Drill) ConfirmPost(ctx context.Context, p Post) error {
	now := d.Now()
	_, err := d.updatePost(ctx, p.PostKey, func(stored *Post) error {
		*stored = p
		stored.State, stored.At, stored.Next = Posted, now, time.Time{}
		return nil
	})
	return err
}

// FailPost notes that a post was not sent, why, and when it is tried again.
func (d *Drill) FailPost(ctx context.Context, p Post, fault string, next time.Time) error {
	_, err := d.updatePost(ctx, p.PostKey, func(stored *Post) error {
		stored.State, stored.Fault, stored.Next, stored.Tries = Failed, fault, next, max(1, p.Tries)
		return nil
	})
	return err
}

// DelayPost notes that it is not known whether a claimed post was sent, and when to look.
func (d *Drill) DelayPost(ctx context.Context, p Post, fault string, next time.Time) error {
	_, err := d.updatePost(ctx, p.PostKey, func(stored *Post) error {
		stored.Fault, stored.Next, stored.Tries = fault, next, stored.Tries+1
		return nil
	})
	return err
}

// DropPost gives a post up for the reason that it failed for, else for fault.
func (d *Drill) DropPost(ctx context.Context, key PostKey, fault string) error {
	_, err := d.updatePost(ctx, key, func(p *Post) error {
		p.State, p.Next = Dropped, time.Time{}
		if p.Fault == "" {
			p.Fault = fault
		}
		return nil
	})
	return err
}

// RetryPost has the newest post of a kind tried again now, if it failed.
func (d *Drill) RetryPost(ctx context.Context, server uint64, kind PostKind) error {
	newest, err := d.posts(ctx, server, kind, func(Post, int) (keep, more bool) { return true, false })
	if err != nil || len(newest) == 0 || newest[0].State != Failed {
		return err
	}
	_, err = d.updatePost(ctx, newest[0].PostKey, func(p *Post) error {
		p.Next = time.Time{}
		return nil
	})
	return err
}

func (d *Drill) updatePost(ctx context.Context, key PostKey, change func(*Post) error) (Post, error) {
	p, err := d.Store.UpdatePost(ctx, key, change)
	if err != nil {
		return p, fmt.Errorf("post %d of %s in server %d: %w", key.Kind, key.Day, key.Server, err)
	}
	return p, nil
}
