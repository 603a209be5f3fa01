package text

import "fmt"

// Deck is what surrounds a server's own questions.
type Deck struct {
	Command                                       Named
	Suggest, Import, Edit, Retire, Find, ToFile   Named // subcommands
	Type, Topic, Difficulty, Question, File, Back Named // options
	Format, Words                                 Named
	FormTitle, EditTitle                          string // at most 45 characters, as are the labels
	Prompt, Reference, Points, Options            string // labels
	PromptEg, ReferenceEg, PointsEg, OptionsEg    string // placeholders, at most 100

	Sent      string // the suggestion is with the moderators
	Flawed    string // above what is wrong with it
	Where     map[string]string
	What      map[string]string
	Flaw      func(where string, n int, what string) string
	More      func(n int) string
	Approve   string // buttons
	Change    string
	Decline   string
	Why       string // a label
	KeyPoints string
	Misc      string
	Changes   func(id string) string // the suggestion changes a question
	Look      string                 // a menu
	Titled    func(prompt string, more int) string

	ByFile   string // no form takes its type
	Edited   func(id string) string
	Retired  func(id string) string
	Restored func(id string) string
	Empty    string
	Found    func(n int) string
	Out      string // beside one that is asked no more

	ReportTitle func(file string) string
	Good        func(n int) string
	Refused     func(n int) string
	Item        func(n int, id, what string) string
	HandIn      func(n int) string // a button
	Updates     string
	Exported    func(n int) string
}

func deckEN() Deck {
	return Deck{
		Command: Named{"question", "This server's own questions: suggest, import, edit, find"},
		Suggest: Named{"suggest", "Suggest a question for this server's deck"},
		Import:  Named{"import", "Suggest the questions of a file"},
		Edit:    Named{"edit", "Change a question of the deck (moderators)"},
		Retire:  Named{"retire", "Stop asking a question of the deck (moderators)"},
		Find:    Named{"find", "Look through this server's deck"},
		ToFile:  Named{"export", "The deck as a file (moderators)"},

		Type:       Named{"type", "Open (the default) or multiple choice"},
		Topic:      Named{"topic", "Topic (default: this server's own)"},
		Difficulty: Named{"difficulty", "From 1, warm-up, to 5, research (default: 3)"},
		Question:   Named{"question", "Which question of the deck"},
		File:       Named{"file", "JSON, Markdown, CSV, TSV, Anki .txt, Moodle .xml, .gift or .aiken; at most 1 MiB"},
		Back:       Named{"restore", "Ask a retired one again"},
		Format:     Named{"format", "Format of the file (default: JSON)"},
		Words:      Named{"text", "Words of the question, or its id"},

		FormTitle: "Suggest a question", EditTitle: "Change the question",
		Prompt: "The question", PromptEg: "Why …? Formulas in TeX: $\\sqrt{d_k}$",
		Reference: "The answer that an expert would give", ReferenceEg: "In two to four minutes of speech, with numbers",
		Points: "Key points, one a line; weight in brackets", PointsEg: "The variance grows with d_k (40)",
		Options: "Options, one a line; * before the right ones", OptionsEg: "* The dot product",

		Sent:   "Thank you. Your suggestion is with this server's moderators, and you will be told what they decide.",
		Flawed: "The question cannot be taken like this:",
		Where: map[string]string{
			"prompt": "the question", "reference": "the answer", "hint": "hint", "point": "key point", "misconception": "misconception",
			"option": "option", "blank": "blank", "item": "item", "number": "the number", "type": "the type", "file": "the file",
		},
		What: map[string]string{
			"missing": "is missing", "long": "is too long", "many": "there are too many", "few": "there are too few",
			"weights": "the weights do not sum to 100", "right": "mark at least one as right with *, and not all",
			"place": "has no place in the question: write [[id]] there", "bad": "cannot be used",
		},
		Flaw: func(where string, n int, what string) string {
			if n > 0 {
				return fmt.Sprintf("- %s %d: %s", where, n, what)
			}
			return fmt.Sprintf("- %s: %s", where, what)
		},
		More:      func(n int) string { return fmt.Sprintf("… and %d more", n) },
		Look:      "Look at one of them",
		Approve:   "Approve",
		Change:    "Edit",
		Decline:   "Decline with reason",
		Why:       "Reason, which the player is told",
		KeyPoints: "Key points", Misc: "Misconceptions",
		Changes: func(id string) string { return "It takes the place of **" + id + "**." },
		Titled: func(prompt string, more int) string {
			if more > 0 {
				return fmt.Sprintf("%s (+%d)", prompt, more)
			}
			return prompt
		},

		ByFile: "A form takes open questions and multiple choice. For this one, export the deck, change it in the file and import that: the id says which question it is.",
		Edited: func(id string) string {
			return "✅ **" + id + "** is changed. What was asked before can still be answered."
		},
		Retired: func(id string) string {
			return "✅ **" + id + "** is retired: it is asked no more, and its answers stay."
		},
		Restored: func(id string) string { return "✅ **" + id + "** is asked again." },
		Empty:    "Nothing found. This server's deck grows by `/question suggest` and `/question import`.",
		Found:    func(n int) string { return fmt.Sprintf("%s found.", count(n, "question")) },
		Out:      "retired",

		ReportTitle: func(file string) string { return "Dry run · " + file },
		Good:        func(n int) string { return fmt.Sprintf("**%s** can be handed in.", count(n, "question")) },
		Refused:     func(n int) string { return fmt.Sprintf("**%s** left out.", count(n, "item")) },
		Item: func(n int, id, what string) string {
			if n == 0 {
				return "- the file: " + what
			}
			if id != "" {
				id = " (" + id + ")"
			}
			return fmt.Sprintf("- item %d%s: %s", n, id, what)
		},
		HandIn:   func(n int) string { return "Hand in " + count(n, "question") },
		Updates:  "changes a question of the deck",
		Exported: func(n int) string { return fmt.Sprintf("The deck, %s.", count(n, "question")) },
	}
}

func deckZH() Deck {
	return Deck{
		Command: Named{"question", "本服务器的题目：投稿、导入、修改、查找"},
		Suggest: Named{"suggest", "给本服务器的题库投一道题"},
		Import:  Named{"import", "用文件投多道题"},
		Edit:    Named{"edit", "修改一道本服务器的题目（管理员）"},
		Retire:  Named{"retire", "停用一道本服务器的题目（管理员）"},
		Find:    Named{"find", "查找本服务器的题目"},
		ToFile:  Named{"export", "把本服务器的题目导出成文件（管理员）"},

		Type:       Named{"题型", "开放题（默认）或选择题"},
		Topic:      Named{"主题", "主题（默认：本服务器的题目）"},
		Difficulty: Named{"难度", "从 1（热身）到 5（研究级），默认 3"},
		Question:   Named{"题目", "哪一道题"},
		File:       Named{"文件", "JSON、Markdown、CSV、TSV、Anki .txt、Moodle .xml、.gift 或 .aiken，最大 1 MiB"},
		Back:       Named{"恢复", "重新启用已停用的题"},
		Format:     Named{"格式", "文件格式（默认：JSON）"},
		Words:      Named{"关键词", "题目里的词，或题号"},

		FormTitle: "投稿一道题", EditTitle: "修改题目",
		Prompt: "题目", PromptEg: "为什么……？公式用 TeX：$\\sqrt{d_k}$",
		Reference: "专家会怎么回答", ReferenceEg: "相当于讲两到四分钟，带上数字",
		Points: "要点，一行一个，行末括号里写权重（可省）", PointsEg: "方差随 d_k 增大（40）",
		Options: "选项，一行一个，正确的前面加 *", OptionsEg: "* 点积",

		Sent:   "谢谢投稿！题目已交给本服务器的管理员，处理结果会告诉你。",
		Flawed: "这道题还不能收：",
		Where: map[string]string{
			"prompt": "题目", "reference": "参考答案", "hint": "提示", "point": "要点", "misconception": "误区",
			"option": "选项", "blank": "空", "item": "排序项", "number": "数值", "type": "题型", "file": "文件里的题",
		},
		What: map[string]string{
			"missing": "缺少内容", "long": "太长了", "many": "太多了", "few": "太少了",
			"weights": "权重加起来不是 100", "right": "至少给一个正确选项加 *，但不能全加",
			"place": "题目里没有它的位置，请写上 [[id]]", "bad": "无法使用",
		},
		Flaw: func(where string, n int, what string) string {
			if n > 0 {
				return fmt.Sprintf("- %s %d：%s", where, n, what)
			}
			return fmt.Sprintf("- %s：%s", where, what)
		},
		More:      func(n int) string { return fmt.Sprintf("……另有 %d 条", n) },
		Look:      "查看其中一道",
		Approve:   "通过",
		Change:    "修改",
		Decline:   "退回并说明理由",
		Why:       "理由（会告诉投稿人）",
		KeyPoints: "要点", Misc: "误区",
		Changes: func(id string) string { return "它会替换 **" + id + "**。" },
		Titled: func(prompt string, more int) string {
			if more > 0 {
				return fmt.Sprintf("%s（另有 %d 道）", prompt, more)
			}
			return prompt
		},

		ByFile: "表单只能改开放题和选择题。这种题型请先导出，在文件里改好再导入，题号决定改的是哪一道。",
		Edited: func(id string) string { return "✅ **" + id + "** 已修改。之前出过的旧版仍可作答。" },
		Retired: func(id string) string {
			return "✅ **" + id + "** 已停用：不再出这道题，作答记录保留。"
		},
		Restored: func(id string) string { return "✅ **" + id + "** 已恢复，会再出这道题。" },
		Empty:    "没有找到。用 `/question suggest` 和 `/question import` 可以给本服务器投稿题目。",
		Found:    func(n int) string { return fmt.Sprintf("找到 %d 道题。", n) },
		Out:      "已停用",

		ReportTitle: func(file string) string { return "试导入 · " + file },
		Good:        func(n int) string { return fmt.Sprintf("有 **%d** 道题可以提交。", n) },
		Refused:     func(n int) string { return fmt.Sprintf("有 **%d** 条没有收。", n) },
		Item: func(n int, id, what string) string {
			if n == 0 {
				return "- 文件：" + what
			}
			if id != "" {
				id = "（" + id + "）"
			}
			return fmt.Sprintf("- 第 %d 条%s：%s", n, id, what)
		},
		HandIn:   func(n int) string { return fmt.Sprintf("提交 %d 道题", n) },
		Updates:  "会修改一道已有的题目",
		Exported: func(n int) string { return fmt.Sprintf("本服务器的题目，共 %d 道。", n) },
	}
}
