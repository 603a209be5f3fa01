package sandbox

import "drillbot/bot/sandbox/wire"

// Seed is the world that a sandbox without stored data begins with. Names of
// servers, channels and players are how tests address them; an empty ID gets
// a fresh one.
type Seed struct {
	AppID    string
	AppName  string
	BotToken string // made up when empty
	Servers  []Server
	Players  []Person
}

// Server describes one server of a Seed.
type Server struct {
	ID           string
	Name         string
	Locale       string // preferred locale, "en-US" when empty
	BotInstalled bool
	Channels     []Place
	Members      []string // names of players
	Admins       []string // members who also have Manage Server
	Roles        []Rank   // without rights of their own
	ManageRoles  bool     // the bot may give the roles that stand below its own
}

// Rank describes one role of a Server.
type Rank struct {
	ID          string
	Name        string
	Mentionable bool     // anybody may ping it
	Above       bool     // it stands above the bot's role
	Holders     []string // names of members who have it
}

// Place describes one text channel of a Server.
type Place struct {
	ID       string
	Name     string
	Topic    string
	ReadOnly bool // only admins may write: the bot gets 50013
	NoBot    bool // the bot may not even look: 50001
	NoPast   bool // the bot may not read what was said: it gets no message and no error
}

// Person describes one player of a Seed.
type Person struct {
	ID      string
	Name    string // user name
	Display string // shown name
	Locale  string // client's language, "en-US" when empty
	AppUser bool   // has installed the app for themselves
	NoDMs   bool   // refuses messages from the bot: 50007
}

// DefaultSeed returns the world for people: an English server, a Chinese one,
// and one without the bot, whose members use it as their own app.
func DefaultSeed() Seed {
	return Seed{
		AppID:   "1100000000000000001",
		AppName: "Drillbot",
		Servers: []Server{englishServer(), chineseServer(), guestServer()},
		Players: []Person{
			{ID: "1200000000000000001", Name: "ada", Display: "Ada", Locale: "en-US", AppUser: true},
			{ID: "1200000000000000002", Name: "linus", Display: "Linus", Locale: "en-US"},
			{ID: "1200000000000000003", Name: "xiaoming", Display: "小明", Locale: "zh-CN", AppUser: true},
			{ID: "1200000000000000004", Name: "meiling", Display: "美玲", Locale: "zh-TW", AppUser: true},
			{ID: "1200000000000000005", Name: "camille", Display: "Camille", Locale: "fr"},
		},
	}
}

func englishServer() Server {
	return Server{
		ID: "1300000000000000001", Name: "Interview Club", Locale: "en-US", BotInstalled: true,
		Channels: []Place{
			{ID: "1400000000000000001", Name: "general", Topic: "Say hello"},
			{ID: "1400000000000000002", Name: "drills", Topic: "Practise here: /drill"},
			{ID: "1400000000000000003", Name: "announcements", Topic: "Read only", ReadOnly: true},
		},
		Members: []string{"ada", "linus", "xiaoming", "camille"},
		Admins:  []string{"ada"},
		Roles: []Rank{
			{ID: "1500000000000000001", Name: "drillers", Mentionable: true, Holders: []string{"linus", "xiaoming"}},
			{ID: "1500000000000000002", Name: "winner"},
		},
		ManageRoles: true,
	}
}

func chineseServer() Server {
	return Server{
		ID: "1300000000000000002", Name: "面试小组", Locale: "zh-CN", BotInstalled: true,
		Channels: []Place{
			{ID: "1400000000000000011", Name: "大厅", Topic: "随便聊聊"},
			{ID: "1400000000000000012", Name: "刷题", Topic: "在这里练习：/drill"},
		},
		Members: []string{"xiaoming", "meiling", "ada"},
		Admins:  []string{"xiaoming"},
		Roles:   []Rank{{ID: "1500000000000000011", Name: "刷题党", Mentionable: true, Holders: []string{"meiling"}}},
	}
}

func guestServer() Server {
	return Server{
		ID: "1300000000000000003", Name: "Book Café", Locale: "en-US",
		Channels: []Place{{ID: "1400000000000000021", Name: "lounge", Topic: "The bot is not here; use it as your own app"}},
		Members:  []string{"ada", "meiling", "xiaoming"},
		Admins:   []string{"meiling"},
	}
}

// plant fills an empty world.
func (sb *Sandbox) plant(s Seed) {
	sb.app.ID, sb.app.Name, sb.app.Token = s.AppID, s.AppName, s.BotToken
	sb.users[s.AppID] = &wire.User{ID: s.AppID, Username: s.AppName, Discriminator: "0000", Bot: true}
	sb.seen(s.AppID)
	for _, p := range s.Players {
		sb.addPlayer(p)
	}
	for _, server := range s.Servers {
		sb.addServer(server)
	}
	sb.put(kindUser, s.AppID, sb.bot())
	sb.saveApp()
}

// addPlayer makes an account with its own token and a DM with the bot.
func (sb *Sandbox) addPlayer(p Person) *player {
	if p.ID == "" {
		p.ID = sb.nextID()
	}
	sb.seen(p.ID)
	u := &wire.User{ID: p.ID, Username: p.Name, Discriminator: "0"}
	if p.Display != "" {
		u.GlobalName = &p.Display
	}
	pl := &player{
		ID: p.ID, Locale: orElse(p.Locale, "en-US"), Theme: "dark", Token: sb.secret("p", p.ID),
		AppUser: p.AppUser, NoDMs: p.NoDMs,
	}
	sb.users[p.ID], sb.players[p.ID], sb.byToken[pl.Token] = u, pl, pl
	sb.put(kindUser, p.ID, u)
	sb.put(kindPlayer, p.ID, pl)
	return pl
}

// addServer makes a guild with @everyone, an admin role and, if the bot is
// installed, the bot's role.
func (sb *Sandbox) addServer(s Server) *guild {
	if s.ID == "" {
		s.ID = sb.nextID()
	}
	sb.seen(s.ID)
	g := &guild{ID: s.ID, Name: s.Name, Locale: orElse(s.Locale, "en-US"), Members: map[string]*wire.Member{}, Bot: s.BotInstalled}
	admin := sb.nextID()
	g.Roles = []wire.Role{
		{ID: g.ID, Name: "@everyone", Permissions: formatBits(permMembers)},
		{ID: admin, Name: "Admin", Position: 2 + len(s.Roles), Hoist: true, Permissions: formatBits(permManageGuild | permManageChannels | permManageMessages)},
	}
	for i, r := range s.Roles {
		sb.addRole(g, i+1, r)
	}
	for _, name := range s.Members {
		sb.join(g, sb.personNamed(name))
	}
	for _, r := range g.Roles {
		sb.hold(g, s.Roles, r)
	}
	for _, name := range s.Admins {
		sb.promote(g, sb.personNamed(name), admin)
	}
	if s.BotInstalled {
		sb.installBot(g)
		sb.raise(g, len(s.Roles), s.ManageRoles)
	}
	sb.guilds[g.ID] = g
	for i, place := range s.Channels {
		sb.addPlace(g, admin, i, place)
	}
	sb.put(kindGuild, g.ID, g)
	return g
}

func (sb *Sandbox) addRole(g *guild, position int, r Rank) {
	if r.ID == "" {
		r.ID = sb.nextID()
	}
	sb.seen(r.ID)
	if r.Above {
		position += 100
	}
	g.Roles = append(g.Roles, wire.Role{ID: r.ID, Name: r.Name, Position: position, Mentionable: r.Mentionable, Permissions: "0"})
}

// hold gives a role to those who have it from the start.
func (sb *Sandbox) hold(g *guild, ranks []Rank, r wire.Role) {
	for _, rank := range ranks {
		for _, name := range rank.Holders {
			if rank.Name == r.Name {
				sb.promote(g, sb.personNamed(name), r.ID)
			}
		}
	}
}

// raise puts the bot's role above others.
func (sb *Sandbox) raise(g *guild, above int, manager bool) {
	role := &g.Roles[len(g.Roles)-1]
	role.Position += above
	if manager {
		role.Permissions = formatBits(permBotRole | permManageRoles)
	}
}

func (sb *Sandbox) join(g *guild, id string) {
	if id != "" {
		g.Members[id] = &wire.Member{Roles: []string{}, JoinedAt: stamp(sb.now())}
	}
}

func (sb *Sandbox) promote(g *guild, id, role string) {
	if m, ok := g.Members[id]; ok {
		m.Roles = append(m.Roles, role)
	}
}

func (sb *Sandbox) installBot(g *guild) {
	role := wire.Role{ID: sb.nextID(), Name: sb.app.Name, Position: 1, Managed: true, Permissions: formatBits(permBotRole)}
	g.Roles = append(g.Roles, role)
	sb.join(g, sb.app.ID)
	sb.promote(g, sb.app.ID, role.ID)
	g.Bot = true
}

func (sb *Sandbox) addPlace(g *guild, admin string, position int, p Place) *channel {
	if p.ID == "" {
		p.ID = sb.nextID()
	}
	sb.seen(p.ID)
	ch := &channel{Channel: wire.Channel{ID: p.ID, GuildID: g.ID, Name: &p.Name, Position: position}}
	if p.Topic != "" {
		ch.Topic = &p.Topic
	}
	if p.ReadOnly {
		ch.PermissionOverwrites = []wire.Overwrite{
			{ID: g.ID, Deny: formatBits(permSend), Allow: "0"},
			{ID: admin, Allow: formatBits(permSend), Deny: "0"},
		}
	}
	if p.NoBot {
		ch.PermissionOverwrites = append(ch.PermissionOverwrites, wire.Overwrite{ID: sb.app.ID, Type: 1, Deny: formatBits(permView), Allow: "0"})
	}
	if p.NoPast {
		ch.PermissionOverwrites = append(ch.PermissionOverwrites, wire.Overwrite{ID: sb.app.ID, Type: 1, Deny: formatBits(permHistory), Allow: "0"})
	}
	sb.adopt(ch)
	sb.put(kindChannel, ch.ID, ch)
	return ch
}

// adopt enters a channel into the world's indexes.
func (w *world) adopt(ch *channel) {
	w.channels[ch.ID] = ch
	if g := w.guildOf(ch); g != nil {
		g.channels = append(g.channels, ch.ID)
	}
}

// personNamed returns the id of the player of that name or id, "" if none.
func (w *world) personNamed(name string) string {
	if w.players[name] != nil {
		return name
	}
	for id := range w.players {
		if w.users[id].Username == name {
			return id
		}
	}
	return ""
}

func orElse(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}
