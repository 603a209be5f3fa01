package bot_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot"
	"drillbot/bot/internal/sample"
	"drillbot/bot/sandbox"
	"drillbot/data/bolt"
	"drillbot/quiz"
)

// TestMain is the bot to be measured where the environment names one: a benchmark runs each in a
// process of its own, so that what it costs is not mixed with the cost of Discord.
func TestMain(m *testing.M) {
	run, ok := subjects()[os.Getenv("DRILLBOT_SUBJECT")]
	if !ok {
		os.Exit(m.Run())
	}
	at, err := url.Parse(os.Getenv("DRILLBOT_FAR"))
	if err == nil {
		err = run(at.Host)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// subjects are the bots to measure, each running until its standard input ends.
func subjects() map[string]func(addr string) error {
	return map[string]func(string) error{"drillbot": fullBot, "discordgo": bareBot}
}

// fullBot is Drillbot: it parses, grades offline, stores durably and replies.
func fullBot(addr string) error {
	store, err := bolt.Open(filepath.Join(os.Getenv("DRILLBOT_DIR"), "drillbot.db"), bolt.Options{})
	if err != nil {
		return err
	}
	defer store.Close()
	d := &quiz.Drill{Store: store, Grader: offline(), Zone: time.UTC, Now: time.Now, Draw: func() uint32 { return 5 }}
	d.SetBank(sample.Bank())
	b, err := bot.New(bot.Options{
		Token: "t", Drill: d, Log: slog.New(slog.DiscardHandler), Transport: sandbox.TransportTo(addr), Dialer: sandbox.DialerTo(addr),
	})
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		defer stop()
		_, _ = io.Copy(io.Discard, os.Stdin)
	}()
	return b.Run(ctx)
}

// bareBot is a discordgo bot that only replies.
func bareBot(addr string) error {
	s, err := openBare(addr, justReply)
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, os.Stdin)
	return s.Close()
}

func openBare(addr string, reply func(*discordgo.Session, *discordgo.InteractionCreate)) (*discordgo.Session, error) {
	s, err := discordgo.New("Bot t")
	if err != nil {
		return nil, err
	}
	s.Client = &http.Client{Transport: sandbox.TransportTo(addr)}
	s.Dialer = sandbox.DialerTo(addr)
	s.LogLevel = -1
	s.AddHandler(reply)
	return s, s.Open()
}

// justReply replies with an embed about as long as a result.
func justReply(s *discordgo.Session, i *discordgo.InteractionCreate) {
	_ = s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{
			Flags:  discordgo.MessageFlagsEphemeral,
			Embeds: []*discordgo.MessageEmbed{{Title: "72 / 100", Description: strings.Repeat("covered ", 100)}},
		},
	})
}

// subject is a bot at work in a process of its own, and the Discord that it alone talks to.
type subject struct {
	*far
	name string
	pid  int
	took []time.Duration // of replies at 200 a second
	rate float64         // replies a second, summed over turns
	cpu  time.Duration   // used while saturated
}

// startSubject starts one of subjects, or discord.js.
func startSubject(b *testing.B, kind string) *subject {
	b.Helper()
	cmd := exec.Command(os.Args[0])
	if kind == "discord.js" {
		cmd = exec.Command("node", filepath.Join("testdata", "bench", "peer.mjs"))
	}
	f := newFar(b, 0, http.MethodPost)
	cmd.Env = append(os.Environ(), "DRILLBOT_SUBJECT="+kind, "DRILLBOT_FAR="+f.URL, "DRILLBOT_DIR="+b.TempDir(), "DRILLBOT_MODULES="+modules())
	startProcess(b, cmd)
	until(b, kind+" is connected", func() bool { return f.line.Load() != nil })
	return &subject{far: f, name: kind, pid: cmd.Process.Pid}
}

// startProcess starts cmd, which ends with its standard input, at the end of the benchmark.
func startProcess(b *testing.B, cmd *exec.Cmd) {
	b.Helper()
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = in.Close()
		if err := cmd.Wait(); err != nil {
			b.Error(err)
		}
	})
}

// modules is a path beside the node modules of the sandbox's test.
func modules() string {
	dir, err := filepath.Abs(filepath.Join("sandbox", "testdata", "discordjs"))
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "package.json")
}

// hasDiscordJS reports whether discord.js can run here.
func hasDiscordJS() bool {
	_, node := exec.LookPath("node")
	_, modules := os.Stat(filepath.Join(filepath.Dir(modules()), "node_modules", "discord.js"))
	return node == nil && modules == nil
}

// processorTime is what the subject has used so far.
func (s *subject) processorTime(b *testing.B) time.Duration {
	b.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.pid))
	if err != nil {
		b.Skip("skipped: processor time is read from /proc, which is not here")
	}
	fields := strings.Fields(string(data[strings.LastIndexByte(string(data), ')')+1:]))
	var user, system int64 // in hundredths of a second, see proc(5)
	if _, err := fmt.Sscan(fields[11]+" "+fields[12], &user, &system); err != nil {
		b.Fatal(err)
	}
	return time.Duration(user+system) * 10 * time.Millisecond
}

// anonymous is the memory of a process that is no mapped file, in MB.
func anonymous(b *testing.B, pid int) float64 {
	b.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		b.Skip("skipped: memory is read from /proc, which is not here")
	}
	_, rest, _ := strings.Cut(string(data), "\nAnonymous:")
	var kB float64
	if _, err := fmt.Sscan(rest, &kB); err != nil {
		b.Fatal(err)
	}
	return kB / 1024
}
