package grade

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// maxBody is the longest reply of a server that is read, in bytes; the client library
// itself has no limit.
const maxBody = 1 << 20

var errTooBig = errors.New("the server's reply is too big")

// outOfMoney is a header of our own on replies that say the account is empty: waiting
// for it to fill up is in vain.
const outOfMoney = "X-Drillbot-Out-Of-Money"

// bounded reads replies whole and within maxBody, so that whatever goes wrong on the way
// goes wrong where it can be retried, and gives errors that come as a success their status.
type bounded struct{ next http.RoundTripper }

func (b bounded) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := b.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := readAll(res.Body)
	if err != nil {
		return nil, err
	}
	res.Body, res.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	unmask(res, body)
	return res, nil
}

func readAll(r io.ReadCloser) ([]byte, error) {
	defer r.Close()
	body, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxBody {
		return nil, errTooBig
	}
	return body, nil
}

// unmask looks into a reply for an error that its status does not tell: some gateways send
// one with 200, which the client library takes for an empty success.
func unmask(res *http.Response, body []byte) {
	var reply struct {
		Error   json.RawMessage   `json:"error"`
		Choices []json.RawMessage `json:"choices"`
	}
	if json.Unmarshal(body, &reply) != nil || len(reply.Choices) > 0 || len(reply.Error) == 0 || string(reply.Error) == "null" {
		return
	}
	if res.StatusCode < 300 {
		res.StatusCode = statusOf(reply.Error)
		res.Status = strconv.Itoa(res.StatusCode) + " " + http.StatusText(res.StatusCode)
	}
	if res.StatusCode == http.StatusInternalServerError && containsAny(strings.ToLower(string(reply.Error)), refusals) {
		res.StatusCode = http.StatusNotImplemented
	}
	if res.StatusCode == http.StatusPaymentRequired || strings.Contains(string(reply.Error), "insufficient_quota") {
		res.Header.Set(outOfMoney, "1")
	}
}

// refusals are words of a 500 that says the server does not know a parameter, as llama.cpp's do
// about tools: trying again is in vain.
var refusals = []string{"unsupported param", "requires --jinja", "not supported"}

// statusOf returns the HTTP status that an error object names as its code, or 502.
func statusOf(object json.RawMessage) int {
	var e struct {
		Code json.RawMessage `json:"code"`
	}
	if json.Unmarshal(object, &e) != nil {
		return http.StatusBadGateway
	}
	code, err := strconv.Atoi(strings.Trim(string(e.Code), `"`))
	if err != nil || code < 400 || code > 599 {
		return http.StatusBadGateway
	}
	return code
}
