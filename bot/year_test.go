package bot_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"drillbot/bot"
	"drillbot/bot/internal/sample"
	"drillbot/data/bolt"
	"drillbot/quiz"
)

var (
	yearDays = flag.Int("year.days", 16, "how many days of the simulated year pass")
	yearSeed = flag.Uint64("year.seed", 1, "what happens in the simulated year")
)

// zonesOfTheYear are where the servers of the simulated year are. In it Apia skips 30 December 2011,
// São Paulo has no midnight on 16 October and Beirut none on 25 March, and there is a leap day.
var zonesOfTheYear = []string{
	"America/Sao_Paulo", "Africa/Cairo", "Asia/Beirut", "Pacific/Apia", "Australia/Lord_Howe", "America/Nuuk",
	"America/St_Johns", "Asia/Shanghai", "Asia/Kathmandu", "Europe/London", "America/New_York", "America/Los_Angeles",
	"Pacific/Kiritimati", "Asia/Tehran", "Africa/Casablanca", "Pacific/Auckland",
}

const serversOfTheYear = 50

// TestYear lets a year pass for 50 servers in 16 zones, with a bot that crashes at random points, is
// down for hours or days, and may not write in some channels for a while: there is exactly one question
// for every server and local day, or a reason that is true. Without flags it is the part of the year
// in which Apia skips a day; all of it takes -year.days=366.
func TestYear(t *testing.T) {
	t.Parallel()
	y := newYear(t)
	for y.now.Before(y.end) {
		y.step()
	}
	y.down = false
	y.check()
}

// year is a simulated world: Discord, a clock and a bot that dies.
type year struct {
	t     *testing.T
	rng   *rand.Rand
	store *dying
	drill *quiz.Drill
	world *paperDiscord
	bot   *bot.Bot
	start time.Time
	end   time.Time

	mu    sync.Mutex
	now   time.Time
	life  context.Context // of the process; it ends in a crash
	kill  context.CancelFunc
	left  int // steps until the crash; below zero for none
	down  bool
	downs []span
	count struct{ crashes, downtimes int }
}

// span is a time in which something was wrong.
type span struct{ from, to time.Time }

func (s span) meets(from, to time.Time) bool { return s.from.Before(to) && from.Before(s.to) }

func newYear(t *testing.T) *year {
	y := &year{t: t, rng: rand.New(rand.NewPCG(*yearSeed, 7)), left: -1}
	y.start = time.Date(2011, 9, 1, 0, 0, 0, 0, time.UTC)
	if *yearDays < 366 {
		y.start = time.Date(2011, 12, 25, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -*yearDays/2)
	}
	y.now, y.end = y.start, y.start.AddDate(0, 0, *yearDays)
	store, err := bolt.Open(filepath.Join(t.TempDir(), "drillbot.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	y.store, y.world = &dying{Store: store, year: y}, newPaperDiscord(y)
	y.drill = &quiz.Drill{Store: y.store, Zone: time.UTC, Now: y.clock, Draw: func() uint32 { return 1 }}
	y.drill.SetBank(sample.Bank())
	y.settle()
	y.boot()
	return y
}

// settle gives every server its settings, since the day after the start.
func (y *year) settle() {
	for id := uint64(1); id <= serversOfTheYear; id++ {
		zone := zonesOfTheYear[int(id)%len(zonesOfTheYear)]
		minutes := []int{0, 30, 9 * 60, 150, 23*60 + 45, 12 * 60}
		_, err := y.store.Store.UpdateServer(y.t.Context(), id, func(s *quiz.Server) ([]quiz.Change, error) {
			s.Zone, s.Channel, s.Minute, s.Lang = zone, 1000+id, minutes[int(id)%len(minutes)], quiz.English
			s.Since, s.Results, s.Thread = quiz.DateOf(y.start)+2, id%3 == 0, id%4 == 0
			return nil, nil
		})
		if err != nil {
			y.t.Fatal(err)
		}
	}
}

func (y *year) clock() time.Time {
	y.mu.Lock()
	defer y.mu.Unlock()
	return y.now
}

// boot starts the bot, as after a crash: nothing is left of it but what is stored.
func (y *year) boot() {
	b, err := bot.New(bot.Options{
		Token: "t", Drill: y.drill, Log: slog.New(slog.DiscardHandler), Transport: y.world, Now: y.clock, PostRate: 1e9,
	})
	if err != nil {
		y.t.Fatal(err)
	}
	y.bot = b
	y.life, y.kill = context.WithCancel(y.t.Context())
}

// step lets the bot do what is due, and time pass to when something is due again.
func (y *year) step() {
	if y.rng.IntN(25) == 0 {
		y.mu.Lock()
		y.left = y.rng.IntN(20)
		y.mu.Unlock()
	}
	next, err := y.bot.Post(y.life)
	switch {
	case errors.Is(err, context.Canceled):
		y.crash()
		return
	case err != nil:
		y.t.Fatal(err)
	case !next.After(y.now):
		y.t.Fatalf("at %s the bot wants to be asked at %s", y.now, next)
	}
	y.pass(next.Sub(y.now) + time.Duration(y.rng.IntN(90))*time.Second)
	if y.rng.IntN(400) == 0 { // down for long
		y.sleep(time.Duration(1+y.rng.IntN(60)) * time.Hour)
	}
}

// crash is the end of a process, and the start of the next one soon after: within the time for which
// Discord knows a nonce, or later.
func (y *year) crash() {
	y.count.crashes++
	y.mu.Lock()
	y.left = -1
	y.mu.Unlock()
	y.sleep(time.Duration(y.rng.IntN(20*60)) * time.Second)
}

// sleep lets time pass without a bot.
func (y *year) sleep(d time.Duration) {
	y.kill()
	y.count.downtimes++
	from := y.now
	y.pass(d)
	y.downs = append(y.downs, span{from.Add(-2 * time.Minute), y.now})
	y.boot()
}

func (y *year) pass(d time.Duration) {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.now = y.now.Add(d)
}

// tick is a point at which the bot may crash. It reports whether the process is dead.
func (y *year) tick() bool {
	y.mu.Lock()
	defer y.mu.Unlock()
	if y.left == 0 {
		y.kill()
	}
	if y.left > 0 {
		y.left--
	}
	return y.life.Err() != nil
}

// dying is a store whose process may die before a transaction and after it.
type dying struct {
	quiz.Store
	year *year
}

func (d *dying) UpdatePost(ctx context.Context, key quiz.PostKey, change func(*quiz.Post) error) (quiz.Post, error) {
	if d.year.tick() {
		return quiz.Post{}, context.Canceled
	}
	p, err := d.Store.UpdatePost(context.WithoutCancel(ctx), key, change)
	if d.year.tick() {
		return quiz.Post{}, context.Canceled
	}
	return p, err
}

// check counts the messages of every server and day.
func (y *year) check() {
	faults := map[string]int{}
	days, posted := 0, 0
	for id := uint64(1); id <= serversOfTheYear; id++ {
		s, err := y.store.Server(y.t.Context(), id)
		if err != nil {
			y.t.Fatal(err)
		}
		zone, err := s.Location(time.UTC)
		if err != nil {
			y.t.Fatal(err)
		}
		stored := map[quiz.Date]quiz.Post{}
		for p, err := range y.store.Posts(y.t.Context(), id, quiz.DailyPost) {
			if err != nil {
				y.t.Fatal(err)
			}
			stored[p.Day] = p
		}
		for day := s.Since; day < quiz.DateOf(y.end.In(zone))-2; day++ {
			at, exists := quiz.PostTime(day, s.Minute, zone)
			sent := y.world.sent(s.Channel, quiz.DailyPost, day)
			name := fmt.Sprintf("server %d in %s on %s", id, s.Zone, day)
			if !exists {
				if len(sent) > 0 {
					y.t.Errorf("%s, which never was: %d messages", name, len(sent))
				}
				continue
			}
			days++
			p := stored[day]
			switch {
			case len(sent) > 1:
				y.t.Errorf("%s: %d messages", name, len(sent))
			case len(sent) == 1:
				posted++
				if p.State != quiz.Posted || p.Message != sent[0].id || sent[0].at.Before(at) || sent[0].at.Sub(at) > 26*time.Hour {
					y.t.Errorf("%s, due %s: %+v for message %+v", name, at, p, sent[0])
				}
			case p.State == quiz.Claimed && p.Fault != "" && y.end.Sub(at) < 9*24*time.Hour: // it may not look yet
				faults["looking"]++
			case p.State != quiz.Dropped || p.Fault == "" || !y.excused(s.Channel, p.Fault, at):
				y.t.Errorf("%s, due %s: no message, and no reason for it: %+v", name, at, p)
			default:
				faults[p.Fault]++
			}
			if p.State == quiz.Posted {
				y.checkClosing(name, s.Channel, p)
			}
		}
	}
	y.t.Logf("%d days of servers: %d posted, no message for %v; %d crashes, %d downtimes; %d messages, %d found again",
		days, posted, faults, y.count.crashes, y.count.downtimes, y.world.total(), y.world.reads)
	if posted == 0 || y.count.crashes < 5 || faults[quiz.FaultLate] == 0 || faults[quiz.FaultPermission] == 0 {
		y.t.Error("too little happened to prove anything")
	}
}

// checkClosing: a question that was posted is closed once.
func (y *year) checkClosing(name string, channel uint64, p quiz.Post) {
	if n := len(y.world.sent(channel, quiz.ClosePost, p.Day)); n > 1 || n == 0 && p.Closes.Before(y.end.AddDate(0, 0, -9)) && !y.world.forbidden(channel) {
		y.t.Errorf("%s: %d answers", name, n)
	}
}

// excused reports whether a fault is true of a day.
func (y *year) excused(channel uint64, fault string, at time.Time) bool {
	if fault == quiz.FaultPermission {
		return y.world.forbidden(channel)
	}
	for _, d := range y.downs {
		if d.meets(at, at.Add(26*time.Hour)) {
			return true
		}
	}
	return false
}
