package exchange

import (
	"bytes"
	"io/fs"

	"drillbot/data/bank"
	"drillbot/quiz"
)

// Change is what importing a question would do to a folder.
type Change struct {
	ID       string        `json:"id"`
	Kind     Kind          `json:"kind"`
	File     string        `json:"file,omitempty"` // slash-separated, within the folder
	Data     []byte        `json:"-"`              // of the file, where it is new or updated
	Why      string        `json:"why,omitempty"`  // it is refused
	Problems bank.Problems `json:"problems,omitempty"`
}

// Kind is a kind of Change.
type Kind string

// The kinds.
const (
	New       Kind = "new"
	Updated   Kind = "updated"
	Unchanged Kind = "unchanged"
	Refused   Kind = "refused"
)

// Plan says what importing the questions into the folder dir would do, which may be used beside base: a question that the
// folder has is updated in place, one that would not be sound is refused, and the others are not
// the worse for it. A new question is laid over defaults, which may give it a topic, sources and a day of review.
func Plan(dir fs.FS, base *bank.Set, questions []quiz.Question, defaults quiz.Question) []Change {
	loader := bank.Loader{Base: base}
	have, _ := loader.Load(dir)
	p := planner{dir: dir, have: have.Bank(), base: base.Bank(), defaults: defaults}
	changes := make([]Change, len(questions))
	loader.Over = map[string][]byte{}
	for i, q := range questions {
		changes[i] = p.change(q)
		if c := changes[i]; c.Data != nil {
			loader.Over[c.File] = c.Data
		}
	}
	_, problems := loader.Load(dir)
	for i := range changes {
		changes[i].judge(problems)
	}
	return changes
}

type planner struct {
	dir        fs.FS
	have, base *quiz.Bank
	defaults   quiz.Question
}

// change is what would become of one question, if it is sound.
func (p planner) change(q quiz.Question) Change {
	old, known := p.have.Question(q.ID)
	if known {
		q.Topic = old.Topic // an update moves nothing
	} else {
		old = p.defaults
	}
	q = Merge(old, q)
	c := Change{ID: q.ID, Kind: New, File: q.Topic + "/" + q.ID + ".yaml"}
	switch {
	case !idForm.MatchString(q.Topic):
		return Change{ID: q.ID, Kind: Refused, Why: "it names no topic"}
	case !known && p.exists(c.File):
		return Change{ID: q.ID, Kind: Refused, Why: "its file in the folder has faults: correct them first"}
	case !known && p.builtIn(q.ID):
		return Change{ID: q.ID, Kind: Refused, Why: "a built-in question has this id: give it another"}
	}
	data, err := bank.YAML(q)
	if err != nil {
		return Change{ID: q.ID, Kind: Refused, Why: err.Error()}
	}
	c.Data = data
	if known {
		c.Kind = Updated
		if before, err := bank.YAML(old); err == nil && bytes.Equal(before, data) {
			c.Kind, c.Data = Unchanged, nil
		}
	}
	return c
}

func (p planner) exists(file string) bool {
	_, err := fs.Stat(p.dir, file)
	return err == nil
}

func (p planner) builtIn(id string) bool {
	_, ok := p.base.Question(id)
	return ok
}

// judge refuses a change whose file would have faults.
func (c *Change) judge(problems bank.Problems) {
	if c.Data == nil {
		return
	}
	for _, p := range problems {
		if p.File == c.File {
			c.Problems = append(c.Problems, p)
		}
	}
	if len(c.Problems.Errors()) > 0 {
		c.Kind, c.Data, c.Why = Refused, nil, "it would not be sound"
	}
}
