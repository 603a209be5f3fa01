package bot

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

const (
	upkeepEvery = 24 * time.Hour
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

// serversAtOnce is how many servers Discord lists in one reply.
const serversAtOnce = 200

// servers lists the servers that the bot is in.
func (b *Bot) servers(ctx context.Context) (map[uint64]bool, error) {
	in := map[uint64]bool{}
	for after := "0"; ; {
		var page []discordgo.UserGuild
		if err := b.client.get(ctx, "/users/@me/guilds?limit="+strconv.Itoa(serversAtOnce)+"&after="+after, &page); err != nil {
			return nil, fmt.Errorf("list servers: %w", err)
		}
		for _, g := range page {
			var id uint64
			if err := parseSnowflake(g.ID, &id); err != nil {
				return nil, err
			}
			in[id], after = true, g.ID
		}
		if len(page) < serversAtOnce {
			return in, nil
		}
	}
}

// greet takes note of what Discord says at the beginning of a connection. Without the intent for it
// the bot is told nothing of servers later, so upkeep asks once a day.
func (b *Bot) greet(ctx context.Context, r *discordgo.Ready) {
	b.log.Info("connected to Discord", "servers", len(r.Guilds))
	in := map[uint64]bool{}
	for _, g := range r.Guilds {
		var id uint64
		if err := parseSnowflake(g.ID, &id); err == nil {
			in[id] = true
		}
	}
	if err := b.present(ctx, in); err != nil {
		b.log.Error("note servers", "error", err)
	}
}

// present notes where the bot is, and where it is no longer.
func (b *Bot) present(ctx context.Context, in map[uint64]bool) error {
	return b.drill.Present(ctx, func(server uint64) bool { return in[server] })
}
