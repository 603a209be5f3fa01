package grade

import (
	"bytes"
	"io"
	"net/http"
)

// thoughtless adds to requests what DashScope wants to hear of a model that thinks, once that is known:
// the client library has no field for it.
type thoughtless struct {
	next   http.RoundTripper
	memory *memory
}

// notThinking is the field, in front of those of the request.
const notThinking = `{"enable_thinking":false,`

func (t thoughtless) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body == nil || !t.memory.recall().noThinking {
		return t.next.RoundTrip(req)
	}
	body, err := readAll(req.Body)
	if err != nil {
		return nil, err
	}
	body = append([]byte(notThinking), bytes.TrimPrefix(body, []byte("{"))...)
	req = req.Clone(req.Context())
	req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	return t.next.RoundTrip(req)
}
