package rule

import (
	"encoding/json"

	"drillbot/bot/sandbox/wire"
)

func (f *commandCheck) option(path string, o *wire.Option, depth int) {
	f.slashName(join(path, "name"), o.Name)
	f.length(join(path, "description"), o.Description, 1, 100)
	f.localNames(join(path, "name_localizations"), o.NameLocalizations)
	f.localTexts(join(path, "description_localizations"), o.DescriptionLocalizations)
	if o.Type < wire.OptionSub || o.Type > wire.OptionAttachment {
		f.Add(join(path, "type"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).")
	}
	f.nesting(path, o, depth)
	f.choices(path, o)
	f.bounds(path, o)
}

// nesting checks the only orders allowed: command > group > subcommand.
func (f *commandCheck) nesting(path string, o *wire.Option, depth int) {
	deep := o.Type == wire.OptionGroup && depth > 0 || o.Type == wire.OptionSub && depth > 1
	if deep {
		f.Add(join(path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command option type cannot be nested")
		return
	}
	if o.Type > wire.OptionGroup {
		if len(o.Options) > 0 {
			f.Add(join(path, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Only sub-commands and groups can have options")
		}
		return
	}
	below := 2
	if o.Type == wire.OptionGroup {
		below = 1
		f.groupOnlySubs(path, o)
	}
	f.optionList(join(path, "options"), o.Options, below)
}

func (f *commandCheck) groupOnlySubs(path string, o *wire.Option) {
	for i, child := range o.Options {
		if child.Type != wire.OptionSub {
			f.Add(join(path, "options", i, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "A group holds sub-commands only")
		}
	}
}

func (f *commandCheck) choices(path string, o *wire.Option) {
	if len(o.Choices) > 25 {
		f.count(join(path, "choices"), len(o.Choices), 0, 25)
	}
	if o.Autocomplete && len(o.Choices) > 0 {
		f.Add(join(path, "autocomplete"), "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", "Autocomplete and choices are mutually exclusive")
	}
	if o.Autocomplete && !takesChoices(o.Type) {
		f.Add(join(path, "autocomplete"), "APPLICATION_COMMAND_AUTOCOMPLETE_TYPE", "Autocomplete is for string, integer and number options")
	}
	for i, c := range o.Choices {
		f.choice(join(path, "choices", i), c, o.Type)
	}
}

func takesChoices(kind int) bool {
	return kind == wire.OptionString || kind == wire.OptionInteger || kind == wire.OptionNumber
}

func (f *commandCheck) choice(path string, c wire.Choice, kind int) {
	f.length(join(path, "name"), c.Name, 1, 100)
	for locale, text := range c.NameLocalizations {
		f.locale(join(path, "name_localizations"), locale)
		f.length(join(path, "name_localizations", locale), text, 1, 100)
	}
	if !takesChoices(kind) {
		f.Add(path, "APPLICATION_COMMAND_OPTION_CHOICES_TYPE", "Choices are for string, integer and number options")
		return
	}
	f.choiceValue(join(path, "value"), c, kind)
}

func (f *commandCheck) choiceValue(path string, c wire.Choice, kind int) {
	if kind == wire.OptionString {
		var text string
		if json.Unmarshal(c.Value, &text) != nil {
			f.Add(path, "STRING_TYPE_CONVERT", "Could not interpret the value as a string.")
		}
		f.length(path, text, 1, 100)
		return
	}
	var number float64
	if json.Unmarshal(c.Value, &number) != nil {
		f.Add(path, "NUMBER_TYPE_COERCE", "Value is not a number.")
	}
}

func (f *commandCheck) bounds(path string, o *wire.Option) {
	f.within(join(path, "min_length"), o.MinLength, 0, 6000)
	f.within(join(path, "max_length"), o.MaxLength, 1, 6000)
	if o.MinValue != nil && o.MaxValue != nil && *o.MinValue > *o.MaxValue {
		f.Add(join(path, "min_value"), "APPLICATION_COMMAND_OPTION_MIN_VALUE", "min_value must not be greater than max_value")
	}
}
