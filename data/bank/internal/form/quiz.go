package form

import "drillbot/quiz"

// Quiz returns the question of a sound form. Its sources have nothing but their keys.
func (f Question) Quiz(topic string) quiz.Question {
	reviewed, _ := quiz.ParseDate(string(f.Reviewed)) // of a sound form
	return quiz.Question{
		ID: f.ID, Topic: topic, Type: quiz.Type(f.Type), Difficulty: f.Difficulty,
		Tags:  each(f.Tags, func(t Tag) string { return string(t) }),
		Panel: f.Panel, Part: f.Part, Challenge: f.Challenge,
		Related: each(f.Related, func(id ID) string { return string(id) }),
		Prompt:  f.Prompt.Quiz(), Reference: f.Reference.Quiz(), Hints: each(f.Hints, Text.Quiz),
		Sources:        each(f.Sources, func(k Key) quiz.Source { return quiz.Source{Key: string(k)} }),
		Reviewed:       reviewed,
		Points:         each(f.Points, Point.Quiz),
		Misconceptions: each(f.Misconceptions, Misconception.Quiz),
		Options: each(f.Options, func(o Option) quiz.Option {
			return quiz.Option{ID: o.ID, Text: o.Text.Quiz(), Right: o.Right, Why: o.Why.Quiz()}
		}),
		Numeric: f.Numeric.Quiz(),
		Blanks: each(f.Blanks, func(b Blank) quiz.Blank {
			return quiz.Blank{ID: b.ID, Label: b.Label.Quiz(), Accept: b.Accept}
		}),
		Items: each(f.Items, func(i Item) quiz.Item { return quiz.Item{ID: i.ID, Text: i.Text.Quiz()} }),
	}
}

// Quiz returns the text of package quiz.
func (t Text) Quiz() quiz.Text { return quiz.Text(t) }

// Quiz returns the cues of package quiz.
func (c Cues) Quiz() quiz.Cues { return quiz.Cues(c) }

// Quiz returns the point of package quiz.
func (p Point) Quiz() quiz.Point {
	return quiz.Point{ID: p.ID, Weight: p.Weight, Text: p.Text.Quiz(), Cues: p.Cues.Quiz(), FollowUp: p.FollowUp.Quiz()}
}

// Quiz returns the misconception of package quiz.
func (m Misconception) Quiz() quiz.Misconception {
	out := quiz.Misconception{ID: m.ID, Text: m.Text.Quiz(), Right: m.Right.Quiz(), Cost: m.Cost}
	if m.Cues != nil {
		out.Cues = m.Cues.Quiz()
	}
	if d := m.Direction; d != nil {
		out.Direction = &quiz.Direction{Of: d.Of.Quiz(), On: d.On.Quiz(), Wrong: quiz.Sign(d.Wrong)}
	}
	return out
}

// Quiz returns the key of package quiz; none of none.
func (n *Numeric) Quiz() *quiz.NumericKey {
	if n == nil {
		return nil
	}
	return &quiz.NumericKey{
		Value: n.Value, Unit: n.Unit, Tolerance: n.Tolerance, Formula: n.Formula,
		Units:     each(n.Units, func(u Unit) quiz.Unit { return quiz.Unit(u) }),
		Variables: each(n.Variables, func(v Variable) quiz.Variable { return quiz.Variable(v) }),
	}
}
