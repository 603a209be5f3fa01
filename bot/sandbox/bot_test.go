package sandbox_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.uber.org/goleak"

	"drillbot/bot/sandbox"
)

const club = "Interview Club"

// unchecked, as Options.OpenAPI, is for tests that send what is not allowed.
const unchecked = "none"

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// start runs a sandbox for the length of a test and checks at its end that the
// bot sent nothing that Discord's specification forbids.
func start(t *testing.T, opts sandbox.Options) *sandbox.Sandbox {
	t.Helper()
	t.Parallel()
	if opts.OpenAPI == "" {
		opts.OpenAPI = os.Getenv("DRILLBOT_OPENAPI")
	}
	if opts.OpenAPI == unchecked {
		opts.OpenAPI = ""
	}
	sb, err := sandbox.Start(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, v := range sb.Violations() {
			t.Errorf("not Discord's %s: %s", v.Route, v.Detail)
		}
		if err := sb.Close(); err != nil {
			t.Error(err)
		}
	})
	return sb
}

func deadline(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// session is an unmodified discordgo session on the sandbox, not yet open.
func session(t *testing.T, sb *sandbox.Sandbox) *discordgo.Session {
	t.Helper()
	s, err := discordgo.New("Bot " + sb.BotToken())
	if err != nil {
		t.Fatal(err)
	}
	transport := sb.Transport()
	s.Client = &http.Client{Transport: transport}
	s.Dialer = sb.Dialer()
	s.ShouldReconnectOnError = false
	s.StateEnabled = false
	s.MaxRestRetries = 0
	t.Cleanup(s.Client.CloseIdleConnections)
	return s
}

// answer is what a test's bot does with an interaction.
type answer func(s *discordgo.Session, i *discordgo.InteractionCreate)

// echo is an open session that answers every interaction with do.
func echo(t *testing.T, sb *sandbox.Sandbox, do answer) *discordgo.Session {
	t.Helper()
	s := session(t, sb)
	check := interactionSchema(t)
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) {
		if e.Type == "INTERACTION_CREATE" {
			check(e.RawData)
		}
	})
	var busy sync.WaitGroup
	s.AddHandler(func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		busy.Go(func() { do(s, i) })
	})
	if err := s.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		busy.Wait()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// interactionSchema returns a check of interactions against the schema of
// discord-api-types; without the schema it checks nothing.
func interactionSchema(t *testing.T) func([]byte) {
	t.Helper()
	path := os.Getenv("DRILLBOT_INTERACTION_SCHEMA")
	if path == "" {
		return func([]byte) {}
	}
	schema, err := compileSchema(path)
	if err != nil {
		t.Fatal(err)
	}
	var left atomic.Int32 // a check costs 7 ms, and a load test repeats itself
	left.Store(50)
	return func(raw []byte) {
		if left.Add(-1) < 0 {
			return
		}
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err == nil {
			err = schema.Validate(v)
		}
		if err != nil {
			t.Errorf("interaction %s\nis not Discord's: %v", raw, err)
		}
	}
}

// compileSchema loads the schema, which lists the single bits of a flag as its
// only values: sets of them, 0 included, are allowed here.
func compileSchema(path string) (*jsonschema.Schema, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	for name, def := range doc.(map[string]any)["definitions"].(map[string]any) {
		if strings.HasSuffix(name, "Flags") {
			delete(def.(map[string]any), "enum")
		}
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("file:///interaction.json", doc); err != nil {
		return nil, err
	}
	return c.Compile("file:///interaction.json")
}

func register(t *testing.T, s *discordgo.Session, sb *sandbox.Sandbox, commands ...*discordgo.ApplicationCommand) {
	t.Helper()
	if _, err := s.ApplicationCommandBulkOverwrite(sb.AppID(), "", commands); err != nil {
		t.Fatal(err)
	}
}

func say(text string) *discordgo.InteractionResponse {
	return &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Content: text},
	}
}

func slash(name string, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommand {
	return &discordgo.ApplicationCommand{Name: name, Description: "says " + name, Options: options}
}

func TestSlashCommandIsAnswered(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	s := echo(t, sb, func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		text := i.ApplicationCommandData().Options[0].StringValue()
		if err := s.InteractionRespond(i.Interaction, say("you said "+text)); err != nil {
			t.Error(err)
		}
	})
	register(t, s, sb, slash("echo", &discordgo.ApplicationCommandOption{
		Type: discordgo.ApplicationCommandOptionString, Name: "text", Description: "what to say", Required: true,
	}))
	reply, err := sb.Player("ada").Slash(ctx, sb.Channel(club, "drills"), "echo", sandbox.Opt{"text": "hi"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := reply.Message.Content, "you said hi"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if !strings.HasPrefix(reply.Message.Author.Username, "Drillbot") {
		t.Errorf("author is %q", reply.Message.Author.Username)
	}
}
