package sandbox

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"unicode/utf8"

	"drillbot/bot/sandbox/wire"
)

// commandUse is the data of a command as a player's client sends it.
type commandUse struct {
	ID          string            `json:"id"`
	Name        string            `json:"name"`
	Type        int               `json:"type"`
	Options     []wire.OptionUse  `json:"options"`
	TargetID    string            `json:"target_id"`
	Attachments []wire.Attachment `json:"attachments"`
}

// useCommand runs a command, or asks the bot to complete an option.
func (c *call) useCommand(a *act, ch *channel) error {
	var use commandUse
	if json.Unmarshal(a.Data, &use) != nil {
		return errBadJSON()
	}
	cmd, err := c.findCommand(&use, ch)
	if err != nil {
		return err
	}
	it := c.begin(a.Type, c.player.ID, ch, a.Nonce)
	it.Command, it.Kind, it.TargetID = cmd.Name, cmd.Type, use.TargetID
	it.Owners = narrowed(it.Owners, cmd)
	data := wire.CommandData{ID: cmd.ID, Name: cmd.Name, Type: cmd.Type, GuildID: cmd.GuildID}
	r := &resolver{call: c, ch: ch, uploads: use.Attachments, partial: a.Type == wire.InteractionAutocomplete}
	if cmd.Type == wire.CommandSlash {
		data.Options, err = r.options("data.options", cmd.Options, use.Options)
		it.Command = fullName(cmd.Name, data.Options)
	} else {
		data.TargetID, err = use.TargetID, r.target(cmd.Type, use.TargetID)
	}
	if err != nil {
		return err
	}
	data.Resolved = r.result()
	c.deliver(it, data)
	return nil
}

// fullName is a command's name with its subcommand's, as messages tell it.
func fullName(name string, options []wire.OptionUse) string {
	if len(options) == 1 && (options[0].Type == wire.OptionSub || options[0].Type == wire.OptionGroup) {
		return fullName(name+" "+options[0].Name, options[0].Options)
	}
	return name
}

// narrowed keeps the installs that the command is registered for.
func narrowed(owners map[string]string, cmd *wire.Command) map[string]string {
	if cmd.GuildID != "" {
		delete(owners, "1")
		return owners
	}
	for kind, key := range map[int]string{wire.InstallGuild: "0", wire.InstallUser: "1"} {
		if !slices.Contains(cmd.IntegrationTypes, kind) {
			delete(owners, key)
		}
	}
	return owners
}

// findCommand looks a command up by id, else by name and type.
func (c *call) findCommand(use *commandUse, ch *channel) (*wire.Command, error) {
	kind := use.Type
	if kind == 0 {
		kind = wire.CommandSlash
	}
	var found *wire.Command
	for _, cmd := range c.indexFor(ch, c.player.ID) {
		byID := use.ID != "" && cmd.ID == use.ID
		byName := use.ID == "" && cmd.Name == use.Name && cmd.Type == kind
		if byID || byName && (found == nil || cmd.GuildID != "") {
			found = cmd
		}
	}
	if found == nil {
		return nil, errUnknownCommand()
	}
	return found, nil
}

// options checks the given options against the command's and returns them as
// the bot gets them, in the order given.
func (r *resolver) options(path string, known []wire.Option, given []wire.OptionUse) ([]wire.OptionUse, error) {
	out := make([]wire.OptionUse, 0, len(given))
	for i, use := range given {
		step := fmt.Sprintf("%s.%d", path, i)
		at := slices.IndexFunc(known, func(o wire.Option) bool { return o.Name == use.Name })
		if at < 0 || use.Type != 0 && use.Type != known[at].Type {
			return nil, errField(step, "APPLICATION_COMMAND_OPTION_UNKNOWN", "This command is outdated, please try again in a few minutes")
		}
		one, err := r.option(step, &known[at], use)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, r.missing(path, known, given)
}

// missing checks that the required options are there, except while typing.
func (r *resolver) missing(path string, known []wire.Option, given []wire.OptionUse) error {
	if r.partial {
		return nil
	}
	subs := false
	for _, o := range known {
		has := slices.ContainsFunc(given, func(u wire.OptionUse) bool { return u.Name == o.Name })
		if o.Required && !has {
			return errField(path, "APPLICATION_COMMAND_OPTION_REQUIRED", "Required option "+o.Name+" is missing")
		}
		subs = subs || o.Type <= wire.OptionGroup
	}
	if subs && len(given) != 1 {
		return errField(path, "APPLICATION_COMMAND_OPTION_REQUIRED", "Exactly one sub-command is needed")
	}
	return nil
}

func (r *resolver) option(path string, o *wire.Option, use wire.OptionUse) (wire.OptionUse, error) {
	out := wire.OptionUse{Type: o.Type, Name: o.Name, Value: use.Value, Focused: use.Focused}
	if o.Type <= wire.OptionGroup {
		var err error
		out.Value = nil
		out.Options, err = r.options(path+".options", o.Options, use.Options)
		return out, err
	}
	if r.partial {
		return r.typing(o, out)
	}
	out.Focused = false
	checks := map[int]func(string, *wire.Option, json.RawMessage) error{
		wire.OptionString: checkString, wire.OptionInteger: checkNumber, wire.OptionNumber: checkNumber,
		wire.OptionBoolean: checkBool, wire.OptionUser: r.user, wire.OptionChannel: r.channel,
		wire.OptionRole: r.role, wire.OptionMentionable: r.mentionable, wire.OptionAttachment: r.attachment,
	}
	return out, checks[o.Type](path+".value", o, use.Value)
}

// typing lets half-typed values through; the focused one is text.
func (r *resolver) typing(o *wire.Option, out wire.OptionUse) (wire.OptionUse, error) {
	if out.Focused && !o.Autocomplete {
		return out, errField("data.options", "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE", "This option has no autocomplete")
	}
	if len(out.Value) == 0 {
		out.Value = json.RawMessage(`""`)
	}
	return out, nil
}

func checkString(path string, o *wire.Option, raw json.RawMessage) error {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return errField(path, "STRING_TYPE_CONVERT", "Could not interpret the value as a string.")
	}
	n := utf8.RuneCountInString(text)
	low, high := 0, 6000
	if o.MinLength != nil {
		low = *o.MinLength
	}
	if o.MaxLength != nil {
		high = *o.MaxLength
	}
	if n < low || n > high {
		return errField(path, "BASE_TYPE_BAD_LENGTH", fmt.Sprintf("Must be between %d and %d in length.", low, high))
	}
	return checkChoice(path, o, raw)
}

func checkChoice(path string, o *wire.Option, raw json.RawMessage) error {
	if len(o.Choices) == 0 {
		return nil
	}
	var given wire.Text
	_ = json.Unmarshal(raw, &given)
	if !slices.ContainsFunc(o.Choices, func(c wire.Choice) bool { return c.Text() == string(given) }) {
		return errField(path, "BASE_TYPE_CHOICES", "Value must be one of the choices.")
	}
	return nil
}

func checkNumber(path string, o *wire.Option, raw json.RawMessage) error {
	var n float64
	if json.Unmarshal(raw, &n) != nil || o.Type == wire.OptionInteger && n != math.Trunc(n) {
		return errField(path, "NUMBER_TYPE_COERCE", "Value is not a number of the right kind.")
	}
	if o.MinValue != nil && n < *o.MinValue || o.MaxValue != nil && n > *o.MaxValue {
		return errField(path, "NUMBER_TYPE_RANGE", "Value is not within its range.")
	}
	return checkChoice(path, o, raw)
}

func checkBool(path string, _ *wire.Option, raw json.RawMessage) error {
	var b bool
	if json.Unmarshal(raw, &b) != nil {
		return errField(path, "BASE_TYPE_BOOLEAN", "Value is not a boolean.")
	}
	return nil
}
