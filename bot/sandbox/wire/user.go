package wire

// User is an account: a player or the bot.
type User struct {
	ID            string  `json:"id"`
	Username      string  `json:"username"`
	Discriminator string  `json:"discriminator"`
	GlobalName    *string `json:"global_name"`
	Avatar        *string `json:"avatar"`
	Bot           bool    `json:"bot,omitempty"`
	PublicFlags   int     `json:"public_flags"`
	Locale        string  `json:"locale,omitempty"`
	Verified      *bool   `json:"verified,omitempty"`
	Email         *string `json:"email,omitempty"`
	MFAEnabled    *bool   `json:"mfa_enabled,omitempty"`
}

// Name returns what clients show for the user.
func (u *User) Name() string {
	if u.GlobalName != nil && *u.GlobalName != "" {
		return *u.GlobalName
	}
	return u.Username
}

// Member is a user's membership in a guild.
type Member struct {
	User                       *User    `json:"user,omitempty"`
	Nick                       *string  `json:"nick"`
	Avatar                     *string  `json:"avatar"`
	Banner                     *string  `json:"banner"`
	Roles                      []string `json:"roles"`
	JoinedAt                   string   `json:"joined_at"`
	PremiumSince               *string  `json:"premium_since"`
	Deaf                       bool     `json:"deaf"`
	Mute                       bool     `json:"mute"`
	Pending                    bool     `json:"pending"`
	Flags                      int      `json:"flags"`
	CommunicationDisabledUntil *string  `json:"communication_disabled_until"`
	Permissions                string   `json:"permissions,omitempty"`
}

// ResolvedMember is a member as interactions carry it beside its user.
type ResolvedMember struct {
	Nick                       *string  `json:"nick"`
	Avatar                     *string  `json:"avatar"`
	Roles                      []string `json:"roles"`
	JoinedAt                   string   `json:"joined_at"`
	PremiumSince               *string  `json:"premium_since"`
	Pending                    bool     `json:"pending"`
	Flags                      int      `json:"flags"`
	CommunicationDisabledUntil *string  `json:"communication_disabled_until"`
	Permissions                string   `json:"permissions"`
}
