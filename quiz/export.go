package quiz

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// ExportFormat names the form of an Export; one that reads it is to check it.
const ExportFormat = "drillbot-player-1"

// Export is everything that is kept about a player, in the form in which they get it: a JSON
// object whose field names stay. Ids are strings, as many a reader of JSON rounds large numbers;
// times are RFC 3339 in UTC, days 2006-01-02 in the server's calendar.
type Export struct {
	Format   string           `json:"format"`
	Exported time.Time        `json:"exported"`
	Player   uint64           `json:"player,string"`
	NoModel  bool             `json:"no_model"`          // answers are kept from models
	Share    bool             `json:"share"`             // the best answer of a daily question may be shown
	Asked    string           `json:"asked,omitempty"`   // the question asked last
	Servers  []ExportedServer `json:"servers,omitempty"` // where the player has answered, or an admin gave them points
	Cards    []ExportedCard   `json:"cards,omitempty"`
	Answers  []ExportedAnswer `json:"answers,omitempty"` // oldest first
	Cases    []ExportedCase   `json:"cases,omitempty"`   // reports, disputes, suggestions and doubts
}

// ExportedServer is what a player has earned in one server; "0" stands for direct messages.
type ExportedServer struct {
	Server  uint64           `json:"server,string"`
	Hidden  bool             `json:"hidden"` // on no board, by their own wish
	Streak  int32            `json:"streak"`
	Best    int32            `json:"best_streak"`
	Records []ExportedRecord `json:"records"` // over all topics first, then by topic

	Corrections []ExportedCorrection `json:"corrections,omitempty"` // the newest first
}

// ExportedCorrection is what an admin gave or, below zero, took.
type ExportedCorrection struct {
	At     time.Time `json:"at"`
	Points int       `json:"points"`
	Reason string    `json:"reason"`
}

// ExportedRecord is one record of a member.
type ExportedRecord struct {
	Topic   string    `json:"topic,omitempty"`
	Points  int32     `json:"points"`
	Answers int32     `json:"answers"`
	Scores  int64     `json:"sum_of_scores"`
	Last    time.Time `json:"last,omitzero"`
}

// ExportedCard is the schedule of one question.
type ExportedCard struct {
	Question string    `json:"question"`
	Due      time.Time `json:"due,omitzero"`
	Last     time.Time `json:"last,omitzero"`
	Score    int       `json:"last_score"`
	Best     int       `json:"best_score"`
	Reviews  int32     `json:"reviews"`
	Lapses   int32     `json:"lapses"`
}

// ExportedAnswer is one answer with its grade.
type ExportedAnswer struct {
	ID       uint64          `json:"id,string"`
	At       time.Time       `json:"at"`
	Day      string          `json:"day"`
	Server   uint64          `json:"server,string"`
	Question string          `json:"question"`
	Text     string          `json:"text,omitempty"`
	Parts    []string        `json:"parts,omitempty"` // of a choice, cloze or order
	GaveUp   bool            `json:"gave_up,omitempty"`
	Counts   bool            `json:"counts"`
	Points   int             `json:"points"`
	Score    *int            `json:"score"` // null while it waits for its grade
	By       string          `json:"graded_by,omitempty"`
	Verdicts []ExportedPoint `json:"verdicts,omitempty"`
	Mistakes []ExportedFound `json:"misconceptions,omitempty"`
	Feedback string          `json:"feedback,omitempty"`
}

// ExportedFound is a misconception that was found in an answer.
type ExportedFound struct {
	Misconception string `json:"misconception"`
	Quote         string `json:"quote,omitempty"`
}

// ExportedPoint is the verdict on one point.
type ExportedPoint struct {
	Point   string `json:"point"`
	Verdict string `json:"verdict"`
	Quote   string `json:"quote,omitempty"`
}

// ExportedCase is a report, a dispute, a suggestion, or a doubt about a grade, which nobody brought.
type ExportedCase struct {
	Kind      string     `json:"kind"` // report, dispute, suggestion or doubt
	At        time.Time  `json:"at"`
	Server    uint64     `json:"server,string"`
	Question  string     `json:"question"`
	Text      string     `json:"text"`
	State     string     `json:"state"` // open, accepted, declined or draft
	Note      string     `json:"note,omitempty"`
	Suggested []Question `json:"suggested,omitempty"` // for the server's own deck
}

// Export returns everything that is kept about a player.
func (d *Drill) Export(ctx context.Context, player uint64) (Export, error) {
	p, err := d.Store.Player(ctx, player)
	if err != nil {
		return Export{}, fmt.Errorf("export: %w", err)
	}
	e := Export{
		Format: ExportFormat, Exported: d.Now().UTC(), Player: player,
		NoModel: p.NoModel, Share: p.Share, Asked: p.Question,
	}
	for _, step := range []func(context.Context, *Export) error{d.exportAnswers, d.exportServers, d.exportCards, d.exportCases} {
		if err := step(ctx, &e); err != nil {
			return Export{}, fmt.Errorf("export: %w", err)
		}
	}
	return e, nil
}

func (d *Drill) exportAnswers(ctx context.Context, e *Export) error {
	for a, err := range d.Store.AttemptsOf(ctx, e.Player) {
		if err != nil {
			return err
		}
		e.Answers = append(e.Answers, exported(a))
	}
	return nil
}

func exported(a Attempt) ExportedAnswer {
	out := ExportedAnswer{
		ID: a.ID, At: a.At.UTC(), Day: a.Day.String(), Server: a.Server, Question: a.Question,
		Text: a.Answer.Text, Parts: a.Answer.Parts, GaveUp: a.GaveUp, Counts: a.Counts, Points: a.Points,
	}
	if g := a.Grade; g != nil {
		out.Score, out.By, out.Feedback = &g.Score, g.By, g.Feedback
		for _, p := range g.Points {
			out.Verdicts = append(out.Verdicts, ExportedPoint{p.Point, p.Verdict.String(), p.Quote})
		}
		for _, f := range g.Found {
			out.Mistakes = append(out.Mistakes, ExportedFound(f))
		}
	}
	return out
}

// exportServers exports the records of the servers in which there are any.
func (d *Drill) exportServers(ctx context.Context, e *Export) error {
	var ids []uint64
	for _, a := range e.Answers {
		ids = append(ids, a.Server)
	}
	for s, err := range d.Store.Servers(ctx) {
		if err != nil {
			return err
		}
		members, err := d.Store.Members(ctx, s.ID, e.Player)
		if err != nil {
			return err
		}
		if len(members) > 0 {
			ids = append(ids, s.ID)
		}
	}
	slices.Sort(ids)
	for _, server := range slices.Compact(ids) {
		s, err := d.exportServer(ctx, server, e.Player)
		if err != nil {
			return err
		}
		e.Servers = append(e.Servers, s)
	}
	return nil
}

func (d *Drill) exportServer(ctx context.Context, server, player uint64) (ExportedServer, error) {
	s := ExportedServer{Server: server}
	absence, err := d.Store.Absence(ctx, server, player)
	if err != nil {
		return s, err
	}
	s.Hidden = absence&Hidden != 0
	members, err := d.Store.Members(ctx, server, player)
	for _, m := range members {
		if m.Topic == "" {
			s.Streak, s.Best = m.Streak.Days, m.Streak.Best
		}
		all := m.Tallies[All]
		s.Records = append(s.Records, ExportedRecord{m.Topic, all.Points, m.Attempts, m.Scores, m.Last})
	}
	if err != nil {
		return s, err
	}
	for c, err := range d.Store.Changes(ctx, server) {
		if err != nil {
			return s, err
		}
		if c.What == ChangedPoints && c.Player == player {
			s.Corrections = append(s.Corrections, ExportedCorrection{c.At.UTC(), c.Points, c.Reason})
		}
	}
	return s, nil
}

func (d *Drill) exportCards(ctx context.Context, e *Export) error {
	cards, err := d.Store.Cards(ctx, e.Player)
	for _, c := range cards {
		e.Cards = append(e.Cards, ExportedCard{c.Question, c.Due, c.Last, c.LastScore, c.Best, c.Reps, c.Lapses})
	}
	return err
}

func (d *Drill) exportCases(ctx context.Context, e *Export) error {
	for c, err := range d.Store.Cases(ctx) {
		if err != nil {
			return err
		}
		if c.Player == e.Player {
			state := map[CaseState]string{Undecided: "open", Accepted: "accepted", Declined: "declined", Draft: "draft"}[c.State]
			kind := map[CaseKind]string{Problem: "report", Dispute: "dispute", Suggestion: "suggestion", Doubt: "doubt"}[c.Kind]
			e.Cases = append(e.Cases, ExportedCase{kind, c.At.UTC(), c.Server, c.Question, c.Text, state, c.Note, c.Questions})
		}
	}
	return nil
}
