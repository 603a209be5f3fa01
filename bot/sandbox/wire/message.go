package wire

import "encoding/json"

// Message is a message as its reader gets it.
type Message struct {
	ID                string               `json:"id"`
	ChannelID         string               `json:"channel_id"`
	GuildID           string               `json:"guild_id,omitempty"`
	Type              int                  `json:"type"`
	Author            User                 `json:"author"`
	Member            *Member              `json:"member,omitempty"`
	Content           string               `json:"content"`
	Timestamp         string               `json:"timestamp"`
	EditedTimestamp   *string              `json:"edited_timestamp"`
	TTS               bool                 `json:"tts"`
	MentionEveryone   bool                 `json:"mention_everyone"`
	Mentions          []User               `json:"mentions"`
	MentionRoles      []string             `json:"mention_roles"`
	Attachments       []Attachment         `json:"attachments"`
	Embeds            []Embed              `json:"embeds"`
	Reactions         []Reaction           `json:"reactions,omitempty"`
	Pinned            bool                 `json:"pinned"`
	Flags             int                  `json:"flags"`
	Components        []Component          `json:"components"`
	Nonce             json.RawMessage      `json:"nonce,omitempty"`
	WebhookID         string               `json:"webhook_id,omitempty"`
	ApplicationID     string               `json:"application_id,omitempty"`
	Interaction       *MessageInteraction  `json:"interaction,omitempty"`
	Metadata          *InteractionMetadata `json:"interaction_metadata,omitempty"`
	MessageReference  *MessageReference    `json:"message_reference,omitempty"`
	ReferencedMessage *Message             `json:"referenced_message,omitempty"`
	Thread            *Channel             `json:"thread,omitempty"`
	Poll              json.RawMessage      `json:"poll,omitempty"`
	Position          *int                 `json:"position,omitempty"`
}

// Ephemeral reports whether only one player sees the message.
func (m *Message) Ephemeral() bool { return m.Flags&FlagEphemeral != 0 }

// Loading reports whether the message is still the bot's "thinking…".
func (m *Message) Loading() bool { return m.Flags&FlagLoading != 0 }

// MessageReference is what a reply or a thread's first message points to.
type MessageReference struct {
	Type            int    `json:"type"`
	MessageID       string `json:"message_id,omitempty"`
	ChannelID       string `json:"channel_id,omitempty"`
	GuildID         string `json:"guild_id,omitempty"`
	FailIfNotExists *bool  `json:"fail_if_not_exists,omitempty"`
}

// MessageInteraction is the older note of the command a message answers.
type MessageInteraction struct {
	ID   string `json:"id"`
	Type int    `json:"type"`
	Name string `json:"name"`
	User User   `json:"user"`
}

// InteractionMetadata says which interaction a message answers.
type InteractionMetadata struct {
	ID                        string               `json:"id"`
	Type                      int                  `json:"type"`
	User                      User                 `json:"user"`
	Owners                    map[string]string    `json:"authorizing_integration_owners"`
	OriginalResponseMessageID string               `json:"original_response_message_id,omitempty"`
	InteractedMessageID       string               `json:"interacted_message_id,omitempty"`
	TargetUser                *User                `json:"target_user,omitempty"`
	TargetMessageID           string               `json:"target_message_id,omitempty"`
	Triggering                *InteractionMetadata `json:"triggering_interaction_metadata,omitempty"`
	Name                      string               `json:"name,omitempty"`
	CommandType               int                  `json:"command_type,omitempty"`
}

// Reaction counts one emoji under a message.
type Reaction struct {
	Count        int            `json:"count"`
	CountDetails map[string]int `json:"count_details"`
	BurstColors  []string       `json:"burst_colors"`
	MeBurst      bool           `json:"me_burst"`
	Me           bool           `json:"me"`
	Emoji        Emoji          `json:"emoji"`
}

// Attachment is a file of a message.
type Attachment struct {
	ID          string  `json:"id"`
	Filename    string  `json:"filename"`
	Title       string  `json:"title,omitempty"`
	Description string  `json:"description,omitempty"`
	ContentType string  `json:"content_type,omitempty"`
	Size        int     `json:"size"`
	URL         string  `json:"url"`
	ProxyURL    string  `json:"proxy_url"`
	Width       *int    `json:"width,omitempty"`
	Height      *int    `json:"height,omitempty"`
	Ephemeral   bool    `json:"ephemeral,omitempty"`
	Duration    float64 `json:"duration_secs,omitempty"`
	Waveform    string  `json:"waveform,omitempty"`
}

// Embed is a rich block under a message's text.
type Embed struct {
	Title       string       `json:"title,omitempty"`
	Type        string       `json:"type,omitempty"`
	Description string       `json:"description,omitempty"`
	URL         string       `json:"url,omitempty"`
	Timestamp   string       `json:"timestamp,omitempty"`
	Color       int          `json:"color,omitempty"`
	Footer      *EmbedFooter `json:"footer,omitempty"`
	Image       *EmbedMedia  `json:"image,omitempty"`
	Thumbnail   *EmbedMedia  `json:"thumbnail,omitempty"`
	Author      *EmbedAuthor `json:"author,omitempty"`
	Fields      []EmbedField `json:"fields,omitempty"`
}

// EmbedFooter is the small line below an embed.
type EmbedFooter struct {
	Text    string `json:"text"`
	IconURL string `json:"icon_url,omitempty"`
}

// EmbedMedia is an embed's picture.
type EmbedMedia struct {
	URL      string `json:"url"`
	ProxyURL string `json:"proxy_url,omitempty"`
	Width    int    `json:"width,omitempty"`
	Height   int    `json:"height,omitempty"`
}

// EmbedAuthor is the line above an embed's title.
type EmbedAuthor struct {
	Name    string `json:"name"`
	URL     string `json:"url,omitempty"`
	IconURL string `json:"icon_url,omitempty"`
}

// EmbedField is a titled block in an embed.
type EmbedField struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Inline bool   `json:"inline,omitempty"`
}

// MessageSend is the body that creates or edits a message, on any route. A nil
// field is left alone by an edit.
type MessageSend struct {
	Content          *string           `json:"content"`
	Embeds           *[]Embed          `json:"embeds"`
	Components       *[]Component      `json:"components"`
	Attachments      *[]Attachment     `json:"attachments"`
	AllowedMentions  *AllowedMentions  `json:"allowed_mentions"`
	Flags            *int              `json:"flags"`
	TTS              bool              `json:"tts"`
	Nonce            json.RawMessage   `json:"nonce"`
	EnforceNonce     bool              `json:"enforce_nonce"`
	MessageReference *MessageReference `json:"message_reference"`
	StickerIDs       []string          `json:"sticker_ids"`
	Poll             json.RawMessage   `json:"poll"`
}

// AllowedMentions narrows who is pinged.
type AllowedMentions struct {
	Parse       []string `json:"parse"`
	Users       []string `json:"users"`
	Roles       []string `json:"roles"`
	RepliedUser bool     `json:"replied_user"`
}
