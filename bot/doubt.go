package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"drillbot/quiz"
)

// mostDoubts is how many undecided doubts of a server stand in its inbox channel at a time. Nobody has asked
// for one, and a model can bring many a day: the others wait in /inbox, and as these are decided newer ones are posted.
const mostDoubts = 5

// doubted takes the case that a doubtful grade has opened to the moderators. It may be done again, as after a crash: what
// stands in the inbox or is decided stays as it is.
func (b *Bot) doubted(ctx context.Context, a quiz.Attempt) {
	if !a.Doubtful() {
		return
	}
	if err := b.postDoubt(ctx, a); err != nil {
		b.log.Warn("doubt not posted, it waits in /inbox", "server", a.Server, "attempt", a.ID, "error", err)
	}
}

func (b *Bot) postDoubt(ctx context.Context, a quiz.Attempt) error {
	s, err := b.drill.Settings(ctx, a.Server)
	if err != nil || s.Inbox == 0 {
		return err
	}
	c, err := b.drill.CaseOf(ctx, a.Server, a.ID)
	switch {
	case errors.Is(err, quiz.ErrNone): // the player had everything deleted meanwhile
		return nil
	case err != nil:
		return err
	case c.Kind != quiz.Doubt || c.State != quiz.Undecided || c.Message != 0:
		return nil
	}
	b.doubting.Lock()
	defer b.doubting.Unlock()
	standing, err := b.standingDoubts(ctx, a.Server)
	if err != nil || standing >= mostDoubts {
		return err
	}
	b.toInbox(ctx, s, c)
	return nil
}

// standingDoubts counts the undecided doubts of a server that have a message in its inbox.
func (b *Bot) standingDoubts(ctx context.Context, server uint64) (n int, err error) {
	for c, err := range b.drill.Store.Cases(ctx) {
		if err != nil {
			return 0, fmt.Errorf("doubts of server %d: %w", server, err)
		}
		if c.Server == server && c.Kind == quiz.Doubt && c.State == quiz.Undecided && c.Message != 0 {
			n++
		}
	}
	return n, nil
}

// nonceOf makes what is sent once of a case, for a purpose, one thing to Discord. A doubt and the dispute that takes its place are two.
func nonceOf(purpose string, c quiz.Case) string {
	if c.Kind == quiz.Doubt {
		purpose += "?"
	}
	return purpose + strconv.FormatUint(c.ID, 36)
}

// takeDown deletes the message of the doubt that a dispute has taken the place of: what a player says is posted anew.
func (b *Bot) takeDown(ctx context.Context, c quiz.Case) {
	if c.Message == 0 {
		return
	}
	if err := b.client.deleteMessage(ctx, c.Channel, c.Message); err != nil {
		b.log.Warn("message of a doubt not deleted", "server", c.Server, "case", c.ID, "error", err)
	}
}
