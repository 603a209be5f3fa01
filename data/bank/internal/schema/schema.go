// Package schema makes the JSON Schema of the authors' files from package form. It is for the
// generator and for tests: the bot does not link it.
package schema

import (
	"encoding/json"
	"fmt"

	"drillbot/data/bank/internal/form"

	"github.com/invopop/jsonschema"
)

// The names of the shared files' schemas among the definitions.
const (
	Topics  = "topics.yaml"
	Panels  = "panels.yaml"
	Sources = "sources.yaml"
)

// fieldsOf names the fields that a type of question has, and others have not.
var fieldsOf = []struct {
	typ    string
	fields []string
}{
	{"open", []string{"points", "misconceptions"}},
	{"choice", []string{"options"}},
	{"numeric", []string{"numeric"}},
	{"cloze", []string{"blanks"}},
	{"order", []string{"items"}},
}

// JSON returns the schema of a question file; those of the shared files are among its
// definitions, by file name.
func JSON() ([]byte, error) {
	r := jsonschema.Reflector{ExpandedStruct: true, Anonymous: true}
	question := r.Reflect(form.Question{})
	question.Title = "A question of the bank"
	question.Description = "data/README.md explains the fields."
	for _, f := range fieldsOf {
		question.AllOf = append(question.AllOf, whenType(f.typ, f.fields))
	}
	for name, file := range map[string]any{Topics: []form.Topic{}, Panels: []form.Panel{}, Sources: map[string]form.Source{}} {
		s := r.Reflect(file)
		for def, body := range s.Definitions {
			question.Definitions[def] = body
		}
		s.Definitions, s.Version = nil, ""
		question.Definitions[name] = s
	}
	text, err := json.MarshalIndent(question, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the schema: %w", err)
	}
	return append(text, '\n'), nil
}

// whenType requires the fields of a type for it, and refuses them for every other.
func whenType(typ string, fields []string) *jsonschema.Schema {
	is := jsonschema.NewProperties()
	is.Set("type", &jsonschema.Schema{Const: typ})
	refused := &jsonschema.Schema{Properties: jsonschema.NewProperties()}
	for _, f := range fields {
		refused.Properties.Set(f, jsonschema.FalseSchema)
	}
	return &jsonschema.Schema{
		If:   &jsonschema.Schema{Properties: is, Required: []string{"type"}},
		Then: &jsonschema.Schema{Required: fields},
		Else: refused,
	}
}
