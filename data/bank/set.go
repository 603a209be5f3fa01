package bank

import (
	"fmt"
	"slices"
	"strings"

	"drillbot/quiz"
)

// Set is a folder of questions that has been read and found sound.
type Set struct {
	Topics    []quiz.Topic
	Panels    []quiz.Panel
	Sources   []quiz.Source // all of sources.yaml, cited or not, by key
	Questions []quiz.Question
}

// Bank makes the set ready to be asked from.
func (s *Set) Bank() *quiz.Bank { return quiz.NewBank(s.Topics, s.Panels, s.Questions) }

// Merge returns base with the questions of dir beside its own, naming neither's values anew
// except topics and sources, for which dir's word counts. An id of a question or a panel
// that both have is an error that names the files.
func Merge(base, dir *Set) (*Set, error) {
	twice := append(
		taken(base.Questions, dir.Questions, func(q quiz.Question) (string, string) {
			return q.ID, q.Topic + "/" + q.ID + ".yaml"
		}),
		taken(base.Panels, dir.Panels, func(p quiz.Panel) (string, string) { return p.ID, panelsFile })...)
	if len(twice) > 0 {
		return nil, fmt.Errorf("two banks with the same ids: %s", strings.Join(twice, "; "))
	}
	return &Set{
		Topics:    override(base.Topics, dir.Topics, func(t quiz.Topic) string { return t.ID }),
		Panels:    slices.Concat(base.Panels, dir.Panels),
		Sources:   override(base.Sources, dir.Sources, func(s quiz.Source) string { return s.Key }),
		Questions: slices.Concat(base.Questions, dir.Questions),
	}, nil
}

// taken says which ids both lists have, and where.
func taken[T any](base, dir []T, name func(T) (id, file string)) []string {
	files := map[string]string{}
	for _, b := range base {
		id, file := name(b)
		files[id] = file
	}
	var twice []string
	for _, d := range dir {
		id, file := name(d)
		if other, ok := files[id]; ok {
			twice = append(twice, fmt.Sprintf("%s is in %s here and in %s of the bank beside it; rename one", id, file, other))
		}
	}
	return twice
}

// override returns base's values, dir's in place of those with the same key, then dir's others.
func override[T any](base, dir []T, key func(T) string) []T {
	at := make(map[string]int, len(base))
	out := slices.Clone(base)
	for i, b := range base {
		at[key(b)] = i
	}
	for _, d := range dir {
		if i, ok := at[key(d)]; ok {
			out[i] = d
			continue
		}
		out = append(out, d)
	}
	return out
}
