package measure_test

import (
	"encoding/json"
	"testing"

	"drillbot/quiz/grade/measure"
)

func TestSummaryOfASet(t *testing.T) {
	var samples []measure.Sample
	for i, p := range ten() {
		samples = append(samples, measure.Sample{
			Question: []string{"a", "b"}[i%2], Human: p.Human, Grader: p.Grader,
			Length: 1 - p.Human, Overlap: .5, Label: []measure.Label{measure.Wrong, measure.Right}[i%2],
		})
	}
	got := measure.Summarise(samples)
	if !near(float64(got.Pearson), 0.8259687820959222) || !near(float64(got.Length.Pearson), -1) || !near(float64(got.Length.Within), -1) {
		t.Errorf("%+v", got)
	}
	text, err := json.Marshal(got.Overlap)
	if err != nil || string(text) != `{"pearson":null,"pearson_within":0.0000,"spearman":null}` {
		t.Errorf("of a constant: %s %v", text, err)
	}
	if got.Overlap.Pearson.String() != "–" || got.Pearson.String() != "0.826" {
		t.Errorf("written %v and %v", got.Overlap.Pearson, got.Pearson)
	}
	lead := got.CI.Lead
	if !(lead.Low > 0 && lead.Low <= float64(got.Pearson-got.Length.Pearson) && lead.High >= lead.Low) {
		t.Errorf("lead %v", lead)
	}
	text, err = json.Marshal(measure.Summarise(samples[:1]).CI)
	if want := `{"pearson":null,"pearson_within":null,"spearman":null,"rmse":null,"qwk":null,"macro_f1":null,"pearson_over_length":null}`; err != nil || string(text) != want {
		t.Errorf("of one answer: %s %v", text, err)
	}
}
