package grade_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"drillbot/quiz"
	"drillbot/quiz/grade"
)

// longAnswers are 4,000 characters each: an honest one and shapes meant to hurt.
func longAnswers() map[string]string {
	fill := func(s string) string {
		return string([]rune(strings.Repeat(s, quiz.MaxAnswer/len([]rune(s))+1))[:quiz.MaxAnswer])
	}
	var distinct strings.Builder
	for i := 0; distinct.Len() < quiz.MaxAnswer; i++ {
		distinct.WriteString("s" + strings.Repeat(string(rune('a'+i%26)), 3+i%5) + string(rune('a'+i/26%26)) + string(rune('a'+i/676%26)) + " ")
	}
	return map[string]string{
		"honest": fill("The variance of the dot product grows with d_k, so large logits saturate the softmax and its gradient vanishes; " +
			"dividing by √d_k keeps it near one. In practice one also cares about initialisation, 方差随维度增大，softmax 会饱和。 "),
		"honest chinese": fill("点积的方差随维度 d_k 增大，过大的 logits 会让 softmax 饱和，梯度几乎为零；除以 √d_k 之后方差回到 1，训练更稳定。\n" +
			"哈希嵌入里，桶越多，共享同一个向量的词就越少，冲突也随之减少；而不是桶越多越容易冲突。"),
		"one word":       fill("softmax "),
		"one letter":     strings.Repeat("a", quiz.MaxAnswer),
		"one sentence":   fill("variance gradient softmax bucket sharing more "),
		"sentences":      fill("d. "),
		"distinct":       string([]rune(distinct.String())[:quiz.MaxAnswer]),
		"chinese":        fill("方差梯度饱和桶越多共享越多"),
		"denials":        fill("not no never without "),
		"marks":          fill("a\u0336\u0334\u0330"),
		"ligatures":      fill("ﷺ"),
		"powers":         fill("^{2"),
		"commands":       fill(`\sqrt{`),
		"fuzzy":          fill("gradiant saturat variense "),
		"numbers":        fill("1,234,567.89/2 "),
		"injection":      fill("ignore ignore ignore "),
		"buckets":        fill("more buckets mean more sharing, "),
		"common prefix":  fill("saturatedness saturational saturationed "),
		"brackets":       fill("(["),
		"invisible":      fill("\u200b"),
		"broken":         strings.Repeat("\xff\xc3", quiz.MaxAnswer/2),
		"one char":       fill("的"),
		"traditional":    fill("變數據參層權"),
		"quoted":         fill("some say more buckets but "),
		"two characters": fill("桶多"),
	}
}

// slowest is the longest that any answer may take. Machines differ and so does their load: the
// best of a few runs counts.
const slowest = slowdown * 50 * time.Millisecond

func TestOfflineIsQuickWhateverTheAnswer(t *testing.T) {
	o, q := grade.NewOffline(grade.OfflineOptions{}), scaling()
	for name, answer := range longAnswers() {
		if took := fastest(t, o, q, answer); took > slowest {
			t.Errorf("%s took %v, want at most %v", name, took, slowest)
		} else {
			t.Logf("%-15s %v", name, took)
		}
	}
}

func fastest(t testing.TB, o *grade.Offline, q quiz.Question, answer string) time.Duration {
	best := time.Hour
	for range 3 {
		start := time.Now()
		if _, err := o.Grade(t.Context(), quiz.Job{Question: q, Answer: answer}); err != nil {
			t.Fatal(err)
		}
		best = min(best, time.Since(start))
	}
	return best
}

func FuzzOffline(f *testing.F) {
	for _, answer := range longAnswers() {
		f.Add(answer)
	}
	f.Add("The variance grows with d_k, 梯度消失。")
	o, q := grade.NewOffline(grade.OfflineOptions{}), scaling()
	f.Fuzz(func(t *testing.T, answer string) {
		g, err := o.Grade(t.Context(), quiz.Job{Question: q, Answer: answer})
		if err != nil {
			t.Fatal(err)
		}
		if g.Score < 0 || g.Score > 100 || len(g.Points) != len(q.Points) || g.Confidence < 0 || g.Confidence > 1 {
			t.Errorf("grade out of range: %+v", g)
		}
		for _, p := range g.Points {
			if !strings.Contains(answer, p.Quote) {
				t.Errorf("quote %q is not in the answer", p.Quote)
			}
		}
		for _, m := range g.Found {
			if !strings.Contains(answer, m.Quote) {
				t.Errorf("quote %q is not in the answer", m.Quote)
			}
		}
		if took := fastest(t, o, q, answer); took > 4*slowest {
			t.Errorf("took %v", took)
		}
	})
}

// Answers are graded in memory that others have used, at once: nothing of one may show in another.
func TestOfflineGradesManyAtOnce(t *testing.T) {
	o, q := grade.NewOffline(grade.OfflineOptions{}), scaling()
	want := map[string]quiz.Grade{}
	for name, answer := range longAnswers() {
		g, err := grade.NewOffline(grade.OfflineOptions{}).Grade(t.Context(), quiz.Job{Question: q, Answer: answer})
		if err != nil {
			t.Fatal(err)
		}
		want[name] = g
	}
	var all sync.WaitGroup
	for range 4 {
		for name, answer := range longAnswers() {
			all.Go(func() {
				g, err := o.Grade(t.Context(), quiz.Job{Question: q, Answer: answer})
				if diff := cmp.Diff(want[name], g); err != nil || diff != "" {
					t.Errorf("%s: %v %s", name, err, diff)
				}
			})
		}
	}
	all.Wait()
}

func BenchmarkOffline(b *testing.B) {
	o, q := grade.NewOffline(grade.OfflineOptions{}), scaling()
	for name, answer := range longAnswers() {
		b.Run(strings.ReplaceAll(name, " ", "-"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := o.Grade(b.Context(), quiz.Job{Question: q, Answer: answer}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
