package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"drillbot/quiz"
	"drillbot/quiz/grade"
)

// cuesCommand is `drillbot bank cues`.
type cuesCommand struct {
	storeFlags
	Question string `placeholder:"ID" help:"Only this question."`
	JSON     bool   `name:"json" help:"Print as JSON, an object a line."`
}

// cueIdea is what `bank cues -json` prints a line of.
type cueIdea struct {
	Question string    `json:"question"`
	Point    string    `json:"point"`
	Lang     quiz.Lang `json:"lang"`
	Groups   []int     `json:"groups_not_met"` // of the point's cues in this language, from 1
	Wording  string    `json:"wording"`
	Accepted int       `json:"accepted"`
	Refused  int       `json:"refused"`
	Example  string    `json:"example"`
}

// Run proposes wordings that players have used, humans or a model have accepted and the cues do not know. It reads the
// players' own answers: its output is for authors, not for others.
func (c cuesCommand) Run(ctx context.Context, con console) (err error) {
	store, err := c.openStore(slog.New(slog.NewTextHandler(con.err, nil)))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	bank, err := c.questions()
	if err != nil {
		return err
	}
	offline, err := newOffline(c.Bank)
	if err != nil {
		return err
	}
	var failed error
	wanted := func(yield func(quiz.Attempt) bool) {
		for a, err := range store.Attempts(ctx, false) {
			if failed = err; err != nil {
				return
			}
			if (c.Question == "" || a.Question == c.Question) && !yield(a) {
				return
			}
		}
	}
	ideas := offline.Ideas(bank, wanted)
	if failed != nil {
		return failed
	}
	return c.print(con.out, bank, ideas)
}

func (c cuesCommand) print(w io.Writer, bank *quiz.Bank, ideas []grade.CueIdea) error {
	if len(ideas) == 0 && !c.JSON {
		_, err := fmt.Fprintln(w, "No wording to propose: it takes answers that a human or a model has graded.")
		return err
	}
	last := ""
	for _, idea := range ideas {
		if c.JSON {
			if err := printLine(w, toCueIdea(idea)); err != nil {
				return err
			}
			continue
		}
		head := fmt.Sprintf("%s %s, cues %s%s", idea.Question, idea.Point, idea.Lang, unmetGroups(bank, idea))
		if head != last {
			fmt.Fprintln(w, head)
			last = head
		}
		if _, err := fmt.Fprintf(w, "  - %s    # accepted %d, refused %d: “%s”\n", idea.Wording, idea.Accepted, idea.Refused, firstLine(idea.Example, 160)); err != nil {
			return err
		}
	}
	return nil
}

func toCueIdea(i grade.CueIdea) cueIdea {
	groups := []int{}
	for _, g := range i.Groups {
		groups = append(groups, g+1)
	}
	return cueIdea{i.Question, i.Point, i.Lang, groups, i.Wording, i.Accepted, i.Refused, i.Example}
}

// unmetGroups names the groups that lack the wording by their first cues.
func unmetGroups(bank *quiz.Bank, idea grade.CueIdea) string {
	q, _ := bank.Question(idea.Question)
	var names []string
	for _, p := range q.Points {
		cues := p.Cues.EN
		if idea.Lang == quiz.Chinese {
			cues = p.Cues.ZH
		}
		for _, i := range idea.Groups {
			if p.ID == idea.Point && i < len(cues) && len(cues[i]) > 0 {
				names = append(names, fmt.Sprintf("%d (%s, …)", i+1, cues[i][0]))
			}
		}
	}
	if len(names) == 0 {
		return ""
	}
	return ", group " + strings.Join(names, " or ")
}
