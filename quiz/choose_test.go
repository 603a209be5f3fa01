package quiz_test

import (
	"testing"
	"time"

	"drillbot/quiz"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func questions(ids ...string) []quiz.Question {
	var out []quiz.Question
	for _, id := range ids {
		out = append(out, quiz.Question{ID: id})
	}
	return out
}

func answered(id string, score int, due time.Duration) quiz.Card {
	return quiz.Card{Question: id, Last: noon.Add(-48 * time.Hour), LastScore: score, Due: noon.Add(due)}
}

func TestChooseOrder(t *testing.T) {
	skipped := quiz.Card{Question: "skipped", Skipped: noon.Add(-time.Minute)}
	cards := []quiz.Card{
		answered("known", 90, -time.Hour), answered("known-later", 90, time.Hour),
		answered("bad-due", 20, -time.Hour), answered("bad-waiting", 20, time.Hour), skipped,
	}
	left := questions("known-later", "known", "bad-waiting", "skipped", "new", "bad-due")
	for _, want := range []string{"bad-due", "new", "skipped", "bad-waiting", "known", "known-later"} {
		q, ok := quiz.Choose(left, cards, 1, noon)
		if !ok || q.ID != want {
			t.Fatalf("got %q, want %q", q.ID, want)
		}
		for i := range left {
			if left[i].ID == want {
				left = append(left[:i:i], left[i+1:]...)
				break
			}
		}
	}
	if _, ok := quiz.Choose(nil, cards, 1, noon); ok {
		t.Error("chose from nothing")
	}
}

func TestChooseContinuesAPanelInOrder(t *testing.T) {
	var all []quiz.Question
	for _, panel := range []string{"x", "y"} {
		for part := 3; part >= 1; part-- {
			all = append(all, quiz.Question{ID: panel + string(rune('0'+part)), Panel: panel, Part: part})
		}
	}
	all = append(all, questions("single-1", "single-2", "single-3")...)
	begun := []quiz.Card{answered("y1", 90, time.Hour)}
	for player := range uint64(20) {
		if q, _ := quiz.Choose(all, begun, player, noon); q.ID != "y2" {
			t.Errorf("player %d: got %s, want y2", player, q.ID)
		}
		if q, _ := quiz.Choose(all[:6], nil, player, noon); q.Part != 1 {
			t.Errorf("player %d begins with %s", player, q.ID)
		}
	}
}

func TestChooseIsPureAndThePlayersOwn(t *testing.T) {
	all := questions("a", "b", "c", "d", "e", "f", "g", "h")
	first := map[string]bool{}
	for player := range uint64(40) {
		q, _ := quiz.Choose(all, nil, player, noon)
		again, _ := quiz.Choose(all, nil, player, noon.Add(time.Hour))
		if q.ID != again.ID {
			t.Fatalf("player %d: %s, then %s", player, q.ID, again.ID)
		}
		first[q.ID] = true
	}
	if len(first) < 4 {
		t.Errorf("40 players begin with only %d different questions", len(first))
	}
}
