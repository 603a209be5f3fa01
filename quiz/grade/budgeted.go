package grade

import (
	"context"
	"fmt"
	"sync"
	"time"

	"drillbot/quiz"
)

// Purse keeps what has been spent. quiz.Store is one.
type Purse interface {
	// Spend adds micros to what server and player have cost on day, 0 to only look, and
	// returns both totals.
	Spend(ctx context.Context, day quiz.Date, server, player uint64, micros int64) (quiz.Spent, error)
}

// Caps bound what a day's grading may cost, in millionths of a US dollar.
type Caps struct {
	Server  int64                // of one server; direct messages together are one; 0 is no bound
	Player  int64                // of one player; 0 is no bound
	Reserve func(quiz.Job) int64 // the most that a job is expected to cost, such as LLM.Reserve; nil for 5 cents
}

// defaultReserve is set aside for a job that nobody has estimated.
const defaultReserve = 50_000

// Budgeted grades with next while the caps of the day leave room for it, and returns
// quiz.ErrGradeBudget when they do not. What a job may cost is set aside before it begins
// and settled with what it has cost, failed or not, so answers that come at once overshoot a cap
// at most by what jobs cost beyond their reserve; several processes, each by its own jobs
// under way. A purse that fails lets nothing through: quiz.ErrGradeDown.
func Budgeted(next quiz.Grader, purse Purse, caps Caps, now func() time.Time) quiz.Grader {
	if caps.Reserve == nil {
		caps.Reserve = func(quiz.Job) int64 { return defaultReserve }
	}
	return &budgeted{next: next, purse: purse, caps: caps, now: now, servers: map[uint64]int64{}, players: map[uint64]int64{}}
}

type budgeted struct {
	next  quiz.Grader
	purse Purse
	caps  Caps
	now   func() time.Time

	mu      sync.Mutex
	servers map[uint64]int64 // set aside for jobs under way
	players map[uint64]int64
}

// settleTime is how long it may take to book what was spent, when the caller has gone.
const settleTime = 10 * time.Second

func (b *budgeted) Grade(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
	reserve := b.caps.Reserve(job)
	ahead := b.setAside(job, reserve)
	defer b.setAside(job, -reserve)
	day := quiz.DateOf(b.now())
	if err := b.room(ctx, day, job, ahead); err != nil {
		return quiz.Grade{}, err
	}
	g, err := b.next.Grade(ctx, job)
	cost := g.Usage.Micros
	if err != nil {
		cost = UsageOf(err).Micros
	}
	return g, b.settle(ctx, day, job, cost, err)
}

// setAside adds to what is set aside for a job's server and player and returns both. It
// is called before the purse is looked into, so that a job that settles in between counts
// twice rather than not at all.
func (b *budgeted) setAside(job quiz.Job, micros int64) quiz.Spent {
	b.mu.Lock()
	defer b.mu.Unlock()
	return quiz.Spent{
		Server: put(b.servers, job.Server, micros),
		Player: put(b.players, job.Player, micros),
	}
}

// put adds to an account, which goes when it is empty.
func put(accounts map[uint64]int64, key uint64, micros int64) int64 {
	sum := accounts[key] + micros
	accounts[key] = sum
	if sum == 0 {
		delete(accounts, key)
	}
	return sum
}

// room reports by an error that a job has no room under a cap.
func (b *budgeted) room(ctx context.Context, day quiz.Date, job quiz.Job, ahead quiz.Spent) error {
	spent, err := b.purse.Spend(ctx, day, job.Server, job.Player, 0)
	if err != nil {
		return fmt.Errorf("%w: look into the purse: %w", quiz.ErrGradeDown, err)
	}
	if over(spent.Server+ahead.Server, tighter(b.caps.Server, job.Budget)) {
		return fmt.Errorf("%w: the server's", quiz.ErrGradeBudget)
	}
	if over(spent.Player+ahead.Player, b.caps.Player) {
		return fmt.Errorf("%w: the player's", quiz.ErrGradeBudget)
	}
	return nil
}

// tighter is the lower of two bounds, of which 0 is none: a server may spend less than the
// operator allows, and not more.
func tighter(a, b int64) int64 {
	if a == 0 || b > 0 && b < a {
		return b
	}
	return a
}

func over(sum, bound int64) bool { return bound > 0 && sum > bound }

// settle books the cost of a job and returns its error. A grade that cannot be booked is
// lost: better one answer by another grader than any number of free ones.
func (b *budgeted) settle(ctx context.Context, day quiz.Date, job quiz.Job, cost int64, err error) error {
	if cost == 0 {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	if _, spendErr := b.purse.Spend(ctx, day, job.Server, job.Player, cost); spendErr != nil && err == nil {
		return fmt.Errorf("%w: book the cost: %w", quiz.ErrGradeDown, spendErr)
	}
	return err
}
