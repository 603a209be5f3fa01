package grade

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	openai "github.com/sashabaranov/go-openai"

	"drillbot/quiz"
)

// refusal is what a server has turned a request down with. Its text may hold anything,
// a piece of the answer included: it is looked at, and neither kept nor shown.
type refusal struct {
	status int
	code   string
	text   string // all of it in lower case
}

// refusalOf returns the refusal that err is, if it is one. The client library refuses some
// requests itself.
func refusalOf(err error) (refusal, bool) {
	// First, for it wraps an APIError without a status when "error" is a string.
	var req *openai.RequestError
	if errors.As(err, &req) {
		return refusal{status: req.HTTPStatusCode, text: strings.ToLower(string(req.Body[:min(len(req.Body), 4096)]))}, true
	}
	var api *openai.APIError
	if errors.As(err, &api) {
		r := refusal{status: api.HTTPStatusCode, code: fmt.Sprint(api.Code)}
		parts := []string{r.code, api.Type, api.Message}
		if api.Param != nil {
			parts = append(parts, *api.Param)
		}
		if api.InnerError != nil {
			parts = append(parts, api.InnerError.Code)
		}
		r.text = strings.ToLower(strings.Join(parts, " "))
		return r, true
	}
	for refused, words := range ownRefusals() {
		if errors.Is(err, refused) {
			return refusal{status: http.StatusBadRequest, text: words}, true
		}
	}
	return refusal{}, false
}

// ownRefusals are the requests that the client library holds back, going by the model's
// name, in the words in which the server would have done it.
func ownRefusals() map[error]string {
	return map[error]string{
		openai.ErrReasoningModelMaxTokensDeprecated: "max_tokens",
		openai.ErrReasoningModelLimitationsOther:    "temperature",
		openai.ErrReasoningSamplingUnsupported:      "temperature",
		openai.ErrReasoningToolsRequireResponses:    "tools",
	}
}

// filters are the words by which servers say that they do not want to read the answer:
// OpenAI and Azure, DashScope, DeepSeek, Zhipu.
var filters = []string{
	"content_filter", "content_policy", "responsibleaipolicyviolation",
	"data_inspection_failed", "datainspectionfailed", "content exists risk", "contentfilter", "sensitive",
}

func (r refusal) filtered() bool { return containsAny(r.text, filters) }

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// fault translates an error of a request into one of the grading errors. Nothing that the
// server has said stays in it but a status and, where it looks like one, a code.
func fault(ctx context.Context, err error) error {
	var network *net.OpError
	var onTheWay *url.Error
	r, isRefusal := refusalOf(err)
	switch {
	case ctx.Err() != nil:
		return outOfTime(ctx)
	case errors.Is(err, circuitbreaker.ErrOpen):
		return fmt.Errorf("%w: not asked, it failed too often", quiz.ErrGradeDown)
	case errors.Is(err, errTooBig):
		return fmt.Errorf("%w: %w", quiz.ErrGradeBroken, errTooBig)
	case isRefusal:
		return r.fault()
	case errors.As(err, &network):
		return fmt.Errorf("%w: %s: %w", quiz.ErrGradeDown, network.Op, network.Err)
	case errors.As(err, &onTheWay):
		return fmt.Errorf("%w: no reply", quiz.ErrGradeDown)
	default: // the client library could not read it
		return fmt.Errorf("%w: not the JSON of the API", quiz.ErrGradeBroken)
	}
}

// codeForm is what an error code looks like.
var codeForm = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,40}$`)

// outOfTime is the error of a grader whose context is done.
func outOfTime(ctx context.Context) error {
	return fmt.Errorf("%w: %w", quiz.ErrGradeTimeout, context.Cause(ctx))
}

func (r refusal) fault() error {
	kind := quiz.ErrGradeDown
	switch {
	case r.status == http.StatusPaymentRequired || strings.Contains(r.text, "insufficient_quota"):
		kind = quiz.ErrGradeBudget
	case r.filtered():
		kind = quiz.ErrGradeRefused
	}
	if codeForm.MatchString(r.code) {
		return fmt.Errorf("%w: status %d, code %s", kind, r.status, r.code)
	}
	return fmt.Errorf("%w: status %d", kind, r.status)
}
