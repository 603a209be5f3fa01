package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"

	"drillbot/bot/sandbox/rule"
	"drillbot/bot/sandbox/wire"
)

// modalUse is the data of a submitted form as a player's client sends it.
type modalUse struct {
	ID         string           `json:"id"`
	CustomID   string           `json:"custom_id"`
	Components []wire.Component `json:"components"`
}

// submitModal sends a filled form to the bot and closes it.
func (c *call) submitModal(a *act, ch *channel) error {
	var use modalUse
	if json.Unmarshal(a.Data, &use) != nil {
		return errBadJSON()
	}
	form := c.findModal(&use, ch)
	if form == nil {
		return errField("data.custom_id", "MODAL_UNKNOWN", "No such modal is open.")
	}
	f := &filler{call: c, ch: ch, given: map[string]*wire.Component{}, resolver: &resolver{call: c, ch: ch}}
	f.collect(use.Components)
	filled, err := f.fill(form.Components)
	if err != nil {
		return err
	}
	delete(c.modals, form.ID)
	c.removed(kindModal, form.ID)
	it := c.begin(wire.InteractionModal, c.player.ID, ch, a.Nonce)
	it.SourceID, it.Original, it.Owners = form.SourceID, form.SourceID, form.Meta.Owners
	it.Trigger = &triggerNote{Meta: form.Meta, SourceID: form.SourceID}
	c.deliver(it, wire.ModalData{CustomID: form.CustomID, Components: filled, Resolved: f.resolver.result()})
	return nil
}

// findModal returns the player's open form of that id, else the newest of that
// custom id in the channel.
func (c *call) findModal(use *modalUse, ch *channel) *modal {
	ids := sortedIDs(c.modals)
	slices.Reverse(ids)
	for _, id := range ids {
		m := c.modals[id]
		match := m.PlayerID == c.player.ID && m.CustomID == use.CustomID && m.ChannelID == ch.ID
		if match && (use.ID == "" || use.ID == id) {
			return m
		}
	}
	return nil
}

// filler matches what was filled in with the form that was shown.
type filler struct {
	*call
	ch       *channel
	given    map[string]*wire.Component
	resolver *resolver
}

func (f *filler) collect(list []wire.Component) {
	wire.Walk(list, func(c *wire.Component) bool {
		if c.CustomID != "" {
			f.given[c.CustomID] = c
		}
		return true
	})
}

// fill returns the form's components as the bot gets them back.
func (f *filler) fill(form []wire.Component) ([]map[string]any, error) {
	out := []map[string]any{}
	for i := range form {
		row, err := f.row(&form[i])
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, nil
}

func (f *filler) row(c *wire.Component) (map[string]any, error) {
	row := map[string]any{"type": c.Type, "id": c.ID}
	var err error
	switch c.Type {
	case wire.ActionRow:
		var input map[string]any
		input, err = f.field(&c.Components[0])
		row["components"] = []any{input}
	case wire.Label:
		row["component"], err = f.field(c.Component)
	}
	return row, err
}

// field checks one input and returns it with the player's value.
func (f *filler) field(c *wire.Component) (map[string]any, error) {
	given := f.given[c.CustomID]
	if given == nil {
		given = &wire.Component{}
	}
	out := map[string]any{"type": c.Type, "id": c.ID, "custom_id": c.CustomID}
	path := "data.components." + c.CustomID
	required := c.Required == nil || *c.Required
	switch c.Type {
	case wire.TextInput:
		out["value"] = string(given.Value)
		return out, checkText(path, c, string(given.Value), required)
	case wire.Checkbox:
		out["value"] = given.Value == "true"
		return out, nil
	case wire.RadioGroup:
		return f.radio(path, c, given, required, out)
	}
	values, err := f.values(path, c, given.Values, required)
	out["values"] = values
	return out, err
}

func checkText(path string, c *wire.Component, text string, required bool) error {
	n := utf8.RuneCountInString(text)
	if n == 0 && !required {
		return nil
	}
	low, high := rule.TextRange(c)
	if n == 0 {
		return errField(path, "BASE_TYPE_REQUIRED", "This field is required")
	}
	if n < low || n > high {
		return errField(path, "BASE_TYPE_BAD_LENGTH", fmt.Sprintf("Must be between %d and %d in length.", low, high))
	}
	return nil
}

func (f *filler) radio(path string, c, given *wire.Component, required bool, out map[string]any) (map[string]any, error) {
	if given.Value == "" {
		out["value"] = nil
		if required {
			return out, errField(path, "BASE_TYPE_REQUIRED", "This field is required")
		}
		return out, nil
	}
	out["value"] = string(given.Value)
	return out, f.resolver.selected(path, c, string(given.Value))
}

// values checks a select, a group of checkboxes or an upload.
func (f *filler) values(path string, c *wire.Component, given []string, required bool) ([]string, error) {
	if given == nil {
		given = []string{}
	}
	if len(given) == 0 && !required {
		return given, nil
	}
	if c.Type == wire.FileUpload {
		return f.uploads(path, given)
	}
	if c.Type == wire.CheckboxGroup && c.MaxValues == nil {
		most := len(c.Options)
		wide := *c
		wide.MaxValues = &most
		c = &wide
	}
	got, err := f.pick(path, c, &given, f.ch)
	if got.resolved != nil {
		f.resolver.merge(got.resolved)
	}
	return given, err
}

func (f *filler) uploads(path string, given []string) ([]string, error) {
	for _, n := range given {
		raw, _ := json.Marshal(n)
		if err := f.resolver.attachment(path, nil, raw); err != nil {
			return nil, err
		}
	}
	return given, nil
}

// merge adds what one select resolved.
func (r *resolver) merge(more *wire.Resolved) {
	for id, v := range more.Users {
		enter(r, &r.out.Users, id, v)
	}
	for id, v := range more.Members {
		enter(r, &r.out.Members, id, v)
	}
	for id, v := range more.Roles {
		enter(r, &r.out.Roles, id, v)
	}
	for id, v := range more.Channels {
		enter(r, &r.out.Channels, id, v)
	}
}
