package sandbox_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"drillbot/bot/sandbox"
)

// bare is a sandbox that is only asked through ServeHTTP.
func bare(f *testing.F) *sandbox.Sandbox {
	f.Helper()
	sb, err := sandbox.New(sandbox.Options{NoRateLimits: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { sb.Close() })
	return sb
}

// ask sends a body as somebody and fails on a 500.
func ask(t *testing.T, sb *sandbox.Sandbox, method, path, token, body string) {
	t.Helper()
	r := httptest.NewRequest(method, "http://localhost/api/v10"+path, strings.NewReader(body))
	r.Header.Set("Authorization", token)
	w := httptest.NewRecorder()
	sb.ServeHTTP(w, r)
	if w.Code >= http.StatusInternalServerError {
		t.Errorf("%s %s %s: %d %s", method, path, body, w.Code, w.Body)
	}
}

func FuzzBotRequests(f *testing.F) {
	sb := bare(f)
	bot, drills := "Bot "+sb.BotToken(), sb.Channel(club, "drills")
	paths := []string{
		"POST /channels/" + drills + "/messages", "POST /channels/" + drills + "/threads",
		"PUT /applications/" + sb.AppID() + "/commands", "POST /applications/" + sb.AppID() + "/commands",
		"POST /users/@me/channels", "PATCH /channels/" + drills,
	}
	f.Add(uint8(0), `{"content":"x","embeds":[{"image":{"url":"attachment://a"}}],"message_reference":{"message_id":"1"}}`)
	f.Add(uint8(1), `{"name":"t","type":11,"message":{"content":"x"}}`)
	f.Add(uint8(2), `[{"name":"a","description":"b","options":[{"type":1,"name":"s","description":"d"}]}]`)
	f.Add(uint8(4), `{"recipients":["1"]}`)
	f.Fuzz(func(t *testing.T, which uint8, body string) {
		method, path, _ := strings.Cut(paths[int(which)%len(paths)], " ")
		ask(t, sb, method, path, bot, body)
	})
}

func FuzzPlayerActions(f *testing.F) {
	sb := bare(f)
	token := sb.Player("ada").Token
	f.Add(2, `{"name":"drill","type":1,"options":[{"name":"topic","value":1}]}`)
	f.Add(3, `{"component_type":2,"custom_id":"a","values":["1"]}`)
	f.Add(4, `{"name":"drill","options":[{"name":"all","options":[{"name":"topic","value":"x","focused":true}]}]}`)
	f.Add(5, `{"custom_id":"form","components":[{"type":18,"component":{"type":4,"custom_id":"t","value":true}}]}`)
	command := `[{"name":"drill","description":"d","options":[{"type":3,"name":"topic","description":"d","autocomplete":true},{"type":9,"name":"who","description":"d"},{"type":11,"name":"file","description":"d"}]}]`
	r := httptest.NewRequest(http.MethodPut, "http://localhost/api/v10/applications/"+sb.AppID()+"/commands", strings.NewReader(command))
	r.Header.Set("Authorization", "Bot "+sb.BotToken())
	sb.ServeHTTP(httptest.NewRecorder(), r)
	head := `{"application_id":"` + sb.AppID() + `","channel_id":"` + sb.Channel(club, "drills") + `","message_id":"1","nonce":"1","type":`
	f.Fuzz(func(t *testing.T, kind int, data string) {
		ask(t, sb, http.MethodPost, "/interactions", token, head+string(rune('0'+kind%10))+`,"data":`+data+`}`)
	})
}
