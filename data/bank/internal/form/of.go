package form

import "drillbot/quiz"

// Of returns the form that an author would have written for the question. Its topic, which is a folder, is not in it.
func Of(q quiz.Question) Question {
	f := Question{
		ID: q.ID, Type: string(q.Type), Difficulty: q.Difficulty, Panel: q.Panel, Part: q.Part, Challenge: q.Challenge,
		Tags:    each(q.Tags, func(t string) Tag { return Tag(t) }),
		Related: each(q.Related, func(id string) ID { return ID(id) }),
		Prompt:  Text(q.Prompt), Reference: Text(q.Reference), Hints: each(q.Hints, textOf),
		Sources: each(q.Sources, func(s quiz.Source) Key { return Key(s.Key) }),
		Points:  each(q.Points, pointOf), Misconceptions: each(q.Misconceptions, misconceptionOf),
		Options: each(q.Options, func(o quiz.Option) Option {
			return Option{ID: o.ID, Right: o.Right, Text: Text(o.Text), Why: Text(o.Why)}
		}),
		Numeric: numericOf(q.Numeric),
		Blanks: each(q.Blanks, func(b quiz.Blank) Blank {
			return Blank{ID: b.ID, Label: Text(b.Label), Accept: b.Accept}
		}),
		Items: each(q.Items, func(i quiz.Item) Item { return Item{ID: i.ID, Text: Text(i.Text)} }),
	}
	if q.Reviewed != 0 {
		f.Reviewed = Date(q.Reviewed.String())
	}
	return f
}

func textOf(t quiz.Text) Text { return Text(t) }

func cuesOf(c quiz.Cues) Cues { return Cues(c) }

func pointOf(p quiz.Point) Point {
	return Point{ID: p.ID, Weight: p.Weight, Text: Text(p.Text), Cues: cuesOf(p.Cues), FollowUp: Text(p.FollowUp)}
}

func misconceptionOf(m quiz.Misconception) Misconception {
	out := Misconception{ID: m.ID, Text: Text(m.Text), Right: Text(m.Right), Cost: m.Cost}
	if len(m.Cues.EN)+len(m.Cues.ZH) > 0 {
		c := cuesOf(m.Cues)
		out.Cues = &c
	}
	if d := m.Direction; d != nil {
		out.Direction = &Direction{Of: cuesOf(d.Of), On: cuesOf(d.On), Wrong: string(d.Wrong)}
	}
	return out
}

func numericOf(n *quiz.NumericKey) *Numeric {
	if n == nil {
		return nil
	}
	return &Numeric{
		Value: n.Value, Unit: n.Unit, Tolerance: n.Tolerance, Formula: n.Formula,
		Units:     each(n.Units, func(u quiz.Unit) Unit { return Unit(u) }),
		Variables: each(n.Variables, func(v quiz.Variable) Variable { return Variable(v) }),
	}
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
