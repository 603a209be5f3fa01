package text

import "fmt"

// Settings is what surrounds the settings of a server.
type Settings struct {
	Command                                     Named
	Show, Daily, Grading, Server, Log           Named // subcommands
	Channel, Time, Zone, Role, Thread           Named // options
	Results, Winner, Off, Model, Budget         Named
	Language, Boards, Inbox, Retention          Named
	Questions                                   Named
	Points, HowMany, Reason, Whose              Named
	AsClient, Public, Private, English, Chinese string // choices
	Both, OnlyBank, OnlyDeck                    string

	Title        string
	Names        map[string]string // of quiz.Setting, for people
	Unset        map[string]string // what its default means
	Values       map[string]string // words of values: on, off, private, en, zh
	Days         func(n string) string
	Dollars      func(n string) string
	NoDaily      string // no channel is set, and how to set one
	Next         func(unix int64) string
	Last         func(what string) string // how the last post failed
	Faults       map[string]string        // by quiz.Fault…
	Spent        func(dollars string) string
	Missing      func(channel string, rights string) string
	MissingInbox func(channel string, rights string) string
	Rights       map[string]string // Discord's own names of permissions
	Unchecked    string
	Saved        string
	Nothing      string // no option was given, or all were so already
	PickTopics   string // menus
	PickLevels   string
	Refresh      string // buttons
	Preview      string

	AgreementTitle string
	NoAgreement    string
	AllQuestions   string
	Agrees         func(answers, percent, bias int) string // bias: by how many points graders score higher
	Repay          string                                  // a button: grade again what the model could not grade
	Repaid         func(graded, changed, left int) string

	LogTitle string
	LogEmpty string
	LogLine  func(who, name, from, to string) string
}

func settingsEN() Settings {
	return Settings{
		Command: Named{"settings", "Set up Drillbot for this server"},
		Show:    Named{"show", "Everything that is set, on one screen"},
		Daily:   Named{"daily", "The daily question: where, when, for whom"},
		Grading: Named{"grading", "Who grades, and what it may cost"},
		Server:  Named{"server", "Language, boards, moderators' inbox, how long answers are kept"},
		Log:     Named{"log", "Who changed what, and when"},

		Channel: Named{"channel", "Where the daily question is posted"},
		Time:    Named{"time", "When, by the server's clock: 09:00 (the default)"},
		Zone:    Named{"zone", "Time zone, such as Asia/Shanghai; type a city"},
		Role:    Named{"role", "Role that is pinged with the question"},
		Thread:  Named{"thread", "Open a thread to discuss it when it closes"},
		Results: Named{"results", "Post the boards of the week and the month when they are over"},
		Winner:  Named{"winner", "Role for who won the last week"},
		Off:     Named{"off", "Stop the daily question, or take a role away"},
		Model:   Named{"model", "Let a model grade open answers, where the bot has one"},
		Budget:  Named{"budget", "Most that grading may cost this server a day, in US dollars; 0 for the bot's own bound"},

		Points:  Named{"points", "Correct a player's points, with a reason"},
		HowMany: Named{"points", "How many to give or, with a minus, to take; they count today"},
		Reason:  Named{"reason", "Why: it stands in the log"},
		Whose:   Named{"player", "Whose points"},

		Language:  Named{"language", "Language of posts, and for players whose own it does not speak"},
		Boards:    Named{"boards", "Who sees a leaderboard that someone asks for"},
		Inbox:     Named{"inbox", "Channel or thread for reports, disputes and suggested questions"},
		Questions: Named{"questions", "What is asked: the built-in bank, this server's own deck, or both"},
		Retention: Named{"retention", "Days for which the texts of answers are kept; 0 for ever"},
		AsClient:  "the server's own", Public: "everybody in the channel", Private: "only who asks", English: "English", Chinese: "中文",
		Both: "bank and own deck", OnlyBank: "the built-in bank only", OnlyDeck: "this server's own deck only",

		Title: "Settings",
		Names: map[string]string{
			"channel": "Daily question", "time": "Time", "zone": "Time zone", "topics": "Topics", "levels": "Difficulties",
			"role": "Pinged role", "thread": "Thread", "results": "Weekly and monthly boards", "winner": "Winner's role",
			"language": "Language", "boards": "Leaderboards", "inbox": "Moderators' inbox", "questions": "Questions", "deck": "Question of the deck", "retention": "Answers are kept",
			"model": "Grading by a model", "budget": "Grading budget a day", "points": "Points", "swap": "Tomorrow's question",
		},
		Unset: map[string]string{
			"channel": "off", "time": "–", "zone": "the bot's default", "topics": "all", "levels": "all", "role": "nobody", "thread": "off",
			"results": "off", "winner": "none", "language": "the server's own", "boards": "seen by the channel", "inbox": "none: /inbox", "questions": "bank and own deck", "deck": "new",
			"retention": "for ever", "model": "where the bot has one", "budget": "the bot's own bound", "points": "–", "swap": "–",
		},
		Values:  map[string]string{"on": "on", "off": "off", "private": "seen only by who asks", "bank": "bank only", "deck": "own deck only", "asked": "asked", "retired": "retired", "en": "English", "zh": "中文"},
		Days:    func(n string) string { return n + " days" },
		Dollars: func(n string) string { return "$" + n },
		NoDaily: "No daily question yet. One command is enough: `/settings daily channel:#your-channel time:09:00`",
		Next:    func(unix int64) string { return fmt.Sprintf("Next question <t:%d:F> (<t:%d:R>)", unix, unix) },
		Last:    func(what string) string { return "⚠️ Last post: " + what },
		Faults: map[string]string{
			"channel": "the channel is gone, or the bot cannot see it. Choose another one.", "permission": "the bot may not write there. Give it the permissions named here.",
			"server": "the bot was not in the server.", "down": "Discord did not answer; it is tried again.",
			"empty": "no question fits the topics and difficulties. Choose more.", "late": "the bot was not running on that day.",
			"thread": "the answer was posted, but the bot may not open a thread under it.", "role": "the board was posted, but the bot may not give the winner's role: its own role must stand above it.",
		},
		Spent: func(dollars string) string { return "Grading has cost $" + dollars + " today" },
		Missing: func(channel, rights string) string {
			return "⚠️ In " + channel + " the bot lacks: **" + rights + "**"
		},
		MissingInbox: func(channel, rights string) string {
			return "⚠️ In the moderators' inbox " + channel + " the bot lacks: **" + rights + "**. Until it has that, cases wait in `/inbox`."
		},
		Rights: map[string]string{
			"view": "View Channel", "send": "Send Messages", "embed": "Embed Links", "attach": "Attach Files", "mention": "Mention @everyone, @here and All Roles",
			"history": "Read Message History", "threads": "Create Public Threads", "thread-send": "Send Messages in Threads", "roles": "Manage Roles",
		},
		Unchecked:  "-# Permissions could not be checked just now.",
		Saved:      "✅ Saved",
		Nothing:    "Nothing changed. Give an option, such as `time:09:00`.",
		PickTopics: "Topics of the daily question",
		PickLevels: "Difficulties of the daily question",
		Refresh:    "Check again",
		Preview:    "Post a preview",

		AgreementTitle: "Graders and humans",
		NoAgreement:    "No dispute has been settled yet. When moderators rule on answers, this shows how well the grader agrees with them.",
		AllQuestions:   "All questions",
		Agrees: func(answers, percent, bias int) string {
			return fmt.Sprintf("answers ruled on: %d, same verdicts: %d %%, the grader's score is %+d", answers, percent, bias)
		},
		Repay: "Grade estimates again",
		Repaid: func(graded, changed, left int) string {
			return fmt.Sprintf("Estimates that the model has graded now: %d, with another result: %d; still estimates: %d. Players whose result has changed were told.", graded, changed, left)
		},

		LogTitle: "Changes",
		LogEmpty: "Nothing has been changed yet.",
		LogLine: func(who, name, from, to string) string {
			return fmt.Sprintf("%s · **%s**: %s → %s", who, name, from, to)
		},
	}
}

func settingsZH() Settings {
	return Settings{
		Command: Named{"settings", "在本服务器设置 Drillbot"},
		Show:    Named{"show", "一屏看到所有设置"},
		Daily:   Named{"daily", "每日一题：发到哪里、几点发、提醒谁"},
		Grading: Named{"grading", "由谁评分，最多花多少钱"},
		Server:  Named{"server", "语言、排行榜、管理员收件箱、答案保留多久"},
		Log:     Named{"log", "谁在什么时候改了什么"},

		Channel: Named{"频道", "每日一题发到哪个频道"},
		Time:    Named{"时间", "几点发（按服务器时区），默认 09:00"},
		Zone:    Named{"时区", "例如 Asia/Shanghai，输入城市名即可"},
		Role:    Named{"身份组", "发题时提醒的身份组"},
		Thread:  Named{"讨论串", "公布答案时开一个讨论串"},
		Results: Named{"周榜月榜", "每周、每月结束时公布排行榜"},
		Winner:  Named{"冠军身份组", "授予上周冠军的身份组"},
		Off:     Named{"关闭", "停用每日一题，或取消某个身份组"},
		Model:   Named{"模型", "是否用大模型给问答题评分（如果机器人配置了模型）"},
		Budget:  Named{"预算", "本服务器每天评分最多花多少美元，0 表示用机器人自己的上限"},

		Points:  Named{"points", "更正玩家的积分，并写明原因"},
		HowMany: Named{"积分", "加多少分；负数表示扣分，计入今天"},
		Reason:  Named{"原因", "为什么更正，会写进改动记录"},
		Whose:   Named{"玩家", "更正谁的积分"},

		Language:  Named{"语言", "发帖用的语言；玩家的语言不支持时也用它"},
		Boards:    Named{"排行榜", "有人查看排行榜时谁能看到"},
		Inbox:     Named{"收件箱", "接收问题报告、评分申诉和投稿题目的频道或讨论串"},
		Questions: Named{"题库", "出哪些题：自带题库、本服务器的题目，或两者都出"},
		Retention: Named{"保留天数", "答案原文保留多少天，0 表示一直保留"},
		AsClient:  "跟随服务器", Public: "频道里的所有人", Private: "只有查看的人", English: "English", Chinese: "中文",
		Both: "自带题库和服务器题目", OnlyBank: "只用自带题库", OnlyDeck: "只用服务器题目",

		Title: "设置",
		Names: map[string]string{
			"channel": "每日一题", "time": "时间", "zone": "时区", "topics": "主题", "levels": "难度",
			"role": "提醒身份组", "thread": "讨论串", "results": "周榜与月榜", "winner": "冠军身份组",
			"language": "语言", "boards": "排行榜", "inbox": "管理员收件箱", "questions": "出题范围", "deck": "服务器题目", "retention": "答案保留",
			"model": "大模型评分", "budget": "每日评分预算", "points": "积分", "swap": "明天的题",
		},
		Unset: map[string]string{
			"channel": "未开启", "time": "–", "zone": "机器人默认", "topics": "全部", "levels": "全部", "role": "无", "thread": "不开",
			"results": "不发", "winner": "无", "language": "跟随服务器", "boards": "频道可见", "inbox": "无，用 /inbox", "questions": "自带题库和服务器题目", "deck": "新增",
			"retention": "一直保留", "model": "有模型就用", "budget": "机器人的上限", "points": "–", "swap": "–",
		},
		Values:  map[string]string{"on": "开", "off": "关", "private": "只有查看的人能看到", "bank": "只用自带题库", "deck": "只用服务器题目", "asked": "在用", "retired": "已停用", "en": "English", "zh": "中文"},
		Days:    func(n string) string { return n + " 天" },
		Dollars: func(n string) string { return n + " 美元" },
		NoDaily: "还没有每日一题，一条命令就能开启：`/settings daily 频道:#你的频道 时间:09:00`",
		Next:    func(unix int64) string { return fmt.Sprintf("下一题 <t:%d:F>（<t:%d:R>）", unix, unix) },
		Last:    func(what string) string { return "⚠️ 上一次发帖：" + what },
		Faults: map[string]string{
			"channel": "频道不存在，或机器人看不到它，请换一个频道。", "permission": "机器人没有发言权限，请补上这里列出的权限。",
			"server": "机器人当时不在服务器里。", "down": "Discord 没有响应，会再试。",
			"empty": "没有符合主题和难度的题，请多选几个。", "late": "那天机器人没有运行。",
			"thread": "答案发出去了，但机器人无权开讨论串。", "role": "榜单发出去了，但机器人无权授予冠军身份组：它自己的身份组要排在其上。",
		},
		Spent: func(dollars string) string { return "今天评分已花费 " + dollars + " 美元" },
		Missing: func(channel, rights string) string {
			return "⚠️ 机器人在 " + channel + " 缺少权限：**" + rights + "**"
		},
		MissingInbox: func(channel, rights string) string {
			return "⚠️ 机器人在管理员收件箱 " + channel + " 缺少权限：**" + rights + "**。补上之前，待处理的内容只出现在 `/inbox` 里。"
		},
		Rights: map[string]string{
			"view": "查看频道", "send": "发送消息", "embed": "嵌入链接", "attach": "附加文件", "mention": "提及 @everyone、@here 和所有身份组",
			"history": "读取消息历史", "threads": "创建公共子区", "thread-send": "在子区内发送消息", "roles": "管理身份组",
		},
		Unchecked:  "-# 暂时无法检查权限。",
		Saved:      "✅ 已保存",
		Nothing:    "没有任何改动。请填写选项，例如 `时间:09:00`。",
		PickTopics: "每日一题的主题",
		PickLevels: "每日一题的难度",
		Refresh:    "重新检查",
		Preview:    "预览一下",

		AgreementTitle: "评分器与人工",
		NoAgreement:    "还没有处理过申诉。管理员改判之后，这里会显示评分器与人工判定有多一致。",
		AllQuestions:   "全部题目",
		Agrees: func(answers, percent, bias int) string {
			return fmt.Sprintf("改判 %d 份，要点判定一致 %d%%，评分器平均偏差 %+d 分", answers, percent, bias)
		},
		Repay: "重新评分估分作答",
		Repaid: func(graded, changed, left int) string {
			return fmt.Sprintf("模型已重新评分 %d 份估分作答，其中 %d 份结果有变化，仍为估分的有 %d 份。结果有变化的玩家已收到通知。", graded, changed, left)
		},

		LogTitle: "改动记录",
		LogEmpty: "还没有人改过设置。",
		LogLine: func(who, name, from, to string) string {
			return fmt.Sprintf("%s · **%s**：%s → %s", who, name, from, to)
		},
	}
}
