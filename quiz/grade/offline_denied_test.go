package grade_test

import (
	"testing"

	"drillbot/quiz"
)

// estimators has misconceptions whose wordings join subject and verb, hold a denial, or say "only".
func estimators() quiz.Question {
	wrong := func(id string, en, zh []string) quiz.Misconception {
		return quiz.Misconception{ID: id, Cost: 15, Cues: quiz.Cues{EN: [][]string{en}, ZH: [][]string{zh}}}
	}
	return quiz.Question{
		ID: "estimators", Version: "1", Type: quiz.Open,
		Prompt:    quiz.Text{EN: "What is special about the estimator?", ZH: "这个估计有什么特别？"},
		Reference: quiz.Text{EN: "Its variance is low.", ZH: "它的方差小。"},
		Points:    []quiz.Point{{ID: "low", Weight: 100, Text: quiz.Text{EN: "Its variance is low", ZH: "它的方差小"}}},
		Misconceptions: []quiz.Misconception{
			wrong("biased", []string{"k3 is biased", "k3 is a biased estimator"}, []string{"k3 有偏", "k3 是有偏的", "k3 是有偏估计"}),
			wrong("prior", []string{"gap is the KL to the prior"}, []string{"差值是对先验的 KL"}),
			wrong("free", []string{"no KL constraint", "DPO has no KL constraint", "loses nothing"}, []string{"没有 KL 约束"}),
			wrong("fake", []string{"proved that no ability", "emergence is entirely"}, []string{"涌现完全是假象", "证明没有涌现", "所有涌现都是假象"}),
			wrong("data", []string{"only caused by bad data", "spikes are always bad data", "just bad data"}, []string{"只是坏数据"}),
			wrong("unchecked", []string{"without verification", "without checking them"}, []string{"不做验证", "不做任何验证"}),
		},
	}
}

func TestOfflineChargesNoDeniedMisconception(t *testing.T) {
	for _, denied := range []string{
		"k3 is not biased.", "k3 isn't biased, while k2 is.", "k3 is by no means a biased estimator.",
		"k3 不是有偏的。", "k3 没有偏差。", "k3 并不是有偏估计。",
		"The gap is not the KL to the prior.", "差值并不是对先验的 KL。",
		"DPO 并不是没有 KL 约束。", "DPO is not a method with no KL constraint.", "DPO never says that there is no KL constraint.",
		"It has not been proved that no ability emerges.", "Emergence is not entirely an artefact.",
		"涌现并不完全是假象。", "这并没有证明没有涌现。", "并不是所有涌现都是假象。",
		"Spikes are not always bad data.", "It is not just bad data.", "They are not only caused by bad data.", "尖峰不只是坏数据造成的。",
		"Nothing is accepted without verification.", "The tokens are not accepted without checking them.",
		"并不是不做验证。", "不能不做任何验证就接受。",
	} {
		if found := gradeOne(t, estimators(), denied).Found; len(found) > 0 {
			t.Errorf("%q is charged: %+v", denied, found)
		}
	}
}

func TestOfflineChargesWhatADenialOfSomethingElseStandsBeside(t *testing.T) {
	for said, want := range map[string]string{
		"k3 is biased.":                                    "biased",
		"k3, not the rest, is biased.":                     "biased",
		"k3 is not only biased but slow.":                  "biased",
		"k3 是有偏的。":                                         "biased",
		"The gap is the KL to the prior.":                  "prior",
		"DPO has no KL constraint.":                        "free",
		"DPO needs no reward model and no KL constraint.":  "free",
		"DPO 没有 KL 约束。":                                    "free",
		"不用奖励模型，也没有 KL 约束。":                                "free",
		"The latent space loses nothing.":                  "free",
		"It was proved that no ability emerges.":           "fake",
		"It is just bad data.":                             "data",
		"尖峰只是坏数据造成的。":                                      "data",
		"It does not need a draft, without verification.":  "unchecked",
		"多个 token 不做验证直接输出。":                               "unchecked",
		"没有草稿就不做验证。":                                       "unchecked",
		"It needs no draft and works without verification": "unchecked",
	} {
		if found := gradeOne(t, estimators(), said).Found; len(found) != 1 || found[0].Misconception != want {
			t.Errorf("%q: found %+v, want %s", said, found, want)
		}
	}
}

func TestOfflineChargesNoClaimThatSaysLess(t *testing.T) {
	q := estimators()
	q.Misconceptions = []quiz.Misconception{
		{ID: "always", Cost: 15, Cues: quiz.Cues{EN: [][]string{{"always beats convolution"}}}},
		{ID: "only", Cost: 15, Cues: quiz.Cues{EN: [][]string{{"only the last layer counts"}}}},
	}
	for said, want := range map[string]int{
		"With enough data it beats convolution.":    0,
		"It always beats convolution.":              1,
		"It beats convolution for every data set.":  1,
		"The last layer counts, and so do others.":  0,
		"Only the last layer counts.":               1,
		"Just the last layer counts.":               1,
		"It is not just that the last layer counts": 0,
	} {
		if found := gradeOne(t, q, said).Found; len(found) != want {
			t.Errorf("%q: found %+v, want %d", said, found, want)
		}
	}
}

func TestOfflineChargesNoContrast(t *testing.T) {
	q := estimators()
	q.Misconceptions = []quiz.Misconception{{ID: "mixes", Cost: 15, Cues: quiz.Cues{
		EN: [][]string{{"ffn"}, {"mixes tokens", "sees all positions"}}, ZH: [][]string{{"FFN"}, {"混合 token", "看到所有位置"}},
	}}}
	for said, want := range map[string]int{
		"Attention mixes tokens, the FFN works on each position alone.": 0,
		"The FFN works on each position, while attention mixes tokens.": 0,
		"注意力混合 token，FFN 逐位置计算。":                                        0,
		"FFN 逐位置计算，而注意力能看到所有位置。":                                        0,
		"The FFN mixes tokens.":                                          1,
		"With the FFN in place, the layer sees all positions.":           1,
		"Like attention, the FFN mixes tokens, which costs little more.": 1,
		"有了 FFN，每层就能看到所有位置。":                                             1,
	} {
		if found := gradeOne(t, q, said).Found; len(found) != want {
			t.Errorf("%q: found %+v, want %d", said, found, want)
		}
	}
}
