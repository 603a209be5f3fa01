package bolt

import (
	"context"
	"iter"
	"time"

	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

// storedPost is the stored form of a quiz.Post.
type storedPost struct {
	quiz.PostKey `json:"-"`

	State    quiz.PostState `json:"state"`
	Claimed  time.Time      `json:"claimed,omitzero"`
	Nonce    string         `json:"nonce,omitempty"`
	Question string         `json:"question,omitempty"`
	Version  string         `json:"version,omitempty"`
	Seed     uint32         `json:"seed,omitempty"`
	Channel  uint64         `json:"channel,omitempty"`
	Message  uint64         `json:"message,omitempty"`
	Closes   time.Time      `json:"closes,omitzero"`
	Thread   uint64         `json:"thread,omitempty"`
	At       time.Time      `json:"at,omitzero"`
	Tries    int            `json:"tries,omitempty"`
	Next     time.Time      `json:"next,omitzero"`
	Fault    string         `json:"fault,omitempty"`
}

func decodePost(key quiz.PostKey, b []byte) (quiz.Post, error) {
	p, err := decodeDocument[storedPost](b, "post", key)
	p.PostKey = key
	return quiz.Post(p), err
}

// UpdatePost implements quiz.Store.
func (s *Store) UpdatePost(ctx context.Context, key quiz.PostKey, change func(*quiz.Post) error) (post quiz.Post, err error) {
	err = s.submit(ctx, func(w *work) error {
		before := quiz.Post{PostKey: key}
		if v := w.get(posts, postKey(key)); v != nil {
			if before, err = decodePost(key, v); err != nil {
				return err
			}
		}
		post = before
		after := before
		if err := change(&after); err != nil {
			return err
		}
		after.PostKey, post = key, after
		return w.putDocument(posts, postKey(key), storedPost(after))
	})
	return post, err
}

// Posts implements quiz.Store.
func (s *Store) Posts(ctx context.Context, server uint64, kind quiz.PostKind) iter.Seq2[quiz.Post, error] {
	return pages(ctx, s, posts, postsKey(server, kind), func(_ *bbolt.Tx, k, v []byte) (quiz.Post, bool, error) {
		p, err := decodePost(splitPost(k), v)
		return p, true, err
	})
}
