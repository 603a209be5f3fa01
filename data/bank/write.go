package bank

import (
	"bytes"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"drillbot/data/bank/internal/form"
	"drillbot/quiz"

	"go.yaml.in/yaml/v4"
)

// YAML writes a question as its file in the folder of its topic: Loader reads the same question from it.
func YAML(q quiz.Question) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("# yaml-language-server: $schema=../schema.json\n")
	text, err := yaml.Dump(node(reflect.ValueOf(form.Of(q)), false), yaml.WithIndent(2), yaml.WithLineWidth(-1))
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", q.ID, err)
	}
	b.Write(text)
	return b.Bytes(), nil
}

// node turns a value of package form into YAML as authors write it: short things on a line.
func node(v reflect.Value, flow bool) *yaml.Node {
	switch v.Kind() {
	case reflect.Pointer:
		return node(v.Elem(), flow)
	case reflect.Struct:
		return mappingNode(v, flow)
	case reflect.Slice:
		return listNode(v, flow)
	case reflect.String:
		return textNode(v.String())
	case reflect.Float64:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!float", Value: strconv.FormatFloat(v.Float(), 'g', -1, 64)}
	default:
		return &yaml.Node{Kind: yaml.ScalarNode, Value: fmt.Sprint(v.Interface())}
	}
}

func mappingNode(v reflect.Value, flow bool) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	if small := v.Type() == reflect.TypeFor[form.Unit]() || v.Type() == reflect.TypeFor[form.Variable](); small || flow {
		n.Style, flow = yaml.FlowStyle, true
	}
	for _, f := range byOrder(fieldsOf(v.Type())) {
		value := v.Field(f.index)
		if value.IsZero() && !f.required {
			continue
		}
		n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: f.name}, node(value, flow))
	}
	return n
}

// listNode puts a list of plain values on one line.
func listNode(v reflect.Value, flow bool) *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode}
	if kind := v.Type().Elem().Kind(); flow || kind == reflect.String || kind == reflect.Float64 {
		n.Style = yaml.FlowStyle
	}
	for i := range v.Len() {
		n.Content = append(n.Content, node(v.Index(i), flow || n.Style == yaml.FlowStyle))
	}
	return n
}

func textNode(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	switch {
	case strings.Contains(s, "\n"):
		n.Style = yaml.LiteralStyle
	case s == "" || s != strings.TrimSpace(s) || strings.ContainsAny(s, ":#,[]{}&*!|>'\"%@`\\?-") || looksTyped(s):
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// looksTyped reports whether YAML would not take a plain text for one.
func looksTyped(s string) bool {
	var n yaml.Node
	err := yaml.Load([]byte(s), &n)
	return err != nil || len(n.Content) != 1 || n.Content[0].Tag != "!!str"
}
