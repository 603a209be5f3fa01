package bolt

import (
	"encoding/json"
	"fmt"

	"drillbot/quiz"
)

// attemptLine is an attempt as an export has it. How to reach its player is left out: it is
// as good as a password for a quarter of an hour.
type attemptLine struct {
	ID       string     `json:"id"`
	At       string     `json:"at"`
	Day      string     `json:"day"`
	Server   string     `json:"server"`
	Player   string     `json:"player"`
	Question string     `json:"question"`
	Version  string     `json:"version"`
	Topic    string     `json:"topic"`
	Seed     uint32     `json:"seed"`
	Lang     quiz.Lang  `json:"lang"`
	Text     string     `json:"text"`
	Parts    []string   `json:"parts,omitempty"`
	State    string     `json:"state"`
	GaveUp   bool       `json:"gave_up"`
	Counts   bool       `json:"counts"`
	Daily    string     `json:"daily,omitempty"`
	Practice bool       `json:"practice,omitempty"`
	Points   int        `json:"points"`
	Streak   int        `json:"streak"`
	Grade    *gradeLine `json:"grade,omitempty"`
	Judge    string     `json:"judge,omitempty"`   // the human whose ruling the grade is
	Machine  *gradeLine `json:"machine,omitempty"` // the grade before that
}

type gradeLine struct {
	Score      int           `json:"score"`
	By         string        `json:"by"`
	Version    string        `json:"version"`
	Estimate   bool          `json:"estimate"`
	Confidence float64       `json:"confidence"`
	Cap        int           `json:"cap"`
	Points     []pointLine   `json:"points"`
	Found      []claimLine   `json:"misconceptions,omitempty"`
	Wrong      []claimLine   `json:"wrong,omitempty"`
	Flags      []quiz.Flag   `json:"flags,omitempty"`
	Feedback   string        `json:"feedback,omitempty"`
	Fell       quiz.FallBack `json:"fell_back,omitempty"`
	Cached     bool          `json:"cached,omitempty"`
	In         int           `json:"tokens_in"`
	InCached   int           `json:"tokens_cached"`
	Out        int           `json:"tokens_out"`
	Micros     int64         `json:"micros"`
}

type pointLine struct {
	Point      string `json:"point"`
	Verdict    string `json:"verdict"`
	Quote      string `json:"quote,omitempty"`
	Unverified bool   `json:"unverified,omitempty"`
	Why        string `json:"why,omitempty"`
}

// claimLine is a misconception by its id, or a wrong claim with why it is wrong.
type claimLine struct {
	ID    string `json:"id,omitempty"`
	Quote string `json:"quote,omitempty"`
	Why   string `json:"why,omitempty"`
}

var stateNames = map[quiz.State]string{quiz.Pending: "pending", quiz.Graded: "graded", quiz.Delivered: "delivered"}

func lineOfAttempt(a *quiz.Attempt) attemptLine {
	line := attemptLine{
		ID: idText(a.ID), At: timeText(a.At), Day: a.Day.String(), Server: idText(a.Server), Player: idText(a.Player),
		Question: a.Question, Version: a.Version, Topic: a.Topic, Seed: a.Seed, Lang: a.Lang,
		Text: a.Answer.Text, Parts: a.Answer.Parts, State: stateNames[a.State], GaveUp: a.GaveUp, Counts: a.Counts,
		Daily: a.Daily.String(), Practice: a.Practice, Points: a.Points, Streak: a.Streak, Grade: lineOfGrade(a.Grade), Machine: lineOfGrade(a.Machine),
	}
	if a.Judge != 0 {
		line.Judge = idText(a.Judge)
	}
	return line
}

func lineOfGrade(g *quiz.Grade) *gradeLine {
	if g == nil {
		return nil
	}
	line := &gradeLine{
		Score: g.Score, By: g.By, Version: g.Version, Estimate: g.Estimate, Confidence: g.Confidence, Cap: g.Cap,
		Points: []pointLine{}, Flags: g.Flags, Feedback: g.Feedback, Fell: g.Fell, Cached: g.Cached,
		In: g.Usage.In, InCached: g.Usage.Cached, Out: g.Usage.Out, Micros: g.Usage.Micros,
	}
	for _, p := range g.Points {
		line.Points = append(line.Points, pointLine{p.Point, p.Verdict.String(), p.Quote, p.Unverified, p.Why})
	}
	for _, f := range g.Found {
		line.Found = append(line.Found, claimLine{ID: f.Misconception, Quote: f.Quote})
	}
	for _, w := range g.Wrong {
		line.Wrong = append(line.Wrong, claimLine{Quote: w.Quote, Why: w.Why})
	}
	return line
}

type memberLine struct {
	Server   string      `json:"server"`
	Player   string      `json:"player"`
	Topic    string      `json:"topic"` // "" over all topics
	Tallies  []tallyLine `json:"tallies"`
	Attempts int32       `json:"attempts"`
	Scores   int64       `json:"scores"`
	Streak   int32       `json:"streak"`
	Best     int32       `json:"best_streak"`
	LastDay  string      `json:"streak_day"`
	Last     string      `json:"last"`
}

// tallyLine is what was earned in the last day, week, month and ever, in this order.
type tallyLine struct {
	Number  int32  `json:"number"`
	Points  int32  `json:"points"`
	Answers int32  `json:"answers"`
	Reached string `json:"reached,omitempty"`
}

func lineOfMember(m *quiz.Member) memberLine {
	line := memberLine{
		Server: idText(m.Server), Player: idText(m.Player), Topic: m.Topic, Attempts: m.Attempts, Scores: m.Scores,
		Streak: m.Streak.Days, Best: m.Streak.Best, LastDay: m.Streak.Last.String(), Last: timeText(m.Last),
	}
	for _, t := range m.Tallies {
		line.Tallies = append(line.Tallies, tallyLine{t.Number, t.Points, t.Answers, timeText(t.Reached)})
	}
	return line
}

type cardLine struct {
	Player     string  `json:"player"`
	Question   string  `json:"question"`
	Stability  float64 `json:"stability"`
	Difficulty float64 `json:"difficulty"`
	Due        string  `json:"due"`
	Last       string  `json:"last"`
	LastDay    string  `json:"last_day"`
	LastScore  int     `json:"last_score"`
	Best       int     `json:"best"`
	Reps       int32   `json:"reps"`
	Lapses     int32   `json:"lapses"`
	Skipped    string  `json:"skipped,omitempty"`
}

func lineOfCard(c *quiz.Card) cardLine {
	return cardLine{
		Player: idText(c.Player), Question: c.Question, Stability: c.Stability, Difficulty: c.Difficulty,
		Due: timeText(c.Due), Last: timeText(c.Last), LastDay: c.LastDay.String(), LastScore: c.LastScore, Best: c.Best,
		Reps: c.Reps, Lapses: c.Lapses, Skipped: timeText(c.Skipped),
	}
}

// lineOf is a document with the parts of its key beside it. Numbers as long as Discord's ids
// become strings, for the reason of idText.
func lineOf(document any, key map[string]any) (any, error) {
	data, err := json.Marshal(document)
	if err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	line := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &line); err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	delete(line, "kind") // is that of the line
	for k, v := range line {
		if len(v) > exactDigits && v[0] >= '0' && v[0] <= '9' {
			line[k] = json.RawMessage(`"` + string(v) + `"`)
		}
	}
	for k, v := range key {
		if line[k], err = json.Marshal(v); err != nil {
			return nil, fmt.Errorf("encode: %w", err)
		}
	}
	return line, nil
}

// exactDigits is how many digits every number can have that a float64 holds exactly.
const exactDigits = 15
