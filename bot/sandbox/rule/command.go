package rule

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"drillbot/bot/sandbox/wire"
)

// How many commands an application may have, globally and again in each guild.
const (
	MaxSlashCommands   = 100
	MaxContextCommands = 15
	MaxCommandText     = 8000
)

// locales are the languages of Discord's clients.
const locales = " id en-US en-GB bg zh-CN zh-TW hr cs da nl fi fr de el hi hu it ja ko lt no pl pt-BR ro ru es-ES es-419 sv-SE th tr uk vi "

// Locale reports whether Discord has a language of that name.
func Locale(name string) bool {
	return name != "" && !strings.Contains(name, " ") && strings.Contains(locales, " "+name+" ")
}

// namePattern is Discord's for names of slash commands and options.
const namePattern = `^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`

type commandCheck struct {
	Faults
	name *regexp.Regexp
}

// Command checks one command at path ("" or its index in a bulk overwrite).
func Command(path string, c *wire.Command) Faults {
	f := &commandCheck{name: regexp.MustCompile(namePattern)}
	f.head(path, c)
	f.optionList(join(path, "options"), c.Options, 0)
	f.scope(path, c)
	if n := commandText(c); n > MaxCommandText {
		f.Add(path, "APPLICATION_COMMAND_TOO_LARGE", fmt.Sprintf("Command exceeds maximum size (%d)", MaxCommandText))
	}
	return f.Faults
}

func (f *commandCheck) head(path string, c *wire.Command) {
	switch c.Type {
	case wire.CommandSlash:
		f.slashName(join(path, "name"), c.Name)
		f.length(join(path, "description"), c.Description, 1, 100)
		f.localNames(join(path, "name_localizations"), c.NameLocalizations)
		f.localTexts(join(path, "description_localizations"), c.DescriptionLocalizations)
	case wire.CommandUser, wire.CommandMessage:
		f.contextHead(path, c)
	default:
		f.Add(join(path, "type"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4).")
	}
}

func (f *commandCheck) contextHead(path string, c *wire.Command) {
	f.length(join(path, "name"), c.Name, 1, 32)
	if c.Description != "" {
		f.Add(join(path, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID", "Context menu commands cannot have description")
	}
	if len(c.Options) > 0 {
		f.Add(join(path, "options"), "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_INVALID", "Context menu commands cannot have options")
	}
	for locale, text := range c.NameLocalizations {
		f.locale(join(path, "name_localizations"), locale)
		f.length(join(path, "name_localizations", locale), text, 1, 32)
	}
}

func (f *commandCheck) slashName(path, name string) {
	if name == "" {
		f.required(path)
		return
	}
	if !f.name.MatchString(name) {
		f.Add(path, "STRING_TYPE_REGEX", "String value did not match validation regex.")
		return
	}
	if strings.ToLower(name) != name {
		f.Add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
	}
}

func (f *commandCheck) locale(path, name string) {
	if !Locale(name) {
		f.Add(join(path, name), "ENUM_TYPE_COERCE", fmt.Sprintf("Value %q is not a valid enum value.", name))
	}
}

func (f *commandCheck) localNames(path string, m map[string]string) {
	for locale, name := range m {
		f.locale(path, locale)
		f.slashName(join(path, locale), name)
	}
}

func (f *commandCheck) localTexts(path string, m map[string]string) {
	for locale, text := range m {
		f.locale(path, locale)
		f.length(join(path, locale), text, 1, 100)
	}
}

// optionList checks the options at one depth: 0 in a command, 1 in a group or
// subcommand, 2 in a subcommand of a group.
func (f *commandCheck) optionList(path string, list []wire.Option, depth int) {
	if len(list) > 25 {
		f.count(path, len(list), 0, 25)
	}
	f.order(path, list)
	f.sameNames(path, list)
	for i := range list {
		f.option(join(path, i), &list[i], depth)
	}
}

func (f *commandCheck) order(path string, list []wire.Option) {
	optional, subs := false, 0
	for i, o := range list {
		if o.Type <= wire.OptionGroup {
			subs++
			continue
		}
		if o.Required && optional {
			f.Add(join(path, i), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		}
		optional = optional || !o.Required
	}
	if subs > 0 && subs < len(list) {
		f.Add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and sub-command group option types are mutually exclusive to all other types")
	}
}

func (f *commandCheck) sameNames(path string, list []wire.Option) {
	owner := map[string]int{}
	for i, o := range list {
		for _, name := range append([]string{o.Name}, values(o.NameLocalizations)...) {
			if first, taken := owner[name]; taken && first != i {
				f.Add(path, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
			}
			owner[name] = i
		}
	}
}

func values(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for _, v := range m {
		out = append(out, v)
	}
	slices.Sort(out)
	return out
}

func (f *commandCheck) scope(path string, c *wire.Command) {
	if c.GuildID == "" {
		return
	}
	if c.Contexts != nil {
		f.Add(join(path, "contexts"), "APPLICATION_COMMAND_CONTEXTS_GUILD", "Contexts can only be set on global commands")
	}
	if c.IntegrationTypes != nil {
		f.Add(join(path, "integration_types"), "APPLICATION_COMMAND_INTEGRATION_TYPES_GUILD", "Integration types can only be set on global commands")
	}
}

// Counts checks how many commands of each type one scope has.
func Counts(list []wire.Command) Faults {
	var f Faults
	n := map[int]int{}
	for _, c := range list {
		n[c.Type]++
	}
	if n[wire.CommandSlash] > MaxSlashCommands || n[wire.CommandUser] > MaxContextCommands || n[wire.CommandMessage] > MaxContextCommands {
		f.Add("", "APPLICATION_COMMAND_TOO_MANY", "Maximum number of application commands reached (100).")
	}
	return f
}

// Names checks that a bulk overwrite names each command of a type once.
func Names(list []wire.Command) Faults {
	var f Faults
	seen := map[string]bool{}
	for i, c := range list {
		key := fmt.Sprint(c.Type, c.Name)
		if seen[key] {
			f.Add(join("", i, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
		}
		seen[key] = true
	}
	return f
}

// commandText counts a command's text as Discord does: of each text only the
// longest localization.
func commandText(c *wire.Command) int {
	return longest(c.Name, c.NameLocalizations) + longest(c.Description, c.DescriptionLocalizations) + optionsText(c.Options)
}

func optionsText(list []wire.Option) int {
	n := 0
	for _, o := range list {
		n += longest(o.Name, o.NameLocalizations) + longest(o.Description, o.DescriptionLocalizations) + optionsText(o.Options)
		for _, c := range o.Choices {
			n += longest(c.Name, c.NameLocalizations) + utf8.RuneCountInString(c.Text())
		}
	}
	return n
}

func longest(text string, local map[string]string) int {
	n := utf8.RuneCountInString(text)
	for _, other := range local {
		n = max(n, utf8.RuneCountInString(other))
	}
	return n
}
