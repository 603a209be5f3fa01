package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// state answers GET /sandbox/state: all that a person or a program needs to
// begin, secrets included.
func (c *call) state() (any, error) {
	return map[string]any{
		"application_id": c.app.ID, "application_name": c.app.Name, "bot_token": c.app.Token, "public_key": c.publicKey(),
		"now": c.now().Format(time.RFC3339Nano), "url": c.URL(), "bot_online": c.botOnline(),
		"servers": c.stateServers(), "players": c.statePlayers(), "commands": c.stateCommands(),
	}, nil
}

func (sb *Sandbox) botOnline() bool {
	for _, s := range sb.gateway.sessions {
		if s.player == "" && s.conn != nil {
			return true
		}
	}
	return sb.app.Endpoint != ""
}

func (c *call) stateServers() []map[string]any {
	out := []map[string]any{}
	for _, id := range sortedIDs(c.guilds) {
		g := c.guilds[id]
		channels := []map[string]any{}
		for _, chID := range g.channels {
			ch := c.channels[chID]
			channels = append(channels, map[string]any{"id": ch.ID, "name": ch.Title(), "type": ch.Type, "topic": ch.Topic, "parent_id": ch.ParentID})
		}
		out = append(out, map[string]any{
			"id": g.ID, "name": g.Name, "locale": g.Locale, "bot_installed": g.Bot,
			"channels": channels, "members": sortedIDs(g.Members),
		})
	}
	return out
}

func (c *call) statePlayers() []map[string]any {
	out := []map[string]any{}
	for _, id := range sortedIDs(c.players) {
		out = append(out, c.statePlayer(c.players[id]))
	}
	return out
}

func (c *call) statePlayer(p *player) map[string]any {
	admin := []string{}
	for _, id := range sortedIDs(c.guilds) {
		if c.rights(c.guilds[id], nil, p.ID)&permManageGuild != 0 {
			admin = append(admin, id)
		}
	}
	return map[string]any{
		"id": p.ID, "name": c.users[p.ID].Username, "display_name": c.users[p.ID].Name(), "locale": p.Locale, "theme": p.Theme,
		"token": p.Token, "admin_of": admin, "dm_channel_id": c.botDM(p), "user_installed": p.AppUser,
	}
}

// botDM returns the player's DM with the bot, made when first asked for.
func (sb *Sandbox) botDM(p *player) string {
	if p.DMChannelID == "" {
		p.DMChannelID = sb.dm(p.ID, sb.app.ID).ID
		sb.put(kindPlayer, p.ID, p)
	}
	return p.DMChannelID
}

func (c *call) stateCommands() []any {
	out := []any{}
	for _, id := range sortedIDs(c.commands) {
		out = append(out, c.commands[id])
	}
	return out
}

// clockForm is the body of POST /sandbox/clock: one of the three.
type clockForm struct {
	Advance string `json:"advance"` // a duration, "24h"
	To      string `json:"to"`      // an RFC 3339 time
	Jump    string `json:"jump"`    // "tomorrow 09:00" or "today 18:30", in Zone
	Zone    string `json:"zone"`    // an IANA time zone, UTC when empty
}

// setClock answers POST /sandbox/clock. Time only moves forward.
func (c *call) setClock() (any, error) {
	var f clockForm
	if err := c.decode(&f); err != nil {
		return nil, err
	}
	to, err := f.target(c.now())
	if err != nil {
		return nil, errField("clock", "CLOCK", err.Error())
	}
	if to.Before(c.now()) {
		return nil, errField("clock", "CLOCK", "time only moves forward")
	}
	c.moveTo(to)
	return map[string]any{"now": c.now().Format(time.RFC3339Nano), "offset": c.offset.String()}, nil
}

func (f *clockForm) target(now time.Time) (time.Time, error) {
	switch {
	case f.Advance != "":
		d, err := time.ParseDuration(f.Advance)
		return now.Add(d), err
	case f.To != "":
		return time.Parse(time.RFC3339, f.To)
	case f.Jump != "":
		return f.jump(now)
	}
	return now, fmt.Errorf("say advance, to or jump")
}

func (f *clockForm) jump(now time.Time) (time.Time, error) {
	zone, err := time.LoadLocation(f.Zone)
	if err != nil {
		return now, err
	}
	day, clock, _ := strings.Cut(f.Jump, " ")
	at, err := time.Parse("15:04", clock)
	days, known := map[string]int{"today": 0, "tomorrow": 1}[day]
	if err != nil || !known {
		return now, fmt.Errorf("jump is \"today HH:MM\" or \"tomorrow HH:MM\"")
	}
	local := now.In(zone)
	return time.Date(local.Year(), local.Month(), local.Day()+days, at.Hour(), at.Minute(), 0, 0, zone), nil
}

// Advance moves the sandbox's time forward.
func (sb *Sandbox) Advance(d time.Duration) {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	sb.moveTo(sb.now().Add(d))
	sb.commit()
}

func (sb *Sandbox) moveTo(to time.Time) {
	sb.offset += max(0, to.Sub(sb.now()))
	sb.app.Advance = int64(sb.offset)
	sb.saveApp()
	sb.expire()
}

func (c *call) plantFault() (any, error) {
	var f Fault
	if err := c.decode(&f); err != nil {
		return nil, err
	}
	return nil, c.plantOne(f)
}

func (c *call) clearFaults() (any, error) {
	c.faults = nil
	c.gateway.zombie, c.gateway.silent = false, false
	return nil, nil
}

// playerForm is one entry of POST /sandbox/players.
type playerForm struct {
	Name    string   `json:"name"`
	Display string   `json:"display_name"`
	Locale  string   `json:"locale"`
	Servers []string `json:"servers"` // ids or names
	AppUser bool     `json:"user_installed"`
	NoDMs   bool     `json:"no_dms"`
}

// addPlayers answers POST /sandbox/players: one object or a list.
func (c *call) addPlayers() (any, error) {
	forms, err := oneOrMany[playerForm](c)
	if err != nil {
		return nil, err
	}
	out := []any{}
	for _, f := range forms {
		if f.Name == "" || c.personNamed(f.Name) != "" {
			return nil, errField("name", "NAME", "the name is empty or taken")
		}
		out = append(out, c.statePlayer(c.newcomer(f)))
	}
	putMap(&c.journal, kindGuild, c.guilds)
	return reply{http.StatusCreated, out}, nil
}

func (sb *Sandbox) newcomer(f playerForm) *player {
	p := sb.addPlayer(Person{Name: f.Name, Display: f.Display, Locale: f.Locale, AppUser: f.AppUser, NoDMs: f.NoDMs})
	for _, name := range f.Servers {
		for _, g := range sb.guilds {
			if g.ID == name || g.Name == name {
				sb.join(g, p.ID)
				sb.toBot("GUILD_MEMBER_ADD", intentMembers, sb.member(g, p.ID))
			}
		}
	}
	return p
}

// serverForm is one entry of POST /sandbox/servers.
type serverForm struct {
	Name     string   `json:"name"`
	Locale   string   `json:"locale"`
	Bot      bool     `json:"bot_installed"`
	Channels []string `json:"channels"`
	Members  []string `json:"members"` // ids or names
	Admins   []string `json:"admins"`
}

// addServers answers POST /sandbox/servers: one object or a list.
func (c *call) addServers() (any, error) {
	forms, err := oneOrMany[serverForm](c)
	if err != nil {
		return nil, err
	}
	out := []any{}
	for _, f := range forms {
		s := Server{Name: f.Name, Locale: f.Locale, BotInstalled: f.Bot, Members: append(f.Members, f.Admins...), Admins: f.Admins}
		for _, name := range f.Channels {
			s.Channels = append(s.Channels, Place{Name: name})
		}
		g := c.addServer(s)
		c.announceGuild(g)
		channels, _ := c.visible(g, c.app.ID)
		out = append(out, map[string]any{"id": g.ID, "name": g.Name, "channels": channels})
	}
	return reply{http.StatusCreated, out}, nil
}

func (sb *Sandbox) announceGuild(g *guild) {
	if g.Bot {
		sb.toBot("GUILD_CREATE", intentGuilds, sb.fullGuild(g, sb.app.ID))
	}
	for id := range g.Members {
		sb.toPlayer(id, "GUILD_CREATE", sb.fullGuild(g, id))
	}
}

func oneOrMany[T any](c *call) ([]T, error) {
	var many []T
	if json.Unmarshal(c.body, &many) == nil {
		return many, nil
	}
	var one T
	err := c.decode(&one)
	return []T{one}, err
}

// pollEvents answers GET /sandbox/events?player=ID&after=N&wait=30s: the
// player's events after N, at once if there are any, else as soon as one
// comes, else an empty list after the wait.
func (c *call) pollEvents() (any, error) {
	after, err := c.number("after", 0, 0, 1<<31)
	if err != nil {
		return nil, err
	}
	wait, err := time.ParseDuration(orElse(c.query("wait"), "25s"))
	if err != nil {
		return nil, errField("wait", "DURATION", err.Error())
	}
	limit := time.NewTimer(min(wait, time.Minute))
	defer limit.Stop()
	for {
		events, more, err := c.eventsAfter(after)
		if err != nil || len(events) > 0 {
			return events, err
		}
		select {
		case <-more:
		case <-limit.C:
			return []Event{}, nil
		case <-c.r.Context().Done():
			return []Event{}, nil
		case <-c.stop:
			return []Event{}, nil
		}
	}
}

func (c *call) eventsAfter(n int) ([]Event, <-chan struct{}, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id := c.personNamed(c.query("player"))
	if id == "" {
		return nil, nil, errUnknownUser()
	}
	events, more := c.gateway.feed(id).since(n)
	return events, more, nil
}
