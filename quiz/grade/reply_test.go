package grade_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"drillbot/quiz"
	"drillbot/quiz/grade"
)

const rightReply = `{"points":[{"id":"variance","quote":"a { b","reason":"r \" } r","verdict":"covered"},{"id":"saturation","quote":"","reason":"","verdict":"missed"},{"id":"unit","quote":"","reason":"","verdict":"contradicted"}],"misconceptions":[{"id":"speed","quote":"q"}],"wrong":[{"quote":"w","why":"y"}],"feedback":"f","injection_suspected":true}`

func TestParseReply(t *testing.T) {
	want := grade.Reply{
		Points: []grade.ReplyPoint{
			{ID: "variance", Quote: "a { b", Reason: `r " } r`, Verdict: "covered"},
			{ID: "saturation", Verdict: "missed"},
			{ID: "unit", Verdict: "contradicted"},
		},
		Misconceptions: []grade.ReplyFound{{ID: "speed", Quote: "q"}},
		Wrong:          []grade.ReplyWrong{{Quote: "w", Why: "y"}},
		Feedback:       "f", Injection: true,
	}
	for name, text := range map[string]string{
		"bare":                   rightReply,
		"fenced":                 "```json\n" + rightReply + "\n```",
		"prose around":           "Sure! Here it is:\n" + rightReply + "\nHope it helps {smile}.",
		"another object first":   `{"note":"thinking"} ` + rightReply,
		"an open brace first":    "use { to open " + rightReply,
		"thoughts":               "<think>maybe " + strings.Replace(rightReply, "missed", "covered", 1) + "</think>" + rightReply,
		"wrapped":                `{"result":` + rightReply + `}`,
		"numbers beside":         strings.Replace(rightReply, "{", `{"score":100,"grade":"A",`, 1),
		"a second reply follows": rightReply + strings.ReplaceAll(rightReply, "missed", "covered"),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := grade.ParseReply(text, rootQuestion())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseReplyRefuses(t *testing.T) {
	change := func(old, now string) string { return strings.Replace(rightReply, old, now, 1) }
	for name, text := range map[string]string{
		"nothing":                "",
		"prose":                  "The answer is fine.",
		"half":                   rightReply[:len(rightReply)/2],
		"no points":              `{"feedback":"f"}`,
		"points of another kind": `{"points":"all covered"}`,
		"an array":               `[1,2]`,
		"unknown point":          change(`"unit"`, `"speed"`),
		"point twice":            change(`"unit"`, `"variance"`),
		"point missing":          change(`,{"id":"unit","quote":"","reason":"","verdict":"contradicted"}`, ""),
		"point too many":         change(`{"id":"unit"`, `{"id":"extra","verdict":"covered"},{"id":"unit"`),
		"verdict of its own":     change(`"contradicted"`, `"excellent"`),
		"verdict as a number":    change(`"contradicted"`, `1`),
		"verdict missing":        change(`,"verdict":"contradicted"`, ""),
		"thoughts only":          "<think>" + rightReply + "</think>",
		"far too long":           strings.Repeat(" ", 1<<16) + rightReply,
		"many objects first":     strings.Repeat("{}", 100) + rightReply,
	} {
		if _, err := grade.ParseReply(text, rootQuestion()); !errors.Is(err, quiz.ErrGradeBroken) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// FuzzReply holds that no reply, however it looks, makes a grade that the answer and the
// rubric do not allow.
func FuzzReply(f *testing.F) {
	f.Add(rightReply, goodAnswer)
	f.Add("```json\n"+rightReply, "点积的方差随维度增大")
	f.Add(`{"points":[{"id":"variance","quote":"variance of a dot","verdict":"covered"},{"id":"saturation","verdict":"missed"},{"id":"unit","verdict":"partly"}]}`, goodAnswer)
	f.Add(strings.Repeat(`{"points":`, 50), "{")
	f.Fuzz(func(t *testing.T, text, answer string) {
		q := rootQuestion()
		r, err := grade.ParseReply(text, q)
		if err != nil {
			if !errors.Is(err, quiz.ErrGradeBroken) {
				t.Fatalf("error %v", err)
			}
			return
		}
		g := r.Grade(rootJob(answer), "00112233445566778899aabbccddeeff")
		if g.Score < 0 || g.Score > 100 || len(g.Points) != len(q.Points) {
			t.Fatalf("%+v", g)
		}
		for i, p := range g.Points {
			if p.Point != q.Points[i].ID || !strings.Contains(answer, p.Quote) {
				t.Fatalf("%+v", p)
			}
			if p.Verdict == quiz.Covered && p.Quote == "" {
				t.Fatalf("%+v is covered without evidence", p)
			}
		}
		for _, x := range g.Found {
			if x.Misconception != "speed" || x.Quote == "" || !strings.Contains(answer, x.Quote) {
				t.Fatalf("%+v", x)
			}
		}
		if _, err := json.Marshal(g); err != nil {
			t.Fatal(err)
		}
	})
}
