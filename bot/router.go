package bot

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/view"
	"drillbot/quiz"
)

const (
	// lastResponse is when the first response must be with Discord, which waits 3 seconds for it;
	// handling is how much of that a handler may take.
	lastResponse = 2800 * time.Millisecond
	handling     = 2 * time.Second
	// laterResponse is how long the work behind "thinking…" may take; the token lives 15 minutes.
	laterResponse = 10 * time.Minute
	// atOnce is how many handlers run at a time; the others wait in front of the store.
	atOnce = 256
	// remembered is how many interactions are remembered, so that one delivered twice acts once.
	remembered = 16384
)

// handler answers one kind of request.
type handler func(ctx context.Context, r *request) (reply, error)

// Handle answers an interaction that came in over the gateway. It returns when the
// player has everything that is due to them.
func (b *Bot) Handle(i *discordgo.Interaction) {
	b.deliver(i, func(due context.Context, first response) error {
		err := b.client.callback(due, i.ID, i.Token, first)
		if hasCode(err, codeAcknowledged) { // by us, when the reply to a first try was lost
			return nil
		}
		return err
	})
}

// deliver answers an interaction, whichever way it came in: respond takes the first response
// back on that way, all that follows goes by REST. It returns as Handle does.
func (b *Bot) deliver(i *discordgo.Interaction, respond func(due context.Context, first response) error) {
	start := b.options.Now()
	due, cancel := context.WithTimeout(b.work, lastResponse)
	defer cancel()
	r, rep, ok := b.handleInTime(due, i)
	if !ok || rep.kind == 0 {
		return
	}
	err := respond(due, rep.wire())
	b.observe(r, start, err)
	if err != nil {
		b.log.Warn("callback", "interaction", i.ID, "error", err)
	}
	b.finish(r, rep, err == nil)
}

// handleInTime leaves what handle may not use of due for the response.
func (b *Bot) handleInTime(due context.Context, i *discordgo.Interaction) (*request, reply, bool) {
	ctx, cancel := context.WithTimeout(due, handling)
	defer cancel()
	return b.handle(ctx, i)
}

// handle turns an interaction into its reply; ok is false for what needs none.
func (b *Bot) handle(ctx context.Context, i *discordgo.Interaction) (r *request, rep reply, ok bool) {
	if seen, _ := b.seen.ContainsOrAdd(i.ID, struct{}{}); seen {
		return nil, reply{}, false
	}
	r, err := understand(i)
	if err != nil {
		b.log.Warn("interaction not understood", "type", i.Type, "error", err)
		return nil, reply{}, false
	}
	handle, ok := b.routes[r.key]
	if !ok { // another program under the same token may know it
		b.log.Debug("no route", "kind", r.key.kind, "name", r.key.name)
		return nil, reply{}, false
	}
	select {
	case b.places <- struct{}{}:
		defer func() { <-b.places }()
	case <-ctx.Done():
		return r, b.problem(r, ctx.Err()), true
	}
	return r, b.run(ctx, r, handle), true
}

// run calls the handler and makes every way it may fail a reply.
func (b *Bot) run(ctx context.Context, r *request, handle handler) (rep reply) {
	b.speak(ctx, r)
	if r.Type == discordgo.InteractionApplicationCommand {
		b.seenIn(ctx, r)
	}
	err := guard(func() (err error) {
		rep, err = handle(ctx, r)
		if errors.Is(err, quiz.ErrChanged) {
			rep, err = b.retryChanged(ctx, r)
		}
		return err
	})
	if err != nil {
		return b.problem(r, err)
	}
	return rep
}

// guard makes a panic of work an error: one interaction must not end the others, nor one
// stored answer every process that takes it up.
func guard(work func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return work()
}

// speak finds the language of the request. A store that fails does not silence us.
func (b *Bot) speak(ctx context.Context, r *request) {
	settings, err := b.drill.Store.Server(ctx, r.server)
	if err != nil {
		b.log.Warn("settings", "server", r.server, "error", err)
	}
	r.settings = settings
	r.lang = languageOf(r.Interaction, settings.Lang)
	r.voice = b.voiceIn(ctx, r.lang, settings)
}

// voiceIn speaks a language in a server, of its own bank. One that cannot be read does not silence us.
func (b *Bot) voiceIn(ctx context.Context, l quiz.Lang, s quiz.Server) view.Voice {
	bank, err := b.drill.BankFor(ctx, s)
	if err != nil {
		b.log.Warn("deck", "server", s.ID, "error", err)
		bank = b.drill.Bank()
	}
	v := view.NewVoice(l, bank)
	v.Pictures = b.options.Pictures
	return v
}

// finish does what a reply left for later, tells the player, and notes that they were told.
func (b *Bot) finish(r *request, rep reply, told bool) {
	ctx, cancel := context.WithTimeout(b.work, laterResponse)
	defer cancel()
	if rep.later != nil {
		told = b.finishLater(ctx, r, rep)
	}
	if told && rep.sent != nil {
		rep.sent(ctx)
	}
}

// finishLater puts the message of later in the place of "thinking…".
func (b *Bot) finishLater(ctx context.Context, r *request, rep reply) bool {
	var m view.Message
	err := guard(func() error {
		m = rep.later(ctx)
		return nil
	})
	if err != nil {
		m = b.problem(r, err).message
	}
	if err := b.replace(ctx, r.AppID, r.Token, bodyOf(m, rep.public)); err != nil {
		b.log.Warn("edit", "interaction", r.ID, "error", err)
		return false
	}
	return true
}

// replace puts a message in the place of "thinking…", or below where that was dismissed.
func (b *Bot) replace(ctx context.Context, app, token string, m body) error {
	err := b.editSoon(ctx, app, token, m)
	if refused(err) {
		return b.client.followUp(ctx, app, token, m)
	}
	return err
}

// editSoon edits the first response. Over HTTP the response may still be on its way to Discord,
// which then knows no such webhook yet: that is worth a few tries.
func (b *Bot) editSoon(ctx context.Context, app, token string, m body) error {
	for try := 1; ; try++ {
		err := b.client.edit(ctx, app, token, m)
		if !hasCode(err, codeUnknownWebhook) || try == tries {
			return err
		}
		select {
		case <-time.After(retryPause):
		case <-ctx.Done():
			return err
		}
	}
}
