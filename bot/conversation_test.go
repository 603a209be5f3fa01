package bot_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"drillbot/bot/sandbox"
	"drillbot/bot/view"
	"drillbot/quiz"
)

var update = flag.Bool("update", false, "write the conversations anew")

// TestConversations plays every file of testdata/conversations, over the gateway and over HTTP. A line that begins with "» " is
// what a player does; what stands below it is what the player then sees. In those of doubt a model grades whose readings never
// agree. The moves are
//
//	» NAME @ SERVER/CHANNEL      become a player in a channel ("NAME @ dm" in direct messages)
//	» /command sub option:value  a slash command ("_" in a value is a space, "#name" a channel, "@name" a player, "&name" a role,
//	                             "<name" a file of testdata/files)
//	» type command option text   type into an option that completes ("command/sub" for a subcommand)
//	» click LABEL                a button of the last message
//	» select VALUE …             in the last message's menu that has the first of them
//	» submit TEXT | TEXT …       the form, field by field ("\n" is a new line)
//	» select *                   its first one
//	» say TEXT                   a message of the player's own
//	» message COMMAND            a command in the menu of the message said last
//	» look                       the last message that everybody in the channel sees
//	» await TEXT                 the last one that holds a text, once there is one
//	» wait                       for the next message that everybody in the channel sees
//	» advance DURATION           let time pass, until the bot says what was due then
func TestConversations(t *testing.T) {
	files, err := filepath.Glob("testdata/conversations/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no conversations: %v", err)
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		for way, o := range ways() {
			if strings.HasPrefix(name, "doubt.") {
				o.grader = quiz.GraderFunc(wavering)
			}
			t.Run(name+"/"+way, func(t *testing.T) {
				t.Parallel()
				play(t, path, o)
			})
		}
	}
}

// ways are the two ways in.
func ways() map[string]options {
	return map[string]options{"gateway": {}, "http": {http: true}}
}

func play(t *testing.T, path string, o options) {
	script, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, house: open(t, o), heard: map[string]bool{}}
	var got strings.Builder
	for line := range strings.Lines(string(script)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "» "):
			fmt.Fprintf(&got, "%s\n%s", line, s.do(strings.TrimPrefix(line, "» ")))
		case strings.HasPrefix(line, "# "):
			fmt.Fprintln(&got, line)
		}
	}
	if *update && !o.http { // which must say the same
		if err := os.WriteFile(path, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(script), got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// stage is where a conversation is played.
type stage struct {
	*house
	t       *testing.T
	player  *sandbox.Player
	server  string
	channel string
	last    *sandbox.Message
	said    *sandbox.Message
	since   int             // the position of the player's events when time began to pass
	heard   map[string]bool // messages waited for
	form    *sandbox.Modal
}

// do makes one move and returns what the player sees.
func (s *stage) do(move string) string {
	s.t.Helper()
	word, rest, _ := strings.Cut(move, " ")
	switch {
	case strings.HasPrefix(move, "/"):
		command, options := s.command(move[1:])
		return s.seen(s.player.Slash(s.t.Context(), s.channel, command, options))
	case word == "type":
		return s.typed(rest)
	case word == "click":
		return s.seen(s.player.Click(s.t.Context(), s.last, rest))
	case word == "select":
		menu, values := menuOf(s.last.Components, strings.Fields(rest))
		return s.seen(s.player.Select(s.t.Context(), s.last, menu, values...))
	case word == "submit":
		return s.seen(s.player.Submit(s.t.Context(), s.form, fields(rest)))
	case word == "say":
		said, err := s.player.Say(s.t.Context(), s.channel, rest)
		if err != nil {
			s.t.Fatal(err)
		}
		s.said = said
		return "\n"
	case word == "message":
		return s.seen(s.player.MessageCommand(s.t.Context(), s.said, rest))
	case word == "await":
		return s.await(rest)
	case word == "look":
		return s.look("")
	case word == "wait":
		return s.wait()
	case word == "advance":
		var err error
		if s.since, err = s.player.Position(s.t.Context()); err != nil {
			s.t.Fatal(err)
		}
		s.Advance(duration(s.t, rest))
		return "\n"
	default:
		return s.enter(move)
	}
}

// enter becomes a player in a channel.
func (s *stage) enter(move string) string {
	name, place, ok := strings.Cut(move, " @ ")
	if !ok {
		s.t.Fatalf("no such move: %s", move)
	}
	s.player = s.Player(name)
	var err error
	if place == "dm" {
		s.channel, err = s.player.DM(s.t.Context())
	} else {
		server, channel, _ := strings.Cut(place, "/")
		s.server, s.channel = server, s.Channel(server, channel)
	}
	if err != nil || s.channel == "" {
		s.t.Fatalf("no channel %s: %v", place, err)
	}
	return "\n"
}

func (s *stage) seen(r *sandbox.Reply, err error) string {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	if r.Modal != nil {
		s.form = r.Modal
		return drawnForm(r.Modal) + "\n"
	}
	m, err := s.player.Settled(s.t.Context(), r)
	if err != nil {
		s.t.Fatal(err)
	}
	s.last = m
	return s.named(drawn(m)) + "\n"
}

// look is the last message that everybody in the channel sees and that holds a text.
func (s *stage) look(text string) string {
	s.t.Helper()
	all, err := s.player.Messages(s.t.Context(), s.channel)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := range all {
		if seen := s.named(drawn(&all[i])); !all[i].Ephemeral() && strings.Contains(seen, text) {
			s.last = &all[i]
			return seen + "\n"
		}
	}
	return "nothing\n\n"
}

// await waits for what the bot says by itself.
func (s *stage) await(text string) string {
	s.t.Helper()
	for ctx := patience(s.t); ctx.Err() == nil; {
		if seen := s.look(text); strings.Contains(seen, text) {
			return seen
		}
	}
	s.t.Fatalf("nobody says %q", text)
	return ""
}

// wait waits for a message in the channel that was sent since time passed.
func (s *stage) wait() string {
	s.t.Helper()
	m, err := s.player.AwaitNew(patience(s.t), s.since, func(m sandbox.Message) bool {
		return m.ChannelID == s.channel && !m.Ephemeral() && !s.heard[m.ID]
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.last, s.heard[m.ID] = m, true
	return s.named(drawn(m)) + "\n"
}

func (s *stage) typed(rest string) string {
	s.t.Helper()
	command, rest, _ := strings.Cut(rest, " ")
	option, text, _ := strings.Cut(rest, " ")
	choices, err := s.player.Autocomplete(s.t.Context(), s.channel, strings.ReplaceAll(command, "/", " "), option, text, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	var out strings.Builder
	for _, c := range choices {
		fmt.Fprintf(&out, "- %s = %s\n", c.Name, c.Value)
	}
	return out.String() + "\n"
}

// named puts the players' names for their ids.
func (s *stage) named(text string) string {
	for _, name := range []string{"ada", "linus", "xiaoming", "meiling", "camille"} {
		text = strings.ReplaceAll(text, "<@"+s.Player(name).ID+">", "@"+name)
	}
	return text
}

// drawn is a message as text.
func drawn(m *sandbox.Message) string {
	var b strings.Builder
	if m.Ephemeral() {
		b.WriteString("(only you)\n")
	}
	if m.Content != "" {
		fmt.Fprintln(&b, m.Content)
	}
	for _, e := range m.Embeds {
		fmt.Fprintf(&b, "┌ %s\n%s\n", e.Title, e.Description)
		for _, f := range e.Fields {
			fmt.Fprintf(&b, "│ %s\n%s\n", f.Name, f.Value)
		}
		if e.Footer != nil {
			fmt.Fprintf(&b, "└ %s\n", e.Footer.Text)
		}
	}
	for _, f := range m.Attachments {
		fmt.Fprintf(&b, "📎 %s (%s)\n", f.Filename, f.ContentType)
	}
	for _, row := range m.Components {
		fmt.Fprintln(&b, drawnRow(row))
	}
	return b.String()
}

func drawnRow(row sandbox.Component) string {
	var out []string
	for _, c := range row.Components {
		label := c.Label
		if label == "" {
			label = c.Placeholder + " ▾"
		}
		if c.Disabled {
			label += " (off)"
		}
		out = append(out, "["+label+"]")
	}
	return strings.Join(out, " ")
}

func drawnForm(f *sandbox.Modal) string {
	out := "╔ " + f.Title + "\n"
	for _, row := range f.Components {
		for _, c := range row.Components {
			out += "║ " + c.Label + " (" + c.Placeholder + ")\n"
		}
	}
	return out
}

// menuOf returns the custom id of the first menu with the first value, and the values; "*" is any.
func menuOf(rows []sandbox.Component, values []string) (string, []string) {
	for _, row := range rows {
		for _, c := range row.Components {
			for _, o := range c.Options {
				switch values[0] {
				case "*":
					return c.CustomID, []string{o.Value}
				case o.Value:
					return c.CustomID, values
				}
			}
		}
	}
	return "", values
}

// command reads the words of a command and its "option:value" pairs.
func (s *stage) command(line string) (command string, options sandbox.Opt) {
	var words []string
	options = sandbox.Opt{}
	for _, word := range strings.Fields(line) {
		name, value, ok := strings.Cut(word, ":")
		switch {
		case !ok:
			words = append(words, word)
		case value == "true" || value == "false":
			options[name] = value == "true"
		case strings.HasPrefix(value, "#"):
			options[name] = s.Channel(s.server, value[1:])
		case strings.HasPrefix(value, "<"):
			data, err := os.ReadFile(filepath.Join("testdata/files", value[1:]))
			if err != nil {
				s.t.Fatal(err)
			}
			options[name] = sandbox.File{Name: value[1:], Data: data}
		case strings.HasPrefix(value, "&"):
			options[name] = map[string]string{"drillers": "1500000000000000001", "winner": "1500000000000000002"}[value[1:]]
		case strings.HasPrefix(value, "@"):
			options[name] = s.Player(value[1:]).ID
		default:
			options[name] = number(strings.ReplaceAll(value, "_", " "))
		}
	}
	return strings.Join(words, " "), options
}

// number is the number that s is, or s itself.
func number(s string) any {
	if n, err := strconv.Atoi(s); err == nil && len(s) < 10 {
		return n
	}
	return s
}

// fields are the fields of a form by their names.
func fields(s string) map[string]any {
	out := map[string]any{}
	for i, v := range strings.Split(s, " | ") {
		out[view.FieldName(i)] = strings.ReplaceAll(v, `\n`, "\n")
	}
	return out
}

func duration(t *testing.T, s string) time.Duration {
	t.Helper()
	d, err := time.ParseDuration(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
