package quiz

import (
	"cmp"
	"slices"
	"strings"
)

// Bank is a set of questions, immutable once made, so many goroutines may share it.
type Bank struct {
	Topics    []Topic
	Panels    []Panel
	Questions []Question // by id

	byID map[string]int
	text []string             // of each question, to search in
	past map[version]Question // what an older bank asked and this one has no longer
}

// version names a question as it was at one time.
type version struct{ id, version string }

// NewBank makes a bank. The ids of the questions are unique; data/bank checks that.
func NewBank(topics []Topic, panels []Panel, questions []Question) *Bank {
	b := &Bank{
		Topics:    topics,
		Panels:    panels,
		Questions: slices.Clone(questions),
		byID:      make(map[string]int, len(questions)),
		past:      map[version]Question{},
	}
	slices.SortFunc(b.Questions, func(x, y Question) int { return cmp.Compare(x.ID, y.ID) })
	for i, q := range b.Questions {
		b.byID[q.ID] = i
		b.text = append(b.text, b.haystack(q))
	}
	return b
}

// After returns b with the memory of what older asked, so that a question that was
// open when the bank was exchanged can still be answered.
func (b *Bank) After(older *Bank) *Bank {
	next := NewBank(b.Topics, b.Panels, b.Questions)
	for v, q := range older.past {
		next.past[v] = q
	}
	for _, q := range older.Questions {
		next.past[version{q.ID, q.Version}] = q
	}
	return next
}

// Question returns the question id as it is now.
func (b *Bank) Question(id string) (Question, bool) {
	i, ok := b.byID[id]
	if !ok {
		return Question{}, false
	}
	return b.Questions[i], true
}

// Asked returns the question id as it was in the given version. Where that is no longer
// known, the present one serves when it is Open, for its answer is text; else the error is
// ErrChanged. A question that is gone altogether is ErrUnknown.
func (b *Bank) Asked(id, ver string) (Question, error) {
	now, ok := b.Question(id)
	if ok && now.Version == ver {
		return now, nil
	}
	if q, ok := b.past[version{id, ver}]; ok {
		return q, nil
	}
	switch {
	case !ok:
		return Question{}, ErrUnknown
	case now.Type == Open:
		return now, nil
	default:
		return Question{}, ErrChanged
	}
}

// Topic returns the topic id, or one that is named by its id where the bank has none.
func (b *Bank) Topic(id string) Topic {
	for _, t := range b.Topics {
		if t.ID == id {
			return t
		}
	}
	if id == OwnTopic {
		return ownTopic()
	}
	return Topic{ID: id, Title: Text{EN: id, ZH: id}}
}

// Panel returns the panel id.
func (b *Bank) Panel(id string) (Panel, bool) {
	for _, p := range b.Panels {
		if p.ID == id {
			return p, true
		}
	}
	return Panel{}, false
}

// Parts returns how many questions the panel id has.
func (b *Bank) Parts(id string) int {
	n := 0
	for _, q := range b.Questions {
		if q.Panel == id {
			n++
		}
	}
	return n
}

// Filter says which questions a player wants; a zero field wants any.
type Filter struct {
	Topic      string
	Difficulty int
	Type       Type
	Question   string // the id of a question or of a panel
}

// Select returns the questions that pass the filter, by id.
func (b *Bank) Select(f Filter) []Question {
	var out []Question
	for _, q := range b.Questions {
		if f.passes(q) {
			out = append(out, q)
		}
	}
	return out
}

func (f Filter) passes(q Question) bool {
	return (f.Topic == "" || f.Topic == q.Topic) &&
		(f.Difficulty == 0 || f.Difficulty == q.Difficulty) &&
		(f.Type == "" || f.Type == q.Type) &&
		(f.Question == "" || f.Question == q.ID || f.Question == q.Panel)
}

// UsedTopics returns the topics that have questions, in the bank's order.
func (b *Bank) UsedTopics() []Topic {
	used := map[string]bool{}
	for _, q := range b.Questions {
		used[q.Topic] = true
	}
	var out []Topic
	for _, t := range b.Topics {
		if used[t.ID] {
			out = append(out, t)
		}
	}
	return out
}

// Search finds questions by what a player types: every word must occur in the question's id,
// tags, prompt, topic or panel, in either language. Those whose id begins with it come first.
func (b *Bank) Search(query string, limit int) []Question {
	words := strings.Fields(strings.ToLower(query))
	var first, rest []Question
	for i, q := range b.Questions {
		switch {
		case len(words) == 1 && strings.HasPrefix(q.ID, words[0]):
			first = append(first, q)
		case containsAll(b.text[i], words):
			rest = append(rest, q)
		}
	}
	found := append(first, rest...)
	return found[:min(limit, len(found))]
}

// haystack is all text by which a question can be found.
func (b *Bank) haystack(q Question) string {
	topic := b.Topic(q.Topic).Title
	panel, _ := b.Panel(q.Panel)
	return strings.ToLower(strings.Join([]string{
		q.ID, strings.Join(q.Tags, " "), q.Prompt.EN, q.Prompt.ZH, topic.EN, topic.ZH,
		panel.ID, panel.Title.EN, panel.Title.ZH, string(q.Type),
	}, "\n"))
}

func containsAll(s string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}
