package page_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"drillbot/bot/sandbox/page"
)

func get(t *testing.T, h http.Handler, method, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestHeaders(t *testing.T) {
	h := page.Handler(page.Options{})
	for _, path := range []string{"/", "/page/main.js", "/page/page.css", "/page/favicon.svg", "/page/none.js"} {
		r := get(t, h, http.MethodGet, path)
		csp := r.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'", "base-uri 'none'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: policy %q lacks %q", path, csp, want)
			}
		}
		if strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q is unsafe", path, csp)
		}
		if got := r.Header.Get("X-Content-Type-Options"); got != "nosniff" {
			t.Errorf("%s: X-Content-Type-Options %q", path, got)
		}
	}
}

func TestContentTypes(t *testing.T) {
	h := page.Handler(page.Options{})
	for path, want := range map[string]string{
		"/": "text/html; charset=utf-8", "/page/main.js": "text/javascript; charset=utf-8",
		"/page/page.css": "text/css; charset=utf-8", "/page/favicon.svg": "image/svg+xml",
	} {
		r := get(t, h, http.MethodGet, path)
		if got := r.Header.Get("Content-Type"); r.StatusCode != http.StatusOK || got != want {
			t.Errorf("%s: status %d, type %q, want %q", path, r.StatusCode, got, want)
		}
	}
}

func TestUnknownPathsAndMethods(t *testing.T) {
	h := page.Handler(page.Options{})
	for _, path := range []string{"/nothing", "/page/", "/page/nothing.js", "/page/../page.go", "/static/main.js"} {
		if r := get(t, h, http.MethodGet, path); r.StatusCode == http.StatusOK {
			t.Errorf("%s is served", path)
		}
	}
	if r := get(t, h, http.MethodPost, "/"); r.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST / got %d", r.StatusCode)
	}
}

func TestCaching(t *testing.T) {
	h := page.Handler(page.Options{})
	first := get(t, h, http.MethodGet, "/page/main.js")
	etag := first.Header.Get("ETag")
	if etag == "" || first.Header.Get("Cache-Control") != "no-cache" {
		t.Fatalf("ETag %q, Cache-Control %q", etag, first.Header.Get("Cache-Control"))
	}
	if again := get(t, h, http.MethodGet, "/page/main.js", "If-None-Match", etag); again.StatusCode != http.StatusNotModified {
		t.Errorf("asked again with the ETag: %d", again.StatusCode)
	}
	other := get(t, page.Handler(page.Options{Title: "Other"}), http.MethodGet, "/")
	if other.Header.Get("ETag") == get(t, h, http.MethodGet, "/").Header.Get("ETag") {
		t.Error("two different pages share an ETag")
	}
}

func TestOptionsAreEscaped(t *testing.T) {
	got := body(t, get(t, page.Handler(page.Options{Title: "<b>", Start: `"><script>`}), http.MethodGet, "/"))
	if strings.Contains(got, "<b>") || strings.Contains(got, "<script>") {
		t.Errorf("an option became markup:\n%s", got)
	}
}

// The page must work under its own policy: no inline script or style, and no HTML parser for what bots and players write.
func TestSourcesKeepThePolicy(t *testing.T) {
	forbidden := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setAttribute\('style'|\bstyle="|<style|\son\w+="|https?://(?:cdn|unpkg|fonts)`)
	for name, source := range sources(t, "index.html", "static/*") {
		if found := forbidden.FindString(source); found != "" {
			t.Errorf("%s has %q", name, found)
		}
	}
}

func TestImportsExist(t *testing.T) {
	for name, source := range sources(t, "static/*.js") {
		for _, m := range regexp.MustCompile(`from '\./([^']+)'`).FindAllStringSubmatch(source, -1) {
			if _, err := os.Stat(filepath.Join("static", m[1])); err != nil {
				t.Errorf("%s imports %s: %v", name, m[1], err)
			}
		}
	}
}

func TestIconsExist(t *testing.T) {
	sprite := sources(t, "icons.svg")["icons.svg"]
	for name, source := range sources(t, "static/*.js") {
		for _, m := range regexp.MustCompile(`icon\('([a-z]+)'|icon: '([a-z]+)'`).FindAllStringSubmatch(source, -1) {
			if id := m[1] + m[2]; !strings.Contains(sprite, `id="icon-`+id+`"`) {
				t.Errorf("%s draws the icon %q, which is not in the sprite", name, id)
			}
		}
	}
}

func TestStringsAreComplete(t *testing.T) {
	words := strings.SplitN(sources(t, "static/strings.js")["static/strings.js"], "\n};", 2)[0]
	line := regexp.MustCompile(`(?m)^  (\w+): \['((?:[^'\\]|\\.)+)', '((?:[^'\\]|\\.)+)'\],$`)
	rows := line.FindAllStringSubmatch(words, -1)
	if entries := strings.Count(words, "\n  "); entries != len(rows) {
		t.Errorf("%d of %d lines have a text in both languages", len(rows), entries)
	}
	quoted, known := quotedWords(t), map[string]bool{}
	for _, row := range rows {
		key, en, zh := row[1], row[2], row[3]
		known[key] = true
		if !sameHoles(en, zh) {
			t.Errorf("%s: %q and %q have different places to fill", key, en, zh)
		}
		if !quoted[key] {
			t.Errorf("%s is used nowhere", key)
		}
	}
	for _, m := range regexp.MustCompile(`\bt\('(\w+)'`).FindAllStringSubmatch(allSources(t), -1) {
		if !known[m[1]] {
			t.Errorf("%s has no text", m[1])
		}
	}
}

// quotedWords are all quoted words of the modules: keys are also handed around, as in ['tooLong', …].
func quotedWords(t *testing.T) map[string]bool {
	t.Helper()
	used := map[string]bool{}
	for name, source := range sources(t, "static/*.js") {
		if strings.HasSuffix(name, "strings.js") {
			source = source[strings.Index(source, "\n};"):]
		}
		for _, m := range regexp.MustCompile(`'(\w+)'`).FindAllStringSubmatch(source, -1) {
			used[m[1]] = true
		}
	}
	return used
}

func allSources(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, source := range sources(t, "static/*.js") {
		b.WriteString(source)
	}
	return b.String()
}

func sameHoles(a, b string) bool {
	holes := func(text string) map[string]bool {
		out := map[string]bool{}
		for _, hole := range regexp.MustCompile(`\{\w+\}`).FindAllString(text, -1) {
			out[hole] = true
		}
		return out
	}
	first, second := holes(a), holes(b)
	for hole := range first {
		if !second[hole] {
			return false
		}
	}
	return len(first) == len(second)
}

func sources(t *testing.T, patterns ...string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, pattern := range patterns {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			out[name] = string(b)
		}
	}
	return out
}
