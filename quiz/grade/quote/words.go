package quote

import "strings"

// functionWords say nothing by themselves: articles, pronouns, prepositions, auxiliaries
// and what else keeps a sentence together, in English and as single Chinese characters.
var functionWords = wordSet(`
a an the this that these those it its they them their he she we us our i you your my me
is are was were be been being am do does did done has have had having will would shall should can could may might must
and or but nor so yet if then else than as because since while when where which who whom whose what why how
of in on at by for from to into onto with without within over under up down out off about between through per via
not no yes too very just also only own same such each every all any some more most other there here
的 了 着 过 是 在 和 与 及 或 也 都 就 而 且 但 则 把 被 让 使 对 从 到 于 以 为 因 所 之 其 这 那 它 他 她 我 你 们 个 些 有 会 能 可 要 很 更 最 又 还 呢 吗 吧 啊 嘛 等 地 得 上 下 中
`)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}
