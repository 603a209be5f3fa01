package bolt

import (
	"strings"

	"drillbot/quiz"
)

// The stored form of an attempt. Ids of 64 bits and the time are fixed, names and small
// numbers are varints, texts carry their length:
//
//	form 1 · flags · server · player · at µs · day less the day of at in UTC · question, version,
//	topic, lang by name · seed · points · streak · text · parts · grade where flagGrade ·
//	day less the day of the daily question where flagDaily · freezes where flagFreezes
//	form 2, where a human has ruled: the same · judge · the machine's grade where flagMachine
//
// Its id is the key; its state and reply are known from unfinished.
const (
	attemptForm = 1
	judgedForm  = 2
)

const (
	flagGaveUp = 1 << iota
	flagCounts
	flagGrade
	flagDaily
	flagPractice
	flagMachine
	flagFreezes
)

// judged reports whether a stored attempt has a judge, without reading the rest of it.
func judged(b []byte) bool { return len(b) > 0 && b[0] == judgedForm }

// attemptFormOf returns the form that an attempt is stored in.
func attemptFormOf(a *quiz.Attempt) byte {
	if a.Judge != 0 {
		return judgedForm
	}
	return attemptForm
}

func encodeAttempt(t *nameTable, a *quiz.Attempt) []byte {
	w := &writer{b: make([]byte, 0, 128+2*len(a.Answer.Text)), names: t}
	w.byte(attemptFormOf(a))
	w.byte(bit(a.GaveUp, flagGaveUp) | bit(a.Counts, flagCounts) | bit(a.Grade != nil, flagGrade) |
		bit(a.Daily != 0, flagDaily) | bit(a.Practice, flagPractice) | bit(a.Judge != 0 && a.Machine != nil, flagMachine) |
		bit(a.Freezes != 0, flagFreezes))
	w.u64(a.Server)
	w.u64(a.Player)
	w.time(a.At)
	w.varint(int64(a.Day) - int64(quiz.DateOf(a.At.UTC())))
	w.name(a.Question)
	w.name(a.Version)
	w.name(a.Topic)
	w.name(string(a.Lang))
	w.u32(a.Seed)
	w.varint(int64(a.Points))
	w.varint(int64(a.Streak))
	w.string(a.Answer.Text)
	w.uvarint(uint64(len(a.Answer.Parts)))
	for _, p := range a.Answer.Parts {
		w.string(p)
	}
	if a.Grade != nil {
		encodeGrade(w, a.Grade, a.Answer.Text)
	}
	if a.Daily != 0 {
		w.varint(int64(a.Day) - int64(a.Daily))
	}
	if a.Freezes != 0 {
		w.varint(int64(a.Freezes))
	}
	if a.Judge != 0 {
		w.u64(a.Judge)
		if a.Machine != nil {
			encodeGrade(w, a.Machine, a.Answer.Text)
		}
	}
	return w.b
}

// decodeAttempt is the reverse of encodeAttempt but for the state, which is Delivered
// until the caller knows better.
func decodeAttempt(t *nameTable, id uint64, b []byte) (quiz.Attempt, error) {
	r := &reader{b: b, names: t}
	ruled := judged(b)
	r.form(judgedForm)
	flags := r.byte()
	a := quiz.Attempt{
		ID: id, State: quiz.Delivered,
		GaveUp: flags&flagGaveUp != 0, Counts: flags&flagCounts != 0, Practice: flags&flagPractice != 0,
	}
	a.Server, a.Player, a.At = r.u64(), r.u64(), r.time()
	a.Day = quiz.Date(r.varint() + int64(quiz.DateOf(a.At.UTC())))
	a.Question, a.Version, a.Topic, a.Lang = r.name(), r.name(), r.name(), quiz.Lang(r.name())
	a.Seed = r.u32()
	a.Points, a.Streak = int(r.varint()), int(r.varint())
	a.Answer.Text = r.string()
	for range r.count() {
		a.Answer.Parts = append(a.Answer.Parts, r.string())
	}
	if flags&flagGrade != 0 {
		a.Grade = decodeGrade(r, a.Answer.Text)
	}
	if flags&flagDaily != 0 {
		a.Daily = quiz.Date(int64(a.Day) - r.varint())
	}
	if flags&flagFreezes != 0 {
		a.Freezes = int(r.varint())
	}
	if ruled {
		a.Judge = r.u64()
		r.bad = r.bad || a.Judge == 0
		if flags&flagMachine != 0 {
			a.Machine = decodeGrade(r, a.Answer.Text)
		}
	}
	return a, r.err("attempt", id)
}

// The stored form of a grade:
//
//	flags · score · cap · by, version, fell by name · confidence · tokens and cost ·
//	points: name, verdict, quote, why · found: name, quote · wrong: quote, why ·
//	flags by name · feedback
const (
	flagEstimate = 1 << iota
	flagCached
)

// unverified marks the verdict of a point.
const unverified = 0x80

func encodeGrade(w *writer, g *quiz.Grade, text string) {
	w.byte(bit(g.Estimate, flagEstimate) | bit(g.Cached, flagCached))
	w.varint(int64(g.Score))
	w.varint(int64(g.Cap))
	w.name(g.By)
	w.name(g.Version)
	w.name(string(g.Fell))
	w.float(g.Confidence)
	w.varint(int64(g.Usage.In))
	w.varint(int64(g.Usage.Cached))
	w.varint(int64(g.Usage.Out))
	w.varint(g.Usage.Micros)
	encodeEvidence(w, g, text)
	w.uvarint(uint64(len(g.Flags)))
	for _, f := range g.Flags {
		w.name(string(f))
	}
	w.string(g.Feedback)
}

func encodeEvidence(w *writer, g *quiz.Grade, text string) {
	w.uvarint(uint64(len(g.Points)))
	for _, p := range g.Points {
		w.name(p.Point)
		w.byte(byte(p.Verdict) | bit(p.Unverified, unverified))
		encodeQuote(w, p.Quote, text)
		w.string(p.Why)
	}
	w.uvarint(uint64(len(g.Found)))
	for _, f := range g.Found {
		w.name(f.Misconception)
		encodeQuote(w, f.Quote, text)
	}
	w.uvarint(uint64(len(g.Wrong)))
	for _, c := range g.Wrong {
		encodeQuote(w, c.Quote, text)
		w.string(c.Why)
	}
}

func decodeGrade(r *reader, text string) *quiz.Grade {
	flags := r.byte()
	g := &quiz.Grade{Estimate: flags&flagEstimate != 0, Cached: flags&flagCached != 0}
	g.Score, g.Cap = int(r.varint()), int(r.varint())
	g.By, g.Version, g.Fell = r.name(), r.name(), quiz.FallBack(r.name())
	g.Confidence = r.float()
	g.Usage.In, g.Usage.Cached, g.Usage.Out = int(r.varint()), int(r.varint()), int(r.varint())
	g.Usage.Micros = r.varint()
	decodeEvidence(r, g, text)
	for range r.count() {
		g.Flags = append(g.Flags, quiz.Flag(r.name()))
	}
	g.Feedback = r.string()
	return g
}

func decodeEvidence(r *reader, g *quiz.Grade, text string) {
	for range r.count() {
		p := quiz.PointGrade{Point: r.name()}
		verdict := r.byte()
		p.Verdict, p.Unverified = quiz.Verdict(verdict&^unverified), verdict&unverified != 0
		p.Quote, p.Why = decodeQuote(r, text), r.string()
		g.Points = append(g.Points, p)
	}
	for range r.count() {
		g.Found = append(g.Found, quiz.Found{Misconception: r.name(), Quote: decodeQuote(r, text)})
	}
	for range r.count() {
		g.Wrong = append(g.Wrong, quiz.WrongClaim{Quote: decodeQuote(r, text), Why: r.string()})
	}
}

// encodeQuote stores a quote as a place in the answer's text, where nearly all come from, and
// any other as it is: the length and one bit for which, then the place or the bytes.
func encodeQuote(w *writer, quote, text string) {
	n := uint64(len(quote)) << 1
	if at := strings.Index(text, quote); quote != "" && at >= 0 {
		w.uvarint(n | 1)
		w.uvarint(uint64(at))
		return
	}
	w.uvarint(n)
	w.b = append(w.b, quote...)
}

func decodeQuote(r *reader, text string) string {
	n := r.uvarint()
	if n&1 == 0 {
		return string(r.take(n >> 1))
	}
	at, n := r.uvarint(), n>>1
	if at > uint64(len(text)) || n > uint64(len(text))-at {
		r.bad = true
		return ""
	}
	return text[at : at+n]
}

// bit returns the flag where it is set.
func bit(set bool, flag byte) byte {
	if set {
		return flag
	}
	return 0
}
