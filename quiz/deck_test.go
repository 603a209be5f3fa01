package quiz_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"drillbot/data/bolt"
	"drillbot/quiz"

	"github.com/google/go-cmp/cmp"
)

// deckDrill is a drill with a bank of one question on a real store.
func deckDrill(t *testing.T) *quiz.Drill {
	t.Helper()
	store, err := bolt.Open(filepath.Join(t.TempDir(), "drill.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	d := &quiz.Drill{Store: store, Zone: time.UTC, Now: func() time.Time { return now }, Draw: func() uint32 { return 1 }}
	d.SetBank(quiz.NewBank([]quiz.Topic{{ID: "arc"}}, nil, []quiz.Question{{
		ID: "arc-01", Version: "1", Topic: "arc", Type: quiz.Open, Difficulty: 3,
		Sources: []quiz.Source{{Key: "s", Title: "Known", URL: "https://arxiv.org"}},
	}}))
	return d
}

// written is an open question as a form brings it.
func written(prompt, parts string) quiz.Question {
	return quiz.Written{Prompt: prompt, Reference: "because", Parts: parts}.Over(quiz.Question{Type: quiz.Open, Difficulty: 2})
}

// adopted suggests a question in a server and approves it; id is the interaction's.
func adopted(t *testing.T, d *quiz.Drill, server, id uint64, q quiz.Question) {
	t.Helper()
	ctx := context.Background()
	q, err := d.Checked(q)
	if err != nil {
		t.Fatal(err)
	}
	c, err := d.Suggest(ctx, quiz.Case{ID: id, Server: server, Player: 5, Questions: []quiz.Question{q}}, false)
	if err == nil {
		err = d.Adopt(ctx, id+1000, 9, c)
	}
	if err == nil {
		err = d.Adopt(ctx, id+1001, 9, c) // as after a crash
	}
	if err != nil {
		t.Fatal(err)
	}
}

func ids(t *testing.T, d *quiz.Drill, server uint64) string {
	t.Helper()
	b, err := d.BankOf(context.Background(), server)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, q := range b.Questions {
		out = append(out, q.ID)
	}
	return strings.Join(out, " ")
}

func TestDeckStaysInItsServer(t *testing.T) {
	d, ctx := deckDrill(t), context.Background()
	adopted(t, d, 7, 1, written("Why seven?", "it is"))
	adopted(t, d, 8, 2, written("Why eight?", "it is"))
	own := quiz.DeckID(7, 1)
	for server, want := range map[uint64]string{0: "arc-01", 7: "arc-01 " + own, 8: "arc-01 " + quiz.DeckID(8, 1), 9: "arc-01"} {
		if got := ids(t, d, server); got != want {
			t.Errorf("server %d asks %q, want %q", server, got, want)
		}
		_, err := d.Asked(ctx, server, own, "", 0)
		if (err == nil) != (server == 7) {
			t.Errorf("server %d: the question of server 7: %v", server, err)
		}
		_, err = d.EntryOf(ctx, server, own)
		if (err == nil) != (server == 7) {
			t.Errorf("server %d: the entry of server 7: %v", server, err)
		}
	}
	if b, _ := d.BankOf(ctx, 9); b != d.Bank() {
		t.Error("a server without a deck does not share the bank")
	}
	if err := d.Store.ForgetServer(ctx, 7); err != nil {
		t.Fatal(err)
	}
	if got := ids(t, d, 7); got != "arc-01" {
		t.Errorf("a forgotten server asks %q", got)
	}
}

func TestServerChoosesWhatIsAsked(t *testing.T) {
	d, ctx := deckDrill(t), context.Background()
	adopted(t, d, 7, 1, written("Why?", "it is"))
	own := quiz.DeckID(7, 1)
	for choice, want := range map[quiz.Questions]string{"": "arc-01 " + own, quiz.OnlyBank: "arc-01", quiz.OnlyDeck: own} {
		_, _, err := d.Configure(ctx, 50, 7, 1, func(s *quiz.Server) error { s.Questions = choice; return nil })
		if err != nil {
			t.Fatal(err)
		}
		if got := ids(t, d, 7); got != want {
			t.Errorf("%q asks %q, want %q", choice, got, want)
		}
		for id, version := range map[string]string{"arc-01": "1", own: versionIn(t, d, 7)} {
			if _, err := d.Asked(ctx, 7, id, version, 0); err != nil {
				t.Errorf("%q: an open %s cannot be answered: %v", choice, id, err)
			}
		}
		s, err := d.Settings(ctx, 7)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := d.BankOf(ctx, 7)
		for _, q := range s.Pool(b) {
			if !strings.Contains(want, q.ID) {
				t.Errorf("%q: the daily question may be %s", choice, q.ID)
			}
		}
	}
}

// versionIn is the version of the first question of a deck.
func versionIn(t *testing.T, d *quiz.Drill, server uint64) string {
	t.Helper()
	deck, err := d.Deck(context.Background(), server)
	if err != nil || len(deck) == 0 {
		t.Fatal(err, len(deck))
	}
	return deck[0].Question.Version
}

func TestEditedAndRetiredStayAnswerable(t *testing.T) {
	d, ctx := deckDrill(t), context.Background()
	q := quiz.Written{Prompt: "Which?", Reference: "a", Parts: "* a\nb"}.Over(quiz.Question{Type: quiz.Choice})
	adopted(t, d, 7, 1, q)
	first, own := versionIn(t, d, 7), quiz.DeckID(7, 1)
	q = quiz.Written{Prompt: "Which one?", Reference: "a", Parts: "* a\nb"}.Over(q)
	if _, err := d.Edit(ctx, 2000, 9, 7, 1, q); err != nil {
		t.Fatal(err)
	}
	for version, want := range map[string]string{first: "Which?", versionIn(t, d, 7): "Which one?"} {
		if a, err := d.Asked(ctx, 7, own, version, 0); err != nil || a.Question.Prompt.EN != want {
			t.Errorf("version %s asks %q, %v", version, a.Question.Prompt.EN, err)
		}
	}
	if _, err := d.Asked(ctx, 7, own, "lost", 0); !errors.Is(err, quiz.ErrChanged) {
		t.Errorf("a version that never was: %v", err)
	}
	if _, err := d.Retire(ctx, 2001, 9, 7, 1, true); err != nil {
		t.Fatal(err)
	}
	if got := ids(t, d, 7); got != "arc-01" {
		t.Errorf("with the retired question, %q are asked", got)
	}
	for _, version := range []string{first, versionIn(t, d, 7)} {
		if _, err := d.Asked(ctx, 7, own, version, 0); err != nil {
			t.Errorf("version %s of the retired question: %v", version, err)
		}
	}
	log, err := d.Log(ctx, 7, 9)
	if err != nil || len(log) != 3 || log[0].To != "retired" || log[0].Reason != own {
		t.Errorf("log %+v, %v", log, err)
	}
}

func TestSuggestionsAreBounded(t *testing.T) {
	d, ctx := deckDrill(t), context.Background()
	suggest := func(id uint64, free bool) error {
		_, err := d.Suggest(ctx, quiz.Case{ID: id, Server: 7, Player: 5}, free)
		return err
	}
	for id := range uint64(quiz.DailySuggestions) {
		if err := suggest(id+1, false); err != nil {
			t.Fatal(err)
		}
	}
	if err := suggest(100, false); !errors.Is(err, quiz.ErrTooOften) {
		t.Errorf("one too many: %v", err)
	}
	if err := suggest(101, true); err != nil {
		t.Errorf("a moderator's: %v", err)
	}
}

// Reports and disputes are bounded by player, server and day, also when they come all at once.
func TestReportsAreBounded(t *testing.T) {
	d, ctx := deckDrill(t), context.Background()
	open := func(id, server, player uint64, kind quiz.CaseKind) error {
		_, err := d.Open(ctx, quiz.Case{ID: id, Kind: kind, Server: server, Player: player, Attempt: id}, false)
		return err
	}
	var all sync.WaitGroup
	var refused atomic.Int32
	for id := range uint64(quiz.DailyReports + 5) {
		all.Go(func() {
			if err := open(id+1, 7, 5, quiz.Problem+quiz.CaseKind(id%2)); errors.Is(err, quiz.ErrTooMany) {
				refused.Add(1)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if refused.Load() != 5 || !errors.Is(d.MayReport(ctx, 7, 5), quiz.ErrTooMany) {
		t.Errorf("%d refused, then %v", refused.Load(), d.MayReport(ctx, 7, 5))
	}
	known, _, err := d.Undecided(ctx, 7, 1)
	if err != nil || len(known) != 1 {
		t.Fatal(known, err)
	}
	if err := open(known[0].ID, 7, 5, known[0].Kind); !errors.Is(err, quiz.ErrSeen) {
		t.Errorf("one that comes twice: %v", err)
	}
	if err := errors.Join(open(101, 8, 5, quiz.Problem), open(102, 0, 5, quiz.Problem), open(103, 7, 6, quiz.Problem)); err != nil {
		t.Errorf("elsewhere, and another player: %v", err)
	}
	if _, err := d.Open(ctx, quiz.Case{ID: 104, Kind: quiz.Problem, Server: 7, Player: 5}, true); err != nil {
		t.Errorf("a moderator's: %v", err)
	}
	if _, err := d.Suggest(ctx, quiz.Case{ID: 105, Server: 7, Player: 5}, false); err != nil {
		t.Errorf("a suggestion: %v", err)
	}
	tomorrow := d.Now().Add(24 * time.Hour)
	d.Now = func() time.Time { return tomorrow }
	if err := open(106, 7, 5, quiz.Problem); err != nil {
		t.Errorf("a day later: %v", err)
	}
}

func TestDraftIsHandedInByItsPlayer(t *testing.T) {
	d, ctx := deckDrill(t), context.Background()
	if _, err := d.Suggest(ctx, quiz.Case{ID: 1, Server: 7, Player: 5, State: quiz.Draft}, false); err != nil {
		t.Fatal(err)
	}
	waiting := func() int { _, n, _ := d.Undecided(ctx, 7, 9); return n }
	if waiting() != 0 {
		t.Error("moderators see a draft")
	}
	for _, c := range []struct {
		server, player uint64
		want           error
		waiting        int
	}{{7, 6, quiz.ErrNone, 0}, {8, 5, quiz.ErrNone, 0}, {7, 5, nil, 1}, {7, 5, quiz.ErrSeen, 1}} {
		if _, err := d.HandIn(ctx, c.server, c.player, 1); !errors.Is(err, c.want) || waiting() != c.waiting {
			t.Errorf("player %d in server %d hands it in: %v, %d wait", c.player, c.server, err, waiting())
		}
	}
}

func TestForgottenAuthor(t *testing.T) {
	d, ctx := deckDrill(t), context.Background()
	adopted(t, d, 7, 1, written("Why?", "it is"))
	if _, err := d.Suggest(ctx, quiz.Case{ID: 2, Server: 7, Player: 5}, false); err != nil {
		t.Fatal(err)
	}
	if err := d.Forget(ctx, 5); err != nil {
		t.Fatal(err)
	}
	deck, err := d.Deck(ctx, 7)
	if err != nil || len(deck) != 1 || deck[0].By != 0 {
		t.Errorf("deck %+v, %v", deck, err)
	}
	if _, n, _ := d.Undecided(ctx, 7, 9); n != 0 {
		t.Error("what the player had only suggested is still there")
	}
}

func TestCheckedFindsFlaws(t *testing.T) {
	d := deckDrill(t)
	long := strings.Repeat("长", quiz.MaxPrompt+1)
	value := func(k quiz.NumericKey) quiz.Question {
		return quiz.Question{Type: quiz.Numeric, Prompt: quiz.Text{EN: "?"}, Reference: quiz.Text{EN: "!"}, Numeric: &k}
	}
	choice := func(parts string) quiz.Question {
		return quiz.Written{Prompt: "?", Reference: "!", Parts: parts}.Over(quiz.Question{Type: quiz.Choice})
	}
	for name, c := range map[string]struct {
		q    quiz.Question
		want string
	}{
		"sound":            {written("Why?", "it is"), ""},
		"nothing":          {quiz.Question{}, "prompt 0: missing; reference 0: missing; type 0: bad"},
		"long":             {written(long, "it is"), "prompt 0: long"},
		"invisible":        {written("\u202e\u200b", "it is"), "prompt 0: missing"},
		"no points":        {written("Why?", " \n"), "point 0: few"},
		"many points":      {written("Why?", strings.Repeat("a\n", 8)), "point 0: many"},
		"weights":          {written("Why?", "a (90)\nb (10)\nc"), "point 0: weights"},
		"no right":         {choice("a\nb"), "option 0: right"},
		"all right":        {choice("* a\n* b"), "option 0: right"},
		"one option":       {choice("* a"), "option 0: few; option 0: right"},
		"no number":        {quiz.Question{Type: quiz.Numeric, Prompt: quiz.Text{EN: "?"}, Reference: quiz.Text{EN: "!"}}, "number 0: missing"},
		"number":           {value(quiz.NumericKey{Value: 3}), ""},
		"formula":          {value(quiz.NumericKey{Value: 3, Formula: "a+", Variables: []quiz.Variable{{Name: "a", Values: []float64{1}}}}), "number 0: bad"},
		"by nothing":       {value(quiz.NumericKey{Value: 3, Formula: "1/a", Variables: []quiz.Variable{{Name: "a", Values: []float64{1, 0}}}}), "number 0: bad"},
		"blank is nowhere": {quiz.Question{Type: quiz.Cloze, Prompt: quiz.Text{EN: "a [[x]]"}, Reference: quiz.Text{EN: "!"}, Blanks: []quiz.Blank{{ID: "y", Accept: []string{"z"}}}}, "blank 1: place"},
	} {
		got := ""
		if _, err := d.Checked(c.q); err != nil {
			got = err.Error()
		}
		if strings.ReplaceAll(got, " 0:", ":") != strings.ReplaceAll(c.want, " 0:", ":") {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestWeights(t *testing.T) {
	for parts, want := range map[string][]int{
		"a":                      {100},
		"a\nb\nc":                {33, 33, 34},
		"a (50)\nb\nc":           {50, 25, 25},
		"a（40）\n- b (20 %)":      {67, 33},
		"a (999)\nb":             nil,
		"a (100)\nb (1)\nc (1)":  {98, 1, 1},
		"* a (0)\n• b (0)\nc(0)": {33, 33, 34},
	} {
		q, err := deckDrill(t).Checked(written("Why?", parts))
		var got []int
		for _, p := range q.Points {
			got = append(got, p.Weight)
		}
		if (err != nil) != (want == nil) || err == nil && !cmp.Equal(got, want) {
			t.Errorf("%q: weights %v, want %v, error %v", parts, got, want, err)
		}
	}
}

// FuzzWritten feeds the form with anything. What is taken can be asked, and comes out of the form as it went in.
func FuzzWritten(f *testing.F) {
	f.Add("Why $\\sqrt{d}$?", "because", "a (40)\nb", false)
	f.Add("为什么？", "因为", "* 对\n错\n对", true)
	d := &quiz.Drill{}
	d.SetBank(quiz.NewBank(nil, nil, nil))
	f.Fuzz(func(t *testing.T, prompt, reference, parts string, choice bool) {
		kind := map[bool]quiz.Type{true: quiz.Choice, false: quiz.Open}[choice]
		q, err := d.Checked(quiz.Written{Prompt: prompt, Reference: reference, Parts: parts}.Over(quiz.Question{Type: kind}))
		if err != nil {
			return
		}
		sum := 0
		for _, p := range q.Points {
			sum += p.Weight
		}
		if _, err := q.Ask(1); err != nil || kind == quiz.Open && sum != 100 {
			t.Fatalf("%+v: %v", q, err)
		}
		if strings.ContainsAny(parts, "*-•(（") { // the signs of lists and weights may be text, which they are not the second time
			return
		}
		w, ok := quiz.WrittenOf(q, quiz.LangOf(prompt))
		again, err := d.Checked(w.Over(q))
		if !ok || err != nil {
			t.Errorf("%+v is refused when it comes back: %v", w, err)
		}
		if len(again.Points) != len(q.Points) || len(again.Options) != len(q.Options) {
			t.Errorf("%+v comes back as %+v", q, again)
		}
	})
}
