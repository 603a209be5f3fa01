package view_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"
)

// TestVerbsAreDistinct keeps two buttons from meaning the same: of two routes with one key, the latter wins in silence.
func TestVerbsAreDistinct(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "id.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	taken := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		if verb, ok := spec.Values[0].(*ast.BasicLit); ok && verb.Kind == token.STRING && len(verb.Value) == len(`"x"`) {
			if other := taken[verb.Value]; other != "" {
				t.Errorf("%s and %s are both %s", other, spec.Names[0], verb.Value)
			}
			taken[verb.Value] = spec.Names[0].Name
		}
		return true
	})
	if len(taken) < 30 {
		t.Errorf("found but %d verbs", len(taken))
	}
}
