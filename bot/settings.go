package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/text"
	"drillbot/bot/view"
	"drillbot/quiz"
)

var (
	errNotAdmin = errors.New("not an admin of the server")
	errNoServer = errors.New("not in a server")
)

// usualMinute is when the daily question is posted unless told otherwise: 09:00.
const usualMinute = 9 * 60

// mostRetention bounds the days for which answers may be kept: ten years.
const mostRetention = 3650

// settingsCommand defines /settings.
func settingsCommand(c, z text.Settings) *discordgo.ApplicationCommand {
	const (
		channel = discordgo.ApplicationCommandOptionChannel
		word    = discordgo.ApplicationCommandOptionString
		yesNo   = discordgo.ApplicationCommandOptionBoolean
		role    = discordgo.ApplicationCommandOptionRole
		whole   = discordgo.ApplicationCommandOptionInteger
		money   = discordgo.ApplicationCommandOptionNumber
	)
	zone := completed(option(word, "zone", c.Zone, z.Zone))
	return managed(command(c.Command, z.Command,
		subcommand(c.Show, z.Show),
		subcommand(c.Daily, z.Daily,
			channels(option(channel, "channel", c.Channel, z.Channel), discordgo.ChannelTypeGuildText, discordgo.ChannelTypeGuildNews),
			option(word, "time", c.Time, z.Time), zone,
			option(role, "role", c.Role, z.Role),
			option(yesNo, "thread", c.Thread, z.Thread),
			option(yesNo, "results", c.Results, z.Results),
			option(role, "winner", c.Winner, z.Winner),
			choices(option(word, "off", c.Off, z.Off), offChoices(c, z)...)),
		subcommand(c.Grading, z.Grading,
			option(yesNo, "model", c.Model, z.Model),
			bounded(option(money, "budget", c.Budget, z.Budget), 0, 1000)),
		subcommand(c.Server, z.Server,
			choices(option(word, "language", c.Language, z.Language), fixed(c.AsClient, z.AsClient, "auto"), fixed(c.English, z.English, "en"), fixed(c.Chinese, z.Chinese, "zh")),
			zone,
			choices(option(word, "questions", c.Questions, z.Questions), fixed(c.Both, z.Both, "both"), fixed(c.OnlyBank, z.OnlyBank, "bank"), fixed(c.OnlyDeck, z.OnlyDeck, "deck")),
			choices(option(word, "boards", c.Boards, z.Boards), fixed(c.Public, z.Public, "public"), fixed(c.Private, z.Private, "private")),
			channels(option(channel, "inbox", c.Inbox, z.Inbox), discordgo.ChannelTypeGuildText, discordgo.ChannelTypeGuildPublicThread, discordgo.ChannelTypeGuildPrivateThread),
			bounded(option(whole, "retention", c.Retention, z.Retention), 0, mostRetention)),
		subcommand(c.Points, z.Points, pointsOptions(
			option(whole, "points", c.HowMany, z.HowMany), option(word, "reason", c.Reason, z.Reason),
			option(discordgo.ApplicationCommandOptionUser, "player", c.Whose, z.Whose))...),
		subcommand(c.Log, z.Log),
	))
}

// offChoices are what /settings daily can put back to nothing.
func offChoices(c, z text.Settings) []*discordgo.ApplicationCommandOptionChoice {
	var out []*discordgo.ApplicationCommandOptionChoice
	for _, name := range []string{"channel", "role", "winner"} {
		out = append(out, fixed(c.Names[name], z.Names[name], name))
	}
	return out
}

func choices(o *discordgo.ApplicationCommandOption, list ...*discordgo.ApplicationCommandOptionChoice) *discordgo.ApplicationCommandOption {
	o.Choices = list
	return o
}

func channels(o *discordgo.ApplicationCommandOption, kinds ...discordgo.ChannelType) *discordgo.ApplicationCommandOption {
	o.ChannelTypes = kinds
	return o
}

func bounded(o *discordgo.ApplicationCommandOption, least, most float64) *discordgo.ApplicationCommandOption {
	o.MinValue, o.MaxValue = &least, most
	return o
}

// settingsShow is /settings show, and the button that checks again.
func (b *Bot) settingsShow(ctx context.Context, r *request) (reply, error) {
	m, err := b.settings(ctx, r, "")
	if r.Type == discordgo.InteractionMessageComponent {
		return update(m), err
	}
	return say(m, false), err
}

// settings is the screen of a server's settings, with a word about what was just done.
func (b *Bot) settings(ctx context.Context, r *request, done string) (view.Message, error) {
	s, err := b.drill.Settings(ctx, r.server)
	if err != nil {
		return view.Message{}, err
	}
	screen := view.Settings{Server: s, Done: done}
	if screen.Spent, err = b.drill.Spent(ctx, r.server); err != nil {
		return view.Message{}, err
	}
	if s.Channel == 0 && s.Inbox == 0 {
		return r.voice.Settings(screen), nil
	}
	if s.Channel != 0 {
		if screen.Next, screen.Fault, err = b.standing(ctx, s); err != nil {
			return view.Message{}, err
		}
	}
	if screen.Missing, err = b.missing(ctx, s); err != nil {
		b.log.Warn("check permissions", "server", r.server, "error", err)
		screen.Unchecked = true
	}
	return r.voice.Settings(screen), nil
}

// configure makes a handler of a change to the settings.
func (b *Bot) configure(change func(r *request, s *quiz.Server) error) handler {
	return func(ctx context.Context, r *request) (reply, error) {
		now := b.drill.Now()
		_, log, err := b.drill.Configure(ctx, r.id, r.server, r.player, func(s *quiz.Server) error {
			was := s.Channel
			if err := change(r, s); err != nil {
				return err
			}
			if s.Channel != 0 && was == 0 {
				return begin(s, now, b.drill.Zone)
			}
			return nil
		})
		if err != nil {
			return reply{}, err
		}
		b.poster.changed(ctx, r.server)
		done := r.voice.Strings.Settings.Saved
		if len(log) == 0 {
			done = r.voice.Strings.Settings.Nothing
		}
		m, err := b.settings(ctx, r, done)
		if r.Type == discordgo.InteractionMessageComponent {
			return update(m), err
		}
		return say(m, false), err
	}
}

// begin sets the first day of a daily question: today while its time is still to come.
func begin(s *quiz.Server, now time.Time, fallback *time.Location) error {
	zone, err := s.Location(fallback)
	if err != nil {
		return err
	}
	local := now.In(zone)
	s.Since = quiz.DateOf(local)
	if local.Hour()*60+local.Minute() >= s.Minute {
		s.Since++
	}
	return nil
}

// setDaily is /settings daily.
func setDaily(r *request, s *quiz.Server) error {
	was := s.Channel
	ids := map[string]*uint64{"channel": &s.Channel, "role": &s.Role, "winner": &s.Winner}
	for name, to := range ids {
		if err := parseSnowflake(r.text(name), to); err != nil {
			return err
		}
	}
	if off, ok := ids[r.text("off")]; ok {
		*off = 0
	}
	if was == 0 && s.Channel != 0 && r.text("time") == "" {
		s.Minute = usualMinute
	}
	if at := r.text("time"); at != "" {
		minute, err := quiz.ParseClock(at)
		if err != nil {
			return err
		}
		s.Minute = minute
	}
	r.setFlag("thread", &s.Thread)
	r.setFlag("results", &s.Results)
	return setZone(r, s)
}

func setZone(r *request, s *quiz.Server) error {
	name := r.text("zone")
	if name == "" {
		return nil
	}
	if city, ok := cities[name]; ok {
		name = city
	}
	if _, err := quiz.ParseZone(name); err != nil {
		return err
	}
	s.Zone = name
	return nil
}

// setFlag takes a boolean option over where it was given.
func (r *request) setFlag(name string, to *bool) {
	if v, ok := r.option(name).(bool); ok {
		*to = v
	}
}

// setGrading is /settings grading.
func setGrading(r *request, s *quiz.Server) error {
	if v, ok := r.option("model").(bool); ok {
		s.NoModel = !v
	}
	if v, ok := r.option("budget").(float64); ok && v >= 0 {
		s.Budget = int64(v * 1e6)
	}
	return nil
}

// settingsGrading is /settings grading, which also shows how the graders did where humans have ruled. That
// looks through all answers, which may take long.
func (b *Bot) settingsGrading(_ context.Context, r *request) (reply, error) {
	return think(false, func(ctx context.Context) view.Message {
		m, err := b.grading(ctx, r)
		if err != nil {
			return b.problem(r, err).message
		}
		return m
	}, nil), nil
}

func (b *Bot) grading(ctx context.Context, r *request) (view.Message, error) {
	rep, err := b.configure(setGrading)(ctx, r)
	if err != nil {
		return view.Message{}, err
	}
	agreement, err := b.drill.Agreement(ctx, r.server)
	if err != nil {
		return view.Message{}, err
	}
	m := rep.message
	m.Embeds = append(m.Embeds, r.voice.Agreement(agreement))
	if s, err := b.drill.Settings(ctx, r.server); err == nil && b.drill.Slow && !s.NoModel {
		m.Components = append(m.Components, r.voice.RepayRow())
	}
	return m, nil
}

// setServer is /settings server.
func setServer(r *request, s *quiz.Server) error {
	switch l := quiz.Lang(r.text("language")); l {
	case "auto":
		s.Lang = ""
	case quiz.English, quiz.Chinese:
		s.Lang = l
	}
	switch q := quiz.Questions(r.text("questions")); q {
	case "both":
		s.Questions = ""
	case quiz.OnlyBank, quiz.OnlyDeck:
		s.Questions = q
	}
	if v := r.text("boards"); v != "" {
		s.Private = v == "private"
	}
	if v, ok := r.option("retention").(float64); ok {
		s.Retention = min(max(0, int(v)), mostRetention)
	}
	if err := parseSnowflake(r.text("inbox"), &s.Inbox); err != nil {
		return err
	}
	return setZone(r, s)
}

// setTopics and setLevels are the menus of the screen: all chosen is the same as none.
func setTopics(r *request, s *quiz.Server) error {
	known := r.voice.Bank.UsedTopics()
	s.Topics = nil
	for _, t := range known {
		if slices.Contains(r.values, t.ID) {
			s.Topics = append(s.Topics, t.ID)
		}
	}
	if len(s.Topics) == len(known) {
		s.Topics = nil
	}
	return nil
}

func setLevels(r *request, s *quiz.Server) error {
	s.Levels = nil
	for level := 1; level <= 5; level++ {
		if slices.Contains(r.values, strconv.Itoa(level)) {
			s.Levels = append(s.Levels, level)
		}
	}
	if len(s.Levels) == 5 {
		s.Levels = nil
	}
	return nil
}

// logShown is how many entries of the log are shown.
const logShown = 20

// settingsLog is /settings log.
func (b *Bot) settingsLog(ctx context.Context, r *request) (reply, error) {
	log, err := b.drill.Log(ctx, r.server, logShown)
	if err != nil {
		return reply{}, err
	}
	return say(r.voice.ChangeLog(log), false), nil
}

// completeSettings offers time zones.
func (b *Bot) completeSettings(_ context.Context, r *request) (reply, error) {
	name, typed := r.focused()
	if name != "zone" {
		return reply{}, fmt.Errorf("no completion for option %q", name)
	}
	return complete(zoneChoices(typed, b.drill.Now())), nil
}
