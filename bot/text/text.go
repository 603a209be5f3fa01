// Package text is what the bot says: one typed struct, filled once for each language.
package text

import (
	"strings"

	"drillbot/quiz"
)

// Strings is everything the bot says in one language. A field that is a function takes what
// the sentence speaks of; all are set, a test sees to it.
type Strings struct {
	Lang  quiz.Lang
	Colon string // between a label and what it labels

	Command  Commands
	Question Question
	Result   Result
	Board    Board
	Profile  Profile
	Report   Report
	Help     Help
	Settings Settings
	Inbox    Inbox
	Privacy  Privacy
	Daily    Daily
	Deck     Deck
	Error    Error
}

// Commands are the names and descriptions of slash commands. Names are lower case without
// spaces, 1 to 32 characters; descriptions at most 100.
type Commands struct {
	Drill, Leaderboard, Profile, Help Named
	GradeMessage                      Named // in the menu of a message; no description

	Topic, Difficulty, Type, Question, Public, Period, Player Named
}

// Named is a name and a description.
type Named struct{ Name, Description string }

// Question is what surrounds a question.
type Question struct {
	Types      map[quiz.Type]string
	Stars      func(difficulty int) string // the difficulty, for the head of a question
	Levels     [5]string                   // the difficulties in words, from 1
	Part       func(part, of int) string   // of a panel
	Challenge  string                      // the premise may deserve a question
	Hint       func(n, of int) string      // the head of a hint
	PickOne    string
	PickSome   string // above the options
	PickMenu   string // in the menu
	TypeOrder  string
	Answer     string // buttons, at most 80 characters
	HintButton func(n, of int) string
	Skip       string
	GiveUp     string

	FormTitle   func(id string) string // at most 45 characters, as are the labels
	FormOpen    string
	FormOpenEg  string // a placeholder, at most 100 characters
	FormNumber  func(unit string) string
	FormNumEg   string
	FormOrder   string
	FormOrderEg string
}

// Result is what surrounds a grade.
type Result struct {
	Title         func(score int) string
	Verdicts      [4]string // by quiz.Verdict, in words
	Options       [4]string // by quiz.Verdict, of an option of a choice
	Exactly       [4]string // by quiz.Verdict, of a number, a blank or a place
	Grades        [5]string // words for 0–, 40–, 60–, 75–, 90–
	Unverified    string
	FollowUp      string
	Misconception string
	WrongClaim    string
	Offline       func(confidence int) string
	Exact         string
	Model         func(name string) string
	Fell          map[quiz.FallBack]string
	Flags         map[quiz.Flag]string
	ForHuman      string // moderators look at a grade of low confidence
	Won           func(points int) string
	NotCounted    string
	Streak        func(days int) string
	Freezes       func(n int) string // that protect a day each
	Reference     string
	Expected      string
	YourAnswer    string
	Sources       string
	TryAgain      string
	Next          string
	ReportButton  string
	GaveUp        string
	Stored        string                  // the answer is kept and will be graded later
	Waiting       func(before int) string // the same, with how many answers come first
	Late          func(question string) string
	Regraded      func(question string, before, after, points int) string // points: won or lost by it
	Cut           string                                                  // after a text that was too long to show
}

// Board is what surrounds a leaderboard.
type Board struct {
	Title    func(period quiz.Period) string
	Periods  [4]string
	AllTopic string
	Empty    string
	Points   func(n int) string
	Own      func(rank, points, players int) string
	NotOn    string
	Page     func(n, of int) string
	Direct   string
	Prev     string
	NextPage string
}

// Profile is what surrounds a profile.
type Profile struct {
	Title   string
	Nothing string
	Answers func(n int) string
	Average func(score int) string
	Points  func(today, week, all int) string
	Streak  func(days, best int) string
	Topics  string
	Topic   func(name string, answers, average int) string
	Recent  string
	Again   func(id string) string
	Private string
}

// Report is what surrounds a report of a problem.
type Report struct {
	Title  string // at most 45 characters
	Label  string
	Eg     string
	Thanks string
}

// Help is the one screen of help.
type Help struct {
	Title string
	Body  func(questions, topics int) string
}

// Error is what a player reads when something did not work.
type Error struct {
	Title        string
	NoTopic      string
	NoQuestion   string
	Unknown      string
	Changed      string
	Empty        string
	TooLong      string
	BadNumber    string
	BadUnit      func(unit string) string
	BadOrder     string
	BadChoice    string
	NotAdmin     string
	NoServer     string
	NotAsked     string // no open question to take a message for
	NotYours     string // a message of somebody else
	NotModerator string
	NoCase       string // what a button belongs to is gone
	OwnCase      string // the grade of a moderator's own answer
	TooOften     string // suggestions
	TooMany      string // reports and disputes
	DeckFull     string
	NoFile       string // it cannot be fetched or is too large
	BadFile      string // it cannot be read as questions
	Closed       string // a case that was decided meanwhile
	BadTime      string
	BadZone      string
	Busy         string
	Fault        func(ref string) string
	YourAnswer   string // before the text that was not taken, so that nothing is lost
	AnswerAgain  string
}

// lower makes a word's first letter small.
func lower(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// For returns the strings of language l.
func For(l quiz.Lang) *Strings {
	if l == quiz.Chinese {
		return chinese()
	}
	return english()
}
