package bank

import (
	"regexp"
	"slices"
	"strings"

	"drillbot/data/bank/internal/form"
)

func checkChoice(s *sheet, f form.Question) {
	s.checkIDs("options", len(f.Options), func(i int) string { return f.Options[i].ID })
	right := 0
	seen := map[form.Text]bool{}
	for i, o := range f.Options {
		if o.Right {
			right++
		}
		if seen[o.Text] {
			s.fail(index("options", i), "change one", "two options say the same")
		}
		seen[o.Text] = true
	}
	if right == 0 {
		s.fail("options", "mark it with right: true", "no option is right")
	}
	if right == len(f.Options) {
		s.fail("options", "add one that is wrong", "every option is right")
	}
}

// blankForm is how a cloze prompt names a blank.
var blankForm = regexp.MustCompile(`\[\[([^\[\]]*)\]\]`)

func checkCloze(s *sheet, f form.Question) {
	s.checkIDs("blanks", len(f.Blanks), func(i int) string { return f.Blanks[i].ID })
	var want []string
	for i, b := range f.Blanks {
		want = append(want, b.ID)
		s.checkAccept(index("blanks", i)+".accept", b.Accept)
	}
	s.checkGaps("prompt.en", f.Prompt.EN, want)
	s.checkGaps("prompt.zh", f.Prompt.ZH, want)
}

// checkGaps checks that a prompt names the blanks, each once, in order.
func (s *sheet) checkGaps(path, prompt string, want []string) {
	var got []string
	for _, at := range blankForm.FindAllStringSubmatchIndex(prompt, -1) {
		got = append(got, prompt[at[2]:at[3]])
		if inFormula(prompt, at[0]) {
			s.note(s.markIn(path, prompt, at[0]), false, "end the formula in front of it", "%s has the blank %s inside a formula", path, prompt[at[0]:at[1]])
		}
	}
	if !slices.Equal(got, want) {
		s.fail(path, "write [["+strings.Join(want, "]] … [[")+"]] in this order, as blanks has them",
			"%s has the blanks %q", path, got)
	}
}

func (s *sheet) checkAccept(path string, accept []string) {
	seen := map[string]bool{}
	for i, a := range accept {
		folded := strings.ToLower(strings.Join(strings.Fields(a), ""))
		if seen[folded] {
			s.warn(index(path, i), "remove one: case and space do not count", "the answer %q is there twice", shorten(a))
		}
		if strings.ContainsAny(a, "$`\\\n") || len([]rune(a)) > maxWording {
			s.fail(index(path, i), "write what a player would type", "the answer %q holds a formula or is too long", shorten(a))
		}
		seen[folded] = true
	}
}

func checkOrder(s *sheet, f form.Question) {
	s.checkIDs("items", len(f.Items), func(i int) string { return f.Items[i].ID })
	seen := map[form.Text]bool{}
	for i, item := range f.Items {
		if seen[item.Text] {
			s.fail(index("items", i), "change one", "two items say the same")
		}
		seen[item.Text] = true
	}
}
