package bank_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"drillbot/data/bank"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// goodFolder is the small sound bank of testdata.
func goodFolder(t testing.TB) fstest.MapFS {
	t.Helper()
	data, err := os.ReadFile("testdata/good.txtar")
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for _, f := range txtar.Parse(data).Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
	}
	return fsys
}

func loader() bank.Loader {
	return bank.Loader{Now: func() time.Time { return time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC) }}
}

func TestGoodFolder(t *testing.T) {
	set, problems := loader().Load(goodFolder(t))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if len(set.Questions) != 5 || len(set.Topics) != 1 || len(set.Panels) != 1 || len(set.Sources) != 2 {
		t.Errorf("read %d questions, %d topics, %d panels, %d sources", len(set.Questions), len(set.Topics), len(set.Panels), len(set.Sources))
	}
	q, ok := set.Bank().Question("scale")
	if !ok || q.Topic != "arc" || q.Points[0].Cues.ZH[1][1] != "维度" || q.Reviewed.String() != "2026-01-31" || q.Misconceptions[1].Direction.Wrong != "opposite" {
		t.Errorf("the open question was read as %+v", q)
	}
	if want := "https://arxiv.org/abs/1706.03762"; q.Sources[0].URL != want {
		t.Errorf("source at %q, want %q", q.Sources[0].URL, want)
	}
}

// mistakes are edits of the good folder, and all that the loader should say of each.
var mistakes = []struct {
	name, file, old, new string
	want                 []string
}{
	{"unknown field", "arc/scale.yaml", "challenge: true", "chalenge: true", []string{
		`arc/scale.yaml:8:1: unknown field "chalenge"; write challenge`,
	}},
	{"duplicate key", "arc/scale.yaml", "part: 1", "part: 1\npart: 1", []string{
		`arc/scale.yaml:8:1: field "part" was given on line 7 already; keep one of the two`,
	}},
	{"wrong type", "arc/scale.yaml", "difficulty: 3", "difficulty: hard", []string{
		`arc/scale.yaml:4:13: difficulty must be a whole number, not str "hard"; write a whole number`,
	}},
	{"missing language", "arc/scale.yaml", "{en: Think of the variance., zh: 想想方差。}", "{en: Think of the variance.}", []string{
		`arc/scale.yaml:22:5: hints[0].zh is missing; add it`,
	}},
	{"empty text", "arc/scale.yaml", "zh: 想想方差。", "zh: ''", []string{
		`arc/scale.yaml:22:38: hints[0].zh is empty; write it, or remove the line`,
	}},
	{"several at once", "arc/scale.yaml", "id: scale\ntype: open\ndifficulty: 3", "id: Scale\ntype: opne\ndifficulty: 9", []string{
		`arc/scale.yaml:2:5: id is "Scale"; use lower-case letters, digits and single hyphens`,
		`arc/scale.yaml:2:5: the id is "Scale", but the file is called scale.yaml; make the two the same`,
		`arc/scale.yaml:3:7: type is "opne"; write one of open, choice, numeric, cloze, order`,
		`arc/scale.yaml:4:13: difficulty is 9; write 5 or less`,
	}},
	{"not YAML", "arc/scale.yaml", "{en: Think of the variance., zh: 想想方差。}", "{en: Think of: the variance., zh: 想想方差。", []string{
		`arc/scale.yaml:22:18: not YAML: did not find expected ',' or '}'; correct the YAML; a text with ': ' or ' #' in it needs quotes or a | block`,
		`panels.yaml:1:7: part 1 of the panel seed-1 is missing; number the questions of the panel from 1`,
		`sources.yaml: warning: no question cites 1706.03762; cite it or remove it`,
	}},
	{"number as text", "arc/scale.yaml", "sources: [\"1706.03762\"]", "sources: [1706.03762]", []string{
		`arc/scale.yaml:23:11: sources[0] must be a text (a number or yes/no in quotes), not float "1706.03762"; write a text (a number or yes/no in quotes)`,
		`sources.yaml: warning: no question cites 1706.03762; cite it or remove it`,
	}},
	{"weights", "arc/scale.yaml", "weight: 35", "weight: 30", []string{
		`arc/scale.yaml:26:3: the weights sum to 95, not 100; change them by +5 in all`,
	}},
	{"twice the id of a point", "arc/scale.yaml", "- id: softmax", "- id: variance", []string{
		`arc/scale.yaml:33:9: the id "variance" is there twice; give it another id`,
	}},
	{"empty cue group", "arc/scale.yaml", "[[saturate, one-hot]]", "[[]]", []string{
		`arc/scale.yaml:37:12: points[1].cues.en[0] has no wording; give a wording or remove the group`,
	}},
	{"cues of one language", "arc/scale.yaml", "      zh: [[饱和, 独热]]\n", "", []string{
		`arc/scale.yaml:37:7: points[1].cues.zh is missing; add it`,
	}},
	{"formula in a cue", "arc/scale.yaml", "[[saturate, one-hot]]", "[[$p$]]", []string{
		`arc/scale.yaml:37:13: the wording "$p$" holds a formula or Markdown; write what a player would type, such as d_k`,
	}},
	{"other id than the file", "arc/scale.yaml", "id: scale", "id: scaling", []string{
		`arc/scale.yaml:2:5: the id is "scaling", but the file is called scale.yaml; make the two the same`,
	}},
	{"id taken", "arc/pick.yaml", "id: pick", "id: scale", []string{
		`arc/pick.yaml:1:5: the id is "scale", but the file is called pick.yaml; make the two the same`,
		`arc/scale.yaml:2:5: the id "scale" is taken by arc/pick.yaml; give it another id`,
	}},
	{"unknown source", "arc/pick.yaml", "sources: [docs]", "sources: [dox]", []string{
		`arc/pick.yaml:7:11: the source "dox" is unknown; add it to sources.yaml`,
	}},
	{"bad date", "arc/pick.yaml", "2026-01-31", "2026-02-30", []string{
		`arc/pick.yaml:8:11: "2026-02-30" is not a day; write it as 2026-11-23`,
	}},
	{"future", "arc/pick.yaml", "2026-01-31", "2026-03-01", []string{
		`arc/pick.yaml:8:11: 2026-03-01 is in the future; write the day on which the facts were checked`,
	}},
	{"panel without part", "arc/scale.yaml", "part: 1\n", "", []string{
		`arc/scale.yaml:6:8: panel and part belong together; give panel and part, or neither`,
		`panels.yaml:1:7: part 1 of the panel seed-1 is missing; number the questions of the panel from 1`,
	}},
	{"gap in a panel", "arc/scale.yaml", "part: 1", "part: 2", []string{
		`panels.yaml:1:7: part 1 of the panel seed-1 is missing; number the questions of the panel from 1`,
	}},
	{"unknown panel", "arc/scale.yaml", "panel: seed-1", "panel: seed-2", []string{
		`arc/scale.yaml:6:8: the panel "seed-2" is unknown; add it to panels.yaml`,
		`panels.yaml:1:7: part 1 of the panel seed-1 is missing; number the questions of the panel from 1`,
	}},
	{"nothing right", "arc/pick.yaml", "    right: true\n", "", []string{
		`arc/pick.yaml:10:3: no option is right; mark it with right: true`,
	}},
	{"too few options", "arc/pick.yaml", "  - id: layers\n    text: {en: The layers, zh: 层数}\n    why: {en: Their number is fixed., zh: 层数是固定的。}\n", "", []string{
		`arc/pick.yaml:10:3: options has 3 entries; have at least 4`,
	}},
	{"another type's fields", "arc/line.yaml", "items:\n", "options: []\nitems:\n", []string{
		`arc/line.yaml:9:10: a question of type order has no options; remove it, or change the type`,
		`arc/line.yaml:9:10: options has 0 entries; have at least 4`,
	}},
	{"type without its field", "arc/line.yaml", "type: order", "type: cloze", []string{
		`arc/line.yaml:1:1: blanks is missing: every question of type cloze has it; add it`,
		`arc/line.yaml:10:3: a question of type cloze has no items; remove it, or change the type`,
	}},
	{"wrong value", "arc/count.yaml", "value: 4194304", "value: 4000000", []string{
		`arc/count.yaml:10:10: the value is 4e+06, but the formula gives 4.194304e+06; correct the value or the formula`,
	}},
	{"formula with unknown name", "arc/count.yaml", "4 * pow(d, 2)", "4 * pow(x, 2)", []string{
		`arc/count.yaml:14:12: with map[d:1024]: bad formula: unknown variable x; correct the expression or the values`,
		`arc/count.yaml:16:7: the formula does not use d; use it or remove it`,
	}},
	{"no integer", "arc/count.yaml", "  tolerance: 0.02\n  formula: 4 * pow(d, 2)", "  formula: 4 * pow(d, 2) + d / 2048 - 0.5", []string{
		`arc/count.yaml:13:12: with map[d:2048] the answer 1.67772165e+07 is no integer; give a tolerance`,
	}},
	{"infinite", "arc/count.yaml", "4 * pow(d, 2)", "4 * pow(d, 2) + 1 / (d - 2048)", []string{
		`arc/count.yaml:14:12: with map[d:2048]: bad formula: the result is not a finite number; correct the expression or the values`,
	}},
	{"undeclared placeholder", "arc/count.yaml", "$ parameters.", "$ and {h} parameters.", []string{
		`arc/count.yaml:6:17: {h} is no variable; declare it under variables, or write it without braces`,
	}},
	{"answer in the prompt", "arc/count.yaml", "How many parameters", "How many ({answer}) parameters", []string{
		`arc/count.yaml:5:14: prompt.en gives the answer away; remove it`,
	}},
	{"variable not shown", "arc/count.yaml", "$d = {d}$ 时，", "", []string{
		`arc/count.yaml:16:7: a prompt does not show d; write {d} in both prompts`,
	}},
	{"blanks differ", "arc/gap.yaml", "沿 [[axis]] 维", "沿 [[dim]] 维", []string{
		`arc/gap.yaml:5:66: prompt.zh has the blanks ["dim"]; write [[axis]] in this order, as blanks has them`,
	}},
	{"blank in a formula", "arc/gap.yaml", "沿 [[axis]] 维", "沿 $x_[[axis]]$ 维", []string{
		`arc/gap.yaml:5:66: prompt.zh has the blank [[axis]] inside a formula; end the formula in front of it`,
	}},
	{"label too long", "arc/gap.yaml", "which axis", "which of the many axes of the tensor it is that it normalises over", []string{
		`arc/gap.yaml:11:17: blanks[0].label.en has 66 characters as it is shown; shorten it to 45`,
	}},
	{"half-width comma", "arc/scale.yaml", "注意力分数为什么", "注意力分数,为什么", []string{
		`arc/scale.yaml:11:7: prompt.zh has a half-width comma: "注意力分数,"; write ，or 、`,
	}},
	{"comma that ends a text", "arc/line.yaml", "先算分数，再", "先算分数,再", []string{
		`arc/line.yaml:6:51: unknown field "再做 softmax，最后求和。"; put the text before it in quotes: a comma in {…} begins a new field`,
	}},
	{"half-width full stop", "arc/line.yaml", "zh: 请排列步骤。", "zh: 请排列步骤.", []string{
		`arc/line.yaml:5:43: prompt.zh has a half-width full stop: "请排列步骤."; write 。`,
	}},
	{"Chinese sign in English", "arc/pick.yaml", "en: The score matrix.", "en: The score matrix。", []string{
		`arc/pick.yaml:6:17: reference.en holds the Chinese sign 。; use the English sign`,
	}},
	{"unclosed formula", "arc/scale.yaml", "The variance of a dot product is $d_k$.", "The variance of a dot product is $d_k.", []string{
		`arc/scale.yaml:14:1: reference.en has a $ that begins no formula; close the formula, or write \$ for a dollar; no space inside the dollars`,
	}},
	{"HTML", "arc/scale.yaml", "The variance of a dot product", "The<br>variance of a dot product", []string{
		`arc/scale.yaml:14:1: reference.en holds an HTML tag: "<br>"; use Markdown or a formula`,
	}},
	{"mention", "arc/scale.yaml", "The variance of a dot product", "@everyone The variance of a dot product", []string{
		`arc/scale.yaml:14:1: reference.en holds a mention: "@everyone"; remove it`,
	}},
	{"invisible character", "arc/scale.yaml", "The variance of a dot product", "The \u200bvariance of a dot product", []string{
		`arc/scale.yaml:14:1: reference.en holds the invisible character U+200B; delete it`,
	}},
	{"anchor", "arc/pick.yaml", "sources: [docs]", "sources: &a [docs]", []string{
		`arc/pick.yaml:7:10: anchors and aliases (&, *) are not allowed; write the value out`,
	}},
	{"tag", "arc/pick.yaml", "sources: [docs]", "sources: !!seq [docs]", []string{
		`arc/pick.yaml:7:10: the tag !!seq is not allowed; remove it`,
	}},
	{"source without url", "sources.yaml", ", url: \"https://example.org/docs\"", "", []string{
		`sources.yaml:2:7: the source "docs" has no url; add url, or use the arXiv id as the key`,
	}},
	{"uncited source", "sources.yaml", "docs:", "other: {title: Other, author: Nobody, year: 2024, url: \"https://example.org/x\"}\ndocs:", []string{
		`sources.yaml: warning: no question cites other; cite it or remove it`,
	}},
	{"formula not understood", "arc/scale.yaml", "除以 $\\sqrt{d_k}$ 之后", "除以 $\\wurzel{d_k}$ 之后", []string{
		`arc/scale.yaml:20:1: reference.zh has a formula that cannot be shown: \wurzel{d_k} would become wurzel dₖ; close its braces, use common commands, write other names as \operatorname{name}`,
	}},
	{"formula not closed", "arc/scale.yaml", "除以 $\\sqrt{d_k}$ 之后", "除以 $\\sqrt{d_k$ 之后", []string{
		`arc/scale.yaml:20:1: reference.zh has a formula that cannot be shown: \sqrt{d_k would become √dₖ; close its braces, use common commands, write other names as \operatorname{name}`,
	}},
	{"bare TeX", "arc/scale.yaml", "除以 $\\sqrt{d_k}$ 之后", "除以 \\sqrt{d_k} 之后", []string{
		`arc/scale.yaml:20:1: reference.zh has TeX outside of a formula: \sqrt; write it as a formula, $…$`,
	}},
	{"index that is a variable", "arc/count.yaml", "4 \\\\cdot {d}^2", "4 \\\\cdot {d}_{d}", []string{
		`arc/count.yaml:6:17: the value of d would stand in place of TeX's own {d}, braces included; rename the variable, or write braces of TeX's own around it, {{d}}, where its value is meant`,
	}},
	{"root of a variable", "arc/count.yaml", "4 \\\\cdot {d}^2", "4 \\\\cdot {d} \\\\sqrt{d}", []string{
		`arc/count.yaml:6:17: the value of d would stand in place of TeX's own {d}, braces included; rename the variable, or write braces of TeX's own around it, {{d}}, where its value is meant`,
	}},
	{"denominator that is a variable", "arc/count.yaml", "4 \\\\cdot {d}^2", "4 \\\\cdot {d} \\\\frac{1}{d}", []string{
		`arc/count.yaml:6:17: the value of d would stand in place of TeX's own {d}, braces included; rename the variable, or write braces of TeX's own around it, {{d}}, where its value is meant`,
	}},
	{"value after braces of TeX", "arc/count.yaml", "4 \\\\cdot {d}^2", "2^{2} {d} \\\\sqrt{4} {d}", nil},
	{"value in braces of TeX", "arc/count.yaml", "4 \\\\cdot {d}^2", "4 \\\\cdot \\\\sqrt{{d}}^4", nil},
	{"prompt without Chinese", "arc/line.yaml", "zh: 请排列步骤。", "zh: Order them.", []string{
		`arc/line.yaml:5:43: prompt.zh holds no Chinese; write it in Chinese`,
	}},
	{"two signs", "arc/line.yaml", "zh: 请排列步骤。", "zh: 请排列步骤。。", []string{
		`arc/line.yaml:5:43: prompt.zh has two signs in a row: "请排列步骤。。"; keep one`,
	}},
	{"dots", "arc/line.yaml", "zh: 请排列步骤。", "zh: 请排列步骤...", []string{
		`arc/line.yaml:5:43: prompt.zh has dots: "请排列步骤..."; write ……`,
	}},
	{"hyphens", "arc/line.yaml", "zh: 请排列步骤。", "zh: 请排列--这些步骤。", []string{
		`arc/line.yaml:5:43: prompt.zh has hyphens for a dash: "请排列--"; write ——`,
	}},
	{"brackets of two widths", "arc/line.yaml", "zh: 请排列步骤。", "zh: 请排列步骤（三步)。", []string{
		`arc/line.yaml:5:43: prompt.zh has brackets of two widths: "请排列步骤（三步)"; write （）`,
	}},
	{"half-width brackets", "arc/line.yaml", "zh: 请排列步骤。", "zh: 请排列步骤(三步)。", []string{
		`arc/line.yaml:5:43: warning: prompt.zh has half-width brackets: "请排列步骤("; write （）`,
	}},
	{"zero with a tolerance", "arc/count.yaml", "value: 4194304", "value: 0", []string{
		`arc/count.yaml:10:10: the value is 0, but the formula gives 4.194304e+06; correct the value or the formula`,
		`arc/count.yaml:13:14: a relative tolerance of 0 is nothing; ask for a number that is not 0`,
	}},
	{"unit twice", "arc/count.yaml", "{name: M, factor: 1e6}", "{name: parameters, factor: 1}", []string{
		`arc/count.yaml:12:11: the unit "parameters" is there twice; remove one`,
	}},
	{"no misconceptions", "arc/scale.yaml", "misconceptions:\n", "tags2:\n", []string{
		`arc/scale.yaml:2:1: misconceptions is missing: every question of type open has it; add 1 to 3`,
		`arc/scale.yaml:47:1: unknown field "tags2"; write tags`,
	}},
	{"misconception without a sign", "arc/scale.yaml", "    cues:\n      en: [[prevent, avoid], [overfit]]\n      zh: [[防止, 避免], [过拟合]]\n", "", []string{
		`arc/scale.yaml:48:5: nothing tells when the misconception is there; give cues or direction`,
	}},
	{"file without a topic", "topics.yaml", "- id: arc", "- id: arc # same\n  id: arc", []string{
		`topics.yaml:2:3: field "id" was given on line 1 already; keep one of the two`,
	}},
	{"no formula", "arc/count.yaml", "  formula: 4 * pow(d, 2)\n  variables:\n    - {name: d, values: [1024, 2048]}\n", "", []string{
		`arc/count.yaml:10:3: there is no formula to compute the value by; write how the number is computed, if only as a product`,
	}},
	{"negative result", "arc/count.yaml", "4 * pow(d, 2)\n", "4 * pow(1024, 2) * (1536 - d) / 512\n", []string{
		`arc/count.yaml:14:12: with map[d:2048] the answer is -4.194304e+06, which makes no sense where 4.194304e+06 does; change the values`,
	}},
	{"result of nothing", "arc/count.yaml", "  tolerance: 0.02\n  formula: 4 * pow(d, 2)\n", "  formula: 4 * pow(1024, 2) * (2048 - d) / 1024\n", []string{
		`arc/count.yaml:13:12: with map[d:2048] the answer is 0, which makes no sense where 4.194304e+06 does; change the values`,
	}},
	{"absurd result", "arc/count.yaml", "values: [1024, 2048]", "values: [1024, 2048000]", []string{
		`arc/count.yaml:14:12: with map[d:2.048e+06] the answer is 1.6777216e+13, absurd beside 4.194304e+06; change the values`,
	}},
	{"more than the whole", "arc/count.yaml", "  value: 4194304\n  unit: parameters\n  units: [{name: M, factor: 1e6}]\n  tolerance: 0.02\n  formula: 4 * pow(d, 2)\n", "  value: 60\n  unit: \"%\"\n  formula: 60 * d / 1024\n", []string{
		`arc/count.yaml:12:12: with map[d:2048] the answer is 120, more than the whole; change the values`,
	}},
	{"answer that cannot be typed", "arc/count.yaml", "value: 4194304\n  unit: parameters\n  units: [{name: M, factor: 1e6}]\n  tolerance: 0.02\n  formula: 4 * pow(d, 2)\n", "value: 1024.4\n  tolerance: 0.0001\n  formula: d + 0.4\n", []string{
		`arc/count.yaml:11:14: the answer as it is shown, "1024", would not be accepted for 1024.4; widen it, or change unit or values`,
	}},
	{"wrong factor", "arc/count.yaml", "{name: M, factor: 1e6}", "{name: M, factor: 1048576}", []string{
		`arc/count.yaml:12:29: one M is 1e+06 parameters, not 1.048576e+06; write 1e+06`,
	}},
	{"reference without the answer", "arc/count.yaml", " = {answer}$ 个参数", "$ 个参数", []string{
		`arc/count.yaml:6:64: reference.zh does not say the answer; write {answer} where the result stands`,
	}},
	{"options alike in one language", "arc/pick.yaml", "zh: 词表}", "zh: 权重}", []string{
		`arc/pick.yaml:17:5: two options say the same; change one`,
	}},
	{"telling length", "arc/pick.yaml", "en: The scores,", "en: The attention scores of every head and of every layer,", []string{
		`arc/pick.yaml:12:16: warning: options[0].text.en is right and much longer than every wrong option; shorten it, or write the wrong ones as fully`,
	}},
	{"telling item", "arc/line.yaml", "en: Softmax,", "en: Then softmax,", []string{
		`arc/line.yaml:11:25: "Then" tells the place of the item; say the step alone`,
	}},
	{"unused topic id", "topics.yaml", "id: arc", "id: arx", []string{
		`arc/count.yaml:1:1: the folder "arc" is no topic; add it to topics.yaml, or put the file into the folder of a known topic`,
		`arc/gap.yaml:1:1: the folder "arc" is no topic; add it to topics.yaml, or put the file into the folder of a known topic`,
		`arc/line.yaml:1:1: the folder "arc" is no topic; add it to topics.yaml, or put the file into the folder of a known topic`,
		`arc/pick.yaml:1:1: the folder "arc" is no topic; add it to topics.yaml, or put the file into the folder of a known topic`,
		`arc/scale.yaml:2:1: the folder "arc" is no topic; add it to topics.yaml, or put the file into the folder of a known topic`,
	}},
}

func TestMistakes(t *testing.T) {
	for _, m := range mistakes {
		t.Run(m.name, func(t *testing.T) {
			fsys := goodFolder(t)
			edited := strings.Replace(string(fsys[m.file].Data), m.old, m.new, 1)
			if edited == string(fsys[m.file].Data) {
				t.Fatalf("%q is not in %s", m.old, m.file)
			}
			fsys[m.file].Data = []byte(edited)
			var got []string
			_, problems := loader().Load(fsys)
			for _, p := range problems {
				got = append(got, p.String())
			}
			if diff := cmp.Diff(m.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}
