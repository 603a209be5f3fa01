package quiz

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// LowPool is how many questions that a server has not had yet are few: a week of them.
const LowPool = 7

// Pool returns the questions that a server's daily question is chosen from, by id.
func (s Server) Pool(b *Bank) []Question {
	return slices.DeleteFunc(slices.Clone(b.Questions), func(q Question) bool {
		return len(s.Topics) > 0 && !slices.Contains(s.Topics, q.Topic) ||
			len(s.Levels) > 0 && !slices.Contains(s.Levels, q.Difficulty)
	})
}

// Queue returns the pool of a server in the order in which it will be asked: what it never had,
// in an order that is the server's own, then what it had the longest ago. So nothing repeats
// before the pool is exhausted. past are the server's daily posts; those that nobody saw do not count.
func (s Server) Queue(pool []Question, past []Post) []Question {
	last := lastAsked(past)
	queue := slices.Clone(pool)
	slices.SortFunc(queue, func(a, b Question) int {
		return cmp.Or(cmp.Compare(last[a.ID], last[b.ID]), cmp.Compare(mixed(lot(s.ID, a.ID)), mixed(lot(s.ID, b.ID))), cmp.Compare(a.ID, b.ID))
	})
	return queue
}

// ChooseDaily returns the question of a day: that which admins want, or the first in the queue. It
// reports false when no question fits the settings.
func (s Server) ChooseDaily(b *Bank, past []Post, day Date) (Question, bool) {
	if q, ok := b.Question(s.Swap); ok && s.SwapDay == day {
		return q, true
	}
	queue := s.Queue(s.Pool(b), past)
	if len(queue) == 0 {
		return Question{}, false
	}
	return queue[0], true
}

// Fresh returns how many questions of a pool were never asked.
func Fresh(pool []Question, past []Post) int {
	last := lastAsked(past)
	n := 0
	for _, q := range pool {
		if last[q.ID] == 0 {
			n++
		}
	}
	return n
}

// lastAsked is the last day on which each question was the daily one.
func lastAsked(past []Post) map[string]Date {
	last := make(map[string]Date, len(past))
	for _, p := range past {
		if p.State == Posted || p.State == Claimed {
			last[p.Question] = max(last[p.Question], p.Day)
		}
	}
	return last
}

// DailySeed is the seed with which a server's question of a day is asked: the same for everybody.
func DailySeed(server uint64, day Date) uint32 { return uint32(mixed(lot(server, day.String()))) }

// mixed spreads the bits of a hash that differ little for keys that do: the finaliser of splitmix64
// (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
func mixed(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Claim makes the post one that is about to be sent. Its nonce follows from its key, so that whoever
// sends it again sends the same; at most 25 characters, as Discord wants.
func (p *Post) Claim(now time.Time) {
	p.State, p.Claimed, p.Next, p.Fault = Claimed, now, time.Time{}, ""
	p.Nonce = fmt.Sprintf("%s.%s.%d", strconv.FormatUint(p.Server, 36), strconv.FormatInt(int64(p.Day), 36), p.Kind)
	p.Tries++
}

// Open reports whether answers to a daily question are entries at now. One that is claimed may have
// been sent already: players are quicker than its confirmation.
func (p Post) Open(now time.Time) bool {
	return p.Kind == DailyPost && (p.State == Posted || p.State == Claimed) && now.Before(p.Closes)
}

// Post returns a post, Unclaimed where nothing is stored.
func (d *Drill) Post(ctx context.Context, key PostKey) (Post, error) {
	for p, err := range d.Store.Posts(ctx, key.Server, key.Kind) {
		switch {
		case err != nil:
			return Post{}, fmt.Errorf("post of %s: %w", key.Day, err)
		case p.Day == key.Day:
			return p, nil
		case p.Day < key.Day:
			return Post{PostKey: key}, nil
		}
	}
	return Post{PostKey: key}, nil
}

// Dailies returns the daily questions that a server has had, the newest first.
func (d *Drill) Dailies(ctx context.Context, server uint64) ([]Post, error) {
	return d.posts(ctx, server, DailyPost, func(p Post, _ int) (keep, more bool) { return p.State == Posted, true })
}

// Newest returns the newest daily question of a server that was posted; the error may be ErrNone.
func (d *Drill) Newest(ctx context.Context, server uint64) (Post, error) {
	all, err := d.posts(ctx, server, DailyPost, func(p Post, _ int) (keep, more bool) {
		return p.State == Posted, p.State != Posted
	})
	if err == nil && len(all) == 0 {
		return Post{}, ErrNone
	}
	if err != nil {
		return Post{}, err
	}
	return all[0], nil
}

// posts collects posts, the newest first, for as long as pick wants more; n is how many came before.
func (d *Drill) posts(ctx context.Context, server uint64, kind PostKind, pick func(p Post, n int) (keep, more bool)) ([]Post, error) {
	var out []Post
	n := 0
	for p, err := range d.Store.Posts(ctx, server, kind) {
		if err != nil {
			return nil, fmt.Errorf("posts of server %d: %w", server, err)
		}
		keep, more := pick(p, n)
		if keep {
			out = append(out, p)
		}
		if !more {
			break
		}
		n++
	}
	return out, nil
}

// Upcoming returns which day's question a server gets next, and when; zero where it has none.
func (d *Drill) Upcoming(ctx context.Context, s Server) (Date, time.Time, error) {
	zone, err := s.Location(d.Zone)
	if err != nil || s.Channel == 0 {
		return 0, time.Time{}, err
	}
	day, at := NextPost(s.Since, s.Minute, zone, d.Now())
	return day, at, nil
}

// LastFault returns what is wrong with the newest posts of a server, a Fault… word; "" for nothing.
func (d *Drill) LastFault(ctx context.Context, server uint64) (string, error) {
	for _, kind := range []PostKind{DailyPost, ClosePost, WeekPost, MonthPost} {
		newest, err := d.posts(ctx, server, kind, func(Post, int) (keep, more bool) { return true, false })
		if err != nil {
			return "", err
		}
		if len(newest) > 0 && newest[0].Fault != "" {
			return newest[0].Fault, nil
		}
	}
	return "", nil
}

// Tomorrow is what admins see of the next daily question.
type Tomorrow struct {
	Day   Date
	At    time.Time
	Ask   Ask
	Fresh int // questions that the server never had, this one included
	Place int // in the queue
}

// Tomorrow returns the next daily question of a server; the error may be ErrNone where it has
// none, and ErrNoQuestion.
func (d *Drill) Tomorrow(ctx context.Context, s Server) (Tomorrow, error) {
	var t Tomorrow
	var err error
	if t.Day, t.At, err = d.Upcoming(ctx, s); err != nil {
		return t, err
	}
	if t.At.IsZero() {
		return t, ErrNone
	}
	past, err := d.Dailies(ctx, s.ID)
	if err != nil {
		return t, err
	}
	bank, err := d.BankFor(ctx, s)
	if err != nil {
		return t, err
	}
	pool := s.Pool(bank)
	q, ok := s.ChooseDaily(bank, past, t.Day)
	if !ok {
		return t, ErrNoQuestion
	}
	t.Fresh = Fresh(pool, past)
	t.Place = slices.IndexFunc(s.Queue(pool, past), func(o Question) bool { return o.ID == q.ID })
	t.Ask, err = q.Ask(DailySeed(s.ID, t.Day))
	return t, err
}

// SwapTo makes a question the one of day: that which is named, else that at a place in the queue.
// id is the interaction in which admin asks for it. The error may be ErrUnknown or ErrNoQuestion.
func (d *Drill) SwapTo(ctx context.Context, id, admin uint64, s Server, day Date, question string, place int) (Server, error) {
	bank, err := d.BankFor(ctx, s)
	if err != nil {
		return s, err
	}
	if question == "" {
		past, err := d.Dailies(ctx, s.ID)
		if err != nil {
			return s, err
		}
		queue := s.Queue(s.Pool(bank), past)
		if len(queue) == 0 {
			return s, ErrNoQuestion
		}
		question = queue[max(0, place)%len(queue)].ID
	}
	if _, ok := bank.Question(question); !ok {
		return s, ErrUnknown
	}
	after, err := d.Store.UpdateServer(ctx, s.ID, func(s *Server) ([]Change, error) {
		was := ""
		if s.SwapDay == day {
			was = s.Swap
		}
		s.Swap, s.SwapDay = question, day
		return []Change{{ID: id, At: d.Now(), Server: s.ID, By: admin, What: ChangedSwap, From: was, To: question, Day: day}}, nil
	})
	if err != nil {
		return after, fmt.Errorf("swap in server %d: %w", s.ID, err)
	}
	return after, nil
}

// Date marks a submission as an entry of a server's daily question, or as practice where it is
// closed or was never posted with that question. Of a player who has answered the question since its
// day began, there or anywhere, it is neither: the reference was seen.
func (d *Drill) Date(ctx context.Context, s *Submission, day Date) error {
	p, err := d.Post(ctx, PostKey{Server: s.Server, Kind: DailyPost, Day: day})
	if err != nil {
		return err
	}
	if p.Question != s.Ask.Question.ID || !p.Open(d.Now()) {
		s.Practice = true
		return nil
	}
	cards, err := d.Store.Cards(ctx, s.Player)
	if err != nil {
		return fmt.Errorf("cards of %d: %w", s.Player, err)
	}
	knew := slices.ContainsFunc(cards, func(c Card) bool {
		return c.Question == p.Question && (c.LastDay >= day || c.Last.After(p.Claimed)) // direct messages have days of their own
	})
	if !knew {
		s.Daily = day
	}
	return nil
}
