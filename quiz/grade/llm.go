package grade

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"drillbot/quiz"
)

// LLMOptions say which model grades. Only Model is required; zero fields take the
// defaults given here.
type LLMOptions struct {
	BaseURL  string            // of the API, such as https://api.openai.com/v1, which it is by default
	Key      string            // sent as bearer token, to Azure as api-key; "" sends none
	Model    string            // its name, or that of Azure's deployment
	Azure    string            // version of Azure's API, such as 2024-10-21; set, BaseURL is that of the resource
	Timeout  time.Duration     // of a whole Grade, retries included: 60 s
	Patience Patience          // with a server that fails
	Prices   *Prices           // nil when unknown: UnknownPrices
	Server   http.RoundTripper // how to reach the server; a transport of its own by default
	Log      *slog.Logger      // what the server turned out not to understand; none by default
	Now      func() time.Time  // time.Now
	Random   io.Reader         // of the boundaries: crypto/rand
}

func (o LLMOptions) orDefault() LLMOptions {
	if o.BaseURL == "" {
		o.BaseURL = "https://api.openai.com/v1"
	}
	if o.Timeout == 0 {
		o.Timeout = time.Minute
	}
	if o.Prices == nil {
		unknown := UnknownPrices()
		o.Prices = &unknown
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	return o
}

// check returns an error that says what to do when the options cannot work.
func (o LLMOptions) check() error {
	u, err := url.Parse(o.BaseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return errors.New("the base URL of the model's server is none: it begins with https:// or http://, such as https://api.openai.com/v1")
	}
	if o.Model == "" {
		return errors.New("the model has no name: set the one that the server knows it by")
	}
	return nil
}

// LLM grades open answers by asking a model on an OpenAI-compatible server. The model gives
// verdicts and quotes; code checks the quotes and computes the score. It is a quiz.Grader.
type LLM struct {
	options LLMOptions
	client  *openai.Client
	close   func()
	memory  memory // of this server and model
}

// NewLLM returns a grader. It opens no connection; what the server understands is found
// out with the first answers. An error says which option is wrong.
func NewLLM(o LLMOptions) (*LLM, error) {
	o = o.orDefault()
	if err := o.check(); err != nil {
		return nil, err
	}
	l := &LLM{options: o, close: func() {}}
	server := o.Server
	if server == nil {
		own := newTransport()
		server, l.close = own, own.CloseIdleConnections
	}
	l.client = openai.NewClientWithConfig(o.config(&http.Client{
		Transport:     thoughtless{patient(server, o.Patience, o.Now), &l.memory},
		CheckRedirect: noRedirect,
	}))
	return l, nil
}

// newTransport returns a transport for one server, which bounds what the library's request
// leaves unbounded but the whole: that is Timeout's.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		TLSHandshakeTimeout:    10 * time.Second,
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    16,
		IdleConnTimeout:        90 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}
}

// noRedirect stops at a redirect: following it would hand the key and the answer to
// whoever it names.
func noRedirect(*http.Request, []*http.Request) error {
	return errors.New("the server redirects")
}

func (o LLMOptions) config(client *http.Client) openai.ClientConfig {
	c := openai.DefaultConfig(o.Key)
	if o.Azure != "" {
		c = openai.DefaultAzureConfig(o.Key, o.BaseURL)
		c.APIVersion = o.Azure
		c.AzureModelMapperFunc = url.PathEscape // by default it takes dots out of names
	}
	c.BaseURL, c.HTTPClient = o.BaseURL, client
	return c
}

// Close drops idle connections. The grader may still be used.
func (l *LLM) Close() { l.close() }

// Name returns the model's name, as in Grade.By.
func (l *LLM) Name() string { return l.options.Model }

// Version says what decides a grade beside question and answer: model and prompt.
func (l *LLM) Version() string { return l.options.Model + "/" + PromptVersion }

// Grade asks the model about the answer, within Timeout whatever has to be repeated. An
// answer without a word is graded without asking. Errors wrap those of package quiz, say
// nothing of the answer or of what the server has said, and have cost what UsageOf returns.
func (l *LLM) Grade(ctx context.Context, job quiz.Job) (quiz.Grade, error) {
	if len(job.Question.Points) == 0 {
		return quiz.Grade{}, fmt.Errorf("%w: question %s has no points to grade by", quiz.ErrGradeBroken, job.Question.ID)
	}
	if saysNothing(job.Answer) {
		return l.signed(blank(job.Question), quiz.Usage{}), nil
	}
	if ctx.Err() != nil {
		return quiz.Grade{}, outOfTime(ctx)
	}
	boundary, err := NewBoundary(l.options.Random)
	if err != nil {
		return quiz.Grade{}, fmt.Errorf("%w: %w", quiz.ErrGradeDown, err)
	}
	ctx, cancel := context.WithTimeout(ctx, l.options.Timeout)
	defer cancel()
	reply, usage, err := l.ask(ctx, NewPrompt(job, boundary), job.Question)
	if err != nil {
		return quiz.Grade{}, paid(fmt.Errorf("grade %s by %s: %w", job.Question.ID, l.options.Model, err), usage)
	}
	return l.signed(reply.Grade(job, boundary), usage), nil
}

func (l *LLM) signed(g quiz.Grade, u quiz.Usage) quiz.Grade {
	g.By, g.Version, g.Usage = l.options.Model, PromptVersion, u
	return g
}

// Reserve returns the most that grading a job is expected to cost, in millionths of a
// dollar: a prompt that no cache holds, and a reply as long as it may be, once.
func (l *LLM) Reserve(job quiz.Job) int64 {
	return l.options.Prices.Cost(promptTokens(NewPrompt(job, "")), 0, replyTokens(job.Question))
}

// replyTokens is the room for a reply: quotes and reasons may be Chinese, where a
// character is about a token.
func replyTokens(q quiz.Question) int { return 600 + 350*len(q.Points) }
