package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"drillbot/bot/view"
	"drillbot/quiz"
)

// errNothing says that there is nothing to post, and never will be for this key.
var errNothing = errors.New("nothing to post")

// maker is how a kind of post is made.
type maker struct {
	// prepare sets what a post that nobody has claimed is about: its channel and question. The error may
	// be quiz.ErrNoQuestion or errNothing.
	prepare func(ctx context.Context, s quiz.Server, p *quiz.Post) error
	// message makes the message of a claimed post. It may be asked again after a crash.
	message func(ctx context.Context, s quiz.Server, p *quiz.Post) (body, error)
	// then does what follows the message, p.Message, and notes in p what came of it. It may be
	// done again after a crash.
	then func(ctx context.Context, s quiz.Server, p *quiz.Post)
}

func (p *poster) maker(k quiz.PostKind) maker {
	return map[quiz.PostKind]maker{
		quiz.DailyPost: {p.prepareDaily, p.dailyMessage, p.warnOfLowPool},
		quiz.ClosePost: {p.prepareClose, p.closeMessage, p.close},
		quiz.WeekPost:  {p.prepareResults, p.weekMessage, nil},
		quiz.MonthPost: {p.prepareResults, p.monthMessage, nil},
	}[k]
}

// make makes one post: it is claimed in the store, sent, and confirmed with the id of its
// message. What an earlier process claimed is looked for in the channel first. What fails is noted
// in the post; the error is one of the store, or that of ctx.
func (p *poster) make(ctx context.Context, s quiz.Server, key quiz.PostKey, over bool) error {
	post, err := p.drill.Post(ctx, key)
	if err != nil {
		return err
	}
	m := p.maker(key.Kind)
	if post.State == quiz.Claimed {
		found, err := p.find(ctx, post)
		switch {
		case err != nil && p.options.Now().Sub(post.Claimed) > lookFor:
			return p.drill.DropPost(ctx, key, quiz.FaultLate)
		case err != nil: // it may have been sent, whatever forbids us to look
			return p.delayed(ctx, s, post, err)
		case found != 0:
			post.Message = found
			return p.confirm(ctx, s, m, post)
		case over:
			return p.drill.DropPost(ctx, key, quiz.FaultLate)
		}
	}
	post, err = p.claim(ctx, s, m, post)
	switch {
	case errors.Is(err, quiz.ErrSeen): // another process has it
		return nil
	case errors.Is(err, errNothing):
		return p.drill.DropPost(ctx, key, "")
	case errors.Is(err, quiz.ErrNoQuestion):
		return p.drill.FailPost(ctx, post, quiz.FaultEmpty, p.options.Now().Add(time.Hour))
	case err != nil:
		return err
	}
	return p.send(ctx, s, m, post)
}

// claim claims a post. One that was claimed before keeps its question, if that can still be asked.
func (p *poster) claim(ctx context.Context, s quiz.Server, m maker, post quiz.Post) (quiz.Post, error) {
	lost := false
	if post.State == quiz.Claimed && post.Question != "" {
		_, err := p.drill.Asked(ctx, s.ID, post.Question, post.Version, post.Seed)
		lost = err != nil
	}
	if post.State != quiz.Claimed || lost {
		if err := m.prepare(ctx, s, &post); err != nil {
			return post, err
		}
	}
	return p.drill.ClaimPost(ctx, post)
}

// send sends the message of a claimed post.
func (p *poster) send(ctx context.Context, s quiz.Server, m maker, post quiz.Post) error {
	b, err := m.message(ctx, s, &post)
	if err == nil {
		post.Message, err = p.client.post(ctx, post.Channel, post.Nonce, b)
	}
	if err != nil {
		return p.failed(ctx, s, post, err)
	}
	return p.confirm(ctx, s, m, post)
}

// confirm does what follows a message and notes that the post is done.
func (p *poster) confirm(ctx context.Context, s quiz.Server, m maker, post quiz.Post) error {
	if m.then != nil {
		m.then(ctx, s, &post)
	}
	if err := p.drill.ConfirmPost(ctx, post); err != nil {
		return err
	}
	p.log.Info("posted", "server", post.Server, "kind", post.Kind, "day", post.Day.String(), "fault", post.Fault)
	return nil
}

// failed notes why a post failed and when it is tried again. Where Discord did not say no, it may
// have the message nevertheless: then the post stays claimed.
func (p *poster) failed(ctx context.Context, s quiz.Server, post quiz.Post, err error) error {
	if ctx.Err() != nil {
		return ctx.Err() // found claimed by whoever comes next
	}
	if !refused(err) {
		return p.delayed(ctx, s, post, err)
	}
	fault, next := p.fault(ctx, s, post, err)
	return p.drill.FailPost(ctx, post, fault, next)
}

// delayed leaves a post claimed and notes when to look again whether it was sent.
func (p *poster) delayed(ctx context.Context, s quiz.Server, post quiz.Post, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	fault, next := p.fault(ctx, s, post, err)
	return p.drill.DelayPost(ctx, post, fault, next)
}

// fault logs an error, puts it in a word and says when to try again.
func (p *poster) fault(ctx context.Context, s quiz.Server, post quiz.Post, err error) (string, time.Time) {
	fault := p.faultOf(ctx, s, err)
	p.log.Warn("post failed", "server", post.Server, "kind", post.Kind, "day", post.Day.String(), "fault", fault, "error", err)
	return fault, p.options.Now().Add(pauseAfter(fault, post.Tries))
}

// pauseAfter is how long a post waits after a try: it doubles each time, up to a bound. What
// admins have to mend is asked for seldom, for Discord bans who is refused too often.
func pauseAfter(fault string, tries int) time.Duration {
	first, most := 10*time.Minute, 4*time.Hour
	if fault == quiz.FaultDown {
		first, most = 30*time.Second, 30*time.Minute
	}
	return min(first<<min(max(0, tries-1), 10), most)
}

// Codes of Discord's errors that say what is wrong with a post.
const (
	codeUnknownChannel = 10003
	codeUnknownGuild   = 10004
	codeUnknownMember  = 10007
	codeUnknownUser    = 10013
	codeMissingAccess  = 50001
	codeThreadIsThere  = 160004
)

// faultOf puts an error in one of the words that are kept and shown to admins.
func (p *poster) faultOf(ctx context.Context, s quiz.Server, err error) string {
	var e *apiError
	switch {
	case errors.Is(err, errHidden):
		return quiz.FaultPermission
	case !refused(err) || !errors.As(err, &e):
		return quiz.FaultDown
	case e.Code == codeUnknownGuild:
		return quiz.FaultServer
	case e.Code == codeMissingAccess, e.Code == codeUnknownChannel:
		var guild struct{}
		if refused(p.client.get(ctx, fmt.Sprintf("/guilds/%d", s.ID), &guild)) {
			return quiz.FaultServer
		}
		return quiz.FaultChannel
	case e.Status == http.StatusForbidden:
		return quiz.FaultPermission
	default:
		return quiz.FaultChannel
	}
}

// The bounds of looking for a message that may have been sent: how much earlier than its claim, for
// clocks differ, how many messages, a hundred to a page, and for how long it is tried.
const (
	findMargin = 2 * time.Minute
	findPages  = 10
	lookFor    = 7 * 24 * time.Hour // then it is given up
)

// nonceKnown is how long Discord surely knows a nonce: it says "a few minutes".
const nonceKnown = time.Minute

// letter is a message as far as it takes to know it again.
type letter struct {
	ID         string `json:"id"`
	Components []struct {
		Components []struct {
			ID string `json:"custom_id"`
		} `json:"components"`
	} `json:"components"`
}

// find returns the message of a claimed post, 0 when it was not sent. Discord knows a nonce for
// some minutes only, so what was said in the channel since the claim is read. The message is known by
// its buttons, which name the day: nobody but the bot can make them, while anybody may send a nonce.
func (p *poster) find(ctx context.Context, post quiz.Post) (uint64, error) {
	after := snowflakeAt(post.Claimed.Add(-findMargin))
	for n := range findPages {
		var page []letter
		path := fmt.Sprintf("/channels/%d/messages?limit=100&after=%d", post.Channel, after)
		switch err := p.client.get(ctx, path, &page); {
		case hasCode(err, codeUnknownChannel): // its messages are gone with it
			return 0, nil
		case err != nil:
			return 0, err
		}
		for _, l := range page {
			id, err := strconv.ParseUint(l.ID, 10, 64)
			if err != nil {
				return 0, fmt.Errorf("message id: %w", err)
			}
			if l.isPost(post) {
				return id, nil
			}
			after = max(after, id)
		}
		switch {
		case len(page) == 0 && n == 0:
			return 0, p.readable(ctx, post)
		case len(page) < 100:
			return 0, nil
		}
	}
	return 0, nil
}

// errHidden says that the bot may not read what was said in a channel.
var errHidden = errors.New("no permission to read the message history")

// readable makes sure that a channel seemed empty because it is: without Read Message History Discord
// shows no message and no error. Just after a claim it does not matter, for the nonce is known still.
func (p *poster) readable(ctx context.Context, post quiz.Post) error {
	if p.options.Now().Sub(post.Claimed) < nonceKnown {
		return nil
	}
	var place struct {
		Last string `json:"last_message_id"`
	}
	var last uint64
	err := p.client.get(ctx, fmt.Sprintf("/channels/%d", post.Channel), &place)
	if err == nil {
		err = parseSnowflake(place.Last, &last)
	}
	switch {
	case err != nil:
		return err
	case last > snowflakeAt(post.Claimed.Add(-findMargin)):
		return errHidden
	default:
		return nil
	}
}

func (l letter) isPost(post quiz.Post) bool {
	for _, row := range l.Components {
		for _, c := range row.Components {
			if id, err := view.ParseID(c.ID); err == nil && view.IsPost(id, post.PostKey) {
				return true
			}
		}
	}
	return false
}

// snowflakeAt is the smallest id that Discord gives at a time: milliseconds since 2015.
func snowflakeAt(t time.Time) uint64 {
	const epoch = 1420070400000
	return uint64(max(0, t.UnixMilli()-epoch)) << 22
}
