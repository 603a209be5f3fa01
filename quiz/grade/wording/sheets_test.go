package wording_test

import (
	"os"
	"strings"
	"testing"
)

func TestSheetsAreWellFormed(t *testing.T) {
	for file, sides := range map[string]int{"terms.tsv": 2, "synonyms.tsv": 1, "kin.tsv": 1, "antonyms.tsv": 2} {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]int{}
		for i, line := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
			if strings.HasPrefix(line, "#") {
				continue
			}
			parts := strings.Split(line, "\t")
			if len(parts) != sides {
				t.Errorf("%s:%d: %d columns, want %d", file, i+1, len(parts), sides)
			}
			for _, p := range parts {
				for _, w := range strings.Split(p, ";") {
					if strings.TrimSpace(w) == "" {
						t.Errorf("%s:%d: an empty wording", file, i+1)
					}
				}
			}
			if at, twice := seen[line]; twice {
				t.Errorf("%s:%d: the same as line %d", file, i+1, at)
			}
			seen[line] = i + 1
		}
	}
}
