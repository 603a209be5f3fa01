package grade

import (
	"context"
	"errors"
	"fmt"

	openai "github.com/sashabaranov/go-openai"

	"drillbot/quiz"
)

const (
	maxRequests = 10 // for one answer: every concession once, and the reply twice
	maxBroken   = 2  // replies for one answer that do not fit
	moreRoom    = 4  // times the usual length, for models that think before they reply
)

// errCutOff says that a reply was longer than it may be.
var errCutOff = fmt.Errorf("%w: cut off", quiz.ErrGradeBroken)

// ask sends the prompt, in ever simpler ways until the server takes it and the reply fits,
// and returns the reply and what all of it has cost. What is learned of the server is
// remembered.
func (l *LLM) ask(ctx context.Context, p Prompt, q quiz.Question) (Reply, quiz.Usage, error) {
	d, leave := l.memory.enter(ctx)
	defer leave()
	var spent quiz.Usage
	broken := 0
	for seed := range maxRequests {
		text, usage, err := l.send(ctx, p, d, replyTokens(q), seed+1)
		spent = add(spent, usage)
		if next, ok := l.simpler(d, err); ok {
			d = next
			continue
		}
		if err != nil && !errors.Is(err, quiz.ErrGradeBroken) {
			return Reply{}, spent, l.final(ctx, err)
		}
		reply, err := fitting(text, q, err)
		if err == nil {
			l.prove(d)
			return reply, spent, nil
		}
		if broken++; broken == maxBroken {
			return Reply{}, spent, err
		}
		d = d.afterBroken(err)
		l.memory.learn(d)
	}
	return Reply{}, spent, fmt.Errorf("%w: nothing that the server takes", quiz.ErrGradeDown)
}

// fitting parses a reply that has arrived without err.
func fitting(text string, q quiz.Question, err error) (Reply, error) {
	if err != nil {
		return Reply{}, err
	}
	return ParseReply(text, q)
}

// simpler returns what to try when err says that the server does not understand something,
// and keeps it in mind.
func (l *LLM) simpler(d dialect, err error) (dialect, bool) {
	r, ok := refusalOf(err)
	if !ok {
		return d, false
	}
	next, without, ok := d.concede(r)
	if ok {
		l.options.Log.Info("the model's server does without", "model", l.options.Model, "what", without, "now", next.rung.String(), "status", r.status)
		l.memory.learn(next)
	}
	return next, ok
}

// prove keeps in mind that replies fit.
func (l *LLM) prove(d dialect) {
	d.proven = true
	l.memory.learn(d)
}

// afterBroken returns how to ask again after a reply that does not fit: with more room
// when it was cut off; the same way where that has worked before; else a rung lower, and
// after the last one from the top.
func (d dialect) afterBroken(err error) dialect {
	switch {
	case errors.Is(err, errCutOff):
		d.room = moreRoom
	case !d.proven && !d.down():
		d.rung = strictSchema
	}
	return d
}

// final translates the error that ends the asking.
func (l *LLM) final(ctx context.Context, err error) error {
	if errors.Is(err, quiz.ErrGradeRefused) {
		return err
	}
	return fault(ctx, err)
}

// send makes one request for a reply of so many tokens and returns the text of the reply
// and what it has cost.
func (l *LLM) send(ctx context.Context, p Prompt, d dialect, tokens, seed int) (string, quiz.Usage, error) {
	tokens *= max(1, d.room)
	res, err := l.client.CreateChatCompletion(ctx, d.request(l.options.Model, p, tokens, seed))
	if err != nil {
		return "", l.lost(ctx, p, tokens), err
	}
	if len(res.Choices) == 0 {
		return "", quiz.Usage{}, fmt.Errorf("%w: no choices", quiz.ErrGradeBroken)
	}
	c := res.Choices[0]
	text := said(c.Message)
	return text, l.options.Prices.usage(res.Usage, p, text), ended(c)
}

// lost is what a request may have cost that was given up while the server was at work:
// the prompt, and a reply as long as it was allowed to be.
func (l *LLM) lost(ctx context.Context, p Prompt, tokens int) quiz.Usage {
	if ctx.Err() == nil {
		return quiz.Usage{}
	}
	in := promptTokens(p)
	return quiz.Usage{In: in, Out: tokens, Micros: l.options.Prices.Cost(in, 0, tokens)}
}

// said returns what the model wrote: the arguments of the call it was forced to make, or
// else its text.
func said(m openai.ChatCompletionMessage) string {
	for _, call := range m.ToolCalls {
		if call.Function.Name == toolName {
			return call.Function.Arguments
		}
	}
	if m.Content == "" && len(m.MultiContent) > 0 {
		return m.MultiContent[0].Text
	}
	return m.Content
}

// ended returns an error when a reply did not end by itself.
func ended(c openai.ChatCompletionChoice) error {
	switch {
	case c.Message.Refusal != "" || c.FinishReason == openai.FinishReasonContentFilter || c.FinishReason == "sensitive":
		return fmt.Errorf("%w: the model would not", quiz.ErrGradeRefused)
	case c.FinishReason == openai.FinishReasonLength:
		return errCutOff
	default:
		return nil
	}
}
