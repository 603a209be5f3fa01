package bolt

import (
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"time"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

// storedEntry is the stored form of a quiz.DeckEntry. Its questions are stored by the field names of quiz.Question,
// which a test holds, rather than by a copy of every struct in it.
type storedEntry struct {
	Server   uint64          `json:"-"`
	N        uint32          `json:"-"`
	Question quiz.Question   `json:"question"`
	Retired  bool            `json:"retired,omitempty"`
	By       uint64          `json:"by,omitempty"`
	Case     uint64          `json:"case,omitempty"`
	Item     int             `json:"item,omitempty"`
	At       time.Time       `json:"at"`
	Past     []quiz.Question `json:"past,omitempty"`
}

func deckKey(server uint64, n uint32) []byte {
	return binary.BigEndian.AppendUint32(idKey(server), n)
}

func decodeEntry(k, v []byte) (quiz.DeckEntry, error) {
	server, n := idOf(k), binary.BigEndian.Uint32(k[8:])
	e, err := decodeDocument[storedEntry](v, "question of a deck", n)
	e.Server, e.N = server, n
	return quiz.DeckEntry(e), err
}

// Deck implements quiz.Store.
func (s *Store) Deck(ctx context.Context, server uint64) iter.Seq2[quiz.DeckEntry, error] {
	return pages(ctx, s, decks, idKey(server), func(_ *bbolt.Tx, k, v []byte) (quiz.DeckEntry, bool, error) {
		e, err := decodeEntry(k, v)
		return e, true, err
	})
}

// UpdateDeck implements quiz.Store.
func (s *Store) UpdateDeck(ctx context.Context, server uint64, n uint32, change func(*quiz.DeckEntry, *quiz.Server) ([]quiz.Change, error)) (e quiz.DeckEntry, err error) {
	err = s.submit(ctx, func(w *work) error {
		before, err := w.entry(server, n)
		if err != nil {
			return err
		}
		settings, err := readServer(w.bucket(servers).Get, server)
		if err != nil {
			return err
		}
		after := before
		log, err := change(&after, &settings)
		if err != nil {
			return err
		}
		after.Server, after.N, settings.ID = server, before.N, server
		if err := w.putDocument(decks, deckKey(server, after.N), storedEntry(after)); err != nil {
			return err
		}
		if err := w.putDocument(servers, idKey(server), storedServer(settings)); err != nil {
			return err
		}
		e = after
		return w.log(server, log)
	})
	return e, err
}

// entry returns the n-th entry of a server's deck, or the one after the last for 0.
func (w *work) entry(server uint64, n uint32) (quiz.DeckEntry, error) {
	if n == 0 {
		return quiz.DeckEntry{Server: server, N: w.lastEntry(server) + 1}, nil
	}
	k := deckKey(server, n)
	v := w.get(decks, k)
	if v == nil {
		return quiz.DeckEntry{}, fmt.Errorf("question %d of a deck: %w", n, quiz.ErrNone)
	}
	return decodeEntry(k, v)
}

// lastEntry is the number of the last entry of a server's deck, 0 where there is none.
func (w *work) lastEntry(server uint64) uint32 {
	c := w.bucket(decks).Cursor()
	k, _ := c.Seek(deckKey(server, 1<<32-1))
	if k == nil {
		k, _ = c.Last()
	} else {
		k, _ = c.Prev()
	}
	if k == nil || idOf(k) != server {
		return 0
	}
	return binary.BigEndian.Uint32(k[8:])
}

// eraseAuthor keeps the questions that a player brought to decks, and not who did.
func (w *work) eraseAuthor(player uint64) error {
	nameless := map[string]quiz.DeckEntry{}
	c := w.bucket(decks).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		e, err := decodeEntry(k, v)
		if err != nil {
			return err
		}
		if e.By == player {
			e.By = 0
			nameless[string(k)] = e
		}
	}
	for k, e := range nameless {
		if err := w.putDocument(decks, []byte(k), storedEntry(e)); err != nil {
			return err
		}
	}
	return nil
}
