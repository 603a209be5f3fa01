package bank

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"

	"drillbot/quiz"
)

// Report is the outcome of checking a folder of questions. It is also the JSON form.
type Report struct {
	Questions  int            `json:"questions"` // that are sound
	Topics     map[string]int `json:"topics"`    // questions by topic
	Types      map[string]int `json:"types"`
	Difficulty map[string]int `json:"difficulty"`
	Errors     int            `json:"errors"`
	Warnings   int            `json:"warnings"`
	Problems   Problems       `json:"problems"` // by file and line
}

// Check reads the folder of questions fsys as Load does, checks more where the loader has the means, and
// reports on it all.
func (l Loader) Check(ctx context.Context, fsys fs.FS) Report {
	read := l.read(fsys)
	read.checkAlike()
	read.checkSpelling()
	read.examine(ctx)
	problems, questions := read.finish(), read.sound()
	if l.Topic != "" {
		problems = slices.DeleteFunc(problems, func(p Problem) bool { return path.Dir(p.File) != l.Topic })
		questions = slices.DeleteFunc(questions, func(q quiz.Question) bool { return q.Topic != l.Topic })
	}
	return reportOn(problems, questions)
}

func reportOn(problems Problems, questions []quiz.Question) Report {
	r := Report{
		Questions: len(questions),
		Topics:    map[string]int{}, Types: map[string]int{}, Difficulty: map[string]int{},
		Errors:   len(problems.Errors()),
		Problems: append(Problems{}, problems...),
	}
	r.Warnings = len(problems) - r.Errors
	for _, q := range questions {
		r.Topics[q.Topic]++
		r.Types[string(q.Type)]++
		r.Difficulty[fmt.Sprint(q.Difficulty)]++
	}
	return r
}

// OK reports whether nothing is wrong; warnings do not count.
func (r Report) OK() bool { return r.Errors == 0 }

// WriteTo writes the report for people: a problem a line, then the counts.
func (r Report) WriteTo(w io.Writer) (int64, error) {
	text := ""
	if len(r.Problems) > 0 {
		text = r.Problems.Error() + "\n\n"
	}
	text += fmt.Sprintf("%s, %s, %s\n", count(r.Questions, "sound question"), count(r.Errors, "error"), count(r.Warnings, "warning"))
	n, err := io.WriteString(w, text)
	return int64(n), err
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// sound returns the set's questions that no check has found fault with.
func (r *reader) sound() []quiz.Question {
	var out []quiz.Question
	for i, g := range r.graded {
		if len(g.sheet.problems.Errors()) == 0 {
			out = append(out, r.set.Questions[i])
		}
	}
	return out
}
