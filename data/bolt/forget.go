package bolt

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"iter"
	"sync"
	"time"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

// whose says which attempts are meant: a player's, or a server's.
type whose struct{ server, player uint64 }

// An attempt begins with form, flags, server and player: who it is of is read without the rest.
const (
	serverAt = 2
	playerAt = serverAt + 8
	bodyAt   = playerAt + 8
)

func (of whose) has(server, player uint64) bool {
	return of.player == 0 && of.server == server || of.player != 0 && of.player == player
}

// owns reports whether stored bytes are an attempt of whose.
func (of whose) owns(body []byte) bool {
	return len(body) >= bodyAt &&
		of.has(binary.LittleEndian.Uint64(body[serverAt:]), binary.LittleEndian.Uint64(body[playerAt:]))
}

// AttemptsOf implements quiz.Store: the graded ones first, then those that wait.
func (s *Store) AttemptsOf(ctx context.Context, player uint64) iter.Seq2[quiz.Attempt, error] {
	return func(yield func(quiz.Attempt, error) bool) {
		of := whose{player: player}
		graded := func(tx *bbolt.Tx, k, v []byte) (quiz.Attempt, bool, error) {
			if !of.owns(v) {
				return quiz.Attempt{}, false, nil
			}
			return s.readStored(tx, k, v)
		}
		waiting := func(tx *bbolt.Tx, k, v []byte) (quiz.Attempt, bool, error) {
			a, _, err := s.readStored(tx, k, v)
			return a, err == nil && a.State == quiz.Pending && a.Player == player, err
		}
		for a, err := range pages(ctx, s, answers, nil, graded) {
			if !yield(a, err) || err != nil {
				return
			}
		}
		for a, err := range pages(ctx, s, unfinished, nil, waiting) {
			if !yield(a, err) || err != nil {
				return
			}
		}
	}
}

// Forget implements quiz.Store. The attempts are looked for while others go on writing; those
// that come meanwhile are noted, and one transaction deletes all.
func (s *Store) Forget(ctx context.Context, player uint64) error {
	if err := s.erase(ctx, whose{player: player}); err != nil {
		return fmt.Errorf("forget player %d: %w", player, err)
	}
	return nil
}

// ForgetServer implements quiz.Store. The players' cards stay: they are theirs wherever they are.
func (s *Store) ForgetServer(ctx context.Context, server uint64) error {
	if err := s.erase(ctx, whose{server: server}); err != nil {
		return fmt.Errorf("forget server %d: %w", server, err)
	}
	return nil
}

func (s *Store) erase(ctx context.Context, of whose) error {
	hunt := &search{of: of}
	if err := s.submit(ctx, func(w *work) error { w.watched[hunt] = true; return nil }); err != nil {
		return err
	}
	err := s.find(ctx, hunt)
	drop := func(w *work) error {
		delete(w.watched, hunt)
		if err != nil {
			return err
		}
		return w.erase(hunt)
	}
	return s.submit(context.WithoutCancel(ctx), drop)
}

// search is what there is of someone among the attempts. Who looks for them and the committer both note.
type search struct {
	of     whose
	mu     sync.Mutex
	own    []uint64 // attempts
	judged []uint64 // attempts of others on which they ruled
}

// note adds an attempt to what was found.
func (h *search) note(a *quiz.Attempt) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.of.has(a.Server, a.Player):
		h.own = append(h.own, a.ID)
	case h.of.player != 0 && a.Judge == h.of.player:
		h.judged = append(h.judged, a.ID)
	}
}

// mentions reports whether stored bytes may be an attempt that a search is for.
func (h *search) mentions(body []byte) bool {
	return h.of.owns(body) || h.of.player != 0 && bytes.Contains(body[min(bodyAt, len(body)):], binary.LittleEndian.AppendUint64(nil, h.of.player))
}

// find looks through all attempts, graded or not.
func (s *Store) find(ctx context.Context, h *search) error {
	for _, bucket := range [][]byte{unfinished, answers} {
		wanted := func(tx *bbolt.Tx, k, v []byte) (quiz.Attempt, bool, error) {
			if bytes.Equal(bucket, answers) && !h.mentions(v) {
				return quiz.Attempt{}, false, nil
			}
			return s.readStored(tx, k, v)
		}
		for a, err := range pages(ctx, s, bucket, nil, wanted) {
			if err != nil {
				return err
			}
			h.note(&a)
		}
	}
	return nil
}

// watches are the searches under way: what is saved meanwhile is noted. Only the committer
// uses them.
type watches map[*search]bool

// watch notes an attempt that is being saved.
func (w *work) watch(a *quiz.Attempt) {
	for h := range w.watched {
		h.note(a)
	}
}

// erase deletes everything of whose.
func (w *work) erase(h *search) error {
	of := h.of
	for _, id := range h.own {
		w.eraseAttempt(id)
	}
	for _, id := range h.judged {
		w.eraseJudge(id)
	}
	steps := []func(*work, whose) error{(*work).eraseMembers, (*work).eraseCases, (*work).eraseChanges, (*work).eraseSpent}
	for _, step := range steps {
		if err := step(w, of); err != nil {
			return err
		}
	}
	w.put(meta, scrubKey, []byte{1})
	if of.player == 0 {
		w.deleteAll(posts, idKey(of.server))
		w.deleteAll(decks, idKey(of.server))
		w.delete(servers, idKey(of.server))
		return nil
	}
	if err := w.eraseHolder(of.player); err != nil {
		return err
	}
	if err := w.eraseAuthor(of.player); err != nil {
		return err
	}
	w.deleteAll(cards, idKey(of.player))
	w.delete(players, idKey(of.player))
	return w.remember(of.player)
}

// eraseAttempt deletes an attempt, which may have been found twice.
func (w *work) eraseAttempt(id uint64) {
	a, err := w.attempt(id)
	if err != nil {
		return
	}
	if a.Daily != 0 {
		w.delete(entries, entryKey(a.Server, a.Daily, id))
	}
	w.delete(answers, idKey(id))
	w.delete(unfinished, idKey(id))
}

// eraseJudge keeps that a human has ruled, and not who.
func (w *work) eraseJudge(id uint64) {
	if a, err := w.attempt(id); err == nil && a.Judge != 0 {
		a.Judge = quiz.Somebody
		w.saveAttempt(&a)
	}
}

// eraseMembers deletes the records of members and takes them off the boards.
func (w *work) eraseMembers(of whose) error {
	prefix := []byte(nil)
	if of.player == 0 {
		prefix = idKey(of.server)
	}
	var keys [][]byte
	c := w.bucket(members).Cursor()
	for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		server := binary.BigEndian.Uint64(k)
		player, topic := splitMember(k)
		if !of.has(server, player) {
			continue
		}
		m, err := decodeMember(v)
		if err != nil {
			return err
		}
		if absenceOf(w.bucket(absent).Get, server, player) == 0 {
			w.move(boardKey{server: server, topic: topic}, player, m.Tallies, [4]quiz.Tally{})
		}
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		w.delete(members, k)
		w.delete(absent, k[:memberKeyLen])
	}
	return w.deleteIf(absent, func(k, _ []byte) (bool, error) {
		return of.has(binary.BigEndian.Uint64(k), binary.BigEndian.Uint64(k[8:])), nil
	})
}

// eraseCases deletes the cases of whose, and the name of a moderator who decided others.
func (w *work) eraseCases(of whose) error {
	var decided []quiz.Case
	err := w.deleteIf(cases, func(k, v []byte) (bool, error) {
		c, err := decodeCase(binary.BigEndian.Uint64(k), v)
		if of.player != 0 && c.By == of.player {
			c.By = 0
			decided = append(decided, c)
		}
		return of.has(c.Server, c.Player), err
	})
	for _, c := range decided {
		if err == nil && !of.has(c.Server, c.Player) {
			err = w.putDocument(cases, idKey(c.ID), storedCase(c))
		}
	}
	return err
}

// eraseChanges deletes log entries about whose, and the name of an admin who made others.
func (w *work) eraseChanges(of whose) error {
	nameless := map[string]quiz.Change{}
	err := w.deleteIf(changes, func(k, v []byte) (bool, error) {
		c, err := decodeChange(k, v)
		if of.player != 0 && c.By == of.player && c.Player != of.player {
			c.By = 0
			nameless[string(k)] = c
		}
		return of.has(c.Server, c.Player), err
	})
	for k, c := range nameless {
		if err == nil {
			err = w.putDocument(changes, []byte(k), storedChange(c))
		}
	}
	return err
}

// eraseHolder forgets where a player has the role of who won the last week.
func (w *work) eraseHolder(player uint64) error {
	var held []quiz.Server
	c := w.bucket(servers).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		s, err := decodeServer(binary.BigEndian.Uint64(k), v)
		if err != nil {
			return err
		}
		if s.Holder == player {
			s.Holder = 0
			held = append(held, s)
		}
	}
	for _, s := range held {
		if err := w.putDocument(servers, idKey(s.ID), storedServer(s)); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) eraseSpent(of whose) error {
	kind, id := forServer, of.server
	if of.player != 0 {
		kind, id = forPlayer, of.player
	}
	return w.deleteIf(spent, func(k, _ []byte) (bool, error) {
		return k[4] == kind && binary.BigEndian.Uint64(k[5:]) == id, nil
	})
}

// deleteAll deletes what a bucket has under keys with a prefix.
func (w *work) deleteAll(bucket, prefix []byte) {
	var keys [][]byte
	c := w.bucket(bucket).Cursor()
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		w.delete(bucket, k)
	}
}

// deleteIf deletes what a condition holds for.
func (w *work) deleteIf(bucket []byte, condition func(k, v []byte) (bool, error)) error {
	var keys [][]byte
	c := w.bucket(bucket).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		ok, err := condition(k, v)
		if err != nil {
			return err
		}
		if ok {
			keys = append(keys, bytes.Clone(k))
		}
	}
	for _, k := range keys {
		w.delete(bucket, k)
	}
	return nil
}

// remember keeps that a player was forgotten, as a salted hash, so that a backup of before
// does not bring them back: see Restore.
func (w *work) remember(player uint64) error {
	salt := w.get(meta, saltKey)
	if salt == nil {
		salt = make([]byte, sha256.Size)
		if _, err := rand.Read(salt); err != nil {
			return fmt.Errorf("salt: %w", err)
		}
		w.put(meta, saltKey, salt)
	}
	w.put(forgotten, forgottenKey(salt, player), binary.LittleEndian.AppendUint64(nil, uint64(time.Now().UnixMicro())))
	return nil
}

func forgottenKey(salt []byte, player uint64) []byte {
	sum := sha256.Sum256(append(bytes.Clone(salt), idKey(player)...))
	return sum[:]
}
