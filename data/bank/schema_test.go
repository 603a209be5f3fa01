package bank_test

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"time"

	"drillbot/data/bank/internal/schema"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

func TestSchemaIsCurrent(t *testing.T) {
	want, err := schema.JSON()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("schema.json is stale: run go generate ./data/bank")
	}
}

// compiledSchema compiles the schema of a question file, or of a shared file by its name.
func compiledSchema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	pointer := "schema.json"
	if !strings.Contains(name, "/") {
		pointer += "#/$defs/" + name
	}
	s, err := jsonschema.NewCompiler().Compile(pointer)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plainYAML reads YAML as JSON would be read.
func plainYAML(t *testing.T, data []byte) any {
	t.Helper()
	var v any
	if err := yaml.Load(data, &v); err != nil {
		t.Fatal(err)
	}
	return plain(v)
}

func plain(v any) any {
	switch v := v.(type) {
	case time.Time:
		return v.Format(time.DateOnly)
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = plain(v[k])
		}
	}
	return v
}

// yamlFiles lists the YAML files of a folder and of those in it.
func yamlFiles(t testing.TB, fsys fs.FS) []string {
	t.Helper()
	top, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	deeper, err := fs.Glob(fsys, "*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return append(top, deeper...)
}

func TestFilesFitTheSchema(t *testing.T) {
	compiled := map[string]*jsonschema.Schema{}
	for name, fsys := range map[string]fs.FS{"ours": os.DirFS("."), "good": goodFolder(t)} {
		for _, file := range yamlFiles(t, fsys) {
			kind := path.Base(file)
			if strings.Contains(file, "/") {
				kind = "a/question"
			}
			if compiled[kind] == nil {
				compiled[kind] = compiledSchema(t, kind)
			}
			data, err := fs.ReadFile(fsys, file)
			if err != nil {
				t.Fatal(err)
			}
			if err := compiled[kind].Validate(plainYAML(t, data)); err != nil {
				t.Errorf("%s, %s: %v", name, file, err)
			}
		}
	}
}

// What the schema can say, it must say as the loader does.
func TestSchemaRefuses(t *testing.T) {
	seen := map[string]bool{
		"unknown field": true, "wrong type": true, "missing language": true, "several at once": true, "number as text": true,
		"cues of one language": true, "too few options": true, "another type's fields": true, "type without its field": true,
	}
	for _, m := range mistakes {
		if !seen[m.name] {
			continue
		}
		delete(seen, m.name)
		text := strings.Replace(string(goodFolder(t)[m.file].Data), m.old, m.new, 1)
		if compiledSchema(t, "a/question").Validate(plainYAML(t, []byte(text))) == nil {
			t.Errorf("%s: the schema accepts it", m.name)
		}
	}
	if len(seen) > 0 {
		t.Errorf("no such mistakes: %v", seen)
	}
}
