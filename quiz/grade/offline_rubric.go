package grade

import (
	"slices"

	"drillbot/quiz"
	"drillbot/quiz/grade/wording"
)

// What the question says already counts only this share: saying it again shows little.
// Measured: nothing at all and all of it are both worse.
const (
	askedInReference = 0.2
	askedInPoint     = 0.3
)

// scheme is a question made ready for grading. It is shared and not changed.
type scheme struct {
	question   quiz.Question
	lex        *wording.Lexicon // to read answers with
	prompts    []*wording.Text
	asked      wording.Forms // forms of the prompt, both languages
	known      wording.Forms // forms of prompt, reference and points
	points     []readyPoint
	wrongs     []readyWrong
	references []readyReference
	cued       bool // at least one point has cues
	listed     bool // the reference is a list of names itself
	meta       bool // it is about grading, prompts or chats itself
}

type readyPoint struct {
	id       string
	weight   float64
	cues     []wording.Groups // alternatives: English, Chinese, both mixed
	texts    []pointText
	negative bool // its text denies something
}

// pointText is what a point says in one language.
type pointText struct {
	units wording.Units
	// clause is the clause of the reference that says most of it; it may be empty.
	clause wording.Units
}

type readyWrong struct {
	id   string
	cues []wording.Groups
	of   wording.Groups
	on   wording.Groups
	same bool
	both bool // has a direction
}

// readyReference is the reference answer in one language.
type readyReference struct {
	units   wording.Units
	clauses []wording.Units
	length  int
	grams   wording.Grams    // of a Chinese one; nil of another
	order   map[string][]int // where a form stands, the first few places
}

func (o *Offline) prepare(q quiz.Question) *scheme {
	r := &scheme{question: q, lex: o.lex, cued: slices.ContainsFunc(q.Points, hasCues)}
	r.meta = r.aboutGrading(q)
	prompt := r.lex.Index(r.lex.Read(q.Prompt.EN + "\n" + q.Prompt.ZH))
	r.asked.Add(prompt.Text)
	for _, s := range []string{q.Prompt.EN, q.Prompt.ZH} {
		if s != "" {
			r.prompts = append(r.prompts, r.lex.Read(s))
		}
	}
	r.known.Add(prompt.Text)
	var refs []*wording.Index
	for _, s := range []string{q.Reference.EN, q.Reference.ZH} {
		if s == "" {
			continue
		}
		x := r.lex.Index(r.lex.Read(s))
		r.known.Add(x.Text)
		refs = append(refs, x)
		r.listed = r.listed || x.Listed(3, &r.known) > 0.5*x.Content(x.All())
		r.references = append(r.references, r.reference(x, prompt))
	}
	for _, p := range q.Points {
		r.points = append(r.points, r.point(p, prompt, refs))
	}
	for _, m := range q.Misconceptions {
		r.wrongs = append(r.wrongs, r.wrong(m))
	}
	return r
}

// hasCues reports whether an author has said what to look for.
func hasCues(p quiz.Point) bool { return len(p.Cues.EN)+len(p.Cues.ZH) > 0 }

// units lists what s says: loosely where no author has said what to look for.
func (r *scheme) units(x *wording.Index, s wording.Span, prompt *wording.Index, demoted float64) wording.Units {
	if r.cued {
		return x.Units(s, prompt, demoted)
	}
	return x.LooseUnits(s, prompt, demoted)
}

func (r *scheme) reference(x, prompt *wording.Index) readyReference {
	ref := readyReference{
		units: r.units(x, x.All(), prompt, askedInReference), length: len(x.Tokens), order: map[string][]int{},
	}
	if x.HanShare() > 0.5 {
		ref.grams = x.Grams()
	}
	for _, s := range x.Sentences {
		if u := r.units(x, s, prompt, askedInPoint); u.Mass() > 0 {
			ref.clauses = append(ref.clauses, u)
		}
	}
	for i, k := range x.Tokens {
		if at := ref.order[k.Form]; !k.Stop && len(at) < 8 {
			ref.order[k.Form] = append(at, i)
		}
	}
	return ref
}

func (r *scheme) point(p quiz.Point, prompt *wording.Index, refs []*wording.Index) readyPoint {
	rp := readyPoint{id: p.ID, weight: float64(p.Weight), cues: cuesOf(r.lex, p.Cues)}
	for _, s := range []string{p.Text.EN, p.Text.ZH} {
		if s == "" {
			continue
		}
		x := r.lex.Index(r.lex.Read(s))
		r.known.Add(x.Text)
		rp.negative = rp.negative || x.Negates(x.All()) || x.Turns(x.All())
		t := pointText{units: r.units(x, x.All(), prompt, askedInPoint)}
		t.clause = r.closest(t.units, prompt, refs)
		rp.texts = append(rp.texts, t)
	}
	return rp
}

// closest returns the sentence of the references that says most of u, at least half.
func (r *scheme) closest(u wording.Units, prompt *wording.Index, refs []*wording.Index) wording.Units {
	var best wording.Units
	top := 0.5
	for _, x := range refs {
		if c := x.CoverWithin(u, 1); c.Share > top && c.Span.To > 0 {
			top = c.Share
			best = r.units(x, x.Sentences[x.Tokens[c.Span.From].Sentence], prompt, askedInPoint)
		}
	}
	return best
}

// cuesOf returns the ways to meet cues: in one language, or in both mixed where their
// groups go together.
func cuesOf(lex *wording.Lexicon, c quiz.Cues) []wording.Groups {
	en, zh := lex.Groups(c.EN), lex.Groups(c.ZH)
	switch {
	case len(en) == 0 && len(zh) == 0:
		return nil
	case len(en) == 0:
		return []wording.Groups{zh}
	case len(zh) == 0:
		return []wording.Groups{en}
	case len(en) == len(zh):
		return []wording.Groups{wording.Merge(en, zh)}
	default:
		return []wording.Groups{en, zh}
	}
}

func (r *scheme) wrong(m quiz.Misconception) readyWrong {
	w := readyWrong{id: m.ID}
	for _, g := range cuesOf(r.lex, m.Cues) {
		w.cues = append(w.cues, g.Exact())
	}
	if d := m.Direction; d != nil {
		w.both, w.same = true, d.Wrong == quiz.Same
		w.of = append(r.lex.Groups(d.Of.EN), r.lex.Groups(d.Of.ZH)...)
		w.on = append(r.lex.Groups(d.On.EN), r.lex.Groups(d.On.ZH)...)
	}
	return w
}
