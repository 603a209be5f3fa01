package main

import (
	"fmt"
	"strings"

	"drillbot/bot/view"
	"drillbot/data/bank"
	"drillbot/quiz"
)

// overDiscord shows a question as players meet it, with every kind of result, in both languages, and says
// what Discord would refuse or the bot would cut.
func overDiscord(b *quiz.Bank, q quiz.Question) []bank.Fault {
	a, err := q.Ask(1)
	if err != nil {
		return []bank.Fault{{Msg: err.Error(), Fix: "correct the numbers"}}
	}
	var out []bank.Fault
	for _, l := range []quiz.Lang{quiz.English, quiz.Chinese} {
		s := shower{voice: view.NewVoice(l, b), lang: l, ask: a}
		s.question()
		s.results()
		s.form()
		out = append(out, s.faults...)
	}
	return out
}

// shower shows one question in one language.
type shower struct {
	voice  view.Voice
	lang   quiz.Lang
	ask    quiz.Ask
	faults []bank.Fault
}

// id is the longest that a button of the question may have to hold.
func (s *shower) id() view.ID {
	q := s.ask.Question
	return view.ID{
		Public: true, Seed: 1<<32 - 1,
		Filter: quiz.Filter{Topic: q.Topic, Difficulty: q.Difficulty, Type: q.Type, Question: q.Panel},
	}
}

func (s *shower) fault(field, fix, format string, args ...any) {
	f := bank.Fault{Path: field + "." + string(s.lang), Msg: fmt.Sprintf(format, args...), Fix: fix}
	for _, other := range s.faults {
		if other.Path == f.Path {
			return // the same text in another message
		}
	}
	s.faults = append(s.faults, f)
}

func (s *shower) question() {
	asked := s.voice.Question(s.ask, s.id())
	s.fits("prompt", asked)
	if strings.HasSuffix(asked.Embeds[0].Description, "…") {
		s.fault("prompt", "shorten the prompt or its options", "the question in Discord would be cut")
	}
	s.fits("reference", s.voice.Revealed(s.ask, s.id()))
}

// results shows what a player may get to see after answering: the longest that there is for every verdict.
func (s *shower) results() {
	for _, verdict := range []quiz.Verdict{quiz.Missed, quiz.Partly, quiz.Covered, quiz.Contradicted} {
		m := s.voice.Result(longest(s.ask.Question, verdict), s.ask, s.id())
		s.fits("reference", m)
		if strings.Contains(m.Embeds[0].Description, "…||") {
			s.fault("reference", "shorten the reference or the points", "the reference in a result in Discord would be cut")
		}
	}
}

func (s *shower) form() {
	for _, over := range s.voice.AnswerForm(s.ask, s.id()).Over() {
		s.fault("prompt", "shorten the ids of question, panel and topic", "Discord would refuse %s", over)
	}
}

// fits holds a message against the limits.
func (s *shower) fits(field string, m view.Message) {
	for _, over := range m.Over() {
		s.fault(field, "shorten it, or the ids", "Discord would refuse %s", over)
	}
}

// longest is an attempt whose every point has the verdict and a long quote full of markup, with every
// misconception found.
func longest(q quiz.Question, verdict quiz.Verdict) quiz.Attempt {
	g := &quiz.Grade{Score: 50, By: "offline", Estimate: true, Flags: []quiz.Flag{quiz.FlagInjection, quiz.FlagPadded}}
	point := func(id, quote string) {
		g.Points = append(g.Points, quiz.PointGrade{Point: id, Verdict: verdict, Quote: quote})
	}
	for _, p := range q.Points {
		point(p.ID, strings.Repeat("*_~ ", 300))
	}
	for _, o := range q.Options {
		point(o.ID, "")
	}
	for _, x := range q.Blanks {
		point(x.ID, strings.Repeat("*", 200))
	}
	for _, it := range q.Items {
		point(it.ID, "")
	}
	for _, m := range q.Misconceptions {
		g.Found = append(g.Found, quiz.Found{Misconception: m.ID, Quote: strings.Repeat("~", 400)})
	}
	return quiz.Attempt{Question: q.ID, Counts: true, Points: 9, Streak: 3, Grade: g}
}
