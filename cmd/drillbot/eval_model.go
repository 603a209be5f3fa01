package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"drillbot/quiz"
	"drillbot/quiz/grade"
)

// byModel asks the model, with the wrappers that answers of players go through. The budget of a server
// bounds the whole run.
func (c evalCommand) byModel(offline *grade.Offline, log *slog.Logger) (examiner, error) {
	if !c.modelFlags.configured() {
		return examiner{}, errors.New("no model to ask: set OPENAI_API_KEY or OPENAI_BASE_URL, or use -dump or -replay")
	}
	llm, err := c.newLLM(log)
	if err != nil {
		return examiner{}, err
	}
	flags := c.modelFlags
	flags.PlayerCap = 0
	chain := flags.chain(llm, offline, &wallet{}, settings{log: log, now: time.Now})
	return examiner{version: llm.Version(), atOnce: modelsAtOnce, grade: byGrader(chain), close: llm.Close}, nil
}

// wallet is the grade.Purse of one run.
type wallet struct {
	mu    sync.Mutex
	spent int64
}

// Spend adds to what the run has cost.
func (w *wallet) Spend(_ context.Context, _ quiz.Date, _, _ uint64, micros int64) (quiz.Spent, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.spent += micros
	return quiz.Spent{Server: w.spent, Player: w.spent}, nil
}

// stored stands in for a model's server: it keeps the first request and has one reply for all.
type stored struct {
	request []byte
	reply   []byte // a chat completion; nil refuses
}

// RoundTrip answers from store.
func (s *stored) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	if s.request == nil {
		s.request = body
	}
	reply := s.reply
	if reply == nil {
		reply = completion("", "content_filter") // ends the asking at once
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header: http.Header{"Content-Type": {"application/json"}},
		Body:   io.NopCloser(bytes.NewReader(reply)), ContentLength: int64(len(reply)),
	}, nil
}

// completion is a reply in the form of a server's.
func completion(text, finish string) []byte {
	type message struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	}
	type choice struct {
		Message message `json:"message"`
		Finish  string  `json:"finish_reason"`
	}
	data, _ := json.Marshal(struct { // of two strings: there is nothing to fail
		Choices []choice `json:"choices"`
	}{[]choice{{message{"assistant", text}, finish}}})
	return data
}

// asking returns the grader that turns a task into requests to s. Its boundary follows from the row, so
// that a reply fits the request it was given to.
func (c evalCommand) asking(t task, s *stored, log *slog.Logger) (*grade.LLM, error) {
	seed := sha256.Sum256(fmt.Appendf(nil, "%d\x00%s\x00%s", t.row.Line, t.row.ID, t.row.Answer))
	return c.newLLM(log, func(o *grade.LLMOptions) {
		o.Server, o.Random = s, bytes.NewReader(seed[:])
	})
}

// dumped is what `eval -dump -json` prints.
type dumped struct {
	Set      string `json:"set"`
	Requests int    `json:"requests"`
	Blank    int    `json:"blank"` // answers that say nothing: nobody is asked about them
	Skipped  int    `json:"skipped"`
}

// dump writes the first request of each task to a file, exactly as a server would get it.
func (c evalCommand) dump(ctx context.Context, out io.Writer, tasks []task, skipped int) error {
	if err := os.MkdirAll(c.Dump, 0o700); err != nil {
		return fmt.Errorf("-dump: %w", err)
	}
	d := dumped{Set: filepath.Base(c.Set), Skipped: skipped}
	for _, t := range tasks {
		request, err := c.request(ctx, t)
		if err != nil {
			return err
		}
		if request == nil {
			d.Blank++
			continue
		}
		d.Requests++
		if err := os.WriteFile(filepath.Join(c.Dump, storedName(t)+".json"), request, 0o600); err != nil {
			return fmt.Errorf("-dump: %w", err)
		}
	}
	if c.JSON {
		return printJSON(out, d)
	}
	_, err := fmt.Fprintf(out, "%s: %d requests written, %d blank answers need none, %d rows skipped\n", d.Set, d.Requests, d.Blank, d.Skipped)
	return err
}

// request returns what a server would be asked about a task, nil when nothing.
func (c evalCommand) request(ctx context.Context, t task) ([]byte, error) {
	s := &stored{}
	llm, err := c.asking(t, s, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	if _, err := llm.Grade(ctx, t.job(t.basis.questions[0])); s.request == nil && err != nil {
		return nil, err
	}
	return s.request, nil // the error is the refusal
}

// fromReplies grades from stored replies. A row without one is left out, a reply that does not fit
// falls back as it would have in life.
func (c evalCommand) fromReplies(offline *grade.Offline, log *slog.Logger) (examiner, error) {
	one := func(ctx context.Context, t task) result {
		reply, err := c.reply(t)
		if err != nil {
			return result{err: err}
		}
		s := &stored{reply: reply}
		llm, err := c.asking(t, s, log)
		if err != nil {
			return result{err: err}
		}
		r := byGrader(grade.Fallback(llm, offline, logFall(log)))(ctx, t)
		if s.request != nil && reply == nil {
			return result{err: fmt.Errorf("no reply is stored as %s.json or .txt", storedName(t))}
		}
		return r
	}
	return examiner{version: c.Model + "/" + grade.PromptVersion, atOnce: 1, grade: one, close: func() {}}, nil
}

// reply reads the stored reply to a task as a chat completion; nil when there is none.
func (c evalCommand) reply(t task) ([]byte, error) {
	for _, ending := range []string{".json", ".txt"} {
		data, err := os.ReadFile(filepath.Join(c.Replay, storedName(t)+ending))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("-replay: %w", err)
		}
		var whole struct {
			Choices []json.RawMessage `json:"choices"`
		}
		if json.Unmarshal(data, &whole) == nil && len(whole.Choices) > 0 {
			return data, nil
		}
		return completion(string(data), "stop"), nil
	}
	return nil, nil
}

// storedName is the name of a task's files without their ending: the line, and the id as
// far as it can be in a file's name.
func storedName(t task) string {
	id := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
			return r
		}
		return '_'
	}, t.row.ID)
	return fmt.Sprintf("%05d-%s", t.row.Line, id[:min(len(id), 40)])
}
