package quiz

import (
	"context"
	"slices"
)

// Verdict is the grade of one key point.
type Verdict uint8

// The verdicts, and what share of the point's weight each earns.
const (
	Missed       Verdict = iota // 0
	Partly                      // 1/2
	Covered                     // 1
	Contradicted                // 0: the answer says the opposite
)

// String returns the verdict as a word, the same in every language.
func (v Verdict) String() string {
	return [...]string{"missed", "partly", "covered", "contradicted"}[v]
}

// PointGrade is the verdict on one key point (Open), option (Choice), blank
// (Cloze), item (Order) or on the number (Numeric, with an empty Point).
type PointGrade struct {
	Point      string // its id
	Verdict    Verdict
	Quote      string // the player's own words that earned it, cut from the answer byte for byte; "" when none
	Unverified bool   // the grader's quote was not in the answer, so the verdict was lowered
	Why        string // the grader's reason: text of a model, untrusted; "" offline
}

// Found is a misconception of the question that the answer holds.
type Found struct {
	Misconception string // its id
	Quote         string // as in PointGrade
}

// WrongClaim is a wrong statement that no misconception of the bank names. It is
// shown, and costs nothing: only what an author has written down may take points.
type WrongClaim struct {
	Quote string
	Why   string // text of a model, untrusted
}

// Flag is something about an answer that a reader of the grade should know.
type Flag string

// The flags.
const (
	FlagEmpty     Flag = "empty"     // nothing said
	FlagUnknown   Flag = "unknown"   // "I don't know"
	FlagCopied    Flag = "copied"    // the question said again
	FlagSalad     Flag = "salad"     // key words without sentences
	FlagShuffled  Flag = "shuffled"  // the reference in disorder
	FlagDump      Flag = "dump"      // many answers at once
	FlagPadded    Flag = "padded"    // the same said over and over
	FlagInjection Flag = "injection" // addresses the grader instead of the question
	FlagPolarity  Flag = "polarity"  // a key sentence turned into its opposite
	FlagUnsure    Flag = "unsure"    // two readings disagree: low confidence, for a human to look at
)

// FallBack says why a grade came from the next grader in line.
type FallBack string

// The reasons to fall back; empty when the first choice graded.
const (
	FellTimeout FallBack = "timeout" // no reply in time
	FellRefusal FallBack = "refusal" // the model would not
	FellBroken  FallBack = "broken"  // a reply that does not fit the contract
	FellBudget  FallBack = "budget"  // the day's money is spent
	FellDown    FallBack = "down"    // the server failed, or its breaker is open
	FellBusy    FallBack = "busy"    // too many answers are waiting
)

// Usage is what a grade has cost.
type Usage struct {
	In, Cached, Out int   // tokens; Cached is the part of In that came cheaper
	Micros          int64 // millionths of a US dollar
}

// Grade is the outcome of grading one answer.
type Grade struct {
	Score      int // 0..100, always computed by code: Question.Score
	Points     []PointGrade
	Found      []Found
	Wrong      []WrongClaim
	By         string  // "exact" for closed types, "offline", or the model's name
	Version    string  // of the grader's rules or prompt
	Estimate   bool    // an estimate from wording, not a reading: say so
	Confidence float64 // 0..1
	Flags      []Flag
	Cap        int    // highest score that a guard left possible, or 0 for none
	Feedback   string // a sentence or two to the player: text of a model, untrusted; "" offline
	Fell       FallBack
	Cached     bool // an equal answer was graded before
	Usage      Usage
}

// Redacted returns the grade without a word of the answer, and without what was said about it.
func (g Grade) Redacted() Grade {
	g.Points, g.Found = slices.Clone(g.Points), slices.Clone(g.Found)
	for i := range g.Points {
		g.Points[i].Quote, g.Points[i].Why = "", ""
	}
	for i := range g.Found {
		g.Found[i].Quote = ""
	}
	g.Wrong, g.Feedback = nil, ""
	return g
}

// Job is one open answer to be graded.
type Job struct {
	Question Question
	Lang     Lang   // the language to give feedback in; the answer may be in any
	Answer   string // untrusted, at most MaxAnswer characters
	Server   uint64 // who pays: budgets are kept by server and player
	Player   uint64
	NoModel  bool  // by the wish of the player or the server, no model is to see the answer
	Budget   int64 // most that the server's day may cost, in millionths of a US dollar; 0 for the program's own bound
}

// Grader grades open answers. It may be called from many goroutines at once, honours
// ctx, and returns either a whole Grade whose Points are exactly the question's, in its
// order, or an error that wraps one of the grading errors of this package. Graders wrap
// one another (cache, timeout, fallback) as http.Handlers do.
type Grader interface {
	Grade(ctx context.Context, job Job) (Grade, error)
}

// GraderFunc lets a function be a Grader.
type GraderFunc func(ctx context.Context, job Job) (Grade, error)

// Grade calls f.
func (f GraderFunc) Grade(ctx context.Context, job Job) (Grade, error) { return f(ctx, job) }

// Score is what an open answer earns: the weights of its points, whole when
// covered and half when partly so, less the cost of each misconception found,
// rounded half up and kept within 0 and 100.
func (q Question) Score(points []PointGrade, found []Found) int {
	verdicts := make(map[string]Verdict, len(points))
	for _, p := range points {
		verdicts[p.Point] = p.Verdict
	}
	halves := 0
	for _, p := range q.Points {
		halves += p.Weight * earned(verdicts[p.ID])
	}
	for _, m := range q.Misconceptions {
		for _, f := range found {
			if f.Misconception == m.ID {
				halves -= 2 * m.Cost
				break
			}
		}
	}
	return min(100, max(0, (halves+1)/2))
}

// earned is a verdict's worth in halves.
func earned(v Verdict) int {
	switch v {
	case Covered:
		return 2
	case Partly:
		return 1
	default:
		return 0
	}
}
