package exchange

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"drillbot/quiz"
)

// readGIFT reads questions that blank lines part.
func readGIFT(r *reader, text string) {
	for _, block := range giftBlocks.Split(text, -1) {
		var comments, lines []string
		for line := range strings.Lines(block) {
			line = strings.TrimRight(line, "\n")
			if c, ok := strings.CutPrefix(strings.TrimSpace(line), "//"); ok {
				comments = append(comments, strings.TrimSpace(c))
			} else if !strings.HasPrefix(line, "$CATEGORY:") {
				lines = append(lines, line)
			}
		}
		if item := strings.TrimSpace(strings.Join(lines, "\n")); item != "" {
			if !r.next() {
				return
			}
			r.gift(item, comments)
		}
	}
}

var (
	giftBlocks  = regexp.MustCompile(`\n[ \t]*\n`)
	giftID      = regexp.MustCompile(`\[id:([^\]]+)\]`)
	giftTag     = regexp.MustCompile(`\[tag:([^\]]+)\]`)
	giftTitle   = regexp.MustCompile(`(?s)^::((?:\\.|[^\\:])*)::`)
	giftMarkup  = regexp.MustCompile(`^\s*\[(html|markdown|moodle|plain)\]`)
	giftPercent = regexp.MustCompile(`^%(-?\d+(?:\.\d+)?)%`)
)

// gift takes one question.
func (r *reader) gift(item string, comments []string) {
	var base, seen quiz.Question
	for _, c := range comments {
		if text, ok := strings.CutPrefix(c, "drillbot "); ok {
			base = found(text)
		}
		if m := giftID.FindStringSubmatch(c); m != nil {
			seen.ID = strings.TrimSpace(m[1])
		}
		for _, m := range giftTag.FindAllStringSubmatch(c, -1) {
			seen.Tags = append(seen.Tags, strings.ToLower(strings.TrimSpace(m[1])))
		}
	}
	if m := giftTitle.FindStringSubmatch(item); m != nil {
		item = item[len(m[0]):]
		if title := bare(m[1]); seen.ID == "" && idForm.MatchString(title) {
			seen.ID = title
		}
	}
	if base.ID != seen.ID {
		base = quiz.Question{}
	}
	if err := readGIFTBody(&seen, base, giftMarkup.ReplaceAllString(item, "")); err != nil {
		r.refuse(seen.ID, err)
		return
	}
	r.take(Merge(base, seen))
}

// readGIFTBody reads the text and the answers in braces.
func readGIFTBody(q *quiz.Question, base quiz.Question, body string) error {
	from := unescapedIndex(body, '{')
	if from < 0 {
		return say("no { } with answers: a description asks nothing", "没有放答案的 { }：说明文字不是题目")
	}
	length := unescapedIndex(body[from+1:], '}')
	if length < 0 {
		return say("the { is not closed", "{ 没有配对的 }")
	}
	answers, feedback, _ := strings.Cut(body[from+1:from+1+length], "####")
	after := strings.TrimSpace(body[from+1+length+1:])
	prompt := strings.TrimSpace(body[:from])
	if after != "" {
		prompt += " _____ " + after // the missing-word form
	}
	q.Prompt = fromLanguages(bare(prompt))
	reference, _, _ := strings.Cut(bare(feedback), seam)
	q.Reference = fromLanguages(reference)
	if base.Numeric != nil {
		return readShown(q, base)
	}
	return readGIFTAnswers(q, base, strings.TrimSpace(answers))
}

// readShown leaves texts alone that show the first numbers of base.
func readShown(q *quiz.Question, base quiz.Question) error {
	shown := first(base)
	if q.Prompt == fromLanguages(bothLanguages(shown.Prompt, "span")) {
		q.Prompt = quiz.Text{}
	}
	if q.Reference == fromLanguages(bothLanguages(shown.Reference, "span")) {
		q.Reference = quiz.Text{}
	}
	q.Type = quiz.Numeric
	return nil
}

func readGIFTAnswers(q *quiz.Question, base quiz.Question, answers string) error {
	switch upper := strings.ToUpper(answers); {
	case answers == "":
		q.Type = quiz.Open
		return nil
	case strings.HasPrefix(answers, "#"):
		return readGIFTNumber(q, answers[1:])
	case slices.Contains([]string{"T", "F", "TRUE", "FALSE"}, strings.TrimSpace(strings.SplitN(upper, "#", 2)[0])):
		return say("true or false is no type of ours; write it as a choice of four", "没有判断题这种题型，请改成四选一")
	case strings.Contains(answers, "->"):
		return readGIFTPairs(q, base, answers)
	}
	return readGIFTOptions(q, base, answers)
}

func readGIFTNumber(q *quiz.Question, s string) error {
	q.Type = quiz.Numeric
	s, _, _ = strings.Cut(strings.TrimPrefix(strings.TrimSpace(s), "="), "#")
	low, high, ranged := strings.Cut(s, "..")
	number, off, _ := strings.Cut(s, ":")
	if ranged {
		number, off = low, "0"
	}
	value, err := strconv.ParseFloat(strings.TrimSpace(bare(number)), 64)
	if err != nil {
		return say("%q is no number", "“%s”不是数字", shorten(number))
	}
	slack, _ := strconv.ParseFloat(strings.TrimSpace(off), 64) // none is exact
	if top, err := strconv.ParseFloat(strings.TrimSpace(high), 64); ranged && err == nil {
		value, slack = (value+top)/2, math.Abs(top-value)/2
	}
	q.Numeric = &quiz.NumericKey{Value: value, Formula: plainNumber(value)}
	if value != 0 {
		q.Numeric.Tolerance = math.Abs(slack / value)
	}
	return nil
}

// readGIFTPairs reads a matching: of places it is an order, else a cloze of ours.
func readGIFTPairs(q *quiz.Question, base quiz.Question, answers string) error {
	q.Type = quiz.Order
	if len(base.Blanks) > 0 {
		q.Type = quiz.Cloze
		return nil // base has more than is seen
	}
	pairs := parted(answers, '=')
	places := map[int]string{}
	for _, pair := range pairs {
		text, place, ok := strings.Cut(pair, "->")
		n, err := strconv.Atoi(strings.TrimSpace(bare(place)))
		if !ok || err != nil {
			return say("a matching is no type of ours, but for one of items and their places 1, 2, 3 …",
				"没有配对题这种题型，只有各项配位次 1、2、3……的才能当排序题")
		}
		places[n] = strings.TrimSpace(bare(text))
	}
	for n := 1; n <= len(places); n++ {
		text, ok := places[n]
		if !ok {
			return say("no item has the place %d", "没有位次为 %d 的项", n)
		}
		it := quiz.Item{ID: "step-" + strconv.Itoa(n), Text: fromLanguages(text)}
		if n <= len(base.Items) {
			it.ID = base.Items[n-1].ID
		}
		q.Items = append(q.Items, it)
	}
	return nil
}

// readGIFTOptions reads a choice, or answers that are all right: a cloze of one blank.
func readGIFTOptions(q *quiz.Question, base quiz.Question, answers string) error {
	q.Type = quiz.Choice
	wrong := 0
	for _, mark := range marksOf(answers) {
		o := quiz.Option{ID: letter(len(q.Options)), Right: mark.sign == '='}
		text := strings.TrimSpace(mark.text)
		if m := giftPercent.FindStringSubmatch(text); m != nil {
			share, _ := strconv.ParseFloat(m[1], 64) // the form admits numbers only
			o.Right, text = share > 0, text[len(m[0]):]
		}
		text, why := cutUnescaped(text, '#')
		o.Text, o.Why = fromLanguages(bare(text)), fromLanguages(bare(why))
		if i := len(q.Options); i < len(base.Options) {
			o.ID = base.Options[i].ID
		}
		if !o.Right {
			wrong++
		}
		q.Options = append(q.Options, o)
	}
	switch {
	case len(q.Options) == 0:
		return say("its answers begin with neither = nor ~", "答案应以 = 或 ~ 开头")
	case wrong == 0:
		return oneBlank(q)
	}
	return nil
}

// oneBlank makes a cloze of a question whose every answer is right.
func oneBlank(q *quiz.Question) error {
	q.Type = quiz.Cloze
	b := quiz.Blank{ID: "answer", Label: quiz.Text{EN: "answer", ZH: "答案"}}
	for _, o := range q.Options {
		b.Accept = append(b.Accept, o.Text.EN+o.Text.ZH)
	}
	q.Options, q.Blanks = nil, []quiz.Blank{b}
	for _, text := range []*string{&q.Prompt.EN, &q.Prompt.ZH} {
		switch {
		case *text == "":
		case strings.Contains(*text, "_____"):
			*text = strings.Replace(*text, "_____", "[[answer]]", 1)
		default:
			*text += " [[answer]]"
		}
	}
	return nil
}
