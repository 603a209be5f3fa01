package llmtest

import (
	"encoding/json"
	"net/http"
)

// Chat is the part of a chat request that the server looks at.
type Chat struct {
	Model    string `json:"model"`
	Messages []struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	} `json:"messages"`
	Temperature         *float64 `json:"temperature"`
	Seed                *int     `json:"seed"`
	MaxTokens           int      `json:"max_tokens"`
	MaxCompletionTokens int      `json:"max_completion_tokens"`
	EnableThinking      *bool    `json:"enable_thinking"`
	ResponseFormat      *struct {
		Type string `json:"type"`
	} `json:"response_format"`
	Tools []struct {
		Function struct {
			Name string `json:"name"`
		} `json:"function"`
	} `json:"tools"`
}

// Format returns the response format that is asked for, or "".
func (c Chat) Format() string {
	if c.ResponseFormat == nil {
		return ""
	}
	return c.ResponseFormat.Type
}

// text is all that the messages say.
func (c Chat) text() string {
	all := ""
	for _, m := range c.Messages {
		all += m.Content
	}
	return all
}

// message is the model's side of a reply.
type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
	Refusal string `json:"refusal,omitempty"`
	Calls   []call `json:"tool_calls,omitempty"`
}

type call struct {
	ID       string   `json:"id"`
	Type     string   `json:"type"`
	Function function `json:"function"`
}

type function struct {
	Name      string `json:"name"`
	Arguments string `json:"arguments"`
}

// say replies with a text of the model, as the call of a tool where one is forced.
func (s *Server) say(w http.ResponseWriter, c Chat, text string) {
	m, reason := message{Role: "assistant", Content: text}, "stop"
	if len(c.Tools) > 0 {
		f := function{Name: c.Tools[0].Function.Name, Arguments: text}
		m, reason = message{Role: "assistant", Calls: []call{{ID: "call_1", Type: "function", Function: f}}}, "tool_calls"
	}
	s.complete(w, c, m, reason, text)
}

// complete replies with a message that ended for a reason.
func (s *Server) complete(w http.ResponseWriter, c Chat, m message, reason, text string) {
	reply(w, http.StatusOK, s.completion(c, m, reason, text))
}

func (s *Server) completion(c Chat, m message, reason, text string) map[string]any {
	name := s.options.Model
	if name == "" {
		name = c.Model
	}
	body := map[string]any{
		"id": "chatcmpl-llmtest", "object": "chat.completion", "created": 1, "model": name,
		"choices": []any{map[string]any{"index": 0, "message": m, "finish_reason": reason}},
	}
	if !s.options.Silent {
		in, out := len(c.text())/4, len(text)/4
		body["usage"] = map[string]any{
			"prompt_tokens": in, "completion_tokens": out, "total_tokens": in + out,
			"prompt_tokens_details": map[string]int{"cached_tokens": min(in, s.options.Cached)},
		}
	}
	return body
}

// apiError is an error in OpenAI's form.
func apiError(text, kind, param string) map[string]any {
	e := map[string]any{"message": text, "type": kind, "param": nil, "code": nil}
	if param != "" {
		e["param"], e["code"] = param, "unsupported_parameter"
	}
	return map[string]any{"error": e}
}

// encode is the JSON of a report; what it is given always has one.
func encode(r report) string {
	b, err := json.Marshal(r)
	if err != nil {
		return ""
	}
	return string(b)
}
