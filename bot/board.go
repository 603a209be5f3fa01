package bot

import (
	"context"

	"drillbot/bot/view"
	"drillbot/quiz"
)

// periods are the values of the option period.
var periods = map[string]quiz.Period{"today": quiz.Today, "week": quiz.Week, "month": quiz.Month, "all": quiz.All}

// boardCommand is /leaderboard.
func (b *Bot) boardCommand(ctx context.Context, r *request) (reply, error) {
	period, ok := periods[r.text("period")]
	if !ok {
		period = quiz.Week
	}
	topic, err := r.topic()
	if err != nil {
		return reply{}, err
	}
	m, err := b.board(ctx, r, quiz.BoardQuery{Topic: topic, Period: period}, view.ID{Owner: r.player})
	return say(m, r.server != 0 && !r.settings.Private), err
}

// boardPage is a button that turns the page or changes the period. The board stays that of
// who called it: anybody else gets their own, with their own place.
func (b *Bot) boardPage(ctx context.Context, r *request) (reply, error) {
	q := quiz.BoardQuery{
		Topic:  r.state.Filter.Topic,
		Period: quiz.Period(min(max(r.state.Filter.Difficulty, 0), int(quiz.All))),
		Offset: r.state.N * view.PageSize,
	}
	mine := r.state.Owner == r.player
	m, err := b.board(ctx, r, q, view.ID{Owner: r.player})
	if mine {
		return update(m), err
	}
	return say(m, false), err
}

func (b *Bot) board(ctx context.Context, r *request, q quiz.BoardQuery, id view.ID) (view.Message, error) {
	q.Server, q.Player, q.Limit = r.server, r.player, view.PageSize
	page, err := b.drill.Board(ctx, q)
	if err != nil {
		return view.Message{}, err
	}
	if len(page.Places) == 0 && q.Offset > 0 { // the board has become shorter
		q.Offset = 0
		if page, err = b.drill.Board(ctx, q); err != nil {
			return view.Message{}, err
		}
	}
	return r.voice.Board(page, q, id), nil
}
