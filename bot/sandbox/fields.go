package sandbox

import (
	"encoding/json"
	"strings"
)

// members tells which fields a JSON object has.
func members(body []byte) map[string]bool {
	var fields map[string]json.RawMessage
	_ = json.Unmarshal(body, &fields)
	out := map[string]bool{}
	for name := range fields {
		out[name] = true
	}
	return out
}

// replaceToken hides a token in a path.
func replaceToken(path, token string) string {
	if token == "" {
		return path
	}
	return strings.ReplaceAll(path, token, "{token}")
}
