package quiz

import "errors"

// What can be expected to go wrong. Callers test with errors.Is; whatever wraps
// none of these is a fault of ours.
var (
	ErrNoTopic    = errors.New("no such topic")
	ErrNoQuestion = errors.New("no question fits the filter")
	ErrUnknown    = errors.New("no such question")
	ErrChanged    = errors.New("the question has changed since it was asked")
	ErrEmpty      = errors.New("the answer is empty")
	ErrTooLong    = errors.New("the answer is too long")
	ErrBadNumber  = errors.New("the answer is not a number")
	ErrBadUnit    = errors.New("the answer's unit is not one of the question's")
	ErrBadOrder   = errors.New("the answer does not name every item once")
	ErrBadChoice  = errors.New("the answer is not among the options")

	ErrNotAsked = errors.New("the player has no open question")
	ErrBadTime  = errors.New("this is no time of day")
	ErrBadZone  = errors.New("this is no time zone")

	ErrTooOften = errors.New("too many suggestions")
	ErrTooMany  = errors.New("too many reports and disputes")
	ErrDeckFull = errors.New("the deck is full")

	ErrSeen   = errors.New("the answer was recorded before")
	ErrFixed  = errors.New("the grade stands: only a graded answer to an open question can be graded anew, and a human's ruling by a human")
	ErrPoint  = errors.New("the question has no such point or misconception")
	ErrNone   = errors.New("nothing is stored under that key")
	ErrNewer  = errors.New("the data was written by a newer version of drillbot")
	ErrClosed = errors.New("the store is closed")

	ErrGradeTimeout = errors.New("the grader took too long")
	ErrGradeRefused = errors.New("the grader refused")
	ErrGradeBroken  = errors.New("the grader's reply does not fit the contract")
	ErrGradeBudget  = errors.New("the day's grading budget is spent")
	ErrGradeDown    = errors.New("the grader cannot be reached")
	ErrGradeBusy    = errors.New("too many answers wait for the grader")
)
