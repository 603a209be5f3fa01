package exchange

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"drillbot/data/bank/internal/form"
	"drillbot/quiz"
)

// column is a column of the table: what it holds of a question, and what it does to one that is read.
type column struct {
	name string
	get  func(form.Question) string
	set  func(*form.Question, string) error
}

// columns of the table. details is what a type of question has of its own, as JSON.
var columns = []column{
	{"id", func(f form.Question) string { return f.ID }, func(f *form.Question, s string) error { f.ID = s; return nil }},
	{"type", func(f form.Question) string { return f.Type }, func(f *form.Question, s string) error { f.Type = s; return nil }},
	{"difficulty", func(f form.Question) string { return number(f.Difficulty) }, func(f *form.Question, s string) error { return whole0(s, &f.Difficulty) }},
	{"tags", func(f form.Question) string { return list(f.Tags) }, func(f *form.Question, s string) error { f.Tags = unlist[form.Tag](s); return nil }},
	{"panel", func(f form.Question) string { return f.Panel }, func(f *form.Question, s string) error { f.Panel = s; return nil }},
	{"part", func(f form.Question) string { return number(f.Part) }, func(f *form.Question, s string) error { return whole0(s, &f.Part) }},
	{"challenge", func(f form.Question) string { return claim(f.Challenge) }, func(f *form.Question, s string) error { return unclaim(s, &f.Challenge) }},
	{"related", func(f form.Question) string { return list(f.Related) }, func(f *form.Question, s string) error { f.Related = unlist[form.ID](s); return nil }},
	{"prompt_en", func(f form.Question) string { return f.Prompt.EN }, func(f *form.Question, s string) error { f.Prompt.EN = s; return nil }},
	{"prompt_zh", func(f form.Question) string { return f.Prompt.ZH }, func(f *form.Question, s string) error { f.Prompt.ZH = s; return nil }},
	{"reference_en", func(f form.Question) string { return f.Reference.EN }, func(f *form.Question, s string) error { f.Reference.EN = s; return nil }},
	{"reference_zh", func(f form.Question) string { return f.Reference.ZH }, func(f *form.Question, s string) error { f.Reference.ZH = s; return nil }},
	{"sources", func(f form.Question) string { return list(f.Sources) }, func(f *form.Question, s string) error { f.Sources = unlist[form.Key](s); return nil }},
	{"reviewed", func(f form.Question) string { return string(f.Reviewed) }, func(f *form.Question, s string) error { f.Reviewed = form.Date(s); return nil }},
	{"details", details, undetail},
}

// own is what a type of question has of its own, with the hints of all.
type own struct {
	Hints          []form.Text          `json:"hints,omitempty"`
	Points         []form.Point         `json:"points,omitempty"`
	Misconceptions []form.Misconception `json:"misconceptions,omitempty"`
	Options        []form.Option        `json:"options,omitempty"`
	Numeric        *form.Numeric        `json:"numeric,omitempty"`
	Blanks         []form.Blank         `json:"blanks,omitempty"`
	Items          []form.Item          `json:"items,omitempty"`
}

func details(f form.Question) string {
	text, _ := json.Marshal(own{f.Hints, f.Points, f.Misconceptions, f.Options, f.Numeric, f.Blanks, f.Items}) // strings, numbers and lists
	return string(text)
}

func undetail(f *form.Question, s string) error {
	var o own
	if err := strict(json.NewDecoder(strings.NewReader(s)), &o); err != nil {
		return err
	}
	f.Hints, f.Points, f.Misconceptions = o.Hints, o.Points, o.Misconceptions
	f.Options, f.Numeric, f.Blanks, f.Items = o.Options, o.Numeric, o.Blanks, o.Items
	return nil
}

func writeCSV(w *writer) error { return writeTable(w, ',') }

func writeTSV(w *writer) error { return writeTable(w, '\t') }

func readCSV(r *reader, text string) { readTable(r, text, ',') }

func readTSV(r *reader, text string) { readTable(r, text, '\t') }

func writeTable(w *writer, comma rune) error {
	c := csv.NewWriter(w)
	c.Comma = comma
	row := []string{"topic"}
	for _, col := range columns {
		row = append(row, col.name)
	}
	if err := c.Write(row); err != nil {
		return err
	}
	for _, q := range w.questions {
		f := form.Of(q)
		row := []string{guarded(q.Topic)}
		for _, col := range columns {
			row = append(row, guarded(col.get(f)))
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// readTable reads a table with a line of names. A line that is broken costs itself alone.
func readTable(r *reader, text string, comma rune) {
	c := csv.NewReader(strings.NewReader(text))
	c.Comma, c.FieldsPerRecord, c.ReuseRecord = comma, -1, true
	head, err := c.Read()
	if err != nil {
		r.tell(Note{Refused: true}, say("no table: %v", "不是表格：%v", err))
		return
	}
	names := make([]string, len(head))
	for i, h := range head {
		names[i] = strings.ToLower(strings.TrimSpace(h))
	}
	r.unknown(names)
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) || !r.next() {
			return
		}
		if err != nil {
			r.refuse("", err)
			continue
		}
		r.row(names, row)
	}
}

// unknown tells of columns that are not read.
func (r *reader) unknown(names []string) {
	known := map[string]bool{"topic": true, "": true}
	for _, col := range columns {
		known[col.name] = true
	}
	for _, name := range names {
		if !known[name] {
			r.tell(Note{}, say("the column %q is not read", "没有读“%s”列", shorten(name)))
		}
	}
}

func (r *reader) row(names, row []string) {
	cells := map[string]string{}
	for i, cell := range row {
		if i < len(names) {
			cells[names[i]] = unguarded(cell)
		}
	}
	if len(row) > len(names) {
		r.refuse(cells["id"], say("it has %d cells, but there are %d columns", "这一行有 %d 格，表头只有 %d 列", len(row), len(names)))
		return
	}
	var f form.Question
	for _, col := range columns {
		if cell := strings.TrimSpace(cells[col.name]); cell != "" {
			if err := col.set(&f, cell); err != nil {
				r.refuse(cells["id"], say("%s: %v", "%s：%v", col.name, err))
				return
			}
		}
	}
	r.take(f.Quiz(cells["topic"]))
}

// guarded keeps a spreadsheet from taking a cell for a formula of its own (OWASP, "CSV Injection").
func guarded(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@'\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func unguarded(cell string) string {
	rest, ok := strings.CutPrefix(cell, "'")
	if ok && rest != "" && strings.ContainsRune("=+-@'\t\r", rune(rest[0])) {
		return rest
	}
	return cell
}

// between stands between the entries of a list in one cell.
const between = "; "

func list[T ~string](entries []T) string {
	parts := make([]string, len(entries))
	for i, e := range entries {
		parts[i] = string(e)
	}
	return strings.Join(parts, between)
}

func unlist[T ~string](s string) []T {
	var out []T
	for part := range strings.SplitSeq(s, strings.TrimSpace(between)) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, T(part))
		}
	}
	return out
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func whole0(s string, into *int) (err error) {
	if *into, err = strconv.Atoi(s); err != nil {
		return say("%q is no whole number", "“%s”不是整数", shorten(s))
	}
	return nil
}

func claim(b bool) string {
	if b {
		return "true"
	}
	return ""
}

func unclaim(s string, into *bool) (err error) {
	if *into, err = strconv.ParseBool(strings.ToLower(s)); err != nil {
		return say("%q is neither true nor false", "“%s”既不是 true 也不是 false", shorten(s))
	}
	return nil
}

// typeOf is a type by its name, open where there is none.
func typeOf(s string) quiz.Type {
	for _, t := range quiz.Types() {
		if string(t) == s {
			return t
		}
	}
	return quiz.Open
}
