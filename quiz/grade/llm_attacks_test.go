package grade_test

import (
	"bufio"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"drillbot/quiz"
	"drillbot/quiz/grade"
	"drillbot/quiz/grade/llmtest"
)

// llmAttack is an attack or an honest answer, with the scores that a model's grade may have.
type llmAttack struct {
	ID       string    `json:"id"`
	Category string    `json:"category"`
	Lang     quiz.Lang `json:"lang"`
	Answer   string    `json:"answer"`
	Range    [2]int    `json:"llm_score_0_100"`
}

// llmAttacks reads the attacks and their question from the folder that DRILLBOT_GRADING names.
func llmAttacks(t testing.TB) (quiz.Question, []llmAttack) {
	t.Helper()
	dir := os.Getenv("DRILLBOT_GRADING")
	if dir == "" {
		t.Skip("DRILLBOT_GRADING does not name the folder of the grading data")
	}
	f, err := os.Open(filepath.Join(dir, "attacks.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows []llmAttack
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var a llmAttack
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, a)
	}
	if lines.Err() != nil || len(rows) == 0 {
		t.Fatalf("%d attacks, %v", len(rows), lines.Err())
	}
	return llmAttackQuestion(t, dir), rows
}

func llmAttackQuestion(t testing.TB, dir string) quiz.Question {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "attack-question.json"))
	if err != nil {
		t.Fatal(err)
	}
	var in struct {
		QuestionEN  string `json:"question_en"`
		QuestionZH  string `json:"question_zh"`
		ReferenceEN string `json:"reference_en"`
		ReferenceZH string `json:"reference_zh"`
		Keypoints   []struct {
			ID     string  `json:"id"`
			Weight float64 `json:"weight"`
			EN     string  `json:"text_en"`
			ZH     string  `json:"text_zh"`
		} `json:"keypoints"`
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		t.Fatal(err)
	}
	q := quiz.Question{
		ID: "attack", Version: "1", Type: quiz.Open,
		Prompt:    quiz.Text{EN: in.QuestionEN, ZH: in.QuestionZH},
		Reference: quiz.Text{EN: in.ReferenceEN, ZH: in.ReferenceZH},
	}
	for _, k := range in.Keypoints {
		q.Points = append(q.Points, quiz.Point{ID: k.ID, Weight: int(math.Round(100 * k.Weight)), Text: quiz.Text{EN: k.EN, ZH: k.ZH}})
	}
	return q
}

// byAnswer grades every attack with a model that has a fault; "" is none.
func byAnswer(t *testing.T, fault llmtest.Kind, check func(a llmAttack, g quiz.Grade)) {
	q, attacks := llmAttacks(t)
	s := llmServer(t)
	if fault != "" {
		s.Plant(llmtest.Fault{Kind: fault})
	}
	l := llmGrader(t, s)
	for _, a := range attacks {
		g, err := l.Grade(t.Context(), quiz.Job{Question: q, Lang: a.Lang, Answer: a.Answer})
		if err != nil {
			t.Errorf("%s: %v", a.ID, err)
			continue
		}
		for _, p := range g.Points {
			if !strings.Contains(a.Answer, p.Quote) {
				t.Errorf("%s: quote %q is not in the answer", a.ID, p.Quote)
			}
		}
		t.Logf("%s %-34s %3d of %v %v", a.ID, a.Category, g.Score, a.Range, g.Flags)
		check(a, g)
	}
}

// isInjection tells the attacks that speak to the grader.
func isInjection(a llmAttack) bool {
	for _, c := range []string{"injection", "fake", "rubric redefinition", "laundering", "threat"} {
		if strings.Contains(a.Category, c) {
			return true
		}
	}
	return false
}

// A model that does what an answer asks for, and has no quotes for it, gets nobody a score.
func TestObeyingModelsGiveNothingAway(t *testing.T) {
	injected := 0
	byAnswer(t, llmtest.Obey, func(a llmAttack, g quiz.Grade) {
		if !isInjection(a) {
			return
		}
		injected++
		if g.Score < a.Range[0] || g.Score > a.Range[1] || len(g.Flags) == 0 {
			t.Errorf("%s (%s): score %d, want %v, flags %v", a.ID, a.Category, g.Score, a.Range, g.Flags)
		}
	})
	if injected < 6 {
		t.Errorf("only %d injections were tried", injected)
	}
}

// A model that quotes the attack itself as evidence fares no better, but where the answer
// names the subject: whether naming is explaining is for the model to tell.
func TestLaunderingModelsGiveLittleAway(t *testing.T) {
	byAnswer(t, llmtest.Launder, func(a llmAttack, g quiz.Grade) {
		if isInjection(a) && !strings.Contains(a.Category, "laundering") && g.Score > a.Range[1] {
			t.Errorf("%s (%s): score %d, want %v", a.ID, a.Category, g.Score, a.Range)
		}
	})
}

// Disguises of an honest answer cost it no quote.
func TestHonestAnswersKeepTheirEvidence(t *testing.T) {
	full := 0
	byAnswer(t, "", func(a llmAttack, g quiz.Grade) {
		for _, p := range g.Points {
			if p.Verdict != quiz.Missed && p.Unverified {
				t.Errorf("%s: %+v", a.ID, p)
			}
		}
		if a.Range[0] >= 85 && a.Lang == quiz.English {
			full++
			if g.Score < a.Range[0] {
				t.Errorf("%s (%s): score %d, want %v", a.ID, a.Category, g.Score, a.Range)
			}
		}
	})
	if full < 4 {
		t.Errorf("only %d full answers were tried", full)
	}
}

// BenchmarkVerify checks and scores a reply to an answer of 4,000 characters. The prompt's
// size is what a graded answer costs in tokens beside itself.
func BenchmarkVerify(b *testing.B) {
	job := rootJob(strings.Repeat(goodAnswer+" ", 40)[:4000])
	reply := `{"points":[{"id":"variance","quote":"The variance of a dot product grows with the dimension","reason":"It says so.","verdict":"covered"},{"id":"saturation","quote":"scores saturate the softmax, so its gradient vanishes","reason":"It says so.","verdict":"covered"},{"id":"unit","quote":"nowhere in the answer at all","reason":"It says so.","verdict":"covered"}],"misconceptions":[],"wrong":[],"feedback":"Compare your answer with the key points.","injection_suspected":false}`
	b.ReportAllocs()
	for b.Loop() {
		r, err := grade.ParseReply(reply, job.Question)
		if err != nil {
			b.Fatal(err)
		}
		if g := r.Grade(job, testBoundary); g.Score != 90 {
			b.Fatal(g.Score)
		}
	}
	empty := grade.NewPrompt(rootJob(""), testBoundary)
	b.ReportMetric(float64(grade.Tokens(empty.System)), "system-tokens")
	b.ReportMetric(float64(grade.Tokens(empty.User)), "rubric-tokens")
}
