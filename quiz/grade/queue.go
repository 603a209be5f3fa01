package grade

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"drillbot/quiz"
)

// QueueOptions bound a queue. Zero fields take the values given here.
type QueueOptions struct {
	AtOnce int // answers graded at a time: 8
	Bound  int // answers that wait, all together: 512
	Share  int // answers that wait of one server, or of one player in direct messages: a quarter of Bound
}

func (o QueueOptions) orDefault() QueueOptions {
	if o.AtOnce <= 0 {
		o.AtOnce = 8
	}
	if o.Bound <= 0 {
		o.Bound = 512
	}
	if o.Share <= 0 {
		o.Share = max(1, o.Bound/4)
	}
	return o
}

// Queue is a quiz.Grader in front of another that lets some answers be graded at once. The others wait, as
// long as their context lasts: servers take turns, and of one server who came first is
// served first, so that a busy server makes itself wait and nobody else. What does not fit is refused with
// quiz.ErrGradeBusy at once.
type Queue struct {
	next    quiz.Grader
	options QueueOptions

	mu      sync.Mutex
	running int
	waiting int
	lanes   map[lane][]*place // none is empty
	turns   []lane            // those that have a lane, in the order in which they are served
}

// lane is who shares a line: a server's players, or in direct messages everyone alone.
type lane struct{ server, player uint64 }

func laneOf(server, player uint64) lane {
	if server != 0 {
		player = 0
	}
	return lane{server, player}
}

// place is one answer's place in a line; called is closed when it may go.
type place struct{ called chan struct{} }

// NewQueue returns an empty queue before next.
func NewQueue(next quiz.Grader, o QueueOptions) *Queue {
	return &Queue{next: next, options: o.orDefault(), lanes: map[lane][]*place{}}
}

// Grade waits for its turn and grades.
func (q *Queue) Grade(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
	l := laneOf(job.Server, job.Player)
	p, err := q.enter(l)
	if err != nil {
		return quiz.Grade{}, err
	}
	select {
	case <-p.called:
	case <-ctx.Done():
		if q.withdraw(l, p) {
			return quiz.Grade{}, outOfTime(ctx)
		}
	}
	defer q.leave()
	if ctx.Err() != nil {
		return quiz.Grade{}, outOfTime(ctx)
	}
	return q.next.Grade(ctx, job)
}

// Ahead returns how many waiting answers come before one that a player of server (0 in direct messages) would hand
// in now. Those who come later can still be called before it, when it is their server's turn.
func (q *Queue) Ahead(server, player uint64) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	own := laneOf(server, player)
	rounds := len(q.lanes[own])
	n, passed := rounds, !slices.Contains(q.turns, own)
	for i := len(q.turns) - 1; i >= 0; i-- { // from the last turn: those behind ours are served a round less
		l := q.turns[i]
		switch {
		case l == own:
			passed = true
		case passed:
			n += min(len(q.lanes[l]), rounds+1)
		default:
			n += min(len(q.lanes[l]), rounds)
		}
	}
	return n
}

// Waiting returns how many answers wait.
func (q *Queue) Waiting() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.waiting
}

// enter takes a place at the end of a line, which may be called at once.
func (q *Queue) enter(l lane) (*place, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	p := &place{called: make(chan struct{})}
	if q.running < q.options.AtOnce { // then nobody waits
		q.running++
		close(p.called)
		return p, nil
	}
	if q.waiting >= q.options.Bound || len(q.lanes[l]) >= q.options.Share {
		return nil, fmt.Errorf("%w: %d are waiting", quiz.ErrGradeBusy, q.waiting)
	}
	if len(q.lanes[l]) == 0 {
		q.turns = append(q.turns, l)
	}
	q.lanes[l] = append(q.lanes[l], p)
	q.waiting++
	return p, nil
}

// leave hands the place of a graded answer to whoever is next.
func (q *Queue) leave() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.turns) == 0 {
		q.running--
		return
	}
	l := q.turns[0]
	q.turns = q.turns[1:]
	next := q.lanes[l][0]
	if q.shorten(l, 0) {
		q.turns = append(q.turns, l)
	}
	close(next.called)
}

// shorten takes a place out of a line, and reports whether any are left in it.
func (q *Queue) shorten(l lane, i int) bool {
	q.waiting--
	q.lanes[l] = slices.Delete(q.lanes[l], i, i+1)
	if len(q.lanes[l]) > 0 {
		return true
	}
	delete(q.lanes, l)
	return false
}

// withdraw gives up a place, and reports false when it was called already.
func (q *Queue) withdraw(l lane, p *place) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.lanes[l], p)
	if i < 0 {
		return false
	}
	if !q.shorten(l, i) {
		q.turns = slices.DeleteFunc(q.turns, func(t lane) bool { return t == l })
	}
	return true
}
