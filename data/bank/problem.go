package bank

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing wrong with the bank's files, and what to do about it.
type Problem struct {
	File    string `json:"file"`             // slash-separated, within the folder
	Line    int    `json:"line,omitempty"`   // from 1; 0 when it is about the whole file
	Column  int    `json:"column,omitempty"` // from 1, in characters
	Msg     string `json:"message"`
	Fix     string `json:"fix"`
	Warning bool   `json:"warning,omitempty"` // does not keep the bank from being used
}

// Fault is what Loader.Inspect finds at a value of a question file.
type Fault struct {
	Path     string // of the value, such as "points[2].text.en"; "" for the whole file
	Msg, Fix string
}

// String gives the problem as file:line:column: what is wrong; what to do.
func (p Problem) String() string {
	at := p.File
	if p.Line > 0 {
		at = fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
	}
	kind := ""
	if p.Warning {
		kind = "warning: "
	}
	return fmt.Sprintf("%s: %s%s; %s", at, kind, p.Msg, p.Fix)
}

// Problems are all that is wrong with a folder, by file and line. As an error they
// are shown a line each.
type Problems []Problem

// Error lists the problems, a line each.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Errors returns the problems that are not warnings.
func (ps Problems) Errors() Problems {
	return slices.DeleteFunc(slices.Clone(ps), func(p Problem) bool { return p.Warning })
}

func (ps Problems) sort() {
	slices.SortFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column), cmp.Compare(a.Msg, b.Msg))
	})
}

// sheet is one file that is being checked: what is found wrong is noted on it by the path
// of the value, such as "points[2].text.en".
type sheet struct {
	file     string
	marks    map[string]mark
	problems Problems
}

// mark is where a value stands in its file.
type mark struct {
	line, column int
	block        bool // a literal block: its text begins on the next line
}

// fail notes an error at the value of path, or at the nearest value around it.
func (s *sheet) fail(path, fix, format string, args ...any) {
	s.note(s.mark(path), false, fix, format, args...)
}

// warn notes a warning like fail.
func (s *sheet) warn(path, fix, format string, args ...any) {
	s.note(s.mark(path), true, fix, format, args...)
}

func (s *sheet) note(m mark, warning bool, fix, format string, args ...any) {
	s.problems = append(s.problems, Problem{
		File: s.file, Line: m.line, Column: m.column,
		Msg: fmt.Sprintf(format, args...), Fix: fix, Warning: warning,
	})
}

func (s *sheet) mark(path string) mark {
	for {
		if m, ok := s.marks[path]; ok || path == "" {
			return m
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
}

// markIn is the place of the character at a byte offset of the text at path. Only in a
// literal block are lines kept as written; elsewhere it is the place of the text.
func (s *sheet) markIn(path, text string, offset int) mark {
	m := s.mark(path)
	if m.block {
		m.line += 1 + strings.Count(text[:offset], "\n")
		m.column = 1
	}
	return m
}
