package grade

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"drillbot/quiz"
	"drillbot/quiz/grade/quote"
)

// CacheOptions bound a cache. Zero fields take the values given here.
type CacheOptions struct {
	Version string           // what decides a grade beside question and answer, such as LLM.Version
	Size    int              // grades kept: 4096
	TTL     time.Duration    // how long: a week
	Now     func() time.Time // time.Now
}

func (o CacheOptions) orDefault() CacheOptions {
	if o.Size <= 0 {
		o.Size = 4096
	}
	if o.TTL == 0 {
		o.TTL = 7 * 24 * time.Hour
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Cached grades an answer once: an equal one to the same version of a question and in the
// same language gets the same grade, with its quotes cut from its own text, Cached set
// and no Usage. Answers are equal when they differ in nothing but spaces, width and invisible
// characters. Of equal answers that come at once, one is graded and the others wait for it;
// when its player gives up, the next one takes over. Errors are not kept, but shared by
// those who waited.
func Cached(next quiz.Grader, o CacheOptions) *Cache {
	o = o.orDefault()
	kept, _ := lru.New[cacheKey, entry](o.Size) // it fails only for a size that is none
	return &Cache{next: next, options: o, kept: kept, flights: map[cacheKey]*flight{}}
}

type cacheKey [sha256.Size]byte

// entry is a grade and the answer that its quotes are from.
type entry struct {
	grade  quiz.Grade
	answer string
	player uint64 // whose answer it is
	until  time.Time
}

// flight is an answer being graded. Its result is set before done is closed.
type flight struct {
	done      chan struct{}
	entry     entry
	err       error
	abandoned bool // by its own caller: says nothing about the answer
}

// Cache is a grader that remembers, made by Cached.
type Cache struct {
	next    quiz.Grader
	options CacheOptions
	kept    *lru.Cache[cacheKey, entry] // not the expirable one: it leaves a goroutine behind

	mu      sync.Mutex
	flights map[cacheKey]*flight
}

// Grade returns a kept grade, waits for one under way, or sees to it. Waiting beats handing
// the work to a goroutine: whoever starts a grading is there when it ends.
func (c *Cache) Grade(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
	key := c.key(job)
	for {
		if e, ok := c.kept.Get(key); ok && c.options.Now().Before(e.until) {
			return e.hit(job.Answer), nil
		}
		f, first := c.join(key)
		if first {
			return c.lead(ctx, key, f, job)
		}
		select {
		case <-ctx.Done():
			return quiz.Grade{}, outOfTime(ctx)
		case <-f.done:
		}
		if f.err == nil {
			return f.entry.hit(job.Answer), nil
		}
		if !f.abandoned {
			return quiz.Grade{}, f.err
		}
	}
}

// join returns the flight for key, and whether the caller has to see to it.
func (c *Cache) join(key cacheKey) (*flight, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f, ok := c.flights[key]; ok {
		return f, false
	}
	f := &flight{done: make(chan struct{})}
	c.flights[key] = f
	return f, true
}

// lead grades for everybody who waits.
func (c *Cache) lead(ctx context.Context, key cacheKey, f *flight, job quiz.Job) (quiz.Grade, error) {
	f.abandoned, f.err = true, quiz.ErrGradeDown // what a panic leaves behind
	defer c.land(key, f)
	g, err := c.next.Grade(ctx, job)
	f.entry, f.err, f.abandoned = entry{apart(g), job.Answer, job.Player, c.options.Now().Add(c.options.TTL)}, free(err), err != nil && ctx.Err() != nil
	if err == nil {
		c.kept.Add(key, f.entry)
	}
	return g, err
}

// Forget drops every answer of a player. What equals it is then graded anew.
func (c *Cache) Forget(player uint64) {
	for _, key := range c.kept.Keys() {
		if e, ok := c.kept.Peek(key); ok && e.player == player {
			c.kept.Remove(key)
		}
	}
}

func (c *Cache) land(key cacheKey, f *flight) {
	c.mu.Lock()
	delete(c.flights, key)
	c.mu.Unlock()
	close(f.done)
}

// free is an error for those who have not paid for it.
func free(err error) error {
	if err == nil || UsageOf(err) == (quiz.Usage{}) {
		return err
	}
	return fmt.Errorf("%w", &paidError{err, quiz.Usage{}})
}

// key hashes everything that decides a grade, each part with its end marked.
func (c *Cache) key(job quiz.Job) cacheKey {
	h := sha256.New()
	for _, part := range []string{c.options.Version, job.Question.ID, job.Question.Version, string(job.Lang), sameAnswer(job.Answer)} {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return cacheKey(h.Sum(nil))
}

// sameAnswer is the form in which answers are compared.
func sameAnswer(s string) string {
	return strings.Join(strings.Fields(norm.NFC.String(width.Fold.String(visible(s)))), " ")
}

// hit returns the grade for an equal answer. The caller may change it.
func (e entry) hit(answer string) quiz.Grade {
	g := apart(e.grade)
	g.Usage, g.Cached = quiz.Usage{}, true
	if answer != e.answer {
		requote(&g, quote.Parse(answer))
	}
	return g
}

// apart returns a grade that shares nothing with g.
func apart(g quiz.Grade) quiz.Grade {
	g.Points, g.Found = slices.Clone(g.Points), slices.Clone(g.Found)
	g.Wrong, g.Flags = slices.Clone(g.Wrong), slices.Clone(g.Flags)
	return g
}

// requote cuts the quotes of a grade from another text that says the same.
func requote(g *quiz.Grade, t *quote.Text) {
	for i := range g.Points {
		g.Points[i].Quote = t.Find(g.Points[i].Quote)
	}
	for i := range g.Found {
		g.Found[i].Quote = t.Find(g.Found[i].Quote)
	}
	for i := range g.Wrong {
		g.Wrong[i].Quote = t.Find(g.Wrong[i].Quote)
	}
}
