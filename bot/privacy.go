package bot

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/view"
	"drillbot/quiz"
)

// privacyCommand is /privacy.
func (b *Bot) privacyCommand(ctx context.Context, r *request) (reply, error) {
	m, err := b.privacy(ctx, r)
	return say(m, false), err
}

func (b *Bot) privacy(ctx context.Context, r *request) (view.Message, error) {
	w, err := b.drill.Wishes(ctx, r.server, r.player)
	return r.voice.Privacy(w, r.server), err
}

// wish is a button of /privacy that turns a choice.
func (b *Bot) wish(ctx context.Context, r *request) (reply, error) {
	on := r.state.Seed == 1
	turn := map[int]func() error{
		view.WishHidden:  func() error { return b.drill.Hide(ctx, r.server, r.player, on) },
		view.WishNoModel: func() error { return b.drill.KeepFromModels(ctx, r.player, on) },
		view.WishShare:   func() error { return b.drill.ShareAnswers(ctx, r.player, on) },
	}[r.state.N]
	if turn == nil {
		return reply{}, view.ErrID
	}
	if err := turn(); err != nil {
		return reply{}, err
	}
	m, err := b.privacy(ctx, r)
	return update(m), err
}

// exportsAtOnce is how many exports are made at a time: each looks through all that is stored, and holds all of its player's.
const exportsAtOnce = 2

// export hands a player everything that is kept about them. It may take long.
func (b *Bot) export(_ context.Context, r *request) (reply, error) {
	return think(false, func(ctx context.Context) view.Message {
		select {
		case b.exports <- struct{}{}:
			defer func() { <-b.exports }()
		case <-ctx.Done():
			return b.problem(r, ctx.Err()).message
		}
		file, err := b.exportFile(ctx, r.player)
		switch {
		case errors.Is(err, errTooLarge):
			return r.voice.TooLarge()
		case err != nil:
			return b.problem(r, err).message
		default:
			return r.voice.Exported(file)
		}
	}, nil), nil
}

// largestFile is how large a file may be that Discord takes from a bot (10 MiB), with room for
// what goes with it.
const largestFile = 9 << 20

var errTooLarge = errors.New("larger than Discord takes as a file")

// exportFile is the export as a file, packed where it would be too large.
func (b *Bot) exportFile(ctx context.Context, player uint64) (view.File, error) {
	e, err := b.drill.Export(ctx, player)
	if err != nil {
		return view.File{}, err
	}
	var plain, packed bytes.Buffer
	out := json.NewEncoder(&plain)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	if err := out.Encode(e); err != nil {
		return view.File{}, fmt.Errorf("encode export: %w", err)
	}
	if plain.Len() <= largestFile {
		return view.File{Name: "drillbot.json", Type: "application/json", Data: plain.Bytes()}, nil
	}
	w := gzip.NewWriter(&packed)
	_, err = w.Write(plain.Bytes())
	if err := errors.Join(err, w.Close()); err != nil {
		return view.File{}, fmt.Errorf("pack export: %w", err)
	}
	if packed.Len() > largestFile {
		return view.File{}, errTooLarge
	}
	return view.File{Name: "drillbot.json.gz", Type: "application/gzip", Data: packed.Bytes()}, nil
}

// askDelete asks once before everything is deleted.
func (b *Bot) askDelete(_ context.Context, r *request) (reply, error) {
	return say(r.voice.AskDelete(), false), nil
}

// forget deletes everything about a player, the messages of their cases in inboxes included.
func (b *Bot) forget(_ context.Context, r *request) (reply, error) {
	return think(false, func(ctx context.Context) view.Message {
		posted, err := b.posted(ctx, r.player)
		if err == nil {
			err = b.drill.Forget(ctx, r.player)
		}
		if err != nil {
			return b.problem(r, err).message
		}
		b.forgetClicks(r.player)
		for _, c := range posted {
			if err := b.client.deleteMessage(ctx, c.Channel, c.Message); err != nil {
				b.log.Warn("delete a forgotten case's message", "server", c.Server, "error", err)
			}
		}
		b.log.Info("a player was forgotten")
		return r.voice.Deleted()
	}, nil), nil
}

// posted returns a player's cases that stand in an inbox.
func (b *Bot) posted(ctx context.Context, player uint64) (out []quiz.Case, err error) {
	for c, err := range b.drill.Store.Cases(ctx) {
		if err != nil {
			return nil, fmt.Errorf("cases of %d: %w", player, err)
		}
		if c.Player == player && c.Message != 0 {
			out = append(out, c)
		}
	}
	return out, nil
}

// forgetClicks drops what is remembered of a player's last clicks.
func (b *Bot) forgetClicks(player uint64) {
	for _, k := range b.clicks.Keys() {
		if k.player == player {
			b.clicks.Remove(k)
		}
	}
}

// givePoints is /settings points: an admin corrects a player's points, with a reason.
func (b *Bot) givePoints(ctx context.Context, r *request) (reply, error) {
	c := quiz.Change{ID: r.id, Server: r.server, By: r.player, Points: r.number("points"), Reason: r.text("reason")}
	if err := parseSnowflake(r.text("player"), &c.Player); err != nil {
		return reply{}, err
	}
	if err := b.drill.Correct(ctx, c); err != nil && !errors.Is(err, quiz.ErrSeen) {
		return reply{}, err
	}
	return b.settingsLog(ctx, r)
}

// seenIn notes what an interaction shows of who is in the server: its player is; one named by an
// option who comes without a membership has left.
func (b *Bot) seenIn(ctx context.Context, r *request) {
	if r.server == 0 {
		return
	}
	if err := b.drill.Left(ctx, r.server, r.player, false); err != nil {
		b.log.Warn("note a member", "error", err)
	}
	if r.command.Resolved == nil {
		return
	}
	for id := range r.command.Resolved.Users {
		var player uint64
		_, member := r.command.Resolved.Members[id]
		if err := parseSnowflake(id, &player); err != nil || member {
			continue
		}
		if err := b.drill.Left(ctx, r.server, player, true); err != nil {
			b.log.Warn("note a leaver", "error", err)
		}
	}
}

// pointsOptions are those of /settings points.
func pointsOptions(points, reason, player *discordgo.ApplicationCommandOption) []*discordgo.ApplicationCommandOption {
	for _, o := range []*discordgo.ApplicationCommandOption{points, reason, player} {
		o.Required = true
	}
	reason.MaxLength = 200
	return []*discordgo.ApplicationCommandOption{player, bounded(points, -100000, 100000), reason}
}
