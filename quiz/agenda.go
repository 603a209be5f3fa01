package quiz

import (
	"context"
	"slices"
	"time"
)

// The bounds of what an agenda makes up for.
const (
	// grace is how long after its time a daily question may be posted though its day is over: with
	// many servers due at 23:59, some are posted after midnight.
	grace = 30 * time.Minute
	// closeWithin is how long after a question has closed its answer is still worth a post.
	closeWithin = 7 * 24 * time.Hour
	// resultsWithin is how many days after a week or a month its board may be posted.
	resultsWithin = 2
	// mostLate is for how many days back it is written down that they had no question.
	mostLate = 31
	// agendaDepth is how many of the newest posts of a kind an agenda looks at.
	agendaDepth = 8
)

// Agenda decides which posts of a server are due. It is a pure function of what is stored and of
// the time, and needs no memory of what was decided before: whoever crashes begins again.
type Agenda struct {
	Server Server
	Zone   *time.Location
	Posts  []Post // the newest of every kind
}

// Plan is what an agenda says at a moment.
type Plan struct {
	Due  []PostKey // to be made now, in this order
	Late []PostKey // to be given up: their time is over
	Next time.Time // when something more will be due; zero for never
}

// At returns the plan for a moment.
func (a Agenda) At(now time.Time) Plan {
	p := planner{Agenda: a, now: now, today: DateOf(now.In(a.Zone))}
	if !a.Server.Gone.IsZero() {
		return p.Plan
	}
	p.settle()
	p.closings()
	if a.Server.Channel != 0 {
		p.results()
		p.dailies()
		_, at := NextPost(a.Server.Since, a.Server.Minute, a.Zone, now)
		p.wake(at)
	}
	return p.Plan
}

type planner struct {
	Agenda
	Plan
	now   time.Time
	today Date
}

// find returns what is known of a post.
func (p *planner) find(kind PostKind, day Date) (Post, bool) {
	i := slices.IndexFunc(p.Posts, func(o Post) bool { return o.Kind == kind && o.Day == day })
	if i < 0 {
		return Post{PostKey: PostKey{p.Server.ID, kind, day}}, false
	}
	return p.Posts[i], true
}

// wake notes a moment at which to look again.
func (p *planner) wake(at time.Time) {
	if at.After(p.now) && (p.Next.IsZero() || at.Before(p.Next)) {
		p.Next = at
	}
}

// add puts a post on the list if it is still to be made and not to be tried later.
func (p *planner) add(o Post) {
	switch {
	case slices.Contains(p.Due, o.PostKey), o.State == Posted, o.State == Dropped && o.Fault != FaultLate:
	case p.now.Before(o.Next):
		p.wake(o.Next)
	default:
		p.Due = append(p.Due, o.PostKey)
	}
}

// drop puts a post among those to be given up, unless it was sent or given up already.
func (p *planner) drop(o Post) {
	if o.State == Unclaimed || o.State == Failed {
		p.Late = append(p.Late, o.PostKey)
	}
}

// settle takes up what was claimed and never confirmed, however old: it may have been sent.
func (p *planner) settle() {
	for _, o := range slices.Backward(p.Posts) {
		if o.State == Claimed {
			p.add(o)
		}
	}
}

// closings are the answers to questions that have closed.
func (p *planner) closings() {
	for _, q := range slices.Backward(p.Posts) {
		if q.Kind != DailyPost || q.State != Posted {
			continue
		}
		o, _ := p.find(ClosePost, q.Day)
		switch {
		case p.now.Before(q.Closes):
			p.wake(q.Closes)
		case p.now.Sub(q.Closes) > closeWithin:
			p.drop(o)
		default:
			p.add(o)
		}
	}
}

// dailies are the question of today, and of earlier days that had none.
func (p *planner) dailies() {
	first, newest := p.today, Date(0)
	if p.Server.Since != 0 {
		first = max(p.Server.Since, p.today-mostLate)
	}
	for _, o := range p.Posts {
		if o.Kind == DailyPost {
			newest = max(newest, o.Day)
			first = max(p.Server.Since, min(first, o.Day), p.today-mostLate)
		}
	}
	for day := first; day <= p.today; day++ {
		at, ok := PostTime(day, p.Server.Minute, p.Zone)
		o, known := p.find(DailyPost, day)
		switch {
		case !ok || at.After(p.now):
		case day == p.today || p.now.Sub(at) < grace:
			p.add(o)
		case known || day > newest:
			p.drop(o)
		}
	}
}

// results are the boards of the week and the month that are over.
func (p *planner) results() {
	if !p.Server.Results {
		return
	}
	for day := max(p.Server.Since+1, p.today-resultsWithin); day <= p.today; day++ {
		at, ok := PostTime(day, p.Server.Minute, p.Zone)
		if !ok || at.After(p.now) {
			continue
		}
		for kind, period := range map[PostKind]Period{WeekPost: Week, MonthPost: Month} {
			if period.Number(day) != period.Number(day-1) {
				o, _ := p.find(kind, period.First(day-1))
				p.add(o)
			}
		}
	}
	slices.SortStableFunc(p.Due, func(a, b PostKey) int { return rank(a.Kind) - rank(b.Kind) })
}

// rank orders what is due together: the question comes last, below the rest.
func rank(k PostKind) int {
	return map[PostKind]int{ClosePost: 1, WeekPost: 2, MonthPost: 3, DailyPost: 4}[k]
}

// First returns the first day of the period that holds day d; d itself of one that is a day or
// all time.
func (p Period) First(d Date) Date {
	switch p {
	case Week:
		return d - Date((int32(d)+3)%7)
	case Month:
		_, _, day := d.Time().Date()
		return d - Date(day-1)
	default:
		return d
	}
}

// Agenda reads the agenda of a server.
func (d *Drill) Agenda(ctx context.Context, s Server) (Agenda, error) {
	zone, err := s.Location(d.Zone)
	if err != nil {
		return Agenda{}, err
	}
	a := Agenda{Server: s, Zone: zone}
	for _, kind := range []PostKind{DailyPost, ClosePost, WeekPost, MonthPost} {
		newest, err := d.posts(ctx, s.ID, kind, func(_ Post, n int) (keep, more bool) { return true, n < agendaDepth-1 })
		if err != nil {
			return a, err
		}
		a.Posts = append(a.Posts, newest...)
	}
	return a, nil
}

// Over reports whether a post's time is over: what was not sent by now is not sent any more.
func (a Agenda) Over(key PostKey, now time.Time) bool {
	today := DateOf(now.In(a.Zone))
	switch key.Kind {
	case DailyPost:
		at, ok := PostTime(key.Day, a.Server.Minute, a.Zone)
		return !ok || today > key.Day && now.Sub(at) >= grace
	case ClosePost:
		q, _ := (&planner{Agenda: a}).find(DailyPost, key.Day)
		return now.Sub(q.Closes) > closeWithin
	default:
		period := map[PostKind]Period{WeekPost: Week, MonthPost: Month}[key.Kind]
		return period.Number(today-resultsWithin-1) > period.Number(key.Day)
	}
}
