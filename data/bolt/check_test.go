package bolt_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"drillbot/data/bolt"
	"drillbot/quiz"

	"go.etcd.io/bbolt"
)

const livedServer = 7

// lived is a drill on a file in which everything there is has happened.
type lived struct {
	*quiz.Drill
	t     testing.TB
	path  string
	clock time.Time
	last  uint64
}

// livedIn makes a file by the real rules: answers, graded and waiting, of five players over
// four days, and an entry in every other bucket. The store is closed when the test ends.
func livedIn(t testing.TB) *lived {
	t.Helper()
	l := &lived{t: t, path: filepath.Join(t.TempDir(), "drill.db"), clock: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC), last: 100}
	l.Drill = &quiz.Drill{
		Store: open(t, l.path), Slow: true, Zone: time.UTC, Now: func() time.Time { return l.clock }, Draw: func() uint32 { return 1 },
		Grader: quiz.GraderFunc(func(_ context.Context, j quiz.Job) (quiz.Grade, error) {
			return quiz.Grade{Score: len(j.Answer) * 7 % 101, By: "test", Version: "1", Confidence: 1}, nil
		}),
	}
	l.SetBank(quiz.NewBank([]quiz.Topic{{ID: "arc"}, {ID: "aln"}}, nil, []quiz.Question{
		{ID: "arc-01", Version: "1", Topic: "arc", Type: quiz.Open, Difficulty: 3, Points: []quiz.Point{{ID: "p", Weight: 100}}},
		{ID: "aln-01", Version: "1", Topic: "aln", Type: quiz.Open, Difficulty: 1, Points: []quiz.Point{{ID: "p", Weight: 100}}},
	}))
	for day := range 4 {
		for player := uint64(1); player <= 5; player++ {
			l.answer(player, "arc-01", strings.Repeat("x", int(player)+day), 0)
			l.answer(player, "arc-01", "again", 0)
			l.answer(player, "aln-01", "daily", quiz.DateOf(l.clock))
		}
		l.clock = l.clock.Add(25 * time.Hour)
	}
	l.others()
	return l
}

// answer hands an answer in and has it graded and delivered, as far as its id lets it.
func (l *lived) answer(player uint64, question, text string, daily quiz.Date) {
	l.t.Helper()
	ctx := context.Background()
	asked, err := l.Again(context.Background(), livedServer, question)
	must(l.t, err)
	l.last++
	s := quiz.Submission{
		ID: l.last, Server: livedServer, Player: player, Lang: quiz.English, Ask: asked, Answer: quiz.Answer{Text: text},
		Daily: daily, Reply: []byte("the reply of " + fmt.Sprint(l.last)),
	}
	if l.last%11 == 0 {
		_, err := l.GiveUp(ctx, s)
		must(l.t, err)
		return
	}
	a, err := l.Answer(ctx, s)
	must(l.t, err)
	if l.last%7 == 0 {
		return // pending
	}
	a, err = l.Finish(ctx, a)
	must(l.t, err)
	if l.last%5 != 0 {
		must(l.t, l.Delivered(ctx, a))
	}
}

// others puts something into the buckets that no answer fills.
func (l *lived) others() {
	ctx, s, today := context.Background(), l.Store, quiz.DateOf(l.clock)
	_, err := s.UpdateServer(ctx, livedServer, func(s *quiz.Server) ([]quiz.Change, error) {
		s.Zone, s.Channel = "Asia/Shanghai", 1400000000000000012
		return []quiz.Change{{ID: 1, At: l.clock, By: 4, What: "zone", To: s.Zone}}, nil
	})
	must(l.t, err)
	_, err = s.UpdatePost(ctx, quiz.PostKey{Server: livedServer, Kind: quiz.DailyPost, Day: today}, func(p *quiz.Post) error {
		p.State, p.Message, p.Question = quiz.Posted, 1500000000000000001, "aln-01"
		return nil
	})
	must(l.t, err)
	must(l.t, s.AddCase(ctx, quiz.Case{ID: 9, Kind: quiz.Dispute, At: l.clock, Server: livedServer, Player: 2, Question: "arc-01", Text: "no <b>!"}))
	must(l.t, s.AddCase(ctx, quiz.Case{ID: 10, Kind: quiz.Doubt, At: l.clock, Server: livedServer, Player: 2, Question: "arc-01", Attempt: 10}))
	_, err = s.UpdateDeck(ctx, livedServer, 0, func(e *quiz.DeckEntry, _ *quiz.Server) ([]quiz.Change, error) {
		e.Question, e.By = quiz.Question{ID: quiz.DeckID(livedServer, 1), Version: "1", Type: quiz.Open}, 2
		return nil, nil
	})
	must(l.t, err)
	must(l.t, s.UpdatePlayer(ctx, 3, func(p *quiz.Player) { p.Share = true }))
	must(l.t, s.SetAbsence(ctx, livedServer, 3, quiz.Hidden, true))
	_, err = l.Judge(ctx, 101, quiz.Ruling{Judge: 4, Verdicts: map[string]quiz.Verdict{"p": quiz.Covered}})
	must(l.t, err)
	for i, points := range []int{20, -5, -1000} {
		must(l.t, l.Correct(ctx, quiz.Change{ID: uint64(i + 2), Server: livedServer, By: 4, Player: uint64(i + 1), Points: points, Reason: "a test"}))
	}
	l.answer(3, "arc-01", "and on again", 0)
	must(l.t, s.Forget(ctx, 5))
	must(l.t, l.Skip(ctx, 1, "arc-01"))
	_, err = s.Spend(ctx, today, livedServer, 1, 250)
	must(l.t, err)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// closed closes the store and returns the path of its file.
func (l *lived) closed() string {
	must(l.t, l.Store.Close())
	return l.path
}

// bytes returns the file without the room that it has for more.
func (l *lived) bytes() []byte {
	var b bytes.Buffer
	must(l.t, l.Store.(*bolt.Store).Copy(context.Background(), &b, func(int64) {}))
	return b.Bytes()
}

// mustBeSound fails unless a file is as it should be.
func mustBeSound(t testing.TB, path string) bolt.Report {
	t.Helper()
	r, err := bolt.Check(path)
	if err != nil || !r.OK() {
		t.Fatalf("%v, faults: %s", err, strings.Join(r.Faults, "\n"))
	}
	return r
}

func TestCheckOfASoundFile(t *testing.T) {
	path := livedIn(t).closed()
	r := mustBeSound(t, path)
	if r.Size != size(t, path) || r.Schema == 0 {
		t.Errorf("size %d, schema %d", r.Size, r.Schema)
	}
	seen := map[string]int{}
	for _, c := range r.Counts {
		seen[c.Bucket] = c.Keys
	}
	edit(t, path, func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			if n, ok := seen[string(name)]; !ok || n != b.Stats().KeyN {
				t.Errorf("%s: Check reads %d of %d entries; every bucket needs its row in shelves", name, n, b.Stats().KeyN)
			}
			if b.Stats().KeyN == 0 {
				t.Errorf("%s is empty, so this test shows nothing of it", name)
			}
			return nil
		})
	})
}

// become makes an edit that puts a value under the first key of a bucket.
func become(bucket string, value func(v []byte) []byte) func(*bbolt.Tx) error {
	return func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte(bucket))
		k, v := b.Cursor().First()
		return b.Put(bytes.Clone(k), value(bytes.Clone(v)))
	}
}

func drop(bucket string) func(*bbolt.Tx) error {
	return func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte(bucket))
		k, _ := b.Cursor().First()
		return b.Delete(bytes.Clone(k))
	}
}

// add makes an edit that adds n to the byte at a place of the first value.
func add(bucket string, at int, n byte) func(*bbolt.Tx) error {
	return become(bucket, func(v []byte) []byte { v[at] += n; return v })
}

// TestCheckFinds harms a sound file in one place, and reads what is said of it.
func TestCheckFinds(t *testing.T) {
	t.Parallel()
	sound := livedIn(t).bytes()
	half := func(v []byte) []byte { return v[:len(v)/2] }
	for name, c := range map[string]struct {
		harm func(*bbolt.Tx) error
		want string
	}{
		"an answer is lost":         {drop("answers"), "their answers say"},
		"a member is lost":          {drop("members"), "their answers say"},
		"a card is lost":            {drop("cards"), "the card of player 1"},
		"an entry is lost":          {drop("entries"), "is there, and not listed"},
		"a name is lost":            {drop("names"), "read name 1"},
		"points of a day":           {add("members", 1+4, 1), "their answers say"},
		"a correction is lost":      {drop("changes"), "their answers say"},
		"points of all time":        {add("members", 1+3*20+4, 1), "their answers say"},
		"attempts":                  {add("members", 1+4*20, 1), "their answers say"},
		"half an answer":            {become("answers", half), "answers, key 0000000000000065: read attempt 101"},
		"half a card":               {become("cards", half), "read card"},
		"half a member":             {become("members", half), "read member"},
		"half a server":             {become("servers", half), "read settings 7"},
		"half a post":               {become("posts", half), "read post"},
		"half a case":               {become("cases", half), "read case 9"},
		"half a change":             {become("changes", half), "read change"},
		"half a player":             {become("players", half), "read player 3"},
		"half a sum":                {become("spent", half), "spent, key"},
		"no reason":                 {add("absent", 0, 0xff), "the reason is unknown"},
		"a state":                   {add("unfinished", 0, 7), "the state is unknown"},
		"another form":              {add("answers", 0, 9), "read attempt 101"},
		"an unknown zone":           {become("servers", func([]byte) []byte { return []byte("\x01" + `{"zone":"Mars/Base"}`) }), `the zone "Mars/Base"`},
		"sent without a message":    {become("posts", func([]byte) []byte { return []byte("\x01" + `{"state":2}`) }), "without a message"},
		"an unknown key":            {func(tx *bbolt.Tx) error { return tx.Bucket([]byte("cards")).Put([]byte("odd"), nil) }, "cards, key 6f6464: the key has 3 bytes"},
		"an entry of nobody":        {func(tx *bbolt.Tx) error { return tx.Bucket([]byte("entries")).Put(make([]byte, 20), nil) }, "is listed, and not there"},
		"a bucket is lost":          {func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte("cases")) }, "find bucket cases"},
		"a bucket in a bucket":      {func(tx *bbolt.Tx) error { _, err := tx.Bucket([]byte("cases")).CreateBucket([]byte("x")); return err }, "holds a bucket where values should be"},
		"another program's":         {func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte("meta")) }, "not one of drillbot's"},
		"counted twice":             {twice, "is the second one"},
		"more points than there is": {add("members", 1+3*20+7, 1), "their answers say"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "drill.db")
			must(t, os.WriteFile(path, sound, 0o600))
			edit(t, path, c.harm)
			r, err := bolt.Check(path)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(r.Faults, "\n"); !strings.Contains(got, c.want) || (c.want == "") != r.OK() {
				t.Errorf("faults:\n%s\nwant %q", got, c.want)
			}
		})
	}
}

// twice stores the first answer once more, under an id of its own.
func twice(tx *bbolt.Tx) error {
	b := tx.Bucket([]byte("answers"))
	k, v := b.Cursor().First()
	id := binary.BigEndian.AppendUint64(nil, binary.BigEndian.Uint64(k)-1)
	return b.Put(id, bytes.Clone(v))
}

// TestCheckOfNoise flips bits, overwrites pages and cuts the file off: whatever it becomes,
// Check and Restore come back, and what Check passes can be opened.
func TestCheckOfNoise(t *testing.T) {
	t.Parallel()
	sound := livedIn(t).bytes()
	dir := t.TempDir()
	path, target := filepath.Join(dir, "noise.db"), filepath.Join(dir, "drill.db")
	chance := rand.New(rand.NewPCG(1, 2))
	passed, rounds := 0, 600
	for round := range rounds {
		b := bytes.Clone(sound)
		switch round % 4 {
		case 0:
			b = b[:chance.IntN(len(b))]
		case 1:
			at := chance.IntN(len(b)/4096) * 4096
			copy(b[at:at+4096], b[chance.IntN(len(b)-4096):])
		case 2: // headers of pages and elements, where it hurts
			b[chance.IntN(len(b)/4096)*4096+chance.IntN(64)] = byte(chance.Uint32())
		default:
			for range 1 + chance.IntN(20) {
				b[chance.IntN(len(b))] ^= 1 << chance.IntN(8)
			}
		}
		must(t, os.WriteFile(path, b, 0o600))
		r, err := bolt.Check(path)
		if err != nil && !strings.Contains(err.Error(), "newer") {
			t.Fatalf("round %d: %v", round, err)
		}
		if err == nil && r.OK() {
			passed++
			if _, err := bolt.Restore(path, target, time.Unix(int64(round), 0)); err != nil {
				t.Errorf("round %d: passed, and is not restored: %v", round, err)
			}
			mustBeSound(t, target)
			continue
		}
		_, _ = bolt.Restore(path, target+"2", time.Unix(int64(round), 0)) // comes back
		_ = os.Remove(target + "2")
	}
	t.Logf("%d of %d files were sound all the same", passed, rounds)
}

func TestCheckOfWhatIsNoFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := bolt.Check(dir); err == nil {
		t.Error("a folder was checked")
	}
	if _, err := bolt.Check(filepath.Join(dir, "nothing.db")); err == nil {
		t.Error("nothing was checked")
	}
	empty := filepath.Join(dir, "empty.db")
	must(t, os.WriteFile(empty, nil, 0o600))
	if r, err := bolt.Check(empty); err != nil || r.OK() {
		t.Errorf("an empty file: %v, %v", r, err)
	}
}

func TestCheckOfAHeldFile(t *testing.T) {
	t.Parallel()
	l := livedIn(t)
	if _, err := bolt.Check(l.path); err == nil || !strings.Contains(err.Error(), "another drillbot holds this file") {
		t.Errorf("got %v", err)
	}
}

// FuzzCheck spoils two places of a sound file and cuts it off: Check comes back, and what it
// passes can be opened and read.
func FuzzCheck(f *testing.F) {
	sound := livedIn(f).bytes()
	page := os.Getpagesize()
	f.Add(len(sound), 0, []byte{}, 0, []byte{})
	f.Add(3*page, 0, []byte{}, 0, []byte{})
	f.Add(len(sound), 2*page+8, []byte{0x10}, 3*page+16, bytes.Repeat([]byte{0xff}, 32))
	path := filepath.Join(f.TempDir(), "fuzz.db")
	f.Fuzz(func(t *testing.T, size, at int, noise []byte, other int, more []byte) {
		b := bytes.Clone(sound)
		copy(b[min(max(0, at), len(b)):], noise)
		copy(b[min(max(0, other), len(b)):], more)
		must(t, os.WriteFile(path, b[:min(max(0, size), len(b))], 0o600))
		if r, err := bolt.Check(path); err == nil && r.OK() {
			s := open(t, path)
			_, err := s.Attempt(context.Background(), 101)
			must(t, err)
			must(t, s.Close())
		}
	})
}
