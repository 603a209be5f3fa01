package text

import (
	"fmt"

	"drillbot/quiz"
)

// Inbox is what surrounds the cases that moderators decide.
type Inbox struct {
	Command Named
	Title   string
	Empty   string
	Waiting func(n int) string
	Line    func(kind, question, who string, unix int64) string
	Pick    string // the menu of open cases

	Kinds      map[quiz.CaseKind]string
	From       func(who string, unix int64) string
	Question   string
	Says       string
	Answer     string
	NoAnswer   string // its text is no longer kept
	Grade      func(score int) string
	Marked     func(score int) string // what the marks make
	HowTo      string                 // how to mark points
	Accept     string                 // buttons
	Decline    string
	Settle     string
	Keep       string
	DecideForm func(question string) string // at most 45 characters
	Note       string                       // a label, at most 45 characters
	NoteEg     string                       // a placeholder
	Decided    func(who string, unix int64) string
	States     [3]string // by quiz.CaseState

	Doubt     string    // why nobody's word is here
	Doubted   [3]string // States of a doubt
	DoubtNote string    // Note of a doubt, of which the player may be told nothing
	ToldDoubt func(question string) string

	Dispute      string // a button
	DisputeTitle string // at most 45 characters
	DisputeLabel string
	DisputeEg    string
	Sent         string // the player's dispute is with the moderators

	Told      func(kind, question, state string) string // to the player, at last
	ToldScore func(before, after int) string
	ToldNote  string
	Human     string // who graded
}

func inboxEN() Inbox {
	return Inbox{
		Command: Named{"inbox", "Reports, disputes, suggestions and grades in doubt that wait for a decision"},
		Title:   "Inbox",
		Empty:   "Nothing waits for a decision.",
		Waiting: func(n int) string {
			if n == 1 {
				return "1 waits for a decision."
			}
			return fmt.Sprintf("%d wait for a decision, the oldest first.", n)
		},
		Line: func(kind, question, who string, unix int64) string {
			return fmt.Sprintf("**%s** · %s · %s · <t:%d:R>", kind, question, who, unix)
		},
		Pick: "Open one",

		Kinds:    map[quiz.CaseKind]string{quiz.Problem: "Report", quiz.Dispute: "Dispute", quiz.Suggestion: "Suggestion", quiz.Doubt: "Grade in doubt"},
		From:     func(who string, unix int64) string { return fmt.Sprintf("%s, <t:%d:R>", who, unix) },
		Question: "Question", Says: "The player says", Answer: "The answer", NoAnswer: "Its text is no longer kept.",
		Grade:      func(score int) string { return fmt.Sprintf("Graded %d / 100", score) },
		Marked:     func(score int) string { return fmt.Sprintf("Your marks make **%d / 100**.", score) },
		HowTo:      "Press a point to change its mark: covered, partly, missed.",
		Accept:     "The player is right",
		Decline:    "Decline",
		Settle:     "Settle as marked",
		Keep:       "Keep the grade",
		DecideForm: func(question string) string { return "Decide: " + question },
		Note:       "A word to the player (optional)",
		NoteEg:     "Why you decided so",
		Decided:    func(who string, unix int64) string { return fmt.Sprintf("by %s, <t:%d:R>", who, unix) },
		States:     [3]string{"Open", "Accepted", "Declined"},

		Doubt:     "The model's readings of this answer do not agree: the player was shown this grade as one of low confidence.",
		Doubted:   [3]string{"Open", "Settled", "Kept"},
		DoubtNote: "A word to the player if it changes (optional)",
		ToldDoubt: func(question string) string {
			return fmt.Sprintf("Your grade for **%s** was of low confidence. A moderator has looked at your answer and settled it.", question)
		},

		Dispute: "Dispute", DisputeTitle: "Dispute the grade",
		DisputeLabel: "Which point is graded wrong, and why?",
		DisputeEg:    "I did say that the variance grows with d_k: “the sum of d_k terms …”",
		Sent:         "Your dispute is with this server's moderators. You will be told what they decide, and if you are right your points follow.",

		Told: func(kind, question, state string) string {
			return fmt.Sprintf("Your %s about **%s** was decided: **%s**.", lower(kind), question, lower(state))
		},
		ToldScore: func(before, after int) string { return fmt.Sprintf("Score: %d → **%d**", before, after) },
		ToldNote:  "The moderators say",
		Human:     "graded by a moderator",
	}
}

func inboxZH() Inbox {
	return Inbox{
		Command: Named{"inbox", "等待处理的问题报告、评分申诉、题目投稿和存疑评分"},
		Title:   "收件箱",
		Empty:   "没有等待处理的内容。",
		Waiting: func(n int) string { return fmt.Sprintf("有 %d 条等待处理，最早的在前。", n) },
		Line: func(kind, question, who string, unix int64) string {
			return fmt.Sprintf("**%s** · %s · %s · <t:%d:R>", kind, question, who, unix)
		},
		Pick: "打开一条",

		Kinds:    map[quiz.CaseKind]string{quiz.Problem: "问题报告", quiz.Dispute: "评分申诉", quiz.Suggestion: "题目投稿", quiz.Doubt: "存疑评分"},
		From:     func(who string, unix int64) string { return fmt.Sprintf("%s，<t:%d:R>", who, unix) },
		Question: "题目", Says: "玩家说", Answer: "作答内容", NoAnswer: "原文已不再保留。",
		Grade:      func(score int) string { return fmt.Sprintf("评分 %d / 100", score) },
		Marked:     func(score int) string { return fmt.Sprintf("按你的标记是 **%d / 100** 分。", score) },
		HowTo:      "点某个要点可以改它的判定：答到了、部分答到、没提到。",
		Accept:     "玩家说得对",
		Decline:    "驳回",
		Settle:     "按标记改分",
		Keep:       "维持原分",
		DecideForm: func(question string) string { return "处理：" + question },
		Note:       "给玩家的话（选填）",
		NoteEg:     "说说为什么这样处理",
		Decided:    func(who string, unix int64) string { return fmt.Sprintf("由 %s 处理，<t:%d:R>", who, unix) },
		States:     [3]string{"待处理", "已采纳", "已驳回"},

		Doubt:     "模型的几次评阅结论不一致，玩家看到的评分标着“置信度低”。",
		Doubted:   [3]string{"待处理", "已改判", "维持原分"},
		DoubtNote: "结果有变时给玩家的话（选填）",
		ToldDoubt: func(question string) string {
			return fmt.Sprintf("**%s** 的评分置信度低，管理员看过你的答案，已重新判定。", question)
		},

		Dispute: "申诉", DisputeTitle: "对评分提出申诉",
		DisputeLabel: "哪个要点评错了？为什么？",
		DisputeEg:    "我说过方差随 d_k 增大：“d_k 项相加……”",
		Sent:         "申诉已交给本服务器的管理员。处理结果会告诉你；如果你是对的，分数和积分会随之更正。",

		Told: func(kind, question, state string) string {
			return fmt.Sprintf("你对 **%s** 的%s有了结果：**%s**。", question, kind, state)
		},
		ToldScore: func(before, after int) string { return fmt.Sprintf("得分：%d → **%d**", before, after) },
		ToldNote:  "管理员说",
		Human:     "由管理员评分",
	}
}
