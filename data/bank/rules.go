package bank

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// obey holds a value against the rules of its field's jsonschema tag, so that the schema
// for editors and the loader cannot come to differ.
func (s *sheet) obey(rules, path string, v reflect.Value) {
	if rules == "" || v.IsZero() && v.Kind() == reflect.String { // an empty text is noted already
		return
	}
	var enum []string
	for rule := range strings.SplitSeq(rules, ",") {
		name, arg, _ := strings.Cut(rule, "=")
		if name == "enum" {
			enum = append(enum, arg)
			continue
		}
		if holds := ruleTable[name]; holds != nil && !holds.holds(v, arg) {
			s.fail(path, holds.fix(arg), "%s %s", path, holds.msg(v))
		}
	}
	if enum != nil && !contains(enum, v.String()) {
		s.fail(path, "write one of "+strings.Join(enum, ", "), "%s is %q", path, shorten(v.String()))
	}
}

// rule is one keyword of JSON Schema.
type rule struct {
	holds func(v reflect.Value, arg string) bool
	msg   func(v reflect.Value) string
	fix   func(arg string) string
}

var ruleTable = map[string]*rule{
	"minItems":  {func(v reflect.Value, arg string) bool { return v.Len() >= number(arg) }, entries, says("have at least %s")},
	"maxItems":  {func(v reflect.Value, arg string) bool { return v.Len() <= number(arg) }, entries, says("have at most %s")},
	"minLength": {func(v reflect.Value, _ string) bool { return v.Len() > 0 }, entries, says("write at least %s character")},
	"maxLength": {func(v reflect.Value, arg string) bool { return utf8.RuneCountInString(v.String()) <= number(arg) }, length, says("shorten it to %s")},
	"minimum":   {func(v reflect.Value, arg string) bool { return float(v) >= limit(arg) }, value, says("write %s or more")},
	"maximum":   {func(v reflect.Value, arg string) bool { return float(v) <= limit(arg) }, value, says("write %s or less")},
	"exclusiveMinimum": {
		func(v reflect.Value, arg string) bool { return float(v) > limit(arg) }, value, says("write more than %s"),
	},
	"pattern": {
		func(v reflect.Value, arg string) bool { return patterns[arg].form.MatchString(v.String()) },
		func(v reflect.Value) string { return fmt.Sprintf("is %q", shorten(v.String())) },
		func(arg string) string { return patterns[arg].fix },
	},
}

// patterns are those of package form, with what to do about a text that does not fit.
var patterns = map[string]struct {
	form *regexp.Regexp
	fix  string
}{
	idPattern:   {regexp.MustCompile(idPattern), "use lower-case letters, digits and single hyphens"},
	namePattern: {regexp.MustCompile(namePattern), "use a letter, then letters, digits and _"},
	linkPattern: {regexp.MustCompile(linkPattern), "write a link that begins with https://"},
}

const (
	idPattern   = `^[a-z0-9]+(-[a-z0-9]+)*$`
	namePattern = `^[A-Za-z][A-Za-z0-9_]*$`
	linkPattern = `^https://`
)

func says(format string) func(string) string {
	return func(arg string) string { return fmt.Sprintf(format, arg) }
}

func entries(v reflect.Value) string { return fmt.Sprintf("has %d entries", v.Len()) }

func length(v reflect.Value) string {
	return fmt.Sprintf("has %d characters", utf8.RuneCountInString(v.String()))
}

func value(v reflect.Value) string { return fmt.Sprintf("is %v", v.Interface()) }

func number(arg string) int { return int(limit(arg)) }

func limit(arg string) float64 {
	f, _ := strconv.ParseFloat(arg, 64) // the tags are ours, and tested
	return f
}

func float(v reflect.Value) float64 {
	if v.CanInt() {
		return float64(v.Int())
	}
	return v.Float()
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}
