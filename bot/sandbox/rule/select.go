package rule

import "drillbot/bot/sandbox/wire"

func (f *Faults) anySelect(path string, c *wire.Component) {
	f.customID(path, c)
	f.length(join(path, "placeholder"), c.Placeholder, 0, 150)
	f.within(join(path, "min_values"), c.MinValues, 0, 25)
	f.within(join(path, "max_values"), c.MaxValues, 1, 25)
	if low, high := SelectRange(c); low > high {
		f.Add(join(path, "min_values"), "SELECT_MIN_VALUES", "min_values must not be greater than max_values")
	}
}

// SelectRange returns how few and how many values a select takes.
func SelectRange(c *wire.Component) (low, high int) {
	low, high = 1, 1
	if c.MinValues != nil {
		low = *c.MinValues
	}
	if c.MaxValues != nil {
		high = *c.MaxValues
	}
	return low, high
}

func (f *Faults) stringSelect(path string, c *wire.Component) {
	f.anySelect(path, c)
	f.options(join(path, "options"), c.Options, 1, 25)
	defaults := 0
	for _, o := range c.Options {
		if o.Default {
			defaults++
		}
	}
	_, high := SelectRange(c)
	if defaults > high {
		f.Add(join(path, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "Cannot provide more default values than max_values")
	}
	if high > len(c.Options) && c.MaxValues != nil {
		f.Add(join(path, "max_values"), "SELECT_COMPONENT_MAX_VALUES", "max_values cannot be greater than the number of options")
	}
}

func (f *Faults) options(path string, list []wire.SelectOption, low, high int) {
	f.count(path, len(list), low, high)
	seen := map[string]bool{}
	for i, o := range list {
		f.length(join(path, i, "label"), o.Label, 1, 100)
		f.length(join(path, i, "value"), o.Value, 1, 100)
		f.length(join(path, i, "description"), o.Description, 0, 100)
		if seen[o.Value] {
			f.Add(join(path, i, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
		}
		seen[o.Value] = true
	}
}
