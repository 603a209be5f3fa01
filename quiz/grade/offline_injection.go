package grade

import "drillbot/quiz"

// injection flags sentences that speak to the grader instead of the question. They earn
// nothing; the rest of the answer is graded as if they were not there, since a question may be
// about injection.
func (p *paper) injection() {
	for i := range p.x.Sentences {
		if p.x.SentenceHas(i, injections) {
			p.x.Void(i)
			p.flag(quiz.FlagInjection)
		}
	}
}

// injections are lists of words that, all in one sentence, speak to a grader. They are compared
// with the folded text without spaces.
var injections = [][]string{
	{"ignore", "instruction"}, {"ignore", "rubric"}, {"ignore", "previous"}, {"ignore", "above"}, {"disregard", "instruction"}, {"disregard", "rubric"},
	{"forget", "instruction"}, {"override", "instruction"}, {"newinstruction"}, {"systemprompt"}, {"[system]"}, {"<|"}, {"im_start"}, {"im_end"}, {"[inst]"},
	{"full", "score"}, {"fullmarks"}, {"fullcredit"}, {"fullpoints"}, {"perfectscore"}, {"maximumscore"}, {"maxscore"}, {"highestscore"}, {"perfectanswer"},
	{"100/100"}, {"10/10"}, {"score:100"}, {"score=100"}, {"score\":100"}, {"return100"}, {"give", "100"}, {"award", "marks"}, {"award", "points"},
	{"keypoint", "met"}, {"keypoint", "covered"}, {"keypoints"}, {"everypoint"}, {"allpoints"}, {"treat", "ascovered"}, {"mark", "ascovered"}, {"mark", "ascorrect"},
	{"lenientgrader"}, {"youarea", "grader"}, {"automatedgrader"}, {"tothegrader"}, {"deargrader"}, {"dearevaluator"}, {"evaluator", "please"},
	{"thiscandidate", "answer"}, {"verified", "candidate"}, {"verifiedmanually"}, {"questionauthor"}, {"referenceanswer", "updated"}, {"correctansweris"},
	{"rubric", "deprecated"}, {"underthenewrubric"}, {"\"verdict"}, {"verdicts\""}, {"\"score\""}, {"\"covered\""}, {"<grading"}, {"</answer"}, {"assistant:understood"},
	{"评分员"}, {"评分系统"}, {"评分器"}, {"阅卷"}, {"打分", "请"}, {"满分"}, {"给我", "分", "求"}, {"忽略", "指令"}, {"忽略", "要求"}, {"忽略", "规则"}, {"忽略", "标准"},
	{"忽略", "以上"}, {"忽略", "提示"}, {"无视", "指令"}, {"无视", "规则"}, {"不要写", "扣分"}, {"得分点", "都"}, {"要点", "都已"}, {"所有要点"}, {"全部要点"}, {"系统提示"},
	{"直接给", "分"}, {"原样输出"}, {"不要再次评估"}, {"本题答案正确"}, {"参考答案已"}, {"标准答案已"},
}
