package bot_test

import (
	"strings"
	"testing"

	"drillbot/bot/sandbox"
)

// TestFilesComeFromDiscordAlone attaches a file that lies on a host which is neither Discord's nor the one that
// stands in for it.
func TestFilesComeFromDiscordAlone(t *testing.T) {
	for files, want := range map[string]string{"": "Dry run", "http://127.0.0.1:1": "could not be fetched"} {
		h := open(t, options{files: files})
		linus := h.Player("linus")
		file := sandbox.File{Name: "q.json", Data: []byte(`[{"id":"a","type":"choice","prompt":{"en":"?"},"options":[{"right":true,"text":{"en":"x"}},{"text":{"en":"y"}}]}]`)}
		if got := shownTo(t, h, linus, "question import", sandbox.Opt{"file": file}); !strings.Contains(got, want) {
			t.Errorf("with files from %q: %s", files, got)
		}
	}
}

// TestSuggestionsOfAPlayerAreFew suggests until the bot has had enough, and a file that is too large.
func TestSuggestionsOfAPlayerAreFew(t *testing.T) {
	h := open(t, options{})
	linus := h.Player("linus")
	large := sandbox.File{Name: "q.json", Data: make([]byte, 1<<20+1)}
	if got := shownTo(t, h, linus, "question import", sandbox.Opt{"file": large}); !strings.Contains(got, "larger than 1 MiB") {
		t.Errorf("a large file: %s", got)
	}
	file := sandbox.File{Name: "q.json", Data: []byte(`[{"id":"a","type":"choice","prompt":{"en":"?"},"options":[{"right":true,"text":{"en":"x"}},{"text":{"en":"y"}}]}]`)}
	var got string
	for range 6 {
		got = shownTo(t, h, linus, "question import", sandbox.Opt{"file": file})
	}
	if !strings.Contains(got, "5 times a day") {
		t.Errorf("the sixth: %s", got)
	}
	if got := shownTo(t, h, h.Player("ada"), "question import", sandbox.Opt{"file": file}); !strings.Contains(got, "Dry run") {
		t.Errorf("a moderator: %s", got)
	}
}

// shownTo is what a player sees of a slash command in the drills channel.
func shownTo(t *testing.T, h *house, p *sandbox.Player, command string, options sandbox.Opt) string {
	t.Helper()
	r, err := p.Slash(t.Context(), h.Channel("Interview Club", "drills"), command, options)
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Settled(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return drawn(m)
}
