package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"drillbot/bot/sandbox/rule"
)

// maxRequest is the largest request Discord takes, files included.
const maxRequest = 25 << 20

// call is one API request on its way; handlers are methods of it and run with
// Sandbox.mu held, so that each request sees and leaves a whole world.
type call struct {
	*Sandbox
	r      *http.Request
	w      http.ResponseWriter
	route  *route
	bot    bool
	player *player
	body   []byte
	files  []upload
}

// upload is a file of a multipart request.
type upload struct {
	field, name, kind string
	data              []byte
}

// reply is an answer with another status than 200.
type reply struct {
	status int
	value  any
}

func (c *call) arg(name string) string { return c.r.PathValue(name) }

func (c *call) query(name string) string { return c.r.URL.Query().Get(name) }

// number reads a numeric query parameter within bounds.
func (c *call) number(name string, fallback, low, high int) (int, error) {
	text := c.query(name)
	if text == "" {
		return fallback, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		return 0, errField(name, "NUMBER_TYPE_RANGE", "Value is not within its range.")
	}
	return n, nil
}

// decode reads the body as JSON into v; an empty body leaves v alone.
func (c *call) decode(v any) error {
	if len(bytes.TrimSpace(c.body)) == 0 {
		return nil
	}
	err := json.Unmarshal(c.body, v)
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return errField(orElse(kind.Field, "_"), "BASE_TYPE_COERCE", "Value "+kind.Value+" has the wrong type.")
	}
	if err != nil {
		return errBadJSON()
	}
	return nil
}

// read takes the request's body in, JSON or multipart.
func (c *call) read() error {
	if c.r.Body == nil {
		return nil
	}
	raw, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, maxRequest))
	if err != nil {
		return errTooLarge()
	}
	kind, params, _ := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		c.body = raw
		return nil
	}
	return c.readParts(multipart.NewReader(bytes.NewReader(raw), params["boundary"]))
}

func (c *call) readParts(in *multipart.Reader) error {
	for {
		part, err := in.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fail(http.StatusBadRequest, 50035, "Invalid Form Body")
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return fail(http.StatusBadRequest, 50035, "Invalid Form Body")
		}
		if err := c.part(part, data); err != nil {
			return err
		}
	}
}

func (c *call) part(part *multipart.Part, data []byte) error {
	if part.FormName() == "payload_json" {
		c.body = data
		return nil
	}
	if part.FileName() == "" {
		return nil
	}
	if len(data) > rule.MaxFile {
		return errTooLarge()
	}
	c.files = append(c.files, upload{part.FormName(), part.FileName(), part.Header.Get("Content-Type"), data})
	return nil
}

// file returns the upload for an attachment id, as files[id] or fileN.
func (c *call) file(id string) (upload, bool) {
	i := slices.IndexFunc(c.files, func(u upload) bool {
		return strings.Trim(strings.TrimPrefix(strings.TrimPrefix(u.field, "files"), "file"), "[]") == id
	})
	if i < 0 {
		return upload{}, false
	}
	return c.files[i], true
}

// caller returns the id of the account that asks.
func (c *call) caller() string {
	if c.player != nil {
		return c.player.ID
	}
	return c.app.ID
}
