package bolt_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"drillbot/data/bolt"
	"drillbot/data/storetest"
	"drillbot/quiz"
)

// BenchmarkCheck reads a file of 100,000 answers by 1,000 players in each of the ways that
// operators have, beside reading its bytes alone.
func BenchmarkCheck(b *testing.B) {
	const answers, players = 100_000, 1000
	path := filepath.Join(b.TempDir(), "drill.db")
	s := open(b, path)
	must(b, bolt.Unsynced(s, func() {
		each(b, answers, func(id uint64) error {
			_, err := s.Record(context.Background(), storetest.Attempt(id, id%players+1, int(id%100), func(a *quiz.Attempt) {
				a.Day += quiz.Date(id / players)
			}), storetest.Settle)
			return err
		})
	}))
	must(b, s.Close())
	for name, read := range map[string]func() error{
		"floor": func() error {
			f, err := os.Open(path)
			must(b, err)
			defer f.Close()
			_, err = io.Copy(struct{ io.Writer }{io.Discard}, f)
			return err
		},
		"check":  func() error { _, err := bolt.Check(path); return err },
		"export": func() error { _, err := bolt.Export(path, io.Discard, noon); return err },
		"copy":   func() error { return bolt.CopyFile(context.Background(), path, io.Discard, func(int64) {}) },
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(size(b, path))
			for b.Loop() {
				must(b, read())
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/answers, "ns/answer")
		})
	}
}
