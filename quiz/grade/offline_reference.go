package grade

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"strconv"
	"unicode"

	"drillbot/quiz"
	"drillbot/quiz/grade/wording"
)

// maxClauses bounds the points made from one reference.
const maxClauses = 12

// RubricFromReference makes an open question out of a prompt and an answer that an expert
// gave: every sentence of the answer is a point, weighted by the square root of what it
// says. It is for sets of graded answers that have no key points; where there are several
// reference answers, make one question of each and take the best grade.
func (o *Offline) RubricFromReference(prompt, reference string) quiz.Question {
	sum := sha256.Sum256([]byte(prompt + "\x00" + reference))
	id := hex.EncodeToString(sum[:4])
	q := quiz.Question{ID: "reference-" + id, Version: id, Type: quiz.Open, Prompt: inBoth(prompt), Reference: inBoth(reference)}
	x := o.lex.Index(o.lex.Read(reference))
	clauses := joinShort(x)
	weights := make([]float64, len(clauses))
	for i, s := range clauses {
		weights[i] = math.Sqrt(x.Units(s, nil, 1).Mass())
		q.Points = append(q.Points, quiz.Point{ID: "c" + strconv.Itoa(i+1), Text: inBoth(x.Quote(s))})
	}
	for i, w := range hundred(weights) {
		q.Points[i].Weight = w
	}
	return q
}

// inBoth puts a text under the language it is written in.
func inBoth(s string) quiz.Text {
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			return quiz.Text{ZH: s}
		}
	}
	return quiz.Text{EN: s}
}

// joinShort returns the sentences of x, those of less than three content words and those
// beyond the bound joined to the one before.
func joinShort(x *wording.Index) []wording.Span {
	var out []wording.Span
	for _, s := range x.Sentences {
		n := len(out)
		if n > 0 && (n >= maxClauses || x.Content(s) < 3 || x.Content(out[n-1]) < 3) {
			out[n-1].To = s.To
			continue
		}
		out = append(out, s)
	}
	return out
}

// hundred scales weights to whole numbers that sum to 100, each at least 1.
func hundred(weights []float64) []int {
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
		out[i] = max(1, int(math.Round(100*before))-given)
		given += out[i]
	}
	if n := len(out); n > 0 {
		out[n-1] += 100 - given
	}
	return out
}
