// Package form is the authors' form of the bank: one struct a mapping, as it is written in
// YAML. The decoder of data/bank reads its tags (a field without omitempty is required,
// and must not be blank), and so does the generator of the JSON Schema for editors.
package form

// Question is one question file.
type Question struct {
	ID         string `json:"id" jsonschema:"pattern=^[a-z0-9]+(-[a-z0-9]+)*$,maxLength=40" jsonschema_description:"Stable for ever; the file's name without .yaml."`
	Type       string `json:"type" jsonschema:"enum=open,enum=choice,enum=numeric,enum=cloze,enum=order" jsonschema_description:"How the question is answered."`
	Difficulty int    `json:"difficulty" jsonschema:"minimum=1,maximum=5" jsonschema_description:"1 warm-up, 2 basic, 3 solid, 4 hard, 5 research."`
	Tags       []Tag  `json:"tags" jsonschema:"minItems=1,maxItems=8" jsonschema_description:"Free words to search by, in lower case."`
	Panel      string `json:"panel,omitempty" jsonschema_description:"The panel of panels.yaml that this question is a part of."`
	Part       int    `json:"part,omitempty" jsonschema:"minimum=1,maximum=9" jsonschema_description:"The place within the panel: 1, 2, 3 …"`
	Challenge  bool   `json:"challenge,omitempty" jsonschema_description:"True when a good answer first questions the premise."`
	Related    []ID   `json:"related,omitempty" jsonschema:"minItems=1,maxItems=12" jsonschema_description:"Open questions: other questions of the topic whose references rightly answer this one too."`
	Prompt     Text   `json:"prompt" jsonschema_description:"The question as an interviewer would speak it. In a cloze question [[id]] stands where a blank goes; in a numeric one {name} stands for a variable."`
	Reference  Text   `json:"reference" jsonschema_description:"The answer that an expert would give. In a numeric question {name} stands for a variable and {answer} for the result."`
	Hints      []Text `json:"hints,omitempty" jsonschema:"minItems=1,maxItems=3" jsonschema_description:"From faint to strong; none gives the answer away."`
	Sources    []Key  `json:"sources" jsonschema:"minItems=1,maxItems=8" jsonschema_description:"Keys of sources.yaml, in quotes."`
	Reviewed   Date   `json:"reviewed" jsonschema_description:"The day on which the facts were last checked: year-month-day."`

	Points         []Point         `json:"points,omitempty" jsonschema:"minItems=3,maxItems=7" jsonschema_description:"Open questions: what a full answer says. The weights sum to 100."`
	Misconceptions []Misconception `json:"misconceptions,omitempty" jsonschema:"minItems=1,maxItems=3" jsonschema_description:"Open questions: what a wrong answer says."`
	Options        []Option        `json:"options,omitempty" jsonschema:"minItems=4,maxItems=5" jsonschema_description:"Choice questions: shown shuffled; more than one may be right."`
	Numeric        *Numeric        `json:"numeric,omitempty" jsonschema_description:"Numeric questions: the number and how it is computed."`
	Blanks         []Blank         `json:"blanks,omitempty" jsonschema:"minItems=1,maxItems=5" jsonschema_description:"Cloze questions: the gaps, in the order of the prompt."`
	Items          []Item          `json:"items,omitempty" jsonschema:"minItems=3,maxItems=8" jsonschema_description:"Order questions: the items in the right order; shown shuffled."`
}

// Text is one text in both languages.
type Text struct {
	EN string `json:"en" jsonschema:"minLength=1" jsonschema_description:"English, Markdown with $…$ formulas in TeX."`
	ZH string `json:"zh" jsonschema:"minLength=1" jsonschema_description:"Simplified Chinese, Markdown with $…$ formulas in TeX."`
}

// Tag, Key, ID and Date are strings with a rule of their own.
type (
	ID   string // of a question
	Tag  string // a free word, lower case
	Key  string // of sources.yaml
	Date string // 2006-01-02; YAML may take it for a timestamp
)

// Cues are concept groups by language.
type Cues struct {
	EN [][]string `json:"en" jsonschema:"minItems=1,maxItems=6" jsonschema_description:"Groups of English wordings: an answer needs one of every group."`
	ZH [][]string `json:"zh" jsonschema:"minItems=1,maxItems=6" jsonschema_description:"Groups of Chinese wordings: an answer needs one of every group."`
}

// Point is one key point of an open question.
type Point struct {
	ID       string `json:"id" jsonschema:"pattern=^[a-z0-9]+(-[a-z0-9]+)*$,maxLength=40" jsonschema_description:"Unique within the question."`
	Weight   int    `json:"weight" jsonschema:"minimum=1,maximum=100" jsonschema_description:"What the point is worth; those of a question sum to 100."`
	Text     Text   `json:"text" jsonschema_description:"What the answer has to say; shown with the verdict."`
	Cues     Cues   `json:"cues" jsonschema_description:"Wordings that show the point was made."`
	FollowUp Text   `json:"follow_up" jsonschema_description:"What an interviewer asks when the point is missing."`
}

// Misconception is one wrong idea of an open question.
type Misconception struct {
	ID        string     `json:"id" jsonschema:"pattern=^[a-z0-9]+(-[a-z0-9]+)*$,maxLength=40" jsonschema_description:"Unique within the question."`
	Text      Text       `json:"text" jsonschema_description:"The wrong claim as a player would put it."`
	Right     Text       `json:"right" jsonschema_description:"What is true instead."`
	Cost      int        `json:"cost" jsonschema:"minimum=1,maximum=100" jsonschema_description:"The score that it costs."`
	Cues      *Cues      `json:"cues,omitempty" jsonschema_description:"Wrong when all groups meet in one sentence that is not negated."`
	Direction *Direction `json:"direction,omitempty" jsonschema_description:"Wrong when two quantities are said to move in this sense."`
}

// Direction is the wrong relation of two quantities.
type Direction struct {
	Of    Cues   `json:"of" jsonschema_description:"The quantity that is changed."`
	On    Cues   `json:"on" jsonschema_description:"The quantity that follows."`
	Wrong string `json:"wrong" jsonschema:"enum=same,enum=opposite" jsonschema_description:"The relation that is wrong: both rise (same), or one rises while the other falls (opposite)."`
}

// Option is one option of a choice question.
type Option struct {
	ID    string `json:"id" jsonschema:"pattern=^[a-z0-9]+(-[a-z0-9]+)*$,maxLength=40" jsonschema_description:"Unique within the question."`
	Right bool   `json:"right,omitempty" jsonschema_description:"True for a right option."`
	Text  Text   `json:"text" jsonschema_description:"What is shown to choose."`
	Why   Text   `json:"why" jsonschema_description:"Why it is right, or which mistake it is."`
}

// Numeric is the key of a numeric question.
type Numeric struct {
	Value     float64    `json:"value" jsonschema_description:"The number, in the unit, for the first value of every variable."`
	Unit      string     `json:"unit,omitempty" jsonschema_description:"Shown after the number; nothing for a plain count."`
	Units     []Unit     `json:"units,omitempty" jsonschema:"minItems=1,maxItems=8" jsonschema_description:"Other units that players use."`
	Tolerance float64    `json:"tolerance,omitempty" jsonschema:"minimum=0,maximum=0.5" jsonschema_description:"Relative: 0.02 is 2 %. 0 asks for the exact integer."`
	Formula   string     `json:"formula,omitempty" jsonschema_description:"Go expression over the variables: + - * / %, brackets, pow sqrt log log2 log10 exp ceil floor round min max abs."`
	Variables []Variable `json:"variables,omitempty" jsonschema:"minItems=1,maxItems=6" jsonschema_description:"Numbers that change from ask to ask."`
}

// Unit is another unit of a numeric question.
type Unit struct {
	Name   string  `json:"name" jsonschema_description:"As a player writes it."`
	Factor float64 `json:"factor" jsonschema:"exclusiveMinimum=0" jsonschema_description:"How many of the question's unit one of these is."`
}

// Variable is a number that changes from ask to ask.
type Variable struct {
	Name   string    `json:"name" jsonschema:"pattern=^[A-Za-z][A-Za-z0-9_]*$,maxLength=20" jsonschema_description:"As the formula names it; {name} in the texts stands for the value."`
	Values []float64 `json:"values" jsonschema:"minItems=1,maxItems=12" jsonschema_description:"What it may be; the first belongs to value."`
}

// Blank is one gap of a cloze question.
type Blank struct {
	ID     string   `json:"id" jsonschema:"pattern=^[a-z0-9]+(-[a-z0-9]+)*$,maxLength=40" jsonschema_description:"As the prompt names it: [[id]]."`
	Label  Text     `json:"label" jsonschema_description:"What to fill in, at most 45 characters."`
	Accept []string `json:"accept" jsonschema:"minItems=1,maxItems=30" jsonschema_description:"Right answers in either language, compared without case, space and width."`
}

// Item is one item of an order question.
type Item struct {
	ID   string `json:"id" jsonschema:"pattern=^[a-z0-9]+(-[a-z0-9]+)*$,maxLength=40" jsonschema_description:"Unique within the question."`
	Text Text   `json:"text" jsonschema_description:"At most 100 characters."`
}

// Topic is one entry of topics.yaml.
type Topic struct {
	ID    string `json:"id" jsonschema:"pattern=^[a-z0-9]+(-[a-z0-9]+)*$,maxLength=40" jsonschema_description:"The folder of the topic's questions."`
	Title Text   `json:"title" jsonschema_description:"At most 90 characters."`
}

// Panel is one entry of panels.yaml.
type Panel struct {
	ID     string `json:"id" jsonschema:"pattern=^[a-z0-9]+(-[a-z0-9]+)*$,maxLength=40" jsonschema_description:"Unique; questions name it."`
	Title  Text   `json:"title" jsonschema_description:"At most 90 characters."`
	Prompt Text   `json:"prompt" jsonschema_description:"The compound question as interviewers put it."`
}

// Source is one value of sources.yaml; its key is an arXiv id or a short name.
type Source struct {
	Title  string `json:"title" jsonschema_description:"The work's title."`
	Author string `json:"author" jsonschema_description:"The first author's family name, or the publisher."`
	Year   int    `json:"year" jsonschema:"minimum=1900,maximum=2100" jsonschema_description:"Of the first version."`
	URL    string `json:"url,omitempty" jsonschema:"pattern=^https://" jsonschema_description:"Where it is; an arXiv id needs none."`
}
