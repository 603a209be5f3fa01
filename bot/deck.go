package bot

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/text"
	"drillbot/bot/view"
	"drillbot/quiz"
)

// usualDifficulty is that of a suggestion unless told otherwise.
const usualDifficulty = 3

// questionCommand defines /question.
func questionCommand(en, zh *text.Strings) *discordgo.ApplicationCommand {
	const word = discordgo.ApplicationCommandOptionString
	c, z := en.Deck, zh.Deck
	which := func() *discordgo.ApplicationCommandOption {
		o := completed(option(word, "question", c.Question, z.Question))
		o.Required = true
		return o
	}
	kind := option(word, "type", c.Type, z.Type)
	for _, t := range []quiz.Type{quiz.Open, quiz.Choice} {
		kind.Choices = append(kind.Choices, fixed(en.Question.Types[t], zh.Question.Types[t], string(t)))
	}
	return inServers(command(c.Command, z.Command, append([]*discordgo.ApplicationCommandOption{
		subcommand(c.Suggest, z.Suggest, kind,
			completed(option(word, "topic", c.Topic, z.Topic)),
			difficulties(option(discordgo.ApplicationCommandOptionInteger, "difficulty", c.Difficulty, z.Difficulty), en, zh)),
		subcommand(c.Find, z.Find, option(word, "text", c.Words, z.Words)),
		subcommand(c.Edit, z.Edit, which()),
		subcommand(c.Retire, z.Retire, which(), option(discordgo.ApplicationCommandOptionBoolean, "restore", c.Back, z.Back)),
	}, fileCommands(c, z)...)...))
}

// suggestForm is /question suggest.
func (b *Bot) suggestForm(_ context.Context, r *request) (reply, error) {
	if r.server == 0 {
		return reply{}, errNoServer
	}
	topic, err := r.topic()
	if err != nil {
		return reply{}, err
	}
	f := quiz.Filter{Topic: topic, Difficulty: r.number("difficulty"), Type: quiz.Open}
	if r.text("type") == string(quiz.Choice) {
		f.Type = quiz.Choice
	}
	return ask(r.voice.QuestionForm(view.ID{Verb: view.Propose, Filter: f}, f.Type, quiz.Written{})), nil
}

// written reads the form of a question.
func (r *request) written() (quiz.Written, error) {
	if len(r.fields) != 3 {
		return quiz.Written{}, quiz.ErrEmpty
	}
	return quiz.Written{Prompt: r.fields[0], Reference: r.fields[1], Parts: r.fields[2]}, nil
}

// suggested takes a filled-in form to the moderators.
func (b *Bot) suggested(ctx context.Context, r *request) (reply, error) {
	w, err := r.written()
	if err != nil {
		return reply{}, err
	}
	if r.server == 0 {
		return reply{}, errNoServer
	}
	f := r.state.Filter
	difficulty := f.Difficulty
	if difficulty == 0 {
		difficulty = usualDifficulty
	}
	q, err := b.drill.Checked(w.Over(quiz.Question{Topic: f.Topic, Difficulty: difficulty, Type: f.Type}))
	if err != nil {
		return flawed(r, w, err)
	}
	c := quiz.Case{ID: r.id, Server: r.server, Player: r.player, Lang: r.lang, Questions: []quiz.Question{q}}
	if c, err = b.drill.Suggest(ctx, c, r.moderates()); err != nil {
		return reply{}, err
	}
	return b.handedIn(r, c), nil
}

// flawed tells what is wrong with a question; another error stays what it is.
func flawed(r *request, w quiz.Written, err error) (reply, error) {
	var flaws quiz.Flaws
	if errors.As(err, &flaws) {
		return say(r.voice.Flawed(flaws, w), false), nil
	}
	return reply{}, err
}

// handedIn thanks for a suggestion and takes it to the inbox.
func (b *Bot) handedIn(r *request, c quiz.Case) reply {
	b.log.Info("questions suggested", "case", c.ID, "questions", len(c.Questions))
	rep := say(r.voice.Suggested(), false)
	rep.sent = func(ctx context.Context) { b.toInbox(ctx, r.settings, c) }
	return rep
}

// moderates reports whether the player may moderate where they are.
func (r *request) moderates() bool {
	return r.may(discordgo.PermissionManageMessages | discordgo.PermissionManageGuild)
}

// peek is the menu of a suggestion of several questions.
func (b *Bot) peek(ctx context.Context, r *request) (reply, error) {
	c, err := b.drill.CaseOf(ctx, r.server, r.state.Owner)
	if err != nil {
		return reply{}, err
	}
	for i, q := range c.Questions {
		if slices.Contains(r.values, strconv.Itoa(i)) {
			return say(r.voice.Peek(q), false), nil
		}
	}
	return reply{}, quiz.ErrNone
}

// reviseForm opens the form of a suggestion for a moderator.
func (b *Bot) reviseForm(ctx context.Context, r *request) (reply, error) {
	c, err := b.drill.CaseOf(ctx, r.server, r.state.Owner)
	switch {
	case err != nil:
		return reply{}, err
	case c.State != quiz.Undecided:
		return reply{}, errClosed
	case c.Kind != quiz.Suggestion || len(c.Questions) != 1:
		return reply{}, quiz.ErrNone
	}
	q := c.Questions[0]
	w, ok := quiz.WrittenOf(q, r.lang)
	if !ok {
		return reply{}, quiz.ErrNone
	}
	return ask(r.voice.QuestionForm(view.ID{Verb: view.Revise, Owner: c.ID}, q.Type, w)), nil
}

// revised changes a suggestion that waits; it is approved after that, or not.
func (b *Bot) revised(ctx context.Context, r *request) (reply, error) {
	w, err := r.written()
	if err != nil {
		return reply{}, err
	}
	c, err := b.drill.Revise(ctx, r.server, r.state.Owner, func(q quiz.Question) (quiz.Question, error) { return w.Over(q), nil })
	switch {
	case errors.Is(err, quiz.ErrSeen):
		return reply{}, errClosed
	case err != nil:
		return flawed(r, w, err)
	}
	m, err := b.showCase(ctx, r.voice, c, nil)
	return update(m), err
}

// findQuestion is /question find.
func (b *Bot) findQuestion(ctx context.Context, r *request) (reply, error) {
	if r.server == 0 {
		return reply{}, errNoServer
	}
	found, err := b.foundInDeck(ctx, r, r.text("text"))
	return say(r.voice.Deck(found), false), err
}

// foundInDeck are the entries of the server's deck that hold what is typed.
func (b *Bot) foundInDeck(ctx context.Context, r *request, typed string) ([]quiz.DeckEntry, error) {
	deck, err := b.drill.Deck(ctx, r.server)
	return slices.DeleteFunc(deck, func(e quiz.DeckEntry) bool {
		q := e.Question
		return !matches(typed, append([]string{q.ID, q.Prompt.EN, q.Prompt.ZH}, q.Tags...)...)
	}), err
}

// completeQuestion offers questions of the server's deck to those who may change them, and topics.
func (b *Bot) completeQuestion(ctx context.Context, r *request) (reply, error) {
	name, typed := r.focused()
	if name == "topic" {
		return complete(bankTopics(r, typed)), nil
	}
	if !r.moderates() {
		return complete(nil), nil
	}
	found, err := b.foundInDeck(ctx, r, typed)
	var out []choice
	for _, e := range found[:min(mostChoices, len(found))] {
		out = append(out, choice{r.voice.OfDeck(e, choiceName), e.Question.ID})
	}
	return complete(out), err
}

// bankTopics are the topics that a suggestion may name, whether or not they have questions.
func bankTopics(r *request, typed string) []choice {
	var out []choice
	for _, t := range r.voice.Bank.Topics {
		if matches(typed, t.ID, t.Title.EN, t.Title.ZH) && len(out) < mostChoices {
			out = append(out, choice{view.Label(t.Title.In(r.lang), choiceName), t.ID})
		}
	}
	return out
}

// editForm is /question edit.
func (b *Bot) editForm(ctx context.Context, r *request) (reply, error) {
	e, err := b.drill.EntryOf(ctx, r.server, r.text("question"))
	if err != nil {
		return reply{}, err
	}
	w, ok := quiz.WrittenOf(e.Question, r.lang)
	if !ok {
		return say(r.voice.Problem(r.voice.Strings.Deck.ByFile), false), nil
	}
	return ask(r.voice.QuestionForm(view.ID{Verb: view.EditOwn, Question: e.Question.ID}, e.Question.Type, w)), nil
}

// edited is the form of /question edit.
func (b *Bot) edited(ctx context.Context, r *request) (reply, error) {
	w, err := r.written()
	if err != nil {
		return reply{}, err
	}
	e, err := b.drill.EntryOf(ctx, r.server, r.state.Question)
	if err == nil {
		e, err = b.drill.Edit(ctx, r.id, r.player, r.server, e.N, w.Over(e.Question))
	}
	if err != nil {
		return flawed(r, w, err)
	}
	return say(r.voice.Done(r.voice.Strings.Deck.Edited(e.Question.ID)), false), nil
}

// retire is /question retire, which also brings back.
func (b *Bot) retire(ctx context.Context, r *request) (reply, error) {
	e, err := b.drill.EntryOf(ctx, r.server, r.text("question"))
	if err == nil {
		e, err = b.drill.Retire(ctx, r.id, r.player, r.server, e.N, !r.flag("restore"))
	}
	if err != nil {
		return reply{}, err
	}
	t := r.voice.Strings.Deck
	if e.Retired {
		return say(r.voice.Done(t.Retired(e.Question.ID)), false), nil
	}
	return say(r.voice.Done(t.Restored(e.Question.ID)), false), nil
}
