package wire

// Role is a guild's role. The role with the guild's own id is @everyone.
type Role struct {
	ID           string     `json:"id"`
	Name         string     `json:"name"`
	Color        int        `json:"color"`
	Colors       RoleColors `json:"colors"`
	Hoist        bool       `json:"hoist"`
	Icon         *string    `json:"icon"`
	UnicodeEmoji *string    `json:"unicode_emoji"`
	Position     int        `json:"position"`
	Permissions  string     `json:"permissions"`
	Managed      bool       `json:"managed"`
	Mentionable  bool       `json:"mentionable"`
	Flags        int        `json:"flags"`
}

// RoleColors are a role's colours; only the first one is used.
type RoleColors struct {
	Primary   int  `json:"primary_color"`
	Secondary *int `json:"secondary_color"`
	Tertiary  *int `json:"tertiary_color"`
}

// Guild is a server. Members, channels and threads are present only in the
// gateway's GUILD_CREATE.
type Guild struct {
	ID                          string     `json:"id"`
	Name                        string     `json:"name"`
	Icon                        *string    `json:"icon"`
	Splash                      *string    `json:"splash"`
	DiscoverySplash             *string    `json:"discovery_splash"`
	Description                 *string    `json:"description"`
	Banner                      *string    `json:"banner"`
	OwnerID                     string     `json:"owner_id"`
	PreferredLocale             string     `json:"preferred_locale"`
	Features                    []string   `json:"features"`
	Roles                       []Role     `json:"roles"`
	Emojis                      []struct{} `json:"emojis"`
	Stickers                    []struct{} `json:"stickers"`
	AFKTimeout                  int        `json:"afk_timeout"`
	AFKChannelID                *string    `json:"afk_channel_id"`
	SystemChannelID             *string    `json:"system_channel_id"`
	SystemChannelFlags          int        `json:"system_channel_flags"`
	RulesChannelID              *string    `json:"rules_channel_id"`
	PublicUpdatesChannelID      *string    `json:"public_updates_channel_id"`
	VanityURLCode               *string    `json:"vanity_url_code"`
	ApplicationID               *string    `json:"application_id"`
	VerificationLevel           int        `json:"verification_level"`
	DefaultMessageNotifications int        `json:"default_message_notifications"`
	ExplicitContentFilter       int        `json:"explicit_content_filter"`
	MFALevel                    int        `json:"mfa_level"`
	NSFWLevel                   int        `json:"nsfw_level"`
	PremiumTier                 int        `json:"premium_tier"`
	PremiumProgressBarEnabled   bool       `json:"premium_progress_bar_enabled"`

	Large       *bool      `json:"large,omitempty"`
	Unavailable *bool      `json:"unavailable,omitempty"`
	MemberCount int        `json:"member_count,omitempty"`
	JoinedAt    string     `json:"joined_at,omitempty"`
	Members     []Member   `json:"members,omitempty"`
	Channels    []Channel  `json:"channels,omitempty"`
	Threads     []Channel  `json:"threads,omitempty"`
	Presences   []struct{} `json:"presences,omitempty"`
	VoiceStates []struct{} `json:"voice_states,omitempty"`
}

// PartialGuild is the guild as an interaction carries it.
type PartialGuild struct {
	ID       string   `json:"id"`
	Locale   string   `json:"locale"`
	Features []string `json:"features"`
}

// Overwrite grants or takes permissions in one channel, for a role (Type 0)
// or a member (Type 1).
type Overwrite struct {
	ID    string `json:"id"`
	Type  int    `json:"type"`
	Allow string `json:"allow"`
	Deny  string `json:"deny"`
}

// Channel is a place with messages: a guild's channel, a thread or a DM.
type Channel struct {
	ID                   string          `json:"id"`
	Type                 int             `json:"type"`
	GuildID              string          `json:"guild_id,omitempty"`
	Name                 *string         `json:"name"`
	Topic                *string         `json:"topic,omitempty"`
	ParentID             *string         `json:"parent_id,omitempty"`
	Position             int             `json:"position"`
	NSFW                 bool            `json:"nsfw"`
	RateLimitPerUser     int             `json:"rate_limit_per_user"`
	PermissionOverwrites []Overwrite     `json:"permission_overwrites,omitempty"`
	LastMessageID        *string         `json:"last_message_id"`
	Flags                int             `json:"flags"`
	Recipients           []User          `json:"recipients,omitempty"`
	OwnerID              string          `json:"owner_id,omitempty"`
	MessageCount         *int            `json:"message_count,omitempty"`
	MemberCount          *int            `json:"member_count,omitempty"`
	TotalMessageSent     *int            `json:"total_message_sent,omitempty"`
	ThreadMetadata       *ThreadMetadata `json:"thread_metadata,omitempty"`
	Permissions          string          `json:"permissions,omitempty"`
	AppPermissions       string          `json:"app_permissions,omitempty"`
	NewlyCreated         *bool           `json:"newly_created,omitempty"`
}

// IsThread reports whether the channel is a thread.
func (c *Channel) IsThread() bool {
	return c.Type >= 10 && c.Type <= ChannelPrivateThread
}

// IsDM reports whether the channel belongs to no guild.
func (c *Channel) IsDM() bool { return c.Type == ChannelDM || c.Type == ChannelGroupDM }

// Title returns the channel's name, empty for a DM.
func (c *Channel) Title() string {
	if c.Name == nil {
		return ""
	}
	return *c.Name
}

// ThreadMetadata is what a thread has beyond a channel.
type ThreadMetadata struct {
	Archived            bool   `json:"archived"`
	AutoArchiveDuration int    `json:"auto_archive_duration"`
	ArchiveTimestamp    string `json:"archive_timestamp"`
	Locked              bool   `json:"locked"`
	CreateTimestamp     string `json:"create_timestamp,omitempty"`
}
