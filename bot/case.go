package bot

import (
	"context"
	"errors"

	"drillbot/bot/view"
	"drillbot/quiz"
)

// mayReport keeps players who have brought enough from writing in vain. Moderators may bring as much as they like.
func (b *Bot) mayReport(next handler) handler {
	return func(ctx context.Context, r *request) (reply, error) {
		if !r.moderates() {
			if err := b.drill.MayReport(ctx, r.server, r.player); err != nil {
				return reply{}, err
			}
		}
		return next(ctx, r)
	}
}

// reportForm opens the form to report a problem in.
func (b *Bot) reportForm(_ context.Context, r *request) (reply, error) {
	return ask(r.voice.ReportForm(r.state)), nil
}

// reported keeps the report of a filled-in form.
func (b *Bot) reported(ctx context.Context, r *request) (reply, error) {
	c := quiz.Case{Kind: quiz.Problem, Attempt: r.state.Owner, Question: r.state.Question}
	return b.openCase(ctx, r, c, r.voice.Reported())
}

// disputeForm opens the form to dispute a grade in.
func (b *Bot) disputeForm(_ context.Context, r *request) (reply, error) {
	return ask(r.voice.DisputeForm(r.state)), nil
}

// disputed keeps the dispute of a filled-in form. A grade is disputed by whose it is.
func (b *Bot) disputed(ctx context.Context, r *request) (reply, error) {
	a, err := b.drill.Attempt(ctx, r.state.Owner)
	if err == nil && (a.Player != r.player || a.Server != r.server || a.Server == 0) {
		err = quiz.ErrNone
	}
	if err != nil {
		return reply{}, err
	}
	return b.openCase(ctx, r, quiz.Case{Kind: quiz.Dispute, Attempt: a.ID, Question: a.Question}, r.voice.Disputed())
}

// openCase keeps a case and takes it to the moderators.
func (b *Bot) openCase(ctx context.Context, r *request, c quiz.Case, thanks view.Message) (reply, error) {
	if len(r.fields) == 0 || r.fields[0] == "" {
		return reply{}, quiz.ErrEmpty
	}
	c.ID, c.Server, c.Player, c.Lang = r.id, r.server, r.player, r.lang
	c.Text = r.fields[0]
	c, err := b.drill.Open(ctx, c, r.moderates())
	if errors.Is(err, quiz.ErrSeen) { // the moderators have it, or have decided it
		return say(thanks, false), nil
	}
	if errors.Is(err, quiz.ErrTooMany) {
		return say(r.voice.Refused(b.explain(r, err), quiz.Answer{Text: c.Text}, view.ID{}), false), nil
	}
	if err != nil {
		return reply{}, err
	}
	b.log.Info("case opened", "kind", c.Kind, "question", c.Question, "case", c.ID)
	rep := say(thanks, false)
	rep.sent = func(ctx context.Context) { b.toInbox(ctx, r.settings, c) }
	return rep, nil
}
