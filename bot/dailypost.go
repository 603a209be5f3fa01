package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/view"
	"drillbot/quiz"
)

// prepareDaily chooses the question of the day. It closes when the next one is due by the settings of
// now, so that what its message says stays true whatever is set later.
func (p *poster) prepareDaily(ctx context.Context, s quiz.Server, post *quiz.Post) error {
	past, err := p.drill.Dailies(ctx, s.ID)
	if err != nil {
		return err
	}
	bank, err := p.drill.BankOf(ctx, s.ID)
	if err != nil {
		return err
	}
	q, ok := s.ChooseDaily(bank, past, post.Day)
	if !ok {
		return quiz.ErrNoQuestion
	}
	zone, err := s.Location(p.drill.Zone)
	if err != nil {
		return err
	}
	post.Channel, post.Question, post.Version, post.Seed = s.Channel, q.ID, q.Version, quiz.DailySeed(s.ID, post.Day)
	_, post.Closes = quiz.NextPost(post.Day+1, s.Minute, zone, p.options.Now())
	return nil
}

// dailyMessage is the question, with the one mention that pings.
func (p *poster) dailyMessage(ctx context.Context, s quiz.Server, post *quiz.Post) (body, error) {
	a, err := p.drill.Asked(ctx, s.ID, post.Question, post.Version, post.Seed)
	if err != nil {
		return body{}, err
	}
	b := bodyOf(p.voice(ctx, s).Daily(a, *post, s.Role), true)
	if s.Role != 0 {
		b.AllowedMentions.Roles = []string{strconv.FormatUint(s.Role, 10)}
	}
	return b, nil
}

// warnOfLowPool tells the moderators' inbox once when few questions are left, and once when none is.
func (p *poster) warnOfLowPool(ctx context.Context, s quiz.Server, post *quiz.Post) {
	if s.Inbox == 0 {
		return
	}
	past, err := p.drill.Dailies(ctx, s.ID)
	if err != nil {
		p.log.Error("low pool", "server", s.ID, "error", err)
		return
	}
	bank, err := p.drill.BankOf(ctx, s.ID)
	if err != nil {
		p.log.Error("low pool", "server", s.ID, "error", err)
		return
	}
	left := quiz.Fresh(s.Pool(bank), append(past, quiz.Post{PostKey: post.PostKey, State: quiz.Posted, Question: post.Question}))
	before := quiz.Fresh(s.Pool(bank), past)
	if left == before || left != quiz.LowPool && left != 0 {
		return
	}
	if _, err := p.client.post(ctx, s.Inbox, post.Nonce+"w", bodyOf(p.voice(ctx, s).LowPool(left), true)); err != nil {
		p.log.Warn("low pool", "server", s.ID, "error", err)
	}
}

// voice speaks a server's language: the one it has set, else that of its own locale, else English.
func (p *poster) voice(ctx context.Context, s quiz.Server) view.Voice {
	return p.voiceIn(ctx, p.languageOf(ctx, s), s)
}

func (p *poster) languageOf(ctx context.Context, s quiz.Server) quiz.Lang {
	if s.Lang != "" {
		return s.Lang
	}
	if l, ok := p.locales.Get(s.ID); ok {
		return l
	}
	var guild struct {
		Locale discordgo.Locale `json:"preferred_locale"`
	}
	if err := p.client.get(ctx, fmt.Sprintf("/guilds/%d", s.ID), &guild); err != nil {
		return quiz.English
	}
	l, ok := spoken(guild.Locale)
	if !ok {
		l = quiz.English
	}
	p.locales.Add(s.ID, l)
	return l
}

// prepareClose closes the question of a day, in the channel where it was asked.
func (p *poster) prepareClose(ctx context.Context, s quiz.Server, post *quiz.Post) error {
	q, err := p.drill.Post(ctx, quiz.PostKey{Server: s.ID, Kind: quiz.DailyPost, Day: post.Day})
	if err != nil {
		return err
	}
	if _, err := p.drill.Asked(ctx, s.ID, q.Question, q.Version, q.Seed); err != nil { // it left the bank
		return errNothing
	}
	post.Channel, post.Question, post.Version, post.Seed = q.Channel, q.Question, q.Version, q.Seed
	return nil
}

func (p *poster) closeMessage(ctx context.Context, s quiz.Server, post *quiz.Post) (body, error) {
	c, err := p.drill.Close(ctx, *post)
	if err != nil {
		return body{}, err
	}
	return bodyOf(p.voice(ctx, s).Closing(c), true), nil
}

// close changes the question's message and opens the thread. Neither is worth failing for: the
// buttons of an old message know what is over by themselves.
func (p *poster) close(ctx context.Context, s quiz.Server, post *quiz.Post) {
	v := p.voice(ctx, s)
	if err := p.closeMessageOf(ctx, v, *post); err != nil {
		p.log.Warn("change the question's message", "server", s.ID, "error", err)
	}
	if !s.Thread || post.Thread != 0 {
		return
	}
	thread := map[string]any{"name": v.Strings.Daily.Thread(post.Day.String()), "auto_archive_duration": 1440}
	path := fmt.Sprintf("/channels/%d/messages/%d/threads", post.Channel, post.Message)
	err := p.client.do(ctx, http.MethodPost, path, true, thread, nil)
	switch {
	case err == nil, hasCode(err, codeThreadIsThere):
		post.Thread = post.Message // Discord gives it the message's id
	case refused(err):
		post.Fault = quiz.FaultThread
	}
	if err != nil && !hasCode(err, codeThreadIsThere) {
		p.log.Warn("open thread", "server", s.ID, "error", err)
	}
}

func (p *poster) closeMessageOf(ctx context.Context, v view.Voice, post quiz.Post) error {
	q, err := p.drill.Post(ctx, quiz.PostKey{Server: post.Server, Kind: quiz.DailyPost, Day: post.Day})
	if err != nil {
		return err
	}
	a, err := p.drill.Asked(ctx, post.Server, q.Question, q.Version, q.Seed)
	if err != nil {
		return err
	}
	path := fmt.Sprintf("/channels/%d/messages/%d", q.Channel, q.Message)
	return p.client.do(ctx, http.MethodPatch, path, true, bodyOf(v.ClosedDaily(a, q), true), nil)
}

// prepareResults posts boards where the daily question is.
func (p *poster) prepareResults(ctx context.Context, s quiz.Server, post *quiz.Post) error {
	b, err := p.drill.Final(ctx, s.ID, periodOf(post.Kind), post.Day, view.PageSize)
	if err == nil && b.Players == 0 {
		return errNothing
	}
	post.Channel = s.Channel
	return err
}

func periodOf(k quiz.PostKind) quiz.Period {
	return map[quiz.PostKind]quiz.Period{quiz.WeekPost: quiz.Week, quiz.MonthPost: quiz.Month}[k]
}

// weekMessage is the board of the week. Its winner has the role before it says so.
func (p *poster) weekMessage(ctx context.Context, s quiz.Server, post *quiz.Post) (body, error) {
	role := s.Winner
	b, err := p.crowned(ctx, s, post)
	if errors.Is(err, errNotGiven) {
		role, err = 0, nil
		post.Fault = quiz.FaultRole
	}
	return bodyOf(p.voice(ctx, s).Results(b, quiz.Week, post.Day, role), true), err
}

func (p *poster) monthMessage(ctx context.Context, s quiz.Server, post *quiz.Post) (body, error) {
	b, err := p.drill.Final(ctx, s.ID, quiz.Month, post.Day, view.PageSize)
	return bodyOf(p.voice(ctx, s).Results(b, quiz.Month, post.Day, 0), true), err
}

// errNotGiven says that Discord does not let the bot give the winner's role.
var errNotGiven = errors.New("role not given")

// crowned gives the first of the week's board the winner's role, and takes it from who had it. Who
// turns out to have left is taken off the boards.
func (p *poster) crowned(ctx context.Context, s quiz.Server, post *quiz.Post) (quiz.Board, error) {
	for {
		b, err := p.drill.Final(ctx, s.ID, quiz.Week, post.Day, view.PageSize)
		if err != nil || len(b.Places) == 0 || s.Winner == 0 {
			return b, err
		}
		winner := b.Places[0].Player
		left, err := p.role(ctx, http.MethodPut, s, winner)
		switch {
		case err != nil:
			return b, err
		case left:
			continue
		case s.Holder != 0 && s.Holder != winner:
			if _, err := p.role(ctx, http.MethodDelete, s, s.Holder); err != nil {
				return b, err
			}
		}
		_, err = p.drill.Store.UpdateServer(ctx, s.ID, func(s *quiz.Server) ([]quiz.Change, error) {
			s.Holder = winner
			return nil, nil
		})
		return b, err
	}
}

// role gives a player the winner's role or takes it. It reports whether they have left.
func (p *poster) role(ctx context.Context, method string, s quiz.Server, player uint64) (left bool, err error) {
	path := fmt.Sprintf("/guilds/%d/members/%d/roles/%d", s.ID, player, s.Winner)
	err = p.client.do(ctx, method, path, true, nil, nil)
	switch {
	case hasCode(err, codeUnknownMember, codeUnknownUser):
		return true, p.drill.Store.SetAbsence(ctx, s.ID, player, quiz.Left, true)
	case refused(err):
		p.log.Warn("winner's role", "server", s.ID, "error", err)
		return false, errNotGiven
	default:
		return false, err
	}
}
