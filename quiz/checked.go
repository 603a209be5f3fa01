package quiz

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds of a question that a player wrote, in characters. They are those of the bank, which fit
// Discord's messages.
const (
	MaxPrompt        = 1200
	MaxReference     = 2800
	maxHint          = 300
	MaxPoint         = 220
	maxFollowUp      = 250
	maxMisconception = 250
	MaxOption        = 200
	maxWhy           = 350
	maxItem          = 100
	maxLabel         = 40
	maxWording       = 60
	maxTag           = 40
	maxUnit          = 30
)

// How many of each there may be.
const (
	MaxPoints  = 7
	MaxOptions = 10

	maxCombinations = 1000 // of a numeric question's values
)

// Checked returns a question that somebody has written as a deck may keep it: without what cannot be seen,
// with ids where they lack, weights that sum to 100 and a topic that there is. One language is
// enough. The error is Flaws.
func (d *Drill) Checked(q Question) (Question, error) {
	bank := d.Bank()
	if !slices.ContainsFunc(bank.Topics, func(t Topic) bool { return t.ID == q.Topic }) {
		q.Topic = OwnTopic
	}
	return checked(q)
}

func checked(q Question) (Question, error) {
	q = q.copied()
	q.Panel, q.Part, q.Related, q.Version = "", 0, nil, ""
	q.Difficulty = min(max(1, q.Difficulty), 5)
	c := checker{q: &q}
	c.text(WherePrompt, 0, &q.Prompt, MaxPrompt, true)
	if q.Reference == (Text{}) {
		q.Reference = q.solution()
	}
	c.text(WhereReference, 0, &q.Reference, MaxReference, true)
	c.count(WhereHint, len(q.Hints), 0, 3)
	for i := range q.Hints {
		c.text(WhereHint, i+1, &q.Hints[i], maxHint, true)
	}
	c.tags()
	rules := map[Type]func(){Open: c.open, Choice: c.choice, Numeric: c.numeric, Cloze: c.cloze, Order: c.order}
	if rule, ok := rules[q.Type]; ok {
		rule()
	} else {
		c.fault(WhereType, 0, FlawBad)
	}
	return q, c.flaws.err()
}

// solution is the reference of a closed question that came without one, as from a format that has none.
func (q Question) solution() Text {
	var en, zh []string
	add := func(t Text) {
		if t.EN != "" {
			en = append(en, t.EN)
		}
		if t.ZH != "" {
			zh = append(zh, t.ZH)
		}
	}
	for _, o := range q.Options {
		if o.Right {
			add(o.Text)
		}
	}
	for _, it := range q.Items {
		add(it.Text)
	}
	for _, b := range q.Blanks {
		if len(b.Accept) > 0 {
			add(Text{EN: b.Accept[0]})
		}
	}
	if q.Numeric != nil {
		add(Text{EN: "{answer}"})
	}
	t := Text{EN: strings.Join(en, "; "), ZH: strings.Join(zh, "；")}
	return Text{EN: clip(t.EN, MaxReference), ZH: clip(t.ZH, MaxReference)}
}

// copied is the question with lists of its own, and without those of other types.
func (q Question) copied() Question {
	q.Tags, q.Hints, q.Sources = slices.Clone(q.Tags), slices.Clone(q.Hints), slices.Clone(q.Sources)
	q.Sources = q.Sources[:min(8, len(q.Sources))]
	of := func(t Type) bool { return q.Type == t }
	q.Points, q.Misconceptions = only(of(Open), q.Points), only(of(Open), q.Misconceptions)
	q.Options, q.Blanks, q.Items = only(of(Choice), q.Options), only(of(Cloze), q.Blanks), only(of(Order), q.Items)
	if q.Numeric != nil && of(Numeric) {
		key := *q.Numeric
		q.Numeric = &key
	} else {
		q.Numeric = nil
	}
	return q
}

func only[T any](keep bool, list []T) []T {
	if !keep {
		return nil
	}
	return slices.Clone(list)
}

// checker is one checking under way.
type checker struct {
	q     *Question
	flaws Flaws
}

func (c *checker) fault(where string, n int, what string) {
	c.flaws = append(c.flaws, Flaw{where, n, what})
}

// text cleans a text and checks its length; a needed one is there in at least one language.
func (c *checker) text(where string, n int, t *Text, most int, needed bool) {
	t.EN, t.ZH = visible(t.EN), visible(t.ZH)
	switch {
	case max(utf8.RuneCountInString(t.EN), utf8.RuneCountInString(t.ZH)) > most:
		c.fault(where, n, FlawLong)
	case needed && t.EN == "" && t.ZH == "":
		c.fault(where, n, FlawMissing)
	}
}

// line is text that stands in one line.
func (c *checker) line(where string, n int, t *Text, most int, needed bool) {
	t.EN, t.ZH = oneLine(t.EN), oneLine(t.ZH)
	c.text(where, n, t, most, needed)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func (c *checker) count(where string, n, least, most int) {
	switch {
	case n < least:
		c.fault(where, 0, FlawFew)
	case n > most:
		c.fault(where, 0, FlawMany)
	}
}

// visible takes out what cannot be seen or turns the direction of reading.
func visible(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t', r == '\u00a0':
			return ' '
		case r == utf8.RuneError, unicode.Is(unicode.C, r):
			return -1
		default:
			return r
		}
	}, s))
}

func (c *checker) tags() {
	c.q.Tags = c.q.Tags[:min(8, len(c.q.Tags))]
	for i, t := range c.q.Tags {
		c.q.Tags[i] = clip(oneLine(visible(t)), maxTag)
	}
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

func (c *checker) open() {
	q := c.q
	c.count(WherePoint, len(q.Points), 1, MaxPoints)
	c.count(WhereMisconception, len(q.Misconceptions), 0, 3)
	for i := range q.Points {
		p := &q.Points[i]
		c.line(WherePoint, i+1, &p.Text, MaxPoint, true)
		c.line(WherePoint, i+1, &p.FollowUp, maxFollowUp, false)
		c.cues(WherePoint, i+1, p.Cues)
	}
	for i := range q.Misconceptions {
		m := &q.Misconceptions[i]
		c.line(WhereMisconception, i+1, &m.Text, maxMisconception, true)
		c.line(WhereMisconception, i+1, &m.Right, maxMisconception, false)
		c.cues(WhereMisconception, i+1, m.Cues)
		if d := m.Direction; d != nil {
			c.cues(WhereMisconception, i+1, d.Of)
			c.cues(WhereMisconception, i+1, d.On)
		}
		m.Cost = min(max(1, m.Cost), 100)
	}
	named(q.Points, "p", func(p *Point) *string { return &p.ID })
	named(q.Misconceptions, "m", func(m *Misconception) *string { return &m.ID })
	if len(q.Points) > 0 && len(q.Points) <= MaxPoints && !weigh(q.Points) {
		c.fault(WherePoint, 0, FlawWeights)
	}
}

// cues bounds what a grader has to look for.
func (c *checker) cues(where string, n int, cues Cues) {
	for _, groups := range [][][]string{cues.EN, cues.ZH} {
		for _, g := range groups {
			long := slices.ContainsFunc(g, func(w string) bool { return utf8.RuneCountInString(w) > maxWording })
			if long || len(g) > 30 || len(groups) > 6 {
				c.fault(where, n, FlawLong)
				return
			}
		}
	}
}

// weigh makes the weights sum to 100: those without one share what the others leave. It reports false where they
// leave too little.
func weigh(points []Point) bool {
	sum, without := 0, 0
	for _, p := range points {
		if p.Weight < 0 || p.Weight > 100 {
			return false
		}
		sum += p.Weight
		if p.Weight == 0 {
			without++
		}
	}
	if without == 0 {
		return scale(points, sum)
	}
	left := 100 - sum
	if left < without {
		return false
	}
	for i := range points {
		if points[i].Weight == 0 {
			points[i].Weight = left / without
			left, without = left-points[i].Weight, without-1
		}
	}
	return true
}

// scale makes weights that sum to sum ones that sum to 100; none becomes 0.
func scale(points []Point, sum int) bool {
	left := 100
	for i := range points {
		rest := len(points) - 1 - i
		w := min(max(1, (points[i].Weight*100+sum/2)/sum), left-rest)
		if rest == 0 {
			w = left
		}
		points[i].Weight, left = w, left-w
	}
	return true
}

func (c *checker) choice() {
	q, right := c.q, 0
	c.count(WhereOption, len(q.Options), 2, MaxOptions)
	for i := range q.Options {
		o := &q.Options[i]
		c.line(WhereOption, i+1, &o.Text, MaxOption, true)
		c.line(WhereOption, i+1, &o.Why, maxWhy, false)
		if o.Right {
			right++
		}
	}
	named(q.Options, "o", func(o *Option) *string { return &o.ID })
	if len(q.Options) > 0 && (right == 0 || right == len(q.Options)) {
		c.fault(WhereOption, 0, FlawRight)
	}
}

func (c *checker) order() {
	q := c.q
	c.count(WhereItem, len(q.Items), 3, 8)
	for i := range q.Items {
		c.line(WhereItem, i+1, &q.Items[i].Text, maxItem, true)
	}
	named(q.Items, "i", func(it *Item) *string { return &it.ID })
}

func (c *checker) cloze() {
	q := c.q
	c.count(WhereBlank, len(q.Blanks), 1, 5)
	for i := range q.Blanks {
		b := &q.Blanks[i]
		if b.Label == (Text{}) {
			b.Label = Text{EN: b.ID, ZH: b.ID}
		}
		c.line(WhereBlank, i+1, &b.Label, maxLabel, true)
		c.accepted(i, b)
		for _, prompt := range []string{q.Prompt.EN, q.Prompt.ZH} {
			if prompt != "" && (b.ID == "" || !strings.Contains(prompt, "[["+b.ID+"]]")) {
				c.fault(WhereBlank, i+1, FlawPlace)
				break
			}
		}
	}
}

func (c *checker) accepted(i int, b *Blank) {
	b.Accept = slices.Clone(b.Accept)
	if len(b.Accept) == 0 {
		c.fault(WhereBlank, i+1, FlawMissing)
	}
	if len(b.Accept) > 30 {
		c.fault(WhereBlank, i+1, FlawMany)
	}
	for j, a := range b.Accept {
		if b.Accept[j] = oneLine(visible(a)); utf8.RuneCountInString(b.Accept[j]) > maxWording {
			c.fault(WhereBlank, i+1, FlawLong)
		}
	}
}

// variableName is what a formula takes for one.
var variableName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,19}$`)

func (c *checker) numeric() {
	key := c.q.Numeric
	if key == nil {
		c.fault(WhereNumber, 0, FlawMissing)
		return
	}
	key.Unit = clip(oneLine(visible(key.Unit)), maxUnit)
	key.Units, key.Variables = slices.Clone(key.Units), slices.Clone(key.Variables)
	bad := !finite(key.Value) || !(key.Tolerance >= 0 && key.Tolerance <= 0.5) || len(key.Units) > 8 || len(key.Variables) > 6 || len(key.Formula) > 500
	for i, u := range key.Units {
		key.Units[i].Name = clip(oneLine(visible(u.Name)), maxUnit)
		bad = bad || !finite(u.Factor) || u.Factor <= 0 || key.Units[i].Name == ""
	}
	all := 1
	for _, v := range key.Variables {
		bad = bad || !variableName.MatchString(v.Name) || len(v.Values) == 0 || len(v.Values) > 12 || !slices.Equal(v.Values, slices.DeleteFunc(slices.Clone(v.Values), func(f float64) bool { return !finite(f) }))
		all *= max(1, len(v.Values))
	}
	if bad || all > maxCombinations || !computable(*key) {
		c.fault(WhereNumber, 0, FlawBad)
	}
}

func finite(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }

// computable reports whether every combination of values gives a number.
func computable(key NumericKey) bool {
	if len(key.Variables) == 0 {
		return true
	}
	f, err := ParseFormula(key.Formula)
	if err != nil {
		return false
	}
	values := map[string]float64{}
	var try func(rest []Variable) bool
	try = func(rest []Variable) bool {
		if len(rest) == 0 {
			v, err := f.Eval(values)
			return err == nil && finite(v)
		}
		for _, v := range rest[0].Values {
			values[rest[0].Name] = v
			if !try(rest[1:]) {
				return false
			}
		}
		return true
	}
	return try(key.Variables)
}

// idPattern is an id that fits wherever ids go.
var idPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// named gives every entry of a list an id of its own.
func named[T any](list []T, prefix string, id func(*T) *string) {
	seen := map[string]bool{}
	for i := range list {
		at := id(&list[i])
		if len(*at) > 40 || !idPattern.MatchString(*at) || seen[*at] {
			*at = fmt.Sprintf("%s%d", prefix, i+1)
		}
		for n := 2; seen[*at]; n++ { // somebody else's
			*at = fmt.Sprintf("%s%d-%d", prefix, i+1, n)
		}
		seen[*at] = true
	}
}
