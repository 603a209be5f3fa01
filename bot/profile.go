package bot

import (
	"context"

	"drillbot/bot/view"
)

// profileCommand is /profile.
func (b *Bot) profileCommand(ctx context.Context, r *request) (reply, error) {
	player := r.player
	if of := r.text("player"); of != "" {
		if err := parseSnowflake(of, &player); err != nil {
			return reply{}, err
		}
	}
	if r.server == 0 && player != r.player {
		return say(r.voice.Problem(r.voice.Strings.Profile.Private), false), nil
	}
	p, err := b.drill.Profile(ctx, r.server, player, r.player)
	if err != nil {
		return reply{}, err
	}
	return say(r.voice.Profile(p, view.ID{}), false), nil
}

// helpCommand is /help.
func (b *Bot) helpCommand(_ context.Context, r *request) (reply, error) {
	return say(r.voice.Help(), false), nil
}
