package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"drillbot/bot/view"
	"drillbot/quiz"
)

// tokenLife is how long an interaction can be answered.
const tokenLife = 15 * time.Minute

// address is how a player is reached later, by this process or the next: the form in which
// it is kept with a pending attempt.
type address struct {
	App   string    `json:"app"`
	Token string    `json:"token"`
	Until time.Time `json:"until"` // when the token dies
	State string    `json:"state"` // the custom id of the form
}

// submission is the request as the drill wants it.
func (b *Bot) submission(r *request, a quiz.Ask, given quiz.Answer) quiz.Submission {
	back, err := json.Marshal(address{App: r.AppID, Token: r.Token, Until: b.options.Now().Add(tokenLife), State: r.state.String()})
	if err != nil { // strings and a time always encode
		b.log.Error("encode address", "error", err)
	}
	return quiz.Submission{
		ID: r.id, Server: r.server, Player: r.player, Lang: r.lang, Ask: a, Answer: given, Reply: back,
	}
}

const (
	sweepEvery = 5 * time.Minute
	sweepers   = 4 // attempts finished at a time
)

// sweep finishes and delivers what an earlier process left, and whatever has been
// left since by a fault, until ctx is done.
func (b *Bot) sweep(ctx context.Context) {
	before := b.options.Now()
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if err := b.sweepOnce(ctx, before); err != nil && ctx.Err() == nil {
			b.log.Error("finish stored answers", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			before = b.options.Now().Add(-laterResponse) // younger ones are still in work
		}
	}
}

// sweepOnce finishes the attempts accepted before a time.
func (b *Bot) sweepOnce(ctx context.Context, before time.Time) error {
	var wait sync.WaitGroup
	defer wait.Wait()
	places := make(chan struct{}, sweepers)
	for t, err := range b.drill.Unfinished(ctx) {
		if err != nil {
			return err
		}
		if t.At.After(before) || ctx.Err() != nil {
			continue
		}
		places <- struct{}{}
		wait.Go(func() {
			defer func() { <-places }()
			if err := guard(func() error { return b.finishLate(t) }); err != nil {
				b.log.Error("finish stored answer", "attempt", t.ID, "error", err)
			}
		})
	}
	return nil
}

// finishLate grades an attempt if that is still to do, and tells the player.
func (b *Bot) finishLate(t quiz.Attempt) error {
	ctx, cancel := context.WithTimeout(b.work, laterResponse)
	defer cancel()
	a, err := b.drill.Asked(ctx, t.Server, t.Question, t.Version, t.Seed)
	if errors.Is(err, quiz.ErrUnknown) || errors.Is(err, quiz.ErrChanged) { // it left the bank over a restart
		b.log.Warn("a stored answer has lost its question", "attempt", t.ID, "question", t.Question)
		return b.drill.Delivered(ctx, t)
	}
	if err != nil {
		return err
	}
	if t.State == quiz.Pending {
		if t, err = b.drill.Finish(ctx, t); err != nil {
			return err
		}
	}
	b.doubted(ctx, t)
	if err := b.tell(ctx, t, a); err != nil {
		return err
	}
	return b.drill.Delivered(ctx, t)
}

// tell brings a result to a player whose interaction is long past: in the place of "thinking…"
// while the token lives, else by a direct message. A player who takes none finds the
// grade in /profile.
func (b *Bot) tell(ctx context.Context, t quiz.Attempt, a quiz.Ask) error {
	var to address
	if err := json.Unmarshal(t.Reply, &to); err != nil {
		return fmt.Errorf("address of attempt %d: %w", t.ID, err)
	}
	id, err := view.ParseID(to.State)
	if err != nil {
		return fmt.Errorf("state of attempt %d: %w", t.ID, err)
	}
	settings, err := b.drill.Settings(ctx, t.Server)
	if err != nil {
		return err
	}
	voice := b.voiceIn(ctx, t.Lang, settings)
	if b.options.Now().Before(to.Until) {
		err := b.replace(ctx, to.App, to.Token, bodyOf(b.result(ctx, voice, t, a, id), id.Public))
		if !refused(err) {
			return err
		}
		b.log.Info("token is gone, sending a message", "attempt", t.ID, "error", err)
	}
	id.Public = false
	late := voice.Late(t.Question, b.result(ctx, voice, t, a, id))
	err = b.client.direct(ctx, t.Player, strconv.FormatUint(t.ID, 36), bodyOf(late, true))
	if refused(err) {
		b.log.Info("player cannot be reached", "attempt", t.ID, "error", err)
		return nil
	}
	return err
}

// refused reports whether Discord said no for good, rather than not now, or not to this token.
func refused(err error) bool {
	var e *apiError
	return errors.As(err, &e) && e.Status < 500 && e.Status != http.StatusTooManyRequests && e.Status != http.StatusUnauthorized
}
