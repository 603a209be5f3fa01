package grade_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"drillbot/quiz"
	"drillbot/quiz/grade"
	"drillbot/quiz/grade/llmtest"
)

// opinion is what a made-up judge says of rootQuestion: a letter a point, c covered, p partly, m missed,
// x contradicted; a capital letter is unproven.
func opinion(q quiz.Question, letters string, flags ...quiz.Flag) quiz.Grade {
	g := quiz.Grade{By: "judge", Flags: flags, Confidence: 0.9, Feedback: letters, Usage: quiz.Usage{In: 1}}
	verdicts := map[rune]quiz.Verdict{'c': quiz.Covered, 'p': quiz.Partly, 'm': quiz.Missed, 'x': quiz.Contradicted}
	for i, r := range strings.ToLower(letters) {
		g.Points = append(g.Points, quiz.PointGrade{Point: rootQuestion().Points[i].ID, Verdict: verdicts[r], Unverified: rune(letters[i]) != r})
	}
	inOrder := []quiz.PointGrade{}
	for _, p := range q.Points {
		i := slices.IndexFunc(g.Points, func(v quiz.PointGrade) bool { return v.Point == p.ID })
		inOrder = append(inOrder, g.Points[i])
	}
	g.Points = inOrder
	g.Score = q.Score(g.Points, nil)
	return g
}

// says returns a grader that gives one opinion after the other.
func says(t *testing.T, orders *[]string, opinions ...func(quiz.Question) quiz.Grade) quiz.Grader {
	return quiz.GraderFunc(func(_ context.Context, job quiz.Job) (quiz.Grade, error) {
		ids := ""
		for _, p := range job.Question.Points {
			ids += p.ID + " "
		}
		*orders = append(*orders, ids)
		if len(*orders) > len(opinions) {
			t.Error("asked too often")
			return quiz.Grade{}, quiz.ErrGradeDown
		}
		return opinions[len(*orders)-1](job.Question), nil
	})
}

func of(letters string, flags ...quiz.Flag) func(quiz.Question) quiz.Grade {
	return func(q quiz.Question) quiz.Grade { return opinion(q, letters, flags...) }
}

func TestSecondOpinion(t *testing.T) {
	for _, tt := range []struct {
		name             string
		estimate         string
		first, again     func(quiz.Question) quiz.Grade
		want             string
		unsure, askedTwo bool
	}{
		{"in agreement with the estimate", "ccm", of("ccc"), nil, "ccc", false, false},
		{"far from the estimate, and sure of it", "mmm", of("ccc"), of("ccc"), "ccc", false, true},
		{"the estimate decides", "mmm", of("ccc"), of("mcc"), "mcc", false, true},
		{"nobody decides", "mmm", of("ccc"), of("pcc"), "pcc", true, true},
		{"charged by one alone", "ccc", of("xxc"), of("mxc"), "mxc", true, true},
		{"unproven at first", "ccc", of("Pcc"), of("ccc"), "ccc", false, true},
		{"unproven again", "pcc", of("Pcc"), of("Mcc"), "Pcc", false, true},
		{"unproven both times and nobody decides", "ccc", of("Pcc"), of("Mcc"), "Mcc", true, true},
		{"speaks to the grader", "ccc", of("ccc", quiz.FlagInjection), of("ccp"), "ccp", true, true},
		{"speaks to the grader, in agreement", "ccc", of("cpm", quiz.FlagInjection), of("cpm"), "cpm", false, true},
		{"says nothing", "ccc", of("mmm", quiz.FlagEmpty), nil, "mmm", false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var orders, estimates []string
			opinions := []func(quiz.Question) quiz.Grade{tt.first}
			if tt.again != nil {
				opinions = append(opinions, tt.again)
			}
			g, err := grade.Second(says(t, &orders, opinions...), says(t, &estimates, of(tt.estimate)), grade.SecondOptions{}).
				Grade(t.Context(), rootJob(goodAnswer))
			if err != nil {
				t.Fatal(err)
			}
			want := opinion(rootQuestion(), tt.want)
			if diff := cmp.Diff(want.Points, g.Points); diff != "" || g.Score != want.Score {
				t.Errorf("score %d, want %d: %s", g.Score, want.Score, diff)
			}
			if got := slices.Contains(g.Flags, quiz.FlagUnsure); got != tt.unsure || got != (g.Confidence <= 0.4) {
				t.Errorf("unsure is %t at confidence %.2f", got, g.Confidence)
			}
			if got := len(orders) == 2; got != tt.askedTwo || got && (orders[0] == orders[1] || g.Usage.In != 2) {
				t.Errorf("asked in the orders %q for %d tokens", orders, g.Usage.In)
			}
		})
	}
}

func TestNoSecondOpinionToBeHad(t *testing.T) {
	asked := 0
	judge := quiz.GraderFunc(func(_ context.Context, job quiz.Job) (quiz.Grade, error) {
		if asked++; asked > 1 {
			return quiz.Grade{}, quiz.ErrGradeTimeout
		}
		return opinion(job.Question, "ccc"), nil
	})
	var estimates []string
	g, err := grade.Second(judge, says(t, &estimates, of("mmm")), grade.SecondOptions{}).Grade(t.Context(), rootJob(goodAnswer))
	if err != nil || g.Score != 100 || !slices.Contains(g.Flags, quiz.FlagUnsure) {
		t.Errorf("%+v, %v", g, err)
	}
	broken := quiz.GraderFunc(func(context.Context, quiz.Job) (quiz.Grade, error) { return quiz.Grade{}, quiz.ErrGradeBroken })
	if _, err := grade.Second(broken, broken, grade.SecondOptions{}).Grade(t.Context(), rootJob(goodAnswer)); !errors.Is(err, quiz.ErrGradeBroken) {
		t.Errorf("got %v", err)
	}
	asked = 0
	if g, err := grade.Second(judge, broken, grade.SecondOptions{}).Grade(t.Context(), rootJob(goodAnswer)); err != nil || g.Score != 100 || asked != 1 {
		t.Errorf("without an estimate: score %d after %d, %v", g.Score, asked, err)
	}
}

func TestMisconceptionsNeedTwoVoices(t *testing.T) {
	found := func(letters string, yes bool) func(quiz.Question) quiz.Grade {
		return func(q quiz.Question) quiz.Grade {
			g := opinion(q, letters)
			if yes {
				g.Found = []quiz.Found{{Misconception: "speed", Quote: letters}}
			}
			g.Score = q.Score(g.Points, g.Found)
			return g
		}
	}
	for votes, want := range map[[3]bool]int{{true, true, false}: 1, {true, false, true}: 1, {true, false, false}: 0, {false, false, true}: 0, {true, true, true}: 1} {
		var orders, estimates []string
		g, err := grade.Second(says(t, &orders, found("ccc", votes[0]), found("ccc", votes[1])),
			says(t, &estimates, found("mmm", votes[2])), grade.SecondOptions{}).Grade(t.Context(), rootJob(goodAnswer))
		if err != nil || len(g.Found) != want || g.Score != 100-15*want {
			t.Errorf("%v: %+v, %v", votes, g, err)
		}
	}
}

// Quotes from nowhere are taken back by a model that reads again.
func TestSecondOpinionOverHTTP(t *testing.T) {
	s := llmServer(t, llmtest.Fault{Kind: llmtest.Invented, Count: 1})
	g, err := grade.Second(llmGrader(t, s), grade.NewOffline(grade.OfflineOptions{}), grade.SecondOptions{}).Grade(t.Context(), rootJob(goodAnswer))
	if err != nil || g.Score != 100 || len(s.Requests()) != 2 {
		t.Fatalf("score %d after %d requests, %v", g.Score, len(s.Requests()), err)
	}
	first, again := s.Requests()[0].Chat.Messages[1].Content, s.Requests()[1].Chat.Messages[1].Content
	if strings.Index(first, "[variance]") > strings.Index(first, "[unit]") == (strings.Index(again, "[variance]") > strings.Index(again, "[unit]")) &&
		strings.Index(first, "[saturation]") > strings.Index(first, "[unit]") == (strings.Index(again, "[saturation]") > strings.Index(again, "[unit]")) &&
		strings.Index(first, "[variance]") > strings.Index(first, "[saturation]") == (strings.Index(again, "[variance]") > strings.Index(again, "[saturation]")) {
		t.Error("the points came in the same order")
	}
	for i, p := range g.Points {
		if p.Point != rootQuestion().Points[i].ID || p.Unverified || !strings.Contains(goodAnswer, p.Quote) {
			t.Errorf("%+v", p)
		}
	}
}
