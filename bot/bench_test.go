package bot_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
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
	id, _, _ := strings.Cut(strings.TrimPrefix(parts[len(parts)-3], "token"), ".")
	return id
}

func (f *far) arrived(id string) {
	f.mu.Lock()
	f.took = append(f.took, time.Since(f.sent[id]))
	f.mu.Unlock()
	f.done <- struct{}{}
}

// submit lets a player submit the form of an open question: 3.2 KB, for Discord sends the
// message along whose button opened the form.
func (f *far) submit(n int) {
	id := fmt.Sprint(1400000000000000000 + n<<22)
	f.mu.Lock()
	f.sent[id] = time.Now()
	f.mu.Unlock()
	f.line.Load().event(fmt.Sprintf(formEvent, id, n%1000+1, id+"."+tokenRest, answerText))
}

const formEvent = `{"version":1,"type":5,"id":"%s","application_id":"2","guild_id":"77","channel_id":"78","locale":"en-US","guild_locale":"en-US",` +
	`"context":0,"authorizing_integration_owners":{"0":"77"},"app_permissions":"562949953601536","entitlements":[],"attachment_size_limit":10485760,` +
	`"channel":{"id":"78","type":0,"guild_id":"77","name":"drills","permissions":"562949953601536","position":0,"nsfw":false},` +
	`"member":{"user":{"id":"%d","username":"player","discriminator":"0","global_name":"Player","avatar":null,"public_flags":0},"roles":[],` +
	`"joined_at":"2026-01-01T00:00:00.000000+00:00","deaf":false,"mute":false,"flags":0,"permissions":"562949953601536"},"token":"token%s",` +
	`"message":{"id":"1400000000000000001","channel_id":"78","type":20,"content":"","timestamp":"2026-11-23T04:00:00.000000+00:00","edited_timestamp":null,` +
	`"flags":64,"tts":false,"pinned":false,"mention_everyone":false,"mentions":[],"mention_roles":[],"attachments":[],"webhook_id":"2","application_id":"2",` +
	`"author":{"id":"2","username":"drillbot","discriminator":"0","avatar":null,"bot":true,"public_flags":0},` +
	`"interaction_metadata":{"id":"1400000000000000000","type":2,"user":{"id":"7","username":"player","discriminator":"0","avatar":null},"authorizing_integration_owners":{"0":"77"}},` +
	`"embeds":[{"type":"rich","title":"Transformer architecture","description":"Scaled dot-product attention divides $q k$ by the square root of the dimension of a key before the softmax. Why does it divide, and why by just this number? What would happen to the gradients of a deep network if it did not?","color":5793266,"footer":{"text":"★★★ · open · open-1 · Scaling scores · part 1 of 1"}}],` +
	`"components":[{"type":1,"id":1,"components":[{"type":2,"id":2,"style":1,"label":"Answer","custom_id":"a:open-1:1a2b3c4d:5"},{"type":2,"id":3,"style":2,"label":"Hint 1 of 2","custom_id":"h:open-1:1a2b3c4d:5::::::1"},` +
	`{"type":2,"id":4,"style":2,"label":"Skip","custom_id":"k:open-1:1a2b3c4d:5"},{"type":2,"id":5,"style":2,"label":"I don't know","custom_id":"g:open-1:1a2b3c4d:5"}]}]},` +
	`"data":{"custom_id":"x:open-1:1a2b3c4d:5::arc:3","components":[{"type":1,"id":1,"components":[{"type":4,"id":2,"custom_id":"field0","value":"%s"}]}]}}`

// answerText is an answer of 600 characters, and tokenRest makes tokens as long as Discord's.
const answerText = "The dot product of query and key is a sum of d_k terms. If the components of both are independent with mean zero and variance one, " +
	"each product has variance one and the sum has variance d_k, so its standard deviation grows with the square root of d_k. Large logits push the softmax " +
	"into the region where it is nearly one-hot: it saturates, and its gradients become very small, which makes deep models train slowly or not at all. " +
	"Dividing by the square root of d_k brings the logits back to unit variance whatever the width of a head; dividing by d_k itself would make them too flat."

var tokenRest = strings.Repeat("aW50ZXJhY3Rpb246", 12)

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

// bare is a discordgo bot in this process.
func bare(b *testing.B, f *far, reply func(*discordgo.Session, *discordgo.InteractionCreate)) {
	b.Helper()
	s, err := openBare(f.addr(), reply)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
}

// BenchmarkPath compares the path of an answer with bots that only reply: at 200 a second, and
// with 64 in flight. They take turns; each is a process of its own.
func BenchmarkPath(b *testing.B) {
	ours := startSubject(b, "drillbot")
	peers := []*subject{startSubject(b, "discordgo")}
	if hasDiscordJS() {
		peers = append(peers, startSubject(b, "discord.js"))
	} else {
		b.Log("without discord.js: needs node and `npm install --no-package-lock` in bot/sandbox/testdata/discordjs")
	}
	all := append(peers, ours)
	for _, s := range all {
		s.saturated(1000, 64) // warm
	}
	flush := newFlusher(b)
	b.ResetTimer()
	for range b.N {
		for _, s := range all {
			s.turn(b)
		}
		flush.turn(b)
	}
	b.ReportMetric(0, "ns/op")
	for _, peer := range peers {
		ours.over(b, peer)
	}
	for _, s := range all {
		b.Logf("%-10s at 200/s p50 %v p99 %v; 64 in flight %.0f/s, %v CPU each; %.1f MB anonymous", s.name,
			s.quantile(.5), s.quantile(.99), s.rate/float64(b.N), s.cpu/time.Duration(b.N*saturation), anonymous(b, s.pid))
	}
	b.Logf("the floor of a commit, 2 × (4 KiB + fsync): p50 %v p99 %v", quantile(flush.took, .5), quantile(flush.took, .99))
}

// saturation is how many answers a turn gives with 64 in flight.
const saturation = 2000

// turn measures the subject once.
func (s *subject) turn(b *testing.B) {
	s.took = append(s.took, s.steady(400, 200)...)
	before := s.processorTime(b)
	s.rate += s.saturated(saturation, 64)
	s.cpu += s.processorTime(b) - before
}

// over reports the subject as ratios to a peer.
func (s *subject) over(b *testing.B, peer *subject) {
	b.ReportMetric(float64(s.quantile(.5))/float64(peer.quantile(.5)), "p50/"+peer.name)
	b.ReportMetric(float64(s.quantile(.99))/float64(peer.quantile(.99)), "p99/"+peer.name)
	b.ReportMetric(s.rate/peer.rate, "rate/"+peer.name)
	b.ReportMetric(float64(s.cpu)/float64(peer.cpu), "cpu/"+peer.name)
	b.ReportMetric(anonymous(b, s.pid)/anonymous(b, peer.pid), "memory/"+peer.name)
}

func (s *subject) quantile(q float64) time.Duration { return quantile(s.took, q) }

func quantile(took []time.Duration, q float64) time.Duration {
	took = slices.Sorted(slices.Values(took))
	return took[int(q*float64(len(took)-1))].Round(time.Microsecond)
}

// flusher does what every commit of bbolt must do at the least: its two flushes.
type flusher struct {
	file *os.File
	took []time.Duration
}

func newFlusher(b *testing.B) *flusher {
	f, err := os.Create(filepath.Join(b.TempDir(), "flush"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = f.Close() })
	return &flusher{file: f}
}

func (f *flusher) turn(b *testing.B) {
	page := make([]byte, 4096)
	for range 200 {
		start := time.Now()
		for range 2 {
			if _, err := f.file.WriteAt(page, 0); err != nil {
				b.Fatal(err)
			}
			if err := f.file.Sync(); err != nil {
				b.Fatal(err)
			}
		}
		f.took = append(f.took, time.Since(start))
		time.Sleep(5 * time.Millisecond) // as far apart as 200 a second
	}
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
