package measure

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"drillbot/quiz"
)

// Row is one answer of a set.
type Row struct {
	Line       int              // in the file, from 1
	ID         string           // its own, or the number of its line
	Question   string           // the question's id, or ""
	Prompt     string           // the question's text, or ""
	References []string         // answers that an expert gave, the first one first
	Points     []quiz.Point     // key points of the row's own, weights summing to 100
	Answer     string           // untrusted, of any length
	Lang       quiz.Lang        // "" when the row does not say, or says "mixed"
	Kind       string           // what sort of answer or attack it is; for people
	Human      float64          // from 0 to 1, where Scored
	Scored     bool             //
	Label      Label            //
	Allowed    map[string]Range // by grader, "offline" or "llm": what an attack's score may be
}

// Group names the question of a row: answers to one question have one group.
func (r Row) Group() string {
	if r.Question != "" {
		return r.Question
	}
	return r.Prompt
}

// Label is what a human calls an answer.
type Label uint8

// The labels, reduced to two as in the 2-way task of SemEval-2013.
const (
	Unlabelled Label = iota
	Right            // "correct"
	Wrong            // anything else: "incorrect", "contradictory", "partially_correct_incomplete" …
)

// Range is the scores, of 100, that an answer may get, both ends included.
type Range struct{ Low, High int }

// Holds reports whether a score is in the range.
func (r Range) Holds(score int) bool { return r.Low <= score && score <= r.High }

// rawRow is a row as it stands in a file, by every name that its fields go by.
type rawRow struct {
	ID         word            `json:"id"`
	QuestionID word            `json:"question_id"`
	QID        word            `json:"qid"`
	Question   string          `json:"question"`
	Reference  string          `json:"reference"`
	References []string        `json:"references"`
	Keypoints  []rawPoint      `json:"keypoints"`
	KeyPoints  []rawPoint      `json:"key_points"`
	Answer     *string         `json:"answer"`
	Lang       word            `json:"lang"`
	Kind       word            `json:"kind"`
	Category   word            `json:"category"`
	Score      *float64        `json:"score"`
	Scores     []float64       `json:"scores"`
	Label      json.RawMessage `json:"label"`
	Labels     json.RawMessage `json:"labels"`
	Offline    []int           `json:"offline_score_0_100"`
	LLM        []int           `json:"llm_score_0_100"`
}

// word is a short text that some files write as a number.
type word string

func (w *word) UnmarshalJSON(data []byte) error {
	var s string
	if json.Unmarshal(data, &s) == nil {
		*w = word(strings.TrimSpace(s))
		return nil
	}
	if strings.ContainsAny(string(data[:1]), "{[") {
		return errors.New("a list or object where a word belongs")
	}
	*w = word(data) // a number, true or false, as it is written
	return nil
}

// parseRow reads one line. Its error says what is wrong and nothing of the answer.
func parseRow(line int, data []byte) (Row, error) {
	var raw rawRow
	if err := json.Unmarshal(data, &raw); err != nil {
		return Row{}, unreadable(err)
	}
	if raw.Answer == nil {
		return Row{}, errors.New(`no "answer"`)
	}
	r := Row{
		Line: line, ID: first(string(raw.ID), strconv.Itoa(line)), Question: first(string(raw.QuestionID), string(raw.QID)),
		Prompt: strings.TrimSpace(raw.Question), References: references(raw), Answer: *raw.Answer,
		Lang: language(raw.Lang), Kind: first(string(raw.Kind), string(raw.Category)),
	}
	var err error
	if r.Points, err = pointsOf(raw.Keypoints, raw.KeyPoints); err != nil {
		return Row{}, err
	}
	if r.Human, r.Scored, err = score(raw); err != nil {
		return Row{}, err
	}
	if r.Allowed, err = allowed(raw); err != nil {
		return Row{}, err
	}
	if !r.Scored && len(r.Allowed) == 0 {
		return Row{}, errors.New(`neither a "score" nor a range of scores`)
	}
	r.Label = label(raw)
	return r, nil
}

// unreadable says where JSON is not what it should be, without quoting it.
func unreadable(err error) error {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) && kind.Field == "" {
		return errors.New("not a JSON object")
	}
	if kind != nil {
		return fmt.Errorf("%q is of the wrong type: not a %s", kind.Field, kind.Type)
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("not a JSON object: broken at byte %d", syntax.Offset)
	}
	return err
}

func first(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

// references returns the reference answers, each once, the one named alone first.
func references(raw rawRow) []string {
	var out []string
	seen := map[string]bool{"": true}
	for _, r := range append([]string{raw.Reference}, raw.References...) {
		if r = strings.TrimSpace(r); !seen[r] {
			seen[r] = true
			out = append(out, r)
		}
	}
	return out
}

func language(w word) quiz.Lang {
	switch l := quiz.Lang(strings.ToLower(string(w))); l {
	case quiz.English, quiz.Chinese:
		return l
	default:
		return ""
	}
}

// score returns what humans gave, as it is written: one score, or the mean of several.
func score(raw rawRow) (float64, bool, error) {
	all := raw.Scores
	if raw.Score != nil {
		all = []float64{*raw.Score}
	}
	sum := 0.0
	for _, s := range all {
		if s < 0 || s > 100 {
			return 0, false, errors.New("a score below 0 or above 100")
		}
		sum += s
	}
	return sum / float64(max(1, len(all))), len(all) > 0, nil
}

// allowed returns the ranges of an attack.
func allowed(raw rawRow) (map[string]Range, error) {
	out := map[string]Range{}
	for name, ends := range map[string][]int{"offline": raw.Offline, "llm": raw.LLM} {
		if ends == nil {
			continue
		}
		if len(ends) != 2 || ends[0] < 0 || ends[0] > ends[1] || ends[1] > 100 {
			return nil, fmt.Errorf("the range of scores for %s is none: it takes two whole numbers from 0 to 100, the lower first", name)
		}
		out[name] = Range{ends[0], ends[1]}
	}
	return out, nil
}

// label reduces what an answer was called to right or wrong. A class that is but a number
// means nothing by itself.
func label(raw rawRow) Label {
	called := Unlabelled
	for _, name := range append(texts(raw.Label), texts(raw.Labels)...) {
		if _, err := strconv.ParseFloat(name, 64); err == nil {
			continue
		}
		switch strings.ToLower(name) {
		case "correct", "right", "true":
			return Right
		}
		called = Wrong
	}
	return called
}

// texts returns the words in a JSON value: itself, or those of a list or an object.
func texts(data json.RawMessage) []string {
	var list []word
	var object map[string]word
	var one word
	switch {
	case len(data) == 0 || string(data) == "null":
		return nil
	case json.Unmarshal(data, &list) == nil:
	case json.Unmarshal(data, &object) == nil:
		for _, w := range object {
			list = append(list, w)
		}
	case json.Unmarshal(data, &one) == nil:
		list = []word{one}
	}
	var out []string
	for _, w := range list {
		if w != "" {
			out = append(out, string(w))
		}
	}
	return out
}
