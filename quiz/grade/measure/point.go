package measure

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"unicode"

	"drillbot/quiz"
)

// rawPoint is a key point by every name that its fields go by, or a bare text.
type rawPoint struct {
	ID     word      `json:"id"`
	Weight *float64  `json:"weight"`
	W      *float64  `json:"w"`
	Text   string    `json:"text"`
	TextEN string    `json:"text_en"`
	TextZH string    `json:"text_zh"`
	EN     string    `json:"en"`
	ZH     string    `json:"zh"`
	Cues   quiz.Cues `json:"cues"`
}

// UnmarshalJSON takes a bare text for a point of that text.
func (p *rawPoint) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &p.Text)
	}
	type plain rawPoint // without this method
	return json.Unmarshal(data, (*plain)(p))
}

// maxWeight keeps sums of weights finite.
const maxWeight = 1e6

// pointsOf returns the key points of the lists, with ids that differ and weights that sum to
// 100. Weights are given to all points or to none, then they count the same.
func pointsOf(lists ...[]rawPoint) ([]quiz.Point, error) {
	var points []quiz.Point
	var weights []float64
	weighted, ids := 0, map[string]bool{}
	for _, list := range lists {
		for _, raw := range list {
			p := quiz.Point{ID: first(string(raw.ID), "p"+strconv.Itoa(len(points)+1)), Text: bothOf(raw), Cues: raw.Cues}
			if p.Text == (quiz.Text{}) || ids[p.ID] {
				return nil, fmt.Errorf("key point %q has no text, or the id of another", p.ID)
			}
			ids[p.ID] = true
			w, given := weightOf(raw)
			if w < 0 || w > maxWeight {
				return nil, fmt.Errorf("key point %q has a weight below 0 or above %g", p.ID, maxWeight)
			}
			if given {
				weighted++
			}
			points, weights = append(points, p), append(weights, w)
		}
	}
	if weighted != 0 && weighted != len(points) {
		return nil, errors.New("some key points have a weight and some have none")
	}
	for i, w := range Scaled(weights) {
		points[i].Weight = w
	}
	return points, nil
}

func bothOf(raw rawPoint) quiz.Text {
	t := quiz.Text{EN: first(raw.TextEN, raw.EN), ZH: first(raw.TextZH, raw.ZH)}
	if raw.Text != "" && t == (quiz.Text{}) {
		return TextOf(raw.Text)
	}
	return t
}

func weightOf(raw rawPoint) (weight float64, given bool) {
	switch {
	case raw.Weight != nil:
		return *raw.Weight, true
	case raw.W != nil:
		return *raw.W, true
	default:
		return 1, false
	}
}

// Scaled returns whole numbers in the proportion of weights that sum to 100; equal ones when
// no weight is above 0, and none without weights. Each is less than 1 from its exact share.
func Scaled(weights []float64) []int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	out := make([]int, len(weights))
	before, given := 0.0, 0
	for i, w := range weights {
		share := 1 / float64(len(weights))
		if sum > 0 {
			share = w / sum
		}
		before += share
		out[i] = int(math.Round(100*before)) - given
		given += out[i]
	}
	return out
}

// TextOf puts a text under the language that it is written in: Chinese when it has a Han character.
func TextOf(s string) quiz.Text {
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			return quiz.Text{ZH: s}
		}
	}
	return quiz.Text{EN: s}
}
