package measure

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"drillbot/quiz"
)

// Rubric is what a question's answers are graded by.
type Rubric struct {
	ID             string // the question's, or ""
	Prompt         quiz.Text
	Reference      quiz.Text
	Points         []quiz.Point // weights sum to 100
	Misconceptions []quiz.Misconception
}

// Question makes an open question of the rubric. Its version is of the rubric's content.
func (r Rubric) Question() quiz.Question {
	sum := sha256.New()
	_ = json.NewEncoder(sum).Encode(r) // of plain data into a hash: there is nothing to fail
	version := hex.EncodeToString(sum.Sum(nil)[:4])
	return quiz.Question{
		ID: first(r.ID, "rubric-"+version), Version: version, Type: quiz.Open,
		Prompt: r.Prompt, Reference: r.Reference, Points: r.Points, Misconceptions: r.Misconceptions,
	}
}

// Rubrics are the rubrics of a file.
type Rubrics struct {
	byID map[string]Rubric
	only *Rubric // of a file that holds one rubric without an id
}

// Fold is the form in which ids are compared: case does not count, and _ is -.
func Fold(id string) string { return strings.ToLower(strings.ReplaceAll(id, "_", "-")) }

// For returns the rubric for a row: that of its question's id; for a row without such an id that
// of its prompt, or the only one of a file that names no ids.
func (r Rubrics) For(row Row) (Rubric, bool) {
	if row.Question != "" {
		found, ok := r.byID[Fold(row.Question)]
		return found, ok
	}
	for _, id := range slices.Sorted(maps.Keys(r.byID)) {
		if p := r.byID[id].Prompt; row.Prompt != "" && (row.Prompt == p.EN || row.Prompt == p.ZH) {
			return r.byID[id], true
		}
	}
	if r.only != nil {
		return *r.only, true
	}
	return Rubric{}, false
}

// rawRubric is a rubric by every name that its fields go by.
type rawRubric struct {
	ID          word       `json:"id"`
	QuestionID  word       `json:"question_id"`
	QID         word       `json:"qid"`
	Question    string     `json:"question"`
	QuestionEN  string     `json:"question_en"`
	QuestionZH  string     `json:"question_zh"`
	Reference   string     `json:"reference"`
	ReferenceEN string     `json:"reference_en"`
	ReferenceZH string     `json:"reference_zh"`
	Keypoints   []rawPoint `json:"keypoints"`
	KeyPoints   []rawPoint `json:"key_points"`
}

// ReadRubrics reads a file of rubrics: an object from question ids to rubrics as
// seed-rubric.json, a list of rubrics that say their question's id, or one rubric as
// attack-question.json. Unlike a row, a rubric that cannot be used is an error.
func ReadRubrics(r io.Reader) (Rubrics, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return Rubrics{}, fmt.Errorf("read rubrics: %w", err)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	raws, err := split(data)
	if err != nil {
		return Rubrics{}, err
	}
	out := Rubrics{byID: map[string]Rubric{}}
	for i, raw := range raws {
		rubric, err := raw.rubric()
		if err != nil {
			return Rubrics{}, fmt.Errorf("rubric %d (%q): %w", i+1, rubric.ID, err)
		}
		if rubric.ID == "" && len(raws) == 1 {
			out.only = &rubric
			continue
		}
		if _, twice := out.byID[Fold(rubric.ID)]; twice || rubric.ID == "" {
			return Rubrics{}, fmt.Errorf("rubric %d (%q): its question has no id, or that of another", i+1, rubric.ID)
		}
		out.byID[Fold(rubric.ID)] = rubric
	}
	return out, nil
}

// split takes the forms of a file of rubrics apart.
func split(data []byte) ([]rawRubric, error) {
	var list []rawRubric
	if len(bytes.TrimSpace(data)) > 0 && bytes.TrimSpace(data)[0] == '[' {
		if err := json.Unmarshal(data, &list); err != nil {
			return nil, unreadable(err)
		}
		return list, nil
	}
	var one rawRubric
	if json.Unmarshal(data, &one) == nil && len(one.Keypoints)+len(one.KeyPoints) > 0 {
		return []rawRubric{one}, nil
	}
	var byID map[string]rawRubric
	if err := json.Unmarshal(data, &byID); err != nil {
		return nil, unreadable(err)
	}
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		raw := byID[id]
		raw.QuestionID = word(id)
		list = append(list, raw)
	}
	return list, nil
}

func (raw rawRubric) rubric() (Rubric, error) {
	points, err := pointsOf(raw.Keypoints, raw.KeyPoints)
	r := Rubric{
		ID:        first(string(raw.QuestionID), string(raw.QID), string(raw.ID)),
		Prompt:    eitherText(raw.Question, raw.QuestionEN, raw.QuestionZH),
		Reference: eitherText(raw.Reference, raw.ReferenceEN, raw.ReferenceZH),
		Points:    points,
	}
	if err == nil && len(points) == 0 {
		err = errors.New("no key points")
	}
	return r, err
}

// eitherText is a text that is given by language, or alone.
func eitherText(alone, en, zh string) quiz.Text {
	if t := (quiz.Text{EN: en, ZH: zh}); t != (quiz.Text{}) || alone == "" {
		return t
	}
	return TextOf(alone)
}
