package bank

import (
	"context"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"drillbot/quiz"
)

// What an author's own words have to earn from the grader.
const (
	fullFrom  = 90 // the reference, in either language, so that the two are within 10 of each other
	otherUpTo = 30 // the reference of another question of the topic
	relatedTo = 20 // that of a related one, at least: less is no relation
	noneUpTo  = 5  // what is no answer
)

// graded is a sound question whose author's words are graded.
type graded struct {
	quiz.Question // with the numbers filled in
	sheet         *sheet
	texts         []place // what people read of it
}

// checkRelated checks that what a question calls related is another question of its topic.
func (r *reader) checkRelated() {
	for _, q := range r.graded {
		for i, id := range q.Related {
			if other, ok := r.seen[id]; !ok || path.Dir(other.sheet.file) != q.Topic || id == q.ID {
				q.sheet.fail(index("related", i), "name another question of the topic, or remove it", "%q is no other question of the topic", shorten(id))
			}
		}
	}
}

// examine checks what takes more than a look at the files, the questions side by side: each has a sheet
// of its own.
func (r *reader) examine(ctx context.Context) {
	b := r.set.Bank()
	var next atomic.Int64
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(r.graded); i = next.Add(1) - 1 {
				if t := r.loader.Topic; t == "" || t == r.graded[i].Topic {
					r.inspect(b, int(i))
					r.grade(ctx, r.graded[i])
				}
			}
		})
	}
	wait.Wait()
}

// inspect notes what the loader's Inspect finds.
func (r *reader) inspect(b *quiz.Bank, i int) {
	if r.loader.Inspect == nil {
		return
	}
	for _, f := range r.loader.Inspect(b, r.set.Questions[i]) {
		r.graded[i].sheet.fail(f.Path, f.Fix, "%s", f.Msg)
	}
}

// grade gives the grader what the author of an open question wrote: the reference is a full answer, each
// point's text earns the point, each misconception's is caught, and what is no answer to the
// question earns next to nothing.
func (r *reader) grade(ctx context.Context, q graded) {
	if r.loader.Grader == nil || q.Type != quiz.Open {
		return
	}
	e := examiner{ctx: ctx, grader: r.loader.Grader, graded: q}
	e.examine(r.graded)
}

// examiner grades answers to one question.
type examiner struct {
	ctx    context.Context
	grader quiz.Grader
	graded
}

func (e *examiner) examine(all []graded) {
	for _, l := range []quiz.Lang{quiz.English, quiz.Chinese} {
		e.reference(l)
		e.points(l)
		e.misconceptions(l)
		e.nothing("prompt."+string(l), "the question said again", e.Prompt.In(l))
	}
	e.nothing("tags", "the list of tags", strings.Join(e.Tags, ", "))
	e.nothing("points", `"I don't know"`, "I don't know.")
	e.nothing("points", "“我不会”", "我不会")
	e.others(all)
}

// grade returns what an answer earns. A grader that fails is a fault of the check, told once.
func (e *examiner) grade(answer string) (quiz.Grade, bool) {
	if e.ctx.Err() != nil {
		return quiz.Grade{}, false
	}
	g, err := e.grader.Grade(e.ctx, quiz.Job{Question: e.Question, Answer: answer})
	if err != nil {
		e.sheet.fail("", "check again", "not graded: %v", err)
	}
	return g, err == nil
}

func (e *examiner) reference(l quiz.Lang) {
	g, ok := e.grade(e.Reference.In(l))
	if !ok {
		return
	}
	at := "reference." + string(l)
	if g.Score < fullFrom {
		e.sheet.fail(at, "let the cues take its wordings, or let it say what the points ask",
			"%s earns %d, not %d or more%s", at, g.Score, fullFrom, e.explain(g))
		return
	}
	for _, f := range g.Found {
		e.sheet.fail(at, "narrow the cues of the misconception", "%s is taken for the misconception %s: %q", at, f.Misconception, shorten(f.Quote))
	}
}

// explain says what an answer lacks for a full score.
func (e *examiner) explain(g quiz.Grade) string {
	var parts []string
	for i, p := range g.Points {
		if p.Verdict != quiz.Covered {
			parts = append(parts, fmt.Sprintf("%s (%d) is %s", p.Point, e.Points[i].Weight, p.Verdict))
		}
	}
	for _, f := range g.Found {
		parts = append(parts, fmt.Sprintf("misconception %s is found in %q", f.Misconception, shorten(f.Quote)))
	}
	for _, f := range g.Flags {
		parts = append(parts, "flagged "+string(f))
	}
	if parts == nil {
		return ""
	}
	return ": " + strings.Join(parts, ", ")
}

func (e *examiner) points(l quiz.Lang) {
	for i, p := range e.Points {
		g, ok := e.grade(p.Text.In(l))
		if !ok || g.Points[i].Verdict == quiz.Covered {
			continue
		}
		at := index("points", i) + ".text." + string(l)
		flags := ""
		if len(g.Flags) > 0 {
			flags = fmt.Sprintf(" and flagged %v", g.Flags)
		}
		e.sheet.fail(at, "let the cues of the point take the wordings of its text", "%s alone leaves %s %s%s", at, p.ID, g.Points[i].Verdict, flags)
	}
}

func (e *examiner) misconceptions(l quiz.Lang) {
	for i, m := range e.Misconceptions {
		is := func(f quiz.Found) bool { return f.Misconception == m.ID }
		at := index("misconceptions", i)
		if g, ok := e.grade(m.Text.In(l)); ok && !slices.ContainsFunc(g.Found, is) {
			e.sheet.fail(at+".text."+string(l), "let its cues or direction take the wordings of its text", "%s is not caught as the misconception that it is", at+".text."+string(l))
		}
		if g, ok := e.grade(m.Right.In(l)); ok && slices.ContainsFunc(g.Found, is) {
			e.sheet.fail(at+".right."+string(l), "narrow its cues, or say what is right in other words", "%s is taken for the misconception itself", at+".right."+string(l))
		}
	}
}

// nothing checks that what is no answer earns next to nothing.
func (e *examiner) nothing(path, what, answer string) {
	if g, ok := e.grade(answer); ok && g.Score > noneUpTo {
		e.sheet.fail(path, "drop the cues that the question itself says", "%s earns %d, not at most %d: it is taken for %s", what, g.Score, noneUpTo, e.earned(g))
	}
}

// earned names the points that an answer earned, whole or in part.
func (e *examiner) earned(g quiz.Grade) string {
	var parts []string
	for _, p := range g.Points {
		if p.Verdict == quiz.Covered || p.Verdict == quiz.Partly {
			parts = append(parts, fmt.Sprintf("%s (%s, %q)", p.Point, p.Verdict, shorten(p.Quote)))
		}
	}
	return strings.Join(parts, ", ")
}

// others checks that the references of the topic's other questions do not answer this one, but for those
// that it names as related.
func (e *examiner) others(all []graded) {
	for _, o := range all {
		if o.ID == e.ID || o.Topic != e.Topic {
			continue
		}
		i := slices.Index(e.Related, o.ID)
		switch worst, score := e.worst(o.Question); {
		case score > otherUpTo && i < 0:
			e.sheet.fail(e.heaviest(worst), "narrow the cues; where "+o.ID+" rightly answers this too, list it under related",
				"the reference of %s earns %d here, not at most %d: %s", o.ID, score, otherUpTo, e.earned(worst))
		case score < relatedTo && i >= 0:
			e.sheet.warn(index("related", i), "remove it", "the reference of %s earns only %d here", o.ID, score)
		}
	}
}

// worst grades another question's reference in both languages and returns the higher grade.
func (e *examiner) worst(other quiz.Question) (quiz.Grade, int) {
	en, _ := e.grade(other.Reference.EN)
	zh, _ := e.grade(other.Reference.ZH)
	if zh.Score > en.Score {
		return zh, zh.Score
	}
	return en, en.Score
}

// heaviest is the path of the point that earned most.
func (e *examiner) heaviest(g quiz.Grade) string {
	best, at := 0, "points"
	for i, p := range g.Points {
		w := 0
		switch p.Verdict {
		case quiz.Covered:
			w = 2 * e.Points[i].Weight
		case quiz.Partly:
			w = e.Points[i].Weight
		}
		if w > best {
			best, at = w, index("points", i)+".cues"
		}
	}
	return at
}
