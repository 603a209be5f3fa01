package bank

import (
	"fmt"
	"strings"

	"drillbot/data/bank/internal/form"
)

func checkOpen(s *sheet, f form.Question) {
	s.checkIDs("points", len(f.Points), func(i int) string { return f.Points[i].ID })
	s.checkIDs("misconceptions", len(f.Misconceptions), func(i int) string { return f.Misconceptions[i].ID })
	sum := 0
	for i, p := range f.Points {
		sum += p.Weight
		s.checkCues(index("points", i)+".cues", p.Cues)
	}
	if sum != 100 {
		s.fail("points", fmt.Sprintf("change them by %+d in all", 100-sum), "the weights sum to %d, not 100", sum)
	}
	for i, m := range f.Misconceptions {
		s.checkMisconception(index("misconceptions", i), m)
	}
}

func (s *sheet) checkMisconception(path string, m form.Misconception) {
	if m.Cues == nil && m.Direction == nil {
		s.fail(path, "give cues or direction", "nothing tells when the misconception is there")
	}
	if m.Cues != nil {
		s.checkCues(path+".cues", *m.Cues)
	}
	if d := m.Direction; d != nil {
		s.checkCues(path+".direction.of", d.Of)
		s.checkCues(path+".direction.on", d.On)
	}
}

// The limits of cues.
const (
	maxWordings = 30 // of a group
	maxWording  = 60 // characters
)

func (s *sheet) checkCues(path string, c form.Cues) {
	s.checkGroups(path+".en", c.EN)
	s.checkGroups(path+".zh", c.ZH)
}

// checkGroups checks the concept groups of one language: each needs a wording, and
// a wording is plain text that stands in it once.
func (s *sheet) checkGroups(path string, groups [][]string) {
	for i, g := range groups {
		at := index(path, i)
		if len(g) == 0 {
			s.fail(at, "give a wording or remove the group", "%s has no wording", at)
		}
		if len(g) > maxWordings {
			s.fail(at, fmt.Sprintf("keep the best %d", maxWordings), "%s has %d wordings", at, len(g))
		}
		s.checkWordings(at, g)
	}
}

func (s *sheet) checkWordings(path string, group []string) {
	seen := map[string]bool{}
	for i, w := range group {
		at, folded := index(path, i), strings.ToLower(w)
		if seen[folded] {
			s.warn(at, "remove one", "the wording %q is there twice", shorten(w))
		}
		if strings.ContainsAny(w, "$\n`") || strings.Contains(w, `\`) {
			s.fail(at, "write what a player would type, such as d_k", "the wording %q holds a formula or Markdown", shorten(w))
		}
		if len([]rune(w)) > maxWording {
			s.fail(at, "use the few words that matter", "the wording %q is longer than %d characters", shorten(w), maxWording)
		}
		seen[folded] = true
	}
}
