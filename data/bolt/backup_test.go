package bolt_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"drillbot/data/bolt"
	"drillbot/quiz"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// TestCopyWhileWriting copies a store again and again while 16 players answer: every copy is
// sound, and holds whatever was durable when it began.
func TestCopyWhileWriting(t *testing.T) {
	t.Parallel()
	l := livedIn(t)
	var durable atomic.Uint64
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	asked, err := l.Again(context.Background(), livedServer, "arc-01")
	must(t, err)
	next := atomic.Uint64{}
	next.Store(1000)
	for player := uint64(20); player < 36; player++ {
		wg.Go(func() {
			for ctx.Err() == nil {
				id := next.Add(1)
				s := quiz.Submission{ID: id, Server: livedServer, Player: player, Ask: asked, Answer: quiz.Answer{Text: "x"}}
				if _, err := l.Answer(context.Background(), s); err != nil {
					t.Error(err)
					return
				}
				durable.Store(id)
			}
		})
	}
	for i := range 5 {
		before := durable.Load()
		path := filepath.Join(t.TempDir(), fmt.Sprint(i))
		copyOf(t, l.Store.(*bolt.Store), path)
		mustBeSound(t, path)
		s := open(t, path)
		if before != 0 {
			if _, err := s.Attempt(context.Background(), before); err != nil {
				t.Errorf("copy %d: attempt %d was durable: %v", i, before, err)
			}
		}
	}
	cancel()
	wg.Wait()
}

func copyOf(t testing.TB, s *bolt.Store, path string) {
	t.Helper()
	var b bytes.Buffer
	told := int64(0)
	must(t, s.Copy(context.Background(), &b, func(size int64) { told = size }))
	if told != int64(b.Len()) {
		t.Errorf("%d bytes, %d were told", b.Len(), told)
	}
	must(t, os.WriteFile(path, b.Bytes(), 0o600))
}

func TestCopyEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	err := livedIn(t).Store.(*bolt.Store).Copy(ctx, &bytes.Buffer{}, func(int64) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestCopyFile(t *testing.T) {
	t.Parallel()
	path := livedIn(t).closed()
	var b bytes.Buffer
	must(t, bolt.CopyFile(context.Background(), path, &b, func(int64) {}))
	copied := filepath.Join(t.TempDir(), "copy")
	must(t, os.WriteFile(copied, b.Bytes(), 0o600))
	mustBeSound(t, copied)
	held := livedIn(t)
	if err := bolt.CopyFile(context.Background(), held.path, &b, func(int64) {}); !errors.Is(err, bolt.ErrHeld) {
		t.Errorf("a held file: %v", err)
	}
}

// TestRestore goes back to a backup: what came after it is gone, and kept beside.
func TestRestore(t *testing.T) {
	t.Parallel()
	l := livedIn(t)
	backup := filepath.Join(t.TempDir(), "backup")
	copyOf(t, l.Store.(*bolt.Store), backup)
	l.answer(1, "arc-01", "after the backup", 0)
	after := l.last
	if _, err := bolt.Restore(backup, l.path, noon); !errors.Is(err, bolt.ErrHeld) {
		t.Fatalf("while it is held: %v", err)
	}
	kept, err := bolt.Restore(backup, l.closed(), noon)
	must(t, err)
	if want := strings.TrimSuffix(l.path, ".db") + "-20261125T120000Z.db"; kept != want {
		t.Errorf("kept as %s, want %s", kept, want)
	}
	mustBeSound(t, l.path)
	for path, there := range map[string]bool{l.path: false, kept: true} {
		s := open(t, path)
		if _, err := s.Attempt(context.Background(), after); (err == nil) != there {
			t.Errorf("%s: attempt after the backup: %v", path, err)
		}
		must(t, s.Close())
	}
	if info, err := os.Stat(l.path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if _, err := bolt.Restore(backup, l.path, noon); err == nil {
		t.Error("the kept file was overwritten")
	}
	if left, _ := filepath.Glob(l.path + ".*"); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
}

func TestRestoreWhereNothingIs(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "new.db")
	kept, err := bolt.Restore(livedIn(t).closed(), path, noon)
	if err != nil || kept != "" {
		t.Errorf("kept %q, %v", kept, err)
	}
	mustBeSound(t, path)
}

// TestRestoreOverDamage replaces a file that nobody could open, which is what backups are for.
func TestRestoreOverDamage(t *testing.T) {
	t.Parallel()
	backup, path := livedIn(t).closed(), filepath.Join(t.TempDir(), "drill.db")
	must(t, os.WriteFile(path, bytes.Repeat([]byte("noise"), 10000), 0o600))
	kept, err := bolt.Restore(backup, path, noon)
	must(t, err)
	mustBeSound(t, path)
	if b, err := os.ReadFile(kept); err != nil || !bytes.HasPrefix(b, []byte("noise")) {
		t.Errorf("the damaged file is not kept: %v", err)
	}
}

// TestRestoreBringsNobodyBack deletes a player after the backup: it holds them, what is restored
// does not, and remembers to heed it in the next backup too.
func TestRestoreBringsNobodyBack(t *testing.T) {
	t.Parallel()
	l := livedIn(t)
	const word, player = "unmistakable", 1300000000000004242
	l.answer(player, "arc-01", word, 0)
	_, err := l.Judge(context.Background(), 102, quiz.Ruling{Judge: player, Verdicts: map[string]quiz.Verdict{"p": quiz.Missed}})
	must(t, err)
	backup := filepath.Join(t.TempDir(), "backup")
	copyOf(t, l.Store.(*bolt.Store), backup)
	must(t, l.Store.Forget(context.Background(), player))
	l.closed()
	for i := range 2 {
		_, err := bolt.Restore(backup, l.path, noon.Add(time.Duration(i)*time.Hour))
		must(t, err)
		mustBeSound(t, l.path)
		b, err := os.ReadFile(l.path)
		must(t, err)
		if bytes.Contains(b, []byte(word)) {
			t.Errorf("restore %d brings the answer back", i)
		}
		s := open(t, l.path)
		if cards, err := s.Cards(context.Background(), player); err != nil || len(cards) > 0 {
			t.Errorf("restore %d: %v, %v", i, cards, err)
		}
		must(t, s.Close())
		var out bytes.Buffer
		_, err = bolt.Export(l.path, &out, noon)
		must(t, err)
		if strings.Contains(out.String(), fmt.Sprint(player)) {
			t.Errorf("restore %d brings the player back", i)
		}
	}
}

func TestRestoreRefusesDamage(t *testing.T) {
	t.Parallel()
	l := livedIn(t)
	path := l.closed()
	before, err := os.ReadFile(path)
	must(t, err)
	bad := filepath.Join(t.TempDir(), "bad")
	must(t, os.WriteFile(bad, before[:3*os.Getpagesize()], 0o600))
	if kept, err := bolt.Restore(bad, path, noon); err == nil || kept != "" {
		t.Errorf("restored, kept %q", kept)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file was changed: %v", err)
	}
}

// TestExport reads every line that a file becomes.
func TestExport(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	n, err := bolt.Export(livedIn(t).closed(), &out, noon)
	must(t, err)
	kinds := map[string]int{}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	for _, line := range lines {
		var record struct {
			Kind string
			ID   any
		}
		if err := json.Unmarshal([]byte(line), &record); err != nil || !strings.HasPrefix(line, `{"kind":"`+record.Kind+`"`) {
			t.Errorf("%v: %s", err, line)
		}
		if _, number := record.ID.(float64); number {
			t.Errorf("the id is a number: %s", line)
		}
		kinds[record.Kind]++
	}
	if n != len(lines) || kinds["drillbot"] != 1 || !strings.HasPrefix(lines[0], `{"kind":"drillbot","schema":`) {
		t.Errorf("%d lines, %d were told, the first is %s", len(lines), n, lines[0])
	}
	for _, kind := range []string{"answer", "member", "card", "server", "change", "post", "case", "player", "absence", "spent"} {
		if kinds[kind] == 0 {
			t.Errorf("no line of kind %s", kind)
		}
	}
	for text, want := range map[string]bool{
		`"state":"pending"`: true, `"state":"graded"`: true, `"state":"delivered"`: true, `"gave_up":true`: true,
		`"channel":"1400000000000000012"`: true, `"case":2`: true, `"judge":"4","machine":{"score":`: true, "the reply of": false,
	} {
		if strings.Contains(out.String(), text) != want {
			t.Errorf("%s in the export: %t, want %t", text, !want, want)
		}
	}
}
