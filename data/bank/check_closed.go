package bank

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"drillbot/data/bank/internal/form"
)

func checkChoice(s *sheet, f form.Question) {
	s.checkIDs("options", len(f.Options), func(i int) string { return f.Options[i].ID })
	right := 0
	texts := make([]form.Text, len(f.Options))
	for i, o := range f.Options {
		if o.Right {
			right++
		}
		texts[i] = o.Text
	}
	s.checkDistinct("options", "two options say the same", texts)
	s.checkLengths(f.Options)
	if right == 0 {
		s.fail("options", "mark it with right: true", "no option is right")
	}
	if right == len(f.Options) {
		s.fail("options", "add one that is wrong", "every option is right")
	}
}

// checkDistinct checks that the entries of a list differ in either language.
func (s *sheet) checkDistinct(list, msg string, texts []form.Text) {
	seen := map[string]bool{}
	for i, t := range texts {
		en, zh := "en "+strings.ToLower(shown(t.EN)), "zh "+strings.ToLower(shown(t.ZH))
		if t.EN != "" && seen[en] || t.ZH != "" && seen[zh] {
			s.fail(index(list, i), "change one", "%s", msg)
		}
		seen[en], seen[zh] = true, true
	}
}

// A right option gives itself away when it is so much longer than every wrong one: in parts, and in characters.
const (
	tellingTimes = 1.8
	tellingMore  = 12
)

// checkLengths warns of a right option that sticks out.
func (s *sheet) checkLengths(options []form.Option) {
	for _, l := range []struct {
		name string
		of   func(form.Option) string
	}{
		{"en", func(o form.Option) string { return o.Text.EN }},
		{"zh", func(o form.Option) string { return o.Text.ZH }},
	} {
		longest, at, wrong := 0, 0, 0
		for i, o := range options {
			n := utf8.RuneCountInString(shown(l.of(o)))
			if !o.Right {
				wrong = max(wrong, n)
			} else if n > longest {
				longest, at = n, i
			}
		}
		if wrong > 0 && longest-wrong > tellingMore && float64(longest) > tellingTimes*float64(wrong) {
			path := index("options", at) + ".text." + l.name
			s.warn(path, "shorten it, or write the wrong ones as fully", "%s is right and much longer than every wrong option", path)
		}
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
	texts := make([]form.Text, len(f.Items))
	for i, item := range f.Items {
		texts[i] = item.Text
		for _, text := range []string{item.Text.EN, item.Text.ZH} {
			if at := ordinal.FindString(text); at != "" {
				s.fail(index("items", i)+".text", "say the step alone", "%q tells the place of the item", strings.TrimSpace(at))
			}
		}
	}
	s.checkDistinct("items", "two items say the same", texts)
}

// ordinal is the beginning of an item that tells its own place.
var ordinal = regexp.MustCompile(`(?i)^(\d+([.)]\s|[、．])|(first|second|third|then|next|finally|lastly|last)\b,?\s|首先|其次|接着|然后|最后)`)
