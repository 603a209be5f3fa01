package quiz

// Type says how a question is answered.
type Type string

// The question types of the bank.
const (
	Open    Type = "open"    // free text, graded key point by key point
	Choice  Type = "choice"  // one or several of up to 25 options
	Numeric Type = "numeric" // a number, with unit and tolerance
	Cloze   Type = "cloze"   // one to five blanks to fill
	Order   Type = "order"   // items to put in order
)

// Types lists every Type in the order in which people are shown them.
func Types() []Type { return []Type{Open, Choice, Numeric, Cloze, Order} }

// Question is one question of the bank. Which of the type-specific fields are
// set follows from Type; data/bank checks that, so code here may rely on it.
type Question struct {
	ID         string   // stable for ever, e.g. "arc-02"; lower-case letters, digits, hyphens
	Version    string   // changes whenever the content does: 8 hex digits of its SHA-256
	Topic      string   // a Topic's ID
	Type       Type     //
	Difficulty int      // 1 (warm-up) to 5 (research)
	Tags       []string // free words to search by
	Panel      string   // the Panel this is a part of, or ""
	Part       int      // 1, 2, … within the panel; 0 outside of one
	Challenge  bool     // a good answer first questions the premise
	Related    []string // ids of questions of the topic whose references answer this one too
	Prompt     Text     // for Cloze it holds [[id]] where a Blank goes
	Reference  Text     // the answer an expert would give
	Hints      []Text   // from faint to strong
	Sources    []Source
	Reviewed   Date // when an expert last checked it

	Points         []Point         // Open: what a full answer says; weights sum to 100
	Misconceptions []Misconception // Open: what a wrong answer says
	Options        []Option        // Choice: shown shuffled
	Numeric        *NumericKey     // Numeric
	Blanks         []Blank         // Cloze: in the order of the prompt
	Items          []Item          // Order: in the right order; shown shuffled
}

// Point is one key point of an open question's rubric.
type Point struct {
	ID       string
	Weight   int  // 1..100; the points of a question sum to 100
	Text     Text // what the answer has to say, shown to the player with the verdict
	Cues     Cues // wordings that show it
	FollowUp Text // what an interviewer asks when it is missing
}

// Cues are concept groups: an answer shows the idea when it holds, for every
// group, at least one of the group's wordings. Each language has its own groups;
// the answer may meet those of either, or mix words of both.
type Cues struct {
	EN [][]string
	ZH [][]string
}

// Misconception is a wrong idea that people hold. It is found by Cues that meet in one
// sentence which is not negated, across clauses in their order, by Direction, or by either where both are given.
type Misconception struct {
	ID        string
	Text      Text // the wrong claim, as a player would put it
	Right     Text // what is true instead
	Cues      Cues
	Direction *Direction
	Cost      int // score lost, 1..100
}

// Direction tells a claim "the more Of, the more On" from its reverse, which
// words alone cannot: both have the same words.
type Direction struct {
	Of    Cues // the quantity that is changed, e.g. {"bucket"}
	On    Cues // the quantity that follows, e.g. {"sharing", "collision"}
	Wrong Sign // the relation that is the misconception
}

// Sign is the sense in which one quantity follows another.
type Sign string

// The two senses.
const (
	Same     Sign = "same"     // both rise or both fall
	Opposite Sign = "opposite" // one rises while the other falls
)

// Option is one option of a choice question.
type Option struct {
	ID    string
	Text  Text
	Right bool
	Why   Text // why it is right, or which mistake it is
}

// NumericKey is the expected number of a numeric question.
type NumericKey struct {
	Value     float64 // in Unit, for the variables' first values
	Unit      string  // shown after the number; "" for a plain count
	Units     []Unit  // other units that players use
	Tolerance float64 // relative, 0.02 = 2 %; 0 asks for the exact integer
	Formula   string  // Go expression over the variables, or "" when the number is fixed
	Variables []Variable
}

// Unit is another unit of a numeric answer.
type Unit struct {
	Name   string
	Factor float64 // how many of the question's Unit one of these is
}

// Variable is a number of a numeric question that changes from ask to ask. The
// prompt and the reference hold it as {Name}, and the result as {answer}.
type Variable struct {
	Name   string
	Values []float64 // what it may be; the first is the one of NumericKey.Value
}

// Blank is one gap of a cloze question.
type Blank struct {
	ID     string
	Label  Text     // what to fill in, at most 45 characters: a form field's label
	Accept []string // right answers in either language, compared without case, space and width
}

// Item is one item of an ordering question.
type Item struct {
	ID   string
	Text Text
}

// Source is a primary source of a question's facts.
type Source struct {
	Key    string // arXiv id such as "1706.03762", or a short name of sources.yaml
	Title  string
	Author string // the first author, or the publisher
	Year   int
	URL    string
}

// Topic is one subject of the bank.
type Topic struct {
	ID    string // e.g. "arc"; also the folder of its questions
	Title Text
}

// Panel is a compound question as interviewers put it, split into parts that can
// be graded: the questions whose Panel is its ID.
type Panel struct {
	ID     string
	Title  Text
	Prompt Text
}
