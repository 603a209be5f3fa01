package exchange

import (
	"errors"
	"fmt"

	"drillbot/quiz"
)

// words are what a note says, in both languages. As an error they are English.
type words quiz.Text

// say puts the arguments into a message in both languages; those that are words themselves stand in each in its own.
func say(en, zh string, args ...any) words {
	w := words{EN: fmt.Sprintf(en, args...)}
	for i, a := range args {
		if a, ok := a.(words); ok {
			args[i] = a.ZH
		}
	}
	w.ZH = fmt.Sprintf(zh, args...)
	return w
}

func (w words) Error() string { return w.EN }

// told is an error in the language of the notes. Those of Go's own readers are English.
func (o Options) told(err error) string {
	var w words
	if errors.As(err, &w) {
		return quiz.Text(w).In(o.Notes)
	}
	return err.Error()
}
