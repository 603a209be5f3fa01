package bank_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"drillbot/quiz"

	"github.com/google/go-cmp/cmp"
)

func TestStats(t *testing.T) {
	fsys := goodFolder(t)
	fsys["topics.yaml"].Data = slices.Concat(fsys["topics.yaml"].Data, []byte("- id: pre\n  title: {en: Pre-training, zh: 预训练}\n"))
	set, _ := loader().Load(fsys)
	s := set.Stats(quiz.DateOf(time.Date(2026, 3, 15, 0, 0, 0, 0, time.UTC)))
	for name, pair := range map[string][2]any{
		"questions":  {s.Questions, 5},
		"topics":     {s.Topics, map[string]int{"arc": 5, "pre": 0}},
		"types":      {s.Types, map[string]int{"open": 1, "choice": 1, "numeric": 1, "cloze": 1, "order": 1}},
		"difficulty": {s.Difficulty, map[string]int{"1": 3, "2": 1, "3": 1}},
		"coverage":   {s.Coverage["arc"].Difficulty, map[string]int{"1": 3, "2": 1, "3": 1}},
		"languages":  {s.Languages, map[string]int{"en": 5, "zh": 5}},
		"rubrics":    {[]int{s.Panels, s.Points, s.Misconceptions}, []int{1, 3, 2}},
		"cited":      {[]int{s.Sources.Known, s.Sources.Cited, s.Sources.ArXiv}, []int{2, 2, 1}},
		"years":      {s.Sources.ByYear, map[string]int{"2017": 1, "2024": 1}},
		"most":       {s.Sources.Most, map[string]int{"docs": 4, "1706.03762": 1}},
		"ages":       {s.Ages.Since, map[string]int{"month": 0, "quarter": 5, "year": 0, "older": 0}},
		"oldest":     {s.Ages.Oldest, "2026-01-31"},
	} {
		if diff := cmp.Diff(pair[1], pair[0]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	var b strings.Builder
	if _, err := s.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"pre    0 ", "reviewed   from 2026-01-31", "most cited 1706.03762 (1), docs (4)"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}
