package grade

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"

	"drillbot/quiz"
	"drillbot/quiz/grade/wording"
)

// CueIdea is a wording that answers have used for a point and the cues of the bank do not know.
type CueIdea struct {
	Question string
	Point    string
	Lang     quiz.Lang // of the cues that lack it
	Groups   []int     // which groups, from 0, the answers did not meet; none where the point has no cues
	Wording  string
	Accepted int    // answers that used it and whose point a human or a model has found covered
	Refused  int    // answers that used it and did not cover the point
	Example  string // a sentence of a player with it
}

// ideasKept is how many wordings are proposed for a point in one language, ideaAnswers how many of
// its answers are looked at.
const (
	ideasKept   = 5
	ideaAnswers = 500
)

// Ideas proposes cues from answers that were graded by humans or by a model: wordings of points that those found
// covered and that Offline does not see. Attempts that an estimate has graded say nothing new and are passed
// over, and so are questions that the bank no longer has in the version that was asked. The best come first in each point.
func (o *Offline) Ideas(bank *quiz.Bank, attempts iter.Seq[quiz.Attempt]) []CueIdea {
	heard := map[ideaKey]*hearsay{}
	for a := range attempts {
		q, ok := bank.Question(a.Question)
		if !ok || q.Type != quiz.Open || q.Version != a.Version || a.Grade == nil || a.Grade.Estimate || a.Answer.Text == "" {
			continue
		}
		o.hear(heard, q, a)
	}
	var out []CueIdea
	for _, key := range slices.SortedFunc(maps.Keys(heard), ideaKey.compare) {
		out = append(out, heard[key].best(key)...)
	}
	return out
}

type ideaKey struct {
	question, point string
	lang            quiz.Lang
}

func (k ideaKey) compare(l ideaKey) int {
	return cmp.Or(cmp.Compare(k.question, l.question), cmp.Compare(k.point, l.point), cmp.Compare(k.lang, l.lang))
}

// hearsay is what answers have said about one point.
type hearsay struct {
	answers  int
	wordings map[string]*CueIdea
	refused  map[string]int
}

// hear notes the wordings of one answer.
func (o *Offline) hear(heard map[ideaKey]*hearsay, q quiz.Question, a quiz.Attempt) {
	p := o.mark(quiz.Job{Question: q, Answer: a.Answer.Text})
	defer p.x.Release()
	lang := quiz.English
	if p.x.HanShare() > 0.5 {
		lang = quiz.Chinese
	}
	for i, point := range q.Points {
		g := pointOf(*a.Grade, point.ID)
		key := ideaKey{q.ID, point.ID, lang}
		if heard[key] == nil {
			heard[key] = &hearsay{wordings: map[string]*CueIdea{}, refused: map[string]int{}}
		}
		h := heard[key]
		if h.answers++; h.answers > ideaAnswers {
			continue
		}
		switch {
		case g.Verdict == quiz.Covered && p.marks[i].verdict != quiz.Covered && !p.naught:
			h.accept(p, p.unmet(point, lang), g.Quote)
		case g.Verdict == quiz.Missed || g.Verdict == quiz.Contradicted:
			for _, c := range candidates(p, p.x.All(), nil) {
				h.refused[c.key]++
			}
		}
	}
}

// gap is what an answer did not meet of a point's cues.
type gap struct {
	groups []int
	known  []wording.Hit // what it did meet, which needs no cue
}

// unmet finds the groups of a point in a language that an answer does not meet.
func (p *paper) unmet(point quiz.Point, lang quiz.Lang) gap {
	cues := point.Cues.EN
	if lang == quiz.Chinese {
		cues = point.Cues.ZH
	}
	var out gap
	for i, group := range cues {
		met := p.x.Any(p.lex.Groups([][]string{group}))
		if len(met) == 0 {
			out.groups = append(out.groups, i)
		}
		out.known = append(out.known, met...)
	}
	return out
}

// accept notes the wordings of the passage that covers a point: the one that was quoted, or else the whole answer.
func (h *hearsay) accept(p *paper, missing gap, quoted string) {
	for _, c := range candidates(p, passage(p.x, quoted), missing.known) {
		idea := h.wordings[c.key]
		if idea == nil {
			idea = &CueIdea{Wording: c.text, Groups: missing.groups, Example: c.example}
			h.wordings[c.key] = idea
		}
		idea.Accepted++
	}
}

// passage returns the tokens of a quote.
func passage(x *wording.Index, quoted string) wording.Span {
	at := strings.Index(x.Source, quoted)
	if quoted == "" || at < 0 {
		return x.All()
	}
	var s wording.Span
	for i := range x.Tokens {
		if k := &x.Tokens[i]; k.Start >= at && k.End <= at+len(quoted) {
			if s.To == 0 {
				s.From = i
			}
			s.To = i + 1
		}
	}
	return s
}

// candidate is a few words in a row.
type candidate struct{ key, text, example string }

// Lengths of a proposed wording: words, or Chinese characters.
const (
	ideaWords = 3
	ideaHan   = 6
)

// candidates lists the wordings within s: of one sentence, with content at both ends, not only of the question's
// words, and without what is known.
func candidates(p *paper, s wording.Span, known []wording.Hit) []candidate {
	var out []candidate
	seen := map[string]bool{}
	for from := s.From; from < s.To; from++ {
		for to := from + 1; to <= min(s.To, from+ideaHan); to++ {
			span := wording.Span{From: from, To: to}
			if !p.proposable(span) || overlaps(span, known) {
				continue
			}
			if key := p.x.Key(span); !seen[key] {
				seen[key] = true
				sentence := p.x.Sentences[p.x.Tokens[from].Sentence]
				out = append(out, candidate{key, p.x.Quote(span), p.x.Quote(sentence)})
			}
		}
	}
	return out
}

// proposable reports whether the tokens of s could be a cue.
func (p *paper) proposable(s wording.Span) bool {
	first, last := &p.x.Tokens[s.From], &p.x.Tokens[s.To-1]
	if first.Clause != last.Clause || first.Stop || last.Stop || last.Kind == wording.Sign || p.x.Voided(first.Sentence) {
		return false
	}
	han, words, own := 0, 0, false
	for i := s.From; i < s.To; i++ {
		k := &p.x.Tokens[i]
		if k.Kind == wording.Han {
			han++
		} else {
			words++
		}
		own = own || !k.Stop && !p.asked.Has(k)
	}
	return own && words <= ideaWords && (han == 0 || han >= 2)
}

func overlaps(s wording.Span, hits []wording.Hit) bool {
	return slices.ContainsFunc(hits, func(h wording.Hit) bool { return h.From < s.To && s.From < h.To })
}

// best returns the wordings worth a look: used more than twice as often where the point was covered as where it was not. Of
// wordings within one another only the better one is kept.
func (h *hearsay) best(key ideaKey) []CueIdea {
	var all []CueIdea
	for k, idea := range h.wordings {
		idea.Question, idea.Point, idea.Lang, idea.Refused = key.question, key.point, key.lang, h.refused[k]
		if idea.Accepted > 2*idea.Refused {
			all = append(all, *idea)
		}
	}
	slices.SortFunc(all, func(a, b CueIdea) int {
		return cmp.Or(cmp.Compare(b.Accepted-2*b.Refused, a.Accepted-2*a.Refused), cmp.Compare(len(b.Wording), len(a.Wording)), cmp.Compare(a.Wording, b.Wording))
	})
	var out []CueIdea
	for _, idea := range all {
		inside := func(o CueIdea) bool {
			return strings.Contains(o.Wording, idea.Wording) || strings.Contains(idea.Wording, o.Wording)
		}
		if !slices.ContainsFunc(out, inside) && len(out) < ideasKept {
			out = append(out, idea)
		}
	}
	return out
}
