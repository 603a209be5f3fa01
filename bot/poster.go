package bot

import (
	"cmp"
	"container/heap"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"drillbot/quiz"
)

const (
	// postRate is how many requests a second the posts may take of the 50 that Discord gives a bot.
	// Answers to interactions are not among those; the rest is for what they look up.
	// At most postBurst more come together after a pause.
	postRate  = 30
	postBurst = 3
	// postsAtOnce is how many servers are served at a time: one whose channel is slow holds up one.
	postsAtOnce = 16
	// crowd is how many servers that wait make a crowd: their questions go before other posts.
	crowd = 300
	// postWithin is how long serving one server may take.
	postWithin = 5 * time.Minute
	// lookAgain is how often all servers are looked at, whatever was planned: the clock may have been
	// put back, or another process may have changed the settings.
	lookAgain = 10 * time.Minute
	// storePause is when a server is served again whose data could not be read.
	storePause = time.Minute
)

// poster makes the posts of all servers at their times. What is due follows from the store alone;
// the poster only remembers when to look at which server.
type poster struct {
	*Bot
	client  *client // with a pace of its own
	places  chan struct{}
	locales *lru.Cache[uint64, quiz.Lang] // of servers

	mu      sync.Mutex
	queue   timetable
	waiting map[uint64]*appointment // by server
	busy    map[uint64]bool         // being served; true when it is to be looked at again at once
	turns   int
	scanned time.Time
}

func newPoster(b *Bot) (*poster, error) {
	locales, err := lru.New[uint64, quiz.Lang](remembered)
	if err != nil {
		return nil, fmt.Errorf("poster: %w", err)
	}
	paced := *b.client
	paced.pace = rate.NewLimiter(rate.Limit(cmp.Or(b.options.PostRate, postRate)), postBurst)
	return &poster{
		Bot: b, client: &paced, places: make(chan struct{}, postsAtOnce),
		waiting: map[uint64]*appointment{}, busy: map[uint64]bool{}, locales: locales,
	}, nil
}

// Post makes what is due in all servers, and returns when something will be next, zero for never.
// Run does so by itself; it is for those who keep their own time.
func (b *Bot) Post(ctx context.Context) (time.Time, error) {
	p := b.poster
	if err := p.scan(ctx); err != nil {
		return time.Time{}, err
	}
	var wait sync.WaitGroup
	p.start(ctx, ctx, &wait)
	wait.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.queue) == 0 {
		return time.Time{}, ctx.Err()
	}
	return p.queue[0].at, ctx.Err()
}

// run serves servers at their times until ctx is done, and waits for those that it has begun with.
func (p *poster) run(ctx context.Context) {
	var wait sync.WaitGroup
	defer wait.Wait()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		if err := guard(func() error { return p.scan(ctx) }); err != nil && ctx.Err() == nil {
			p.log.Error("read servers", "error", err)
		}
		p.start(ctx, p.work, &wait)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// scan puts all servers on the timetable, to be looked at now, unless that was done lately.
func (p *poster) scan(ctx context.Context) error {
	p.mu.Lock()
	fresh := time.Since(p.scanned) < lookAgain
	p.mu.Unlock()
	if fresh {
		return nil
	}
	now := p.options.Now()
	for s, err := range p.drill.Store.Servers(ctx) {
		if err != nil {
			return err
		}
		p.plan(s.ID, now)
	}
	p.mu.Lock()
	p.scanned = time.Now()
	p.mu.Unlock()
	return nil
}

// plan has a server looked at at a time; the zero time is never.
func (p *poster) plan(server uint64, at time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, busy := p.busy[server]; busy {
		p.busy[server] = true
		return
	}
	if a, ok := p.waiting[server]; ok {
		heap.Remove(&p.queue, a.index)
		delete(p.waiting, server)
	}
	if !at.IsZero() {
		p.turns++
		a := &appointment{server: server, at: at, turn: p.turns}
		p.waiting[server] = a
		heap.Push(&p.queue, a)
	}
}

// changed has a server looked at now, because its settings are new: what failed is tried again.
func (p *poster) changed(ctx context.Context, server uint64) {
	for _, kind := range []quiz.PostKind{quiz.DailyPost, quiz.ClosePost, quiz.WeekPost, quiz.MonthPost} {
		if err := p.drill.RetryPost(ctx, server, kind); err != nil {
			p.log.Error("try post again", "server", server, "error", err)
		}
	}
	p.plan(server, p.options.Now())
}

// start begins to serve the servers whose time has come, as many at once as there are places, until
// ctx is done. What it begins runs under work, and is part of wait.
func (p *poster) start(ctx, work context.Context, wait *sync.WaitGroup) {
	for {
		select {
		case p.places <- struct{}{}:
		case <-ctx.Done():
			return
		}
		server, ok := p.next(p.options.Now())
		if !ok || ctx.Err() != nil {
			<-p.places
			return
		}
		wait.Go(func() {
			defer func() { <-p.places }()
			p.look(work, server)
		})
	}
}

// next takes the server off the timetable whose time came first.
func (p *poster) next(now time.Time) (uint64, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.queue) == 0 || p.queue[0].at.After(now) {
		return 0, false
	}
	a := heap.Pop(&p.queue).(*appointment)
	delete(p.waiting, a.server)
	p.busy[a.server] = false
	return a.server, true
}

// look serves a server and plans when to look at it next.
func (p *poster) look(work context.Context, server uint64) {
	ctx, cancel := context.WithTimeout(work, postWithin)
	defer cancel()
	var next time.Time
	err := guard(func() (err error) {
		next, err = p.serve(ctx, server)
		return err
	})
	if err != nil {
		next = p.options.Now().Add(storePause)
		if !errors.Is(err, context.Canceled) {
			p.log.Error("posts", "server", server, "error", err)
		}
	}
	p.mu.Lock()
	again := p.busy[server]
	delete(p.busy, server)
	p.mu.Unlock()
	if again {
		next = p.options.Now()
	}
	p.plan(server, next)
}

// serve makes what is due in one server, and returns when something will be next.
func (p *poster) serve(ctx context.Context, server uint64) (time.Time, error) {
	s, err := p.drill.Settings(ctx, server)
	if err != nil {
		return time.Time{}, err
	}
	agenda, err := p.drill.Agenda(ctx, s)
	if err != nil {
		return time.Time{}, err
	}
	now := p.options.Now()
	plan := agenda.At(now)
	for _, key := range plan.Late {
		if err := p.drill.DropPost(ctx, key, quiz.FaultLate); err != nil {
			return time.Time{}, err
		}
	}
	due, more := plan.Due, false
	if p.crowded(now) {
		due, more = questionsFirst(plan.Due)
	}
	for _, key := range due {
		if err := p.make(ctx, s, key, agenda.Over(key, now)); err != nil {
			return time.Time{}, err
		}
	}
	switch {
	case more:
		return p.options.Now(), nil
	case len(plan.Due)+len(plan.Late) == 0:
		return plan.Next, nil
	}
	if agenda, err = p.drill.Agenda(ctx, s); err != nil {
		return time.Time{}, err
	}
	now = p.options.Now()
	after := agenda.At(now)
	for _, key := range slices.Concat(after.Due, after.Late) {
		if !slices.Contains(plan.Due, key) && !slices.Contains(plan.Late, key) { // time went on meanwhile
			return now, nil
		}
	}
	return after.Next, nil
}

// crowded reports whether so many servers wait that the answers of yesterday would make the last
// of them wait long for today's question.
func (p *poster) crowded(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.queue.due(0, now, crowd) >= crowd
}

// questionsFirst returns the questions among what is due, and whether there is more; all of it where
// there is no question.
func questionsFirst(due []quiz.PostKey) (first []quiz.PostKey, more bool) {
	for _, key := range due {
		if key.Kind == quiz.DailyPost {
			first = append(first, key)
		}
	}
	if len(first) == 0 {
		return due, false
	}
	return first, len(first) < len(due)
}
