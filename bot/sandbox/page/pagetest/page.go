package pagetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Screen is a size in CSS pixels.
type Screen struct {
	Width, Height int64
	Phone         bool // a finger instead of a mouse
}

// The screens that the page is made for.
var (
	Desktop = Screen{Width: 1280, Height: 800}
	Phone   = Screen{Width: 390, Height: 844, Phone: true}
	Small   = Screen{Width: 360, Height: 640, Phone: true}
)

// Options say how a page is looked at. The zero value is an English desktop in light colours.
type Options struct {
	Screen   Screen
	Dark     bool
	Language string // the browser's, "en-US" when empty
	Zone     string // the browser's time zone, "UTC" when empty
	Dir      string // where Screenshot writes; nothing is written when empty
}

// stepTimeout is how long a step waits for what it needs.
const stepTimeout = 15 * time.Second

// Page is one tab with storage of its own. Its methods fail the test.
type Page struct {
	t      testing.TB
	ctx    context.Context
	screen Screen
	dir    string

	mu     sync.Mutex
	errors []string
}

// Open opens url in a tab that is closed when the test ends.
func (b *Browser) Open(t testing.TB, url string, o Options) *Page {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	p := &Page{t: t, ctx: ctx, screen: o.Screen, dir: o.Dir}
	if p.screen.Width == 0 {
		p.screen = Desktop
	}
	t.Cleanup(func() {
		cancel()
		p.report()
	})
	if err := errors.Join(chromedp.Listen(ctx, p.listen), chromedp.Do(ctx, append(p.emulate(o), chromedp.Navigate(url))...)); err != nil {
		t.Fatalf("open %s: %v", url, err)
	}
	return p
}

func (p *Page) emulate(o Options) []action {
	language, zone, scheme := o.Language, o.Zone, "light"
	if language == "" {
		language = "en-US"
	}
	if zone == "" {
		zone = "UTC"
	}
	if o.Dark {
		scheme = "dark"
	}
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}
	viewport := chromedp.EmulateViewport(p.screen.Width, p.screen.Height)
	if p.screen.Phone {
		viewport = chromedp.EmulateViewport(p.screen.Width, p.screen.Height, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	return []action{
		command(log.Enable, cdp.Empty{}), command(runtime.Enable, cdp.Empty{}), speak(language), viewport,
		command(emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: zone}),
		command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}),
	}
}

// action is a step without a result.
type action = chromedp.Action[chromedp.Void]

// command makes an action of a protocol command.
func command[P, R any](c cdp.Command[P, R], params P) action {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// speak sets the browser's language, which comes with its name.
func speak(language string) action {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		agent, err := chromedp.Evaluate[string]("navigator.userAgent")(ctx, t)
		if err != nil {
			return chromedp.Void{}, err
		}
		return command(emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: agent, AcceptLanguage: language})(ctx, t)
	}
}

// listen collects what the page did wrong.
func (p *Page) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		p.note(describe(e.ExceptionDetails))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			p.note(fmt.Sprintf("%s %s", e.Entry.Text, e.Entry.URL))
		}
	}
}

func describe(d *runtime.ExceptionDetails) string {
	text := fmt.Sprintf("%s (%s:%d)", d.Text, d.URL, d.LineNumber+1)
	if d.Exception != nil {
		text += " " + d.Exception.Description
	}
	return text
}

func (p *Page) note(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.errors = append(p.errors, text)
}

func (p *Page) report() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, text := range p.errors {
		p.t.Errorf("the page reported: %s", text)
	}
}

// ForgiveErrors forgets errors so far, for tests that provoke some.
func (p *Page) ForgiveErrors() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.errors = nil
}

// run runs actions with the step's deadline.
func (p *Page) run(what string, actions ...action) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, stepTimeout)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.t.Fatalf("%s: %v\n%s", what, err, p.whatIsThere())
	}
}

// whatIsThere is what the page shows and what it reported, for a failure.
func (p *Page) whatIsThere() string {
	ctx, cancel := context.WithTimeout(p.ctx, 3*time.Second)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string]("document.body.innerText"))
	if err := errors.Join(err, p.save("failure")); err != nil {
		text += "\n" + err.Error()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return "the page shows:\n" + text + "\n" + strings.Join(p.errors, "\n")
}

// Eval evaluates JavaScript to a value of type T.
func Eval[T any](p *Page, script string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, stepTimeout)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("evaluate %s: %v\n%s", script, err, p.whatIsThere())
	}
	return v
}

// Until waits until a JavaScript expression is true.
func (p *Page) Until(what, expression string) {
	p.t.Helper()
	p.run("wait for "+what, poll(expression))
}

func poll(expression string) action {
	return chromedp.Poll[chromedp.Void](expression, chromedp.WithPollingInterval(50*time.Millisecond), chromedp.WithPollingTimeout(stepTimeout))
}

// shown is what can be read on the page, without what is only announced, each run of spaces as one.
const shown = `document.body.innerText.replace(document.querySelector('[aria-live]')?.innerText || '\n', ' ').replace(/\s+/g, ' ')`

// See waits until the page shows the text, whatever the spaces between its words.
func (p *Page) See(text string) {
	p.t.Helper()
	p.Until(fmt.Sprintf("the text %q", text), shown+".includes("+quote(text)+")")
}

// Unsee waits until the page no longer shows the text.
func (p *Page) Unsee(text string) {
	p.t.Helper()
	p.Until(fmt.Sprintf("the text %q to go", text), "!"+shown+".includes("+quote(text)+")")
}

// Screenshot writes NAME.png into Options.Dir; without a Dir it does nothing.
func (p *Page) Screenshot(name string) {
	p.t.Helper()
	if err := p.save(name); err != nil {
		p.t.Errorf("screenshot %s: %v", name, err)
	}
}

func (p *Page) save(name string) error {
	if p.dir == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(p.ctx, stepTimeout)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.dir, name+".png"), png, 0o644)
}

// Fits fails the test when the page is wider than the screen, or when something to press is cut off by its edge.
func (p *Page) Fits() {
	p.t.Helper()
	wide := Eval[[]string](p, `[document.scrollingElement, ...document.querySelectorAll('.timeline, dialog[open] .modal__body')]
		.filter((node) => node.scrollWidth > node.clientWidth + 1).map((node) => node.className || node.tagName)`)
	if len(wide) > 0 {
		p.t.Errorf("wider than the screen: %s", strings.Join(wide, ", "))
	}
}

func quote(text string) string {
	out, err := json.Marshal(text)
	if err != nil {
		return `""` // strings always marshal
	}
	return string(out)
}
