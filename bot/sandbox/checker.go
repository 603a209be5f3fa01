package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"drillbot/bot/sandbox/rule"
)

// openAPIAddress is the name under which the specification is compiled.
const openAPIAddress = "file:///openapi.json"

// Violation is a request of the bot that Discord's specification forbids.
type Violation struct {
	Route  string `json:"route"`
	Detail string `json:"detail"`
}

// checker compares bodies with Discord's OpenAPI file. Schemas are compiled
// when first needed.
type checker struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
	paths    map[string]any
	schemas  map[string]*jsonschema.Schema
	found    []Violation
}

func (sb *Sandbox) loadChecker() error {
	if sb.opts.OpenAPI == "" {
		return nil
	}
	raw, err := os.ReadFile(sb.opts.OpenAPI)
	if err != nil {
		return fmt.Errorf("read Discord's specification: %w", err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return fmt.Errorf("read Discord's specification %s: %w", sb.opts.OpenAPI, err)
	}
	sb.checker, err = newChecker(doc)
	return err
}

func newChecker(doc any) (*checker, error) {
	top, _ := doc.(map[string]any)
	paths, ok := top["paths"].(map[string]any)
	if !ok {
		return nil, errors.New("read Discord's specification: it has no paths")
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	if err := compiler.AddResource(openAPIAddress, doc); err != nil {
		return nil, fmt.Errorf("read Discord's specification: %w", err)
	}
	return &checker{compiler: compiler, paths: paths, schemas: map[string]*jsonschema.Schema{}}, nil
}

// Violations returns what the bot sent that Discord's specification forbids,
// oldest first; nothing when Options.OpenAPI is empty.
func (sb *Sandbox) Violations() []Violation {
	if sb.checker == nil {
		return nil
	}
	sb.checker.mu.Lock()
	defer sb.checker.mu.Unlock()
	return slices.Clone(sb.checker.found)
}

func (c *call) listViolations() (any, error) {
	if list := c.Violations(); list != nil {
		return list, nil
	}
	return []Violation{}, nil
}

// checkForm compares the body with the specification.
func (c *call) checkForm() error {
	if c.checker == nil || len(c.body) == 0 {
		return nil
	}
	schema, err := c.checker.schema(c.route.method, c.route.path)
	if err != nil || schema == nil {
		return err
	}
	body, err := jsonschema.UnmarshalJSON(bytes.NewReader(c.body))
	if err != nil {
		return errBadJSON()
	}
	return c.checker.check(schema, c.route.name(), normal(body))
}

// check notes and returns what is wrong with a body.
func (k *checker) check(schema *jsonschema.Schema, route string, body any) error {
	err := schema.Validate(body)
	var broken *jsonschema.ValidationError
	if !errors.As(err, &broken) {
		return err
	}
	k.mu.Lock()
	k.found = append(k.found, Violation{route, broken.Error()})
	k.mu.Unlock()
	return errForm(faultsOf(broken))
}

// schema returns the compiled schema of an operation's body, nil if it has
// none.
func (k *checker) schema(method, path string) (*jsonschema.Schema, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	key := method + path
	if s, ok := k.schemas[key]; ok {
		return s, nil
	}
	s, err := k.compile(method, path)
	if err != nil {
		return nil, fmt.Errorf("compile the schema of %s %s: %w", method, path, err)
	}
	k.schemas[key] = s
	return s, nil
}

func (k *checker) compile(method, path string) (*jsonschema.Schema, error) {
	for known, item := range k.paths {
		if !samePath(known, path) {
			continue
		}
		at := []string{known, strings.ToLower(method), "requestBody", "content", "application/json", "schema"}
		if !reaches(item, at[1:]) {
			return nil, nil
		}
		pointer := "#/paths"
		for _, step := range at {
			pointer += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(step)
		}
		return k.compiler.Compile(openAPIAddress + strings.NewReplacer("{", "%7B", "}", "%7D", "@", "%40").Replace(pointer))
	}
	return nil, nil
}

func reaches(node any, steps []string) bool {
	for _, step := range steps {
		m, ok := node.(map[string]any)
		if !ok {
			return false
		}
		node = m[step]
	}
	return node != nil
}

// samePath compares two path templates whatever their parameters are called;
// "@original" and "@me" are no parameters.
func samePath(a, b string) bool {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	return slices.EqualFunc(x, y, func(s, t string) bool {
		return s == t || strings.HasPrefix(s, "{") && strings.HasPrefix(t, "{")
	})
}

// normal undoes the known difference between the specification and the wire:
// default_member_permissions is a string there, an integer here.
func normal(body any) any {
	switch v := body.(type) {
	case []any:
		for i := range v {
			v[i] = normal(v[i])
		}
	case map[string]any:
		if _, ok := v["default_member_permissions"].(string); ok {
			v["default_member_permissions"] = nil
		}
	}
	return body
}

// faultsOf turns a validation error into Discord's form: its leaves.
func faultsOf(e *jsonschema.ValidationError) rule.Faults {
	if len(e.Causes) == 0 {
		text := strings.TrimSpace(e.Error())
		if i := strings.LastIndexByte(text, '\n'); i >= 0 {
			text = strings.TrimSpace(text[i+1:])
		}
		return rule.Faults{{Path: strings.Join(e.InstanceLocation, "."), Code: "OPENAPI", Message: text}}
	}
	var out rule.Faults
	for _, cause := range e.Causes {
		out = append(out, faultsOf(cause)...)
		if len(out) > 20 {
			break
		}
	}
	return out
}
