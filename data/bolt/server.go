package bolt

import (
	"context"
	"fmt"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

// The stored form of a server's settings: form 1 · language · zone.
const serverForm = 1

func encodeServer(s *quiz.Server) []byte {
	w := &writer{}
	w.byte(serverForm)
	w.string(string(s.Lang))
	w.string(s.Zone)
	return w.b
}

func decodeServer(id uint64, b []byte) (quiz.Server, error) {
	r := &reader{b: b}
	r.form(serverForm)
	s := quiz.Server{ID: id, Lang: quiz.Lang(r.string()), Zone: r.string()}
	return s, r.err("settings", id)
}

// Server implements quiz.Store.
func (s *Store) Server(ctx context.Context, id uint64) (server quiz.Server, err error) {
	server.ID = id
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		v := tx.Bucket(servers).Get(idKey(id))
		if v == nil {
			return nil
		}
		server, err = decodeServer(id, v)
		return err
	})
	if err != nil {
		return quiz.Server{}, fmt.Errorf("server %d: %w", id, err)
	}
	return server, nil
}

// SaveServer implements quiz.Store.
func (s *Store) SaveServer(ctx context.Context, server quiz.Server) error {
	err := s.submit(ctx, func(w *work) error {
		w.put(servers, idKey(server.ID), encodeServer(&server))
		return nil
	})
	if err != nil {
		return fmt.Errorf("save server %d: %w", server.ID, err)
	}
	return nil
}
