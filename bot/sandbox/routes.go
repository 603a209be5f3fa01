package sandbox

import (
	"context"
	"net/http"
	"strings"
)

// access tells who may call a route.
type access int

const (
	byBot      access = iota // Authorization: Bot TOKEN
	byPlayer                 // Authorization: TOKEN of a player
	byEither                 // one or the other
	byToken                  // an interaction's token in the path is enough
	byOperator               // anybody on this machine
)

// route is one line of the table: what is answered, for whom, by what.
type route struct {
	method, path string
	access       access
	do           func(*call) (any, error)
	unlocked     bool
}

type callKey struct{}

func withCall(ctx context.Context, c *call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

// mountRoutes makes the mux of the route table.
func (sb *Sandbox) mountRoutes() {
	sb.mux, sb.routes = http.NewServeMux(), map[string]*route{}
	for _, table := range [][]route{accountRoutes(), commandRoutes(), interactionRoutes(), channelRoutes(), guildRoutes(), playerRoutes(), operatorRoutes()} {
		for _, rt := range table {
			pattern := rt.method + " " + rt.path
			sb.routes[pattern] = &rt
			sb.mux.HandleFunc(pattern, dispatch)
		}
	}
}

// dispatch hands the request, whose path values are now known, to its call.
func dispatch(_ http.ResponseWriter, r *http.Request) {
	if c, ok := r.Context().Value(callKey{}).(*call); ok {
		c.r = r
		c.answer()
	}
}

func accountRoutes() []route {
	return []route{
		{"GET", "/gateway", byToken, (*call).gatewayURL, false},
		{"GET", "/gateway/bot", byBot, (*call).gatewayBot, false},
		{"GET", "/users/@me", byEither, (*call).me, false},
		{"GET", "/users/{user}", byEither, (*call).user, false},
		{"GET", "/users/@me/guilds", byEither, (*call).myGuilds, false},
		{"DELETE", "/users/@me/guilds/{guild}", byEither, (*call).leaveGuild, false},
		{"GET", "/users/@me/channels", byEither, (*call).myChannels, false},
		{"POST", "/users/@me/channels", byEither, (*call).openDM, false},
		{"GET", "/oauth2/applications/@me", byBot, (*call).application, false},
		{"GET", "/applications/@me", byBot, (*call).application, false},
		{"PATCH", "/applications/@me", byBot, (*call).editApplication, false},
	}
}

func commandRoutes() []route {
	var out []route
	for _, scope := range []string{"/applications/{app}/commands", "/applications/{app}/guilds/{guild}/commands"} {
		out = append(out, []route{
			{"GET", scope, byBot, (*call).listCommands, false},
			{"POST", scope, byBot, (*call).createCommand, false},
			{"PUT", scope, byBot, (*call).overwriteCommands, false},
			{"GET", scope + "/{command}", byBot, (*call).getCommand, false},
			{"PATCH", scope + "/{command}", byBot, (*call).editCommand, false},
			{"DELETE", scope + "/{command}", byBot, (*call).deleteCommand, false},
		}...)
	}
	return out
}

func interactionRoutes() []route {
	hook := "/webhooks/{app}/{token}"
	return []route{
		{"POST", "/interactions/{interaction}/{token}/callback", byToken, (*call).callback, false},
		{"POST", hook, byToken, (*call).createFollowup, false},
		{"GET", hook + "/messages/{message}", byToken, (*call).getFollowup, false},
		{"PATCH", hook + "/messages/{message}", byToken, (*call).editFollowup, false},
		{"DELETE", hook + "/messages/{message}", byToken, (*call).deleteFollowup, false},
	}
}

func channelRoutes() []route {
	ch := "/channels/{channel}"
	return []route{
		{"GET", ch, byEither, (*call).getChannel, false},
		{"PATCH", ch, byBot, (*call).editChannel, false},
		{"DELETE", ch, byBot, (*call).deleteChannel, false},
		{"GET", ch + "/messages", byEither, (*call).listMessages, false},
		{"POST", ch + "/messages", byEither, (*call).createMessage, false},
		{"GET", ch + "/messages/{message}", byEither, (*call).getMessage, false},
		{"PATCH", ch + "/messages/{message}", byEither, (*call).editMessage, false},
		{"DELETE", ch + "/messages/{message}", byEither, (*call).deleteMessage, false},
		{"PUT", ch + "/messages/{message}/reactions/{emoji}/@me", byEither, (*call).react, false},
		{"DELETE", ch + "/messages/{message}/reactions/{emoji}/@me", byEither, (*call).unreact, false},
		{"POST", ch + "/messages/{message}/threads", byEither, (*call).threadFromMessage, false},
		{"POST", ch + "/threads", byEither, (*call).startThread, false},
		{"PUT", ch + "/thread-members/@me", byEither, (*call).joinThread, false},
		{"POST", ch + "/typing", byEither, (*call).typing, false},
	}
}

func guildRoutes() []route {
	g := "/guilds/{guild}"
	return []route{
		{"GET", g, byEither, (*call).getGuild, false},
		{"GET", g + "/channels", byEither, (*call).guildChannels, false},
		{"POST", g + "/channels", byBot, (*call).createChannel, false},
		{"GET", g + "/threads/active", byEither, (*call).activeThreads, false},
		{"GET", g + "/roles", byEither, (*call).guildRoles, false},
		{"GET", g + "/members", byBot, (*call).guildMembers, false},
		{"GET", g + "/members/@me", byEither, (*call).ownMember, false},
		{"PATCH", g + "/members/@me", byBot, (*call).editOwnMember, false},
		{"GET", g + "/members/{user}", byEither, (*call).guildMember, false},
		{"PUT", g + "/members/{user}/roles/{role}", byBot, (*call).giveRole, false},
		{"DELETE", g + "/members/{user}/roles/{role}", byBot, (*call).takeRole, false},
	}
}

func playerRoutes() []route {
	return []route{
		{"POST", "/interactions", byPlayer, (*call).interact, false},
		{"GET", "/channels/{channel}/application-command-index", byPlayer, (*call).channelIndex, false},
		{"GET", "/guilds/{guild}/application-command-index", byPlayer, (*call).guildIndex, false},
		{"PATCH", "/users/@me/settings", byPlayer, (*call).editSettings, false},
		{"GET", "/users/@me/settings", byPlayer, (*call).settings, false},
	}
}

func operatorRoutes() []route {
	return []route{
		{"GET", "/sandbox/state", byOperator, (*call).state, false},
		{"POST", "/sandbox/clock", byOperator, (*call).setClock, false},
		{"POST", "/sandbox/fault", byOperator, (*call).plantFault, false},
		{"DELETE", "/sandbox/fault", byOperator, (*call).clearFaults, false},
		{"POST", "/sandbox/players", byOperator, (*call).addPlayers, false},
		{"POST", "/sandbox/servers", byOperator, (*call).addServers, false},
		{"GET", "/sandbox/traffic", byOperator, (*call).listTraffic, false},
		{"DELETE", "/sandbox/traffic", byOperator, (*call).clearTraffic, false},
		{"GET", "/sandbox/violations", byOperator, (*call).listViolations, false},
		{"GET", "/sandbox/events", byOperator, (*call).pollEvents, true},
	}
}

// name returns the route as faults and traffic name it: method and path with
// {id} for every id.
func (rt *route) name() string {
	steps := strings.Split(rt.path, "/")
	for i, s := range steps {
		if strings.HasPrefix(s, "{") && s != "{token}" {
			steps[i] = "{id}"
		}
	}
	return rt.method + " " + strings.Join(steps, "/")
}
