package sandbox

import (
	"crypto/ed25519"
	"encoding/hex"
	"net/http"
	"slices"

	"drillbot/bot/sandbox/rule"
	"drillbot/bot/sandbox/wire"
)

// selfUser is an account as it sees itself.
func (sb *Sandbox) selfUser() wire.User {
	u := *sb.world.bot()
	yes, no := true, false
	u.Verified, u.MFAEnabled = &yes, &no
	return u
}

func (c *call) me() (any, error) {
	if c.bot {
		return c.selfUser(), nil
	}
	u := *c.users[c.player.ID]
	u.Locale = c.player.Locale
	return u, nil
}

func (c *call) user() (any, error) {
	u := c.users[c.arg("user")]
	if u == nil {
		return nil, errUnknownUser()
	}
	return u, nil
}

// myGuilds answers GET /users/@me/guilds.
func (c *call) myGuilds() (any, error) {
	out := []map[string]any{}
	for _, id := range sortedIDs(c.guilds) {
		g := c.guilds[id]
		if g.Members[c.caller()] == nil {
			continue
		}
		out = append(out, map[string]any{
			"id": g.ID, "name": g.Name, "icon": nil, "banner": nil, "owner": g.OwnerID == c.caller(), "features": []string{},
			"permissions": formatBits(c.rights(g, nil, c.caller())), "preferred_locale": g.Locale,
		})
	}
	return out, nil
}

func (c *call) leaveGuild() (any, error) {
	g, err := c.inGuild()
	if err != nil {
		return nil, err
	}
	c.leave(g, c.caller())
	return nil, nil
}

// dms lists an account's private channels.
func (sb *Sandbox) dms(id string) []wire.Channel {
	out := []wire.Channel{}
	for _, chID := range sortedIDs(sb.channels) {
		ch := sb.channels[chID]
		if ch.IsDM() && slices.Contains(ch.People, id) {
			out = append(out, sb.viewChannel(ch, id))
		}
	}
	return out
}

func (c *call) myChannels() (any, error) { return c.dms(c.caller()), nil }

// openDM answers POST /users/@me/channels: the DM of two accounts, made once.
func (c *call) openDM() (any, error) {
	var form struct {
		RecipientID string   `json:"recipient_id"`
		Recipients  []string `json:"recipients"`
	}
	if err := c.decode(&form); err != nil {
		return nil, err
	}
	other := form.RecipientID
	if other == "" && len(form.Recipients) == 1 {
		other = form.Recipients[0]
	}
	if c.users[other] == nil || other == c.caller() {
		return nil, errField("recipient_id", "INVALID_RECIPIENT", "Invalid Recipient(s)")
	}
	return c.viewChannel(c.dm(c.caller(), other), c.caller()), nil
}

// dm returns the DM of two accounts, making it if need be.
func (sb *Sandbox) dm(a, b string) *channel {
	for _, ch := range sb.channels {
		if ch.IsDM() && slices.Contains(ch.People, a) && slices.Contains(ch.People, b) {
			return ch
		}
	}
	ch := &channel{Channel: wire.Channel{ID: sb.nextID(), Type: wire.ChannelDM}, People: []string{a, b}}
	sb.channels[ch.ID] = ch
	sb.put(kindChannel, ch.ID, ch)
	for _, id := range ch.People {
		if id == sb.app.ID {
			sb.toBot("CHANNEL_CREATE", intentDMs, sb.viewChannel(ch, id))
		}
		sb.toPlayer(id, "CHANNEL_CREATE", sb.viewChannel(ch, id))
	}
	return ch
}

// application answers GET /applications/@me.
func (c *call) application() (any, error) {
	return map[string]any{
		"id": c.app.ID, "name": c.app.Name, "icon": nil, "description": "", "summary": "", "type": nil,
		"bot": c.world.bot(), "bot_public": true, "bot_require_code_grant": false, "verify_key": c.publicKey(),
		"flags": 0, "hook": true, "owner": map[string]any{"id": "1000000000000000000", "username": "owner", "discriminator": "0", "global_name": nil, "avatar": nil, "public_flags": 0},
		"team": nil, "interactions_endpoint_url": orNil(c.app.Endpoint), "redirect_uris": []string{}, "tags": []string{},
		"integration_types_config": map[string]any{"0": map[string]any{}, "1": map[string]any{}},
		"approximate_guild_count":  c.installs(), "role_connections_verification_url": nil,
	}, nil
}

func orNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func (sb *Sandbox) installs() int {
	n := 0
	for _, g := range sb.guilds {
		if g.Bot {
			n++
		}
	}
	return n
}

// publicKey returns the hex key that checks signed interactions.
func (sb *Sandbox) publicKey() string {
	key := ed25519.NewKeyFromSeed(sb.app.Seed)
	return hex.EncodeToString(key.Public().(ed25519.PublicKey))
}

// settings answers GET /users/@me/settings.
func (c *call) settings() (any, error) {
	return map[string]any{"locale": c.player.Locale, "theme": c.player.Theme}, nil
}

// editSettings answers PATCH /users/@me/settings: language and theme.
func (c *call) editSettings() (any, error) {
	var form struct {
		Locale *string `json:"locale"`
		Theme  *string `json:"theme"`
	}
	if err := c.decode(&form); err != nil {
		return nil, err
	}
	if form.Locale != nil && !rule.Locale(*form.Locale) {
		return nil, errField("locale", "BASE_TYPE_CHOICES", "Value must be one of Discord's locales.")
	}
	if form.Theme != nil && *form.Theme != "dark" && *form.Theme != "light" {
		return nil, errField("theme", "BASE_TYPE_CHOICES", "Value must be one of ('dark', 'light').")
	}
	if form.Locale != nil {
		c.player.Locale = *form.Locale
	}
	if form.Theme != nil {
		c.player.Theme = *form.Theme
	}
	c.put(kindPlayer, c.player.ID, c.player)
	v, err := c.settings()
	return reply{http.StatusOK, v}, err
}
