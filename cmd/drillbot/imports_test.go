package main_test

import (
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// listed is what go list tells of a package.
type listedPackage struct {
	ImportPath string
	Imports    []string
}

// rooms say which packages of ours each room may see, besides its own. The longest prefix counts.
var rooms = map[string][]string{
	"drillbot/quiz":        {},
	"drillbot/bot":         {"drillbot/quiz"},
	"drillbot/bot/sandbox": {},
	"drillbot/data":        {"drillbot/quiz"},
	"drillbot/cmd":         {"drillbot/quiz", "drillbot/bot", "drillbot/data"},
}

// homes say in which rooms a third party may live.
var homes = map[string][]string{
	"github.com/bwmarrin/discordgo":       {"drillbot/bot"},
	"github.com/sashabaranov/go-openai":   {"drillbot/quiz/grade"},
	"go.etcd.io/bbolt":                    {"drillbot/data/bolt"},
	"github.com/jackc/pgx":                {"drillbot/data/postgres", "drillbot/data/bolt"}, // bolt's benchmarks compare with it
	"go.yaml.in/yaml":                     {"drillbot/data/bank"},
	"github.com/prometheus/client_golang": {"drillbot/cmd/drillbot"},
	"github.com/alecthomas/kong":          {"drillbot/cmd/drillbot"},
}

func TestArrows(t *testing.T) {
	for _, p := range packages(t) {
		room := longest(p.ImportPath, rooms)
		if room == "" {
			t.Errorf("%s is in no room: the top level is cmd, bot, quiz and data", p.ImportPath)
			continue
		}
		for _, imported := range p.Imports {
			if strings.HasPrefix(imported, "drillbot/") && !allowed(imported, room) {
				t.Errorf("%s must not see %s", p.ImportPath, imported)
			}
			if home, ok := homeOf(imported); ok && !within(p.ImportPath, home) {
				t.Errorf("%s must not import %s: it lives in %v", p.ImportPath, imported, home)
			}
			if p.ImportPath == "drillbot/quiz" && strings.Contains(imported, ".") {
				t.Errorf("quiz imports %s: the standard library only", imported)
			}
		}
	}
}

// packages lists our packages as they are built, without tests.
func packages(t *testing.T) []listedPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "drillbot/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listedPackage
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listedPackage
		err := d.Decode(&p)
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// longest returns the room that holds the package, the innermost of several.
func longest(path string, rooms map[string][]string) string {
	best := ""
	for room := range rooms {
		if within(path, []string{room}) && len(room) > len(best) {
			best = room
		}
	}
	return best
}

func allowed(imported, room string) bool {
	own := longest(imported, rooms)
	return own == room || slices.Contains(rooms[room], own) || room == "drillbot/cmd"
}

func homeOf(imported string) ([]string, bool) {
	for module, home := range homes {
		if within(imported, []string{module}) {
			return home, true
		}
	}
	return nil, false
}

func within(path string, rooms []string) bool {
	return slices.ContainsFunc(rooms, func(r string) bool { return path == r || strings.HasPrefix(path, r+"/") })
}
