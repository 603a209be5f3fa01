package bot

import (
	"context"

	"drillbot/quiz"
)

// reportForm opens the form to report a problem in.
func (b *Bot) reportForm(_ context.Context, r *request) (reply, error) {
	return ask(r.voice.ReportForm(r.state)), nil
}

// reported keeps the report of a filled-in form.
func (b *Bot) reported(ctx context.Context, r *request) (reply, error) {
	if len(r.fields) == 0 || r.fields[0] == "" {
		return reply{}, quiz.ErrEmpty
	}
	_, err := b.drill.Open(ctx, quiz.Case{
		ID: r.id, Kind: quiz.Problem, Server: r.server, Player: r.player, Lang: r.lang,
		Question: r.state.Question, Attempt: r.state.Owner, Text: r.fields[0],
	})
	if err != nil {
		return reply{}, err
	}
	b.log.Info("problem reported", "question", r.state.Question, "report", r.id)
	return say(r.voice.Reported(), false), nil
}
