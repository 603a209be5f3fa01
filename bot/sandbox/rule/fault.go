package rule

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Fault is one breach: where (a dotted path into the body), Discord's code
// word and its sentence.
type Fault struct {
	Path    string
	Code    string
	Message string
}

// Faults are the breaches of one body, in the order found; empty means valid.
type Faults []Fault

// Tree nests the faults as the "errors" member of Discord's error 50035.
func (f Faults) Tree() map[string]any {
	root := map[string]any{}
	for _, one := range f {
		one.hang(root)
	}
	return root
}

func (f Fault) hang(node map[string]any) {
	for step := range strings.SplitSeq(f.Path, ".") {
		if step == "" {
			continue
		}
		next, ok := node[step].(map[string]any)
		if !ok {
			next = map[string]any{}
			node[step] = next
		}
		node = next
	}
	list, _ := node["_errors"].([]map[string]string)
	node["_errors"] = append(list, map[string]string{"code": f.Code, "message": f.Message})
}

// Add notes a breach at path.
func (f *Faults) Add(path, code, message string) {
	*f = append(*f, Fault{path, code, message})
}

func (f *Faults) required(path string) {
	f.Add(path, "BASE_TYPE_REQUIRED", "This field is required")
}

// length checks that text has between low and high code points.
func (f *Faults) length(path, text string, low, high int) {
	n := utf8.RuneCountInString(text)
	switch {
	case n == 0 && low > 0:
		f.required(path)
	case n < low:
		f.Add(path, "BASE_TYPE_BAD_LENGTH", fmt.Sprintf("Must be between %d and %d in length.", low, high))
	case n > high && low > 0:
		f.Add(path, "BASE_TYPE_BAD_LENGTH", fmt.Sprintf("Must be between %d and %d in length.", low, high))
	case n > high:
		f.Add(path, "BASE_TYPE_MAX_LENGTH", fmt.Sprintf("Must be %d or fewer in length.", high))
	}
}

// count checks that a list has between low and high entries.
func (f *Faults) count(path string, n, low, high int) {
	if n < low || n > high {
		f.Add(path, "BASE_TYPE_BAD_LENGTH", fmt.Sprintf("Must be between %d and %d in length.", low, high))
	}
}

// within checks that an optional number is in a range.
func (f *Faults) within(path string, n *int, low, high int) {
	if n != nil && (*n < low || *n > high) {
		f.Add(path, "NUMBER_TYPE_RANGE", fmt.Sprintf("int value should be between %d and %d.", low, high))
	}
}

func join(path string, steps ...any) string {
	var b strings.Builder
	b.WriteString(path)
	for _, step := range steps {
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		if n, ok := step.(int); ok {
			b.WriteString(strconv.Itoa(n))
			continue
		}
		fmt.Fprint(&b, step)
	}
	return b.String()
}
