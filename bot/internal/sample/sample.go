// Package sample is a small bank with a question of every type, for the tests of the bot.
package sample

import "drillbot/quiz"

// both makes a text that names its language.
func both(en, zh string) quiz.Text { return quiz.Text{EN: en, ZH: zh} }

// Bank is a small bank with a question of every type.
func Bank() *quiz.Bank {
	source := []quiz.Source{{Key: "1706.03762", Title: "Attention Is All You Need", Author: "Vaswani", Year: 2017, URL: "https://arxiv.org/abs/1706.03762"}}
	return quiz.NewBank(
		[]quiz.Topic{{ID: "arc", Title: both("Transformer architecture", "Transformer 架构")}},
		[]quiz.Panel{{ID: "seed-1", Title: both("Scaling scores", "缩放分数"), Prompt: both("All of it", "全部")}},
		[]quiz.Question{
			{
				ID: "open-1", Version: "1a2b3c4d", Topic: "arc", Type: quiz.Open, Difficulty: 3, Panel: "seed-1", Part: 1, Challenge: true,
				Prompt:    both(`Why divide by $\sqrt{d_k}$?`, `为什么要除以 $\sqrt{d_k}$？`),
				Reference: both(`The variance of $q \cdot k$ is $d_k$ …`, `$q \cdot k$ 的方差是 $d_k$……`),
				Hints:     []quiz.Text{both("Think of variances.", "想想方差。"), both("And of softmax.", "再想想 softmax。")},
				Sources:   source,
				Points: []quiz.Point{
					{ID: "variance", Weight: 40, Text: both("The variance grows with $d_k$", "方差随 $d_k$ 增大"), FollowUp: both("Why?", "为什么？")},
					{ID: "softmax", Weight: 30, Text: both("softmax saturates", "softmax 饱和"), FollowUp: both("What is its gradient then?", "此时梯度如何？")},
					{ID: "unit", Weight: 30, Text: both("back to unit variance", "回到单位方差"), FollowUp: both("Why not $d_k$?", "为什么不除以 $d_k$？")},
				},
				Misconceptions: []quiz.Misconception{{ID: "overfit", Cost: 10, Text: both("It stops overfitting", "防止过拟合"), Right: both("It is about gradients, not overfitting.", "是为了梯度，不是为了防止过拟合。")}},
			},
			{
				ID: "choice-1", Version: "1a2b3c4d", Topic: "arc", Type: quiz.Choice, Difficulty: 1, Sources: source,
				Prompt: both("Which one scales?", "哪个会缩放？"), Reference: both("The dot product.", "点积。"),
				Options: []quiz.Option{
					{ID: "dot", Right: true, Text: both("the dot product", "点积"), Why: both("$d_k$ terms", "$d_k$ 项相加")},
					{ID: "max", Text: both("the maximum", "最大值"), Why: both("not a sum", "不是和")},
					{ID: "norm", Text: both("the norm", "范数"), Why: both("normalised", "已归一化")},
				},
			},
			{
				ID: "choice-2", Version: "1a2b3c4d", Topic: "arc", Type: quiz.Choice, Difficulty: 2,
				Prompt: both("Which are true?", "哪些正确？"), Reference: both("Two of them.", "有两个。"),
				Options: []quiz.Option{
					{ID: "a", Right: true, Text: both("first", "第一"), Why: both("yes", "对")},
					{ID: "b", Right: true, Text: both("second", "第二"), Why: both("yes", "对")},
					{ID: "c", Text: both("third", "第三"), Why: both("no", "错")},
				},
			},
			{
				ID: "numeric-1", Version: "1a2b3c4d", Topic: "arc", Type: quiz.Numeric, Difficulty: 2,
				Prompt: both("Parameters of a block with $d={d}$?", "$d={d}$ 的一层有多少参数？"), Reference: both("{answer}", "{answer}"),
				Hints:   []quiz.Text{both("12 times", "12 倍")},
				Numeric: &quiz.NumericKey{Value: 12582912, Unit: "parameters", Tolerance: 0.02, Formula: "12*d*d", Variables: []quiz.Variable{{Name: "d", Values: []float64{1024}}}},
			},
			{
				ID: "cloze-1", Version: "1a2b3c4d", Topic: "arc", Type: quiz.Cloze, Difficulty: 2,
				Prompt: both("LayerNorm is over [[axis]], BatchNorm over [[other]].", "LayerNorm 沿 [[axis]]，BatchNorm 沿 [[other]]。"), Reference: both("features, batch", "特征，批次"),
				Blanks: []quiz.Blank{
					{ID: "axis", Label: both("which axis", "哪个轴"), Accept: []string{"features", "特征"}},
					{ID: "other", Label: both("which other axis", "另一个轴"), Accept: []string{"batch", "批次"}},
				},
			},
			{
				ID: "order-1", Version: "1a2b3c4d", Topic: "arc", Type: quiz.Order, Difficulty: 4,
				Prompt: both("Order the steps.", "排列步骤。"), Reference: both("embed, attend, project", "嵌入、注意力、投影"),
				Items: []quiz.Item{
					{ID: "embed", Text: both("embed", "嵌入")}, {ID: "attend", Text: both("attend", "注意力")}, {ID: "project", Text: both("project", "投影")},
				},
			},
		})
}
