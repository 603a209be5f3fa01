package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"drillbot/bot"
	"drillbot/data/bolt"
	"drillbot/quiz"
)

// doctorCommand is `drillbot doctor`.
type doctorCommand struct {
	storeFlags
	modelFlags
	discordFlags
}

// examineTime is how long all of Discord's side may take.
const examineTime = 2 * time.Minute

// Run prints a line for everything it looks at. It fails where something keeps the bot from its work.
func (c doctorCommand) Run(ctx context.Context, con console) error {
	servers, store := c.examineStore(ctx)
	all := append(c.examineFolder(), store, c.examineZones(servers), c.examineBank(), c.examineGrader(ctx))
	all = append(all, c.examineDiscord(ctx, servers)...)
	sick := 0
	for _, f := range all {
		if f.Health == bot.Ill {
			sick++
		}
		fmt.Fprintln(con.out, c.line(f))
	}
	if sick > 0 {
		return fmt.Errorf("things to mend before the bot can do its work: %d", sick)
	}
	return nil
}

// line shows a finding. What others told us may quote a secret that we told them.
func (c doctorCommand) line(f bot.Finding) string {
	out := fmt.Sprintf("%-4s  %s: %s", [...]string{bot.Well: "ok", bot.Ailing: "warn", bot.Ill: "fail"}[f.Health], f.What, f.Found)
	if f.Mend != "" {
		out += " → " + f.Mend
	}
	for _, secret := range []string{c.Token, c.Key} {
		if secret != "" {
			out = strings.ReplaceAll(out, secret, "…")
		}
	}
	return strings.ReplaceAll(out, "\n", " ") // one line each, whatever an error says
}

// The room that a disk should have besides what a compaction or a backup takes.
const (
	littleRoom = 1 << 30
	noRoom     = 100 << 20
)

// examineFolder looks at the data folder and its disk.
func (c doctorCommand) examineFolder() []bot.Finding {
	info, err := os.Stat(c.Data)
	if errors.Is(err, fs.ErrNotExist) {
		return []bot.Finding{{What: "data", Found: c.Data + " is not there yet; the bot makes it"}}
	}
	if err != nil || !info.IsDir() {
		return []bot.Finding{{Health: bot.Ill, What: "data", Found: fmt.Sprintf("%s cannot be used: %v", c.Data, err), Mend: "choose another folder with -data"}}
	}
	return []bot.Finding{c.examineAccess(info), c.examineDisk()}
}

func (c doctorCommand) examineAccess(info fs.FileInfo) bot.Finding {
	probe, err := os.CreateTemp(c.Data, "doctor-*")
	if err != nil {
		return bot.Finding{Health: bot.Ill, What: "data", Found: fmt.Sprintf("nothing can be written: %v", err), Mend: "give the folder to the user that the bot runs as"}
	}
	_ = errors.Join(probe.Close(), os.Remove(probe.Name())) // it has shown what it should
	if info.Mode().Perm()&0o077 != 0 {
		return bot.Finding{Health: bot.Ailing, What: "data", Found: fmt.Sprintf("others may look into %s", c.Data), Mend: "chmod 700 " + c.Data}
	}
	return bot.Finding{What: "data", Found: c.Data}
}

func (c doctorCommand) examineDisk() bot.Finding {
	free, err := freeBytes(c.Data)
	if err != nil {
		return bot.Finding{Health: bot.Ailing, What: "disk", Found: err.Error(), Mend: "see that there is room"}
	}
	used := int64(0)
	if info, err := os.Stat(filepath.Join(c.Data, storeFile)); err == nil {
		used = info.Size()
	}
	f := bot.Finding{What: "disk", Found: fmt.Sprintf("%s free, the store takes %s", megabytes(free), megabytes(used))}
	switch {
	case free < noRoom:
		f.Health, f.Mend = bot.Ill, "make room: without it no answer can be kept"
	case free < littleRoom || free < 2*used:
		f.Health, f.Mend = bot.Ailing, "make room: a compaction and a backup take as much as the store"
	}
	return f
}

// examineStore looks at the store and returns the settings in it.
func (c doctorCommand) examineStore(ctx context.Context) ([]quiz.Server, bot.Finding) {
	f := bot.Finding{What: "store", Found: "in use by the bot that runs"}
	servers, err := fetchServers(ctx, filepath.Join(c.Data, socketFile))
	if errors.Is(err, errNotRunning) {
		f.Found = "can be opened; no bot runs on it"
		servers, err = bolt.ServersOf(filepath.Join(c.Data, storeFile))
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, bot.Finding{What: "store", Found: "there is none yet; the bot makes it"}
	case errors.Is(err, bolt.ErrHeld):
		return nil, bot.Finding{Health: bot.Ailing, What: "store", Found: err.Error(), Mend: "see in the log of the bot why it serves no socket"}
	case errors.Is(err, quiz.ErrNewer):
		return nil, bot.Finding{Health: bot.Ill, What: "store", Found: err.Error(), Mend: "install the newer drillbot again"}
	case err != nil:
		return nil, bot.Finding{Health: bot.Ill, What: "store", Found: err.Error(), Mend: "drillbot check tells more; drillbot restore puts a backup back"}
	}
	f.Found += fmt.Sprintf("; %d servers are known", len(servers))
	return servers, f
}

func (c doctorCommand) examineZones(servers []quiz.Server) bot.Finding {
	zone, err := c.location()
	if err != nil {
		return bot.Finding{Health: bot.Ill, What: "time zones", Found: err.Error(), Mend: "set -zone to one of the IANA database"}
	}
	for _, s := range servers {
		if _, err := s.Location(zone); err != nil {
			return bot.Finding{
				Health: bot.Ill, What: "time zones", Found: fmt.Sprintf("server %d: %v", s.ID, err), Mend: "let its admins choose another by /settings",
			}
		}
	}
	now := time.Now()
	return bot.Finding{What: "time zones", Found: fmt.Sprintf("it is %s in %s", now.In(zone).Format("Monday 15:04"), zone)}
}

func (c doctorCommand) examineBank() bot.Finding {
	b, err := c.questions()
	if err != nil {
		return bot.Finding{Health: bot.Ill, What: "questions", Found: err.Error(), Mend: "drillbot bank check tells more"}
	}
	return bot.Finding{What: "questions", Found: fmt.Sprintf("%d in %d topics", len(b.Questions), len(b.Topics))}
}

// examineGrader has the model grade a short answer to a short question.
func (c doctorCommand) examineGrader(ctx context.Context) bot.Finding {
	if !c.modelFlags.configured() {
		return bot.Finding{What: "grader", Found: "offline: answers are estimated by their wording, for no model is set"}
	}
	llm, err := c.newLLM(nil)
	if err != nil {
		return bot.Finding{Health: bot.Ill, What: "grader", Found: err.Error(), Mend: "set the OPENAI_… settings as -help says"}
	}
	defer llm.Close()
	start := time.Now()
	g, err := llm.Grade(ctx, probeJob())
	if err != nil {
		return bot.Finding{Health: bot.Ailing, What: "grader", Found: err.Error(), Mend: graderMend(err)}
	}
	took := time.Since(start).Round(10 * time.Millisecond)
	return bot.Finding{What: "grader", Found: fmt.Sprintf("%s graded an answer in %s for $%.6f", g.By, took, float64(g.Usage.Micros)/1e6)}
}

// probeJob is the cheapest thing there is to grade.
func probeJob() quiz.Job {
	return quiz.Job{
		Lang: quiz.English, Answer: "It is 4.",
		Question: quiz.Question{
			ID: "doctor", Type: quiz.Open, Difficulty: 1,
			Prompt: quiz.Text{EN: "What is 2 + 2?", ZH: "2 + 2 等于几？"}, Reference: quiz.Text{EN: "4", ZH: "4"},
			Points: []quiz.Point{{ID: "four", Weight: 100, Text: quiz.Text{EN: "It is 4", ZH: "等于 4"}}},
		},
	}
}

// graderMend says what to do about an error of the model; until then answers are estimated.
func graderMend(err error) string {
	switch {
	case errors.Is(err, quiz.ErrGradeTimeout):
		return "choose a faster model, or raise -grade-timeout"
	case errors.Is(err, quiz.ErrGradeBroken):
		return "choose a model that keeps to a JSON form"
	case errors.Is(err, quiz.ErrGradeRefused):
		return "choose another model, or ask its provider"
	default:
		return "see OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL, and whether the server can be reached from here"
	}
}

// examineDiscord looks at Discord's side, or at the sandbox's.
func (c doctorCommand) examineDiscord(ctx context.Context, servers []quiz.Server) []bot.Finding {
	if c.Token == "" {
		return []bot.Finding{{
			Health: bot.Ailing, What: "token", Found: "none is set, so the bot would run in the sandbox",
			Mend: "set DISCORD_TOKEN to the one of the Developer Portal, page Bot",
		}}
	}
	o, err := c.options()
	if err != nil {
		return []bot.Finding{{Health: bot.Ill, What: "address", Found: err.Error(), Mend: "set DISCORD_URL, or leave it out for Discord"}}
	}
	ctx, cancel := context.WithTimeout(ctx, examineTime)
	defer cancel()
	return bot.Examine(ctx, bot.Examination{Options: o, PublicKey: c.PublicKey, Servers: servers})
}
