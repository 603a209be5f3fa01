package exchange_test

import (
	"strings"
	"testing"

	"drillbot/data/bank/exchange"
	"drillbot/quiz"

	"github.com/google/go-cmp/cmp"
)

// foreign are files as other programs and people write them: what is read of each, and what is told.
var foreign = []struct {
	name, format, text string
	want               []quiz.Question
	notes              []string
}{
	{
		"JSON with a bad item between good ones", "json", `[{"id":"a","type":"open","prompt":{"en":"A?"}},{"id":"b","colour":1},{"id":"c","prompt":{"zh":"问？"},"topic":"arc"},{"id":"a","prompt":{"en":"Again?"}}]`,
		[]quiz.Question{{ID: "a", Type: quiz.Open, Prompt: quiz.Text{EN: "A?"}}, {ID: "c", Topic: "arc", Prompt: quiz.Text{ZH: "问？"}}},
		[]string{`item 2 (b) is left out: json: unknown field "colour"`, `item 4 (a) is left out: an earlier item has the same id`},
	},
	{
		"JSON that breaks off", "json", `[{"id":"a","prompt":{"en":"A?"}},{"id":`,
		[]quiz.Question{{ID: "a", Prompt: quiz.Text{EN: "A?"}}},
		[]string{`item 2 is left out: no JSON from here on: unexpected EOF`},
	},
	{"JSON of something else", "json", `{"a":1}`, nil, []string{`the file is left out: not a list of questions: it has to begin with [`}},
	{
		"CSV from a spreadsheet", "csv", "ID,Prompt_EN,prompt_zh,tags,colour,difficulty\na,\"Why, then?\",为什么？,\"x; y z\",red,2\nB b,Bad id,x,,,\nc,,,,,\nd,D?,丁？,,,hard\ne,'=1+1?,等于？,,,1,too many\n",
		[]quiz.Question{{ID: "a", Prompt: quiz.Text{EN: "Why, then?", ZH: "为什么？"}, Tags: []string{"x", "y z"}, Difficulty: 2}},
		[]string{
			`the file: the column "colour" is not read`,
			`item 2 (B b) is left out: the id will not do: use lower-case letters, digits and single hyphens, at most 40`,
			`item 3 (c) is left out: there is no prompt`,
			`item 4 (d) is left out: difficulty: "hard" is no whole number`,
			`item 5 (e) is left out: it has 7 cells, but there are 6 columns`,
		},
	},
	{
		"CSV with a broken quote", "csv", "id,prompt_en\na,A?\nb,x\"y\nc,C?\n",
		[]quiz.Question{{ID: "a", Prompt: quiz.Text{EN: "A?"}}, {ID: "c", Prompt: quiz.Text{EN: "C?"}}},
		[]string{`item 2 is left out: parse error on line 3, column 4: bare " in non-quoted-field`},
	},
	{
		"Anki without headers", "anki", "What is a token?\tA <b>piece</b> of text.<br>With \\(n\\) &amp; $5.\n什么是 token？\t一段文字。\n",
		[]quiz.Question{
			{ID: "q-d1a4e3f9c9", Type: quiz.Open, Prompt: quiz.Text{EN: "What is a token?"}, Reference: quiz.Text{EN: "A **piece** of text.\nWith $n$ & \\$5."}},
			{ID: "q-0c2d4f6b6e", Type: quiz.Open, Prompt: quiz.Text{ZH: "什么是 token？"}, Reference: quiz.Text{ZH: "一段文字。"}},
		},
		[]string{"id", "id"},
	},
	{
		"Anki with headers in another order", "anki", "#separator:Semicolon\n#html:true\n#tags column:1\n#guid column:4\nType::x difficulty::3 Deep_Learning;Front?;Back.;my-id\n",
		[]quiz.Question{{ID: "my-id", Type: quiz.Open, Difficulty: 3, Tags: []string{"type::x", "deep learning"}, Prompt: quiz.Text{EN: "Front?"}, Reference: quiz.Text{EN: "Back."}}},
		nil,
	},
	{
		"Markdown", "markdown", "# My questions\n\n## a\n\n- type: open\n- difficulty: 2\n\n### Prompt (en)\n\nWhy?\n\n\\### Not a section\n\n### Reference (en)\n\nBecause.\n\n## b c\n### Prompt (en)\nx\n## d\n- difficulty: none\n### Prompt (en)\nx\n",
		[]quiz.Question{{ID: "a", Type: quiz.Open, Difficulty: 2, Prompt: quiz.Text{EN: "Why?\n\n### Not a section"}, Reference: quiz.Text{EN: "Because."}}},
		[]string{
			`item 2 (b c) is left out: the id will not do: use lower-case letters, digits and single hyphens, at most 40`,
			`item 3 (d) is left out: difficulty: "none" is no whole number`,
		},
	},
	{
		"Aiken", "aiken", "Which one?\nA. This\nB) That\nANSWER: B\n\nNo answer\nA. x\nB. y\n\nNext?\nA. x\nANSWER: C\n",
		[]quiz.Question{{ID: "q-which", Type: quiz.Choice, Prompt: quiz.Text{EN: "Which one?"}, Options: []quiz.Option{
			{ID: "a", Text: quiz.Text{EN: "This"}}, {ID: "b", Text: quiz.Text{EN: "That"}, Right: true},
		}}},
		[]string{"id", `item 2 is left out: no ANSWER: for "No answer"`, `item 3 is left out: the answer C is none of the options "A"`},
	},
	{
		"GIFT as Moodle documents it", "gift", `// true/false
::Q1:: 1+1=2 {T}

// multiple choice
::q-2:: What's between orange \& green in the spectrum?
{ =yellow # right; good! ~red # wrong, it's yellow ~blue }

::q-3:: Two plus {=two =2} equals four.

::q-4:: Which animal eats which food? { =cat -> cat food =dog -> dog food }

::q-5:: What is a number from 1 to 5? {#3:2}

::q-6:: What is a number from 1 to 5? {#1..5}

// [id:q-7] [tag:Old Times]
When's Ulysses S. Grant's birthday? {#
=1822:0
=%50%1822:2}

::q-8::[html]Write an <b>essay</b>: $x\=1$ {}

::q-9:: A description

::q-10:: Never closed {=a

::q-11:: Two of them {~%50%a ~%50%b ~%-100%c}
`,
		[]quiz.Question{
			{ID: "q-2", Type: quiz.Choice, Prompt: quiz.Text{EN: `What's between orange \& green in the spectrum?`}, Options: []quiz.Option{
				{ID: "a", Text: quiz.Text{EN: "yellow"}, Right: true, Why: quiz.Text{EN: "right; good!"}},
				{ID: "b", Text: quiz.Text{EN: "red"}, Why: quiz.Text{EN: "wrong, it's yellow"}},
				{ID: "c", Text: quiz.Text{EN: "blue"}},
			}},
			{ID: "q-3", Type: quiz.Cloze, Prompt: quiz.Text{EN: "Two plus [[answer]] equals four."}, Blanks: []quiz.Blank{{ID: "answer", Label: quiz.Text{EN: "answer", ZH: "答案"}, Accept: []string{"two", "2"}}}},
			{ID: "q-5", Type: quiz.Numeric, Prompt: quiz.Text{EN: "What is a number from 1 to 5?"}, Numeric: &quiz.NumericKey{Value: 3, Tolerance: 2.0 / 3, Formula: "3"}},
			{ID: "q-6", Type: quiz.Numeric, Prompt: quiz.Text{EN: "What is a number from 1 to 5?"}, Numeric: &quiz.NumericKey{Value: 3, Tolerance: 2.0 / 3, Formula: "3"}},
			{ID: "q-7", Type: quiz.Numeric, Tags: []string{"old times"}, Prompt: quiz.Text{EN: "When's Ulysses S. Grant's birthday?"}, Numeric: &quiz.NumericKey{Value: 1822, Formula: "1822"}},
			{ID: "q-8", Type: quiz.Open, Prompt: quiz.Text{EN: `Write an **essay**: \$x=1\$`}},
			{ID: "q-11", Type: quiz.Choice, Prompt: quiz.Text{EN: "Two of them"}, Options: []quiz.Option{
				{ID: "a", Text: quiz.Text{EN: "a"}, Right: true}, {ID: "b", Text: quiz.Text{EN: "b"}, Right: true}, {ID: "c", Text: quiz.Text{EN: "c"}},
			}},
		},
		[]string{
			`item 1 is left out: true or false is no type of ours; write it as a choice of four`,
			`item 4 (q-4) is left out: a matching is no type of ours, but for one of items and their places 1, 2, 3 …`,
			`item 9 (q-9) is left out: no { } with answers: a description asks nothing`,
			`item 10 (q-10) is left out: the { is not closed`,
		},
	},
	{
		"Moodle XML", "moodle", `<?xml version="1.0"?><!DOCTYPE q [<!ENTITY e "eeee">]>
<quiz>
<question type="category"><category><text>$course$/top/arc</text></category></question>
<question type="truefalse"><name><text>tf</text></name></question>
<question type="essay"><name><text>my-essay</text></name>
<questiontext format="html"><text><![CDATA[<p>Explain <strong>crop rotation</strong>.</p><p>两行</p>]]></text><file name="a.png" encoding="base64">eA==</file></questiontext></question>
<question type="numerical"><name><text>How long?</text></name><questiontext><text>How long?</text></questiontext><idnumber>long</idnumber>
<answer fraction="100"><text>2</text><tolerance>0.1</tolerance></answer>
<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit><unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit></units></question>
<question type="cloze"><name><text>gaps</text></name><questiontext><text>Plants need {1:SHORTANSWER:=water#Yes~%50%H2O~=rain} and pH {2:NUMERICAL:=7:0.5}.</text></questiontext></question>
<question type="ordering"><name><text>steps</text></name><questiontext><text>Order.</text></questiontext>
<answer fraction="2"><text>b</text></answer><answer fraction="1"><text>a</text></answer></question>
<question type="ordering"><name><text>torn</text></name><questiontext><text>Order.</text></questiontext>
<answer fraction="1"><text>b</text></answer><answer fraction="1"><text>a</text></answer></question>
<question type="essay"><name><text>entity</text></name><questiontext><text>&e;</text></questiontext></question>
<question type="essay"><name><text>open</text><questiontext></question>
<question type="essay"><name><text>last</text></name><questiontext><text>Last?</text></questiontext></question>
</quiz>`,
		[]quiz.Question{
			{ID: "my-essay", Topic: "arc", Type: quiz.Open, Prompt: quiz.Text{ZH: "Explain **crop rotation**.\n\n两行"}},
			{ID: "long", Topic: "arc", Type: quiz.Numeric, Prompt: quiz.Text{EN: "How long?"}, Numeric: &quiz.NumericKey{Value: 2, Tolerance: 0.05, Formula: "2", Unit: "m", Units: []quiz.Unit{{Name: "cm", Factor: 0.01}}}},
			{ID: "gaps", Topic: "arc", Type: quiz.Cloze, Prompt: quiz.Text{EN: "Plants need [[blank-1]] and pH [[blank-2]]."}, Blanks: []quiz.Blank{
				{ID: "blank-1", Label: quiz.Text{EN: "blank 1", ZH: "空 1"}, Accept: []string{"water", "rain"}},
				{ID: "blank-2", Label: quiz.Text{EN: "blank 2", ZH: "空 2"}, Accept: []string{"7:0.5"}},
			}},
			{ID: "steps", Topic: "arc", Type: quiz.Order, Prompt: quiz.Text{EN: "Order."}, Items: []quiz.Item{{ID: "step-1", Text: quiz.Text{EN: "a"}}, {ID: "step-2", Text: quiz.Text{EN: "b"}}}},
			{ID: "last", Topic: "arc", Type: quiz.Open, Prompt: quiz.Text{EN: "Last?"}},
		},
		[]string{
			`item 1 (tf) is left out: a question of the type "truefalse" cannot be asked here`,
			`item 2 (my-essay): its pictures are not read`,
			`item 6 (torn) is left out: the places of its items are not 1, 2, 3 …`,
			`item 7 is left out: broken XML: XML syntax error on line 1: invalid character entity &e;`,
			`item 8 is left out: broken XML: XML syntax error on line 1: element <questiontext> closed by </question>`,
		},
	},
}

func TestForeignFiles(t *testing.T) {
	for _, f := range foreign {
		t.Run(f.name, func(t *testing.T) {
			got, notes := imported(t, f.format, f.text)
			for i := range got { // made ids are checked elsewhere
				if strings.HasPrefix(got[i].ID, "q-") && i < len(f.want) && strings.HasPrefix(f.want[i].ID, "q-") {
					got[i].ID = f.want[i].ID
				}
			}
			if diff := cmp.Diff(f.want, got); diff != "" {
				t.Errorf("questions (-want +got):\n%s", diff)
			}
			var said []string
			for _, n := range notes {
				s := n.String()
				if strings.HasSuffix(s, "made from its prompt") {
					s = "id"
				}
				said = append(said, s)
			}
			if diff := cmp.Diff(f.notes, said); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
		})
	}
}

// A made id is the same whenever the same prompt is read.
func TestMadeID(t *testing.T) {
	one, _ := imported(t, "anki", "Why?\tBecause.\nWhy not?\tSo.\n")
	two, _ := imported(t, "aiken", "Why?\nA. x\nB. y\nANSWER: A\n")
	if len(one) != 2 || len(two) != 1 || one[0].ID != two[0].ID || one[0].ID == one[1].ID {
		t.Errorf("%+v %+v", one, two)
	}
}

func TestRefusedFiles(t *testing.T) {
	for name, data := range map[string][]byte{"json": []byte("\xff\xfe"), "csv": make([]byte, exchange.MaxFile+1), "essay": nil} {
		if _, _, err := exchange.Read(data, name, exchange.Options{}); err == nil {
			t.Errorf("%s of %d bytes is read", name, len(data))
		}
	}
	if _, err := exchange.Write(nil, "essay", nil, exchange.Options{}); err == nil {
		t.Error("an unknown format is written")
	}
}

func TestTooManyItems(t *testing.T) {
	got, notes := imported(t, "anki", strings.Repeat("a\tb\n", 6000))
	if len(got) != 1 || len(notes) > 2*5000+1 || !strings.Contains(notes[len(notes)-1].Msg, "more than 5000") {
		t.Errorf("%d questions, %d notes, the last %v", len(got), len(notes), notes[len(notes)-1])
	}
}

func TestOf(t *testing.T) {
	for file, want := range map[string]string{"a.JSON": "json", "b.md": "markdown", "c.tsv": "tsv", "d.xml": "moodle", "e.gift": "gift", "f.txt": "anki", "g.aiken": "aiken", "h.doc": "", "csv": ""} {
		if got := exchange.Of(file); got != want {
			t.Errorf("%s is %q, want %q", file, got, want)
		}
	}
}

func TestMerge(t *testing.T) {
	old := quiz.Question{
		ID: "a", Difficulty: 3, Prompt: quiz.Text{EN: "Old?", ZH: "旧？"}, Hints: []quiz.Text{{EN: "h", ZH: "提示"}},
		Options: []quiz.Option{{ID: "x", Right: true, Text: quiz.Text{EN: "x", ZH: "甲"}, Why: quiz.Text{EN: "why"}}, {ID: "y", Text: quiz.Text{EN: "y"}}},
		Numeric: &quiz.NumericKey{Value: 2, Variables: []quiz.Variable{{Name: "n", Values: []float64{1}}}},
	}
	read := quiz.Question{
		ID: "a", Prompt: quiz.Text{EN: "New?"}, Hints: []quiz.Text{{EN: "better"}},
		Options: []quiz.Option{{ID: "y", Right: true}, {ID: "x", Text: quiz.Text{EN: "x2"}}},
		Numeric: &quiz.NumericKey{Value: 2},
	}
	want := quiz.Question{
		ID: "a", Difficulty: 3, Prompt: quiz.Text{EN: "New?", ZH: "旧？"}, Hints: []quiz.Text{{EN: "better", ZH: "提示"}},
		Options: []quiz.Option{{ID: "y", Right: true, Text: quiz.Text{EN: "y"}}, {ID: "x", Text: quiz.Text{EN: "x2", ZH: "甲"}, Why: quiz.Text{EN: "why"}}},
		Numeric: old.Numeric,
	}
	if diff := cmp.Diff(want, exchange.Merge(old, read)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if old.Options[0].Text.EN != "x" || old.Hints[0].EN != "h" {
		t.Error("the old question was changed")
	}
}
