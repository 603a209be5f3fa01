package exchange

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"drillbot/data/bank/internal/form"
	"drillbot/quiz"
)

// whole is a question in full: as its file has it, with the topic that its folder tells.
type whole struct {
	Topic string `json:"topic,omitempty"`
	form.Question
}

func wholeOf(q quiz.Question) whole { return whole{q.Topic, form.Of(q)} }

// hidden is a question in full on one line, to stand where other programs do not look. It holds neither "<", ">" and "&",
// which JSON escapes, nor "--", which ends a comment of XML.
func hidden(q quiz.Question) string {
	text, _ := json.Marshal(wholeOf(q)) // strings, numbers and lists of them
	return strings.ReplaceAll(string(text), "--", `-\u002d`)
}

// found reads what hidden wrote. A question that is not there is empty.
func found(text string) quiz.Question {
	var w whole
	if err := strict(json.NewDecoder(strings.NewReader(text)), &w); err != nil {
		return quiz.Question{}
	}
	return w.Quiz(w.Topic)
}

func strict(d *json.Decoder, into any) error {
	d.DisallowUnknownFields()
	return d.Decode(into)
}

func writeJSON(w *writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	all := make([]whole, len(w.questions))
	for i, q := range w.questions {
		all[i] = wholeOf(q)
	}
	return e.Encode(all)
}

// readJSON reads a list of questions. Where the list itself is broken, the rest of it is lost.
func readJSON(r *reader, text string) {
	d := json.NewDecoder(strings.NewReader(text))
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		r.tell(Note{Refused: true}, say("not a list of questions: it has to begin with [", "不是题目列表：应以 [ 开头"))
		return
	}
	for d.More() {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			if err != io.EOF {
				r.next()
				r.refuse("", say("no JSON from here on: %v", "从这里起不是 JSON：%v", err))
			}
			return
		}
		if !r.next() {
			return
		}
		var w whole
		if err := strict(json.NewDecoder(bytes.NewReader(raw)), &w); err != nil {
			r.refuse(w.ID, err)
			continue
		}
		r.take(w.Quiz(w.Topic))
	}
}
