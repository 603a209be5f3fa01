// Package sandbox is a Discord inside the process: one application, its
// servers and players, Discord's REST API and gateway (versions 9 and 10) for
// the bot, and the API of Discord's own clients for the players, who may be
// people with the web page or programs.
//
// # Start
//
//	sb, err := sandbox.Start(sandbox.Options{})         // a free loopback port
//	session.Client = &http.Client{Transport: sb.Transport()}
//	session.Dialer = sb.Dialer()                        // an unmodified discordgo
//	reply, err := sb.Player("ada").Slash(ctx, channel, "drill", nil)
//
// Other libraries take the address: discord.js has rest: {api: URL + "/api"}.
// New, Run and Close are there for those who want to wait for its end, and
// ListenAndServe for a command.
//
// Everything below is plain HTTP on one origin; a path is given without its
// prefix /api/v9 (or /api/v10, or /api).
//
// # Operator
//
// No authorization; only this machine gets in (Options.AllowRemote), and no web
// page of another origin.
//
//	GET    /sandbox/state        application_id, bot_token, public_key, now, url, bot_online,
//	                             servers [{id, name, locale, bot_installed, channels [{id, name, type}], members [id]}],
//	                             players [{id, name, display_name, locale, theme, token, admin_of [server id], dm_channel_id}],
//	                             commands
//	POST   /sandbox/clock        {"advance":"24h"} or {"to":"2026-12-01T09:00:00Z"} or
//	                             {"jump":"tomorrow 09:00","zone":"Asia/Shanghai"}; time only moves forward
//	POST   /sandbox/fault        a Fault; DELETE takes all away
//	POST   /sandbox/players      {name, display_name, locale, servers [id or name], user_installed, no_dms}, or a list
//	POST   /sandbox/servers      {name, locale, bot_installed, channels [name], members, admins}, or a list
//	GET    /sandbox/traffic      {count, requests: the bot's REST requests after ?after=N}; DELETE empties the list
//	GET    /sandbox/violations   what the bot sent against Options.OpenAPI
//	GET    /sandbox/events       ?player=ID or name &after=N &wait=25s: the player's events after number N, as
//	                             [{"n":N,"t":TYPE,"d":DATA}]; waits for one when there are none
//
// # Player
//
// With the header "Authorization: TOKEN" (a player's token from the state, no
// "Bot "). Each answer has the header X-Sandbox-Event: the number of the
// player's newest event before the request was carried out, so that
// /sandbox/events?after= misses nothing that it caused.
//
//	POST   /interactions         acts; 204, see below
//	GET    /channels/{id}/application-command-index    commands usable there: {application_commands, applications}
//	GET    /guilds/{id}/application-command-index      … in any channel of the server
//	GET    /channels/{id}/messages ?limit &before &after &around   newest first, with this player's ephemeral ones
//	POST   /channels/{id}/messages {content, nonce, message_reference}; also multipart with files[0]…
//	PATCH, DELETE /channels/{id}/messages/{id}    one's own; DELETE also dismisses an ephemeral one
//	PUT, DELETE   /channels/{id}/messages/{id}/reactions/{emoji}/@me
//	POST   /channels/{id}/threads, /channels/{id}/messages/{id}/threads, /channels/{id}/typing
//	GET    /users/@me, /users/@me/guilds, /users/@me/channels, /guilds/{id}, /guilds/{id}/channels
//	POST   /users/@me/channels   {"recipient_id"}: the DM with the bot (its id is application_id) or a player
//	GET, PATCH /users/@me/settings   {"locale","theme"}
//	DELETE /users/@me/guilds/{id}    leaves a server
//
// POST /interactions takes what Discord's clients send, JSON or multipart with
// payload_json:
//
//	slash command   {"type":2,"application_id","channel_id","guild_id"?,"nonce","data":{"id"?,"name","type":1,
//	                 "options":[{"type"?,"name","value"}|{"name","options":[…]}]}}
//	                 a file is an option with value "0" and the form field files[0]
//	context menu    … "data":{"id"?,"name","type":2 (user) or 3 (message),"target_id"}
//	autocomplete    {"type":4,…} like a command, the option being typed has "focused":true
//	button          {"type":3,…,"message_id","data":{"component_type":2,"custom_id"}}
//	select          {"type":3,…,"message_id","data":{"component_type":3,"custom_id","values":[…]}}
//	form            {"type":5,…,"data":{"id"?,"custom_id","components":[{"type":1,"components":[{"type":4,"custom_id","value"}]},
//	                 {"type":18,"component":{"type","custom_id","value"|"values"}}]}}; id is that of INTERACTION_MODAL_CREATE
//
// It is checked as Discord does (the component is on a message that the player
// sees, the form was opened and not yet sent, options and lengths fit), with
// 400 and code 50035 otherwise. What came of it arrives as events:
//
//	INTERACTION_CREATE         {id, nonce}: it is on its way
//	MESSAGE_CREATE             a message; it carries the nonce when it is the answer, the flag 64 when ephemeral,
//	                           128 while the bot is "thinking…"
//	MESSAGE_UPDATE, MESSAGE_DELETE
//	INTERACTION_SUCCESS        {id, nonce}: answered, after the message or form
//	INTERACTION_FAILURE        {id, nonce}: no answer within 3 seconds
//	INTERACTION_MODAL_CREATE   {id, nonce, custom_id, title, components, channel_id, application}
//	APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE   {choices, nonce}
//	TYPING_START, CHANNEL_*, THREAD_*, GUILD_CREATE, GUILD_DELETE, MESSAGE_REACTION_ADD, MESSAGE_REACTION_REMOVE
//
// The same events come over the gateway: a WebSocket to /gateway, IDENTIFY
// (op 2) with the player's token and no intents, READY with user, guilds,
// private_channels and session_id.
//
// # What differs from Discord
//
// A global command that does not name its integration_types is for servers
// with the bot only (type 0). Any player in the sandbox can read all tokens from the state. IDENTIFY is not
// limited unless Options.IdentifyLimit says so. There are no voice, stickers,
// webhooks of channels, bans or audit log, and no shard gets fewer servers than
// another. Members who may see a thread's parent are in the thread.
package sandbox
