package quiz

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Profile is what a player has done in one server.
type Profile struct {
	Player  uint64
	Overall Member
	Topics  []Member // the most answers first
	Streak  int      // days, alive today
	Today   Date
	Recent  []Card // the questions answered last, anywhere; only in one's own profile
}

// recent is how many last answers a profile shows.
const recent = 5

// Profile returns the profile of player in server, as viewer may see it: what was
// answered is the player's own business, what stands on the boards is not. It is zero
// but for Player and Today when they never answered there.
func (d *Drill) Profile(ctx context.Context, server, player, viewer uint64) (Profile, error) {
	p := Profile{Player: player}
	var err error
	if p.Today, err = d.Today(ctx, server); err != nil {
		return p, err
	}
	if server == 0 && player != viewer {
		return p, nil
	}
	members, err := d.Store.Members(ctx, server, player)
	if err != nil {
		return p, fmt.Errorf("profile of %d: %w", player, err)
	}
	for _, m := range members {
		if m.Topic == "" {
			p.Overall = m
			continue
		}
		p.Topics = append(p.Topics, m)
	}
	slices.SortStableFunc(p.Topics, func(a, b Member) int { return cmp.Compare(b.Attempts, a.Attempts) })
	p.Streak = p.Overall.Streak.On(p.Today)
	if player == viewer {
		p.Recent, err = d.recentCards(ctx, player)
	}
	return p, err
}

func (d *Drill) recentCards(ctx context.Context, player uint64) ([]Card, error) {
	cards, err := d.Store.Cards(ctx, player)
	if err != nil {
		return nil, fmt.Errorf("cards of %d: %w", player, err)
	}
	cards = slices.DeleteFunc(cards, func(c Card) bool { return !c.Seen() })
	slices.SortFunc(cards, func(a, b Card) int { return b.Last.Compare(a.Last) })
	return cards[:min(recent, len(cards))], nil
}
