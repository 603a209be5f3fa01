package bot_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"drillbot/bot/sandbox"
	"drillbot/quiz"
)

// A player who has to wait is told how many come first, and gets the grade in the same place.
func TestPlayersSeeTheirPlaceInTheQueue(t *testing.T) {
	t.Parallel()
	gate := make(chan struct{})
	slow := quiz.GraderFunc(func(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
		<-gate
		return offline().Grade(ctx, job)
	})
	h := open(t, options{grader: slow, ahead: func(uint64, uint64) int { return 12 }})
	release := sync.OnceFunc(func() { close(gate) })
	t.Cleanup(release)
	ada := h.Player("ada")
	m, err := ada.Settled(patience(t), h.answer(t, ada, h.Channel(server, channel), "open-1", good))
	if err != nil || !strings.Contains(drawn(m), "12 answers are before you.") {
		t.Fatalf("%v\n%s", err, drawn(m))
	}
	release()
	if _, err := ada.Await(patience(t), m.ID, func(m sandbox.Message) bool { return strings.Contains(drawn(&m), "/ 100") }); err != nil {
		t.Error(err)
	}
}
