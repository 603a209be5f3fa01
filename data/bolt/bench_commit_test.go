//go:build linux

package bolt_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"drillbot/data/bolt"
	"drillbot/data/storetest"
)

// stored is how many answers a store holds before its commits are measured.
const stored = 200_000

// floor is the least that bbolt's way of committing can cost: two writes of a page, each
// followed by a flush, into a file that is there already.
func floor(b *testing.B) *engine {
	b.Helper()
	const pages = 4096
	f, err := os.Create(filepath.Join(b.TempDir(), "floor"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { f.Close() })
	if _, err := f.Write(make([]byte, pages*4096)); err != nil {
		b.Fatal(err)
	}
	if err := f.Sync(); err != nil {
		b.Fatal(err)
	}
	at, page := int64(0), make([]byte, 4096)
	return &engine{name: "floor", writers: 1, do: func() error {
		for range 2 {
			at++
			if _, err := f.WriteAt(page, at%pages*4096); err != nil {
				return err
			}
			if err := syscall.Fdatasync(int(f.Fd())); err != nil {
				return err
			}
		}
		return nil
	}}
}

// BenchmarkCommit compares single answers with the floor and with DB.Batch.
// Goals: p50/floor ≤ 2.0, rate/batch ≥ 15.
func BenchmarkCommit(b *testing.B) {
	tr := &traffic{}
	s := filled(b, tr, stored)
	least, own := floor(b), &engine{name: "bolt", writers: 1, do: func() error { return put(s, tr) }}
	batch := &engine{name: "DB.Batch", writers: 1, do: func() error {
		return bolt.RecordByBatch(s, tr.next(), storetest.Settle)
	}}
	takeTurns(b, least, own, batch)
	b.ReportMetric(float64(own.quantile(0.5))/float64(least.quantile(0.5)), "p50/floor")
	b.ReportMetric(own.rate()/batch.rate(), "rate/batch")
}

// BenchmarkCommit64 has 64 writers. Goals: rate/floor ≥ 3.5, rate/batch ≥ 3.
func BenchmarkCommit64(b *testing.B) {
	tr := &traffic{}
	s := filled(b, tr, stored)
	least, own := floor(b), &engine{name: "bolt", writers: 64, do: func() error { return put(s, tr) }}
	batch := &engine{name: "DB.Batch", writers: 64, do: func() error {
		return bolt.RecordByBatch(s, tr.next(), storetest.Settle)
	}}
	takeTurns(b, least, own, batch)
	b.ReportMetric(own.rate()/least.rate(), "rate/floor")
	b.ReportMetric(own.rate()/batch.rate(), "rate/batch")
}
