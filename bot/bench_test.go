package bot_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot"
	"drillbot/bot/internal/sample"
	"drillbot/bot/sandbox"
	"drillbot/data/bolt"
	"drillbot/quiz"
)

// far is the other end of a bench: a Discord that submits forms and takes the replies' time.
type far struct {
	*stub
	line atomic.Pointer[stubLine]
	rest time.Duration // what every REST request takes

	mu      sync.Mutex
	sent    map[string]time.Time
	took    []time.Duration
	done    chan struct{} // one for each interaction that has its answer
	awaited string        // the method of the request that is the answer
}

func newFar(b *testing.B, rest time.Duration, awaited string) *far {
	f := &far{sent: map[string]time.Time{}, done: make(chan struct{}, 1<<16), rest: rest, awaited: awaited}
	f.stub = newStub(b, func(_ int, l *stubLine) {
		f.line.Store(l)
		l.ready()
	})
	f.stub.rest = f.take
	return f
}

// take takes a callback or an edit.
func (f *far) take(w http.ResponseWriter, r *http.Request) bool {
	callback := strings.HasSuffix(r.URL.Path, "/callback")
	if !callback && r.Method != http.MethodPatch {
		return false
	}
	time.Sleep(f.rest)
	w.WriteHeader(http.StatusNoContent)
	if r.Method == f.awaited {
		f.arrived(idIn(r.URL.Path, callback))
	}
	return true
}

// idIn is the interaction's id: in the path of a callback, and in the token that we gave.
func idIn(path string, callback bool) string {
	parts := strings.Split(path, "/")
	if callback {
		return parts[len(parts)-3]
	}
	return strings.TrimPrefix(parts[len(parts)-3], "token")
}

func (f *far) arrived(id string) {
	f.mu.Lock()
	f.took = append(f.took, time.Since(f.sent[id]))
	f.mu.Unlock()
	f.done <- struct{}{}
}

// submit lets a player submit the form of an open question: 3.2 KB, as Discord sends it.
func (f *far) submit(n int) {
	id := fmt.Sprint(1400000000000000000 + n<<22)
	f.mu.Lock()
	f.sent[id] = time.Now()
	f.mu.Unlock()
	f.line.Load().event(fmt.Sprintf(formEvent, id, n%1000+1, id, strings.ReplaceAll(benchAnswer, "\n", " ")))
}

const formEvent = `{"version":1,"type":5,"id":"%s","application_id":"2","guild_id":"77","channel_id":"78","locale":"en-US","guild_locale":"en-US",` +
	`"context":0,"authorizing_integration_owners":{"0":"77"},"app_permissions":"562949953601536","entitlements":[],"attachment_size_limit":10485760,` +
	`"channel":{"id":"78","type":0,"guild_id":"77","name":"drills","permissions":"562949953601536","position":0,"nsfw":false},` +
	`"member":{"user":{"id":"%d","username":"player","discriminator":"0","global_name":"Player","avatar":null,"public_flags":0},"roles":[],` +
	`"joined_at":"2026-01-01T00:00:00.000000+00:00","deaf":false,"mute":false,"flags":0,"permissions":"562949953601536"},"token":"token%s",` +
	`"data":{"custom_id":"x:open-1:1a2b3c4d:5::arc:3","components":[{"type":1,"components":[{"type":4,"custom_id":"field0","value":"%s"}]}]}}`

var benchAnswer = strings.Repeat("The dot product of query and key sums d_k independent terms, so its variance grows with d_k. "+
	"Large logits saturate the softmax, whose gradients vanish then. Dividing by the square root of d_k brings back unit variance. ", 9)

// steady submits n forms, so many a second, and returns the times of the replies, sorted.
func (f *far) steady(n, perSecond int) []time.Duration {
	f.begin()
	tick := time.NewTicker(time.Second / time.Duration(perSecond))
	defer tick.Stop()
	for i := range n {
		<-tick.C
		f.submit(f.next(i))
	}
	for range n {
		<-f.done
	}
	return f.times()
}

// saturated submits n forms, so many in flight, and returns the replies a second.
func (f *far) saturated(n, inFlight int) float64 {
	f.begin()
	start := time.Now()
	for i := range n {
		if i >= inFlight {
			<-f.done
		}
		f.submit(f.next(i))
	}
	for range min(n, inFlight) {
		<-f.done
	}
	return float64(n) / time.Since(start).Seconds()
}

var submitted atomic.Int64

// next numbers interactions without end: no bot sees one twice.
func (f *far) next(int) int { return int(submitted.Add(1)) }

func (f *far) begin() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.took = f.took[:0]
}

func (f *far) times() []time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := slices.Clone(f.took)
	slices.Sort(out)
	return out
}

// full is Drillbot at the far end: parse, grade offline, store durably, reply.
func full(b *testing.B, f *far, o options) {
	b.Helper()
	store, err := bolt.Open(filepath.Join(b.TempDir(), "drillbot.db"), bolt.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = store.Close() })
	d := &quiz.Drill{Store: store, Grader: offline(), Zone: time.UTC, Now: time.Now, Draw: func() uint32 { return 5 }}
	if o.grader != nil {
		d.Grader, d.Slow = o.grader, true
	}
	d.SetBank(sample.Bank())
	run(b, bot.Options{
		Token: "t", Drill: d, Log: slog.New(slog.DiscardHandler),
		Transport: sandbox.TransportTo(f.addr()), Dialer: sandbox.DialerTo(f.addr()),
	}).await(b, true)
}

// bare is a discordgo bot that only replies.
func bare(b *testing.B, f *far, reply func(*discordgo.Session, *discordgo.InteractionCreate)) {
	b.Helper()
	s, err := discordgo.New("Bot t")
	if err != nil {
		b.Fatal(err)
	}
	s.Client = &http.Client{Transport: sandbox.TransportTo(f.addr())}
	s.Dialer = sandbox.DialerTo(f.addr())
	s.LogLevel = -1
	s.AddHandler(reply)
	if err := s.Open(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
}

func justReply(s *discordgo.Session, i *discordgo.InteractionCreate) {
	_ = s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Embeds: []*discordgo.MessageEmbed{{Title: "72 / 100", Description: strings.Repeat("covered ", 100)}}},
	})
}

// BenchmarkPath compares the path of an answer with a discordgo bot that only replies: at 200 a
// second, and with 64 in flight.
func BenchmarkPath(b *testing.B) {
	ours, theirs := newFar(b, 0, http.MethodPost), newFar(b, 0, http.MethodPost)
	full(b, ours, options{})
	bare(b, theirs, justReply)
	ours.saturated(500, 64) // warm
	theirs.saturated(500, 64)
	b.ResetTimer()
	var at [2][]time.Duration
	var rate, cpu [2]float64
	for range b.N {
		for i, f := range []*far{ours, theirs} {
			at[i] = append(at[i], f.steady(400, 200)...)
			const n = 2000
			before := processorTime(b)
			rate[i] += f.saturated(n, 64)
			cpu[i] += processorTime(b) - before
		}
	}
	for i := range at {
		slices.Sort(at[i])
	}
	p := func(i int, q float64) float64 { return float64(at[i][int(q*float64(len(at[i])-1))]) }
	b.ReportMetric(p(0, .5)/p(1, .5), "p50/bare")
	b.ReportMetric(p(0, .99)/p(1, .99), "p99/bare")
	b.ReportMetric(rate[0]/rate[1], "rate/bare")
	b.ReportMetric(cpu[0]/cpu[1], "cpu/bare")
	b.Logf("at 200/s: p50 %.0f µs, p99 %.0f µs; bare %.0f, %.0f; saturated %.0f/s, bare %.0f/s",
		p(0, .5)/1e3, p(0, .99)/1e3, p(1, .5)/1e3, p(1, .99)/1e3, rate[0]/float64(b.N), rate[1]/float64(b.N))
}

// processorTime is what this process has used, both ends of the bench included, in seconds.
func processorTime(b *testing.B) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

// BenchmarkDeferredEdits lets every request take 50 ms, and 64 answers wait for theirs: deferral and
// edit take 100 ms each, so 640 a second is ideal. discordgo queues all edits behind one bucket.
func BenchmarkDeferredEdits(b *testing.B) {
	const rest, inFlight = 50 * time.Millisecond, 64
	ours, theirs := newFar(b, rest, http.MethodPatch), newFar(b, rest, http.MethodPatch)
	full(b, ours, options{grader: quiz.GraderFunc(atOnce)})
	bare(b, theirs, func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		_ = s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource})
		text := "72 / 100"
		_, _ = s.InteractionResponseEdit(i.Interaction, &discordgo.WebhookEdit{Content: &text})
	})
	ours.saturated(2*inFlight, inFlight)
	b.ResetTimer()
	ideal := float64(inFlight) / (2 * rest.Seconds())
	var rate, stock float64
	for range b.N {
		rate += ours.saturated(20*inFlight, inFlight)
		stock += theirs.saturated(inFlight, inFlight)
	}
	b.ReportMetric(rate/float64(b.N)/ideal, "rate/ideal")
	b.ReportMetric(stock/float64(b.N)/ideal, "discordgo/ideal")
}

// atOnce is a model that needs no time: what remains is ours.
func atOnce(_ context.Context, job quiz.Job) (quiz.Grade, error) {
	g := quiz.Grade{Score: 50, By: "at once"}
	for _, p := range job.Question.Points {
		g.Points = append(g.Points, quiz.PointGrade{Point: p.ID, Verdict: quiz.Partly})
	}
	return g, nil
}

// BenchmarkMemoryGrowth is what the heap grows by for each interaction answered, beside discordgo's
// own way to reply, which keeps a rate-limit bucket for each.
func BenchmarkMemoryGrowth(b *testing.B) {
	ours, theirs := newFar(b, 0, http.MethodPost), newFar(b, 0, http.MethodPost)
	full(b, ours, options{})
	bare(b, theirs, justReply)
	const warm = 17000 // more than are remembered as seen
	ours.saturated(warm, 64)
	theirs.saturated(1000, 64)
	b.ResetTimer()
	n := max(3000, b.N)
	for _, c := range []struct {
		f    *far
		name string
	}{{ours, "B/interaction"}, {theirs, "discordgo-B/interaction"}} {
		before := heap()
		c.f.saturated(n, 64)
		c.f.forget()
		b.ReportMetric((heap()-before)/float64(n), c.name)
	}
}

// forget drops what the bench itself remembers.
func (f *far) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sent, f.took = map[string]time.Time{}, nil
}

func heap() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
