package bank

import (
	"fmt"
	"regexp"
	"strings"

	"drillbot/data/bank/internal/form"
	"drillbot/quiz"
)

// kind is what a type of question needs beside the fields of all.
type kind struct {
	field    string // which it must have
	optional string // which it may have
	check    func(*sheet, form.Question)
}

var kinds = map[string]kind{
	"open":    {"points", "misconceptions", checkOpen},
	"choice":  {"options", "", checkChoice},
	"numeric": {"numeric", "", checkNumeric},
	"cloze":   {"blanks", "", checkCloze},
	"order":   {"items", "", checkOrder},
}

// checkQuestion checks all of a question that the decoder, which sees one value
// at a time, could not.
func checkQuestion(s *sheet, f form.Question, today quiz.Date) {
	s.checkFields(f.Type)
	s.checkTags(f.Tags)
	s.checkReviewed(f.Reviewed, today)
	s.checkPanel(f)
	for _, p := range textsOf(f) {
		s.checkText(p)
	}
	if k, ok := kinds[f.Type]; ok && s.has(k.field) {
		k.check(s, f)
	}
}

// has reports whether the file has a value at path.
func (s *sheet) has(path string) bool {
	_, ok := s.marks[path]
	return ok
}

// checkFields checks that a question has its type's fields and no other type's.
func (s *sheet) checkFields(typ string) {
	mine, known := kinds[typ]
	if !known {
		return // noted by the decoder
	}
	if !s.has(mine.field) {
		s.fail("", "add it", "%s is missing: every question of type %s has it", mine.field, typ)
	}
	if mine.optional != "" && !s.has(mine.optional) {
		s.fail("", "add 1 to 3", "%s is missing: every question of type %s has it", mine.optional, typ)
	}
	for _, other := range []string{"points", "misconceptions", "options", "numeric", "blanks", "items"} {
		if other != mine.field && other != mine.optional && s.has(other) {
			s.fail(other, "remove it, or change the type", "a question of type %s has no %s", typ, other)
		}
	}
}

func (s *sheet) checkTags(tags []form.Tag) {
	seen := map[form.Tag]bool{}
	for i, t := range tags {
		if seen[t] {
			s.fail(index("tags", i), "remove one", "the tag %q is there twice", shorten(string(t)))
		}
		if string(t) != strings.ToLower(string(t)) || len([]rune(t)) > 30 || strings.ContainsAny(string(t), "$`*,\n") {
			s.fail(index("tags", i), "write one or a few plain words in lower case, at most 30 characters", "the tag %q will not do", shorten(string(t)))
		}
		seen[t] = true
	}
}

func (s *sheet) checkReviewed(date form.Date, today quiz.Date) {
	if date == "" {
		return
	}
	d, err := quiz.ParseDate(string(date))
	switch {
	case err != nil:
		s.fail("reviewed", "write it as 2026-11-23", "%q is not a day", shorten(string(date)))
	case d > today+1: // a day ahead of us, somewhere it is tomorrow
		s.fail("reviewed", "write the day on which the facts were checked", "%s is in the future", date)
	case d < today-3*366:
		s.warn("reviewed", "check the facts and renew the date", "the last review was more than three years ago")
	}
}

func (s *sheet) checkPanel(f form.Question) {
	if (f.Panel == "") != (f.Part == 0) {
		s.fail("panel", "give panel and part, or neither", "panel and part belong together")
	}
}

// checkIDs checks that the ids of a list are its own.
func (s *sheet) checkIDs(list string, n int, id func(int) string) {
	seen := map[string]bool{}
	for i := range n {
		if id(i) != "" && seen[id(i)] {
			s.fail(index(list, i)+".id", "give it another id", "the id %q is there twice", shorten(id(i)))
		}
		seen[id(i)] = true
	}
}

func checkTopics(s *sheet, list []form.Topic) {
	s.checkIDs("", len(list), func(i int) string { return list[i].ID })
	for i, t := range list {
		s.checkText(place{path: index("", i) + ".title", text: t.Title, limit: maxTitle, line: true})
	}
}

func checkPanels(s *sheet, list []form.Panel) {
	s.checkIDs("", len(list), func(i int) string { return list[i].ID })
	for i, p := range list {
		s.checkText(place{path: index("", i) + ".title", text: p.Title, limit: maxTitle, line: true})
		s.checkText(place{path: index("", i) + ".prompt", text: p.Prompt, limit: maxPanel, prose: true})
	}
}

func checkSources(s *sheet, byKey map[string]form.Source) {
	for key, source := range byKey {
		if !arXiv.MatchString(key) && source.URL == "" {
			s.fail(key, "add url, or use the arXiv id as the key", "the source %q has no url", shorten(key))
		}
		if !sourceKey.MatchString(key) {
			s.fail(key, "use an arXiv id, or lower-case letters, digits and hyphens", "%q is no key of a source", shorten(key))
		}
		for _, field := range []string{source.Title, source.Author} {
			if len([]rune(field)) > maxSource {
				s.fail(key, fmt.Sprintf("shorten it to %d characters", maxSource), "a title or author is too long")
			}
		}
	}
}

// index is the path of a list's entry.
func index(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

// sourceKey is an arXiv id or a short name.
var sourceKey = regexp.MustCompile(`^[a-z0-9]+([-./][a-z0-9]+)*$`)
