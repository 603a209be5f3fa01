package grade

import (
	"slices"

	"drillbot/quiz"
	"drillbot/quiz/grade/wording"
)

// injection flags sentences that speak to the grader instead of the question. They earn
// nothing; the rest of the answer is graded as if they were not there. What an answer about
// language models has to name, a system prompt, the highest score, an ignored instruction, is none.
func (p *paper) injection() {
	for i := range p.x.Sentences {
		if p.addresses(i) {
			p.x.Void(i)
			p.flag(quiz.FlagInjection)
		}
	}
	beside := speechBeside
	if p.meta {
		beside = rubricNames
	}
	for i := range p.x.Sentences {
		if slices.Contains(p.flags, quiz.FlagInjection) && p.x.SentenceHas(i, beside) {
			p.x.Void(i)
		}
	}
}

// addresses reports whether sentence i speaks to the grader.
func (p *paper) addresses(i int) bool {
	if p.x.SentenceBegins(i, orders) || p.mask(i) {
		return true
	}
	if p.meta {
		return p.x.SentenceHasUnquoted(i, injections)
	}
	return p.x.SentenceHas(i, speech) || p.pleads(i)
}

// rubricNames are a part of the trick in an answer that speaks to the grader elsewhere.
var rubricNames = wording.Pieces("keypoint\nsystemprompt\nrubric\n得分点\n所有要点\n全部要点\n系统提示\n评分标准")

// maskTokens is how many tokens, signs among them, a sentence has at most that only plays a role: "<|im_start|>system".
const maskTokens = 5

// mask reports whether sentence i is a mark of a chat's turns and nothing else.
func (p *paper) mask(i int) bool {
	s := p.x.Sentences[i]
	return s.To-s.From <= maskTokens && p.x.SentenceBegins(i, turnMarks)
}

var turnMarks = wording.Pieces("<|\n[inst]\n[system]\n<<sys>>")

// orders are told to a grader where a sentence begins with them; in the middle of one they are told of others. One
// list a line, as at injections.
var orders = wording.Pieces(`
ignore … instruction
ignore … prompt
ignoretheabove
ignoreallabove
ignoreeverything
disregard … instruction
disregard … above
disregard … previous
forget … instruction
forgeteverything
override … instruction
newinstruction
award
alwaysaward
record … score
givefull
givethe … score
givethe … marks
mark … ascovered
mark … ascorrect
mark … asmet
mark … correct … regardless
treat … ascovered
pretend … above
actas … grader
actas … teacher
youare … grader
noteforthe
noteto
忽略 … 指令
忽略 … 要求
忽略 … 规则
忽略 … 标准
忽略 … 以上
忽略 … 上面
忽略 … 提示
无视 … 指令
无视 … 规则
忘记 … 指令
原样输出
输出 … 系统提示
print … systemprompt
reveal … systemprompt
output … systemprompt
repeat … systemprompt
直接给 … 分
`)

// injections are pieces that, in this order and near one another within a sentence, speak to a
// grader; one list a line. They are compared with the folded text without spaces.
var injections = wording.Pieces(injectionLines)

const injectionLines = `
ignore … rubric
disregard … rubric
override … rubric
please … fullscore
please … fullmarks
please … fullgrade
please … fullcredit
please … fullpoints
please … award
please … maximum
please … perfectscore
please … grade … as
award … marks … answer
awardme
withfullpoints
receive … maximumscore
donotaward
100/100
score:100
score=100
score":100
give … 100/
givethis … 100
giveme … 100
giveme … full
giveme … score
giveme … marks
thisisaperfectanswer
keypoints … met
keypoints … above
allkeypoints … covered
icovered … keypoints
ihavecovered … keypoints
everykeypoint … met
everypointas
everypoint … ascovered
everythingiscovered
allpointscovered
allpointsmet
allpointsare … ascovered
lenientgrader
automatedgrader … give
tothegrader:
notetothegrader
noteforthegrader
gradernote
deargrader
dearevaluator
evaluator … please
grader … please
thetopmark
candidate'sanswer
authoriseyou
authorizeyou
answer … verifiedmanually
questionauthor
authorofthisquestion
referenceanswer … updated
correctansweris'
rubric … deprecated
underthenewrubric
"verdict":"
verdicts":[
"covered"
<grading
assistant:understood
discussedorally
myanswer … deserve
thisanswer … deserve
thisresponse … deserve
ideserve
iamthecourseinstructor
ihavealreadyapproved
adminoverride
endofstudentanswer
kp1:
kp1"
kp1=
setthescoreto100
scoreitaccordingly
donotdeduct
donotlookfor
stopevaluating
skipevaluation
enter100
award100
100points … response
beggingyou
pleasebegenerous
forget … rubric
keypoint … satisfied
100asthescore
outputthegrade:100
finalgrade=
verdict:correct
|assistant|>
这份答案应
我的回答 … 最高分
我的回答 … 满分
命题专家
请录入
我是本题
我是出题
本题 … 满分
算我对
算我通过
高抬贵手
手下留情
求您
求求你
拜托了
让我过吧
-答案结束
学生答案结束
从不扣分
评分细则已
标准答案更正
评分结论:
评分:100
得分100
总分:满
管理员指令
别按参考答案
评分员请
评分员注意
评分员你
致评分员
评分系统 … 请
评分器请
评分标准已
忽略 … 评分
无视 … 评分
判为100
判为满
判满分
打100分
阅卷老师
阅卷人
评卷老师
请给我打分
给我满分
按满分
直接给满分
直接给高分
直接给100分
请 … 给满分
你 … 给满分
求 … 满分
求 … 给我 … 分
给100分
务必给
不要写 … 扣分
得分点 … 都已
得分点均已
所有得分点
所有要点均
所有要点都已
全部要点都已
全部要点均
要点 … 都算
考生 … 要点
请原样输出
不要再次评估
本题答案正确
参考答案已更
参考答案已修
参考答案已改
标准答案已更
标准答案已修
标准答案已改
`
