package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/view"
	"drillbot/quiz"
)

var errNotModerator = errors.New("not a moderator of the server")

// byModerators keeps a route to those who may moderate where they use it.
func byModerators(next handler) handler {
	return byThose(discordgo.PermissionManageMessages|discordgo.PermissionManageGuild, errNotModerator, next)
}

// toInbox posts a case to the moderators' channel. Where there is none, or it cannot be written
// to, the case waits in /inbox.
func (b *Bot) toInbox(ctx context.Context, s quiz.Server, c quiz.Case) {
	if s.Inbox == 0 {
		return
	}
	voice := b.poster.voice(ctx, s)
	m, err := b.showCase(ctx, voice, c, nil)
	if err == nil {
		b.takeDown(ctx, c)
		var id uint64
		if id, err = b.client.post(ctx, s.Inbox, nonceOf("c", c), bodyOf(m, true)); err == nil {
			err = b.drill.Shown(ctx, c, s.Inbox, id)
		}
		if errors.Is(err, quiz.ErrNone) { // the player had everything deleted meanwhile
			err = b.client.deleteMessage(ctx, s.Inbox, id)
		}
	}
	if err != nil {
		b.log.Warn("case not posted, it waits in /inbox", "server", s.ID, "case", c.ID, "error", err)
	}
}

// showCase makes the message of a case; marks is nil for those of the present grade.
func (b *Bot) showCase(ctx context.Context, voice view.Voice, c quiz.Case, marks *view.Marks) (view.Message, error) {
	shown := view.Case{Case: c}
	if q, ok := voice.Bank.Question(c.Question); ok {
		shown.Asked.Question = q
	}
	if c.OfGrade() {
		a, err := b.drill.Attempt(ctx, c.Attempt)
		if err != nil {
			return view.Message{}, err
		}
		if asked, err := b.drill.Asked(ctx, a.Server, a.Question, a.Version, a.Seed); err == nil {
			shown.Asked = asked
		}
		shown.Attempt = &a
		if a.Grade != nil {
			shown.Marks = view.MarksOf(shown.Asked.Question, *a.Grade)
		}
	}
	if marks != nil {
		shown.Marks = *marks
	}
	return voice.Case(shown), nil
}

// inboxShown is how many cases /inbox lists: a menu's options.
const inboxShown = 25

// inboxCommand is /inbox. It looks through the cases of all servers, which may take long.
func (b *Bot) inboxCommand(_ context.Context, r *request) (reply, error) {
	return think(false, func(ctx context.Context) view.Message {
		list, all, err := b.drill.Undecided(ctx, r.server, inboxShown)
		if err != nil {
			return b.problem(r, err).message
		}
		return r.voice.Inbox(list, all)
	}, nil), nil
}

// caseOpened is the menu of /inbox.
func (b *Bot) caseOpened(ctx context.Context, r *request) (reply, error) {
	if len(r.values) == 0 {
		return reply{}, quiz.ErrNone
	}
	id, err := strconv.ParseUint(r.values[0], 10, 64)
	if err != nil {
		return reply{}, fmt.Errorf("%w: %w", quiz.ErrNone, err)
	}
	c, err := b.drill.CaseOf(ctx, r.server, id)
	if err != nil {
		return reply{}, err
	}
	m, err := b.showCase(ctx, r.voice, c, nil)
	return say(m, false), err
}

// pointMarked is a press on a point or a misconception: its mark turns to the next one.
func (b *Bot) pointMarked(ctx context.Context, r *request) (reply, error) {
	c, a, err := b.disputeOf(ctx, r)
	if err != nil {
		return reply{}, err
	}
	asked, err := b.drill.Asked(ctx, a.Server, a.Question, a.Version, a.Seed)
	if err != nil {
		return reply{}, err
	}
	q := asked.Question
	if r.state.N < 0 || r.state.N >= len(q.Points)+len(q.Misconceptions) {
		return reply{}, quiz.ErrPoint
	}
	marks := view.Marks(r.state.Seed).Turn(q, r.state.N)
	m, err := b.showCase(ctx, r.voice, c, &marks)
	return update(m), err
}

// disputeOf returns the undecided dispute or doubt that a component belongs to, and its attempt.
func (b *Bot) disputeOf(ctx context.Context, r *request) (quiz.Case, quiz.Attempt, error) {
	c, err := b.drill.CaseOf(ctx, r.server, r.state.Owner)
	switch {
	case err != nil:
		return c, quiz.Attempt{}, err
	case c.State != quiz.Undecided:
		return c, quiz.Attempt{}, errClosed
	case !c.OfGrade():
		return c, quiz.Attempt{}, quiz.ErrNone
	}
	a, err := b.drill.Attempt(ctx, c.Attempt)
	return c, a, err
}

// errOwnCase says that moderators would settle a grade of their own.
var errOwnCase = errors.New("a grade of the moderator's own")

// errClosed says that somebody was faster.
var errClosed = errors.New("the case is decided")

// decideForm asks for a word to the player. One whose grade is kept, of which nobody but the bot had a doubt, is told nothing.
func (b *Bot) decideForm(ctx context.Context, r *request) (reply, error) {
	c, err := b.drill.CaseOf(ctx, r.server, r.state.Owner)
	if err != nil {
		return reply{}, err
	}
	if c.State != quiz.Undecided {
		return reply{}, errClosed
	}
	if c.Kind == quiz.Doubt && r.state.N == int(quiz.Declined) {
		return b.decided(ctx, r)
	}
	return ask(r.voice.DecideForm(c, r.state)), nil
}

// decided closes a case: a dispute that is settled changes the grade and the boards at once.
func (b *Bot) decided(ctx context.Context, r *request) (reply, error) {
	to, note := quiz.Declined, ""
	if r.state.N == int(quiz.Accepted) {
		to = quiz.Accepted
	}
	if len(r.fields) > 0 {
		note = r.fields[0]
	}
	c, change, err := b.decide(ctx, r, to, note)
	if err != nil {
		return reply{}, err
	}
	m, err := b.showCase(ctx, r.voice, c, nil)
	rep := update(m)
	rep.sent = func(ctx context.Context) { b.tellDecision(ctx, r, c, change) }
	return rep, err
}

// decide rules on the grade first: after a crash in between the case is still open, and ruling
// once more changes nothing. Of two moderators at once, the second finds it closed.
func (b *Bot) decide(ctx context.Context, r *request, to quiz.CaseState, note string) (quiz.Case, quiz.Regrading, error) {
	b.deciding.Lock()
	defer b.deciding.Unlock()
	change, err := b.ruled(ctx, r, to)
	if err != nil {
		return quiz.Case{}, change, err
	}
	c, err := b.drill.Decide(ctx, r.server, r.state.Owner, r.player, to, note)
	if errors.Is(err, quiz.ErrSeen) {
		err = errClosed
	}
	return c, change, err
}

// ruled settles the grade of a dispute or doubt that is accepted, and takes the questions of a suggestion into the
// deck; other cases change none.
func (b *Bot) ruled(ctx context.Context, r *request, to quiz.CaseState) (quiz.Regrading, error) {
	c, a, err := b.disputeOf(ctx, r)
	if errors.Is(err, quiz.ErrNone) && c.Kind == quiz.Suggestion {
		if to != quiz.Accepted {
			return quiz.Regrading{}, nil
		}
		return quiz.Regrading{}, b.drill.Adopt(ctx, r.id, r.player, c)
	}
	switch {
	case errors.Is(err, quiz.ErrNone) && c.Kind == quiz.Problem, err == nil && to != quiz.Accepted:
		return quiz.Regrading{}, nil
	case err != nil:
		return quiz.Regrading{}, err
	case a.Player == r.player:
		return quiz.Regrading{}, errOwnCase
	}
	asked, err := b.drill.Asked(ctx, a.Server, a.Question, a.Version, a.Seed)
	if err != nil {
		return quiz.Regrading{}, err
	}
	return b.drill.Judge(ctx, a.ID, view.Marks(r.state.Seed).Ruling(asked.Question, r.player))
}

// tellDecision tells the player what was decided and brings the message in the inbox up to date where the decision
// came from elsewhere. Of a doubt, which was not theirs, players are told when their result has changed.
func (b *Bot) tellDecision(ctx context.Context, r *request, c quiz.Case, change quiz.Regrading) {
	if c.Kind != quiz.Doubt || change.Before.Grade != nil && change.Any() {
		b.tellVerdict(ctx, r, c, change)
	}
	if c.Message == 0 || r.Message != nil && r.Message.ID == strconv.FormatUint(c.Message, 10) {
		return
	}
	m, err := b.showCase(ctx, b.poster.voice(ctx, r.settings), c, nil)
	if err == nil {
		err = b.client.editMessage(ctx, c.Channel, c.Message, bodyOf(m, true))
	}
	if err != nil {
		b.log.Info("message of a case not brought up to date", "case", c.ID, "error", err)
	}
}

// tellVerdict sends a player what was decided, in the language of the case.
func (b *Bot) tellVerdict(ctx context.Context, r *request, c quiz.Case, change quiz.Regrading) {
	before, after := 0, 0
	if change.Before.Grade != nil {
		before, after = change.Before.Grade.Score, change.After.Grade.Score
	}
	voice := b.voiceIn(ctx, c.Lang, r.settings)
	err := b.client.direct(ctx, c.Player, nonceOf("d", c), bodyOf(voice.Verdict(c, before, after), true))
	if err != nil {
		b.log.Info("player not told of a decision", "case", c.ID, "error", err)
	}
}
