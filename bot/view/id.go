package view

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"drillbot/quiz"
)

// ID is the state that a component or a form carries in its custom id, so that it works
// after a restart and on another machine. Discord keeps at most 100 characters.
type ID struct {
	Verb     string // names the route
	Question string // the id of a question
	Version  string // of the question
	Seed     uint32
	Public   bool        // answers are shown to the channel
	Filter   quiz.Filter // what /drill asked for, for Next; Filter.Question is not kept unless it is a panel
	N        int         // the verb's own: a hint, a page, an option
	Owner    uint64      // the player whose message it is; 0 is anybody's
	Day      quiz.Date   // of the daily question, or of the week or month, that it belongs to; 0 for none
}

// ErrID is the error of a custom id that is not one of ours.
var ErrID = errors.New("unknown custom id")

// idFields is how many fields an id has.
const idFields = 12

// maxID is Discord's limit on a custom id, in characters.
const maxID = 100

// String encodes the id. Ids of the bank are short enough for it to fit.
func (id ID) String() string {
	public := ""
	if id.Public {
		public = "p"
	}
	fields := []string{
		id.Verb, id.Question, id.Version, number(uint64(id.Seed)), public,
		id.Filter.Topic, number(uint64(id.Filter.Difficulty)), number(typeNumber(id.Filter.Type)), id.Filter.Question,
		number(uint64(id.N)), number(id.Owner), number(uint64(id.Day)),
	}
	return strings.TrimRight(strings.Join(fields, ":"), ":")
}

// ParseID decodes a custom id. It is untrusted: a player's client may send any.
func ParseID(s string) (ID, error) {
	fields := strings.Split(s, ":")
	if len(s) > maxID || len(fields) > idFields || fields[0] == "" {
		return ID{}, ErrID
	}
	fields = append(fields, make([]string, idFields-len(fields))...)
	n := reader{}
	id := ID{
		Verb: fields[0], Question: fields[1], Version: fields[2], Seed: uint32(n.read(fields[3], 32)), Public: fields[4] == "p",
		Filter: quiz.Filter{
			Topic: fields[5], Difficulty: int(n.read(fields[6], 8)), Type: typeOf(n.read(fields[7], 8)), Question: fields[8],
		},
		N: int(n.read(fields[9], 31)), Owner: n.read(fields[10], 64), Day: quiz.Date(n.read(fields[11], 31)),
	}
	return id, n.err
}

// typeNumber is a type's place among all, from 1; 0 is any.
func typeNumber(t quiz.Type) uint64 { return uint64(slices.Index(quiz.Types(), t) + 1) }

func typeOf(n uint64) quiz.Type {
	if n == 0 || n > uint64(len(quiz.Types())) {
		return ""
	}
	return quiz.Types()[n-1]
}

// number writes n in base 36, and zero as nothing.
func number(n uint64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatUint(n, 36)
}

// reader reads numbers and keeps the first error.
type reader struct{ err error }

func (r *reader) read(s string, bits int) uint64 {
	if s == "" {
		return 0
	}
	n, err := strconv.ParseUint(s, 36, bits)
	if err != nil && r.err == nil {
		r.err = ErrID
	}
	return n
}

// with returns the id for another verb.
func (id ID) with(verb string) ID {
	id.Verb = verb
	return id
}

// nth returns the id for another verb with its own number.
func (id ID) nth(verb string, n int) ID {
	id.Verb, id.N = verb, n
	return id
}

// The verbs of components and forms. They are kept short, for they live in every custom id.
const (
	Answer = "a" // opens the form
	Pick   = "p" // a button of a choice, N the option as shown
	Select = "s" // the menu of a choice with several right options
	Hint   = "h" // N is the hint to show
	Skip   = "k"
	GiveUp = "g"
	Next   = "n"
	Retry  = "r"
	Flag   = "f" // opens the form of a report, or is that form
	Page   = "b" // of a board, N the page
	Submit = "x" // the form of an answer

	Reopen = "t" // shows the daily question of Day to who asks
	Past   = "q" // of earlier ones, N the page
	Choose = "y" // the menu of them
	Swap   = "z" // another question for Day, N its place in the queue
	Share  = "e" // N is 1 to let one's answers be shown, 0 to not

	ShowSettings = "S" // those of a server's settings are capital
	SetTopics    = "T"
	SetLevels    = "L"
	Preview      = "P" // posts what a daily question looks like
	Repay        = "R" // grades again what the model owes

	Wish       = "w" // of /privacy; N is one of Wish…, Seed 1 turns it on
	ExportMine = "E"
	AskDelete  = "A"
	Delete     = "X"

	Contest    = "c" // opens the form of a dispute, or is that form
	OpenCase   = "O" // those of moderators too; Owner is the case
	MarkPoint  = "M" // N is the point, or misconception after the points; Seed the marks so far
	Propose    = "N" // the form of a suggestion; the Filter has its topic, difficulty and type
	Revise     = "C" // opens the form of a suggestion for a moderator, or is that form
	EditOwn    = "Q" // the form of a question of the deck
	Peek       = "V" // the menu of a suggestion's questions
	HandIn     = "H" // what an import found is handed in
	DecideCase = "D" // opens the form of a decision, or is that form; N is the quiz.CaseState
)
