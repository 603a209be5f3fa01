package sandbox

import (
	"crypto/rand"
	"encoding/json"
	"strings"
	"time"

	"drillbot/bot/sandbox/wire"
)

// payload is what a client sends over the gateway.
type payload struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
}

type identify struct {
	Token    string `json:"token"`
	Compress bool   `json:"compress"`
	Intents  *int   `json:"intents"`
	Shard    []int  `json:"shard"`
}

type resume struct {
	Token     string `json:"token"`
	SessionID string `json:"session_id"`
	Seq       int    `json:"seq"`
}

// gatewayURL answers GET /gateway with this sandbox's own address.
func (c *call) gatewayURL() (any, error) {
	return map[string]any{"url": "ws://" + c.r.Host + "/gateway"}, nil
}

func (c *call) gatewayBot() (any, error) {
	remaining := max(0, 1000-c.gateway.identifies)
	return map[string]any{
		"url":    "ws://" + c.r.Host + "/gateway",
		"shards": 1,
		"session_start_limit": map[string]any{
			"total": 1000, "remaining": remaining, "reset_after": 86400000, "max_concurrency": 1,
		},
	}, nil
}

// dispatch acts on one payload; Sandbox.mu is held.
func (c *conn) dispatch(p payload) {
	if c.sb.gateway.zombie {
		return
	}
	handlers := map[int]func(json.RawMessage){
		opHeartbeat: c.heartbeat, opIdentify: c.identify, opResume: c.resume,
		opPresence: c.ignore, opVoice: c.ignore, opRequestMembers: c.requestMembers,
	}
	handle, ok := handlers[p.Op]
	if !ok {
		c.end(closeUnknownOp, "Unknown opcode.")
		return
	}
	if c.session == nil && p.Op != opHeartbeat && p.Op != opIdentify && p.Op != opResume {
		c.end(closeNotAuthed, "Not authenticated.")
		return
	}
	handle(p.Data)
}

func (c *conn) ignore(json.RawMessage) {}

func (c *conn) heartbeat(json.RawMessage) { c.pushJSON(opHeartbeatAck, nil) }

func (c *conn) identify(raw json.RawMessage) {
	var id identify
	if json.Unmarshal(raw, &id) != nil {
		c.end(closeDecode, "Error while decoding payload.")
		return
	}
	if c.session != nil {
		c.end(closeAlreadyAuthed, "Already authenticated.")
		return
	}
	c.mu.Lock()
	c.compress = id.Compress
	c.mu.Unlock()
	token := strings.TrimPrefix(id.Token, "Bot ")
	if p := c.sb.byToken[token]; p != nil {
		c.welcomePlayer(p)
		return
	}
	if token != c.sb.app.Token {
		c.end(closeAuthFailed, "Authentication failed.")
		return
	}
	c.identifyBot(id)
}

func (c *conn) identifyBot(id identify) {
	if code, text := c.refusal(id); code != 0 {
		c.end(code, text)
		return
	}
	now := c.sb.now()
	if c.sb.opts.IdentifyLimit && now.Sub(c.sb.gateway.lastIdent) < 5*time.Second {
		c.pushJSON(opInvalidSession, false)
		return
	}
	c.sb.gateway.lastIdent = now
	c.sb.gateway.identifies++
	if c.sb.gateway.silent {
		return
	}
	c.welcomeBot(*id.Intents, id.Shard)
}

// refusal returns the close code for an IDENTIFY that is wrong, 0 if none.
func (c *conn) refusal(id identify) (int, string) {
	switch {
	case len(id.Shard) > 0 && (len(id.Shard) != 2 || id.Shard[1] < 1 || id.Shard[0] < 0 || id.Shard[0] >= id.Shard[1]):
		return closeInvalidShard, "Invalid shard."
	case id.Intents == nil || *id.Intents < 0 || *id.Intents >= 1<<26:
		return closeInvalidIntents, "Invalid intent(s)."
	case *id.Intents&intentsPrivileged&^c.sb.opts.Intents != 0:
		return closeDisallowed, "Disallowed intent(s)."
	}
	return 0, ""
}

func (c *conn) newSession(player string, intents int) *session {
	s := &session{id: strings.ToLower(rand.Text()), player: player, intents: intents, conn: c}
	c.sb.gateway.sessions[s.id] = s
	c.session = s
	c.sb.prune(player)
	return s
}

// prune drops the oldest idle sessions of an account beyond a handful.
func (sb *Sandbox) prune(player string) {
	var idle []string
	for id, s := range sb.gateway.sessions {
		if s.player == player && s.conn == nil {
			idle = append(idle, id)
		}
	}
	for len(idle) > 8 {
		delete(sb.gateway.sessions, idle[0])
		idle = idle[1:]
	}
}

func (c *conn) welcomeBot(intents int, shard []int) {
	sb := c.sb
	s := c.newSession("", intents)
	guilds := []map[string]any{}
	for _, id := range sortedIDs(sb.guilds) {
		if sb.guilds[id].Bot {
			guilds = append(guilds, map[string]any{"id": id, "unavailable": true})
		}
	}
	ready := map[string]any{
		"v": 10, "user": sb.selfUser(), "guilds": guilds, "session_id": s.id, "session_type": "normal",
		"resume_gateway_url": strings.Replace(sb.URL(), "http", "ws", 1) + "/gateway",
		"application":        map[string]any{"id": sb.app.ID, "flags": 0}, "private_channels": []any{},
		"relationships": []any{}, "presences": []any{}, "_trace": []string{"sandbox"},
	}
	if shard != nil {
		ready["shard"] = shard
	}
	s.send("READY", sb.encode(ready))
	if intents&intentGuilds == 0 {
		return
	}
	for _, id := range sortedIDs(sb.guilds) {
		if sb.guilds[id].Bot {
			s.send("GUILD_CREATE", sb.encode(sb.fullGuild(sb.guilds[id], sb.app.ID)))
		}
	}
}

func (c *conn) welcomePlayer(p *player) {
	sb := c.sb
	s := c.newSession(p.ID, 0)
	guilds := []wire.Guild{}
	for _, id := range sortedIDs(sb.guilds) {
		if sb.guilds[id].Members[p.ID] != nil {
			guilds = append(guilds, sb.fullGuild(sb.guilds[id], p.ID))
		}
	}
	s.send("READY", sb.encode(map[string]any{
		"v": 9, "user": sb.users[p.ID], "guilds": guilds, "session_id": s.id,
		"private_channels": sb.dms(p.ID), "user_settings": map[string]any{"locale": p.Locale, "theme": p.Theme},
		"resume_gateway_url": strings.Replace(sb.URL(), "http", "ws", 1) + "/gateway",
	}))
}

// resume replays what a session missed.
func (c *conn) resume(raw json.RawMessage) {
	var r resume
	if json.Unmarshal(raw, &r) != nil {
		c.end(closeDecode, "Error while decoding payload.")
		return
	}
	s := c.sb.gateway.sessions[r.SessionID]
	if s == nil || c.session != nil || !c.sb.owns(s, strings.TrimPrefix(r.Token, "Bot ")) {
		c.pushJSON(opInvalidSession, false)
		return
	}
	missed, ok := s.since(r.Seq)
	if !ok {
		c.end(closeInvalidSeq, "Invalid seq.")
		return
	}
	if c.sb.gateway.silent {
		return
	}
	s.conn, c.session = c, s
	for _, f := range missed {
		c.push(f)
	}
	s.send("RESUMED", []byte(`{"_trace":["sandbox"]}`))
}

func (sb *Sandbox) owns(s *session, token string) bool {
	if s.player == "" {
		return token == sb.app.Token
	}
	p := sb.byToken[token]
	return p != nil && p.ID == s.player
}

// requestMembers answers opcode 8 with one chunk.
func (c *conn) requestMembers(raw json.RawMessage) {
	var req struct {
		GuildID string          `json:"guild_id"`
		Query   string          `json:"query"`
		Nonce   string          `json:"nonce"`
		Limit   int             `json:"limit"`
		UserIDs json.RawMessage `json:"user_ids"`
	}
	_ = json.Unmarshal(raw, &req)
	g := c.sb.guilds[req.GuildID]
	if g == nil {
		return
	}
	members := []wire.Member{}
	for _, id := range sortedIDs(g.Members) {
		named := strings.HasPrefix(c.sb.users[id].Username, req.Query) && req.UserIDs == nil
		if named || strings.Contains(string(req.UserIDs), `"`+id+`"`) {
			members = append(members, *c.sb.member(g, id))
		}
	}
	c.session.send("GUILD_MEMBERS_CHUNK", c.sb.encode(map[string]any{
		"guild_id": g.ID, "members": members, "chunk_index": 0, "chunk_count": 1, "nonce": req.Nonce,
	}))
}
