package rule

import (
	"strings"
	"unicode/utf8"

	"drillbot/bot/sandbox/wire"
)

// Totals of a components-v2 message, nested components included.
const (
	MaxComponents  = 40
	MaxDisplayText = 4000
)

// Components checks a message's components; v2 tells whether the message has
// the flag IS_COMPONENTS_V2.
func Components(path string, list []wire.Component, v2 bool) Faults {
	var f Faults
	if !v2 {
		f.legacyRows(path, list)
	}
	if v2 {
		f.totals(path, list)
	}
	for i := range list {
		f.component(join(path, i), &list[i])
	}
	f.unique(path, list)
	return f
}

func (f *Faults) legacyRows(path string, list []wire.Component) {
	if len(list) > 5 {
		f.count(path, len(list), 0, 5)
	}
	for i := range list {
		if list[i].Type != wire.ActionRow {
			f.Add(join(path, i, "type"), "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1,).")
		}
	}
}

func (f *Faults) totals(path string, list []wire.Component) {
	count, text := 0, 0
	wire.Walk(list, func(c *wire.Component) bool {
		count++
		if c.Type == wire.TextDisplay {
			text += utf8.RuneCountInString(c.Content)
		}
		return true
	})
	if count > MaxComponents {
		f.Add(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The maximum number of components is 40")
	}
	if text > MaxDisplayText {
		f.Add(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "The combined size of all displayable text exceeds the maximum of 4000")
	}
}

// checks returns the check of each component type that a message may hold.
func checks() map[int]func(*Faults, string, *wire.Component) {
	return map[int]func(*Faults, string, *wire.Component){
		wire.ActionRow:         (*Faults).row,
		wire.Button:            (*Faults).button,
		wire.StringSelect:      (*Faults).stringSelect,
		wire.UserSelect:        (*Faults).anySelect,
		wire.RoleSelect:        (*Faults).anySelect,
		wire.MentionableSelect: (*Faults).anySelect,
		wire.ChannelSelect:     (*Faults).anySelect,
		wire.Section:           (*Faults).section,
		wire.TextDisplay:       (*Faults).text,
		wire.Thumbnail:         (*Faults).thumbnail,
		wire.MediaGallery:      (*Faults).gallery,
		wire.FileDisplay:       (*Faults).file,
		wire.Separator:         (*Faults).nothing,
		wire.Container:         (*Faults).container,
	}
}

func (f *Faults) component(path string, c *wire.Component) {
	check, ok := checks()[c.Type]
	if !ok {
		f.Add(join(path, "type"), "BASE_TYPE_CHOICES", "Value must be a component type that a message may hold.")
		return
	}
	check(f, path, c)
}

func (f *Faults) nothing(string, *wire.Component) {}

func (f *Faults) row(path string, c *wire.Component) {
	f.count(join(path, "components"), len(c.Components), 1, 5)
	selects := 0
	for i := range c.Components {
		child := &c.Components[i]
		if child.IsSelect() {
			selects++
		}
		if child.Type != wire.Button && !child.IsSelect() {
			f.Add(join(path, "components", i, "type"), "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (2, 3, 5, 6, 7, 8).")
			continue
		}
		f.component(join(path, "components", i), child)
	}
	if selects > 0 && len(c.Components) > 1 {
		f.Add(join(path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")
	}
}

func (f *Faults) button(path string, c *wire.Component) {
	f.length(join(path, "label"), c.Label, 0, 80)
	if c.Style < 1 || c.Style > wire.ButtonPremium {
		f.Add(join(path, "style"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).")
	}
	switch c.Style {
	case wire.ButtonLink:
		f.linkButton(path, c)
	case wire.ButtonPremium:
		f.length(join(path, "sku_id"), c.SKUID, 1, 20)
	default:
		f.customID(path, c)
		f.face(path, c)
	}
}

func (f *Faults) linkButton(path string, c *wire.Component) {
	f.length(join(path, "url"), c.URL, 1, 512)
	f.link(join(path, "url"), c.URL, false)
	if c.CustomID != "" {
		f.Add(join(path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
	}
	f.face(path, c)
}

// face checks that a button shows something.
func (f *Faults) face(path string, c *wire.Component) {
	if strings.TrimSpace(c.Label) == "" && c.Emoji == nil {
		f.Add(path, "BUTTON_COMPONENT_INVALID_LABEL_OR_EMOJI", "A label or emoji is required")
	}
}

func (f *Faults) customID(path string, c *wire.Component) {
	f.length(join(path, "custom_id"), c.CustomID, 1, 100)
}

func (f *Faults) section(path string, c *wire.Component) {
	f.count(join(path, "components"), len(c.Components), 1, 3)
	for i := range c.Components {
		f.only(join(path, "components", i), &c.Components[i], wire.TextDisplay)
	}
	if c.Accessory == nil {
		f.required(join(path, "accessory"))
		return
	}
	f.only(join(path, "accessory"), c.Accessory, wire.Button, wire.Thumbnail)
}

func (f *Faults) container(path string, c *wire.Component) {
	f.count(join(path, "components"), len(c.Components), 1, MaxComponents)
	for i := range c.Components {
		f.only(join(path, "components", i), &c.Components[i], wire.ActionRow, wire.TextDisplay,
			wire.Section, wire.MediaGallery, wire.FileDisplay, wire.Separator)
	}
}

// only checks a child that must be of one of the given types.
func (f *Faults) only(path string, c *wire.Component, types ...int) {
	for _, t := range types {
		if c.Type == t {
			f.component(path, c)
			return
		}
	}
	f.Add(join(path, "type"), "UNION_TYPE_CHOICES", "Value of field \"type\" is not allowed here.")
}

func (f *Faults) text(path string, c *wire.Component) {
	f.length(join(path, "content"), c.Content, 1, MaxDisplayText)
}

func (f *Faults) thumbnail(path string, c *wire.Component) {
	f.length(join(path, "description"), c.Description, 0, 1024)
	f.media(join(path, "media"), c.Media)
}

func (f *Faults) file(path string, c *wire.Component) {
	f.media(join(path, "file"), c.File)
}

func (f *Faults) gallery(path string, c *wire.Component) {
	f.count(join(path, "items"), len(c.Items), 1, 10)
	for i := range c.Items {
		f.length(join(path, "items", i, "description"), c.Items[i].Description, 0, 1024)
		f.media(join(path, "items", i, "media"), &c.Items[i].Media)
	}
}

func (f *Faults) media(path string, m *wire.Media) {
	if m == nil || m.URL == "" {
		f.required(join(path, "url"))
		return
	}
	f.link(join(path, "url"), m.URL, true)
}

// unique checks custom ids and numeric ids over the whole tree.
func (f *Faults) unique(path string, list []wire.Component) {
	custom, ids := map[string]bool{}, map[int]bool{}
	wire.Walk(list, func(c *wire.Component) bool {
		if c.CustomID != "" && custom[c.CustomID] {
			f.Add(path, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
		}
		if c.ID != 0 && ids[c.ID] {
			f.Add(path, "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
		}
		custom[c.CustomID], ids[c.ID] = true, true
		return true
	})
}
