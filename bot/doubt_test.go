package bot_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"drillbot/bot/sandbox"
	"drillbot/bot/view"
	"drillbot/quiz"
)

// wavering is a model whose readings never agree.
func wavering(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
	g, err := offline().Grade(ctx, job)
	g.By, g.Estimate, g.Confidence, g.Flags = "test-model", false, 0.4, append(g.Flags, quiz.FlagUnsure)
	return g, err
}

// cases returns all cases, and those of a server that wait.
func (h *house) cases(t *testing.T, server uint64) (all []quiz.Case, waiting int) {
	t.Helper()
	for c, err := range h.drill.Store.Cases(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	_, waiting, err := h.drill.Undecided(t.Context(), server, 1)
	if err != nil {
		t.Fatal(err)
	}
	return all, waiting
}

// posted returns the messages in a channel that hold a text.
func posted(t *testing.T, p *sandbox.Player, channel, text string) (out []sandbox.Message) {
	t.Helper()
	all, err := p.Messages(t.Context(), channel)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(m sandbox.Message) bool { return !strings.Contains(drawn(&m), text) })
}

// TestADoubtIsOneCase has a doubtful grade come late, after a restart, be given anew and be found once more: the moderators
// have one case and one message, also when the first process had graded and not told them. In direct messages there is none.
func TestADoubtIsOneCase(t *testing.T) {
	t.Parallel()
	for _, graded := range []bool{false, true} {
		first := open(t, options{grader: quiz.GraderFunc(failing)})
		general := first.Channel(server, "general")
		first.setUp(t, func(s *quiz.Server) { s.Channel, s.Inbox = 0, idOf(t, general) })
		ada, linus := first.Player("ada"), first.Player("linus")
		ctx := patience(t)
		dm, err := linus.DM(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, place := range []string{first.Channel(server, channel), dm} {
			if _, err := linus.Settled(ctx, first.answer(t, linus, place, "open-1", "The variance grows.")); err != nil {
				t.Fatal(err)
			}
		}
		first.stop()
		if all, _ := first.cases(t, club); len(all) != 0 {
			t.Fatalf("before there was a grade: %+v", all)
		}
		if graded {
			first.gradeAll(t, quiz.GraderFunc(wavering))
		}
		first.close(t)
		second := open(t, options{dir: first.dir, sandbox: first.Sandbox, grader: quiz.GraderFunc(wavering)})
		if _, err := ada.AwaitNew(ctx, 0, func(m sandbox.Message) bool { return strings.Contains(drawn(&m), "Grade in doubt") }); err != nil {
			t.Fatal(err)
		}
		all, waiting := second.cases(t, club)
		if len(all) != 1 || waiting != 1 || all[0].Kind != quiz.Doubt || all[0].ID != all[0].Attempt {
			t.Fatalf("%d wait of %+v", waiting, all)
		}
		if _, err := second.drill.Regrade(ctx, all[0].Attempt, quiz.GraderFunc(wavering)); err != nil {
			t.Fatal(err)
		}
		second.stop()
		second.close(t)
		third := open(t, options{dir: first.dir, sandbox: first.Sandbox, grader: quiz.GraderFunc(wavering)})
		third.stop()
		if again, _ := third.cases(t, club); len(again) != 1 || len(posted(t, ada, general, "Grade in doubt")) != 1 {
			t.Errorf("cases %+v, messages %+v", again, posted(t, ada, general, "Grade in doubt"))
		}
	}
}

// gradeAll grades what is pending and tells nobody, like a process that ends just then.
func (h *house) gradeAll(t *testing.T, by quiz.Grader) {
	t.Helper()
	h.drill.Grader = by
	for a, err := range h.drill.Unfinished(t.Context()) {
		if err == nil {
			_, err = h.drill.Finish(t.Context(), a)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestADisputeTakesTheDoubtsPlace disputes a grade that stands in the inbox as doubtful, and one that moderators kept.
func TestADisputeTakesTheDoubtsPlace(t *testing.T) {
	t.Parallel()
	for _, decided := range []bool{false, true} {
		h := open(t, options{grader: quiz.GraderFunc(wavering)})
		general := h.Channel(server, "general")
		h.setUp(t, func(s *quiz.Server) { s.Channel, s.Inbox = 0, idOf(t, general) })
		ada, linus := h.Player("ada"), h.Player("linus")
		ctx := patience(t)
		result, err := linus.Settled(ctx, h.answer(t, linus, h.Channel(server, channel), "open-1", "The variance grows."))
		if err != nil {
			t.Fatal(err)
		}
		doubt, err := ada.AwaitNew(ctx, 0, func(m sandbox.Message) bool { return strings.Contains(drawn(&m), "Grade in doubt") })
		if err != nil {
			t.Fatal(err)
		}
		if decided {
			if _, err := ada.Click(ctx, doubt, "Keep the grade"); err != nil {
				t.Fatal(err)
			}
		}
		form, err := linus.Click(ctx, result, "Dispute")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := linus.Submit(ctx, form.Modal, fields("I said more.")); err != nil {
			t.Fatal(err)
		}
		if _, err := ada.AwaitNew(ctx, 0, func(m sandbox.Message) bool { return strings.Contains(drawn(&m), "I said more.") }); err != nil {
			t.Fatal(err)
		}
		h.stop()
		dm, err := linus.DM(ctx)
		if told := posted(t, linus, dm, ""); err != nil || len(told) != 0 {
			t.Errorf("decided %t: a grade that was kept came as news: %v, %v", decided, told, err)
		}
		all, waiting := h.cases(t, club)
		if len(all) != 1 || waiting != 1 || all[0].Kind != quiz.Dispute || all[0].Message == idOf(t, doubt.ID) || all[0].By != 0 {
			t.Errorf("decided %t: %d wait of %+v", decided, waiting, all)
		}
		if left := posted(t, ada, general, "Grade in doubt"); len(left) != 0 {
			t.Errorf("decided %t: the doubt still stands there: %s", decided, drawn(&left[0]))
		}
	}
}

// TestAForgottenDoubtIsGone deletes everything about a player with a grade in doubt.
func TestAForgottenDoubtIsGone(t *testing.T) {
	t.Parallel()
	h := open(t, options{grader: quiz.GraderFunc(wavering)})
	general := h.Channel(server, "general")
	h.setUp(t, func(s *quiz.Server) { s.Channel, s.Inbox = 0, idOf(t, general) })
	ada, linus := h.Player("ada"), h.Player("linus")
	ctx := patience(t)
	h.answer(t, linus, h.Channel(server, channel), "open-1", "The variance grows.")
	if _, err := ada.AwaitNew(ctx, 0, func(m sandbox.Message) bool { return strings.Contains(drawn(&m), "Grade in doubt") }); err != nil {
		t.Fatal(err)
	}
	for ctx.Err() == nil { // until the message is noted
		if all, _ := h.cases(t, club); len(all) == 1 && all[0].Message != 0 {
			break
		}
	}
	asked, err := linus.Slash(ctx, h.Channel(server, channel), "privacy", nil)
	if err != nil {
		t.Fatal(err)
	}
	sure, err := linus.Click(ctx, asked.Message, "Delete everything")
	if err != nil {
		t.Fatal(err)
	}
	done, err := linus.Click(ctx, sure.Message, view.ID{Verb: view.Delete}.String())
	if err == nil {
		_, err = linus.Settled(ctx, done)
	}
	if err != nil {
		t.Fatal(err)
	}
	if all, _ := h.cases(t, club); len(all) != 0 || len(posted(t, ada, general, "Grade in doubt")) != 0 {
		t.Errorf("left: %+v", all)
	}
}

// TestDoubtsDoNotFloodTheInbox has a model waver ten times: all wait in /inbox, behind what players say, and the channel has a few.
func TestDoubtsDoNotFloodTheInbox(t *testing.T) {
	t.Parallel()
	h := open(t, options{grader: quiz.GraderFunc(wavering)})
	general := h.Channel(server, "general")
	h.setUp(t, func(s *quiz.Server) { s.Channel, s.Inbox = 0, idOf(t, general) })
	ada, linus := h.Player("ada"), h.Player("linus")
	ctx := patience(t)
	for range 10 {
		result, err := linus.Settled(ctx, h.answer(t, linus, h.Channel(server, channel), "open-1", "The variance grows."))
		if err != nil || !strings.Contains(drawn(result), "moderators are asked") {
			t.Fatalf("%v: %s", err, drawn(result))
		}
	}
	h.stop()
	if n := len(posted(t, ada, general, "Grade in doubt")); n != 5 {
		t.Errorf("%d messages, want 5", n)
	}
	report := quiz.Case{ID: 1 << 63, Kind: quiz.Problem, Server: club, Player: 3}
	if _, err := h.drill.Open(ctx, report, false); err != nil {
		t.Fatal(err)
	}
	list, all, err := h.drill.Undecided(ctx, club, 4)
	if err != nil || all != 11 || len(list) != 4 || list[0].Kind != quiz.Problem || list[3].Kind != quiz.Doubt {
		t.Errorf("%d wait, at first %+v, %v", all, list, err)
	}
}
