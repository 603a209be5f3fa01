package exchange

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"drillbot/data/bank/internal/form"
)

// A question in Markdown is a heading "## id", a list of its plain fields, sections "### Prompt (en)" and
// the like, and the rest as JSON in a fence of the kind "json details". A line of a text that looks like one of these
// begins with a backslash more.

func writeMarkdown(w *writer) error {
	for i, q := range w.questions {
		f := form.Of(q)
		var b strings.Builder
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "## %s\n\n", f.ID)
		fmt.Fprintf(&b, "- topic: %s\n", q.Topic)
		for _, col := range columns {
			if text := col.get(f); text != "" && listed(col.name) {
				fmt.Fprintf(&b, "- %s: %s\n", col.name, text)
			}
		}
		section := func(name, text string) {
			if text != "" {
				fmt.Fprintf(&b, "\n### %s\n\n%s\n", name, escaped(text))
			}
		}
		section("Prompt (en)", f.Prompt.EN)
		section("Prompt (zh)", f.Prompt.ZH)
		section("Reference (en)", f.Reference.EN)
		section("Reference (zh)", f.Reference.ZH)
		fmt.Fprintf(&b, "\n```json details\n%s\n```\n", indented(details(f)))
		if _, err := w.Write([]byte(b.String())); err != nil {
			return err
		}
	}
	return nil
}

// listed reports whether a column stands in the list under the heading.
func listed(name string) bool {
	return name != "id" && name != "details" && !strings.HasPrefix(name, "prompt") && !strings.HasPrefix(name, "reference")
}

func indented(text string) string {
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return text
	}
	out, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return text
	}
	return string(out)
}

var (
	special    = regexp.MustCompile("(?m)^\\\\*(?:## |### |```json details)")
	headForm   = regexp.MustCompile(`(?m)^## +(\S.*?) *$`)
	sectioned  = regexp.MustCompile("(?m)^(?:### +(.+?) *|```json details *)$")
	fieldForm  = regexp.MustCompile(`(?m)^- +([a-z_]+): *(.*?) *$`)
	unescaping = regexp.MustCompile("(?m)^\\\\(\\\\*(?:## |### |```json details))")
)

func escaped(text string) string {
	return special.ReplaceAllStringFunc(text, func(s string) string { return `\` + s })
}

func unescaped(text string) string { return unescaping.ReplaceAllString(text, "$1") }

func readMarkdown(r *reader, text string) {
	heads := headForm.FindAllStringSubmatchIndex(text, -1)
	if len(heads) == 0 {
		r.tell(Note{Refused: true}, say("no question: each begins with a heading, ## and its id", "没有题目：每道题以标题“## 题号”开头"))
	}
	for i, at := range heads {
		end := len(text)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		if !r.next() {
			return
		}
		r.heading(text[at[2]:at[3]], text[at[1]:end])
	}
}

// heading reads what stands under the heading of one question.
func (r *reader) heading(id, body string) {
	f := form.Question{ID: id}
	cells := map[string]string{}
	parts := sectioned.FindAllStringSubmatchIndex(body, -1)
	head := body
	if len(parts) > 0 {
		head = body[:parts[0][0]]
	}
	for _, m := range fieldForm.FindAllStringSubmatch(head, -1) {
		cells[m[1]] = m[2]
	}
	for i, at := range parts {
		end := len(body)
		if i+1 < len(parts) {
			end = parts[i+1][0]
		}
		name := "details"
		if at[2] >= 0 {
			name = strings.NewReplacer(" (", "_", ")", "").Replace(strings.ToLower(body[at[2]:at[3]]))
		}
		cells[name] = strings.TrimSpace(body[at[1]:end])
	}
	cells["details"] = strings.TrimSpace(strings.TrimSuffix(cells["details"], "```"))
	for _, col := range columns {
		if cell := cells[col.name]; cell != "" && col.name != "id" {
			if err := col.set(&f, unescaped(cell)); err != nil {
				r.refuse(id, say("%s: %v", "%s：%v", col.name, err))
				return
			}
		}
	}
	r.take(f.Quiz(cells["topic"]))
}
