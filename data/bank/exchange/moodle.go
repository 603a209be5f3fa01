package exchange

import (
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"math"
	"strconv"
	"strings"

	"drillbot/quiz"
)

// Moodle's XML: open questions are essays with the rubric in the information for graders, others the type that fits. Texts
// hold both languages for the multilang filter. The whole question stands in a comment in front of it and, for
// an essay, also in the information for graders, which Moodle keeps.

// xmlText writes elements around text.
type xmlText struct {
	strings.Builder
}

func (x *xmlText) line(depth int, s string) { x.WriteString(strings.Repeat("  ", depth) + s + "\n") }

// text writes <name format="html"><text>…</text></name>.
func (x *xmlText) text(depth int, name, htmlText string) {
	x.line(depth, fmt.Sprintf(`<%s format="html"><text>%s</text></%s>`, name, escapedXML(htmlText), name))
}

// plain writes <name>…</name>.
func (x *xmlText) plain(depth int, name, value string) {
	x.line(depth, fmt.Sprintf("<%s>%s</%s>", name, escapedXML(value), name))
}

func escapedXML(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return html.EscapeString(s) // a Builder takes all
	}
	return b.String()
}

func writeMoodle(w *writer) error {
	if _, err := io.WriteString(w, xml.Header+"<quiz>\n"); err != nil {
		return err
	}
	topic := ""
	for i, q := range w.questions {
		var x xmlText
		if q.Topic != topic {
			topic = q.Topic
			x.line(1, `<question type="category"><category><text>`+escapedXML("$course$/top/drillbot/"+topic)+`</text></category></question>`)
		}
		x.question(q)
		w.lose(i, moodleLoses(q)...)
		if _, err := io.WriteString(w, x.String()); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "</quiz>\n")
	return err
}

// moodleLoses says what other programs do not find in the file.
func moodleLoses(q quiz.Question) []words {
	out := []words{say("Moodle has no place for hints in two languages, sources and the day of review; they stand in a comment that it drops",
		"Moodle 存不下双语提示、出处和核对日期，它们写在注释里，Moodle 会丢掉")}
	if q.Type == quiz.Open {
		out = []words{say("Moodle's graders see the rubric, its machines do not: an essay is graded by hand",
			"Moodle 里评分要点只给评卷人看，不会自动评分：问答题要人工批改")}
	}
	if q.Numeric != nil && len(q.Numeric.Variables) > 0 {
		out = append(out, firstValues())
	}
	return out
}

func firstValues() words {
	return say("Moodle asks with the first value of every variable", "Moodle 出题时每个变量只用第一个值")
}

// moodleTypes are Moodle's names for ours.
var moodleTypes = map[quiz.Type]string{
	quiz.Open: "essay", quiz.Choice: "multichoice", quiz.Numeric: "numerical", quiz.Cloze: "cloze", quiz.Order: "ordering",
}

func (x *xmlText) question(q quiz.Question) {
	x.line(1, "<!-- drillbot "+hidden(q)+" -->")
	x.line(1, fmt.Sprintf(`<question type="%s">`, moodleTypes[q.Type]))
	x.line(2, "<name><text>"+escapedXML(q.ID)+"</text></name>")
	prompt := bothLanguages(first(q).Prompt, "span")
	if q.Type == quiz.Cloze {
		prompt = gapped(q)
	}
	x.text(2, "questiontext", prompt)
	x.text(2, "generalfeedback", bothLanguages(first(q).Reference, "span"))
	x.plain(2, "idnumber", q.ID)
	switch q.Type {
	case quiz.Open:
		x.essay(q)
	case quiz.Choice:
		x.multichoice(q)
	case quiz.Numeric:
		x.numerical(q)
	case quiz.Order:
		x.ordering(q)
	}
	x.line(2, "<tags>")
	for _, t := range append([]string{fmt.Sprintf("difficulty %d", q.Difficulty)}, q.Tags...) {
		x.line(3, "<tag><text>"+escapedXML(t)+"</text></tag>")
	}
	x.line(2, "</tags>")
	x.line(1, "</question>")
}

// first is a question with the first numbers of its variables.
func first(q quiz.Question) quiz.Question {
	if q.Numeric == nil {
		return q
	}
	names := []string{"{answer}", quiz.FormatNumber(q.Numeric.Value)}
	for _, v := range q.Numeric.Variables {
		if len(v.Values) > 0 {
			names = append(names, "{"+v.Name+"}", quiz.FormatNumber(v.Values[0]))
		}
	}
	fill := strings.NewReplacer(names...)
	q.Prompt = quiz.Text{EN: fill.Replace(q.Prompt.EN), ZH: fill.Replace(q.Prompt.ZH)}
	q.Reference = quiz.Text{EN: fill.Replace(q.Reference.EN), ZH: fill.Replace(q.Reference.ZH)}
	return q
}

func (x *xmlText) essay(q quiz.Question) {
	var b strings.Builder
	b.WriteString("<ul>")
	for _, p := range q.Points {
		fmt.Fprintf(&b, "<li>%d: %s</li>", p.Weight, bothLanguages(p.Text, "span"))
	}
	for _, m := range q.Misconceptions {
		fmt.Fprintf(&b, "<li>−%d: %s</li>", m.Cost, bothLanguages(m.Text, "span"))
	}
	b.WriteString("</ul><pre>drillbot " + html.EscapeString(hidden(q)) + "</pre>")
	x.text(2, "graderinfo", b.String())
	x.plain(2, "responseformat", "editor")
	x.plain(2, "defaultgrade", "100")
}

func (x *xmlText) multichoice(q quiz.Question) {
	right := len(q.Right())
	x.plain(2, "single", strconv.FormatBool(right == 1))
	x.plain(2, "shuffleanswers", "true")
	for _, o := range q.Options {
		share := 0.0
		switch {
		case o.Right && right > 0:
			share = 100 / float64(right)
		case right > 1:
			share = -100 / float64(right)
		}
		x.answer(share, bothLanguages(o.Text, "span"), bothLanguages(o.Why, "span"))
	}
}

// answer writes an answer with what it earns, in hundredths. Moodle takes shares of up to seven decimals.
func (x *xmlText) answer(fraction float64, text, feedback string) {
	x.line(2, fmt.Sprintf(`<answer fraction="%s" format="html"><text>%s</text>`, strconv.FormatFloat(math.Round(fraction*1e5)/1e5, 'f', -1, 64), escapedXML(text)))
	if feedback != "" {
		x.text(3, "feedback", feedback)
	}
	x.line(2, "</answer>")
}

func (x *xmlText) numerical(q quiz.Question) {
	n := q.Numeric
	x.line(2, `<answer fraction="100"><text>`+plainNumber(n.Value)+`</text><tolerance>`+plainNumber(math.Abs(n.Value)*n.Tolerance)+`</tolerance></answer>`)
	if n.Unit == "" {
		return
	}
	x.line(2, "<units>")
	unit := func(name string, multiplier float64) {
		x.line(3, "<unit><multiplier>"+plainNumber(multiplier)+"</multiplier><unit_name>"+escapedXML(name)+"</unit_name></unit>")
	}
	unit(n.Unit, 1)
	for _, u := range n.Units {
		unit(u.Name, 1/u.Factor) // Moodle's multiplier is how many of this unit one of the first is
	}
	x.line(2, "</units>")
}

func plainNumber(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func (x *xmlText) ordering(q quiz.Question) {
	x.plain(2, "layouttype", "VERTICAL")
	x.plain(2, "selecttype", "ALL")
	x.plain(2, "selectcount", strconv.Itoa(len(q.Items)))
	x.plain(2, "gradingtype", "RELATIVE_TO_CORRECT")
	for i, it := range q.Items {
		x.answer(float64(i+1), bothLanguages(it.Text, "span"), "") // the place, from 1
	}
}

// gapped is a prompt whose blanks are embedded answers.
func gapped(q quiz.Question) string {
	names := make([]string, 0, 2*len(q.Blanks))
	for _, b := range q.Blanks {
		accept := make([]string, len(b.Accept))
		for i, a := range b.Accept {
			accept[i] = "=" + clozeEscape.Replace(a)
		}
		names = append(names, "[["+b.ID+"]]", "{1:SHORTANSWER:"+strings.Join(accept, "~")+"}")
	}
	fill := strings.NewReplacer(names...)
	return fill.Replace(bothLanguages(q.Prompt, "span"))
}

// clozeEscape escapes what has a meaning within an embedded answer or in HTML. Entities by number would hold a #.
var clozeEscape = strings.NewReplacer("~", `\~`, "=", `\=`, "#", `\#`, "}", `\}`, "{", `\{`, `\`, `\\`, "&", "&amp;", "<", "&lt;", ">", "&gt;")
