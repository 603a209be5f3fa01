package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the README and the scripts anew")

// TestReadme holds the settings table of the README against the flags that -help shows.
func TestReadme(t *testing.T) {
	const path, begin, end = "../../README.md", "TestReadme -update -->\n", "<!-- end of settings -->"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(data), begin)
	got, tail, ok := strings.Cut(rest, end)
	if !ok {
		t.Fatal("the README has no place for settings")
	}
	want := settingsTable(t)
	if *update {
		if err := os.WriteFile(path, []byte(head+begin+want+end+tail), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the README's settings differ from the program's (-want +got):\n%s", diff)
	}
}

// settingsTable lists the flags of run and sandbox.
func settingsTable(t *testing.T) string {
	t.Helper()
	t.Setenv("XDG_STATE_HOME", "/state")
	parser, err := newParser(&cli{}, io.Discard, io.Discard, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	out := "| flag | environment | meaning |\n|---|---|---|\n"
	seen := map[string]bool{}
	for _, command := range parser.Model.Children {
		if command.Name != "run" && command.Name != "sandbox" {
			continue
		}
		for _, f := range command.Flags {
			if seen[f.Name] {
				continue
			}
			seen[f.Name] = true
			out += settingsRow(f, command.Name)
		}
	}
	return out
}

func settingsRow(f *kong.Flag, command string) string {
	name := "-" + f.Name
	if f.PlaceHolder != "" && !f.IsBool() {
		name += " " + f.PlaceHolder
	}
	env := ""
	if len(f.Envs) > 0 {
		env = "`" + f.Envs[0] + "`"
	}
	help := strings.ReplaceAll(f.Help, "/state/", "~/.local/state/")
	if command == "sandbox" {
		help = "(`sandbox`) " + help
	}
	return fmt.Sprintf("| `%s` | %s | %s |\n", name, env, strings.ReplaceAll(help, "|", `\|`))
}
