package bolt

import (
	"context"
	"fmt"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

// The stored form of a server's settings: form 1 · language · zone.
const serverForm = 1

// Server implements quiz.Store.
func (s *Store) Server(ctx context.Context, id uint64) (quiz.Server, error) {
	server := quiz.Server{ID: id}
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		v := tx.Bucket(servers).Get(idKey(id))
		if v == nil {
			return nil
		}
		r := &reader{b: v}
		r.form(serverForm)
		server.Lang, server.Zone = quiz.Lang(r.string()), r.string()
		return r.err("settings", id)
	})
	if err != nil {
		return quiz.Server{}, fmt.Errorf("server %d: %w", id, err)
	}
	return server, nil
}

// SaveServer implements quiz.Store.
func (s *Store) SaveServer(ctx context.Context, server quiz.Server) error {
	err := s.submit(ctx, func(w *work) error {
		v := &writer{}
		v.byte(serverForm)
		v.string(string(server.Lang))
		v.string(server.Zone)
		w.put(servers, idKey(server.ID), v.b)
		return nil
	})
	if err != nil {
		return fmt.Errorf("save server %d: %w", server.ID, err)
	}
	return nil
}
