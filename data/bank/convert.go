package bank

import (
	"regexp"

	"drillbot/data/bank/internal/form"
	"drillbot/quiz"
)

// made turns a sound form into the question.
func (r *reader) made(f form.Question, topic string) quiz.Question {
	q := f.Quiz(topic)
	for i, s := range q.Sources {
		q.Sources[i] = r.sources[s.Key]
	}
	q.Version = Version(q)
	return q
}

// arXiv ids are as arXiv writes them since April 2007, and before.
var arXiv = regexp.MustCompile(`^(\d{4}\.\d{4,5}|[a-z-]+/\d{7})$`)

func sourceOf(key string, s form.Source) quiz.Source {
	if s.URL == "" && arXiv.MatchString(key) {
		s.URL = "https://arxiv.org/abs/" + key
	}
	return quiz.Source{Key: key, Title: s.Title, Author: s.Author, Year: s.Year, URL: s.URL}
}
