package exchange_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"drillbot/data/bank"
	"drillbot/data/bank/exchange"
	"drillbot/quiz"

	"github.com/google/go-cmp/cmp"
)

// ours are the questions of the bank, with of their sources only what a file of questions has: the keys.
func ours(t testing.TB) []quiz.Question {
	t.Helper()
	set, err := bank.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	out := slices.Clone(set.Questions)
	for i := range out {
		out[i] = comparable(out[i])
	}
	return out
}

func comparable(q quiz.Question) quiz.Question {
	q.Version = ""
	var keys []quiz.Source
	for _, s := range q.Sources {
		keys = append(keys, quiz.Source{Key: s.Key})
	}
	q.Sources = keys
	return q
}

func exported(t testing.TB, format string, questions []quiz.Question) (string, []exchange.Note) {
	t.Helper()
	var b bytes.Buffer
	notes, err := exchange.Write(&b, format, questions, exchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), notes
}

func imported(t testing.TB, format, text string) ([]quiz.Question, []exchange.Note) {
	t.Helper()
	questions, notes, err := exchange.Read([]byte(text), format, exchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return questions, notes
}

// Every format but Aiken brings every question of ours back whole.
func TestThereAndBack(t *testing.T) {
	want := ours(t)
	for _, f := range exchange.Formats() {
		if f[0] == "aiken" {
			continue
		}
		t.Run(f[0], func(t *testing.T) {
			text, _ := exported(t, f[0], want)
			got, notes := imported(t, f[0], text)
			for _, n := range notes {
				t.Error(n)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-there +back):\n%.3000s", diff)
			}
			again, _ := exported(t, f[0], got)
			if again != text {
				t.Error("written again, the file differs")
			}
		})
	}
}

// What other programs drop is dropped: comments and what we hide. What they keep comes back as they show it.
func TestWithoutWhatIsHidden(t *testing.T) {
	drop := map[string]func(string) string{
		"moodle": func(s string) string { return cutAll(s, "<!--", "-->") },
		"gift":   func(s string) string { return cutAll(s, "// drillbot", "\n") },
		"anki":   func(s string) string { return cutAll(s, "<!--", "-->") },
	}
	for format, hide := range drop {
		t.Run(format, func(t *testing.T) {
			for _, q := range ours(t) {
				text, _ := exported(t, format, []quiz.Question{q})
				got, notes := imported(t, format, hide(text))
				if len(got) != 1 {
					if q.Type == quiz.Cloze && format == "gift" {
						continue // a matching of words is no type of ours
					}
					t.Fatalf("%s: %v", q.ID, notes)
				}
				back := exchange.Merge(q, got[0])
				if q.Numeric != nil { // the first numbers stand in the texts
					back.Prompt, back.Reference = q.Prompt, q.Reference
				}
				if format != "anki" || q.Type == quiz.Open {
					if diff := cmp.Diff(shownOf(q), shownOf(back)); diff != "" {
						t.Errorf("%s (-was +is):\n%.2000s", q.ID, diff)
					}
				}
				if got[0].Prompt.ZH == "" || got[0].Type == "" || got[0].ID != q.ID {
					t.Errorf("%s came back as %+v", q.ID, got[0])
				}
			}
		})
	}
}

// shownOf is a question without what ids other programs forget.
func shownOf(q quiz.Question) quiz.Question {
	q.Options, q.Items, q.Blanks = slices.Clone(q.Options), slices.Clone(q.Items), slices.Clone(q.Blanks)
	for i := range q.Options {
		q.Options[i].ID = ""
	}
	for i := range q.Items {
		q.Items[i].ID = ""
	}
	for i, b := range q.Blanks {
		q.Prompt.EN = strings.ReplaceAll(q.Prompt.EN, "[["+b.ID+"]]", "[[]]")
		q.Prompt.ZH = strings.ReplaceAll(q.Prompt.ZH, "[["+b.ID+"]]", "[[]]")
		q.Blanks[i].ID, q.Blanks[i].Label = "", quiz.Text{}
	}
	return q
}

func cutAll(s, from, to string) string {
	for {
		i := strings.Index(s, from)
		if i < 0 {
			return s
		}
		j := strings.Index(s[i:], to)
		if j < 0 {
			return s[:i]
		}
		s = s[:i] + s[i+j+len(to):]
	}
}

func TestAikenThereAndBack(t *testing.T) {
	var choices []quiz.Question
	for _, q := range ours(t) {
		if q.Type == quiz.Choice && len(q.Right()) == 1 {
			choices = append(choices, q)
		}
	}
	text, notes := exported(t, "aiken", ours(t))
	refused := 0
	for _, n := range notes {
		if n.Refused {
			refused++
		}
	}
	if refused != len(ours(t))-len(choices) {
		t.Errorf("%d of %d are refused", refused, len(ours(t))-len(choices))
	}
	got, _ := imported(t, "aiken", text)
	if len(got) != len(choices) {
		t.Fatalf("%d choices became %d", len(choices), len(got))
	}
	line := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	for i, q := range choices {
		if got[i].Prompt.EN != line(q.Prompt.EN) || len(got[i].Options) != len(q.Options) {
			t.Errorf("%s became %+v", q.ID, got[i])
		}
		for j, o := range q.Options {
			if g := got[i].Options[j]; g.Right != o.Right || g.Text.EN != line(o.Text.EN) {
				t.Errorf("%s: option %d became %+v", q.ID, j, g)
			}
		}
	}
}
