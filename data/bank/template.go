package bank

import (
	"fmt"
	"regexp"
	"strings"

	"drillbot/data/bank/internal/template"
	"drillbot/quiz"
)

var idForm = regexp.MustCompile(idPattern)

// Template returns a file to begin a question with: what is to be written is marked by …, and comments say how.
// The error names what is wrong with type or id.
func Template(t quiz.Type, id string, today quiz.Date) ([]byte, error) {
	if !idForm.MatchString(id) {
		return nil, fmt.Errorf("the id %q will not do: %s", shorten(id), patterns[idPattern].fix)
	}
	text, err := template.Files.ReadFile(string(t) + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("there is no type %q; write one of open, choice, numeric, cloze, order", shorten(string(t)))
	}
	fill := strings.NewReplacer("{id}", id, "{type}", string(t), "{today}", today.String())
	return []byte(fill.Replace(string(text))), nil
}
