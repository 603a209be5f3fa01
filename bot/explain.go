package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"

	"drillbot/bot/text"
	"drillbot/quiz"

	"github.com/bwmarrin/discordgo"
)

// expected are the errors that are the player's to know, with what they read.
var expected = []struct {
	err error
	say func(text.Error) string
}{
	{quiz.ErrNoTopic, func(t text.Error) string { return t.NoTopic }},
	{quiz.ErrNoQuestion, func(t text.Error) string { return t.NoQuestion }},
	{quiz.ErrUnknown, func(t text.Error) string { return t.Unknown }},
	{quiz.ErrChanged, func(t text.Error) string { return t.Changed }},
	{quiz.ErrEmpty, func(t text.Error) string { return t.Empty }},
	{quiz.ErrTooLong, func(t text.Error) string { return t.TooLong }},
	{quiz.ErrBadNumber, func(t text.Error) string { return t.BadNumber }},
	{quiz.ErrBadUnit, func(t text.Error) string { return t.BadUnit("") }},
	{quiz.ErrBadOrder, func(t text.Error) string { return t.BadOrder }},
	{quiz.ErrBadChoice, func(t text.Error) string { return t.BadChoice }},
	{quiz.ErrBadTime, func(t text.Error) string { return t.BadTime }},
	{quiz.ErrBadZone, func(t text.Error) string { return t.BadZone }},
	{errNotAdmin, func(t text.Error) string { return t.NotAdmin }},
	{quiz.ErrNotAsked, func(t text.Error) string { return t.NotAsked }},
	{errNotYours, func(t text.Error) string { return t.NotYours }},
	{errNotModerator, func(t text.Error) string { return t.NotModerator }},
	{errOwnCase, func(t text.Error) string { return t.OwnCase }},
	{errClosed, func(t text.Error) string { return t.Closed }},
	{quiz.ErrNone, func(t text.Error) string { return t.NoCase }},
	{quiz.ErrTooOften, func(t text.Error) string { return t.TooOften }},
	{quiz.ErrTooMany, func(t text.Error) string { return t.TooMany }},
	{quiz.ErrDeckFull, func(t text.Error) string { return t.DeckFull }},
	{errNoFile, func(t text.Error) string { return t.NoFile }},
	{errBadFile, func(t text.Error) string { return t.BadFile }},
	{errNoServer, func(t text.Error) string { return t.NoServer }},
	{context.DeadlineExceeded, func(t text.Error) string { return t.Busy }},
	{context.Canceled, func(t text.Error) string { return t.Busy }},
	{quiz.ErrClosed, func(t text.Error) string { return t.Busy }},
}

// explain turns an error into what the player may read. What is our fault gets a reference,
// under which the operator finds the error in the log.
func (b *Bot) explain(r *request, err error) string {
	for _, e := range expected {
		if errors.Is(err, e.err) {
			return e.say(r.voice.Error)
		}
	}
	ref := rand.Text()[:8]
	b.log.LogAttrs(b.work, slog.LevelError, "request failed", slog.String("ref", ref),
		slog.Any("kind", r.key.kind), slog.String("name", r.key.name), slog.Any("error", err))
	return r.voice.Error.Fault(ref)
}

// problem is the reply to a request that failed.
func (b *Bot) problem(r *request, err error) reply {
	if r.voice.Strings == nil {
		ctx, cancel := context.WithTimeout(b.work, lastResponse-handling)
		defer cancel()
		b.speak(ctx, r)
	}
	if r.Type == discordgo.InteractionApplicationCommandAutocomplete {
		b.log.Warn("autocomplete", "error", err)
		return complete(nil)
	}
	return say(r.voice.Problem(b.explain(r, err)), false)
}
