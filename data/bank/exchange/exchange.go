// Package exchange writes questions in the formats of other programs and reads them from there. What a format
// has no place for is told question by question; an item that cannot be read spoils no other.
package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"drillbot/quiz"
)

// The bounds of a file that somebody else may have written.
const (
	MaxFile  = 8 << 20 // bytes
	maxItems = 5000
)

// Options are what may be chosen of an exchange. The zero value is English.
type Options struct {
	Lang  quiz.Lang // of the formats that have room for one: Aiken
	Notes quiz.Lang // of the notes
}

// lang is the language of a format that has room for one.
func (o Options) lang() quiz.Lang {
	if o.Lang == "" {
		return quiz.English
	}
	return o.Lang
}

// Note tells what became of an item on the way.
type Note struct {
	Item    int    `json:"item,omitempty"` // in the file, from 1; 0 for the file
	ID      string `json:"id,omitempty"`   // the question's, where it has one
	Msg     string `json:"message"`
	Refused bool   `json:"refused,omitempty"` // the item was left out
}

// String gives the note as item, id: what.
func (n Note) String() string {
	at := "the file"
	if n.Item > 0 {
		at = fmt.Sprintf("item %d", n.Item)
	}
	if n.ID != "" {
		at += " (" + n.ID + ")"
	}
	if n.Refused {
		at += " is left out"
	}
	return at + ": " + n.Msg
}

// format is one way to write questions.
type format struct {
	name, about string
	exts        []string // of file names
	write       func(*writer) error
	read        func(*reader, string)
}

func formats() []format {
	return []format{
		{"json", "everything, for programs", []string{".json"}, writeJSON, readJSON},
		{"markdown", "everything, for people", []string{".md", ".markdown"}, writeMarkdown, readMarkdown},
		{"csv", "everything, a question a line", []string{".csv"}, writeCSV, readCSV},
		{"tsv", "as csv, with tabs", []string{".tsv"}, writeTSV, readTSV},
		{"anki", "notes of Anki, as text with headers", []string{".txt"}, writeAnki, readAnki},
		{"moodle", "Moodle XML", []string{".xml"}, writeMoodle, readMoodle},
		{"gift", "Moodle GIFT", []string{".gift"}, writeGIFT, readGIFT},
		{"aiken", "Aiken: choices with one right option", []string{".aiken"}, writeAiken, readAiken},
	}
}

// Formats lists the names of the formats, each with what it is.
func Formats() [][2]string {
	var out [][2]string
	for _, f := range formats() {
		out = append(out, [2]string{f.name, f.about})
	}
	return out
}

// Of returns the format that a file's name tells, or "".
func Of(filename string) string {
	ext := strings.ToLower(filepath.Ext(filename))
	for _, f := range formats() {
		for _, e := range f.exts {
			if e == ext {
				return f.name
			}
		}
	}
	return ""
}

func named(name string) (format, error) {
	var known []string
	for _, f := range formats() {
		if f.name == name {
			return f, nil
		}
		known = append(known, f.name)
	}
	return format{}, fmt.Errorf("there is no format %q; the formats are %s", name, strings.Join(known, ", "))
}

// writer is one Write under way.
type writer struct {
	io.Writer
	Options
	questions []quiz.Question
	notes     []Note
}

// lose notes what the format has no place for: one thing at least.
func (w *writer) lose(i int, what ...words) {
	all := what[0]
	for _, more := range what[1:] {
		all = say("%v; %v", "%v；%v", all, more)
	}
	w.notes = append(w.notes, Note{Item: i + 1, ID: w.questions[i].ID, Msg: w.told(all)})
}

// refuse notes that a question is left out.
func (w *writer) refuse(i int, why words) {
	w.notes = append(w.notes, Note{Item: i + 1, ID: w.questions[i].ID, Msg: w.told(why), Refused: true})
}

// Write writes the questions in the format of that name. The notes tell what it could not carry.
func Write(out io.Writer, name string, questions []quiz.Question, o Options) ([]Note, error) {
	f, err := named(name)
	if err != nil {
		return nil, err
	}
	w := &writer{Writer: out, Options: o, questions: questions}
	if err := f.write(w); err != nil {
		return w.notes, fmt.Errorf("write %s: %w", name, err)
	}
	return w.notes, nil
}

// reader is one Read under way.
type reader struct {
	Options
	questions []quiz.Question
	notes     []Note
	seen      map[string]bool
	items     int
}

// Read reads the questions of a file in the format of that name, as far as they go: data/bank says whether
// one is whole. Two items with one id are refused but for the first.
func Read(data []byte, name string, o Options) ([]quiz.Question, []Note, error) {
	f, err := named(name)
	if err != nil {
		return nil, nil, err
	}
	if len(data) > MaxFile {
		return nil, nil, fmt.Errorf("read %s: larger than %d MiB", name, MaxFile>>20)
	}
	if !utf8.Valid(data) {
		return nil, nil, fmt.Errorf("read %s: not UTF-8; save it as UTF-8", name)
	}
	r := &reader{Options: o, seen: map[string]bool{}}
	f.read(r, strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n"))
	return r.questions, r.notes, nil
}

// next counts an item; it reports whether there is room for it.
func (r *reader) next() bool {
	r.items++
	if r.items == maxItems+1 {
		r.tell(Note{}, say("more than %d items; the rest is not read", "超过 %d 条，其余没有读", maxItems))
	}
	return r.items <= maxItems
}

// refuse leaves the present item out.
func (r *reader) refuse(id string, why error) {
	r.tell(Note{Item: r.items, ID: shorten(id), Refused: true}, why)
}

// note tells of the present item.
func (r *reader) note(id string, what words) { r.tell(Note{Item: r.items, ID: shorten(id)}, what) }

// tell adds a note that says what.
func (r *reader) tell(n Note, what error) {
	n.Msg = r.told(what)
	r.notes = append(r.notes, n)
}

// idForm is what data/bank takes for an id.
var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// take takes the present item as a question.
func (r *reader) take(q quiz.Question) {
	if q.ID == "" {
		q.ID = made(q)
		r.note(q.ID, say("it has no id; this one is made from its prompt", "没有题号，这个由题目内容生成"))
	}
	switch {
	case !idForm.MatchString(q.ID) || len(q.ID) > 40:
		r.refuse(q.ID, say("the id will not do: use lower-case letters, digits and single hyphens, at most 40",
			"题号不合要求：只能用小写字母、数字和单个连字符，最多 40 个字符"))
	case q.Prompt.EN == "" && q.Prompt.ZH == "":
		r.refuse(q.ID, say("there is no prompt", "没有题目内容"))
	case r.seen[q.ID]:
		r.refuse(q.ID, say("an earlier item has the same id", "题号与前面的一条重复"))
	default:
		r.seen[q.ID] = true
		r.questions = append(r.questions, q)
	}
}

// made is the id of a question that has none: the same for the same prompt.
func made(q quiz.Question) string {
	sum := sha256.Sum256([]byte(q.Prompt.EN + "\x00" + q.Prompt.ZH))
	return "q-" + hex.EncodeToString(sum[:5])
}

// shorten keeps a stranger's text from filling a note.
func shorten(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
