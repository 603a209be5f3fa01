package text

import (
	"fmt"

	"drillbot/quiz"
)

func chinese() *Strings {
	return &Strings{
		Lang: quiz.Chinese, Colon: "：",
		Command: Commands{
			Drill:        Named{"drill", "来一道适合你的面试题"},
			Leaderboard:  Named{"leaderboard", "看看谁的积分最高"},
			Profile:      Named{"profile", "答题数、平均分、各主题成绩和连续天数"},
			Help:         Named{"help", "一屏看懂怎么用"},
			GradeMessage: Named{"作为我的回答来评分", "把自己的一条消息当作答案"},
			Topic:        Named{"主题", "只要这个主题的题"},
			Difficulty:   Named{"难度", "只要这个难度的题"},
			Type:         Named{"题型", "只要这种题型"},
			Question:     Named{"题目", "指定某一道题或某一组题"},
			Public:       Named{"公开", "让频道里的人都看到（默认只有你自己能看到）"},
			Period:       Named{"时段", "统计哪段时间（默认本周）"},
			Player:       Named{"玩家", "看谁的成绩（默认是你自己）"},
		},
		Question: Question{
			Types: map[quiz.Type]string{
				quiz.Open: "问答", quiz.Choice: "选择", quiz.Numeric: "计算", quiz.Cloze: "填空", quiz.Order: "排序",
			},
			Stars:      stars,
			Levels:     [5]string{"1 · 热身", "2 · 基础", "3 · 扎实", "4 · 较难", "5 · 研究级"},
			Part:       func(n, of int) string { return fmt.Sprintf("第 %d/%d 问", n, of) },
			Challenge:  "先想想：题目本身的说法成立吗？",
			Hint:       func(n, of int) string { return fmt.Sprintf("💡 提示 %d/%d", n, of) },
			PickOne:    "请选一项。",
			PickSome:   "请选出所有正确的选项。",
			PickMenu:   "选出所有正确的选项",
			TypeOrder:  "请排序：点**作答**，按顺序输入字母。",
			Answer:     "作答",
			HintButton: func(n, of int) string { return fmt.Sprintf("提示 %d/%d", n, of) },
			Skip:       "跳过",
			GiveUp:     "我不会",
			FormTitle:  func(id string) string { return "作答：" + id },
			FormOpen:   "像面试时那样说出你的答案",
			FormOpenEg: "写几句话就行，中文、英文或夹着写都可以。",
			FormNumber: func(unit string) string {
				if unit == "" {
					return "你的数值"
				}
				return "你的数值，单位：" + unit
			},
			FormNumEg:   "1.2e24、1.2×10^24、1,200、12亿",
			FormOrder:   "按正确顺序输入字母",
			FormOrderEg: "例如 BADC",
		},
		Result: Result{
			Title:         func(score int) string { return fmt.Sprintf("%d / 100 分", score) },
			Verdicts:      [4]string{"没提到", "部分答到", "答到了", "说反了"},
			Exactly:       [4]string{"不对", "接近", "正确", "不对"},
			Options:       [4]string{"漏选", "部分正确", "选对", "错选"},
			Grades:        [5]string{"还差不少", "有点眉目", "还可以", "不错", "很棒"},
			Unverified:    "引用的话在你的答案里没有找到，因此降了一档",
			FollowUp:      "面试官会追问",
			Misconception: "误区",
			WrongClaim:    "存疑",
			Offline: func(c int) string {
				return fmt.Sprintf("离线估分，只看措辞（把握 %d%%）", c)
			},
			Exact: "按规则判分",
			Model: func(name string) string { return "由 " + name + " 评分" },
			Fell: map[quiz.FallBack]string{
				quiz.FellTimeout: "模型没有及时回复",
				quiz.FellRefusal: "模型拒绝评分",
				quiz.FellBroken:  "模型的回复无法使用",
				quiz.FellBudget:  "今天的模型预算已用完",
				quiz.FellDown:    "连不上模型",
				quiz.FellBusy:    "等待模型评分的回答太多",
			},
			Flags: map[quiz.Flag]string{
				quiz.FlagEmpty:     "没有可以评分的内容。",
				quiz.FlagUnknown:   "你说不知道。下次可以直接点题目下面的**我不会**看答案。",
				quiz.FlagCopied:    "这基本是把题目重说了一遍。",
				quiz.FlagSalad:     "光列关键词不算解释，请写成句子。",
				quiz.FlagShuffled:  "这是打乱顺序的参考答案。",
				quiz.FlagDump:      "这里一下子说了太多，只有与题目有关的才算。",
				quiz.FlagPadded:    "同样的话重复说不会加分。",
				quiz.FlagInjection: "有些话是说给评分器听的，没有理会。",
				quiz.FlagPolarity:  "有一句话的意思说反了。",
				quiz.FlagUnsure:    "置信度低：两次评阅的结论不一致，这个分数仅供参考。",
			},
			ForHuman:     "已请本服务器的管理员复核，评分有变会通知你。",
			Won:          func(n int) string { return fmt.Sprintf("**+%d** 积分", n) },
			NotCounted:   "仅作复习：每道题每天只有第一次作答计分，在哪里作答都算",
			Streak:       func(days int) string { return fmt.Sprintf("🔥 连续 %d 天", days) },
			Freezes:      func(n int) string { return fmt.Sprintf("❄️ 冻结卡 %d 张", n) },
			Reference:    "参考答案",
			Expected:     "正确答案",
			YourAnswer:   "你的答案",
			Sources:      "出处",
			TryAgain:     "再答一次",
			Next:         "下一题",
			ReportButton: "反馈问题",
			GaveUp:       "答案在这里。本题今天不计分，很快会再问你。",
			Stored:       "你的答案已经保存，但暂时没能评分。评好之后会马上告诉你。",
			Waiting: func(n int) string {
				return fmt.Sprintf("你的回答已保存，前面还有 %d 份回答在等待评分。", n)
			},
			Regraded: func(id string, before, after, points int) string {
				return fmt.Sprintf("你对 **%s** 的作答已由模型重新评分：%d → %d（满分 100），积分 %+d。", id, before, after, points)
			},
			Late: func(id string) string { return "你对 **" + id + "** 的作答已经评好了。" },
			Cut:  "……",
		},
		Board: Board{
			Title: func(p quiz.Period) string {
				return "排行榜 · " + [4]string{"今天", "本周", "本月", "总榜"}[p]
			},
			Periods:  [4]string{"今天", "本周", "本月", "总榜"},
			AllTopic: "全部主题",
			Empty:    "还没有人上榜。用 `/drill` 拿下第一！",
			Points:   func(n int) string { return fmt.Sprintf("%d 分", n) },
			Own: func(rank, n, players int) string {
				return fmt.Sprintf("你：第 **%d** 名（共 %d 人）· %d 分", rank, players, n)
			},
			NotOn:    "你还没上榜。用 `/drill` 开始吧。",
			Page:     func(n, of int) string { return fmt.Sprintf("第 %d/%d 页", n, of) },
			Direct:   "排行榜属于服务器。这里只有你在私信里得到的积分。",
			Prev:     "上一页",
			NextPage: "下一页",
		},
		Profile: Profile{
			Title:   "个人成绩",
			Nothing: "这里还没有作答记录。用 `/drill` 开始吧。",
			Answers: func(n int) string { return fmt.Sprintf("作答：**%d** 次", n) },
			Average: func(score int) string { return fmt.Sprintf("平均分：**%d**", score) },
			Points: func(today, week, all int) string {
				return fmt.Sprintf("积分：今天 **%d** · 本周 **%d** · 总共 **%d**", today, week, all)
			},
			Streak: func(days, best int) string {
				return fmt.Sprintf("🔥 连续 **%d** 天（最长 %d 天）", days, best)
			},
			Topics: "各主题",
			Topic: func(name string, answers, average int) string {
				return fmt.Sprintf("%s：作答 %d 次，平均 %d 分", name, answers, average)
			},
			Recent:  "最近作答",
			Again:   func(id string) string { return "再答：" + id },
			Private: "在私信里只能查看自己的成绩。",
		},
		Report: Report{
			Title:  "反馈问题",
			Label:  "哪里不对？应该是怎样？",
			Eg:     "事实有误、题意不清、评分不公……",
			Thanks: "谢谢！反馈已和题目、你的作答一起保存。",
		},
		Help: Help{
			Title: "Drillbot：面试刷题",
			Body: func(questions, topics int) string {
				return fmt.Sprintf(helpZH, questions, topics)
			},
		},
		Settings: settingsZH(),
		Inbox:    inboxZH(),
		Privacy:  privacyZH(),
		Daily:    dailyZH(),
		Deck:     deckZH(),
		Error: Error{
			Title:      "没有成功",
			NoTopic:    "没有这个主题。请从输入时弹出的列表里选一个。",
			NoQuestion: "没有符合条件的题目，请去掉一个选项再试。",
			Unknown:    "题库里已经没有这道题了。用 `/drill` 换一道吧。",
			Changed:    "这道题在提问之后更新过，下面是新版。",
			Empty:      "答案是空的。点**作答**写点什么；点**我不会**可以看答案。",
			TooLong:    fmt.Sprintf("答案超过了 %d 个字符，请缩短一些。", quiz.MaxAnswer),
			BadNumber:  "没能读出数值。可以写成 1200、1.2e24、1.2×10^24 或 12亿。",
			BadUnit: func(unit string) string {
				if unit == "" {
					return "不认识这个单位，请直接写数值。"
				}
				return "不认识这个单位，请用 " + unit + " 作单位。"
			},
			BadOrder:     "每个字母请恰好写一次，例如 BADC。",
			BadChoice:    "这个选项已经不在题目里了。",
			NotAdmin:     "这是管理员用的，需要“管理服务器”权限。",
			NoServer:     "请在服务器里用这条命令，私信里不行。",
			NotModerator: "这是管理员用的，需要“管理消息”权限。",
			NoCase:       "它已经不在了，或者属于别的服务器。",
			Closed:       "这一条已经处理过了。",
			NotAsked:     "你还没有打开的题。先用 `/drill` 要一道题，再对自己的消息用这个命令。",
			NotYours:     "那是别人的消息，只能用自己的消息作答。",
			OwnCase:      "这是你自己的答案，请由另一位管理员处理。",
			NoFile:       "取不到这个文件，或者它超过了 1 MiB。",
			BadFile:      "读不出题目。文件名决定格式：.json、.md、.csv、.tsv、.txt（Anki）、.xml（Moodle）、.gift 或 .aiken，编码用 UTF-8。",
			TooOften:     fmt.Sprintf("每天最多投稿 %d 次，待处理的投稿也有上限，请过些时候再来。", quiz.DailySuggestions),
			TooMany:      fmt.Sprintf("每天最多提交 %d 份问题报告和评分申诉，你已经用完了，请过些时候再来。", quiz.DailyReports),
			DeckFull:     fmt.Sprintf("本服务器的题库满了，最多 %d 道题。", quiz.MaxDeck),
			BadTime:      "这不是一个时间，请写成 `09:00` 或 `21:30`。",
			BadZone:      "没有这个时区。请输入城市名，从列表里选一个，例如 `Asia/Shanghai`。",
			Busy:         "现在有点忙。什么都没有丢，请稍后再试一次。",
			Fault: func(ref string) string {
				return "我们这边出了问题。如果一直这样，请把这个编号告诉管理员：`" + ref + "`"
			},
			YourAnswer:  "你写的内容在这里，不会丢：",
			AnswerAgain: "重新作答",
		},
	}
}

const helpZH = `练面试：%d 道题，%d 个主题，中英双语。

**/drill** 出下一道适合你的题，可以指定主题、难度、题型或某一道题。点**作答**，像面试那样说，中文、英文、夹着写都行。
**/daily** 本服务器的每日一题：作答，或练习以往的题。截止前别人看不到你的答案。
**/question** 给本服务器投稿题目，管理员通过后就会出。
**/leaderboard** 今天、本周、本月、总榜，也可以按主题看。
**/profile** 作答数、平均分、各主题成绩、连续天数，还能重答最近的题。
**/privacy** 保存了你的哪些数据：导出、删除、隐藏。**/settings** 和 **/inbox** 供管理员使用。
答案已经发成了消息？在消息菜单里选“应用 → 作为我的回答来评分”。觉得评分不对？点**申诉**。

**评分**：每个要点按权重计分，答到得全分，部分答到得一半，说出误区要扣分；证据都引用你的原话。
**积分**：得分 × 难度 ÷ 10。每道题每天（按服务器日历）只有第一次作答计入排行榜，在哪里作答都算，再答有助于复习，但不影响名次。提示免费。点*我不会*会显示答案，不计分。
**连续天数**：每天有一次计分作答就算。每满七天得一张冻结卡（最多留两张），漏一天用一张，连续不断，但不加天数。
**复习**：答得好的题会隔更久再出现，间隔越来越长。`
