package exchange_test

import (
	"bytes"
	"testing"
	"unicode/utf8"

	"drillbot/data/bank/exchange"
)

// fuzz reads anything in a format: what comes of it has an id of its own and a prompt, and can be written again.
func fuzz(f *testing.F, format string) {
	questions := ours(f)
	for i := 0; i < len(questions); i += 9 {
		text, _ := exported(f, format, questions[i:i+1])
		f.Add([]byte(text))
	}
	for _, file := range foreign {
		if file.format == format {
			f.Add([]byte(file.text))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, notes, err := exchange.Read(data, format, exchange.Options{})
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, q := range got {
			if q.ID == "" || seen[q.ID] || q.Prompt.EN+q.Prompt.ZH == "" || !utf8.ValidString(q.Prompt.EN+q.Prompt.ZH) {
				t.Errorf("read %+v", q)
			}
			seen[q.ID] = true
		}
		for _, n := range notes {
			if n.Msg == "" {
				t.Errorf("a note of nothing: %+v", n)
			}
		}
		var b bytes.Buffer
		if _, err := exchange.Write(&b, format, got, exchange.Options{}); err != nil {
			t.Error(err)
		}
	})
}

func FuzzJSON(f *testing.F)     { fuzz(f, "json") }
func FuzzMarkdown(f *testing.F) { fuzz(f, "markdown") }
func FuzzCSV(f *testing.F)      { fuzz(f, "csv") }
func FuzzTSV(f *testing.F)      { fuzz(f, "tsv") }
func FuzzAnki(f *testing.F)     { fuzz(f, "anki") }
func FuzzMoodle(f *testing.F)   { fuzz(f, "moodle") }
func FuzzGIFT(f *testing.F)     { fuzz(f, "gift") }
func FuzzAiken(f *testing.F)    { fuzz(f, "aiken") }
