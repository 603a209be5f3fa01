package bot

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/text"
	"drillbot/bot/view"
	"drillbot/quiz"
)

// Health says how bad a Finding is.
type Health uint8

// The healths, the better before the worse.
const (
	Well Health = iota
	Ailing
	Ill // the bot cannot do its work
)

// Finding is one thing that was looked at.
type Finding struct {
	Health Health
	What   string // that was looked at, a word or two
	Found  string
	Mend   string // what to do about it; "" when Well
}

func well(what, format string, args ...any) Finding {
	return Finding{What: what, Found: fmt.Sprintf(format, args...)}
}

func ailing(what, mend, format string, args ...any) Finding {
	return Finding{Ailing, what, fmt.Sprintf(format, args...), mend}
}

func ill(what, mend, format string, args ...any) Finding {
	return Finding{Ill, what, fmt.Sprintf(format, args...), mend}
}

// Examination is what Examine looks at.
type Examination struct {
	Options                 // Token, Transport, Now and HTTPOnly
	PublicKey string        // as it is set; "" for none
	Servers   []quiz.Server // the settings that are stored
}

// Examine looks at everything on Discord's side that the bot needs, without a connection to the
// gateway and without changing anything. No Finding tells a secret.
func Examine(ctx context.Context, e Examination) []Finding {
	e.Options = e.withDefaults()
	b := &Bot{options: e.Options, client: newClient(e.Options)}
	defer b.client.http.CloseIdleConnections()
	out := []Finding{b.examineClock(ctx)}
	var me discordgo.User
	if err := b.client.get(ctx, "/users/@me", &me); err != nil {
		return append(out, tokenFinding(err))
	}
	out = append(out, well("token", "it is that of %s", me.Username))
	app, err := b.client.application(ctx)
	if err != nil {
		return append(out, asked("application", err))
	}
	out = append(out, well("application", "%s, id %s", app.Name, app.ID), examineIntents(app), examineWay(e, app))
	if !e.HTTPOnly {
		out = append(out, b.examineGateway(ctx))
	}
	out = append(out, b.examineCommands(ctx, app.ID))
	return append(out, b.examineServers(ctx, app.ID, e.Servers)...)
}

// asked is the finding that Discord did not answer as it should.
func asked(what string, err error) Finding {
	return ill(what, "try again; if it stays so, see https://discordstatus.com and the network", "Discord was asked: %v", err)
}

func tokenFinding(err error) Finding {
	if fatalError(err) != nil {
		return ill("token", "set DISCORD_TOKEN to the one of the Developer Portal, page Bot", "Discord refuses it")
	}
	return asked("token", err)
}

// The clocks may be this far apart before that is worth a word, and before signatures and
// daily questions suffer.
const (
	smallSkew = 5 * time.Second
	largeSkew = 2 * time.Minute
)

func (b *Bot) examineClock(ctx context.Context) Finding {
	const mend = "let the machine keep time by NTP"
	before := b.options.Now()
	at, err := b.client.time(ctx)
	if err != nil {
		return asked("clock", err)
	}
	skew := at.Add(time.Second / 2).Sub(before.Add(b.options.Now().Sub(before) / 2)).Abs() // it tells whole seconds
	switch {
	case skew > largeSkew:
		return ill("clock", mend, "%s apart from Discord's", skew.Round(time.Second))
	case skew > smallSkew:
		return ailing("clock", mend, "%s apart from Discord's", skew.Round(time.Second))
	default:
		return well("clock", "agrees with Discord's")
	}
}

// privileged are the flags of an application that say which privileged intents it may use.
const privileged = 1<<12 | 1<<13 | 1<<14 | 1<<15 | 1<<18 | 1<<19

func examineIntents(app application) Finding {
	if app.Flags&privileged != 0 {
		return well("intents", "the bot needs no privileged one; the Developer Portal has some enabled, which may be off")
	}
	return well("intents", "no privileged one is enabled, and none is needed")
}

// examineWay looks at the ways in: with an endpoint in the portal nothing comes over the gateway.
func examineWay(e Examination, app application) Finding {
	const page = "the Developer Portal, page General Information"
	switch key, err := hex.DecodeString(e.PublicKey); {
	case e.PublicKey == "" && e.HTTPOnly:
		return ill("interactions", "set DISCORD_PUBLIC_KEY, or leave -gateway=false out", "nothing can come in")
	case e.PublicKey == "" && app.Endpoint != "":
		return ill("interactions", "set DISCORD_PUBLIC_KEY, or take the Interactions Endpoint URL out of "+page,
			"Discord posts them to %s and not over the gateway", app.Endpoint)
	case e.PublicKey == "":
		return well("interactions", "over the gateway")
	case err != nil || hex.EncodeToString(key) != app.VerifyKey:
		return ill("interactions", "set DISCORD_PUBLIC_KEY to the one of "+page, "the public key is not this application's")
	case app.Endpoint == "" && e.HTTPOnly:
		return ill("interactions", "set the Interactions Endpoint URL in "+page+", while the bot runs", "Discord knows no address to post them to")
	case app.Endpoint == "":
		return ailing("interactions", "set the Interactions Endpoint URL in "+page+", or leave DISCORD_PUBLIC_KEY out",
			"over the gateway, for Discord knows no address to post them to")
	default:
		return well("interactions", "by HTTP, posted to %s", app.Endpoint)
	}
}

// fewIdentifies is how many connections of the day's 1,000 are few.
const fewIdentifies = 50

func (b *Bot) examineGateway(ctx context.Context) Finding {
	var g struct {
		Shards int `json:"shards"`
		Limit  struct {
			Remaining int `json:"remaining"`
		} `json:"session_start_limit"`
	}
	switch err := b.client.get(ctx, "/gateway/bot", &g); {
	case err != nil:
		return asked("gateway", err)
	case g.Limit.Remaining == 0:
		return ill("gateway", "find in the log why the connection breaks so often, and wait a day", "no connection is left for today")
	case g.Limit.Remaining < fewIdentifies:
		return ailing("gateway", "find in the log why the connection breaks so often", "only %d connections are left for today", g.Limit.Remaining)
	case g.Shards > 1:
		return ailing("gateway", "let interactions come by HTTP", "Discord recommends %d connections, and Drillbot makes one", g.Shards)
	default:
		return well("gateway", "%d connections left for today", g.Limit.Remaining)
	}
}

func (b *Bot) examineCommands(ctx context.Context, app string) Finding {
	var have []*discordgo.ApplicationCommand
	if err := b.client.get(ctx, "/applications/"+app+"/commands?with_localizations=true", &have); err != nil {
		return asked("commands", err)
	}
	switch same, err := sameCommands(have, commands()); {
	case err != nil:
		return asked("commands", err)
	case !same:
		return ailing("commands", "start the bot: it registers them", "%d are registered, and not those of this version", len(have))
	default:
		return well("commands", "%d are registered", len(have))
	}
}

// examineServers looks at every server that has settings: whether the bot may do there what they ask.
func (b *Bot) examineServers(ctx context.Context, app string, settings []quiz.Server) []Finding {
	names, err := b.servers(ctx)
	if err != nil {
		return []Finding{asked("servers", err)}
	}
	out := []Finding{well("servers", "the bot is in %d; commands need no permission there", len(names))}
	if len(names) == 0 {
		out[0] = ailing("servers", "invite it: https://discord.com/oauth2/authorize?client_id="+app, "the bot is in none")
	}
	slices.SortFunc(settings, func(x, y quiz.Server) int { return cmp.Compare(x.ID, y.ID) })
	for _, s := range settings {
		if name, in := names[s.ID]; in && (s.Channel != 0 || s.Inbox != 0) {
			out = append(out, b.examineServer(ctx, name, s)...)
		}
	}
	return out
}

func (b *Bot) examineServer(ctx context.Context, name string, s quiz.Server) []Finding {
	what := fmt.Sprintf("server %q", name)
	missing, err := b.missing(ctx, s)
	if err != nil {
		return []Finding{asked(what, err)}
	}
	if len(missing) == 0 {
		return []Finding{well(what, "the bot has its permissions in the channels that are set")}
	}
	var out []Finding
	for _, l := range missing {
		out = append(out, lackFinding(what, l))
	}
	return out
}

// lackFinding is the finding of missing permissions: without the inbox's, cases still wait in /inbox.
func lackFinding(what string, l view.Lack) Finding {
	const mend = "let an admin give them to the bot's role there, or choose another channel by /settings"
	known := text.For(quiz.English).Settings.Rights
	var names []string
	for _, r := range l.Rights {
		names = append(names, cmp.Or(known[r], r))
	}
	if l.Inbox {
		return ailing(what, mend, "the bot lacks in the moderators' inbox %d: %s", l.Channel, strings.Join(names, ", "))
	}
	return ill(what, mend, "the bot lacks in the daily channel %d: %s", l.Channel, strings.Join(names, ", "))
}

// time returns what Discord's clock says.
func (c *client) time(ctx context.Context) (time.Time, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/gateway", nil)
	if err != nil {
		return time.Time{}, errors.New("bad address of Discord's API")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return time.Time{}, bare(err)
	}
	defer resp.Body.Close()
	at, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return time.Time{}, errors.New("the answer has no date")
	}
	return at, nil
}
