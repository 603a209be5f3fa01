package text

import (
	"fmt"
	"strings"

	"drillbot/quiz"
)

func english() *Strings {
	return &Strings{
		Lang: quiz.English, Colon: ": ",
		Command: Commands{
			Drill:        Named{"drill", "Get an interview question that fits you"},
			Leaderboard:  Named{"leaderboard", "Who has won the most points"},
			Profile:      Named{"profile", "Answers, average, topics and streak"},
			Help:         Named{"help", "What there is, on one screen"},
			GradeMessage: Named{"Grade as my answer", "Takes a message of your own as the answer"},
			Topic:        Named{"topic", "Only questions of this topic"},
			Difficulty:   Named{"difficulty", "Only questions of this difficulty"},
			Type:         Named{"type", "Only questions answered this way"},
			Question:     Named{"question", "One particular question or panel"},
			Public:       Named{"public", "Show it to the channel (default: only to you)"},
			Period:       Named{"period", "Over which days (default: this week)"},
			Player:       Named{"player", "Whose profile (default: yours)"},
		},
		Question: Question{
			Types: map[quiz.Type]string{
				quiz.Open: "open", quiz.Choice: "multiple choice", quiz.Numeric: "numeric",
				quiz.Cloze: "fill in", quiz.Order: "put in order",
			},
			Stars:      stars,
			Levels:     [5]string{"1 · warm-up", "2 · basic", "3 · solid", "4 · hard", "5 · research"},
			Part:       func(n, of int) string { return fmt.Sprintf("part %d of %d", n, of) },
			Challenge:  "Think first whether the question puts it right.",
			Hint:       func(n, of int) string { return fmt.Sprintf("💡 Hint %d of %d", n, of) },
			PickOne:    "Pick one.",
			PickSome:   "Pick every one that is right.",
			PickMenu:   "Pick every one that is right",
			TypeOrder:  "Put them in order: press **Answer** and type the letters.",
			Answer:     "Answer",
			HintButton: func(n, of int) string { return fmt.Sprintf("Hint %d/%d", n, of) },
			Skip:       "Skip",
			GiveUp:     "I don't know",
			FormTitle:  func(id string) string { return "Your answer to " + id },
			FormOpen:   "Your answer, as you would say it",
			FormOpenEg: "A few sentences. Write English, Chinese or both.",
			FormNumber: func(unit string) string {
				if unit == "" {
					return "Your number"
				}
				return "Your number, in " + unit
			},
			FormNumEg:   "1.2e24, 1.2×10^24, 1,200, 3.5M",
			FormOrder:   "The letters in the right order",
			FormOrderEg: "for example BADC",
		},
		Result: Result{
			Title:         func(score int) string { return fmt.Sprintf("%d / 100", score) },
			Verdicts:      [4]string{"missed", "partly", "covered", "contradicted"},
			Exactly:       [4]string{"wrong", "close", "right", "wrong"},
			Options:       [4]string{"left out", "partly right", "right", "wrong"},
			Grades:        [5]string{"Not there yet", "A start", "Decent", "Good", "Excellent"},
			Unverified:    "the quote could not be found in your answer, so this counts for less",
			FollowUp:      "An interviewer would ask",
			Misconception: "Misconception",
			WrongClaim:    "Doubtful",
			Offline: func(c int) string {
				return fmt.Sprintf("offline estimate from your wording (confidence %d %%)", c)
			},
			Exact: "graded by rule",
			Model: func(name string) string { return "graded by " + name },
			Fell: map[quiz.FallBack]string{
				quiz.FellTimeout: "the model did not reply in time",
				quiz.FellRefusal: "the model refused",
				quiz.FellBroken:  "the model's reply could not be used",
				quiz.FellBudget:  "today's budget for the model is spent",
				quiz.FellDown:    "the model could not be reached",
				quiz.FellBusy:    "too many answers are waiting for the model",
			},
			Flags: map[quiz.Flag]string{
				quiz.FlagEmpty:     "There is nothing to grade.",
				quiz.FlagUnknown:   "You said that you don't know. Next time, press **I don't know** below the question: it shows the answer.",
				quiz.FlagCopied:    "This mostly says the question again.",
				quiz.FlagSalad:     "Key words alone do not explain: write sentences.",
				quiz.FlagShuffled:  "This is the reference answer in disorder.",
				quiz.FlagDump:      "This says many things at once; only what belongs to the question counts.",
				quiz.FlagPadded:    "Saying it again does not make it more.",
				quiz.FlagInjection: "Parts of this speak to the grader instead of the question; they were ignored.",
				quiz.FlagPolarity:  "A sentence here says the opposite of what is true.",
				quiz.FlagUnsure:    "Low confidence: two readings of this answer disagree, so take the grade with care.",
			},
			ForHuman: "This server's moderators are asked to look at it. You are told if the grade changes.",
			Won: func(n int) string {
				if n == 1 {
					return "**+1** point"
				}
				return fmt.Sprintf("**+%d** points", n)
			},
			NotCounted:   "for review: only a question's first answer of a day counts, wherever it was given",
			Streak:       func(days int) string { return "🔥 " + count(days, "day") },
			Freezes:      func(n int) string { return "❄️ " + count(n, "freeze") },
			Reference:    "Reference answer",
			Expected:     "Expected",
			YourAnswer:   "Your answer",
			Sources:      "Sources",
			TryAgain:     "Try again",
			Next:         "Next",
			ReportButton: "Report a problem",
			GaveUp:       "Here is the answer. It does not count for the board; the question comes back soon.",
			Stored:       "Your answer is stored, but it could not be graded just now. You will get the grade as soon as it is.",
			Waiting: func(n int) string {
				if n == 1 {
					return "Your answer is kept. One answer is before you."
				}
				return fmt.Sprintf("Your answer is kept. %d answers are before you.", n)
			},
			Regraded: func(id string, before, after, points int) string {
				return fmt.Sprintf("Your answer to **%s** was graded again, by the model this time: %d → %d of 100, points %+d.", id, before, after, points)
			},
			Late: func(id string) string { return "Your answer to **" + id + "** has been graded." },
			Cut:  "…",
		},
		Board: Board{
			Title: func(p quiz.Period) string {
				return "Leaderboard · " + [4]string{"today", "this week", "this month", "all time"}[p]
			},
			Periods:  [4]string{"today", "this week", "this month", "all time"},
			AllTopic: "all topics",
			Empty:    "Nobody yet. `/drill` makes you the first.",
			Points:   points,
			Own: func(rank, n, players int) string {
				return fmt.Sprintf("You: **#%d** of %d · %s", rank, players, points(n))
			},
			NotOn:    "You are not on this board yet. `/drill` gets you there.",
			Page:     func(n, of int) string { return fmt.Sprintf("page %d of %d", n, of) },
			Direct:   "Boards belong to servers. This is what you have won in direct messages.",
			Prev:     "Previous",
			NextPage: "Next",
		},
		Profile: Profile{
			Title:   "Profile",
			Nothing: "No answers here yet. `/drill` starts.",
			Answers: func(n int) string { return fmt.Sprintf("Answers: **%d**", n) },
			Average: func(score int) string { return fmt.Sprintf("Average: **%d**", score) },
			Points: func(today, week, all int) string {
				return fmt.Sprintf("Points: **%d** today · **%d** this week · **%d** in all", today, week, all)
			},
			Streak: func(days, best int) string { return fmt.Sprintf("🔥 Streak: **%d** (best %d)", days, best) },
			Topics: "By topic",
			Topic: func(name string, answers, average int) string {
				return fmt.Sprintf("%s: %s, average %d", name, count(answers, "answer"), average)
			},
			Recent:  "Answered last",
			Again:   func(id string) string { return "Again: " + id },
			Private: "In direct messages you can see only your own profile.",
		},
		Report: Report{
			Title:  "Report a problem",
			Label:  "What is wrong, and how should it be?",
			Eg:     "A wrong fact, an unclear question, an unfair grade …",
			Thanks: "Thank you. The report is kept with the question and your answer.",
		},
		Help: Help{
			Title: "Drillbot: interview drilling",
			Body: func(questions, topics int) string {
				return fmt.Sprintf(helpEN, count(questions, "question"), count(topics, "topic"))
			},
		},
		Settings: settingsEN(),
		Inbox:    inboxEN(),
		Privacy:  privacyEN(),
		Daily:    dailyEN(),
		Deck:     deckEN(),
		Error: Error{
			Title:      "That did not work",
			NoTopic:    "There is no such topic. Pick one from the list that opens while you type.",
			NoQuestion: "No question fits. Leave out one of the options.",
			Unknown:    "This question is no longer in the bank. `/drill` asks another one.",
			Changed:    "This question has been changed since it was asked. Here is the new one.",
			Empty:      "The answer is empty. Press **Answer** and write something; *I don't know* shows the solution.",
			TooLong:    fmt.Sprintf("The answer is longer than %d characters. Please shorten it.", quiz.MaxAnswer),
			BadNumber:  "I cannot read a number in that. Write it like 1200, 1.2e24, 1.2×10^24 or 3.5M.",
			BadUnit: func(unit string) string {
				if unit == "" {
					return "I do not know that unit. Give the plain number."
				}
				return "I do not know that unit. Give the number in " + unit + "."
			},
			BadOrder:     "Please name every letter exactly once, for example BADC.",
			BadChoice:    "That option is not part of the question any more.",
			NotAdmin:     "This is for admins: it takes the permission *Manage Server*.",
			NoServer:     "This works in a server, not in direct messages.",
			NotModerator: "This is for moderators: it takes the permission *Manage Messages*.",
			NoCase:       "That is no longer there, or it belongs to another server.",
			Closed:       "This was decided already.",
			NotAsked:     "You have no open question. Ask for one with `/drill`, then use this on your message.",
			NotYours:     "That message is somebody else's. Only your own can be your answer.",
			OwnCase:      "This is about your own answer: another moderator has to settle it.",
			NoFile:       "The file could not be fetched, or it is larger than 1 MiB.",
			BadFile:      "The file cannot be read as questions. Its name tells the format: .json, .md, .csv, .tsv, .txt (Anki), .xml (Moodle), .gift or .aiken; in UTF-8.",
			TooOften:     fmt.Sprintf("You may suggest %d times a day, and only so many suggestions can wait. Please come back later.", quiz.DailySuggestions),
			TooMany:      fmt.Sprintf("You may bring %d reports and disputes a day, and you have. Please come back later.", quiz.DailyReports),
			DeckFull:     fmt.Sprintf("This server's deck is full: it holds %d questions.", quiz.MaxDeck),
			BadTime:      "This is no time of day. Write it as `09:00` or `21:30`.",
			BadZone:      "There is no such time zone. Type a city and pick one from the list, such as `Asia/Shanghai`.",
			Busy:         "Too much is going on right now. Nothing was lost: please try again in a moment.",
			Fault: func(ref string) string {
				return "Something went wrong on our side. If it stays, tell the admin this code: `" + ref + "`"
			},
			YourAnswer:  "What you wrote, so that it is not lost:",
			AnswerAgain: "Answer again",
		},
	}
}

func stars(n int) string { return strings.Repeat("★", n) + strings.Repeat("☆", 5-n) }

func points(n int) string { return count(n, "point") }

// count is a number of things, whose plural takes an s.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

const helpEN = `Practise interviews: %s in %s, in English and Chinese.

**/drill** asks the next question that fits you; choose topic, difficulty, type or one question. ` +
	`Press **Answer** and write as you would speak, in English, Chinese or both.
**/daily** the server's question of the day: answer it, practise earlier ones. Nobody sees your answer before it closes.
**/question** suggest a question for this server's own deck; moderators approve it.
**/leaderboard** today, this week, this month, all time, also by topic.
**/profile** answers, average, topics, streak, and your last answers to try again.
**/privacy** what is kept about you: export it, delete it, hide. **/settings** and **/inbox** are for admins and moderators.
Wrote your answer as a message? Its menu has *Apps → Grade as my answer*. Disagree with a grade? **Dispute** it.

**Grades.** Each key point counts by its weight: covered in full, partly by half. A misconception costs. ` +
	`Your own words are quoted as evidence.
**Points.** Score × difficulty ÷ 10. A question's first answer of a day, wherever you give it, counts for the boards (days of the server's calendar); ` +
	`trying again helps review, not rank. Hints are free. *I don't know* shows the answer and never counts.
**Streak.** Days in a row with an answer that counts. Every seventh earns a freeze (two are kept); ` +
	`a freeze protects one missed day and never adds one.
**Review.** What you answered well comes back later than the rest, after growing gaps.`
