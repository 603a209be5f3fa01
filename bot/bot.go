// Package bot is Discord's side of Drillbot: interactions in, messages out.
package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
	lru "github.com/hashicorp/golang-lru/v2"

	"drillbot/bot/view"
	"drillbot/quiz"
)

// Options are what a Bot is made of. All but Token, Drill and Log may be left out.
type Options struct {
	Token     string // of the bot, without "Bot "
	Drill     *quiz.Drill
	Log       *slog.Logger
	Transport http.RoundTripper // to Discord's REST API
	Dialer    *websocket.Dialer // to Discord's gateway
	Now       func() time.Time
	Patience  Patience // of the gateway's supervisor
	// HTTPOnly says that interactions come in by Interactions alone: Run makes no connection
	// to the gateway.
	HTTPOnly bool
	Pictures view.Pictures // of formulas; nil leaves them in Unicode
	// Observe is told of every interaction answered.
	Observe func(Observation)
	// Connected is told whenever the gateway goes up or down; with HTTPOnly, when the bot is ready.
	Connected func(up bool)
	// Exchange reads and writes files of questions.
	Exchange Exchange
	// Files is where attachments come from besides Discord's own hosts, as in "http://127.0.0.1:8080": a sandbox.
	Files string
	// PostRate is how many requests a second posts may take; 0 for what is well within Discord's limit.
	PostRate float64
}

// Observation is one interaction answered.
type Observation struct {
	Kind    string        // command, autocomplete, component or form
	Name    string        // the command or verb
	Elapsed time.Duration // from its arrival to the first response accepted
	Failed  bool          // Discord did not take the response
}

// Bot answers interactions.
type Bot struct {
	options Options
	drill   *quiz.Drill
	log     *slog.Logger
	client  *client
	routes  map[key]handler
	seen    *lru.Cache[string, struct{}]
	clicks  *lru.Cache[click, time.Time]
	places  chan struct{}
	exports chan struct{}
	poster  *poster
	work    context.Context // of promised work: it ends only when draining takes too long
	stop    func()          // ends work

	deciding sync.Mutex // cases
	doubting sync.Mutex // posts of doubts

	mu       sync.Mutex
	draining bool
	wait     sync.WaitGroup // what is promised
}

// New makes a Bot.
func New(o Options) (*Bot, error) {
	if o.Token == "" || o.Drill == nil || o.Log == nil {
		return nil, errors.New("bot: token, drill and log are required")
	}
	o = o.withDefaults()
	seen, err := lru.New[string, struct{}](remembered)
	if err != nil {
		return nil, fmt.Errorf("bot: %w", err)
	}
	clicks, err := lru.New[click, time.Time](remembered)
	if err != nil {
		return nil, fmt.Errorf("bot: %w", err)
	}
	b := &Bot{
		options: o, drill: o.Drill, log: o.Log, seen: seen, clicks: clicks,
		client: newClient(o),
		places: make(chan struct{}, atOnce), exports: make(chan struct{}, exportsAtOnce),
	}
	b.work, b.stop = context.WithCancel(context.Background())
	if b.poster, err = newPoster(b); err != nil {
		return nil, err
	}
	b.routes = b.table()
	return b, nil
}

func (o Options) withDefaults() Options {
	if o.Transport == nil {
		t := http.DefaultTransport.(*http.Transport).Clone()
		t.MaxIdleConnsPerHost = atOnce
		o.Transport = t
	}
	if o.Dialer == nil {
		o.Dialer = &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: 15 * time.Second}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Patience = o.Patience.withDefaults()
	if o.Observe == nil {
		o.Observe = func(Observation) {}
	}
	if o.Connected == nil {
		o.Connected = func(bool) {}
	}
	return o
}

// table is everything the bot answers.
func (b *Bot) table() map[key]handler {
	const (
		command   = discordgo.InteractionApplicationCommand
		typing    = discordgo.InteractionApplicationCommandAutocomplete
		component = discordgo.InteractionMessageComponent
		form      = discordgo.InteractionModalSubmit
	)
	return map[key]handler{
		{command, "drill"}:             b.drillCommand,
		{command, "leaderboard"}:       b.boardCommand,
		{command, "profile"}:           b.profileCommand,
		{command, "help"}:              b.helpCommand,
		{typing, "drill"}:              b.complete,
		{typing, "leaderboard"}:        b.complete,
		{command, "settings show"}:     byAdmins(b.settingsShow),
		{command, "settings daily"}:    byAdmins(b.configure(setDaily)),
		{command, "settings grading"}:  byAdmins(b.settingsGrading),
		{command, "settings server"}:   byAdmins(b.configure(setServer)),
		{command, "settings log"}:      byAdmins(b.settingsLog),
		{typing, "settings daily"}:     b.completeSettings,
		{typing, "settings server"}:    b.completeSettings,
		{component, view.ShowSettings}: byAdmins(b.settingsShow),
		{component, view.Preview}:      byAdmins(b.preview),
		{component, view.SetTopics}:    byAdmins(b.configure(setTopics)),
		{component, view.SetLevels}:    byAdmins(b.configure(setLevels)),
		{component, view.Repay}:        byAdmins(b.repay),
		{command, messageName}:         b.gradeMessage,
		{command, "privacy"}:           b.privacyCommand,
		{component, view.Wish}:         b.wish,
		{component, view.ExportMine}:   b.export,
		{component, view.AskDelete}:    b.askDelete,
		{component, view.Delete}:       b.forget,
		{command, "settings points"}:   byAdmins(b.givePoints),
		{command, "inbox"}:             byModerators(b.inboxCommand),
		{component, view.Contest}:      b.mayReport(b.disputeForm),
		{form, view.Contest}:           b.disputed,
		{component, view.OpenCase}:     byModerators(b.caseOpened),
		{component, view.MarkPoint}:    byModerators(b.pointMarked),
		{component, view.DecideCase}:   byModerators(b.decideForm),
		{form, view.DecideCase}:        byModerators(b.decided),
		{command, "question suggest"}:  b.suggestForm,
		{command, "question find"}:     b.findQuestion,
		{command, "question edit"}:     byModerators(b.editForm),
		{command, "question retire"}:   byModerators(b.retire),
		{typing, "question suggest"}:   b.completeQuestion,
		{typing, "question edit"}:      b.completeQuestion,
		{typing, "question retire"}:    b.completeQuestion,
		{command, "question import"}:   b.importFile,
		{command, "question export"}:   byModerators(b.exportDeck),
		{component, view.HandIn}:       b.handInFile,
		{form, view.Propose}:           b.suggested,
		{component, view.Peek}:         byModerators(b.peek),
		{component, view.Revise}:       byModerators(b.reviseForm),
		{form, view.Revise}:            byModerators(b.revised),
		{form, view.EditOwn}:           byModerators(b.edited),
		{command, "daily today"}:       b.dailyToday,
		{command, "daily past"}:        b.dailyPast,
		{command, "daily tomorrow"}:    byAdmins(b.dailyTomorrow),
		{typing, "daily past"}:         b.completeDaily,
		{typing, "daily tomorrow"}:     b.complete,
		{component, view.Reopen}:       b.dailyReopen,
		{component, view.Past}:         b.dailyPastPage,
		{component, view.Choose}:       b.dailyChosen,
		{component, view.Swap}:         byAdmins(b.dailySwap),
		{component, view.Share}:        b.dailyShare,
		{component, view.Answer}:       b.answerForm,
		{component, view.Pick}:         b.pick,
		{component, view.Select}:       b.selected,
		{component, view.Hint}:         b.hint,
		{component, view.Skip}:         b.skip,
		{component, view.GiveUp}:       b.giveUp,
		{component, view.Next}:         b.next,
		{component, view.Retry}:        b.retry,
		{component, view.Flag}:         b.mayReport(b.reportForm),
		{component, view.Page}:         b.boardPage,
		{form, view.Submit}:            b.submitted,
		{form, view.Flag}:              b.reported,
	}
}

// drainTime is how long Run waits, once told to stop, for grades that were promised. A
// process manager commonly waits 10 seconds for more than Discord needs.
const drainTime = 8 * time.Second

// Run connects to Discord and answers until ctx is done, once; then it takes nothing new, delivers
// what was promised and returns. What is not done by then is kept, for the next
// process to finish. An error means that trying again would not help.
func (b *Bot) Run(ctx context.Context) error {
	defer b.stop()
	sweeping, stopSweep := context.WithCancel(ctx)
	defer stopSweep()
	b.wait.Go(func() { b.sweep(sweeping) })
	b.wait.Go(func() { b.upkeep(sweeping) })
	listen := b.connect
	if b.options.HTTPOnly {
		listen = b.unconnected
	}
	b.wait.Go(func() { b.poster.run(sweeping) })
	err := listen(ctx)
	stopSweep()
	b.drain()
	b.client.http.CloseIdleConnections()
	return err
}

// promise does work that drain waits for, unless it is too late to begin any.
func (b *Bot) promise(work func()) {
	b.mu.Lock()
	if b.draining {
		b.mu.Unlock()
		return
	}
	b.wait.Add(1)
	b.mu.Unlock()
	defer b.wait.Done()
	work()
}

// drain waits for what was promised, and ends it when that takes too long.
func (b *Bot) drain() {
	b.mu.Lock()
	b.draining = true
	b.mu.Unlock()
	late := time.AfterFunc(drainTime, b.stop)
	defer late.Stop()
	b.wait.Wait()
}

// observe reports an answered interaction.
func (b *Bot) observe(r *request, start time.Time, err error) {
	kinds := map[discordgo.InteractionType]string{
		discordgo.InteractionApplicationCommand:             "command",
		discordgo.InteractionApplicationCommandAutocomplete: "autocomplete",
		discordgo.InteractionMessageComponent:               "component",
		discordgo.InteractionModalSubmit:                    "form",
	}
	b.options.Observe(Observation{
		Kind: kinds[r.key.kind], Name: r.key.name, Elapsed: b.options.Now().Sub(start), Failed: err != nil,
	})
}
