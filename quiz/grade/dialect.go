package grade

import (
	"context"
	"net/http"
	"sync"

	openai "github.com/sashabaranov/go-openai"
)

// rung is a way to ask for JSON. The higher it is, the less the server has to know.
type rung uint8

const (
	strictSchema rung = iota // response_format json_schema, strict
	forcedTool               // a function that must be called
	jsonObject               // response_format json_object
	plainText                // nothing but the prompt
)

func (r rung) String() string {
	return [...]string{"json_schema", "tool call", "json_object", "plain text"}[r]
}

// limit is the parameter by which the length of a reply is bounded.
type limit uint8

const (
	maxTokens limit = iota
	maxCompletionTokens
	noLimit
)

// dialect is what a server and its model are known to understand.
type dialect struct {
	rung          rung
	limit         limit
	noTemperature bool
	noSeed        bool
	noThinking    bool // say so in words of DashScope's: it refuses to think in one piece
	room          int  // times the usual length of a reply; 0 is once
	proven        bool // a reply on this rung has fitted
}

// memory holds what has been learned of one server and model, for the grader's life.
type memory struct {
	mu      sync.Mutex
	known   dialect
	probing chan struct{} // closed when whoever finds out is through; nil when nobody does
}

// enter returns what is known. While nothing is proven, one answer finds out and the others wait for it,
// each at most once, for servers that a crowd meets first would be asked everything by everyone.
// leave is to be called when the asking is over.
func (m *memory) enter(ctx context.Context) (d dialect, leave func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known.proven {
		return m.known, func() {}
	}
	if probing := m.probing; probing != nil {
		m.mu.Unlock()
		select {
		case <-probing:
		case <-ctx.Done():
		}
		m.mu.Lock()
		return m.known, func() {}
	}
	done := make(chan struct{})
	m.probing = done
	return m.known, func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.probing = nil
		close(done)
	}
}

func (m *memory) recall() dialect {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.known
}

func (m *memory) learn(d dialect) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.known = d
}

// concession is one thing that a server may not understand.
type concession struct {
	name  string
	words []string              // of the refusal, any of them
	give  func(d *dialect) bool // does without; false when there is nothing left to give
}

// concessions are tried in this order. The words are those of OpenAI, Azure, DeepSeek,
// DashScope, Moonshot, Ollama, vLLM and llama.cpp, as people report them.
func concessions() []concession {
	return []concession{
		{"thinking", []string{"enable_thinking"}, func(d *dialect) bool { return set(&d.noThinking) }},
		{"max_tokens", []string{"max_tokens", "max_completion_tokens"}, (*dialect).nextLimit},
		{"temperature", []string{"temperature"}, func(d *dialect) bool { return set(&d.noTemperature) }},
		{"seed", []string{"seed"}, func(d *dialect) bool { return set(&d.noSeed) }},
		{"format", []string{"response_format", "json_schema", "json_object", "structured", "schema", "grammar", "tool", "function"}, (*dialect).down},
	}
}

// set sets a flag and reports whether that is new.
func set(flag *bool) bool {
	was := *flag
	*flag = true
	return !was
}

func (d *dialect) nextLimit() bool {
	if d.limit == noLimit {
		return false
	}
	d.limit++
	return true
}

func (d *dialect) down() bool {
	if d.rung == plainText {
		return false
	}
	d.rung++
	d.proven = false
	return true
}

// concede returns the dialect to try after a refusal and what it does without, or false
// when nothing is left that could have been meant.
func (d dialect) concede(r refusal) (dialect, string, bool) {
	if r.filtered() || r.status != http.StatusBadRequest && r.status != http.StatusUnprocessableEntity && r.status != http.StatusNotImplemented {
		return d, "", false
	}
	for _, c := range concessions() {
		if containsAny(r.text, c.words) && c.give(&d) {
			return d, c.name, true
		}
	}
	if d.proven {
		return d, "", false
	}
	return d, "format", d.down()
}

// almostZero stands for temperature 0, which the client library leaves out of the request.
const almostZero = 1e-6

// toolName is the function that the model has to call on the second rung.
const toolName = "report_grade"

// request returns the request for a prompt whose reply may have so many tokens. Another
// seed asks for another reply.
func (d dialect) request(model string, p Prompt, tokens, seed int) openai.ChatCompletionRequest {
	req := openai.ChatCompletionRequest{
		Model: model,
		Messages: []openai.ChatCompletionMessage{
			{Role: openai.ChatMessageRoleSystem, Content: p.System},
			{Role: openai.ChatMessageRoleUser, Content: p.User},
		},
	}
	if !d.noTemperature {
		req.Temperature = almostZero
	}
	if !d.noSeed {
		req.Seed = &seed
	}
	switch d.limit {
	case maxTokens:
		//lint:ignore SA1019 OpenAI's new name for it is unknown to most other servers
		req.MaxTokens = tokens
	case maxCompletionTokens:
		req.MaxCompletionTokens = tokens
	}
	d.format(&req)
	return req
}

// format asks for JSON in the way of the rung.
func (d dialect) format(req *openai.ChatCompletionRequest) {
	switch d.rung {
	case strictSchema:
		req.ResponseFormat = &openai.ChatCompletionResponseFormat{
			Type:       openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: toolName, Schema: rawSchema(), Strict: true},
		}
	case forcedTool:
		req.Tools = []openai.Tool{{Type: openai.ToolTypeFunction, Function: &openai.FunctionDefinition{
			Name: toolName, Description: "Reports the grade of the answer.", Strict: true, Parameters: rawSchema(),
		}}}
		req.ToolChoice = openai.ToolChoice{Type: openai.ToolTypeFunction, Function: openai.ToolFunction{Name: toolName}}
	case jsonObject:
		req.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONObject}
	}
}
