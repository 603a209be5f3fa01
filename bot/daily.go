package bot

import (
	"context"
	"errors"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/text"
	"drillbot/bot/view"
	"drillbot/quiz"
)

// dailyCommand defines /daily.
func dailyCommand(c, z text.Daily) *discordgo.ApplicationCommand {
	const word = discordgo.ApplicationCommandOptionString
	return inServers(command(c.Command, z.Command,
		subcommand(c.Today, z.Today),
		subcommand(c.Past, z.Past, completed(option(word, "day", c.Day, z.Day))),
		subcommand(c.Tomorrow, z.Tomorrow, completed(option(word, "question", c.Question, z.Question))),
	))
}

// dailyToday is /daily today: the newest question, to answer from anywhere in the server.
func (b *Bot) dailyToday(ctx context.Context, r *request) (reply, error) {
	if r.server == 0 {
		return reply{}, errNoServer
	}
	p, err := b.drill.Newest(ctx, r.server)
	if errors.Is(err, quiz.ErrNone) {
		return b.noDaily(r), nil
	}
	if err != nil {
		return reply{}, err
	}
	return b.ownDaily(ctx, r, p)
}

// noDaily says that there is no question, and what to do.
func (b *Bot) noDaily(r *request) reply {
	t := r.voice.Strings.Daily
	if r.settings.Channel == 0 {
		return say(r.voice.Problem(t.None), false)
	}
	return say(r.voice.Problem(t.NoneYet), false)
}

// ownDaily shows a daily question to the player alone.
func (b *Bot) ownDaily(ctx context.Context, r *request, p quiz.Post) (reply, error) {
	a, err := b.drill.Asked(ctx, p.Server, p.Question, p.Version, p.Seed)
	if errors.Is(err, quiz.ErrChanged) {
		a, err = b.drill.Again(ctx, p.Server, p.Question)
	}
	if err != nil {
		return reply{}, err
	}
	return say(r.voice.OwnDaily(a, p, p.Open(b.drill.Now())), false), nil
}

// dailyOn shows the question of a day.
func (b *Bot) dailyOn(ctx context.Context, r *request, day quiz.Date) (reply, error) {
	p, err := b.drill.Post(ctx, quiz.PostKey{Server: r.server, Kind: quiz.DailyPost, Day: day})
	if err != nil {
		return reply{}, err
	}
	if p.State != quiz.Posted {
		return say(r.voice.Problem(r.voice.Strings.Daily.NoDay), false), nil
	}
	return b.ownDaily(ctx, r, p)
}

// dailyReopen is the button that shows a daily question again.
func (b *Bot) dailyReopen(ctx context.Context, r *request) (reply, error) {
	return b.dailyOn(ctx, r, r.state.Day)
}

// dailyPast is /daily past: the question of a day, or a list of all.
func (b *Bot) dailyPast(ctx context.Context, r *request) (reply, error) {
	if r.server == 0 {
		return reply{}, errNoServer
	}
	if day := r.text("day"); day != "" {
		d, err := quiz.ParseDate(day)
		if err != nil {
			return say(r.voice.Problem(r.voice.Strings.Daily.NoDay), false), nil
		}
		return b.dailyOn(ctx, r, d)
	}
	m, err := b.pastDailies(ctx, r, 0)
	return say(m, false), err
}

func (b *Bot) dailyPastPage(ctx context.Context, r *request) (reply, error) {
	m, err := b.pastDailies(ctx, r, r.state.N)
	return update(m), err
}

func (b *Bot) pastDailies(ctx context.Context, r *request, page int) (view.Message, error) {
	past, err := b.closedDailies(ctx, r.server)
	return r.voice.PastDailies(past, page), err
}

// closedDailies are the questions of a server that have closed, the newest first.
func (b *Bot) closedDailies(ctx context.Context, server uint64) ([]quiz.Post, error) {
	all, err := b.drill.Dailies(ctx, server)
	now := b.drill.Now()
	for len(all) > 0 && all[0].Open(now) {
		all = all[1:]
	}
	return all, err
}

// dailyChosen is the menu of past questions.
func (b *Bot) dailyChosen(ctx context.Context, r *request) (reply, error) {
	if len(r.values) != 1 {
		return reply{}, quiz.ErrBadChoice
	}
	day, err := quiz.ParseDate(r.values[0])
	if err != nil {
		return reply{}, quiz.ErrBadChoice
	}
	return b.dailyOn(ctx, r, day)
}

// completeDaily offers past questions whose day or text holds what is typed.
func (b *Bot) completeDaily(ctx context.Context, r *request) (reply, error) {
	_, typed := r.focused()
	past, err := b.closedDailies(ctx, r.server)
	if err != nil {
		return reply{}, err
	}
	var out []choice
	for _, p := range past {
		if line := r.voice.PastLine(p, choiceName); matches(typed, line) && len(out) < mostChoices {
			out = append(out, choice{line, p.Day.String()})
		}
	}
	return complete(out), nil
}

// dailyTomorrow is /daily tomorrow: the next question, for admins to see and to swap.
func (b *Bot) dailyTomorrow(ctx context.Context, r *request) (reply, error) {
	q := r.text("question")
	if q == "" {
		m, err := b.tomorrow(ctx, r, r.settings, "")
		return say(m, false), err
	}
	day, at, err := b.drill.Upcoming(ctx, r.settings)
	if err != nil {
		return reply{}, err
	}
	if at.IsZero() {
		return b.noDaily(r), nil
	}
	m, err := b.swapped(ctx, r, day, q, 0)
	return say(m, false), err
}

// dailySwap is the button Swap.
func (b *Bot) dailySwap(ctx context.Context, r *request) (reply, error) {
	day, _, err := b.drill.Upcoming(ctx, r.settings)
	if err != nil {
		return reply{}, err
	}
	if day != r.state.Day { // it has been posted meanwhile: show what is next now
		m, err := b.tomorrow(ctx, r, r.settings, "")
		return update(m), err
	}
	m, err := b.swapped(ctx, r, day, "", r.state.N)
	return update(m), err
}

func (b *Bot) swapped(ctx context.Context, r *request, day quiz.Date, question string, place int) (view.Message, error) {
	s, err := b.drill.SwapTo(ctx, r.id, r.player, r.settings, day, question, place)
	if err != nil {
		return view.Message{}, err
	}
	return b.tomorrow(ctx, r, s, r.voice.Strings.Daily.Swapped)
}

func (b *Bot) tomorrow(ctx context.Context, r *request, s quiz.Server, done string) (view.Message, error) {
	next, err := b.drill.Tomorrow(ctx, s)
	if errors.Is(err, quiz.ErrNone) {
		return b.noDaily(r).message, nil
	}
	if err != nil {
		return view.Message{}, err
	}
	return r.voice.Tomorrow(next, done), nil
}

// preview posts in the daily channel what a question looks like there, and says what forbids it. It is
// of the question that is due last, so that it tells nothing of tomorrow's; and it pings nobody.
func (b *Bot) preview(ctx context.Context, r *request) (reply, error) {
	s := r.settings
	past, err := b.drill.Dailies(ctx, s.ID)
	if err != nil {
		return reply{}, err
	}
	queue := s.Queue(s.Pool(r.voice.Bank), past)
	if len(queue) == 0 {
		return reply{}, quiz.ErrNoQuestion
	}
	a, err := b.drill.Again(ctx, s.ID, queue[len(queue)-1].ID)
	if err != nil {
		return reply{}, err
	}
	done := r.voice.Strings.Daily.Previewed(fmt.Sprintf("<#%d>", s.Channel))
	message := bodyOf(b.poster.voice(ctx, s).Preview(a), true)
	if _, err := b.client.post(ctx, s.Channel, r.ID, message); err != nil {
		b.log.Info("preview", "server", s.ID, "error", err)
		t := r.voice.Strings.Settings
		done = t.Last(t.Faults[b.poster.faultOf(ctx, s, err)])
	}
	m, err := b.settings(ctx, r, done)
	return update(m), err
}

// dailyShare is the button with which players let their best answers be shown, or keep them private.
func (b *Bot) dailyShare(ctx context.Context, r *request) (reply, error) {
	shares := r.state.N == 1
	if err := b.drill.ShareAnswers(ctx, r.player, shares); err != nil {
		return reply{}, err
	}
	return say(r.voice.Shares(shares), false), nil
}

// result shows a graded attempt. Of an open daily question it also asks whether the answer may be
// shown when it closes.
func (b *Bot) result(ctx context.Context, v view.Voice, t quiz.Attempt, a quiz.Ask, id view.ID) view.Message {
	m := v.Result(t, a, id)
	if t.Daily == 0 || a.Question.Type != quiz.Open {
		return m
	}
	p, err := b.drill.Store.Player(ctx, t.Player)
	if err != nil {
		b.log.Error("choices", "player", t.Player, "error", err)
	}
	return v.Sharing(m, p.Share)
}

// dated is a submission of the day that the request's button names, where it names one.
func (b *Bot) dated(ctx context.Context, r *request, a quiz.Ask, given quiz.Answer) (quiz.Submission, error) {
	s := b.submission(r, a, given)
	if r.state.Day == 0 {
		return s, nil
	}
	err := b.drill.Date(ctx, &s, r.state.Day)
	return s, err
}

// private reports whether only the player sees the message whose button was pressed.
func (r *request) private() bool {
	return r.Message != nil && r.Message.Flags&discordgo.MessageFlagsEphemeral != 0
}

// standing is how a server's posts stand, for its settings: when the next one is, 0 for never, and
// what was wrong with the last, "" for nothing.
func (b *Bot) standing(ctx context.Context, s quiz.Server) (next int64, fault string, err error) {
	_, at, err := b.drill.Upcoming(ctx, s)
	if err != nil {
		return 0, "", err
	}
	if !at.IsZero() {
		next = at.Unix()
	}
	fault, err = b.drill.LastFault(ctx, s.ID)
	return next, fault, err
}
