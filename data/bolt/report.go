package bolt

import (
	"context"
	"fmt"
	"iter"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

// The stored form of a report:
//
//	form 1 · at µs · server · player · attempt · question · text
const reportForm = 1

func encodeReport(r *quiz.Report) []byte {
	w := &writer{}
	w.byte(reportForm)
	w.time(r.At)
	w.u64(r.Server)
	w.u64(r.Player)
	w.u64(r.Attempt)
	w.string(r.Question)
	w.string(r.Text)
	return w.b
}

func decodeReport(id uint64, b []byte) (quiz.Report, error) {
	r := &reader{b: b}
	r.form(reportForm)
	report := quiz.Report{ID: id, At: r.time(), Server: r.u64(), Player: r.u64(), Attempt: r.u64()}
	report.Question, report.Text = r.string(), r.string()
	return report, r.err("report", id)
}

// AddReport implements quiz.Store.
func (s *Store) AddReport(ctx context.Context, r quiz.Report) error {
	err := s.submit(ctx, func(w *work) error {
		if w.get(reports, idKey(r.ID)) == nil {
			w.put(reports, idKey(r.ID), encodeReport(&r))
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("add report %d: %w", r.ID, err)
	}
	return nil
}

// Reports implements quiz.Store. It holds no transaction while the caller works.
func (s *Store) Reports(ctx context.Context) iter.Seq2[quiz.Report, error] {
	return pages(ctx, s, reports, func(_ *bbolt.Tx, id uint64, v []byte) (quiz.Report, error) {
		return decodeReport(id, v)
	})
}
