package main_test

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"drillbot/bot/sandbox"
)

// command runs a subcommand to its end.
func command(t *testing.T, path string, env []string, args ...string) (out string, ok bool) {
	t.Helper()
	cmd := exec.Command(path, args...)
	cmd.Env = append([]string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}, env...)
	b, err := cmd.CombinedOutput()
	return string(b), err == nil
}

// TestProgramBackup makes a backup while the bot runs and one while it does not, checks and exports
// both ways, goes back to the first, and finds the leaderboard of then.
func TestProgramBackup(t *testing.T) {
	path, dir := program(t), t.TempDir()
	data := filepath.Join(dir, "sandbox")
	expect := func(ok bool, args []string, wanted ...string) string {
		t.Helper()
		out, got := command(t, path, nil, args...)
		if got != ok {
			t.Errorf("drillbot %v: success %t\n%s", args, got, out)
		}
		mustHold(t, out, wanted...)
		return out
	}
	live, cold := filepath.Join(dir, "live.backup"), filepath.Join(dir, "cold.backup")

	p := launch(t, path, dir, nil, "sandbox", "-addr", "127.0.0.1:0")
	player, reply := drill(t, p)
	graded(t, player, reply)
	expect(true, []string{"backup", live, "-data", data}, live, "sound, 1 answers, 0 unfinished")
	expect(false, []string{"backup", live, "-data", data}, "is there already")
	expect(true, []string{"check", "-data", data}, "sound, 1 answers")
	expect(true, []string{"export", "-data", data}, `"kind":"answer"`, `"player":"`+player.ID+`"`)
	expect(false, []string{"restore", live, "-data", data}, "another drillbot holds this file")
	expect(true, []string{"ready", "-data", data}, "ready")
	mustBePrivate(t, data)
	p.kill()

	expect(false, []string{"ready", "-data", data}, "no bot runs on this data")
	mustBePrivate(t, data) // with the socket that the kill has left
	expect(true, []string{"backup", cold, "-data", data}, "sound, 1 answers")
	exported := filepath.Join(dir, "export.jsonl")
	expect(true, []string{"export", "-data", data, "-out", exported}, "lines")
	expect(false, []string{"export", "-data", data, "-out", exported}, "is there already")

	if err := os.WriteFile(filepath.Join(data, "drillbot.db"), bytes.Repeat([]byte("noise"), 9999), 0o600); err != nil {
		t.Fatal(err)
	}
	expect(false, []string{"check", "-data", data}, "no bbolt file", "faults in the data: 1")
	expect(false, []string{"backup", filepath.Join(dir, "bad"), "-data", data}, "no bbolt file")
	expect(false, []string{"restore", exported, "-data", data}, "is not restored", "no bbolt file")
	expect(true, []string{"restore", live, "-data", data}, "restored "+live, "is kept as "+filepath.Join(data, "drillbot-2"))
	expect(true, []string{"check", "-data", data}, "sound, 1 answers")
	expect(true, []string{"check", live}, "sound, 1 answers")

	p = launch(t, path, dir, nil, "sandbox", "-addr", "127.0.0.1:0")
	again, err := sandbox.Join(t.Context(), p.url, "xiaoming")
	if err != nil {
		t.Fatal(err)
	}
	board, err := again.Slash(t.Context(), channelOfChinese, "leaderboard", nil)
	if err != nil {
		t.Fatal(err)
	}
	mustHold(t, text(board.Message), "🥇 <@"+player.ID+">")
	p.interrupt(t)
	mustBePrivate(t, dir)
	if left, _ := filepath.Glob(filepath.Join(data, "copy-*")); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
	if _, err := os.Stat(filepath.Join(data, "drillbot.sock")); err == nil {
		t.Error("the socket is left over")
	}
}

// mustBePrivate fails if anybody else may read the data that is in a folder of ours.
func mustBePrivate(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir && strings.HasPrefix(filepath.Base(dir), "0") { // the test's own folder
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: others may do %s", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
