package grade_test

import (
	"bufio"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"unicode/utf8"

	"drillbot/quiz"
	"drillbot/quiz/grade"
)

// folder returns where the graded sets are, and skips the test when that is not said.
func folder(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("DRILLBOT_GRADING")
	if dir == "" {
		t.Skip("DRILLBOT_GRADING names no folder of graded sets")
	}
	return dir
}

// lines reads a file of one JSON object a line.
func lines[T any](t testing.TB, name string) []T {
	t.Helper()
	f, err := os.Open(filepath.Join(folder(t), name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []T
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var row T
		if err := json.Unmarshal(in.Bytes(), &row); err != nil {
			t.Fatalf("%s:%d: %v", name, len(out)+1, err)
		}
		out = append(out, row)
	}
	return out
}

type setRow struct {
	QuestionID string   `json:"question_id"`
	Question   string   `json:"question"`
	Reference  string   `json:"reference"`
	References []string `json:"references"`
	Answer     string   `json:"answer"`
	Score      float64  `json:"score"`
	Split      string   `json:"split"`
}

// graded is one answer with the scores of a human and of a grader.
type graded struct {
	question    string
	human, mine float64
	length      float64
	flags       []quiz.Flag
}

func gradeSet(t testing.TB, name string) []graded {
	o := grade.NewOffline(grade.OfflineOptions{})
	rubrics := map[string][]quiz.Question{}
	var out []graded
	for _, r := range lines[setRow](t, name) {
		if len(r.References) == 0 {
			r.References = []string{r.Reference}
		}
		qs := rubrics[r.QuestionID]
		if qs == nil {
			for _, ref := range r.References {
				qs = append(qs, o.RubricFromReference(r.Question, ref))
			}
			rubrics[r.QuestionID] = qs
		}
		g := graded{question: r.QuestionID, human: r.Score, length: math.Log1p(float64(utf8.RuneCountInString(r.Answer)))}
		for _, q := range qs {
			g.mine = max(g.mine, o.Fine(quiz.Job{Question: q, Answer: r.Answer}))
		}
		got, err := o.Grade(t.Context(), quiz.Job{Question: qs[0], Answer: r.Answer})
		if err != nil {
			t.Fatal(err)
		}
		g.flags = got.Flags
		out = append(out, g)
	}
	return out
}

func pearson(rows []graded, of func(graded) float64) float64 {
	var n, sx, sy, sxx, syy, sxy float64
	for _, r := range rows {
		x, y := of(r), r.human
		n, sx, sy, sxx, syy, sxy = n+1, sx+x, sy+y, sxx+x*x, syy+y*y, sxy+x*y
	}
	d := math.Sqrt((n*sxx - sx*sx) * (n*syy - sy*sy))
	if d < 1e-12 {
		return 0
	}
	return (n*sxy - sx*sy) / d
}

// within is the mean of the correlations inside each question of at least five answers
// that humans did not all score alike.
func within(rows []graded, of func(graded) float64) float64 {
	by := map[string][]graded{}
	for _, r := range rows {
		by[r.question] = append(by[r.question], r)
	}
	sum, n := 0.0, 0.0
	for _, q := range by {
		same := !slices.ContainsFunc(q, func(r graded) bool { return r.human != q[0].human })
		if len(q) >= 5 && !same {
			sum += pearson(q, of)
			n++
		}
	}
	return sum / n
}

func mine(r graded) float64   { return r.mine }
func length(r graded) float64 { return r.length }

// macroF1 is the mean F1 of "right" and "wrong", where half the score is right.
func macroF1(rows []graded, threshold float64) float64 {
	var tp, fp, fn, tn float64
	for _, r := range rows {
		switch right := r.human >= 0.5; {
		case right && r.mine >= threshold:
			tp++
		case right:
			fn++
		case r.mine >= threshold:
			fp++
		default:
			tn++
		}
	}
	return (2*tp/(2*tp+fp+fn) + 2*tn/(2*tn+fn+fp)) / 2
}

func TestOfflineCorrelatesWithHumanScores(t *testing.T) {
	for _, set := range []struct {
		file           string
		pooled, within float64
	}{
		{"digiklausur-dev.jsonl", 0.62, 0.55},
		{"saf-dev.jsonl", 0.46, 0.44},
		{"stita-dev.jsonl", 0.64, 0.75},
		{"beetle-dev.jsonl", 0.48, 0.46},
	} {
		rows := gradeSet(t, set.file)
		p, w := pearson(rows, mine), within(rows, mine)
		t.Logf("%-22s n=%d r %.3f within %.3f F1 %.3f | length r %.3f within %.3f", set.file, len(rows), p, w,
			macroF1(rows, 0.5), pearson(rows, length), within(rows, length))
		if p < set.pooled || w < set.within {
			t.Errorf("%s: r %.3f, within %.3f, want at least %.2f, %.2f", set.file, p, w, set.pooled, set.within)
		}
	}
}

func TestOfflineGuardsLeaveHonestAnswersAlone(t *testing.T) {
	for _, file := range []string{"digiklausur-dev.jsonl", "saf-dev.jsonl", "stita-dev.jsonl", "beetle-dev.jsonl"} {
		honest, tripped := 0, map[quiz.Flag]int{}
		for _, r := range gradeSet(t, file) {
			if r.human < 0.4 {
				continue
			}
			honest++
			for _, f := range r.flags {
				if f != quiz.FlagPolarity { // a reading of the claim, not a guard
					tripped[f]++
				}
			}
		}
		t.Logf("%s: of %d honest answers %v tripped a guard", file, honest, tripped)
		for f, n := range tripped {
			if float64(n) > 0.01*float64(honest) {
				t.Errorf("%s: %s trips on %d of %d", file, f, n, honest)
			}
		}
	}
}

func TestOfflineTellsRightFromWrongShortAnswers(t *testing.T) {
	if f1 := macroF1(gradeSet(t, "beetle-dev.jsonl"), 0.5); f1 < 0.75 {
		t.Errorf("two-way macro-F1 %.3f, want 0.75", f1)
	}
}

type attackRow struct {
	ID, Category, Answer string
	Lang                 quiz.Lang
	Range                [2]int `json:"offline_score_0_100"`
}

func attackQuestion(t testing.TB) quiz.Question {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(folder(t), "attack-question.json"))
	if err != nil {
		t.Fatal(err)
	}
	var in struct {
		QuestionEN  string `json:"question_en"`
		QuestionZH  string `json:"question_zh"`
		ReferenceEN string `json:"reference_en"`
		ReferenceZH string `json:"reference_zh"`
		Keypoints   []struct {
			ID     string
			Weight float64
			TextEN string `json:"text_en"`
			TextZH string `json:"text_zh"`
		}
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
		q.Points = append(q.Points, quiz.Point{ID: k.ID, Weight: int(math.Round(100 * k.Weight)), Text: quiz.Text{EN: k.TextEN, ZH: k.TextZH}})
	}
	return q
}

func TestOfflineWithstandsAttacks(t *testing.T) {
	q, o := attackQuestion(t), grade.NewOffline(grade.OfflineOptions{})
	for _, a := range lines[attackRow](t, "attacks.jsonl") {
		t.Run(a.ID, func(t *testing.T) {
			g, err := o.Grade(t.Context(), quiz.Job{Question: q, Lang: a.Lang, Answer: a.Answer})
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%-30s %3d of %v conf %.2f flags %v", a.Category, g.Score, a.Range, g.Confidence, g.Flags)
			if g.Score < a.Range[0] || g.Score > a.Range[1] {
				t.Errorf("score %d, want %d to %d: %+v", g.Score, a.Range[0], a.Range[1], g.Points)
			}
		})
	}
}
