// Package pagetest drives the sandbox's page in a real Chromium, for tests that click through a conversation.
//
//	b := pagetest.Start(t)                                       // skips where there is no browser
//	p := b.Open(t, sb.URL(), pagetest.Options{Screen: pagetest.Phone, Dark: true, Language: "zh-CN"})
//	p.Click("button", "开始第一道题")
//	p.See("Which horizon")
//	p.Screenshot("drill")
//
// Every step waits for what it needs and fails the test with what the page shows instead. A script error or a breach of the page's
// Content-Security-Policy fails the test at its end.
package pagetest

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Browser is one Chromium for the pages of a test and its subtests.
type Browser struct {
	ctx context.Context
}

// startTimeout is generous because a machine that also compiles starts Chromium slowly.
const startTimeout = 60 * time.Second

// Start starts Chromium with a fresh profile and stops it when the test ends. It skips the test where there is none; CHROMIUM names one
// outside PATH.
func Start(t testing.TB) *Browser {
	t.Helper()
	path := find()
	if path == "" {
		t.Skip("no Chromium on this machine (set CHROMIUM to its path): the page is not tested in a browser")
	}
	alloc, cancelAlloc := chromedp.NewExecAllocator(context.Background(), flags(path, t.TempDir())...)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx) // waits for the process, so that its profile can be removed
		cancel()
		cancelAlloc()
	})
	began := time.AfterFunc(startTimeout, cancel)
	defer began.Stop()
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return &Browser{ctx}
}

func find() string {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func flags(path, profile string) []chromedp.ExecAllocatorOption {
	names := []string{
		"headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
		"disable-component-update", "disable-sync", "hide-scrollbars", "disable-dev-shm-usage", "disable-extensions",
	}
	out := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.NoDefaultBrowserCheck, chromedp.WSURLReadTimeout(startTimeout),
	}
	for _, name := range names {
		out = append(out, chromedp.Flag(name, true))
	}
	return out
}
