package bot

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/bwmarrin/discordgo"
)

const (
	upkeepEvery = 24 * time.Hour
	upkeepAgain = time.Hour   // after one that failed
	upkeepLook  = time.Minute // how often the clock is looked at: it may be set
)

// upkeep does once a day what nobody asks for, until ctx is done.
func (b *Bot) upkeep(ctx context.Context) {
	tick := time.NewTicker(upkeepLook)
	defer tick.Stop()
	for last := (time.Time{}); ; {
		if now := b.options.Now(); now.Sub(last) >= upkeepEvery || now.Before(last) {
			last = now
			if err := b.upkeepOnce(ctx); err != nil && ctx.Err() == nil {
				b.log.Error("upkeep", "error", err)
				last = now.Add(upkeepAgain - upkeepEvery)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (b *Bot) upkeepOnce(ctx context.Context) error {
	in, err := b.servers(ctx)
	if err != nil {
		return err
	}
	if err := b.present(ctx, in); err != nil {
		return err
	}
	return b.drill.Upkeep(ctx)
}

// guildsAtOnce is how many servers Discord lists at a time.
const guildsAtOnce = 200

// servers returns the names of the servers that the bot is in.
func (b *Bot) servers(ctx context.Context) (map[uint64]string, error) {
	names := map[uint64]string{}
	for after := uint64(0); ; {
		var page []struct{ ID, Name string }
		if err := b.client.get(ctx, fmt.Sprintf("/users/@me/guilds?limit=%d&after=%d", guildsAtOnce, after), &page); err != nil {
			return nil, err
		}
		known := len(names)
		for _, g := range page {
			var id uint64
			if err := parseSnowflake(g.ID, &id); err != nil {
				return nil, err
			}
			names[id] = g.Name
			after = max(after, id)
		}
		if len(page) < guildsAtOnce || len(names) == known {
			return names, nil
		}
	}
}

// greet takes note of what Discord says at the beginning of a connection. Without the intent for it
// the bot is told nothing of servers later, so upkeep asks once a day.
func (b *Bot) greet(ctx context.Context, r *discordgo.Ready) {
	b.log.Info("connected to Discord", "servers", len(r.Guilds))
	in := map[uint64]string{}
	for _, g := range r.Guilds {
		var id uint64
		if err := parseSnowflake(g.ID, &id); err == nil {
			in[id] = g.Name
		}
	}
	if err := b.present(ctx, in); err != nil {
		b.log.Error("note servers", "error", err)
	}
}

// present notes where the bot is, and where it is no longer.
func (b *Bot) present(ctx context.Context, in map[uint64]string) error {
	return b.drill.Present(ctx, slices.Collect(maps.Keys(in)))
}
