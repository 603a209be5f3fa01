package llmtest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// report is a reply in the form that the prompt of package grade asks for.
type report struct {
	Points         []point `json:"points"`
	Misconceptions []found `json:"misconceptions"`
	Wrong          []wrong `json:"wrong"`
	Feedback       string  `json:"feedback"`
	Injection      bool    `json:"injection_suspected"`
}

type point struct {
	ID      string `json:"id"`
	Quote   string `json:"quote"`
	Reason  string `json:"reason"`
	Verdict string `json:"verdict"`
}

type found struct {
	ID    string `json:"id"`
	Quote string `json:"quote"`
}

type wrong struct {
	Quote string `json:"quote"`
	Why   string `json:"why"`
}

// exam is what the server finds in a prompt.
type exam struct {
	points   []rubricLine
	answer   string
	boundary string
	chinese  bool // reasons and feedback
}

type rubricLine struct{ id, text string }

var (
	answerMark = regexp.MustCompile(`<<<ANSWER ([0-9a-f]+)>>>\n`)
	pointLine  = regexp.MustCompile(`(?m)^- \[([^\]]+)\] (.+)$`)
)

// read finds the exam in a request; without one it is empty.
func read(c Chat) exam {
	user := c.Messages[len(c.Messages)-1].Content
	var e exam
	mark := answerMark.FindStringSubmatchIndex(user)
	if mark == nil {
		return e
	}
	e.boundary = user[mark[2]:mark[3]]
	answer, tail, _ := strings.Cut(user[mark[1]:], "\n<<<END "+e.boundary+">>>")
	e.answer, e.chinese = answer, strings.Contains(tail, "Chinese")
	_, points, _ := strings.Cut(user[:mark[0]], "\nKEY POINTS\n")
	points, _, _ = strings.Cut(points, "\nMISCONCEPTIONS\n")
	for _, m := range pointLine.FindAllStringSubmatch(points, -1) {
		e.points = append(e.points, rubricLine{m[1], m[2]})
	}
	return e
}

// judge gives verdicts by the share of a point's key words in the answer's best sentence.
func (e exam) judge() report {
	r := e.report()
	sentences := strings.FieldsFunc(e.answer, func(r rune) bool { return strings.ContainsRune(".;!?\n。．；！？", r) })
	for _, p := range e.points {
		best, share := "", 0.0
		for _, s := range sentences {
			if x := overlap(p.text, s); x > share {
				best, share = strings.TrimSpace(s), x
			}
		}
		r.Points = append(r.Points, e.verdict(p, best, share))
	}
	return r
}

func (e exam) verdict(p rubricLine, quote string, share float64) point {
	switch {
	case share >= 0.5:
		return point{p.id, short(quote), e.words("It says so.", "回答中说到了这一点。"), "covered"}
	case share >= 0.25:
		return point{p.id, short(quote), e.words("It says a part of it.", "只说到了一部分。"), "partly"}
	default:
		return point{p.id, "", e.words("Nothing is said about it.", "回答中没有提到。"), "missed"}
	}
}

// report is one without verdicts.
func (e exam) report() report {
	return report{
		Misconceptions: []found{}, Wrong: []wrong{},
		Feedback: e.words("Compare your answer with the key points.", "请对照各个要点再想一想。"),
	}
}

func (e exam) words(en, zh string) string {
	if e.chinese {
		return zh
	}
	return en
}

func short(s string) string {
	if utf8.RuneCountInString(s) <= 200 {
		return s
	}
	return string([]rune(s)[:200])
}

// overlap returns which part of the key words of a point a sentence has.
func overlap(p, sentence string) float64 {
	want, have := keys(p), keys(sentence)
	if len(want) == 0 {
		return 0
	}
	n := 0
	for k := range want {
		if have[k] {
			n++
		}
	}
	return float64(n) / float64(len(want))
}

// keys are the fronts of a text's words of four letters and more, and its pairs of Han
// characters.
func keys(s string) map[string]bool {
	set := map[string]bool{}
	var word, last []rune
	for _, r := range strings.ToLower(norm.NFKC.String(s)) + " " {
		switch {
		case unicode.Is(unicode.Han, r):
			if len(last) == 1 {
				set[string(last)+string(r)] = true
			}
			last = []rune{r}
			continue
		case unicode.IsLetter(r):
			word = append(word, r)
			continue
		}
		if len(word) >= 4 {
			set[string(word[:min(len(word), 5)])] = true
		}
		word, last = word[:0], nil
	}
	return set
}
