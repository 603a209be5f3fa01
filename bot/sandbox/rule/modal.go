package rule

import "drillbot/bot/sandbox/wire"

// Modal checks the data of a modal callback.
func Modal(data *wire.CallbackData) Faults {
	var f Faults
	f.length("data.custom_id", data.CustomID, 1, 100)
	f.length("data.title", data.Title, 1, 45)
	var list []wire.Component
	if data.Components != nil {
		list = *data.Components
	}
	f.count("data.components", len(list), 1, 5)
	for i := range list {
		f.modalRow(join("data.components", i), &list[i])
	}
	f.unique("data.components", list)
	return f
}

func (f *Faults) modalRow(path string, c *wire.Component) {
	switch c.Type {
	case wire.ActionRow:
		f.inputRow(path, c)
	case wire.Label:
		f.label(path, c)
	case wire.TextDisplay:
		f.text(path, c)
	default:
		f.Add(join(path, "type"), "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1, 10, 18).")
	}
}

func (f *Faults) inputRow(path string, c *wire.Component) {
	f.count(join(path, "components"), len(c.Components), 1, 1)
	for i := range c.Components {
		input := &c.Components[i]
		if input.Type != wire.TextInput {
			f.Add(join(path, "components", i, "type"), "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (4,).")
			continue
		}
		f.length(join(path, "components", i, "label"), input.Label, 1, 45)
		f.textInput(join(path, "components", i), input)
	}
}

func (f *Faults) label(path string, c *wire.Component) {
	f.length(join(path, "label"), c.Label, 1, 45)
	f.length(join(path, "description"), c.Description, 0, 100)
	if c.Component == nil {
		f.required(join(path, "component"))
		return
	}
	check, ok := labelled()[c.Component.Type]
	if !ok {
		f.Add(join(path, "component", "type"), "UNION_TYPE_CHOICES", "Value of field \"type\" is not allowed in a label.")
		return
	}
	check(f, join(path, "component"), c.Component)
}

// labelled returns the check of each component type that a label may hold.
func labelled() map[int]func(*Faults, string, *wire.Component) {
	return map[int]func(*Faults, string, *wire.Component){
		wire.TextInput:         (*Faults).textInput,
		wire.StringSelect:      (*Faults).stringSelect,
		wire.UserSelect:        (*Faults).anySelect,
		wire.RoleSelect:        (*Faults).anySelect,
		wire.MentionableSelect: (*Faults).anySelect,
		wire.ChannelSelect:     (*Faults).anySelect,
		wire.FileUpload:        (*Faults).upload,
		wire.RadioGroup:        (*Faults).radio,
		wire.CheckboxGroup:     (*Faults).checkboxes,
		wire.Checkbox:          (*Faults).customID,
	}
}

func (f *Faults) textInput(path string, c *wire.Component) {
	f.customID(path, c)
	if c.Style != 0 {
		f.within(join(path, "style"), &c.Style, 1, 2)
	} else {
		f.required(join(path, "style"))
	}
	f.within(join(path, "min_length"), c.MinLength, 0, 4000)
	f.within(join(path, "max_length"), c.MaxLength, 1, 4000)
	f.length(join(path, "placeholder"), c.Placeholder, 0, 100)
	low, high := TextRange(c)
	f.length(join(path, "value"), string(c.Value), 0, high)
	if low > high {
		f.Add(join(path, "min_length"), "TEXT_INPUT_MIN_LENGTH", "min_length must not be greater than max_length")
	}
}

// TextRange returns how short and how long the text of an input may be, not
// counting that an optional input may be empty.
func TextRange(c *wire.Component) (low, high int) {
	low, high = 0, 4000
	if c.MinLength != nil {
		low = *c.MinLength
	}
	if c.MaxLength != nil && *c.MaxLength > 0 {
		high = *c.MaxLength
	}
	return low, high
}

func (f *Faults) upload(path string, c *wire.Component) {
	f.customID(path, c)
	f.within(join(path, "min_values"), c.MinValues, 0, 10)
	f.within(join(path, "max_values"), c.MaxValues, 1, 10)
}

func (f *Faults) radio(path string, c *wire.Component) {
	f.customID(path, c)
	f.options(join(path, "options"), c.Options, 2, 10)
}

func (f *Faults) checkboxes(path string, c *wire.Component) {
	f.customID(path, c)
	f.options(join(path, "options"), c.Options, 1, 10)
}
