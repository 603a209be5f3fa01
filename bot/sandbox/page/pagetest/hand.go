package pagetest

import (
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// finder gives the last element of a role and accessible name that can be pressed where it is seen. "Last" because the newest message is at
// the end; a name matches whole first, then as a part.
const finder = `((role, name) => {
	const roles = {
		button: 'button, [role=button], a.button', link: 'a', textbox: 'input:not([type=file]), textarea', option: '[role=option]',
		menuitem: '[role=menuitem], [role=menuitemradio]', text: 'body *',
	};
	const words = (node) => (node.getAttribute('aria-label') || (node.labels?.[0] ?? node).textContent || node.placeholder || '').replace(/\s+/g, ' ').trim();
	const usable = (node) => !node.disabled && node.checkVisibility({ visibilityProperty: true }) && !node.closest('[inert]');
	const innermost = (list) => (role === 'text' ? list.filter((node) => !list.some((other) => other !== node && node.contains(other))) : list);
	const all = [...document.querySelectorAll(roles[role] ?? '[role=' + role + ']')].filter(usable);
	const exact = innermost(all.filter((node) => words(node) === name));
	return (exact.length ? exact : innermost(all.filter((node) => words(node).includes(name)))).at(-1) ?? null;
})`

func found(role, name string) string {
	return fmt.Sprintf("%s(%s, %s)", finder, quote(role), quote(name))
}

// point scrolls the element into view and gives its middle, or null while something else lies over it.
const point = `((node) => {
	if (!node) return null;
	node.scrollIntoView({ block: 'nearest', behavior: 'instant' });
	const box = node.getBoundingClientRect();
	const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
	const top = document.elementFromPoint(x, y);
	return top && (node.contains(top) || top.contains(node) || top.closest('label')?.contains(node)) ? { x, y } : null;
})`

type spot struct{ X, Y float64 }

// Click presses the last element with that role (button, link, textbox, option, menuitem, or any ARIA role; "text" for whatever
// shows the text) and that name, by mouse or, on a phone, by finger.
func (p *Page) Click(role, name string) {
	p.t.Helper()
	p.press(fmt.Sprintf("click the %s %q", role, name), found(role, name))
}

// ClickAt presses the first element of a CSS selector.
func (p *Page) ClickAt(selector string) {
	p.t.Helper()
	p.press("click "+selector, fmt.Sprintf("document.querySelector(%s)", quote(selector)))
}

func (p *Page) press(what, element string) {
	p.t.Helper()
	at := p.locate(what, element)
	if p.screen.Phone {
		p.run(what, chromedp.TapXY(at.X, at.Y))
		return
	}
	p.run(what, chromedp.MouseClickXY(at.X, at.Y))
}

// RightClick opens the context menu of the last element with that role and name.
func (p *Page) RightClick(role, name string) {
	p.t.Helper()
	what := fmt.Sprintf("right-click the %s %q", role, name)
	at := p.locate(what, found(role, name))
	p.run(what, chromedp.MouseClickXY(at.X, at.Y, chromedp.ButtonRight))
}

// still gives an element's point once it has stayed there for a few frames: a page that is being put together
// moves under the hand.
const still = `(async (find) => {
	const frame = () => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 30));
	for (let before = null, same = 0; ; await frame()) {
		const at = find();
		same = at && before && at.x === before.x && at.y === before.y ? same + 1 : 0;
		if (same === 3) return at;
		before = at;
	}
})`

// locate waits until the element can be pressed and gives where.
func (p *Page) locate(what, element string) spot {
	p.t.Helper()
	p.run(what, poll(point+"("+element+")"))
	return Eval[spot](p, still+"(() => "+point+"("+element+"))")
}

// Type types into what has the focus.
func (p *Page) Type(text string) {
	p.t.Helper()
	p.run("type "+text, chromedp.KeyEvent(text))
}

// Insert puts a text in at once, as an input method or a paste does; for text that has no keys.
func (p *Page) Insert(text string) {
	p.t.Helper()
	p.run("insert "+text, command(input.InsertText, input.InsertTextParams{Text: text}))
}

// key is what a browser is told of a key that is not a letter.
type key struct {
	code int64
	text string // what it would type
}

func keys() map[string]key {
	return map[string]key{
		"Enter": {13, "\r"}, "Tab": {9, ""}, "Escape": {27, ""}, "Backspace": {8, ""},
		"ArrowLeft": {37, ""}, "ArrowUp": {38, ""}, "ArrowRight": {39, ""}, "ArrowDown": {40, ""},
	}
}

// Key presses a key by its name: Enter, Tab, Escape, Backspace, an arrow; with "Control+" or "Shift+" before it if need be. It sends the
// raw key first, as a keyboard does, so that a page which takes the key is not typed into as well.
func (p *Page) Key(name string) {
	p.t.Helper()
	modifier, plain := chromedp.ModifierNone, name
	if rest, ok := strings.CutPrefix(name, "Control+"); ok {
		modifier, plain = chromedp.ModifierCtrl, rest
	} else if rest, ok := strings.CutPrefix(name, "Shift+"); ok {
		modifier, plain = chromedp.ModifierShift, rest
	}
	k, ok := keys()[plain]
	if !ok {
		p.t.Fatalf("there is no key %q", name)
	}
	press := input.DispatchKeyEventParams{
		Type: input.DispatchKeyEventTypeRawKeyDown, Key: plain, Code: plain, WindowsVirtualKeyCode: k.code, Modifiers: int64(modifier),
	}
	char, release := press, press
	char.Type, char.Text = input.DispatchKeyEventTypeChar, k.text
	release.Type = input.DispatchKeyEventTypeKeyUp
	steps := []action{command(input.DispatchKeyEvent, press)}
	if k.text != "" && modifier != chromedp.ModifierCtrl {
		steps = append(steps, command(input.DispatchKeyEvent, char))
	}
	p.run("press "+name, append(steps, command(input.DispatchKeyEvent, release))...)
}

// Focused is the accessible name of what has the focus.
func (p *Page) Focused() string {
	p.t.Helper()
	return Eval[string](p, `(document.activeElement?.getAttribute('aria-label') || document.activeElement?.textContent || '').trim()`)
}
