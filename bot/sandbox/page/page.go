// Package page is the sandbox's web page: a person opens it and is a player.
//
// The page is a client like any other of the sandbox: it lists players and servers with GET /sandbox/state and then speaks as
// Discord's own client does, so it needs the sandbox's doors on its own origin (/api/v9/, /gateway/, /sandbox/) and nothing else.
// It is static: one template, ES modules and a style sheet, embedded, with no build step and no source from elsewhere.
//
//	static/main.js        boot: settings, session, views
//	static/session.js     who plays where; the one place that talks to the sandbox
//	static/api.js gateway.js interaction.js     requests, events and payloads
//	static/markdown.js commands.js time.js      pure: text in, values out (tested under node, jstest/)
//	static/strings.js     every word of the page, English and Chinese side by side
//	static/*.js           one file per thing on the screen
package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed index.html icons.svg static
var files embed.FS

// policy lets the page run its own modules and styles only. Pictures may come from anywhere by https, because a bot's embed may
// name any; nothing may frame the page, and no markup can bring a script or a style along.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: https:; media-src 'self'; " +
	"connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

// Options says what the page is called and where a new player begins. The zero value is ready for use.
type Options struct {
	Title string // shown in the tab; default "Sandbox"
	Start string // name of the slash command that the first-visit hint sends, e.g. "drill"; empty for no hint
}

// Handler serves the page at "/" and its parts below "/page/"; it answers 404 for everything else. Safe for concurrent use.
func Handler(o Options) http.Handler {
	if o.Title == "" {
		o.Title = "Sandbox"
	}
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", asset("index.html", index(o)))
	parts, _ := fs.Sub(files, "static") // the name is valid, so there is no error
	entries, _ := fs.ReadDir(parts, ".")
	for _, e := range entries {
		body, _ := fs.ReadFile(parts, e.Name()) // embedded
		mux.Handle("GET /page/"+e.Name(), asset(e.Name(), body))
	}
	return guard(mux)
}

// index renders the one document of the page. It carries the icons, so that they are there when the sandbox is not. The embedded
// template is checked by the tests.
func index(o Options) []byte {
	var b bytes.Buffer
	icons, _ := files.ReadFile("icons.svg") // embedded
	t := template.Must(template.ParseFS(files, "index.html"))
	if err := t.Execute(&b, struct {
		Options
		Icons template.HTML
	}{o, template.HTML(icons)}); err != nil {
		return []byte(err.Error())
	}
	return b.Bytes()
}

// guard sets the headers that every answer carries.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// asset serves one body. Modules import one another by plain names, so a browser asks again each time and is told 304: a new binary is
// never shown with an old module.
func asset(name string, body []byte) http.Handler {
	sum := sha256.Sum256(body)
	etag := fmt.Sprintf("%q", base64.RawURLEncoding.EncodeToString(sum[:12]))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentType(name))
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("ETag", etag)
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
	})
}

// contentType does not ask the machine's own table first, because some map .js to text/plain and browsers refuse such modules.
func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".css":
		return "text/css; charset=utf-8"
	default:
		t := mime.TypeByExtension(ext)
		if strings.HasPrefix(t, "text/html") {
			return "text/html; charset=utf-8"
		}
		return t
	}
}
