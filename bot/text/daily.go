package text

import "fmt"

// Daily is what surrounds the daily question and what is posted with it.
type Daily struct {
	Command               Named
	Today, Past, Tomorrow Named // subcommands
	Day, Question         Named // options

	Head       func(day string, closes int64) string // above the question, for everybody
	Closed     func(day string) string               // above one that has closed
	Mine       func(day string, closes int64) string // above the question as a player asked for it
	Practice   func(day string) string               // above a past one
	PractiseIt string                                // buttons
	Share      string
	Unshare    string
	Swap       string
	Shared     string // after Share
	Unshared   string
	Practised  string // in the place of what an answer won

	Answer   func(day string) string // the head of the closing post
	HowItWas string
	Nobody   string
	Answered func(players int) string
	Mean     func(score int) string
	Gaps     string
	Gap      func(players int) string
	Best     string
	BestOne  func(player string, score int) string // above the best answer
	Score    func(n int) string
	Thread   func(day string) string // its name, at most 100 characters

	None      string // the server has no daily question
	NoneYet   string // it has one, and none was posted yet
	Hushed    string // it was to be asked before the channel
	NoDay     string // none was posted on that day
	PastTitle string
	PastEmpty string
	PickPast  string // the menu
	Page      func(n, of int) string
	Next      func(at int64) string
	Fresh     func(n int) string // questions that the server never had
	Low       func(n int) string
	Swapped   string
	Preview   string // above what a daily question looks like
	Previewed func(channel string) string

	Week   string // heads of the boards of what is over
	Month  string
	Winner func(player, role string) string
	Empty  string // nobody is on them
	Board  string // the button
}

func dailyEN() Daily {
	return Daily{
		Command:  Named{"daily", "The daily question of this server"},
		Today:    Named{"today", "Answer today's question, seen by you alone"},
		Past:     Named{"past", "Earlier questions, to practise"},
		Tomorrow: Named{"tomorrow", "For admins: see the next question, and swap it"},
		Day:      Named{"day", "Which one; type a date or a word"},
		Question: Named{"question", "Take this one instead"},

		Head: func(day string, closes int64) string {
			return fmt.Sprintf("**Question of the day** · %s · closes <t:%d:R>\n-# Everyone answers privately; the answer is posted when it closes.", day, closes)
		},
		Closed: func(day string) string { return "**Question of the day** · " + day + " · closed" },
		Mine: func(day string, closes int64) string {
			return fmt.Sprintf("**Question of the day** · %s · closes <t:%d:R>", day, closes)
		},
		Practice:   func(day string) string { return "**Question of " + day + "** · closed: for review, not for rank" },
		PractiseIt: "Practise",
		Share:      "Show my answer if it is the best",
		Unshare:    "Keep my answers private",
		Swap:       "Swap",
		Shared:     "Your best answers to daily questions may be shown, with your name, when they close.",
		Unshared:   "Your answers stay private.",
		Practised:  "This daily question has closed: for review, not for rank",

		Answer:   func(day string) string { return "**Answer to the question of " + day + "**" },
		HowItWas: "How it went",
		Nobody:   "Nobody answered this time.",
		Answered: func(n int) string { return "**" + count(n, "player") + "** answered" },
		Mean:     func(score int) string { return fmt.Sprintf("mean score **%d**", score) },
		Gaps:     "Missed by most",
		Gap:      func(n int) string { return fmt.Sprintf("missed by %d", n) },
		Best:     "Best answers",
		BestOne: func(player string, score int) string {
			return fmt.Sprintf("The best answer that may be shown: %s, %d", player, score)
		},
		Score:  func(n int) string { return fmt.Sprintf("%d / 100", n) },
		Thread: func(day string) string { return "Question of " + day },

		None:      "This server has no daily question. Its admins can start one: `/settings daily channel:#your-channel time:09:00`",
		NoneYet:   "No question was posted yet.",
		Hushed:    "This is the daily question, so only you see it until it closes.",
		NoDay:     "No question was posted on that day. Pick one from the list that opens as you type.",
		PastTitle: "Earlier questions",
		PastEmpty: "There are none yet.",
		PickPast:  "Practise one of them",
		Page:      func(n, of int) string { return fmt.Sprintf("page %d of %d", n, of) },
		Next:      func(at int64) string { return fmt.Sprintf("The next question is posted <t:%d:F> (<t:%d:R>).", at, at) },
		Fresh:     func(n int) string { return fmt.Sprintf("%s left that this server never had.", count(n, "question")) },
		Low: func(n int) string {
			if n == 0 {
				return "⚠️ This server has had every question of its topics and difficulties: from now on they repeat, the oldest first. Choose more in `/settings`."
			}
			return fmt.Sprintf("⚠️ Only %s left that this server never had. Choose more topics or difficulties in `/settings`.", count(n, "question"))
		},
		Swapped:   "✅ Swapped",
		Preview:   "**Preview** · so the daily question will look in this channel",
		Previewed: func(channel string) string { return "✅ A preview stands in " + channel },

		Week:   "Board of the week",
		Month:  "Board of the month",
		Winner: func(player, role string) string { return player + " wins " + role },
		Empty:  "Nobody won points.",
		Board:  "Leaderboard",
	}
}

func dailyZH() Daily {
	return Daily{
		Command:  Named{"daily", "本服务器的每日一题"},
		Today:    Named{"today", "作答今天的题，只有你自己能看到"},
		Past:     Named{"past", "以往的题，可以拿来练习"},
		Tomorrow: Named{"tomorrow", "管理员：预览下一题，也可以换一题"},
		Day:      Named{"日期", "哪一天的题，可输入日期或关键词"},
		Question: Named{"题目", "换成这一道"},

		Head: func(day string, closes int64) string {
			return fmt.Sprintf("**每日一题** · %s · <t:%d:R>截止\n-# 作答只有自己能看到，截止后公布答案。", day, closes)
		},
		Closed: func(day string) string { return "**每日一题** · " + day + " · 已截止" },
		Mine: func(day string, closes int64) string {
			return fmt.Sprintf("**每日一题** · %s · <t:%d:R>截止", day, closes)
		},
		Practice:   func(day string) string { return "**" + day + " 的题** · 已截止，仅作复习，不影响名次" },
		PractiseIt: "练一练",
		Share:      "我答得最好就公开",
		Unshare:    "不公开我的答案",
		Swap:       "换一题",
		Shared:     "以后你的每日一题答得最好时，截止后可以连同名字一起公开。",
		Unshared:   "你的答案不会公开。",
		Practised:  "这道每日一题已经截止：仅作复习，不影响名次",

		Answer:   func(day string) string { return "**" + day + " 每日一题的答案**" },
		HowItWas: "作答情况",
		Nobody:   "这次没有人作答。",
		Answered: func(n int) string { return fmt.Sprintf("**%d** 人作答", n) },
		Mean:     func(score int) string { return fmt.Sprintf("平均 **%d** 分", score) },
		Gaps:     "多数人漏掉的要点",
		Gap:      func(n int) string { return fmt.Sprintf("%d 人漏掉", n) },
		Best:     "答得最好的",
		BestOne: func(player string, score int) string {
			return fmt.Sprintf("愿意公开的最佳答案：%s，%d 分", player, score)
		},
		Score:  func(n int) string { return fmt.Sprintf("%d 分", n) },
		Thread: func(day string) string { return day + " 每日一题讨论" },

		None:      "本服务器还没有每日一题。管理员可以开启：`/settings daily 频道:#你的频道 时间:09:00`",
		NoneYet:   "还没有发过题。",
		Hushed:    "这道题正是每日一题，截止之前只有你能看到。",
		NoDay:     "那天没有发过题，请从输入时弹出的列表里选。",
		PastTitle: "以往的题",
		PastEmpty: "还没有。",
		PickPast:  "选一道来练",
		Page:      func(n, of int) string { return fmt.Sprintf("第 %d/%d 页", n, of) },
		Next:      func(at int64) string { return fmt.Sprintf("下一题将在 <t:%d:F>（<t:%d:R>）发出。", at, at) },
		Fresh:     func(n int) string { return fmt.Sprintf("本服务器还有 %d 道没出过的题。", n) },
		Low: func(n int) string {
			if n == 0 {
				return "⚠️ 所选主题和难度的题都出过了，之后会从最早的开始重复。请在 `/settings` 里多选一些。"
			}
			return fmt.Sprintf("⚠️ 没出过的题只剩 %d 道了，请在 `/settings` 里多选一些主题或难度。", n)
		},
		Swapped:   "✅ 已换题",
		Preview:   "**预览** · 每日一题在本频道里的样子",
		Previewed: func(channel string) string { return "✅ 预览已发到 " + channel },

		Week:   "上周排行榜",
		Month:  "上月排行榜",
		Winner: func(player, role string) string { return player + " 获得 " + role },
		Empty:  "没有人得分。",
		Board:  "排行榜",
	}
}
