package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"drillbot/quiz"
	"drillbot/quiz/grade"
	"drillbot/quiz/tex"
)

// gradeCommand is `drillbot grade`.
type gradeCommand struct {
	bankFlags
	modelFlags
	ID      string `arg:"" help:"The question's id."`
	Lang    string `default:"en" enum:"en,zh" help:"Language of the verdict: en or zh. Default: ${default}"`
	Offline bool   `help:"Use the offline grader even where a model is configured."`
	JSON    bool   `name:"json" help:"Print the grade as JSON."`
}

// graded is a grade as `grade -json` prints it.
type graded struct {
	Question   string        `json:"question"`
	Score      int           `json:"score"`
	By         string        `json:"by"`
	Version    string        `json:"version"`
	Estimate   bool          `json:"estimate"`
	Confidence float64       `json:"confidence"`
	Points     []gradedPoint `json:"points"`
	Found      []foundWrong  `json:"misconceptions"`
	Flags      []quiz.Flag   `json:"flags"`
	Feedback   string        `json:"feedback,omitempty"`
	Fell       quiz.FallBack `json:"fell_back,omitempty"`
}

type gradedPoint struct {
	ID         string `json:"id"`
	Verdict    string `json:"verdict"`
	Quote      string `json:"quote"`
	Unverified bool   `json:"unverified,omitempty"`
}

type foundWrong struct {
	ID    string `json:"id"`
	Quote string `json:"quote"`
}

// Run grades what stands on standard input. The answer to a choice is the letters or ids of options,
// to a cloze a line for each blank, to an ordering the letters or ids of items, all as
// `bank show` lists them.
func (c gradeCommand) Run(ctx context.Context, con console) error {
	b, err := c.questions()
	if err != nil {
		return err
	}
	q, ok := b.Question(c.ID)
	if !ok {
		return noQuestion(b, c.ID)
	}
	text, err := io.ReadAll(io.LimitReader(con.in, 1<<20))
	if err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	g, err := c.grade(ctx, con, q, strings.TrimSpace(string(text)))
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(con.out, jsonOf(q, g))
	}
	explain(con.out, q, g, quiz.Lang(c.Lang))
	return nil
}

func (c gradeCommand) grade(ctx context.Context, con console, q quiz.Question, text string) (quiz.Grade, error) {
	a, err := q.Ask(0)
	if err != nil {
		return quiz.Grade{}, err
	}
	fields := []string{text}
	if q.Type == quiz.Cloze {
		fields = strings.Split(text, "\n")
	}
	answer, err := a.Read(fields)
	if err != nil {
		return quiz.Grade{}, err
	}
	grader, done, err := c.grader(slog.New(slog.NewTextHandler(con.err, nil)))
	if err != nil {
		return quiz.Grade{}, err
	}
	defer done()
	return a.Grade(ctx, grader, answer, quiz.Job{Lang: quiz.Lang(c.Lang)})
}

// grader is the model with the offline grader behind it, or that alone.
func (c gradeCommand) grader(log *slog.Logger) (quiz.Grader, func(), error) {
	offline, err := newOffline(c.Bank)
	if err != nil {
		return nil, nil, err
	}
	if c.Offline || !c.modelFlags.configured() {
		return offline, func() {}, nil
	}
	llm, err := c.newLLM(log)
	if err != nil {
		return nil, nil, err
	}
	twice := grade.Second(llm, offline, grade.SecondOptions{})
	return grade.Fallback(twice, offline, logFall(log)), llm.Close, nil
}

func jsonOf(q quiz.Question, g quiz.Grade) graded {
	out := graded{
		Question: q.ID, Score: g.Score, By: g.By, Version: g.Version, Estimate: g.Estimate, Confidence: g.Confidence,
		Points: []gradedPoint{}, Found: []foundWrong{}, Flags: append([]quiz.Flag{}, g.Flags...), Feedback: g.Feedback, Fell: g.Fell,
	}
	for _, p := range g.Points {
		out.Points = append(out.Points, gradedPoint{p.Point, p.Verdict.String(), p.Quote, p.Unverified})
	}
	for _, f := range g.Found {
		out.Found = append(out.Found, foundWrong{f.Misconception, f.Quote})
	}
	return out
}

// explain writes a grade for people.
func explain(w io.Writer, q quiz.Question, g quiz.Grade, l quiz.Lang) {
	kind := ""
	if g.Estimate {
		kind = fmt.Sprintf(", an offline estimate, confidence %.0f %%", 100*g.Confidence)
	}
	fmt.Fprintf(w, "%s: %d/100 (by %s%s)\n", q.ID, g.Score, g.By, kind)
	texts := map[string]string{}
	for _, p := range q.Points {
		texts[p.ID] = tex.Unicode(p.Text.In(l))
	}
	for _, p := range g.Points {
		fmt.Fprintf(w, "  %-12s %s %s\n", p.Verdict, p.Point, texts[p.Point])
		if p.Quote != "" {
			fmt.Fprintf(w, "               “%s”\n", firstLine(p.Quote, 200))
		}
	}
	for _, f := range g.Found {
		fmt.Fprintf(w, "  misconception %s: “%s”\n", f.Misconception, firstLine(f.Quote, 200))
	}
	for _, f := range g.Flags {
		fmt.Fprintf(w, "  flag %s\n", f)
	}
	if g.Feedback != "" {
		fmt.Fprintf(w, "  %s\n", g.Feedback)
	}
}

// logFall logs why the offline grader stepped in.
func logFall(log *slog.Logger) func(quiz.FallBack, error) {
	return func(why quiz.FallBack, err error) {
		log.Warn("graded offline instead", "why", why, "error", err)
	}
}
