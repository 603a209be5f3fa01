package page_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestModules runs the unit tests of the pure modules under node, which needs nothing installed.
func TestModules(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no node on this machine: the page's modules are not unit-tested")
	}
	tests, err := filepath.Glob("jstest/*.test.js")
	if err != nil || len(tests) == 0 {
		t.Fatalf("no tests of the modules: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if out, err := exec.CommandContext(ctx, node, append([]string{"--test"}, tests...)...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
