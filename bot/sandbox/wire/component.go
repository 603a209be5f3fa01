package wire

// Component is any component of a message or a modal: which fields count is
// told by Type. It also holds what a player sends back (Value, Values).
type Component struct {
	Type     int    `json:"type"`
	ID       int    `json:"id,omitempty"`
	CustomID string `json:"custom_id,omitempty"`

	Style    int    `json:"style,omitempty"`
	Label    string `json:"label,omitempty"`
	Emoji    *Emoji `json:"emoji,omitempty"`
	URL      string `json:"url,omitempty"`
	SKUID    string `json:"sku_id,omitempty"`
	Disabled bool   `json:"disabled,omitempty"`

	Options       []SelectOption `json:"options,omitempty"`
	Placeholder   string         `json:"placeholder,omitempty"`
	MinValues     *int           `json:"min_values,omitempty"`
	MaxValues     *int           `json:"max_values,omitempty"`
	ChannelTypes  []int          `json:"channel_types,omitempty"`
	DefaultValues []DefaultValue `json:"default_values,omitempty"`

	MinLength *int     `json:"min_length,omitempty"`
	MaxLength *int     `json:"max_length,omitempty"`
	Required  *bool    `json:"required,omitempty"`
	Value     Text     `json:"value,omitempty"`
	Values    []string `json:"values,omitempty"`
	Default   bool     `json:"default,omitempty"`

	Components []Component `json:"components,omitempty"`
	Component  *Component  `json:"component,omitempty"`
	Accessory  *Component  `json:"accessory,omitempty"`

	Content     string      `json:"content,omitempty"`
	Description string      `json:"description,omitempty"`
	Spoiler     bool        `json:"spoiler,omitempty"`
	Media       *Media      `json:"media,omitempty"`
	Items       []MediaItem `json:"items,omitempty"`
	File        *Media      `json:"file,omitempty"`
	Name        string      `json:"name,omitempty"`
	Size        int         `json:"size,omitempty"`
	Divider     *bool       `json:"divider,omitempty"`
	Spacing     *int        `json:"spacing,omitempty"`
	AccentColor *int        `json:"accent_color,omitempty"`
}

// Emoji is a component's or a reaction's emoji.
type Emoji struct {
	ID       *string `json:"id,omitempty"`
	Name     string  `json:"name,omitempty"`
	Animated bool    `json:"animated,omitempty"`
}

// SelectOption is one line of a string select, a radio or a checkbox group.
type SelectOption struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description,omitempty"`
	Emoji       *Emoji `json:"emoji,omitempty"`
	Default     bool   `json:"default,omitempty"`
}

// DefaultValue is a preselected user, role or channel.
type DefaultValue struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// Media is a picture or file that a component shows.
type Media struct {
	URL         string `json:"url"`
	ProxyURL    string `json:"proxy_url,omitempty"`
	Width       *int   `json:"width,omitempty"`
	Height      *int   `json:"height,omitempty"`
	ContentType string `json:"content_type,omitempty"`
}

// MediaItem is one picture of a gallery.
type MediaItem struct {
	Media       Media  `json:"media"`
	Description string `json:"description,omitempty"`
	Spoiler     bool   `json:"spoiler,omitempty"`
}

// Children returns the components directly inside c, in the order shown.
func (c *Component) Children() []*Component {
	var out []*Component
	for i := range c.Components {
		out = append(out, &c.Components[i])
	}
	for _, one := range []*Component{c.Component, c.Accessory} {
		if one != nil {
			out = append(out, one)
		}
	}
	return out
}

// IsSelect reports whether the component is a select of any kind.
func (c *Component) IsSelect() bool {
	return c.Type == StringSelect || c.Type >= UserSelect && c.Type <= ChannelSelect
}

// Interactive reports whether a player can act on the component.
func (c *Component) Interactive() bool {
	if c.Type == Button {
		return c.Style != ButtonLink && c.Style != ButtonPremium
	}
	return c.IsSelect() || c.Type == TextInput || c.Type >= FileUpload
}

// Walk calls visit for each component, parents first, until it returns false.
// It reports whether all were visited.
func Walk(list []Component, visit func(*Component) bool) bool {
	for i := range list {
		if !list[i].walk(visit) {
			return false
		}
	}
	return true
}

func (c *Component) walk(visit func(*Component) bool) bool {
	if !visit(c) {
		return false
	}
	for _, child := range c.Children() {
		if !child.walk(visit) {
			return false
		}
	}
	return true
}

// FindComponent returns the component with that custom id, or nil.
func FindComponent(list []Component, customID string) *Component {
	var found *Component
	Walk(list, func(c *Component) bool {
		if c.CustomID == customID && c.Interactive() {
			found = c
		}
		return found == nil
	})
	return found
}
