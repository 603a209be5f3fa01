package main

import (
	"bytes"
	"strings"
	"testing"

	"drillbot/quiz"
)

// A wording that players have used and moderators have accepted is proposed, with the group that lacks it; what stands
// in refused answers is not.
func TestCuesAreProposedFromRulings(t *testing.T) {
	dir := t.TempDir()
	said := "The wobble of the scores swells with every coordinate, so the normaliser pins itself to a corner."
	storeAnswers(t, dir, oldGrader(""),
		said, said+" That is all.", "The normaliser pins itself to a corner because of the wobble.", "No idea: coordinate systems have a corner, swells are waves.", "Every coordinate has a corner.")
	d, done := storedDrill(t, dir, nil)
	q, _ := d.Bank().Question("arc-02")
	for id := range uint64(5) {
		v := quiz.Covered
		if id >= 3 {
			v = quiz.Missed
		}
		r := quiz.Ruling{Judge: 9, Verdicts: map[string]quiz.Verdict{q.Points[1].ID: v}}
		if _, err := d.Judge(t.Context(), id+1, r); err != nil {
			t.Fatal(err)
		}
	}
	done()
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"bank", "cues", "-data", dir}, nil, &out, &errs); code != 0 {
		t.Fatal(errs.String())
	}
	got := out.String()
	for _, want := range []string{"arc-02 " + q.Points[1].ID + ", cues en, group ", "- normaliser pins ", "accepted 3, refused 0"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if strings.Contains(got, "- corner ") || strings.Contains(got, "- coordinate ") || strings.Contains(got, q.Points[0].ID+",") {
		t.Errorf("proposed what refused answers have too, or for a point that nobody ruled on:\n%s", got)
	}
	out.Reset()
	if code := run(t.Context(), []string{"bank", "cues", "-data", dir, "-json", "-question", "arc-03"}, nil, &out, &errs); code != 0 || out.Len() != 0 {
		t.Errorf("%d: %s", code, out.String())
	}
	if code := run(t.Context(), []string{"bank", "cues", "-data", t.TempDir()}, nil, &out, &errs); code != 1 || !strings.Contains(errs.String(), "no answers are stored here") {
		t.Errorf("%d: %s", code, errs.String())
	}
}
