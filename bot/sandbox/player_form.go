package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"drillbot/bot/sandbox/wire"
)

// focused marks the option that an Autocomplete types into.
type focused string

// slashData builds the data of "name group sub" with options.
func slashData(command string, opts Opt) (map[string]any, []File) {
	words := strings.Fields(command)
	list, files := optionList(opts)
	for _, word := range slices.Backward(words[min(1, len(words)):]) {
		list = []map[string]any{{"name": word, "options": list}}
	}
	name := ""
	if len(words) > 0 {
		name = words[0]
	}
	return map[string]any{"name": name, "type": wire.CommandSlash, "options": list}, files
}

func optionList(opts Opt) ([]map[string]any, []File) {
	names := make([]string, 0, len(opts))
	for name := range opts {
		names = append(names, name)
	}
	slices.Sort(names)
	list, files := []map[string]any{}, []File(nil)
	for _, name := range names {
		one := map[string]any{"name": name, "value": opts[name]}
		switch v := opts[name].(type) {
		case focused:
			one["value"], one["focused"] = string(v), true
		case File:
			one["value"] = strconv.Itoa(len(files))
			files = append(files, v)
		}
		list = append(list, one)
	}
	return list, files
}

// flat lists all components, parents first.
func flat(list []Component) []*Component {
	var out []*Component
	wire.Walk(list, func(c *Component) bool {
		out = append(out, c)
		return true
	})
	return out
}

// findNamed finds an interactive component by custom id, else by label or
// placeholder, else by a part of the label.
func findNamed(list []Component, name string) *Component {
	all := slices.DeleteFunc(flat(list), func(c *Component) bool { return !c.Interactive() })
	tests := []func(*Component) bool{
		func(c *Component) bool { return c.CustomID == name },
		func(c *Component) bool { return c.Label == name || c.Placeholder == name },
		func(c *Component) bool { return strings.Contains(c.Label, name) },
	}
	for _, test := range tests {
		if i := slices.IndexFunc(all, test); i >= 0 {
			return all[i]
		}
	}
	return nil
}

// optionValue returns the value of the option with that value or label.
func optionValue(c *Component, name string) string {
	for _, o := range c.Options {
		if o.Value == name {
			return name
		}
	}
	for _, o := range c.Options {
		if o.Label == name {
			return o.Value
		}
	}
	return name
}

// form fills the inputs of a modal.
type form struct {
	fields map[string]any
	used   map[string]bool
	files  []File
}

// fillForm builds the rows of a submission.
func fillForm(m *Modal, fields map[string]any) ([]map[string]any, []File, error) {
	f := &form{fields: fields, used: map[string]bool{}}
	rows := []map[string]any{}
	for i := range m.Components {
		rows = append(rows, f.row(&m.Components[i]))
	}
	for name := range fields {
		if !f.used[name] {
			return nil, nil, fmt.Errorf("field %q of form %q: %w", name, m.Title, ErrNoComponent)
		}
	}
	return rows, f.files, nil
}

func (f *form) row(c *Component) map[string]any {
	row := map[string]any{"type": c.Type, "id": c.ID}
	switch c.Type {
	case wire.ActionRow:
		row["components"] = []any{f.input(&c.Components[0], c.Components[0].Label)}
	case wire.Label:
		row["component"] = f.input(c.Component, c.Label)
	}
	return row
}

func (f *form) input(c *Component, label string) map[string]any {
	out := map[string]any{"type": c.Type, "id": c.ID, "custom_id": c.CustomID}
	value, ok := f.value(c.CustomID, label)
	if !ok {
		out["value"], out["values"] = initial(c)
		return out
	}
	switch v := value.(type) {
	case []string:
		out["values"] = picks(c, v)
	case File:
		out["values"] = []string{strconv.Itoa(len(f.files))}
		f.files = append(f.files, v)
	case string:
		if c.IsSelect() || c.Type == wire.CheckboxGroup {
			out["values"] = picks(c, []string{v})
			return out
		}
		out["value"] = optionValue(c, v)
	default:
		out["value"] = v
	}
	return out
}

func picks(c *Component, names []string) []string {
	out := []string{}
	for _, name := range names {
		out = append(out, optionValue(c, name))
	}
	return out
}

func (f *form) value(names ...string) (any, bool) {
	for _, name := range names {
		if v, ok := f.fields[name]; ok {
			f.used[name] = true
			return v, true
		}
	}
	return nil, false
}

// initial is what an untouched input holds.
func initial(c *Component) (value any, values []string) {
	for _, o := range c.Options {
		if o.Default {
			values = append(values, o.Value)
		}
	}
	if c.Type == wire.RadioGroup && len(values) > 0 {
		return values[0], nil
	}
	if c.Type == wire.Checkbox {
		return c.Default, nil
	}
	return string(c.Value), values
}
