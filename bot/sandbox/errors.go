package sandbox

import (
	"errors"
	"fmt"
	"net/http"

	"drillbot/bot/sandbox/rule"
)

// Errors of New.
var (
	// ErrCorrupt says that a stored world is damaged.
	ErrCorrupt = errors.New("the stored sandbox is damaged")
	// ErrNewer says that a stored world was written by a later version.
	ErrNewer = errors.New("the stored sandbox was written by a newer version of this program")
	// ErrAddress says that an address would let other machines in.
	ErrAddress = errors.New("the sandbox listens on loopback only; set AllowRemote to open it")
)

// failure is an error as Discord words it.
type failure struct {
	status  int
	code    int
	message string
	faults  rule.Faults
	headers map[string]string
	extra   map[string]any
}

// Error says status, code and message.
func (f *failure) Error() string {
	return fmt.Sprintf("HTTP %d, code %d: %s", f.status, f.code, f.message)
}

// body returns the JSON that Discord sends for the failure.
func (f *failure) body() map[string]any {
	out := map[string]any{"message": f.message, "code": f.code}
	if len(f.faults) > 0 {
		out["errors"] = f.faults.Tree()
	}
	for k, v := range f.extra {
		out[k] = v
	}
	return out
}

func fail(status, code int, message string) *failure {
	return &failure{status: status, code: code, message: message}
}

func unknown(code int, what string) *failure {
	return fail(http.StatusNotFound, code, "Unknown "+what)
}

func errUnauthorized() *failure { return fail(http.StatusUnauthorized, 0, "401: Unauthorized") }
func errNotFound() *failure     { return fail(http.StatusNotFound, 0, "404: Not Found") }
func errMethod() *failure       { return fail(http.StatusMethodNotAllowed, 0, "405: Method Not Allowed") }

func errBadJSON() *failure {
	return fail(http.StatusBadRequest, 50109, "The request body contains invalid JSON.")
}
func errUnknownApplication() *failure { return unknown(10002, "Application") }
func errUnknownChannel() *failure     { return unknown(10003, "Channel") }
func errUnknownGuild() *failure       { return unknown(10004, "Guild") }
func errUnknownMember() *failure      { return unknown(10007, "Member") }
func errUnknownMessage() *failure     { return unknown(10008, "Message") }
func errUnknownRole() *failure        { return unknown(10011, "Role") }
func errUnknownUser() *failure        { return unknown(10013, "User") }
func errUnknownWebhook() *failure     { return unknown(10015, "Webhook") }
func errUnknownInteraction() *failure { return unknown(10062, "interaction") }
func errUnknownCommand() *failure     { return unknown(10063, "application command") }
func errMissingAccess() *failure      { return fail(http.StatusForbidden, 50001, "Missing Access") }
func errMissingPermissions() *failure {
	return fail(http.StatusForbidden, 50013, "Missing Permissions")
}

func errCannotDM() *failure {
	return fail(http.StatusForbidden, 50007, "Cannot send messages to this user")
}

func errNotAuthor() *failure {
	return fail(http.StatusForbidden, 50005, "Cannot edit a message authored by another user")
}

func errEmptyMessage() *failure {
	return fail(http.StatusBadRequest, 50006, "Cannot send an empty message")
}

func errBadToken() *failure {
	return fail(http.StatusUnauthorized, 50027, "Invalid Webhook Token")
}

func errAcknowledged() *failure {
	return fail(http.StatusBadRequest, 40060, "Interaction has already been acknowledged.")
}

func errTooLarge() *failure {
	return fail(http.StatusRequestEntityTooLarge, 40005, "Request entity too large")
}

// errForm returns 50035 with the faults, nil without any.
func errForm(faults rule.Faults) error {
	if len(faults) == 0 {
		return nil
	}
	f := fail(http.StatusBadRequest, 50035, "Invalid Form Body")
	f.faults = faults
	return f
}

// errField is a 50035 with one fault.
func errField(path, code, message string) error {
	return errForm(rule.Faults{{Path: path, Code: code, Message: message}})
}
