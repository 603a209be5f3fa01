package wire

import (
	"bytes"
	"encoding/json"
)

// Text is a string that also reads JSON's numbers and booleans, as their
// JSON text: a component's value is a string or a boolean.
type Text string

// UnmarshalJSON reads any JSON scalar; null is empty.
func (t *Text) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, (*string)(t))
	}
	*t = Text(bytes.TrimSpace(data))
	if *t == "null" {
		*t = ""
	}
	return nil
}
