package bank

import (
	"regexp"

	"drillbot/data/bank/internal/form"
	"drillbot/quiz"
)

// made turns a sound form into the question.
func (r *reader) made(f form.Question, topic string) quiz.Question {
	reviewed, _ := quiz.ParseDate(string(f.Reviewed)) // checked before
	q := quiz.Question{
		ID: f.ID, Topic: topic, Type: quiz.Type(f.Type), Difficulty: f.Difficulty,
		Tags:  each(f.Tags, func(t form.Tag) string { return string(t) }),
		Panel: f.Panel, Part: f.Part, Challenge: f.Challenge,
		Related: each(f.Related, func(id form.ID) string { return string(id) }), Prompt: text(f.Prompt), Reference: text(f.Reference), Hints: each(f.Hints, text),
		Sources:        each(f.Sources, func(k form.Key) quiz.Source { return r.sources[string(k)] }),
		Reviewed:       reviewed,
		Points:         each(f.Points, pointOf),
		Misconceptions: each(f.Misconceptions, misconceptionOf),
		Options: each(f.Options, func(o form.Option) quiz.Option {
			return quiz.Option{ID: o.ID, Text: text(o.Text), Right: o.Right, Why: text(o.Why)}
		}),
		Numeric: numericOf(f.Numeric),
		Blanks: each(f.Blanks, func(b form.Blank) quiz.Blank {
			return quiz.Blank{ID: b.ID, Label: text(b.Label), Accept: b.Accept}
		}),
		Items: each(f.Items, func(i form.Item) quiz.Item { return quiz.Item{ID: i.ID, Text: text(i.Text)} }),
	}
	q.Version = Version(q)
	return q
}

func text(t form.Text) quiz.Text { return quiz.Text{EN: t.EN, ZH: t.ZH} }

func cues(c form.Cues) quiz.Cues { return quiz.Cues{EN: c.EN, ZH: c.ZH} }

func pointOf(p form.Point) quiz.Point {
	return quiz.Point{ID: p.ID, Weight: p.Weight, Text: text(p.Text), Cues: cues(p.Cues), FollowUp: text(p.FollowUp)}
}

func misconceptionOf(m form.Misconception) quiz.Misconception {
	out := quiz.Misconception{ID: m.ID, Text: text(m.Text), Right: text(m.Right), Cost: m.Cost}
	if m.Cues != nil {
		out.Cues = cues(*m.Cues)
	}
	if d := m.Direction; d != nil {
		out.Direction = &quiz.Direction{Of: cues(d.Of), On: cues(d.On), Wrong: quiz.Sign(d.Wrong)}
	}
	return out
}

func numericOf(n *form.Numeric) *quiz.NumericKey {
	if n == nil {
		return nil
	}
	return &quiz.NumericKey{
		Value: n.Value, Unit: n.Unit, Tolerance: n.Tolerance, Formula: n.Formula,
		Units:     each(n.Units, func(u form.Unit) quiz.Unit { return quiz.Unit(u) }),
		Variables: each(n.Variables, func(v form.Variable) quiz.Variable { return quiz.Variable(v) }),
	}
}

// arXiv ids are as arXiv writes them since April 2007, and before.
var arXiv = regexp.MustCompile(`^(\d{4}\.\d{4,5}|[a-z-]+/\d{7})$`)

func sourceOf(key string, s form.Source) quiz.Source {
	if s.URL == "" && arXiv.MatchString(key) {
		s.URL = "https://arxiv.org/abs/" + key
	}
	return quiz.Source{Key: key, Title: s.Title, Author: s.Author, Year: s.Year, URL: s.URL}
}

// each maps a list; nothing stays nothing.
func each[A, B any](list []A, f func(A) B) []B {
	if len(list) == 0 {
		return nil
	}
	out := make([]B, len(list))
	for i, a := range list {
		out[i] = f(a)
	}
	return out
}
