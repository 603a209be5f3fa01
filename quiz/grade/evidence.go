package grade

import (
	"slices"
	"strings"

	"drillbot/quiz"
	"drillbot/quiz/grade/quote"
)

// proof says what a claimed quote is worth.
type proof uint8

const (
	absent proof = iota // not in the answer
	weak                // in the answer, and too little, only the question, or beside the subject
	sound
)

const (
	enough  = 3 * quote.Word // what a quote has to say: three words or six Han characters
	own     = quote.Word     // and what of it the question does not say already
	subject = 1.0 / 3        // which part is about the subject, where there is doubt
)

// evidence checks the quotes of a reply against the answer.
type evidence struct {
	answer   *quote.Text
	question []*quote.Text // its prompt, in both languages
	material *quote.Text   // its points, cues and reference, in both languages
	strict   bool          // the answer speaks to the grader: a quote must be about the subject
}

func newEvidence(q quiz.Question, answer *quote.Text, flagged bool) evidence {
	return evidence{
		answer:   answer,
		question: parseBoth(q.Prompt),
		material: quote.Parse(material(q)),
		strict:   flagged,
	}
}

// material is everything the question says about a good answer, in both languages.
func material(q quiz.Question) string {
	var b strings.Builder
	add := func(words ...string) {
		for _, w := range words {
			b.WriteString(w)
			b.WriteByte('\n')
		}
	}
	add(q.Reference.EN, q.Reference.ZH)
	for _, p := range q.Points {
		add(p.Text.EN, p.Text.ZH)
		for _, group := range slices.Concat(p.Cues.EN, p.Cues.ZH) {
			add(group...)
		}
	}
	return b.String()
}

func parseBoth(t quiz.Text) []*quote.Text {
	return []*quote.Text{quote.Parse(t.EN), quote.Parse(t.ZH)}
}

// look returns the answer's own words for a claimed quote, and what they prove.
func (e evidence) look(claimed string) (string, proof) {
	found := e.answer.Find(claimed)
	if found == "" {
		return "", absent
	}
	t := quote.Parse(found)
	if t.Own() < enough || t.Own(e.question...) < own {
		return found, weak
	}
	if e.strict && t.Share(e.material) < subject {
		return found, weak
	}
	return found, sound
}

// offSubject reports whether the answer as a whole has little to do with the question.
func (e evidence) offSubject() bool { return e.answer.Share(e.material) < subject }
