package measure_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"drillbot/quiz"
	"drillbot/quiz/grade/measure"
)

func read(t testing.TB, lines ...string) measure.Set {
	t.Helper()
	s, err := measure.ReadSet(strings.NewReader(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestReadSetKnowsEveryFormOfRow(t *testing.T) {
	for _, c := range []struct {
		name, line string
		want       measure.Row
	}{
		{
			"a set with references",
			`{"dataset":"d","question_id":"1.6_","question":" Why? ","reference":"a","references":["b","a",""],"answer":"x","score":0.5,"scores":[0,1],"label":"correct","split":"UA"}`,
			measure.Row{ID: "1", Question: "1.6_", Prompt: "Why?", References: []string{"a", "b"}, Answer: "x", Human: .5, Scored: true, Label: measure.Right},
		},
		{
			"key points, weighted",
			`{"question_id":7,"answer":"","score":1,"keypoints":[{"id":"a","weight":0.35,"text_en":"A","text_zh":"甲"},{"id":"b","weight":0.65,"text":"乙","cues":{"en":[["b","bee"]]}}]}`,
			measure.Row{ID: "1", Question: "7", Human: 1, Scored: true, Points: []quiz.Point{
				{ID: "a", Weight: 35, Text: quiz.Text{EN: "A", ZH: "甲"}},
				{ID: "b", Weight: 65, Text: quiz.Text{ZH: "乙"}, Cues: quiz.Cues{EN: [][]string{{"b", "bee"}}}},
			}},
		},
		{
			"key points as texts",
			`{"answer":"x","score":0,"key_points":["A","B","C"]}`,
			measure.Row{ID: "1", Answer: "x", Scored: true, Points: []quiz.Point{
				{ID: "p1", Weight: 33, Text: quiz.Text{EN: "A"}}, {ID: "p2", Weight: 34, Text: quiz.Text{EN: "B"}}, {ID: "p3", Weight: 33, Text: quiz.Text{EN: "C"}},
			}},
		},
		{
			"a seed answer",
			`{"id":"h001","qid":"seed-16","lang":"en","kind":"paraphrase","answer":"x","score":84,"covered":["a"],"partial":[],"errors":[],"note":"n"}`,
			measure.Row{ID: "h001", Question: "seed-16", Answer: "x", Lang: quiz.English, Kind: "paraphrase", Human: .84, Scored: true},
		},
		{
			"an attack",
			`{"id":"A02","category":"salad","lang":"zh","question":"为什么？","answer":"x","offline_score_0_100":[0,20],"llm_score_0_100":[5,5],"assertions":"none"}`,
			measure.Row{ID: "A02", Prompt: "为什么？", Answer: "x", Lang: quiz.Chinese, Kind: "salad", Allowed: map[string]measure.Range{"offline": {Low: 0, High: 20}, "llm": {Low: 5, High: 5}}},
		},
		{
			"several human scores and mixed languages",
			`{"id":3,"answer":"x","scores":[0,1,1,1],"lang":"mixed"}`,
			measure.Row{ID: "3", Answer: "x", Human: .75, Scored: true},
		},
	} {
		s := read(t, c.line)
		if len(s.Problems) > 0 {
			t.Errorf("%s: %v", c.name, s.Problems)
			continue
		}
		c.want.Line = 1
		if diff := cmp.Diff([]measure.Row{c.want}, s.Rows, cmp.Transformer("none", func(m map[string]measure.Range) map[string]measure.Range {
			if len(m) == 0 {
				return nil
			}
			return m
		})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestReadSetReportsBadRows(t *testing.T) {
	const secret = "what-the-player-said"
	for _, c := range []struct{ line, want string }{
		{`{"answer":"` + secret + `","score":1`, "broken at byte"},
		{`not json ` + secret, "broken at byte"},
		{`["` + secret + `"]`, "not a JSON object"},
		{`null`, `no "answer"`},
		{`{"score":1,"text":"` + secret + `"}`, `no "answer"`},
		{`{"answer":"` + secret + `"}`, `neither a "score" nor a range`},
		{`{"answer":{"a":"` + secret + `"},"score":1}`, `"answer" is of the wrong type`},
		{`{"answer":"x","score":"` + secret + `"}`, `"score" is of the wrong type`},
		{`{"answer":"x","score":-0.1}`, "below 0"},
		{`{"answer":"x","score":101}`, "above 100"},
		{`{"answer":"x","score":1e999}`, `"score" is of the wrong type`},
		{`{"answer":"x","offline_score_0_100":[30]}`, "range of scores for offline"},
		{`{"answer":"x","offline_score_0_100":[30,20]}`, "range of scores for offline"},
		{`{"answer":"x","llm_score_0_100":[0,200]}`, "range of scores for llm"},
		{`{"answer":"x","score":1,"id":["` + secret + `"]}`, "where a word belongs"},
		{`{"answer":"x","score":1,"keypoints":[{"id":"a"}]}`, "has no text"},
		{`{"answer":"x","score":1,"keypoints":[{"id":"a","text":"A"},{"id":"a","text":"B"}]}`, "the id of another"},
		{`{"answer":"x","score":1,"keypoints":[{"text":"A","weight":1},{"text":"B"}]}`, "some have none"},
		{`{"answer":"x","score":1,"keypoints":[{"text":"A","weight":-1}]}`, "weight below 0"},
		{`{"answer":"x","score":1,"keypoints":[{"text":"A","weight":1e300}]}`, "weight below 0 or above"},
	} {
		s := read(t, "", `{"answer":"fine","score":0.5}`, c.line)
		if len(s.Rows) != 1 || len(s.Problems) != 1 {
			t.Errorf("%s: %d rows and problems %v", c.line, len(s.Rows), s.Problems)
			continue
		}
		p := s.Problems[0]
		if p.Line != 3 || !strings.Contains(p.Err.Error(), c.want) || strings.Contains(p.Err.Error(), secret) {
			t.Errorf("%s: line %d: %v, want line 3 with %q", c.line, p.Line, p.Err, c.want)
		}
	}
}

func TestReadSetReadsOverLinesThatAreTooLong(t *testing.T) {
	long := `{"score":1,"answer":"` + strings.Repeat("x", 1<<20) + `"}`
	short := `{"score":1,"answer":"x"}`
	for _, lines := range [][]string{{long, short, short}, {short, long, short}, {short, short, long}} {
		s := read(t, lines...)
		if len(s.Rows) != 2 || len(s.Problems) != 1 || lines[s.Problems[0].Line-1] != long {
			t.Errorf("%d rows, problems %v", len(s.Rows), s.Problems)
		}
	}
}

func TestReadSetFindsTheScale(t *testing.T) {
	row := func(score string) string { return `{"answer":"x","score":` + score + `}` }
	for _, c := range []struct {
		scores  []string
		hundred bool
		want    []float64
		bad     int
	}{
		{[]string{"0", "0.5", "1"}, false, []float64{0, .5, 1}, 0},
		{[]string{"0", "1"}, false, []float64{0, 1}, 0},
		{[]string{"1", "0", "84"}, true, []float64{.01, 0, .84}, 0},
		{[]string{"0.5", "84", "1"}, false, []float64{.5, 1}, 1},
	} {
		var lines []string
		for _, s := range c.scores {
			lines = append(lines, row(s))
		}
		s := read(t, lines...)
		var got []float64
		for _, r := range s.Rows {
			got = append(got, r.Human)
		}
		if diff := cmp.Diff(c.want, got); diff != "" || s.Hundred != c.hundred || len(s.Problems) != c.bad {
			t.Errorf("%v: hundred %v, problems %v, scores (-want +got):\n%s", c.scores, s.Hundred, s.Problems, diff)
		}
	}
}

func TestReadSetTakesLabelsForRightOrWrong(t *testing.T) {
	for _, c := range []struct {
		fields string
		want   measure.Label
	}{
		{`"label":"correct"`, measure.Right},
		{`"label":"Correct"`, measure.Right},
		{`"label":"contradictory"`, measure.Wrong},
		{`"label":"partially_correct_incomplete"`, measure.Wrong},
		{`"labels":["irrelevant"]`, measure.Wrong},
		{`"labels":{"2way":"correct","5way":"correct"}`, measure.Right},
		{`"label":true`, measure.Right},
		{`"label":false`, measure.Wrong},
		{`"label":2`, measure.Unlabelled},
		{`"label":null`, measure.Unlabelled},
		{`"label":""`, measure.Unlabelled},
		{`"labels":[]`, measure.Unlabelled},
		{`"lang":"en"`, measure.Unlabelled},
	} {
		s := read(t, `{"answer":"x","score":1,`+c.fields+`}`)
		if len(s.Rows) != 1 || s.Rows[0].Label != c.want {
			t.Errorf("%s: %+v %v, want label %d", c.fields, s.Rows, s.Problems, c.want)
		}
	}
}

func TestReadSetTellsOfFailingFiles(t *testing.T) {
	broken := errors.New("broken disk")
	_, err := measure.ReadSet(io.MultiReader(strings.NewReader("{}\n"), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("%v", err)
	}
}

func TestReadSetTakesFilesOfWindows(t *testing.T) {
	s := read(t, "\ufeff"+`{"answer":"x","score":1}`+"\r", "\r", `{"answer":"y","score":0}`+"\r", "")
	if len(s.Rows) != 2 || len(s.Problems) != 0 || s.Rows[1].Line != 3 {
		t.Errorf("%+v %v", s.Rows, s.Problems)
	}
}

func FuzzReadSet(f *testing.F) {
	for _, line := range []string{
		`{"question_id":"1","question":"q","reference":"r","references":["r"],"keypoints":[{"id":"a","weight":0.3,"text":"A"}],"answer":"x","score":0.5,"label":"correct"}`,
		`{"id":"A02","category":"c","lang":"zh","question":"q","answer":"x","offline_score_0_100":[0,20],"llm_score_0_100":[0,20]}`,
		`{"id":1,"qid":"seed-16","answer":"x","score":84}`,
		`{"answer":"x","scores":[1,2,3],"labels":{"a":["b"]},"key_points":["a",null,{}]}`,
		"null\n[]\n{}\n\ufeff\n\r\n{\"answer\":\"x\",\"score\":1e308}",
		`{"answer":"x","score":1,"keypoints":[{"text":"a","weight":1e308},{"text":"b","weight":1e308}]}`,
	} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := measure.ReadSet(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		lines := 0
		for i, line := range strings.Split(text, "\n") {
			if i == 0 {
				line = strings.TrimPrefix(line, "\ufeff")
			}
			if len(strings.TrimSpace(line)) > 0 {
				lines++
			}
		}
		if got := len(s.Rows) + len(s.Problems); got != lines {
			t.Fatalf("%d lines became %d rows and %d problems", lines, len(s.Rows), len(s.Problems))
		}
		var samples []measure.Sample
		for _, r := range s.Rows {
			checkRow(t, r)
			samples = append(samples, measure.Sample{Question: r.Group(), Human: r.Human, Grader: r.Human / 2, Label: r.Label})
		}
		if len(samples) < 8 { // the statistics bear whatever was read
			measure.Summarise(samples)
		}
	})
}

func checkRow(t *testing.T, r measure.Row) {
	t.Helper()
	if r.ID == "" || r.Line == 0 || !(r.Human >= 0 && r.Human <= 1) || !r.Scored && len(r.Allowed) == 0 {
		t.Fatalf("%+v", r)
	}
	sum := 0
	for _, p := range r.Points {
		sum += p.Weight
		if p.Weight < 0 || p.ID == "" || p.Text == (quiz.Text{}) {
			t.Fatalf("%+v", p)
		}
	}
	if len(r.Points) > 0 && sum != 100 {
		t.Fatalf("weights sum to %d", sum)
	}
	for _, a := range r.Allowed {
		if a.Low < 0 || a.Low > a.High || a.High > 100 {
			t.Fatalf("range %v", a)
		}
	}
}
