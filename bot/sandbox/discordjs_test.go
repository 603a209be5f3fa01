package sandbox_test

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"drillbot/bot/sandbox"
)

// nodeBot runs testdata/discordjs/bot.mjs; await returns when it said a word.
func nodeBot(t *testing.T, sb *sandbox.Sandbox) (await func(word string)) {
	t.Helper()
	dir := filepath.Join("testdata", "discordjs")
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("skipped: node is not installed, so discord.js cannot run")
	}
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "discord.js")); err != nil {
		t.Skip("skipped: run `npm install --no-package-lock` in bot/sandbox/" + dir + " to try discord.js")
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 60*time.Second)
	cmd := exec.CommandContext(ctx, "node", "bot.mjs")
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	cmd.Env = append(os.Environ(), "SANDBOX_API="+sb.URL()+"/api", "SANDBOX_TOKEN="+sb.BotToken())
	in, out := pipes(t, cmd)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("node: %v", err)
		}
		cancel()
	})
	lines := bufio.NewScanner(out)
	return func(word string) {
		t.Helper()
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "error") {
				t.Errorf("discord.js: %s", lines.Text())
			}
			if lines.Text() == word {
				return
			}
		}
		t.Fatalf("discord.js ended before %q", word)
	}
}

func pipes(t *testing.T, cmd *exec.Cmd) (io.WriteCloser, io.Reader) {
	t.Helper()
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	return in, out
}

func TestDiscordJS(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	await := nodeBot(t, sb)
	await("ready")
	drillWithDiscordJS(t, ctx, sb)
	if err := sb.Plant(sandbox.Fault{Kind: "gateway", Action: "reconnect"}); err != nil {
		t.Fatal(err)
	}
	await("resumed")
	drillWithDiscordJS(t, ctx, sb)
}

func drillWithDiscordJS(t *testing.T, ctx context.Context, sb *sandbox.Sandbox) {
	t.Helper()
	ada, drills := sb.Player("ada"), sb.Channel(club, "drills")
	choices, err := ada.Autocomplete(ctx, drills, "drill", "topic", "x", nil)
	if err != nil || len(choices) != 1 || choices[0].Name != "ARC x" {
		t.Fatalf("choices %+v, %v", choices, err)
	}
	shown, err := ada.Slash(ctx, drills, "drill", sandbox.Opt{"topic": "arc"})
	if err != nil || shown.Message.Content != "topic arc" || !shown.Message.Ephemeral() {
		t.Fatalf("drill: %+v, %v", shown, err)
	}
	opened, err := ada.Click(ctx, shown.Message, "Answer")
	if err != nil {
		t.Fatal(err)
	}
	sent, err := ada.Submit(ctx, opened.Modal, map[string]any{"Answer": "42"})
	if err != nil {
		t.Fatal(err)
	}
	graded, err := ada.Settled(ctx, sent)
	if err != nil || graded.Content != "graded 42" {
		t.Errorf("graded: %+v, %v", graded, err)
	}
	picked, err := ada.Select(ctx, shown.Message, "pick", "Two")
	if err != nil || picked.Message.Content != "picked 2" {
		t.Errorf("picked: %+v, %v", picked, err)
	}
	fileFromDiscordJS(t, ctx, ada, drills)
}

func fileFromDiscordJS(t *testing.T, ctx context.Context, ada *sandbox.Player, channel string) {
	t.Helper()
	at, err := ada.Position(ctx)
	if err != nil {
		t.Fatal(err)
	}
	reply, err := ada.Slash(ctx, channel, "file", nil)
	if err != nil {
		t.Fatal(err)
	}
	m, err := ada.Settled(ctx, reply)
	if err != nil || len(m.Attachments) != 1 || m.Attachments[0].Filename != "a.txt" {
		t.Errorf("file: %+v, %v", m, err)
	}
	if _, err := ada.AwaitNew(ctx, at, func(m sandbox.Message) bool { return m.Content == "and more" }); err != nil {
		t.Errorf("follow-up: %v", err)
	}
}
