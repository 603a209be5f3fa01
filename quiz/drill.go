package quiz

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"sync/atomic"
	"time"
	_ "time/tzdata" // zones work on a machine without its own copy
)

// Drill is the drill: it asks, takes answers, has them graded and keeps the books. Its
// fields are set before first use; its methods may be called from many goroutines at once.
type Drill struct {
	Store  Store
	Grader Grader
	// Slow says that Grader may take longer than a person waits without a sign: answers
	// are then stored first and graded by Finish.
	Slow bool
	Zone *time.Location // of servers that have not set theirs, and of direct messages
	Now  func() time.Time
	// Draw returns a seed for the next Ask.
	Draw func() uint32
	// Ahead tells how many answers wait in front of one that player hands in now in server; nil when
	// none ever waits.
	Ahead func(server, player uint64) int
	// Purge deletes what graders keep in memory about a player; nil where they keep nothing.
	Purge func(player uint64)
	// Observe is told of every grade and how long it took; nil to tell nobody.
	Observe func(Grade, time.Duration)

	bank    atomic.Pointer[Bank]
	decks   banks
	opening sync.Mutex // cases
}

// Bank returns the bank that servers without a deck share.
func (d *Drill) Bank() *Bank { return d.bank.Load() }

// SetBank exchanges the bank. Questions that are open stay answerable as they were.
func (d *Drill) SetBank(b *Bank) {
	if old := d.bank.Load(); old != nil {
		b = b.After(old)
	}
	d.bank.Store(b)
}

// Next asks player in server the next question that passes the filter, by the rule of Choose; skip
// names one that it shall not be, unless it is the only one. The error may be ErrNoQuestion.
func (d *Drill) Next(ctx context.Context, server, player uint64, f Filter, skip string) (Ask, error) {
	bank, err := d.BankOf(ctx, server)
	if err != nil {
		return Ask{}, err
	}
	candidates := bank.Select(f)
	others := slices.DeleteFunc(slices.Clone(candidates), func(q Question) bool { return q.ID == skip })
	if len(others) > 0 {
		candidates = others
	}
	cards, err := d.Store.Cards(ctx, player)
	if err != nil {
		return Ask{}, fmt.Errorf("choose for %d: %w", player, err)
	}
	q, ok := Choose(candidates, cards, player, d.Now())
	if !ok {
		return Ask{}, ErrNoQuestion
	}
	return q.Ask(d.Draw())
}

// Again asks one question of a server's bank with fresh numbers. The error may be ErrUnknown.
func (d *Drill) Again(ctx context.Context, server uint64, id string) (Ask, error) {
	bank, err := d.BankOf(ctx, server)
	if err != nil {
		return Ask{}, err
	}
	q, ok := bank.Question(id)
	if !ok {
		return Ask{}, ErrUnknown
	}
	return q.Ask(d.Draw())
}

// Asked returns an asking of the past in server, as Bank.Asked does.
func (d *Drill) Asked(ctx context.Context, server uint64, id, version string, seed uint32) (Ask, error) {
	bank, err := d.BankOf(ctx, server)
	if err != nil {
		return Ask{}, err
	}
	q, err := bank.Asked(id, version)
	if err != nil {
		return Ask{}, err
	}
	return q.Ask(seed)
}

// Skip puts the question behind the others that the player does not know.
func (d *Drill) Skip(ctx context.Context, player uint64, question string) error {
	now := d.Now()
	err := d.Store.UpdateCard(ctx, player, question, func(c *Card) { c.Skipped = now })
	if err != nil {
		return fmt.Errorf("skip %s: %w", question, err)
	}
	return nil
}

// Submission is an answer as it comes in.
type Submission struct {
	ID     uint64 // unique and ordered by time
	Server uint64 // 0 in direct messages
	Player uint64
	Lang   Lang
	Ask    Ask
	Answer Answer
	Daily  Date // of the daily question that is answered while it is open; 0 for none
	// Practice says that the question is a daily one of the past: for review, not for rank.
	Practice bool
	Reply    []byte // how to reach the player later, see Attempt.Reply
}

// Answer accepts an answer. When it returns without error the answer is durable: graded and
// settled, or Pending if the grader is slow; then Finish does the rest. Delivered is to be called once the player was told. An answer that was
// accepted before comes back with ErrSeen. An answer that cannot be read is refused with one
// of the answer errors, ErrEmpty to ErrBadChoice, and nothing is stored.
func (d *Drill) Answer(ctx context.Context, s Submission) (Attempt, error) {
	if s.Answer.Empty() {
		return Attempt{}, ErrEmpty
	}
	if s.Answer.Length() > MaxAnswer {
		return Attempt{}, ErrTooLong
	}
	a, err := d.attempt(ctx, s)
	if err != nil {
		return Attempt{}, err
	}
	a.Reply = s.Reply
	job, err := d.job(ctx, a)
	if err != nil {
		return Attempt{}, err
	}
	if !d.Slow || job.NoModel || s.Ask.Question.Type != Open {
		if a, err = d.grade(ctx, a, s.Ask, job); err != nil {
			return Attempt{}, err
		}
	}
	return d.record(ctx, a, s.Ask.Question)
}

// job says for whom an attempt is graded, and what they have chosen.
func (d *Drill) job(ctx context.Context, a Attempt) (Job, error) {
	j := Job{Lang: a.Lang, Server: a.Server, Player: a.Player}
	if !d.Slow {
		return j, nil // nothing leaves the process whatever they chose
	}
	server, err := d.Settings(ctx, a.Server)
	if err != nil {
		return j, err
	}
	player, err := d.Store.Player(ctx, a.Player)
	if err != nil {
		return j, fmt.Errorf("wishes of %d: %w", a.Player, err)
	}
	j.NoModel, j.Budget = server.NoModel || player.NoModel, server.Budget
	return j, nil
}

// grade returns the attempt Graded.
func (d *Drill) grade(ctx context.Context, a Attempt, asked Ask, job Job) (Attempt, error) {
	start := time.Now()
	g, err := asked.Grade(ctx, d.Grader, a.Answer, job)
	if err != nil {
		return a, fmt.Errorf("grade %s: %w", a.Question, err)
	}
	if d.Observe != nil {
		d.Observe(g, time.Since(start))
	}
	a.Grade, a.State = &g, Graded
	return a, nil
}

// GiveUp records that the player chose to see the reference instead of answering.
func (d *Drill) GiveUp(ctx context.Context, s Submission) (Attempt, error) {
	a, err := d.attempt(ctx, s)
	if err != nil {
		return Attempt{}, err
	}
	a.GaveUp, a.Grade, a.State = true, &Grade{By: "exact", Version: exactVersion, Confidence: 1}, Delivered
	return d.record(ctx, a, s.Ask.Question)
}

// Finish grades a Pending attempt and settles it. The attempt stays Pending, to be finished
// later, if that fails.
func (d *Drill) Finish(ctx context.Context, a Attempt) (Attempt, error) {
	asked, err := d.Asked(ctx, a.Server, a.Question, a.Version, a.Seed)
	if err != nil {
		return a, fmt.Errorf("finish %d: %w", a.ID, err)
	}
	job, err := d.job(ctx, a)
	if err != nil {
		return a, err
	}
	graded, err := d.grade(ctx, a, asked, job)
	if err != nil {
		return a, err
	}
	done, err := d.Store.Record(ctx, graded, finish(asked.Question.Difficulty))
	switch {
	case errors.Is(err, ErrSeen) && done.State != Pending: // another process was first
		return done, nil
	case errors.Is(err, ErrNone) && d.Purge != nil: // deleted meanwhile: after Forget the graders kept it
		d.Purge(a.Player)
	}
	return done, err
}

// Before returns how many answers are graded before a Pending attempt that is about to be finished.
func (d *Drill) Before(a Attempt) int {
	if d.Ahead == nil || a.State != Pending {
		return 0
	}
	return d.Ahead(a.Server, a.Player)
}

// Delivered notes that the player was told of the attempt.
func (d *Drill) Delivered(ctx context.Context, a Attempt) error {
	return d.Store.Delivered(ctx, a.ID)
}

// Unfinished yields what an earlier process left to be graded or delivered.
func (d *Drill) Unfinished(ctx context.Context) iter.Seq2[Attempt, error] {
	return d.Store.Unfinished(ctx)
}

// attempt makes the attempt of a submission, dated in the server's calendar.
func (d *Drill) attempt(ctx context.Context, s Submission) (Attempt, error) {
	now := d.Now()
	today, err := d.Today(ctx, s.Server)
	if err != nil {
		return Attempt{}, err
	}
	q := s.Ask.Question
	return Attempt{
		ID: s.ID, At: now, Day: today, Server: s.Server, Player: s.Player,
		Question: q.ID, Version: q.Version, Topic: q.Topic, Seed: s.Ask.Seed,
		Lang: s.Lang, Answer: s.Answer, Daily: s.Daily, Practice: s.Practice,
	}, nil
}

func (d *Drill) record(ctx context.Context, a Attempt, q Question) (Attempt, error) {
	stored, err := d.Store.Record(ctx, a, settle(q.Difficulty))
	if err != nil {
		return stored, fmt.Errorf("record answer %d: %w", a.ID, err)
	}
	return stored, nil
}

// Today returns the date in the server's zone.
func (d *Drill) Today(ctx context.Context, server uint64) (Date, error) {
	zone, err := d.ZoneOf(ctx, server)
	if err != nil {
		return 0, err
	}
	return DateOf(d.Now().In(zone)), nil
}

// ZoneOf returns the server's zone.
func (d *Drill) ZoneOf(ctx context.Context, server uint64) (*time.Location, error) {
	if server == 0 {
		return d.Zone, nil
	}
	s, err := d.Settings(ctx, server)
	if err != nil {
		return nil, err
	}
	return s.Location(d.Zone)
}

// Board returns a page of a board. In direct messages a player sees only their own place:
// others who practise there have not agreed to be seen by strangers.
func (d *Drill) Board(ctx context.Context, q BoardQuery) (Board, error) {
	today, err := d.Today(ctx, q.Server)
	if err != nil {
		return Board{}, err
	}
	q.Day = today
	if q.Server != 0 {
		return d.Store.Board(ctx, q)
	}
	q.Offset, q.Limit = 0, 0
	b, err := d.Store.Board(ctx, q)
	if err != nil || b.Own == nil {
		return Board{}, err
	}
	own := *b.Own
	own.Rank = 1
	return Board{Places: []Place{own}, Players: 1, Own: &own}, nil
}
