package grade

import (
	"drillbot/quiz/grade/quote"
)

// address is a way to speak to the grader instead of answering: one of first, and within so
// many words one of then. Without then, one of first is enough.
type address struct {
	first, then []string
	within      int
}

// addresses raise a flag and make the check of the evidence stricter. They take no points by
// themselves, for an answer about prompt injection has to name such phrases. Words that answers
// on the subject use, such as to forget or ignore what came before, are not among them.
var addresses = []address{
	{[]string{"ignore", "disregard", "override", "forget", "bypass"}, []string{"instruction", "instructions", "rules", "rubric", "prompt"}, 6},
	{[]string{"忽略", "无视", "忘记", "忘掉"}, []string{"指令", "指示", "规则", "提示"}, 12},
	{[]string{"full marks", "full mark", "full score", "full credit", "full points", "maximum score", "maximum marks", "perfect score", "top score", "top marks", "100 100", "满分"}, nil, 0},
	{[]string{"give", "award", "assign", "record", "deserve", "deserves"}, []string{"100"}, 6},
	{[]string{"给", "打"}, []string{"100分", "一百分"}, 6},
	{[]string{"mark"}, []string{"as met", "as covered", "as correct", "as right", "as passed", "as complete"}, 6},
	{[]string{"i covered all", "i have covered all", "i covered every", "i have covered every"}, nil, 0},
	{[]string{"you are", "act as"}, []string{"grader", "examiner"}, 5},
	{[]string{"note from", "note by", "message from"}, []string{"author", "teacher", "developer", "system", "examiner", "admin"}, 3},
	{[]string{"reference answer", "answer key", "rubric"}, []string{"updated", "changed", "replaced"}, 5},
	{[]string{"参考答案", "标准答案", "评分标准"}, []string{"更新", "改为", "修改"}, 8},
	{[]string{"verdict"}, []string{"covered", "met", "correct"}, 3},
	{[]string{"score"}, []string{"100"}, 2},
	{[]string{"injection suspected"}, nil, 0},
}

// addressesGrader reports whether an answer speaks to the grader, or imitates the marks of
// a prompt.
func addressesGrader(answer string, t *quote.Text) bool {
	if tampered(answer) {
		return true
	}
	for _, a := range addresses {
		if t.Near(a.first, a.then, a.within) {
			return true
		}
	}
	return false
}
