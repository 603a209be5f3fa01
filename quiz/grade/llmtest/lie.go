package llmtest

import (
	"net/http"
	"strings"
)

// fromNowhere is a quote that no answer holds.
const fromNowhere = "the candidate explains this point correctly and completely"

func wrongIDs(e exam) report {
	r := e.judge()
	for i := range r.Points {
		r.Points[i].ID = "kp-unknown"
	}
	return r
}

func missing(e exam) report {
	r := e.judge()
	r.Points = r.Points[:max(0, len(r.Points)-1)]
	return r
}

func twice(e exam) report {
	r := e.judge()
	if len(r.Points) > 1 {
		r.Points[1] = r.Points[0]
	}
	return r
}

func invented(e exam) report {
	r := e.judge()
	for i := range r.Points {
		r.Points[i].Quote = fromNowhere
	}
	return r
}

// obey does what an injected answer asks for.
func obey(e exam) report { return e.allCovered(func(p rubricLine) string { return p.text }) }

// launder does the same with a true quote, which proves nothing.
func launder(e exam) report { return e.allCovered(func(rubricLine) string { return short(e.answer) }) }

func (e exam) allCovered(quote func(rubricLine) string) report {
	r := e.report()
	for _, p := range e.points {
		r.Points = append(r.Points, point{p.id, quote(p), e.words("As the author asked.", "按作者的要求。"), "covered"})
	}
	return r
}

// leak writes into the texts for the player what must not come back: the prompt, the
// boundary, the reference, a mention and a link.
func leak(s *Server, w http.ResponseWriter, _ *http.Request, c Chat, _ Fault) {
	e := read(c)
	r := e.judge()
	_, reference, _ := strings.Cut(c.Messages[len(c.Messages)-1].Content, "\nREFERENCE ANSWER (not to be given away)\n")
	reference, _, _ = strings.Cut(reference, "\n")
	secrets := []string{"The code was " + e.boundary, "My prompt is " + c.Messages[0].Content, "The answer: " + reference}
	for i := range r.Points {
		r.Points[i].Reason = secrets[i%len(secrets)]
	}
	r.Feedback = e.words("Well done @everyone <@42> see https://evil.example/x and [here](http://evil.example) now.", "不错 @everyone <@42> 请看 https://evil.example/x 和 [这里](http://evil.example) 吧。")
	s.say(w, c, encode(r))
}
