package bank

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"drillbot/quiz"
)

// Stats count what a set holds. It is also the JSON form.
type Stats struct {
	Questions      int                 `json:"questions"`
	Topics         map[string]int      `json:"topics"`     // questions by topic, those without one included
	Types          map[string]int      `json:"types"`      // … by type
	Difficulty     map[string]int      `json:"difficulty"` // … by difficulty, "1" to "5"
	Coverage       map[string]Coverage `json:"coverage"`   // by topic
	Languages      map[string]int      `json:"languages"`  // … by language of prompt and reference
	Panels         int                 `json:"panels"`
	Points         int                 `json:"points"`
	Misconceptions int                 `json:"misconceptions"`
	Sources        SourceStats         `json:"sources"`
	Ages           AgeStats            `json:"ages"`

	titles map[string]string
	order  []string // topics as the set has them
}

// Coverage is what a topic has.
type Coverage struct {
	Types      map[string]int `json:"types"`
	Difficulty map[string]int `json:"difficulty"`
}

// SourceStats count sources.
type SourceStats struct {
	Known  int            `json:"known"`  // in sources.yaml
	Cited  int            `json:"cited"`  // by at least one question
	ArXiv  int            `json:"arxiv"`  // cited ones that are papers of arXiv
	ByYear map[string]int `json:"byYear"` // cited ones by year of publication
	Most   map[string]int `json:"most"`   // questions by the ten sources that most of them cite
}

// AgeStats count questions by the time since their facts were checked.
type AgeStats struct {
	Oldest string         `json:"oldest,omitempty"` // day of review
	Newest string         `json:"newest,omitempty"`
	Since  map[string]int `json:"since"` // by age: "month", "quarter", "year", "older"
}

// Stats counts the set on a day.
func (s *Set) Stats(today quiz.Date) Stats {
	out := Stats{
		Questions: len(s.Questions), Panels: len(s.Panels),
		Topics: map[string]int{}, Types: map[string]int{}, Difficulty: map[string]int{},
		Coverage: map[string]Coverage{}, Languages: map[string]int{},
		Sources: sourceStats(s), Ages: ageStats(s.Questions, today),
		titles: map[string]string{},
	}
	for _, t := range quiz.Types() {
		out.Types[string(t)] = 0
	}
	for _, t := range s.Topics {
		out.topic(t.ID, t.Title.EN)
	}
	for _, q := range s.Questions {
		out.count(q)
	}
	return out
}

// topic makes a place for a topic.
func (s *Stats) topic(id, title string) {
	if _, ok := s.Coverage[id]; ok {
		return
	}
	s.order = append(s.order, id)
	s.titles[id] = title
	s.Topics[id] = 0
	s.Coverage[id] = Coverage{Types: map[string]int{}, Difficulty: map[string]int{}}
}

func (s *Stats) count(q quiz.Question) {
	s.topic(q.Topic, q.Topic) // of another bank
	level := fmt.Sprint(q.Difficulty)
	s.Topics[q.Topic]++
	s.Types[string(q.Type)]++
	s.Difficulty[level]++
	s.Coverage[q.Topic].Types[string(q.Type)]++
	s.Coverage[q.Topic].Difficulty[level]++
	s.Points += len(q.Points)
	s.Misconceptions += len(q.Misconceptions)
	if q.Prompt.EN != "" && q.Reference.EN != "" {
		s.Languages["en"]++
	}
	if q.Prompt.ZH != "" && q.Reference.ZH != "" {
		s.Languages["zh"]++
	}
}

// mostCited is how many sources SourceStats.Most lists.
const mostCited = 10

func sourceStats(s *Set) SourceStats {
	cited := map[string]int{}
	out := SourceStats{Known: len(s.Sources), ByYear: map[string]int{}, Most: map[string]int{}}
	for _, q := range s.Questions {
		for _, source := range q.Sources {
			if cited[source.Key]++; cited[source.Key] == 1 {
				out.Cited++
				out.ByYear[fmt.Sprint(source.Year)]++
				if arXiv.MatchString(source.Key) {
					out.ArXiv++
				}
			}
		}
	}
	for _, key := range top(cited, mostCited) {
		out.Most[key] = cited[key]
	}
	return out
}

func ageStats(questions []quiz.Question, today quiz.Date) AgeStats {
	out := AgeStats{Since: map[string]int{"month": 0, "quarter": 0, "year": 0, "older": 0}}
	var oldest, newest quiz.Date
	for _, q := range questions {
		if oldest == 0 || q.Reviewed < oldest {
			oldest = q.Reviewed
		}
		newest = max(newest, q.Reviewed)
		out.Since[age(today-q.Reviewed)]++
	}
	if len(questions) > 0 {
		out.Oldest, out.Newest = oldest.String(), newest.String()
	}
	return out
}

func age(days quiz.Date) string {
	switch {
	case days <= 31:
		return "month"
	case days <= 92:
		return "quarter"
	case days <= 366:
		return "year"
	default:
		return "older"
	}
}

// WriteTo writes the numbers as tables for people.
func (s Stats) WriteTo(w io.Writer) (int64, error) {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 8, 2, ' ', tabwriter.AlignRight)
	row := func(name string, n int, types, levels map[string]int, title string) {
		fmt.Fprintf(t, "%s\t%d\t", name, n)
		for _, typ := range quiz.Types() {
			fmt.Fprintf(t, "%s\t", number0(types[string(typ)]))
		}
		for level := 1; level <= 5; level++ {
			fmt.Fprintf(t, "%s\t", number0(levels[fmt.Sprint(level)]))
		}
		fmt.Fprintf(t, "  %s\n", title)
	}
	fmt.Fprint(t, "topic\tall\topen\tchoice\tnumeric\tcloze\torder\td1\td2\td3\td4\td5\t\n")
	for _, id := range s.order {
		row(id, s.Topics[id], s.Coverage[id].Types, s.Coverage[id].Difficulty, s.titles[id])
	}
	row("all", s.Questions, s.Types, s.Difficulty, "")
	if err := t.Flush(); err != nil {
		return 0, err
	}
	fmt.Fprintf(&b, "\nlanguages  en %d, zh %d\n", s.Languages["en"], s.Languages["zh"])
	fmt.Fprintf(&b, "rubrics    %d points, %d misconceptions, %d panels\n", s.Points, s.Misconceptions, s.Panels)
	fmt.Fprintf(&b, "sources    %d cited of %d known, %d of arXiv; by year %s; most cited %s\n",
		s.Sources.Cited, s.Sources.Known, s.Sources.ArXiv, inOrder(s.Sources.ByYear), inOrder(s.Sources.Most))
	fmt.Fprintf(&b, "reviewed   from %s to %s; within a month %d, a quarter %d, a year %d, longer ago %d\n", s.Ages.Oldest, s.Ages.Newest,
		s.Ages.Since["month"], s.Ages.Since["quarter"], s.Ages.Since["year"], s.Ages.Since["older"])
	n, err := io.WriteString(w, b.String())
	return int64(n), err
}

// number0 writes nothing for 0, so that gaps are seen.
func number0(n int) string {
	if n == 0 {
		return "·"
	}
	return fmt.Sprint(n)
}

// top returns the keys of the n highest counts, highest first, equal ones by name.
func top(counts map[string]int, n int) []string {
	keys := slices.Sorted(maps.Keys(counts))
	slices.SortStableFunc(keys, func(a, b string) int { return cmp.Compare(counts[b], counts[a]) })
	return keys[:min(n, len(keys))]
}

// inOrder writes counts by name.
func inOrder(counts map[string]int) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%s (%d)", k, counts[k]))
	}
	return strings.Join(parts, ", ")
}
