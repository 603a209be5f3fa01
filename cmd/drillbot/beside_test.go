package main_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// worldState is what a sandbox tells its operator.
type worldState struct {
	Token string `json:"bot_token"`
	Key   string `json:"public_key"`
}

func stateOf(t *testing.T, world *process) worldState {
	t.Helper()
	var state worldState
	_, body := get(t.Context(), world.url+"/sandbox/state")
	if err := json.Unmarshal([]byte(body), &state); err != nil || state.Token == "" || state.Key == "" {
		t.Fatalf("no token or key in %.200s: %v", body, err)
	}
	return state
}

// launchBot starts the bot in a process of its own, beside a sandbox, and waits until it is
// ready: for the gateway, or for what the sandbox then posts to it.
func launchBot(t *testing.T, path, dir string, env []string, world *process, byHTTP bool, more ...string) *process {
	t.Helper()
	state := stateOf(t, world)
	p := launch(t, path, dir, env, append(botArgs(world, state, byHTTP), more...)...)
	if byHTTP {
		setEndpoint(t, world, state.Token, p.url+"/interactions")
	}
	return p
}

// botArgs are the arguments of a bot beside a sandbox.
func botArgs(world *process, state worldState, byHTTP bool) []string {
	args := []string{"run", "-discord-url", world.url, "-discord-token", state.Token, "-http", "127.0.0.1:0"}
	if byHTTP {
		args = append(args, "-discord-public-key", state.Key, "-gateway=false")
	}
	return args
}

// setEndpoint does what an operator does in the Developer Portal.
func setEndpoint(t *testing.T, world *process, token, address string) {
	t.Helper()
	body := strings.NewReader(`{"interactions_endpoint_url":"` + address + `"}`)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPatch, world.url+"/api/v10/applications/@me", body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bot "+token)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("the endpoint is refused: %s", resp.Status)
	}
}
