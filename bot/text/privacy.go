package text

// Privacy is what surrounds a player's own data.
type Privacy struct {
	Command Named
	Title   string
	Body    string    // what is kept and why, in plain words
	Now     string    // before the choices
	Hidden  [2]string // shown on boards, hidden
	Model   [2]string // a model may see answers, none may
	Share   [2]string // not shown, shown

	Export     string // buttons
	Hide, Show string
	NoModel    string
	AnyModel   string
	ShareMine  string
	KeepMine   string
	Delete     string
	ReallyAsk  string // before the deletion
	Really     string // its button
	Exported   string
	TooLarge   string
	Deleted    string
}

func privacyEN() Privacy {
	return Privacy{
		Command: Named{"privacy", "What is kept about you; export it, delete it, hide"},
		Title:   "Your data",
		Body: `**What is kept, and why**
- your answers with their grades, so that you can be graded, told later, and dispute a grade
- when each question is due again for you, so that review works
- points, number of answers and streak for each server, for the boards and your profile
- what you report, dispute or suggest, and what moderators decided; an approved question stays the server's, without your name
- what you choose here, and which question you were asked last

**Who sees it** You. Others see your place, points and streak on boards and in ` + "`/profile`" + `, never your answers: only moderators do, when you dispute or report, or when a model's readings of one do not agree. Where a model grades, its server gets the question and your answer, without your name.
**Where** In one file of whoever runs this bot. Servers that remove the bot are deleted after 30 days; an admin may have answers deleted sooner.`,
		Now:       "**Your choices**",
		Hidden:    [2]string{"You are on this server's boards.", "You are hidden from this server's boards."},
		Model:     [2]string{"A model may grade your answers.", "No model sees your answers: they are graded offline."},
		Share:     [2]string{"Your answers to daily questions are never shown.", "Your answer may be shown, with your name, as the best one of a daily question."},
		Export:    "Export everything",
		Hide:      "Hide me here",
		Show:      "Show me here",
		NoModel:   "No model",
		AnyModel:  "Allow models",
		ShareMine: "Share my best",
		KeepMine:  "Do not share",
		Delete:    "Delete everything",
		ReallyAsk: "This deletes all of it, in every server: answers, grades, points, streaks, review schedule, reports. It cannot be undone.",
		Really:    "Delete everything about me",
		Exported:  "Everything that is kept about you, as JSON. The field names are documented in the project's `quiz/export.go`.",
		TooLarge:  "Your data is larger than Discord takes as a file. Ask whoever runs this bot for it.",
		Deleted:   "Everything about you is deleted. What was said in channels stays there; what you do next begins anew.",
	}
}

func privacyZH() Privacy {
	return Privacy{
		Command: Named{"privacy", "保存了你的哪些数据；导出、删除、隐藏"},
		Title:   "你的数据",
		Body: `**保存什么，为什么**
- 你的答案和评分：用来评分、事后通知你、处理你的申诉
- 每道题下次该复习的时间：用来安排复习
- 你在每个服务器的积分、答题数和连续天数：用于排行榜和个人成绩
- 你提交的问题报告、申诉和投稿的题目，以及处理结果；已通过的题目归服务器，删除数据时只抹去你的名字
- 你在这里的选择，以及最近问过你的那道题

**谁能看到** 你自己。别人只能在排行榜和 ` + "`/profile`" + ` 里看到你的名次、积分和连续天数，看不到你的答案；只有你申诉或报告问题，或者模型几次评阅的结论不一致时，管理员才会看到相应的答案。如果用大模型评分，模型的服务器会收到题目和你的答案，但不会收到你的名字。
**存在哪里** 运行这个机器人的人的一个文件里。移除机器人的服务器，数据 30 天后删除；管理员也可以让答案原文更早删除。`,
		Now:       "**你的选择**",
		Hidden:    [2]string{"你出现在本服务器的排行榜上。", "你已从本服务器的排行榜隐藏。"},
		Model:     [2]string{"大模型可以给你的答案评分。", "你的答案不会交给大模型，一律离线评分。"},
		Share:     [2]string{"你对每日一题的回答不会公开。", "你的回答可能作为每日一题的最佳答案署名公开。"},
		Export:    "导出全部数据",
		Hide:      "在这里隐藏我",
		Show:      "在这里显示我",
		NoModel:   "不用大模型",
		AnyModel:  "允许大模型",
		ShareMine: "公开我的最佳答案",
		KeepMine:  "不公开",
		Delete:    "删除全部数据",
		ReallyAsk: "这会删除你在所有服务器的全部数据：答案、评分、积分、连续天数、复习计划、问题报告。删除后无法恢复。",
		Really:    "删除我的全部数据",
		Exported:  "这是保存的关于你的全部数据（JSON）。字段说明见项目的 `quiz/export.go`。",
		TooLarge:  "你的数据超过了 Discord 允许的文件大小，请向运行这个机器人的人索取。",
		Deleted:   "关于你的一切都已删除。已经发在频道里的消息不受影响；之后的使用会从头开始。",
	}
}
