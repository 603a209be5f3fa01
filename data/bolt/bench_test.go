package bolt_test

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"drillbot/data/bolt"
	"drillbot/data/storetest"
	"drillbot/quiz"
)

// The benchmarks print ratios. Flushes of one disk take 0.2 ms now and 4 ms a second
// later, so engines are compared only with one another, in turns of a quarter of a second:
// one iteration is a turn of each. -benchtime 20x makes ratios steady.

const turn = 250 * time.Millisecond

// engine is something that makes answers durable, and what was seen of it.
type engine struct {
	name    string
	writers int
	do      func() error
	took    []time.Duration // of each operation
	busy    time.Duration
}

// takeTurns lets each engine work for a turn.
func takeTurns(b *testing.B, engines ...*engine) {
	for b.Loop() {
		for _, e := range engines {
			e.work(b)
		}
	}
	b.ReportMetric(0, "ns/op")
	for _, e := range engines {
		b.Logf("%-12s %3d writers %8.0f/s  p50 %8v  p99 %8v", e.name, e.writers, e.rate(), e.quantile(0.5), e.quantile(0.99))
	}
}

func (e *engine) work(b *testing.B) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	start := time.Now()
	for range e.writers {
		wg.Go(func() {
			var took []time.Duration
			for begun := time.Now(); begun.Sub(start) < turn; begun = time.Now() {
				if err := e.do(); err != nil {
					b.Error(err)
					return
				}
				took = append(took, time.Since(begun))
			}
			mu.Lock()
			defer mu.Unlock()
			e.took = append(e.took, took...)
		})
	}
	wg.Wait()
	e.busy += time.Since(start)
}

func (e *engine) rate() float64 { return float64(len(e.took)) / e.busy.Seconds() }

func (e *engine) quantile(q float64) time.Duration {
	if len(e.took) == 0 {
		return 0
	}
	slices.Sort(e.took)
	return e.took[int(q*float64(len(e.took)-1))]
}

// traffic makes the answers of a busy bot: 600 bytes of text, a grade of four points with
// quotes, any of 20,000 players in 200 servers and of 350 questions.
type traffic struct{ id atomic.Uint64 }

const trafficPlayers = 20_000

var words = strings.Fields("the variance of a dot product of two random vectors grows with their dimension so we divide by its root")

func (tr *traffic) next() quiz.Attempt {
	id := tr.id.Add(1)
	draw := rand.New(rand.NewPCG(id, 7))
	var text strings.Builder
	for text.Len() < 600 {
		text.WriteString(words[draw.IntN(len(words))])
		text.WriteByte(' ')
	}
	a := storetest.Attempt(id, draw.Uint64N(trafficPlayers), draw.IntN(101))
	a.Server = a.Player % 200
	a.Question, a.Topic = question(draw.IntN(350))
	a.Answer.Text = text.String()
	a.Grade = &quiz.Grade{Score: a.Grade.Score, By: "offline", Version: "3", Estimate: true, Confidence: 0.7}
	for i, point := range []string{"variance", "root", "softmax", "gradient"} {
		a.Grade.Points = append(a.Grade.Points, quiz.PointGrade{
			Point: point, Verdict: quiz.Verdict(draw.IntN(3)), Quote: a.Answer.Text[i*100 : i*100+50],
		})
	}
	return a
}

func question(i int) (id, topic string) {
	topic = string(rune('a' + i%16))
	return topic + "-" + string(rune('0'+i%10)) + string(rune('0'+i/10%10)) + string(rune('0'+i/100)), topic
}

// filled opens a store that holds answers and knows all names.
func filled(b *testing.B, tr *traffic, answers uint64) *bolt.Store {
	b.Helper()
	s := open(b, filepath.Join(b.TempDir(), "drill.db"))
	err := bolt.Unsynced(s, func() {
		each(b, answers, func(uint64) error { return put(s, tr) })
	})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func put(s *bolt.Store, tr *traffic) error {
	_, err := s.Record(context.Background(), tr.next(), storetest.Settle)
	return err
}

// BenchmarkAnswersBytes has eight writers fill a store, at once graded and graded later.
func BenchmarkAnswersBytes(b *testing.B) {
	for name, later := range map[string]bool{"graded": false, "pending": true} {
		b.Run(name, func(b *testing.B) {
			tr := &traffic{}
			s := filled(b, tr, 1)
			for b.Loop() {
				err := bolt.Unsynced(s, func() { writeAnswers(b, s, tr, 8, 40_000, later) })
				if err != nil {
					b.Fatal(err)
				}
			}
			taken, payload := bolt.AnswerBytes(s)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(taken)/float64(payload), "bytes/payload")
			b.ReportMetric(float64(payload)/float64(tr.id.Load()), "payload-B/answer")
		})
	}
}

// writeAnswers records n answers, each as pending first if graded later.
func writeAnswers(b *testing.B, s *bolt.Store, tr *traffic, writers, n int, later bool) {
	var left atomic.Int64
	left.Store(int64(n))
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				if err := putSteps(s, tr.next(), later); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

// putSteps records an answer, as pending first if graded later.
func putSteps(s *bolt.Store, a quiz.Attempt, later bool) error {
	if later {
		waits := a
		storetest.Pending(&waits)
		if _, err := s.Record(context.Background(), waits, storetest.Settle); err != nil {
			return err
		}
	}
	_, err := s.Record(context.Background(), a, storetest.Settle)
	return err
}
