package grade

import (
	_ "embed" // for speech.txt
	"strings"

	"drillbot/quiz"
	"drillbot/quiz/grade/wording"
)

// aboutGrading reports whether a question is about grading, prompts or chats itself. Answers to it name what answers to
// any other question name only to speak to the grader.
func (r *scheme) aboutGrading(q quiz.Question) bool {
	said := []string{q.Prompt.EN, q.Prompt.ZH, q.Reference.EN, q.Reference.ZH}
	for _, p := range q.Points {
		said = append(said, p.Text.EN, p.Text.ZH)
	}
	x := r.lex.Index(r.lex.Read(strings.Join(said, "\n")))
	for i := range x.Sentences {
		if x.SentenceHas(i, metaTopics) {
			return true
		}
	}
	return false
}

// metaTopics are what such a question says.
var metaTopics = wording.Pieces(`
judge
grader
grading
graded
rubric
reward
annotator
humanevaluat
humanrat
humanprefer
injection
jailbreak
systemprompt
chattemplate
specialtoken
fullmarks
fullcredit
referenceanswer
exam … score
<|
assistant:
裁判
评委
评分
评审
打分模型
奖励
注入
越狱
系统提示
对话模板
聊天模板
特殊 token
标注员
人工评
参考答案
标准答案
满分
`)

// pleads reports whether sentence i speaks of grades and of an answer or of people at once, you … deserve, grade … response,
// or is the beginning of a forged verdict.
func (p *paper) pleads(i int) bool {
	s := p.x.Sentences[i]
	return p.x.SentenceBegins(i, forged) || p.x.SaysIn(s, grades) && p.x.SaysIn(s, graded)
}

var (
	grades = wording.Sayings(`grade; grades; graded; grading; grader; award; awards; awarded; awarding; deserve; deserves; deserved; deserving;
rubric; examiner; lenient; marks; full points; top score; full score; maximum score; perfect score; 10 / 10; 100 points; 100 percent;
please; kindly; forgiving; generous; merciful; overlook; approve; approved; certify; excellent; outstanding; scholarship;
be scored; scored as; be strict; fully met; are fulfilled; official assessment; i confirm that; everything required; let us agree;
flawless; merits; promise; as met; three criteria; auto graded; get 100; complete and correct`)
	graded = wording.Sayings(`you; your; i; me; my; we; us; answer; response; submission; reply; candidate; candidates; this student; the user; evaluation; assessment;
answers containing; point; points`)
)

// forged is what the reply of a grader begins with, and nothing that is said in sentences.
var forged = wording.Pieces("{\"\n[{\"\n<verdict\n<score\n<result\n<grade\n<system>\n</answer\nverdict\nassistant:")

// speech is what speaks to a grader or of grading in an answer to a question that is not about it: injections, and the
// lists of speech.txt, one a line, as there. Words that such an answer may need stand beside others: the full score matrix, the highest score of a
// beam, this candidate of a draft, the student of a teacher.
var speech = wording.Pieces(injectionLines + speechLines)

//go:embed speech.txt
var speechLines string

// speechBeside is what goes on with speech to the grader in other sentences.
var speechBeside = wording.Pieces(`
keypoint
systemprompt
rubric
candidate
student
theanswer
thisanswer
myanswer
feedback
criteria
verdict
satisfied
iscovered
arecovered
得分点
要点
系统提示
评分
考生
学生
该答案
我的回答
理由:
评语
结论:
已覆盖
`)
