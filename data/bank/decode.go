package bank

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"drillbot/data/bank/internal/form"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// maxNesting is deeper than any form; it keeps the parser from a hostile file's brackets.
const maxNesting = 32

// decode reads a file's YAML into a form, noting on the sheet every value that does not fit.
// It reports whether there was anything to read; a form with problems is filled as far as it goes.
func decode(s *sheet, data []byte, into any) bool {
	root := parse(s, data)
	if root == nil {
		return false
	}
	s.marks[""] = markOf(root)
	s.value("", root, reflect.ValueOf(into).Elem())
	return true
}

// parse returns the root value of the one document of a file, or nil with a problem noted.
func parse(s *sheet, data []byte) *yaml.Node {
	if !utf8.Valid(data) {
		s.fail("", "save the file as UTF-8", "the file is not UTF-8")
		return nil
	}
	limits := loaderlimits.New(loaderlimits.DepthValue(maxNesting))
	var doc yaml.Node
	err := yaml.Load(data, &doc, yaml.WithPlugin(limits))
	if err != nil {
		s.syntax(err)
		return nil
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		s.fail("", "write the fields that data/README.md lists", "the file is empty")
		return nil
	}
	return doc.Content[0]
}

// syntax notes what the YAML parser said.
func (s *sheet) syntax(err error) {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		s.fail("", "correct the YAML", "not YAML: %v", err)
		return
	}
	at := mark{line: load.Mark.Line, column: load.Mark.Column}
	s.note(at, false, "correct the YAML; a text with ': ' or ' #' in it needs quotes or a | block",
		"not YAML: %s", strings.TrimPrefix(load.Message, "yaml: "))
}

func markOf(n *yaml.Node) mark {
	return mark{line: n.Line, column: n.Column, block: n.Style&yaml.LiteralStyle != 0}
}

// value reads node n into v.
func (s *sheet) value(path string, n *yaml.Node, v reflect.Value) {
	s.marks[path] = markOf(n)
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		s.fail(path, "write the value out", "anchors and aliases (&, *) are not allowed")
		return
	}
	if n.Style&yaml.TaggedStyle != 0 {
		s.fail(path, "remove it", "the tag %s is not allowed", n.Tag)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		s.value(path, n, v.Elem())
	case reflect.Struct:
		s.structure(path, n, v)
	case reflect.Slice:
		s.list(path, n, v)
	case reflect.Map:
		s.mapping(path, n, v)
	default:
		s.scalar(path, n, v)
	}
}

// structure reads a mapping into a struct: every field once, none that is unknown.
func (s *sheet) structure(path string, n *yaml.Node, v reflect.Value) {
	fields := fieldsOf(v.Type())
	s.pairs(path, n, func(key, value *yaml.Node) {
		f, ok := fields[key.Value]
		if !ok {
			s.note(markOf(key), false, unknownFix(key.Value, fields), "unknown field %q", shorten(key.Value))
			return
		}
		f.seen = true
		if !f.required && value.Kind == yaml.ScalarNode && value.Tag == "!!str" && value.Value == "" {
			return // as good as absent
		}
		before := len(s.problems)
		s.value(join(path, key.Value), value, v.Field(f.index))
		if len(s.problems) == before {
			s.obey(f.rules, join(path, key.Value), v.Field(f.index))
		}
	})
	if n.Kind != yaml.MappingNode {
		return
	}
	for _, f := range byOrder(fields) {
		if f.required && !f.seen {
			s.fail(path, "add it", "%s is missing", join(path, f.name))
		}
	}
}

// field is one field of a form.
type field struct {
	name     string
	index    int
	required bool
	seen     bool
	rules    string // the jsonschema tag
}

// fieldsOf reads the tags of a form.
func fieldsOf(t reflect.Type) map[string]*field {
	fields := make(map[string]*field, t.NumField())
	for i := range t.NumField() {
		tag := t.Field(i).Tag
		name, rest, _ := strings.Cut(tag.Get("json"), ",")
		fields[name] = &field{name: name, index: i, required: rest != "omitempty", rules: tag.Get("jsonschema")}
	}
	return fields
}

func byOrder(fields map[string]*field) []*field {
	out := make([]*field, 0, len(fields))
	for _, f := range fields {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b *field) int { return cmp.Compare(a.index, b.index) })
	return out
}

// unknownFix names the field that was meant, or else those there are.
func unknownFix(name string, fields map[string]*field) string {
	if strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII || r == ' ' }) {
		return "put the text before it in quotes: a comma in {…} begins a new field"
	}
	var names []string
	for _, f := range byOrder(fields) {
		if alike(strings.ToLower(name), f.name) {
			return "write " + f.name
		}
		names = append(names, f.name)
	}
	return "the fields here are " + strings.Join(names, ", ")
}

// alike reports whether two words differ by a slip: one letter more, less or other.
func alike(a, b string) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a) <= 1 && len(b) <= 1
}

// mapping reads a mapping with free keys.
func (s *sheet) mapping(path string, n *yaml.Node, v reflect.Value) {
	v.Set(reflect.MakeMap(v.Type()))
	s.pairs(path, n, func(key, value *yaml.Node) {
		item := reflect.New(v.Type().Elem()).Elem()
		s.value(join(path, key.Value), value, item)
		v.SetMapIndex(reflect.ValueOf(key.Value), item)
	})
}

// pairs calls each with the pairs of a mapping whose key is a text that was not there before.
func (s *sheet) pairs(path string, n *yaml.Node, each func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		s.wrongKind(path, n, "fields, as in name: value")
		return
	}
	seen := make(map[string]int, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		line, twice := seen[key.Value]
		switch {
		case key.Kind != yaml.ScalarNode || key.Tag != "!!str" || key.Anchor != "":
			s.note(markOf(key), false, "write the name as a plain word, a number in quotes", "the name of a field must be a text")
		case twice:
			s.note(markOf(key), false, "keep one of the two", "field %q was given on line %d already", shorten(key.Value), line)
		default:
			seen[key.Value] = key.Line
			each(key, value)
		}
	}
}

// list reads a sequence.
func (s *sheet) list(path string, n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.SequenceNode {
		s.wrongKind(path, n, "a list, as in [a, b]")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, c := range n.Content {
		s.value(fmt.Sprintf("%s[%d]", path, i), c, v.Index(i))
	}
}

// scalar reads a single value of exactly the type that v has.
func (s *sheet) scalar(path string, n *yaml.Node, v reflect.Value) {
	want := scalars[v.Kind()]
	if n.Kind != yaml.ScalarNode {
		s.wrongKind(path, n, want.name)
		return
	}
	_, date := v.Interface().(form.Date)
	if !slices.Contains(want.tags, n.Tag) && !(date && n.Tag == "!!timestamp") {
		s.wrongKind(path, n, want.name)
		return
	}
	if !want.set(v, n.Value) {
		s.fail(path, "write "+want.name, "%s: %q is not %s", path, shorten(n.Value), want.name)
		return
	}
	if v.Kind() != reflect.String {
		return
	}
	if v.String() == "" {
		s.fail(path, "write it, or remove the line", "%s is empty", path)
	}
	s.clean(path, v.String())
}

// scalarKind says which YAML scalars a Go type takes.
type scalarKind struct {
	name string
	tags []string
	set  func(v reflect.Value, text string) bool
}

var scalars = map[reflect.Kind]scalarKind{
	reflect.String: {"a text (a number or yes/no in quotes)", []string{"!!str"}, func(v reflect.Value, text string) bool {
		v.SetString(strings.TrimSpace(text))
		return true
	}},
	reflect.Bool: {"true or false", []string{"!!bool"}, func(v reflect.Value, text string) bool {
		v.SetBool(text == "true")
		return text == "true" || text == "false"
	}},
	reflect.Int: {"a whole number", []string{"!!int"}, func(v reflect.Value, text string) bool {
		i, err := strconv.ParseInt(text, 10, 32)
		v.SetInt(i)
		return err == nil
	}},
	reflect.Float64: {"a number", []string{"!!int", "!!float"}, func(v reflect.Value, text string) bool {
		f, err := strconv.ParseFloat(text, 64)
		v.SetFloat(f)
		return err == nil && f-f == 0 // neither infinite nor NaN
	}},
}

func (s *sheet) wrongKind(path string, n *yaml.Node, want string) {
	names := map[yaml.Kind]string{yaml.MappingNode: "fields", yaml.SequenceNode: "a list"}
	got := cmp.Or(names[n.Kind], strings.TrimPrefix(n.Tag, "!!")+" "+strconv.Quote(shorten(n.Value)))
	if n.Tag == "!!null" {
		got = "nothing"
	}
	s.fail(path, "write "+want, "%s must be %s, not %s", cmp.Or(path, "the file"), want, got)
}

// clean refuses characters that cannot be seen, or that turn the direction of reading.
func (s *sheet) clean(path, text string) {
	for i, r := range text {
		if hidden(r) {
			s.note(s.markIn(path, text, i), false, "delete it", "%s holds the invisible character U+%04X", path, r)
			return
		}
	}
}

func hidden(r rune) bool {
	return r < ' ' && r != '\n' || r == utf8.RuneError || r >= 0x7f && r <= 0x9f || r == 0xad || r == 0xfeff ||
		r >= 0x200b && r <= 0x200f || r >= 0x2028 && r <= 0x202e || r >= 0x2060 && r <= 0x206f ||
		r >= 0xe000 && r <= 0xf8ff || r >= 0xe0000
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// shorten keeps a stranger's text from filling the report, or its lines from spilling.
func shorten(text string) string {
	const most = 40
	text = strings.ReplaceAll(text, "\n", " ")
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
