package bank_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"

	"drillbot/quiz"

	"github.com/google/go-cmp/cmp"
)

// literal is a grader that covers a point when a wording of every group stands in the answer,
// and finds a misconception likewise.
func literal(_ context.Context, job quiz.Job) (quiz.Grade, error) {
	answer := strings.ToLower(job.Answer)
	holds := func(groups [][]string) bool {
		for _, g := range groups {
			found := false
			for _, w := range g {
				found = found || strings.Contains(answer, strings.ToLower(w))
			}
			if !found {
				return false
			}
		}
		return len(groups) > 0
	}
	var g quiz.Grade
	for _, p := range job.Question.Points {
		v := quiz.Missed
		if holds(p.Cues.EN) || holds(p.Cues.ZH) {
			v = quiz.Covered
		}
		g.Points = append(g.Points, quiz.PointGrade{Point: p.ID, Verdict: v, Quote: job.Answer})
	}
	for _, m := range job.Question.Misconceptions {
		d := m.Direction
		if holds(m.Cues.EN) || holds(m.Cues.ZH) || d != nil && (holds(d.Of.EN) && holds(d.On.EN) || holds(d.Of.ZH) && holds(d.On.ZH)) {
			g.Found = append(g.Found, quiz.Found{Misconception: m.ID, Quote: job.Answer})
		}
	}
	g.Score = job.Question.Score(g.Points, g.Found)
	return g, nil
}

// misgraded are edits of the good folder, and what a grader shows of each.
var misgraded = []struct {
	name, file, old, new string
	want                 []string
}{
	{"nothing wrong", "", "", "", nil},
	{"reference short of a point", "arc/scale.yaml", ", and the softmax does not saturate.", ".", []string{
		`arc/scale.yaml:13:7: reference.en earns 65, not 90 or more: softmax (35) is missed; let the cues take its wordings, or let it say what the points ask`,
	}},
	{"reference with a misconception", "arc/scale.yaml", ", and the softmax does not saturate.", ", the softmax does not saturate; it does not avoid overfitting.", []string{
		`arc/scale.yaml:13:7: reference.en is taken for the misconception overfit: "The variance of a dot product is $d_k$. …"; narrow the cues of the misconception`,
	}},
	{"point unlike its cues", "arc/scale.yaml", "en: The softmax saturates.", "en: The softmax is flat.", []string{
		`arc/scale.yaml:35:16: points[1].text.en alone leaves softmax missed; let the cues of the point take the wordings of its text`,
	}},
	{"misconception unlike its cues", "arc/scale.yaml", "zh: 缩放是为了防止过拟合。", "zh: 缩放是一种正则化。", []string{
		`arc/scale.yaml:49:51: misconceptions[0].text.zh is not caught as the misconception that it is; let its cues or direction take the wordings of its text`,
	}},
	{"truth like a misconception", "arc/scale.yaml", "en: It keeps gradients alive.", "en: It does not prevent overfitting.", []string{
		`arc/scale.yaml:50:17: misconceptions[0].right.en is taken for the misconception itself; narrow its cues, or say what is right in other words`,
	}},
	{"prompt that answers", "arc/scale.yaml", "en: Why are scores divided by $\\sqrt{d_k}$?", "en: Why does the softmax saturate?", []string{
		`arc/scale.yaml:10:7: the question said again earns 35, not at most 5: it is taken for softmax (covered, "Why does the softmax saturate?"); drop the cues that the question itself says`,
	}},
	{"tags that answer", "arc/scale.yaml", "tags: [attention, scaling]", "tags: [attention, one-hot]", []string{
		`arc/scale.yaml:5:7: the list of tags earns 35, not at most 5: it is taken for softmax (covered, "attention, one-hot"); drop the cues that the question itself says`,
	}},
	{"answered by another reference", "arc/pick.yaml", "zh: 分数矩阵。}", "zh: 分数矩阵会饱和。}", []string{
		`arc/scale.yaml:37:7: the reference of pick earns 35 here, not at most 30: softmax (covered, "分数矩阵会饱和。"); narrow the cues; where pick rightly answers this too, list it under related`,
	}},
	{"related for nothing", "arc/scale.yaml", "prompt:", "related: [pick]\nprompt:", []string{
		`arc/scale.yaml:9:11: warning: the reference of pick earns only 0 here; remove it`,
	}},
	{"related to itself", "arc/scale.yaml", "prompt:", "related: [scale, nobody]\nprompt:", []string{
		`arc/scale.yaml:9:11: "scale" is no other question of the topic; name another question of the topic, or remove it`,
		`arc/scale.yaml:9:18: "nobody" is no other question of the topic; name another question of the topic, or remove it`,
	}},
}

func TestGrades(t *testing.T) {
	for _, m := range misgraded {
		t.Run(m.name, func(t *testing.T) {
			fsys := goodFolder(t)
			if m.file != "" {
				edited := strings.Replace(string(fsys[m.file].Data), m.old, m.new, 1)
				if edited == string(fsys[m.file].Data) {
					t.Fatalf("%q is not in %s", m.old, m.file)
				}
				fsys[m.file].Data = []byte(edited)
			}
			if diff := cmp.Diff(m.want, graded(t, fsys)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRelatedMayAnswer(t *testing.T) {
	fsys := goodFolder(t)
	for file, edit := range map[string][2]string{
		"arc/pick.yaml":  {"zh: 分数矩阵。}", "zh: 分数矩阵会饱和。}"},
		"arc/scale.yaml": {"prompt:", "related: [pick]\nprompt:"},
	} {
		fsys[file].Data = []byte(strings.Replace(string(fsys[file].Data), edit[0], edit[1], 1))
	}
	if got := graded(t, fsys); got != nil {
		t.Errorf("related questions are refused: %q", got)
	}
}

// graded lists what a check with the literal grader finds.
func graded(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	l := loader()
	l.Grader = quiz.GraderFunc(literal)
	var got []string
	for _, p := range l.Check(t.Context(), fsys).Problems {
		got = append(got, p.String())
	}
	return got
}
