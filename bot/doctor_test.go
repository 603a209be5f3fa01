package bot_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"drillbot/bot"
	"drillbot/bot/sandbox"
	"drillbot/quiz"
)

const appKey = "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"

// sick is a Discord in which little is wrong: what a test says in answers is.
func sick(t *testing.T, answers map[string]string) *stub {
	t.Helper()
	known := map[string]string{
		"/users/@me":               `{"id":"1","username":"drill"}`,
		"/applications/@me":        `{"id":"2","name":"Drill","verify_key":"` + appKey + `"}`,
		"/applications/2/commands": `[]`,
		"/gateway/bot":             `{"shards":1,"session_start_limit":{"remaining":999}}`,
		"/users/@me/guilds":        `[{"id":"7","name":"Club"}]`,
	}
	s := newStub(t, nil)
	s.rest = func(w http.ResponseWriter, r *http.Request) bool {
		path := strings.TrimPrefix(r.URL.Path, "/api/v10")
		body, ok := answers[path]
		if !ok {
			body = known[path]
		}
		if status := 0; body != "" {
			if n, _ := fmt.Sscanf(body, "status %d", &status); n == 1 {
				w.WriteHeader(status)
				body = `{"message":"no","code":0}`
			}
			fmt.Fprint(w, body)
		}
		return body != ""
	}
	return s
}

// TestExamine reads what is found where one thing is not as it should be.
func TestExamine(t *testing.T) {
	t.Parallel()
	application := func(more string) map[string]string {
		return map[string]string{"/applications/@me": `{"id":"2","name":"Drill","verify_key":"` + appKey + `",` + more + `}`}
	}
	endpoint := application(`"interactions_endpoint_url":"https://example.org/interactions"`)
	for name, c := range map[string]struct {
		answers map[string]string
		change  func(*bot.Examination)
		health  bot.Health
		what    string
		found   string
	}{
		"sound":           {nil, nil, bot.Well, "token", "drill"},
		"clock":           {nil, func(e *bot.Examination) { e.Now = func() time.Time { return time.Now().Add(time.Hour) } }, bot.Ill, "clock", "1h0m0s apart"},
		"clock, a little": {nil, func(e *bot.Examination) { e.Now = func() time.Time { return time.Now().Add(-time.Minute) } }, bot.Ailing, "clock", "apart"},
		"token":           {map[string]string{"/users/@me": "status 401"}, nil, bot.Ill, "token", "refuses"},
		"refused once":    {map[string]string{"/users/@me": "status 403"}, nil, bot.Ill, "token", "status 403"},
		"endpoint alone":  {endpoint, nil, bot.Ill, "interactions", "https://example.org/interactions and not over the gateway"},
		"endpoint":        {endpoint, func(e *bot.Examination) { e.PublicKey = strings.ToUpper(appKey) }, bot.Well, "interactions", "by HTTP"},
		"key alone":       {nil, func(e *bot.Examination) { e.PublicKey = appKey }, bot.Ailing, "interactions", "knows no address"},
		"no key":          {nil, func(e *bot.Examination) { e.PublicKey = "nonsense" }, bot.Ill, "interactions", "not this application's"},
		"intents":         {application(`"flags":565248`), nil, bot.Well, "intents", "some enabled"},
		"no connections":  {map[string]string{"/gateway/bot": `{"shards":1,"session_start_limit":{"remaining":0}}`}, nil, bot.Ill, "gateway", "no connection is left"},
		"few connections": {map[string]string{"/gateway/bot": `{"shards":1,"session_start_limit":{"remaining":9}}`}, nil, bot.Ailing, "gateway", "only 9"},
		"many servers":    {map[string]string{"/gateway/bot": `{"shards":3,"session_start_limit":{"remaining":999}}`}, nil, bot.Ailing, "gateway", "recommends 3"},
		"commands":        {nil, nil, bot.Ailing, "commands", "0 are registered"},
		"no server":       {map[string]string{"/users/@me/guilds": `[]`}, nil, bot.Ailing, "servers", "in none"},
		"a strange one":   {map[string]string{"/users/@me/guilds": `[{"id":"x"}]`}, nil, bot.Ill, "servers", "snowflake"},
		"hidden channel": {map[string]string{
			"/guilds/7": `{"id":"7","roles":[{"id":"7","permissions":"0"}]}`, "/guilds/7/members/1": `{"user":{"id":"1"}}`, "/channels/9": "status 403",
		}, nil, bot.Ill, `server "Club"`, "View Channel"},
		"all rights": {map[string]string{
			"/guilds/7": `{"id":"7","owner_id":"1"}`, "/guilds/7/members/1": `{"user":{"id":"1"}}`, "/channels/9": `{"id":"9"}`,
		}, nil, bot.Well, `server "Club"`, "has its permissions"},
		"inbox in a thread": {map[string]string{
			"/guilds/7": `{"id":"7","roles":[{"id":"7","permissions":"1024"}]}`, "/guilds/7/members/1": `{"user":{"id":"1"}}`,
			"/channels/9": `{"id":"9"}`, "/channels/11": `{"id":"11","type":12,"parent_id":"10"}`,
			"/channels/10": `{"id":"10","permission_overwrites":[{"id":"7","type":0,"allow":"16384","deny":"0"}]}`,
		}, func(e *bot.Examination) { e.Servers[0].Inbox = 11 }, bot.Ailing, `server "Club"`, "inbox 11: Send Messages in Threads"},
		"inbox alone": {map[string]string{
			"/guilds/7": `{"id":"7","roles":[{"id":"7","permissions":"1024"}]}`, "/guilds/7/members/1": `{"user":{"id":"1"}}`, "/channels/11": `{"id":"11"}`,
		}, func(e *bot.Examination) { e.Servers[0] = quiz.Server{ID: 7, Inbox: 11} }, bot.Ailing, `server "Club"`, "inbox 11: Send Messages, Embed Links"},
		"hidden inbox": {map[string]string{
			"/guilds/7": `{"id":"7","roles":[{"id":"7","permissions":"8"}]}`, "/guilds/7/members/1": `{"user":{"id":"1"}}`, "/channels/11": "status 403",
		}, func(e *bot.Examination) { e.Servers[0] = quiz.Server{ID: 7, Inbox: 11} }, bot.Ailing, `server "Club"`, "View Channel"},
		"both": {map[string]string{
			"/guilds/7": `{"id":"7","owner_id":"1"}`, "/guilds/7/members/1": `{"user":{"id":"1"}}`, "/channels/9": `{"id":"9"}`, "/channels/11": `{"id":"11"}`,
		}, func(e *bot.Examination) { e.Servers[0].Inbox = 11 }, bot.Well, `server "Club"`, "has its permissions"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sick(t, c.answers)
			e := bot.Examination{
				Options: bot.Options{Token: "secret", Transport: sandbox.TransportTo(s.addr())},
				Servers: []quiz.Server{{ID: 7, Channel: 9}, {ID: 8, Channel: 9}, {ID: 9}},
			}
			if c.change != nil {
				c.change(&e)
			}
			found := false
			for _, f := range bot.Examine(patience(t), e) {
				found = found || f.What == c.what && f.Health == c.health && strings.Contains(f.Found, c.found)
				if (f.Mend == "") != (f.Health == bot.Well) || strings.Contains(f.Found, "secret") {
					t.Errorf("%+v", f)
				}
			}
			if !found {
				t.Errorf("no %s of health %d with %q in %+v", c.what, c.health, c.found, bot.Examine(patience(t), e))
			}
		})
	}
}
