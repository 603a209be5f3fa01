package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/view"
	"drillbot/quiz"
)

// drillCommand is /drill: the next question that fits.
func (b *Bot) drillCommand(ctx context.Context, r *request) (reply, error) {
	topic, err := r.topic()
	if err != nil {
		return reply{}, err
	}
	id := view.ID{Public: r.flag("public"), Filter: quiz.Filter{
		Topic: topic, Difficulty: r.number("difficulty"), Type: quiz.Type(r.text("type")), Question: r.text("question"),
	}}
	a, err := b.drill.Next(ctx, r.server, r.player, id.Filter, "")
	if err != nil {
		return reply{}, err
	}
	return b.asking(ctx, r, a, id)
}

// asking is a new message with a question, which is the player's open one from then on. One that cannot
// be remembered is asked all the same.
func (b *Bot) asking(ctx context.Context, r *request, a quiz.Ask, id view.ID) (reply, error) {
	hushed, err := b.hushed(ctx, r, a, id)
	if err != nil {
		return reply{}, err
	}
	if err := b.drill.Remember(ctx, r.player, a); err != nil {
		b.log.Error("remember question", "error", err)
	}
	m := r.question(a, hushed)
	if hushed.Public != id.Public {
		m.Content = r.voice.Strings.Daily.Hushed
	}
	return say(m, hushed.Public), nil
}

// hushed keeps from the channel what is the server's daily question: nobody sees another's answer
// before it closes.
func (b *Bot) hushed(ctx context.Context, r *request, a quiz.Ask, id view.ID) (view.ID, error) {
	if !id.Public || r.server == 0 {
		return id, nil
	}
	p, err := b.drill.Newest(ctx, r.server)
	if errors.Is(err, quiz.ErrNone) {
		return id, nil
	}
	id.Public = p.Question != a.Question.ID || !p.Open(b.drill.Now())
	return id, err
}

// question shows an asking. A filter for one question is dropped, so that Next leads on.
func (r *request) question(a quiz.Ask, id view.ID) view.Message {
	if id.Filter.Question == a.Question.ID {
		id.Filter.Question = ""
	}
	id.N = 0
	return r.voice.Question(a, id)
}

// next is the button Next: another question under the same filter.
func (b *Bot) next(ctx context.Context, r *request) (reply, error) {
	a, err := b.drill.Next(ctx, r.server, r.player, r.state.Filter, r.state.Question)
	if asked, ok := r.voice.Bank.Question(r.state.Question); ok && r.state.Filter.Question != "" && a.Question.Part <= asked.Part {
		r.state.Filter.Question = "" // the panel is through
		a, err = b.drill.Next(ctx, r.server, r.player, r.state.Filter, r.state.Question)
	}
	if err != nil {
		return reply{}, err
	}
	return b.asking(ctx, r, a, r.state)
}

// skip puts the question behind the others and shows the next in its place.
func (b *Bot) skip(ctx context.Context, r *request) (reply, error) {
	if err := b.drill.Skip(ctx, r.player, r.state.Question); err != nil {
		return reply{}, err
	}
	a, err := b.drill.Next(ctx, r.server, r.player, r.state.Filter, r.state.Question)
	if err != nil {
		return reply{}, err
	}
	if r.state.Public { // others may be answering what stands there
		return b.asking(ctx, r, a, r.state)
	}
	rep, err := b.asking(ctx, r, a, r.state)
	rep.kind = discordgo.InteractionResponseUpdateMessage
	return rep, err
}

// retry asks the same question again, with fresh numbers.
func (b *Bot) retry(ctx context.Context, r *request) (reply, error) {
	a, err := b.drill.Again(ctx, r.server, r.state.Question)
	if err != nil {
		return reply{}, err
	}
	return b.asking(ctx, r, a, r.state)
}

// hint shows the next hint: in the question itself where only the player sees it.
func (b *Bot) hint(ctx context.Context, r *request) (reply, error) {
	a, err := b.asked(ctx, r)
	if err != nil {
		return reply{}, err
	}
	if r.state.Public || r.state.Day != 0 && !r.private() {
		return say(r.voice.HintOnly(a, r.state), false), nil
	}
	m := r.voice.Question(a, r.state)
	if r.state.Day != 0 {
		m.Content = r.Message.Content // which one it is
	}
	return update(m), nil
}

// giveUp shows the answer.
func (b *Bot) giveUp(ctx context.Context, r *request) (reply, error) {
	a, err := b.asked(ctx, r)
	if err != nil {
		return reply{}, err
	}
	s, err := b.dated(ctx, r, a, quiz.Answer{})
	if err != nil {
		return reply{}, err
	}
	if _, err := b.drill.GiveUp(ctx, s); err != nil && !errors.Is(err, quiz.ErrSeen) {
		return reply{}, err
	}
	return say(r.voice.Revealed(a, r.state), r.state.Public), nil
}

// answerForm opens the form to answer in.
func (b *Bot) answerForm(ctx context.Context, r *request) (reply, error) {
	a, err := b.asked(ctx, r)
	if err != nil {
		return reply{}, err
	}
	return ask(r.voice.AnswerForm(a, r.state)), nil
}

// retryChanged shows the question as it is now and says that it has changed.
func (b *Bot) retryChanged(ctx context.Context, r *request) (reply, error) {
	a, err := b.drill.Again(ctx, r.server, r.state.Question)
	if err != nil {
		return reply{}, err
	}
	m := r.question(a, r.state)
	m.Content = r.voice.Error.Changed
	return say(m, false), nil
}

// asked returns the asking that a component belongs to. It may have become the daily question since.
func (b *Bot) asked(ctx context.Context, r *request) (quiz.Ask, error) {
	a, err := b.drill.Asked(ctx, r.server, r.state.Question, r.state.Version, r.state.Seed)
	if err == nil {
		r.state, err = b.hushed(ctx, r, a, r.state)
	}
	return a, err
}

// pick is a button of a choice question.
func (b *Bot) pick(ctx context.Context, r *request) (reply, error) {
	if b.clickedTwice(r) {
		return reply{kind: discordgo.InteractionResponseDeferredMessageUpdate}, nil
	}
	return b.answer(ctx, r, func(a quiz.Ask) (quiz.Answer, error) {
		if r.state.N < 0 || r.state.N >= len(a.Options) {
			return quiz.Answer{}, quiz.ErrBadChoice
		}
		return quiz.Answer{Parts: []string{a.Options[r.state.N].ID}}, nil
	})
}

// doubleClick is how soon a second click on the same thing is taken for the first.
const doubleClick = 2 * time.Second

// click is what a player has chosen on which message.
type click struct {
	player  uint64
	message string
	state   view.ID
	values  string
}

// clickedTwice reports whether the player has just clicked this on this message: that is one answer.
func (b *Bot) clickedTwice(r *request) bool {
	if r.Message == nil {
		return false
	}
	thing := click{r.player, r.Message.ID, r.state, strings.Join(r.values, "\n")}
	now := time.Now()
	before, found, _ := b.clicks.PeekOrAdd(thing, now)
	if found && now.Sub(before) > doubleClick {
		b.clicks.Add(thing, now)
		return false
	}
	return found
}

// selected is the menu of a choice question.
func (b *Bot) selected(ctx context.Context, r *request) (reply, error) {
	if b.clickedTwice(r) {
		return reply{kind: discordgo.InteractionResponseDeferredMessageUpdate}, nil
	}
	return b.answer(ctx, r, func(quiz.Ask) (quiz.Answer, error) { return quiz.Answer{Parts: r.values}, nil })
}

// submitted is the form of an answer.
func (b *Bot) submitted(ctx context.Context, r *request) (reply, error) {
	return b.answer(ctx, r, func(a quiz.Ask) (quiz.Answer, error) { return a.Read(r.fields) })
}

// answer takes an answer in. A grade that is there at once is the reply; else the answer is
// stored, the player sees "thinking…", and the grade follows.
func (b *Bot) answer(ctx context.Context, r *request, read func(quiz.Ask) (quiz.Answer, error)) (reply, error) {
	a, err := b.asked(ctx, r)
	if err != nil {
		return reply{}, err
	}
	given, err := read(a)
	var s quiz.Submission
	if err == nil {
		s, err = b.dated(ctx, r, a, given)
	}
	var t quiz.Attempt
	if err == nil {
		t, err = b.drill.Answer(ctx, s)
	}
	switch {
	case errors.Is(err, quiz.ErrSeen) && t.State == quiz.Pending: // whoever took it finishes it
		return reply{}, nil
	case err != nil && !errors.Is(err, quiz.ErrSeen):
		return b.refuse(r, a, given, err), nil
	case t.State == quiz.Pending:
		return b.gradeLater(r, t, a), nil
	default:
		rep := say(b.result(ctx, r.voice, t, a, r.state), r.state.Public)
		rep.sent = func(ctx context.Context) { b.delivered(ctx, t) }
		return rep, nil
	}
}

// delivered notes that the player was told, once moderators were told of a grade in doubt.
func (b *Bot) delivered(ctx context.Context, t quiz.Attempt) {
	b.doubted(ctx, t)
	if err := b.drill.Delivered(ctx, t); err != nil {
		b.log.Error("note delivery", "attempt", t.ID, "error", err)
	}
}

// refuse tells why an answer was not taken and gives it back.
func (b *Bot) refuse(r *request, a quiz.Ask, given quiz.Answer, err error) reply {
	if given.Empty() {
		given.Parts = r.fields
	}
	what := b.explain(r, err)
	if errors.Is(err, quiz.ErrBadUnit) {
		what = r.voice.Error.BadUnit(a.Question.Numeric.Unit)
	}
	return say(r.voice.Refused(what, given, r.state), false)
}

// gradeLater promises the grade of a stored attempt.
func (b *Bot) gradeLater(r *request, t quiz.Attempt, a quiz.Ask) reply {
	return think(r.state.Public,
		func(ctx context.Context) view.Message {
			b.tellPlace(ctx, r, t)
			done, err := b.drill.Finish(ctx, t)
			switch {
			case errors.Is(err, quiz.ErrNone): // the player had everything deleted meanwhile
				return b.problem(r, err).message
			case err != nil:
				b.log.Error("grade later", "attempt", t.ID, "error", err)
				return r.voice.Stored()
			}
			t = done
			return b.result(ctx, r.voice, done, a, r.state)
		},
		func(ctx context.Context) {
			if t.State != quiz.Pending {
				b.delivered(ctx, t)
			}
		})
}

// tellPlace shows a player who has to wait how many come first.
func (b *Bot) tellPlace(ctx context.Context, r *request, t quiz.Attempt) {
	before := b.drill.Before(t)
	if before == 0 {
		return
	}
	if err := b.replace(ctx, r.AppID, r.Token, bodyOf(r.voice.Waiting(before), r.state.Public)); err != nil {
		b.log.Warn("tell place in the queue", "interaction", r.ID, "error", err)
	}
}

// complete offers topics and questions for what is typed.
func (b *Bot) complete(_ context.Context, r *request) (reply, error) {
	name, typed := r.focused()
	switch name {
	case "topic":
		return complete(topicChoices(r, typed)), nil
	case "question":
		return complete(questionChoices(r, typed)), nil
	default:
		return reply{}, fmt.Errorf("no completion for option %q", name)
	}
}
