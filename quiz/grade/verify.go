package grade

import (
	"slices"

	"drillbot/quiz"
	"drillbot/quiz/grade/quote"
)

// Lengths of a model's texts, in characters, and how many wrong claims are shown.
const (
	maxReason   = 200
	maxFeedback = 400
	maxWrong    = 3
)

// Grade turns a reply that ParseReply returned for the job's question into a grade, by code
// alone: it is a pure function. boundary is the one of the prompt.
//
// A verdict stands when its quote is in the answer, says enough (three words or six Han
// characters that mean something) and is not just the question. Else it is marked as
// unverified and falls by one: covered to partly, partly to missed, contradicted to missed.
// Where the answer speaks to the grader, or is beside the subject and no quote was true,
// what is unverified earns nothing. Misconceptions count only when proven, and wrong claims
// only when the answer holds them.
func (r Reply) Grade(job quiz.Job, boundary string) quiz.Grade {
	answer := quote.Parse(job.Answer)
	flagged := r.Injection || addressesGrader(job.Answer, answer)
	e := newEvidence(job.Question, answer, flagged)
	s := newScreen(job, boundary)
	g := quiz.Grade{
		Points:   r.points(job.Question, e, s),
		Found:    r.found(job.Question, e),
		Wrong:    r.wrong(e, s),
		Feedback: s.text(r.Feedback, maxFeedback),
	}
	if flagged {
		g.Flags = append(g.Flags, quiz.FlagInjection)
	}
	g.Score = job.Question.Score(g.Points, g.Found)
	g.Confidence = confidence(g.Points, flagged)
	return g
}

// points returns the verdicts in the order of the question.
func (r Reply) points(q quiz.Question, e evidence, s screen) []quiz.PointGrade {
	claims := make(map[string]ReplyPoint, len(r.Points))
	for _, p := range r.Points {
		claims[p.ID] = p
	}
	grades := make([]quiz.PointGrade, len(q.Points))
	proofs := make([]proof, len(q.Points))
	for i, p := range q.Points {
		c := claims[p.ID]
		grades[i] = quiz.PointGrade{Point: p.ID, Verdict: verdicts[verdictWord(c.Verdict)], Why: s.text(c.Reason, maxReason)}
		if grades[i].Verdict != quiz.Missed {
			grades[i].Quote, proofs[i] = e.look(c.Quote)
		}
	}
	baseless := e.strict || e.offSubject() && !slices.ContainsFunc(proofs, func(p proof) bool { return p > absent })
	for i := range grades {
		if grades[i].Verdict != quiz.Missed && proofs[i] != sound {
			lower(&grades[i], baseless)
		}
	}
	return grades
}

// lower takes back what an unproven verdict says, all of it where the reply has no base.
func lower(g *quiz.PointGrade, baseless bool) {
	g.Unverified = true
	if g.Verdict == quiz.Covered && !baseless {
		g.Verdict = quiz.Partly
		return
	}
	g.Verdict, g.Quote = quiz.Missed, ""
}

// found returns the misconceptions that are the question's and proven, each once.
func (r Reply) found(q quiz.Question, e evidence) []quiz.Found {
	var found []quiz.Found
	for _, m := range q.Misconceptions {
		for _, c := range r.Misconceptions {
			if c.ID != m.ID {
				continue
			}
			if words, p := e.look(c.Quote); p == sound {
				found = append(found, quiz.Found{Misconception: m.ID, Quote: words})
				break
			}
		}
	}
	return found
}

// wrong returns the first claims that the answer really makes and that come with a reason.
func (r Reply) wrong(e evidence, s screen) []quiz.WrongClaim {
	var wrong []quiz.WrongClaim
	for _, c := range r.Wrong {
		words, p := e.look(c.Quote)
		why := s.text(c.Why, maxReason)
		if p == absent || why == "" || len(wrong) == maxWrong {
			continue
		}
		wrong = append(wrong, quiz.WrongClaim{Quote: words, Why: why})
	}
	return wrong
}

// confidence is 0.9 when every verdict is proven, less in the measure in which they are
// not, and at most half when the answer speaks to the grader. A rule of thumb, to sort by.
func confidence(points []quiz.PointGrade, flagged bool) float64 {
	unverified := 0
	for _, p := range points {
		if p.Unverified {
			unverified++
		}
	}
	c := 0.9 * (1 - float64(unverified)/float64(max(1, len(points))))
	if flagged {
		return min(c, 0.5)
	}
	return c
}

// blank is the grade of an answer that holds no word: no model is asked about it.
func blank(q quiz.Question) quiz.Grade {
	g := quiz.Grade{Flags: []quiz.Flag{quiz.FlagEmpty}, Confidence: 1}
	for _, p := range q.Points {
		g.Points = append(g.Points, quiz.PointGrade{Point: p.ID})
	}
	return g
}

// saysNothing reports whether an answer holds neither letter nor digit.
func saysNothing(answer string) bool { return quote.Parse(answer).Empty() }
