package quiz_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"drillbot/quiz"
)

func order() quiz.Question {
	return quiz.Question{ID: "o", Type: quiz.Order, Items: []quiz.Item{{ID: "one"}, {ID: "two"}, {ID: "three"}, {ID: "four"}}}
}

func choice(right ...string) quiz.Question {
	q := quiz.Question{ID: "c", Type: quiz.Choice}
	for _, id := range []string{"a", "b", "c", "d"} {
		q.Options = append(q.Options, quiz.Option{ID: id, Right: slices.Contains(right, id)})
	}
	return q
}

func numeric() quiz.Question {
	return quiz.Question{
		ID: "n", Type: quiz.Numeric,
		Prompt:    quiz.Text{EN: "{r} times {d}?", ZH: "{r} 乘 {d}？"},
		Reference: quiz.Text{EN: "{answer}", ZH: "{answer}"},
		Numeric: &quiz.NumericKey{
			Value: 6, Tolerance: 0.02, Formula: "r * d",
			Variables: []quiz.Variable{{Name: "r", Values: []float64{2, 20}}, {Name: "d", Values: []float64{3, 5, 7}}},
		},
	}
}

func asked(t *testing.T, q quiz.Question, seed uint32) quiz.Ask {
	t.Helper()
	a, err := q.Ask(seed)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAskFollowsFromItsSeed(t *testing.T) {
	for _, q := range []quiz.Question{order(), choice("a"), numeric()} {
		if diff := cmp.Diff(asked(t, q, 7), asked(t, q, 7)); diff != "" {
			t.Errorf("%s asked twice: %s", q.ID, diff)
		}
	}
	shown := map[string]bool{}
	for seed := range uint32(50) {
		shown[asked(t, numeric(), seed).Question.Prompt.EN] = true
	}
	if len(shown) != 6 {
		t.Errorf("%d different prompts, want all 6", len(shown))
	}
}

func TestAskNeverShowsTheRightOrder(t *testing.T) {
	for seed := range uint32(200) {
		a := asked(t, order(), seed)
		if cmp.Equal(a.Items, a.Question.Items) {
			t.Fatalf("seed %d shows the answer", seed)
		}
	}
}

func TestAskFillsNumbers(t *testing.T) {
	a := asked(t, numeric(), 1)
	if strings.ContainsAny(a.Question.Prompt.EN+a.Question.Prompt.ZH+a.Question.Reference.EN, "{}") {
		t.Errorf("left unfilled: %+v", a.Question)
	}
	if got := quiz.FormatNumber(a.Value); got != a.Question.Reference.ZH {
		t.Errorf("reference %s, value %s", a.Question.Reference.ZH, got)
	}
}

// grade answers a question by what is typed into its fields.
func gradeOf(t *testing.T, q quiz.Question, fields ...string) (quiz.Grade, error) {
	t.Helper()
	a := asked(t, q, 3)
	answer, err := a.Read(fields)
	if err != nil {
		return quiz.Grade{}, err
	}
	return a.Grade(t.Context(), nil, answer, quiz.Job{})
}

func TestExactGrades(t *testing.T) {
	cloze := quiz.Question{ID: "z", Type: quiz.Cloze, Blanks: []quiz.Blank{
		{ID: "1", Accept: []string{"feature", "特征"}}, {ID: "2", Accept: []string{"1e-5"}},
	}}
	letters := func(ids ...string) string {
		a := asked(t, order(), 3)
		var out []string
		for _, id := range ids {
			out = append(out, quiz.Letter(slices.IndexFunc(a.Items, func(it quiz.Item) bool { return it.ID == id })))
		}
		return strings.Join(out, " > ")
	}
	value := quiz.FormatNumber(asked(t, numeric(), 3).Value)
	for _, c := range []struct {
		name   string
		q      quiz.Question
		fields []string
		want   int
	}{
		{"right option", choice("b"), []string{"b"}, 100},
		{"wrong option", choice("b"), []string{"a"}, 0},
		{"both right options", choice("a", "c"), []string{"a, c"}, 100},
		{"one of two", choice("a", "c"), []string{"a"}, 50},
		{"one right, one wrong", choice("a", "c"), []string{"a b"}, 0},
		{"everything", choice("a", "c"), []string{"a b c d"}, 0},
		{"exact number", numeric(), []string{value}, 100},
		{"number far off", numeric(), []string{"999"}, 0},
		{"both blanks", cloze, []string{" The Feature", "0.00001"}, 100},
		{"in Chinese, and a slip", cloze, []string{"特征", "1e-4"}, 50},
		{"one letter left out", cloze, []string{"featre", ""}, 50},
		{"right order", order(), []string{letters("one", "two", "three", "four")}, 100},
		{"two swapped", order(), []string{letters("two", "one", "three", "four")}, 67},
		{"reversed", order(), []string{letters("four", "three", "two", "one")}, 0},
	} {
		g, err := gradeOf(t, c.q, c.fields...)
		if err != nil || g.Score != c.want {
			t.Errorf("%s: got %d, %v; want %d", c.name, g.Score, err, c.want)
		}
	}
}

func TestNumberNearTheToleranceEarnsHalf(t *testing.T) {
	q := numeric()
	q.Numeric.Variables, q.Numeric.Value = nil, 100
	for typed, want := range map[string]int{"101.9": 100, "98": 100, "105": 50, "91": 50, "111": 0} {
		if g, err := gradeOf(t, q, typed); err != nil || g.Score != want {
			t.Errorf("%s: got %d, %v; want %d", typed, g.Score, err, want)
		}
	}
}

func TestUnreadableAnswersAreRefused(t *testing.T) {
	for _, c := range []struct {
		q     quiz.Question
		typed string
		want  error
	}{
		{order(), "ABC", quiz.ErrBadOrder},
		{order(), "AABC", quiz.ErrBadOrder},
		{order(), "ABCE", quiz.ErrBadOrder},
		{order(), "", quiz.ErrBadOrder},
		{choice("a"), "x", quiz.ErrBadChoice},
		{numeric(), "two", quiz.ErrBadNumber},
	} {
		if g, err := gradeOf(t, c.q, c.typed); !errors.Is(err, c.want) {
			t.Errorf("%s %q: got %d, %v; want %v", c.q.Type, c.typed, g.Score, err, c.want)
		}
	}
}

func TestScoreIsComputedFromVerdicts(t *testing.T) {
	q := quiz.Question{
		Points:         []quiz.Point{{ID: "a", Weight: 35}, {ID: "b", Weight: 35}, {ID: "c", Weight: 30}},
		Misconceptions: []quiz.Misconception{{ID: "m", Cost: 15}},
	}
	v := func(a, b, c quiz.Verdict) []quiz.PointGrade {
		return []quiz.PointGrade{{Point: "a", Verdict: a}, {Point: "b", Verdict: b}, {Point: "c", Verdict: c}, {Point: "x", Verdict: quiz.Covered}}
	}
	wrong := []quiz.Found{{Misconception: "m"}, {Misconception: "m"}, {Misconception: "unknown"}}
	for _, c := range []struct {
		points []quiz.PointGrade
		found  []quiz.Found
		want   int
	}{
		{v(quiz.Covered, quiz.Covered, quiz.Covered), nil, 100},
		{v(quiz.Covered, quiz.Partly, quiz.Missed), nil, 53},
		{v(quiz.Contradicted, quiz.Covered, quiz.Missed), nil, 35},
		{v(quiz.Covered, quiz.Covered, quiz.Covered), wrong, 85},
		{v(quiz.Missed, quiz.Missed, quiz.Missed), wrong, 0},
		{nil, nil, 0},
	} {
		if got := q.Score(c.points, c.found); got != c.want {
			t.Errorf("got %d, want %d", got, c.want)
		}
	}
}
