package exchange

import (
	"encoding/xml"
	"fmt"
	"html"
	"math"
	"regexp"
	"strconv"
	"strings"

	"drillbot/quiz"
)

// moodleQuestion is a <question> as far as it is read.
type moodleQuestion struct {
	Type     string   `xml:"type,attr"`
	Category xmlInner `xml:"category"`
	Name     xmlInner `xml:"name"`
	Text     xmlInner `xml:"questiontext"`
	Feedback xmlInner `xml:"generalfeedback"`
	Graders  xmlInner `xml:"graderinfo"`
	IDNumber string   `xml:"idnumber"`
	Answers  []struct {
		Fraction  string   `xml:"fraction,attr"`
		Text      string   `xml:"text"`
		Feedback  xmlInner `xml:"feedback"`
		Tolerance string   `xml:"tolerance"`
	} `xml:"answer"`
	Units []struct {
		Multiplier string `xml:"multiplier"`
		Name       string `xml:"unit_name"`
	} `xml:"units>unit"`
	Tags []xmlInner `xml:"tags>tag"`
}

// xmlInner is an element with a <text> and perhaps pictures.
type xmlInner struct {
	Text  string     `xml:"text"`
	Files []struct{} `xml:"file"`
}

// A <question> is read by itself, so that broken XML costs one question.
var (
	moodleItem    = regexp.MustCompile(`(?s)<question[\s>].*?</question>`)
	moodleComment = regexp.MustCompile(`(?s)<!--(.*?)-->`)
)

// readMoodle reads one question after the other. Go's parser knows no entities but XML's own, so none can grow.
func readMoodle(r *reader, text string) {
	topic, last := "", 0
	for _, at := range moodleItem.FindAllStringIndex(text, -1) {
		comment := ""
		if c := moodleComment.FindAllStringSubmatch(text[last:at[0]], -1); c != nil {
			comment = strings.TrimSpace(c[len(c)-1][1])
		}
		last = at[1]
		var m moodleQuestion
		err := xml.Unmarshal([]byte(text[at[0]:at[1]]), &m)
		if m.Type == "category" {
			topic = m.Category.Text[strings.LastIndex(m.Category.Text, "/")+1:]
			continue
		}
		switch {
		case !r.next():
			return
		case err != nil:
			r.refuse(strings.TrimSpace(m.IDNumber), say("broken XML: %v", "XML 有误：%v", err))
		default:
			r.moodle(m, topic, comment)
		}
	}
	if r.items == 0 {
		r.tell(Note{Refused: true}, say("no <question> in it", "里面没有 <question>"))
	}
}

var graderWhole = regexp.MustCompile(`(?s)<pre[^<>]*>drillbot (.*?)</pre>`)

// moodle takes a question: the whole of it from where we hid it, and over it what is seen.
func (r *reader) moodle(m moodleQuestion, topic, comment string) {
	id := strings.TrimSpace(m.IDNumber)
	if name := strings.TrimSpace(m.Name.Text); id == "" && idForm.MatchString(name) {
		id = name
	}
	read := moodleReaders[m.Type]
	if read == nil {
		r.refuse(id, say("a question of the type %q cannot be asked here", "这里出不了“%s”这种题型的题", shorten(m.Type)))
		return
	}
	var base quiz.Question
	if text, ok := strings.CutPrefix(comment, "drillbot "); ok {
		base = found(text)
	}
	if w := graderWhole.FindStringSubmatch(m.Graders.Text); w != nil {
		base = found(html.UnescapeString(w[1]))
	}
	if base.ID != id {
		base = quiz.Question{} // of another question
	}
	seen := quiz.Question{ID: id, Prompt: fromLanguages(m.Text.Text), Reference: fromLanguages(m.Feedback.Text)}
	if idForm.MatchString(topic) {
		seen.Topic = topic
	}
	for _, t := range m.Tags {
		if n, ok := strings.CutPrefix(t.Text, "difficulty "); ok {
			seen.Difficulty, _ = strconv.Atoi(n) // 0 is refused by data/bank
		} else {
			seen.Tags = append(seen.Tags, strings.ToLower(t.Text))
		}
	}
	if err := read(&seen, m, base); err != nil {
		r.refuse(id, err)
		return
	}
	if len(m.Text.Files) > 0 {
		r.note(id, say("its pictures are not read", "没有读其中的图片"))
	}
	r.take(Merge(base, seen))
}

// moodleReaders read what a type of question has of its own. What base has of it they leave alone where what is seen is
// just what base shows.
var moodleReaders = map[string]func(q *quiz.Question, m moodleQuestion, base quiz.Question) error{
	"essay":       readEssay,
	"multichoice": readMultichoice,
	"numerical":   readNumerical,
	"cloze":       readEmbedded,
	"multianswer": readEmbedded,
	"ordering":    readOrdering,
}

func readEssay(q *quiz.Question, _ moodleQuestion, _ quiz.Question) error {
	q.Type = quiz.Open
	return nil
}

func readMultichoice(q *quiz.Question, m moodleQuestion, base quiz.Question) error {
	q.Type = quiz.Choice
	for i, a := range m.Answers {
		share, err := strconv.ParseFloat(a.Fraction, 64)
		if err != nil {
			return say("an answer has no fraction", "有一个答案没有 fraction")
		}
		o := quiz.Option{ID: letter(i), Right: share > 0, Text: fromLanguages(a.Text), Why: fromLanguages(a.Feedback.Text)}
		if i < len(base.Options) {
			o.ID = base.Options[i].ID
		}
		q.Options = append(q.Options, o)
	}
	return nil
}

// readNumerical reads the number, unless base has it: the file then shows it with rounded units and one set of variables.
func readNumerical(q *quiz.Question, m moodleQuestion, base quiz.Question) error {
	q.Type = quiz.Numeric
	if base.Numeric != nil {
		shown := first(base)
		if q.Prompt == fromLanguages(bothLanguages(shown.Prompt, "span")) {
			q.Prompt = quiz.Text{}
		}
		if q.Reference == fromLanguages(bothLanguages(shown.Reference, "span")) {
			q.Reference = quiz.Text{}
		}
		return nil
	}
	if len(m.Answers) == 0 {
		return say("it has no answer", "没有答案")
	}
	value, err := strconv.ParseFloat(strings.TrimSpace(m.Answers[0].Text), 64)
	if err != nil {
		return say("its answer is no number", "答案不是数字")
	}
	off, _ := strconv.ParseFloat(strings.TrimSpace(m.Answers[0].Tolerance), 64) // none is exact
	q.Numeric = &quiz.NumericKey{Value: value, Formula: plainNumber(value)}
	if value != 0 && off > 0 {
		q.Numeric.Tolerance = math.Abs(off / value)
	}
	for _, u := range m.Units {
		f, err := strconv.ParseFloat(strings.TrimSpace(u.Multiplier), 64)
		switch {
		case err != nil || f <= 0:
			return say("a unit has no multiplier", "有一个单位没有 multiplier")
		case q.Numeric.Unit == "":
			q.Numeric.Unit = u.Name
		default:
			q.Numeric.Units = append(q.Numeric.Units, quiz.Unit{Name: u.Name, Factor: inverse(f)})
		}
	}
	return nil
}

func readOrdering(q *quiz.Question, m moodleQuestion, base quiz.Question) error {
	q.Type = quiz.Order
	q.Items = make([]quiz.Item, len(m.Answers))
	for _, a := range m.Answers {
		f, err := strconv.ParseFloat(a.Fraction, 64)
		at := int(f) - 1
		if err != nil || at < 0 || at >= len(q.Items) || q.Items[at].ID != "" {
			return say("the places of its items are not 1, 2, 3 …", "各项的位次不是 1、2、3……")
		}
		q.Items[at] = quiz.Item{ID: "step-" + strconv.Itoa(at+1), Text: fromLanguages(a.Text)}
		if at < len(base.Items) {
			q.Items[at].ID = base.Items[at].ID
		}
	}
	return nil
}

// embedded is an answer within the text of a cloze.
var embedded = regexp.MustCompile(`\{\d*:(?:SHORTANSWER|SA|MW|SHORTANSWER_C|SAC|MWC|NUMERICAL|NM):((?:\\.|[^\\}])*)\}`)

// readEmbedded reads a text with embedded answers: each is a blank.
func readEmbedded(q *quiz.Question, m moodleQuestion, base quiz.Question) error {
	q.Type = quiz.Cloze
	if len(base.Blanks) > 0 && m.Text.Text == gapped(base) {
		q.Prompt = quiz.Text{}
		return nil
	}
	text := language.ReplaceAllStringFunc(m.Text.Text, func(one string) string { return gapsOf(q, one, base) })
	if text == m.Text.Text { // of one language
		text = gapsOf(q, text, base)
	}
	if len(q.Blanks) == 0 {
		return say("it has no answer to fill in", "没有要填的空")
	}
	q.Prompt = fromLanguages(text)
	return nil
}

// gapsOf names the embedded answers of a text in one language; the n-th is the same blank in every language.
func gapsOf(q *quiz.Question, text string, base quiz.Question) string {
	n := 0
	return embedded.ReplaceAllStringFunc(text, func(gap string) string {
		if n++; n > len(q.Blanks) {
			b := quiz.Blank{ID: fmt.Sprintf("blank-%d", n), Label: quiz.Text{EN: fmt.Sprintf("blank %d", n), ZH: fmt.Sprintf("空 %d", n)}}
			if n <= len(base.Blanks) {
				b.ID, b.Label = base.Blanks[n-1].ID, base.Blanks[n-1].Label
			}
			b.Accept = acceptedIn(embedded.FindStringSubmatch(gap)[1])
			q.Blanks = append(q.Blanks, b)
		}
		return "[[" + q.Blanks[n-1].ID + "]]"
	})
}

// acceptedIn lists the answers that earn everything.
func acceptedIn(answers string) []string {
	var out []string
	for _, a := range parted(answers, '~') {
		a, _ := cutUnescaped(a, '#') // feedback
		if full, ok := strings.CutPrefix(a, "="); ok {
			out = append(out, html.UnescapeString(bare(full)))
		} else if full, ok := strings.CutPrefix(a, "%100%"); ok {
			out = append(out, html.UnescapeString(bare(full)))
		}
	}
	return out
}

// inverse is 1/f to twelve digits, so that what was a round number is one again.
func inverse(f float64) float64 {
	v, _ := strconv.ParseFloat(strconv.FormatFloat(1/f, 'g', 12, 64), 64) // written by FormatFloat
	return v
}
