package quiz

// Lang is a language that the bank and the bot speak.
type Lang string

// The two languages of every text.
const (
	English Lang = "en"
	Chinese Lang = "zh"
)

// Text is one text in both languages, written in Markdown with $…$ formulas
// in TeX. A question of the bank has both; a zero Text is an absent one.
type Text struct {
	EN string
	ZH string
}

// In returns the text in language l, or in the other one where l has none.
func (t Text) In(l Lang) string {
	if l == Chinese && t.ZH != "" || t.EN == "" {
		return t.ZH
	}
	return t.EN
}
