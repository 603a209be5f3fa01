package exchange

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"drillbot/quiz"
)

// GIFT is text: "::title::[html]question{answers}", a blank line between questions. An essay has no answers and no
// information for graders, so the points go into the general feedback ("####"). Orders and clozes are matchings, since
// GIFT has nothing nearer. The whole question stands in a comment, which Moodle drops.

func writeGIFT(w *writer) error {
	for i, q := range w.questions {
		var b strings.Builder
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "// [id:%s]", q.ID)
		for _, t := range q.Tags {
			fmt.Fprintf(&b, " [tag:%s]", t)
		}
		fmt.Fprintf(&b, "\n// drillbot %s\n", hidden(q))
		shown := first(q)
		fmt.Fprintf(&b, "::%s::[html]%s {%s\n####%s}\n", q.ID, giftText(bothLanguages(shown.Prompt, "span")), giftAnswers(q), giftText(giftFeedback(shown)))
		w.lose(i, giftLoses(q)...)
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
	}
	return nil
}

func giftLoses(q quiz.Question) []words {
	out := []words{say("GIFT has no place for topic, difficulty, sources and hints; they stand in a comment that Moodle drops",
		"GIFT 存不下主题、难度、出处和提示，它们写在注释里，Moodle 会丢掉")}
	switch q.Type {
	case quiz.Open:
		out = append(out, say("nor for a rubric: the points stand in the feedback, which is shown to everybody afterwards",
			"也存不下评分要点：要点写在反馈里，作答后所有人都看得到"))
	case quiz.Cloze:
		out = append(out, say("its blanks become a matching with the first accepted answer of each", "填空变成配对题，每个空只用第一个可接受的答案"))
	case quiz.Order:
		out = append(out, say("its items become a matching with their places", "排序变成各项与位次的配对题"))
	case quiz.Numeric:
		if len(q.Numeric.Variables) > 0 {
			out = append(out, firstValues())
		}
		if q.Numeric.Unit != "" {
			out = append(out, say("nor for units", "也存不下单位"))
		}
	}
	return out
}

func giftAnswers(q quiz.Question) string {
	var b strings.Builder
	switch q.Type {
	case quiz.Choice:
		giftOptions(&b, q)
	case quiz.Numeric:
		fmt.Fprintf(&b, "#%s:%s", plainNumber(q.Numeric.Value), plainNumber(math.Abs(q.Numeric.Value)*q.Numeric.Tolerance))
	case quiz.Cloze:
		for _, x := range q.Blanks {
			fmt.Fprintf(&b, "\n=%s -> %s", giftText(toHTML(x.ID)), giftText(strings.Join(x.Accept[:min(1, len(x.Accept))], "")))
		}
	case quiz.Order:
		for i, it := range q.Items {
			fmt.Fprintf(&b, "\n=%s -> %d", giftText(bothLanguages(it.Text, "span")), i+1)
		}
	}
	return b.String()
}

func giftOptions(b *strings.Builder, q quiz.Question) {
	right := len(q.Right())
	for _, o := range q.Options {
		mark := "~"
		switch {
		case o.Right && right == 1:
			mark = "="
		case o.Right:
			mark = "~%" + giftShare(right) + "%"
		case right > 1:
			mark = "~%-" + giftShare(right) + "%"
		}
		fmt.Fprintf(b, "\n%s%s#%s", mark, giftText(bothLanguages(o.Text, "span")), giftText(bothLanguages(o.Why, "span")))
	}
}

// giftShare is what one of n right options earns, in hundredths.
func giftShare(n int) string {
	return strconv.FormatFloat(math.Round(1e7/float64(n))/1e5, 'f', -1, 64)
}

// giftFeedback is the reference, and for an essay the points.
func giftFeedback(q quiz.Question) string {
	text := bothLanguages(q.Reference, "span")
	if len(q.Points) == 0 {
		return text
	}
	text += seam + "<ul>"
	for _, p := range q.Points {
		text += fmt.Sprintf("<li>%d: %s</li>", p.Weight, bothLanguages(p.Text, "span"))
	}
	return text + "</ul>"
}

// giftText escapes what has a meaning in GIFT.
func giftText(s string) string {
	return giftEscape.Replace(s)
}

var giftEscape = strings.NewReplacer(`\`, `\\`, "~", `\~`, "=", `\=`, "#", `\#`, "{", `\{`, "}", `\}`, ":", `\:`, "\n", `\n`)
