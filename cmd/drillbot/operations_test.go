package main

import (
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/prometheus/client_golang/prometheus"
)

// TestOperations holds what the guide, the unit and the image name against the program: settings, commands
// and metrics.
func TestOperations(t *testing.T) {
	parser, err := newParser(&cli{}, io.Discard, io.Discard, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	collectNames(parser.Model.Node, known)
	collectMetrics(known)
	named := regexp.MustCompile("(?:DRILLBOT|DISCORD|OPENAI)_[A-Z_]+[A-Z]|`-[a-z][a-z-]+|[`\" ]drillbot [a-z]+[` ]|\\bdrillbot_[a-z_]+")
	for _, path := range []string{"OPERATIONS.md", "drillbot.service", "../../Dockerfile", "../../README.md"} {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range named.FindAllString(string(data), -1) {
			if name = strings.Trim(name, "`\" "); !known[name] {
				t.Errorf("%s names %q, which there is not", path, name)
			}
		}
	}
}

// collectNames notes commands, flags and variables of a command line.
func collectNames(n *kong.Node, known map[string]bool) {
	known["drillbot "+n.Name] = true
	for _, f := range n.Flags {
		known["-"+f.Name] = true
		for _, env := range f.Envs {
			known[env] = true
		}
	}
	for _, child := range n.Children {
		collectNames(child, known)
	}
}

// collectMetrics notes the names of our metrics.
func collectMetrics(known map[string]bool) {
	m := newMetrics(nil)
	m.watchQueue(func() int { return 0 })
	all := make(chan *prometheus.Desc)
	go func() {
		defer close(all)
		m.registry.Describe(all)
	}()
	name := regexp.MustCompile(`fqName: "(drillbot_[a-z_]+)"`)
	for d := range all {
		if found := name.FindStringSubmatch(d.String()); found != nil {
			known[found[1]] = true
		}
	}
}
