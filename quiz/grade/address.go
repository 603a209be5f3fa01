package grade

import (
	"regexp"

	"golang.org/x/text/unicode/norm"
)

// addresses are ways to talk to the grader instead of answering, in English and Chinese.
// A hit raises a flag and makes the check of the evidence stricter; it takes no points by
// itself, for an answer about prompt injection has to name such phrases.
var addresses = regexp.MustCompile(`(?i)` +
	`\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:instructions?|rules?|rubric|prompt|above|previous)\b` +
	`|\b(?:give|award|grant|assign|record|deserves?)\b.{0,40}\b(?:full|maximum|max|perfect|top|100|10/10)\b` +
	`|\b(?:full|perfect|maximum) (?:marks?|scores?|points|credit)\b` +
	`|\bmark\b.{0,30}\b(?:met|covered|correct|right|passed)\b` +
	`|\bi (?:have )?covered (?:all|every)\b|\b(?:you are|act as|as) (?:now )?an? (?:lenient|generous|kind)\b.{0,20}\bgrader\b` +
	`|\bnote (?:from|by) the (?:question )?(?:author|teacher|developer|system)\b|\breference answer (?:has been|is now|was) (?:updated|changed|replaced)\b` +
	`|"(?:verdicts?|score|injection_suspected)"\s*:` +
	`|(?:忽略|无视|忘记).{0,12}(?:指令|指示|规则|要求|提示|以上|之前)|满分|(?:给|打).{0,6}(?:100|一百)\s*分|(?:参考答案|评分标准).{0,8}(?:已|改为|更新)`)

// addressesGrader reports whether an answer speaks to the grader.
func addressesGrader(answer string) bool {
	return tampered(answer) || addresses.MatchString(norm.NFKC.String(visible(answer)))
}
