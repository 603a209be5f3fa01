package exchange

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"drillbot/quiz"
)

// A note of Anki is a line of guid, deck, tags, front and back. By the guid, which is the question's id, Anki updates a note
// that it has, and so do we. The whole question stands in a comment at the end of the back, which nobody
// sees; what is seen counts before it.

const ankiHead = `#separator:tab
#html:true
#notetype:Basic
#guid column:1
#deck column:2
#tags column:3
#columns:guid	deck	tags	Front	Back
`

// seam parts the reference from what else stands on the back.
const seam = "<hr>"

func writeAnki(w *writer) error {
	if _, err := io.WriteString(w, ankiHead); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	c.Comma = '\t'
	for i, q := range w.questions {
		back := bothLanguages(q.Reference, "div") + seam + ankiKey(q) + "<!-- drillbot " + hidden(q) + " -->"
		row := []string{q.ID, "Drillbot::" + q.Topic, ankiTags(q), ankiFront(q), back}
		if err := c.Write(row); err != nil {
			return err
		}
		w.lose(i, say("Anki has no place for cues, hints and variables; they stand in a comment on the back and are lost where that is edited away",
			"Anki 存不下关键说法、提示和变量，它们写在背面的注释里，改动时删掉注释就没有了"))
	}
	c.Flush()
	return c.Error()
}

// ankiTags are those of the question and, with "::", its type and difficulty. A tag of Anki has no spaces.
func ankiTags(q quiz.Question) string {
	tags := []string{"type::" + string(q.Type), "difficulty::" + strconv.Itoa(q.Difficulty)}
	for _, t := range q.Tags {
		tags = append(tags, strings.ReplaceAll(t, " ", "_"))
	}
	return strings.Join(tags, " ")
}

func ankiFront(q quiz.Question) string {
	front := bothLanguages(q.Prompt, "div")
	if len(q.Options) == 0 && len(q.Items) == 0 {
		return front
	}
	front += seam + "<ol type=\"A\">"
	for _, o := range q.Options {
		front += "<li>" + bothLanguages(o.Text, "span") + "</li>"
	}
	items := slices.Clone(q.Items) // by name, so that the order is not told
	slices.SortFunc(items, func(a, b quiz.Item) int { return strings.Compare(a.Text.EN, b.Text.EN) })
	for _, it := range items {
		front += "<li>" + bothLanguages(it.Text, "span") + "</li>"
	}
	return front + "</ol>"
}

// ankiKey is what a learner checks an answer by.
func ankiKey(q quiz.Question) string {
	var b strings.Builder
	entry := func(mark string, t quiz.Text) { fmt.Fprintf(&b, "<li>%s %s</li>", mark, bothLanguages(t, "span")) }
	b.WriteString("<ul>")
	for _, p := range q.Points {
		entry(strconv.Itoa(p.Weight), p.Text)
	}
	for _, m := range q.Misconceptions {
		entry("✗", m.Text)
	}
	for i, o := range q.Options {
		entry(quiz.Letter(i)+map[bool]string{true: " ✓", false: " ✗"}[o.Right], o.Why)
	}
	for _, x := range q.Blanks {
		fmt.Fprintf(&b, "<li>%s: %s</li>", toHTML(x.ID), toHTML(strings.Join(x.Accept, " | ")))
	}
	for i, it := range q.Items {
		entry(strconv.Itoa(i+1), it.Text)
	}
	if n := q.Numeric; n != nil {
		fmt.Fprintf(&b, "<li>%s %s</li>", quiz.FormatNumber(n.Value), toHTML(n.Unit))
	}
	return b.String() + "</ul>"
}

// ankiFields say in which column what stands.
type ankiFields struct{ guid, deck, tags, front, back int }

// readAnki reads notes with or without headers; without, they are front and back.
func readAnki(r *reader, text string) {
	at, comma, body := ankiHeaders(text)
	c := csv.NewReader(strings.NewReader(body))
	c.Comma, c.FieldsPerRecord, c.LazyQuotes = comma, -1, true
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) || !r.next() {
			return
		}
		if err != nil {
			r.refuse("", err)
			continue
		}
		r.anki(at, row)
	}
}

var (
	ankiColumn = regexp.MustCompile(`^#(guid|deck|tags|notetype) column: *(\d{1,3})`)
	separators = map[string]rune{"tab": '\t', "comma": ',', "semicolon": ';', "pipe": '|', "space": ' ', "colon": ':'}
)

// ankiHeaders reads the lines that begin with #, and returns the rest. Front and back are the first columns that are
// nothing else.
func ankiHeaders(text string) (ankiFields, rune, string) {
	at := ankiFields{-1, -1, -1, -1, -1}
	comma, taken := '\t', map[int]bool{}
	for strings.HasPrefix(text, "#") {
		line, rest, _ := strings.Cut(text, "\n")
		text = rest
		if name, ok := strings.CutPrefix(line, "#separator:"); ok {
			name = strings.ToLower(strings.TrimSpace(name))
			if s, ok := separators[name]; ok {
				comma = s
			} else if len(name) == 1 && strings.ContainsAny(name, ",;|:") {
				comma = rune(name[0])
			}
		}
		if m := ankiColumn.FindStringSubmatch(line); m != nil {
			n, _ := strconv.Atoi(m[2]) // at most three digits
			taken[n-1] = true
			if into := map[string]*int{"guid": &at.guid, "deck": &at.deck, "tags": &at.tags}[m[1]]; into != nil {
				*into = n - 1
			}
		}
	}
	for i := 0; at.back < 0; i++ {
		switch {
		case taken[i]:
		case at.front < 0:
			at.front = i
		default:
			at.back = i
		}
	}
	return at, comma, text
}

var ankiWhole = regexp.MustCompile(`(?s)<!-- drillbot (.*?) -->`)

func (r *reader) anki(at ankiFields, row []string) {
	cell := func(i int) string {
		if i < 0 || i >= len(row) {
			return ""
		}
		return row[i]
	}
	back := cell(at.back)
	var q quiz.Question
	if m := ankiWhole.FindStringSubmatch(back); m != nil {
		q = found(m[1])
	}
	front, _, _ := strings.Cut(cell(at.front), seam)
	reference, _, _ := strings.Cut(ankiWhole.ReplaceAllString(back, ""), seam)
	seen := quiz.Question{ID: strings.TrimSpace(cell(at.guid)), Prompt: fromLanguages(front), Reference: fromLanguages(reference)}
	if topic, ok := strings.CutPrefix(cell(at.deck), "Drillbot::"); ok {
		seen.Topic = topic
	}
	readAnkiTags(&seen, strings.Fields(cell(at.tags)))
	if seen.Type == "" && q.Type == "" {
		seen.Type = quiz.Open
	}
	r.take(Merge(q, seen))
}

func readAnkiTags(q *quiz.Question, tags []string) {
	for _, t := range tags {
		if name, ok := strings.CutPrefix(t, "type::"); ok {
			q.Type = typeOf(name)
		} else if n, ok := strings.CutPrefix(t, "difficulty::"); ok {
			q.Difficulty, _ = strconv.Atoi(n) // 0 is refused by data/bank
		} else {
			q.Tags = append(q.Tags, strings.ToLower(strings.ReplaceAll(t, "_", " ")))
		}
	}
}
