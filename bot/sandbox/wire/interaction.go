package wire

import "encoding/json"

// Interaction is what the bot receives, by gateway or by HTTP.
type Interaction struct {
	ID                  string            `json:"id"`
	ApplicationID       string            `json:"application_id"`
	Type                int               `json:"type"`
	Data                any               `json:"data,omitempty"`
	Guild               *PartialGuild     `json:"guild,omitempty"`
	GuildID             string            `json:"guild_id,omitempty"`
	Channel             *Channel          `json:"channel,omitempty"`
	ChannelID           string            `json:"channel_id,omitempty"`
	Member              *Member           `json:"member,omitempty"`
	User                *User             `json:"user,omitempty"`
	Token               string            `json:"token"`
	Version             int               `json:"version"`
	Message             *Message          `json:"message,omitempty"`
	AppPermissions      string            `json:"app_permissions"`
	Locale              string            `json:"locale,omitempty"`
	GuildLocale         string            `json:"guild_locale,omitempty"`
	Entitlements        []struct{}        `json:"entitlements"`
	Owners              map[string]string `json:"authorizing_integration_owners"`
	Context             *int              `json:"context,omitempty"`
	AttachmentSizeLimit int               `json:"attachment_size_limit"`
}

// CommandData is the data of a command or an autocomplete interaction.
type CommandData struct {
	ID       string      `json:"id"`
	Name     string      `json:"name"`
	Type     int         `json:"type"`
	GuildID  string      `json:"guild_id,omitempty"`
	Options  []OptionUse `json:"options,omitempty"`
	TargetID string      `json:"target_id,omitempty"`
	Resolved *Resolved   `json:"resolved,omitempty"`
}

// OptionUse is an option with the value a player gave it.
type OptionUse struct {
	Type    int             `json:"type"`
	Name    string          `json:"name"`
	Value   json.RawMessage `json:"value,omitempty"`
	Options []OptionUse     `json:"options,omitempty"`
	Focused bool            `json:"focused,omitempty"`
}

// ComponentData is the data of a component interaction. Values is present for
// selects only.
type ComponentData struct {
	ComponentType int       `json:"component_type"`
	ID            int       `json:"id,omitempty"`
	CustomID      string    `json:"custom_id"`
	Values        *[]string `json:"values,omitempty"`
	Resolved      *Resolved `json:"resolved,omitempty"`
}

// ModalData is the data of a modal submission.
type ModalData struct {
	ID         string           `json:"id,omitempty"`
	CustomID   string           `json:"custom_id"`
	Components []map[string]any `json:"components"`
	Resolved   *Resolved        `json:"resolved,omitempty"`
}

// Resolved holds the objects behind the ids in an interaction's data.
type Resolved struct {
	Users       map[string]User           `json:"users,omitempty"`
	Members     map[string]ResolvedMember `json:"members,omitempty"`
	Roles       map[string]Role           `json:"roles,omitempty"`
	Channels    map[string]Channel        `json:"channels,omitempty"`
	Messages    map[string]Message        `json:"messages,omitempty"`
	Attachments map[string]Attachment     `json:"attachments,omitempty"`
}

// Callback is the bot's first answer to an interaction.
type Callback struct {
	Type int          `json:"type"`
	Data CallbackData `json:"data"`
}

// CallbackData is a message, a list of choices or a modal, by callback type.
type CallbackData struct {
	MessageSend
	Choices  []Choice `json:"choices"`
	CustomID string   `json:"custom_id"`
	Title    string   `json:"title"`
}
