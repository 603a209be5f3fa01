package main_test

import (
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"drillbot/bot/sandbox"
	"drillbot/quiz/grade/llmtest"
)

// doctor runs the doctor, and holds every line against its form.
func doctor(t *testing.T, path string, env []string, args ...string) (out string, ok bool) {
	t.Helper()
	out, ok = command(t, path, env, append([]string{"doctor"}, args...)...)
	for _, line := range strings.Split(strings.TrimSpace(out), "\n") {
		level, rest, _ := strings.Cut(line, " ")
		rest = strings.TrimSpace(rest)
		switch mends := strings.Contains(rest, " → "); {
		case level == "drillbot:" && !ok:
		case level != "ok" && level != "warn" && level != "fail", mends != (level != "ok"):
			t.Errorf("line %q", line)
		}
	}
	for _, secret := range env {
		if _, value, _ := strings.Cut(secret, "="); strings.HasPrefix(secret, "DISCORD_TOKEN") || strings.HasPrefix(secret, "OPENAI_API_KEY") {
			if value != "" && strings.Contains(out, value) {
				t.Errorf("a secret is told:\n%s", out)
			}
		}
	}
	return regexp.MustCompile(" +").ReplaceAllString(out, " "), ok
}

// TestDoctorOfASoundBot looks at a bot at work, that takes signed interactions and asks a model.
func TestDoctorOfASoundBot(t *testing.T) {
	model := llmtest.New(llmtest.Options{})
	defer model.Close()
	path, dir := program(t), t.TempDir()
	data := filepath.Join(dir, "data")
	world := launchSandbox(t, path, "-bare")
	state := stateOf(t, world)
	env := []string{
		"OPENAI_BASE_URL=" + model.URL + "/v1", "OPENAI_API_KEY=sk-unmistakable", "OPENAI_MODEL=test-model",
		"DISCORD_TOKEN=" + state.Token, "DISCORD_URL=" + world.url, "DISCORD_PUBLIC_KEY=" + state.Key,
	}
	p := launchBot(t, path, data, env, world, true)
	out, ok := doctor(t, path, env, "-data", data)
	if !ok || strings.Contains(out, "fail ") || strings.Contains(out, "warn ") {
		t.Errorf("success %t:\n%s", ok, out)
	}
	mustHold(t, out, "clock: agrees with Discord's", "token: it is that of", "application: ", "intents: ", "interactions: by HTTP, posted to "+p.url,
		"commands: ", "servers: the bot is in 2", "store: in use by the bot that runs", "time zones: it is", "grader: test-model graded an answer",
		"gateway: ", "questions: ", "disk: ")

	setDaily(t, world, "1400000000000000003") // where it may not write
	out, ok = doctor(t, path, env, "-data", data)
	if ok {
		t.Error("a daily question that cannot be posted is no failure")
	}
	mustHold(t, out, `fail server "Interview Club": the bot lacks in the daily channel 1400000000000000003: Send Messages`, "→ let an admin")
	p.interrupt(t)
	out, _ = doctor(t, path, env, "-data", data)
	mustHold(t, out, "store: can be opened; no bot runs on it; 2 servers are known", `fail server "Interview Club"`)
}

// setDaily has ada choose a channel for the daily question.
func setDaily(t *testing.T, world *process, channel string) {
	t.Helper()
	ada, err := sandbox.Join(t.Context(), world.url, "ada")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ada.Slash(t.Context(), "1400000000000000002", "settings daily", sandbox.Opt{"channel": channel, "time": "09:00"}); err != nil {
		t.Fatal(err)
	}
}

// TestDoctorFindsWhatIsWrong breaks one thing at a time.
func TestDoctorFindsWhatIsWrong(t *testing.T) {
	path := program(t)
	world := launchSandbox(t, path, "-bare")
	state := stateOf(t, world)
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody.Close()
	away := "http://" + nobody.Addr().String()
	model := llmtest.New(llmtest.Options{})
	defer model.Close()
	for name, c := range map[string]struct {
		env  []string
		args []string
		ok   bool
		want string
	}{
		"no token":      {[]string{"DISCORD_TOKEN="}, nil, true, "warn token: none is set"},
		"a wrong token": {[]string{"DISCORD_TOKEN=wrong.token.here"}, nil, false, "fail token: Discord refuses it → set DISCORD_TOKEN"},
		"no network":    {[]string{"DISCORD_URL=" + away}, nil, false, "fail clock: Discord was asked"},
		"another key":   {[]string{"DISCORD_PUBLIC_KEY=" + strings.Repeat("0f", 32)}, nil, false, "fail interactions: the public key is not this application's"},
		"no way in":     {nil, []string{"-gateway=false"}, false, "fail interactions: nothing can come in"},
		"no endpoint":   {[]string{"DISCORD_PUBLIC_KEY=" + state.Key}, []string{"-gateway=false"}, false, "fail interactions: Discord knows no address"},
		"no commands":   {nil, nil, true, "warn commands: 0 are registered"},
		"no zone":       {nil, []string{"-zone", "Mars/Base"}, false, "fail time zones"},
		"no model":      {[]string{"OPENAI_API_KEY=sk-unmistakable", "OPENAI_BASE_URL=" + away + "/v1"}, nil, true, "warn grader: "},
		"open folder":   {nil, nil, true, "warn data: others may look into"},
		"damage":        {nil, nil, false, "fail store: read"},
	} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			mode := os.FileMode(0o700)
			if name == "open folder" {
				mode = 0o755
			}
			if err := os.Chmod(data, mode); err != nil {
				t.Fatal(err)
			}
			if name == "damage" {
				if err := os.WriteFile(filepath.Join(data, "drillbot.db"), []byte("noise"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			env := append([]string{"DISCORD_TOKEN=" + state.Token, "DISCORD_URL=" + world.url}, c.env...)
			out, ok := doctor(t, path, env, append(c.args, "-data", data)...)
			if ok != c.ok || !strings.Contains(out, c.want) {
				t.Errorf("success %t, want %t and %q:\n%s", ok, c.ok, c.want, out)
			}
		})
	}
}
