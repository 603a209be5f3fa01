package bot

import (
	"context"
	"strconv"

	"drillbot/bot/view"
	"drillbot/quiz"
)

// mostRepaid is how many estimates one press of the button has graded again; the rest is for the next.
const mostRepaid = 200

// repay is the button of /settings grading: the model grades what it could not when it was asked, and players whose
// result changes are told.
func (b *Bot) repay(_ context.Context, r *request) (reply, error) {
	return think(false, func(ctx context.Context) view.Message {
		done, err := b.drill.Repay(ctx, r.server, mostRepaid, func(ctx context.Context, c quiz.Regrading) {
			b.tellRegraded(ctx, r.settings, c)
		})
		if err != nil {
			return b.problem(r, err).message
		}
		return r.voice.Repaid(done)
	}, nil), nil
}

// tellRegraded sends a player what an answer is worth now, in the language that it was given in.
func (b *Bot) tellRegraded(ctx context.Context, s quiz.Server, c quiz.Regrading) {
	a, err := b.drill.Asked(ctx, c.After.Server, c.After.Question, c.After.Version, c.After.Seed)
	if err == nil {
		m := b.voiceIn(ctx, c.After.Lang, s).Regraded(c, a)
		err = b.client.direct(ctx, c.After.Player, "g"+strconv.FormatUint(c.After.ID, 36), bodyOf(m, true))
	}
	if err != nil {
		b.log.Info("player not told of a new grade", "attempt", c.After.ID, "error", err)
	}
}
