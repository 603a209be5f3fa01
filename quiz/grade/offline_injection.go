package grade

import (
	"drillbot/quiz"
	"drillbot/quiz/grade/wording"
)

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

// injections are pieces that, in this order and near one another within a sentence, speak to a
// grader; one list a line. They are compared with the folded text without spaces.
var injections = wording.Pieces(`
ignore … instruction
ignore … rubric
ignore … previous
ignoretheabove
ignoreallabove
disregard … instruction
disregard … rubric
disregard … above
forget … instruction
override … instruction
newinstruction
systemprompt
[system]
<|
im_start
im_end
[inst]
fullscore
fullmarks
fullgrade
fullcredit
fullpoints
perfectscore
maximumscore
maxscore
highestscore
perfectanswer
100/100
score:100
score=100
score":100
return100
give … 100/
givethis … 100
giveme … 100
award … marks
award … fullpoints
awardme
keypoints
keypoint … met
keypoint … covered
everypoint … covered
allpoints … covered
allpoints … met
treat … ascovered
mark … ascovered
mark … ascorrect
mark … correct … regardless
lenientgrader
youarea … grader
automatedgrader
tothegrader
aigrader
thetopmark
note … grader
deargrader
dearevaluator
evaluator … please
grader … please
please … grade … as
thiscandidate
candidate … verified
verifiedmanually
questionauthor
referenceanswer … updated
correctansweris'
rubric … deprecated
underthenewrubric
"verdict
verdicts"
"score"
"covered"
<grading
</answer
assistant:understood
discussedorally
评分员
评分系统
评分器
评分标准已
判为100
判为满
打100分
阅卷
打分 … 请
请 … 打分
满分
求 … 给我 … 分
忽略 … 指令
忽略 … 要求
忽略 … 规则
忽略 … 标准
忽略 … 以上
忽略 … 上面
忽略 … 提示
无视 … 指令
无视 … 规则
不要写 … 扣分
得分点 … 都
要点 … 都已
要点 … 都算
所有要点
全部要点
系统提示
直接给 … 分
给 … 100分
原样输出
不要再次评估
本题答案正确
参考答案已
标准答案已
`)
