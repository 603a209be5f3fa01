package sandbox

import (
	"bytes"
	"image"
	_ "image/gif"  // sizes of pictures
	_ "image/jpeg" // sizes of pictures
	_ "image/png"  // sizes of pictures
	"mime"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"drillbot/bot/sandbox/wire"
)

// takeFiles stores the files of a request and returns what the message will
// have: those kept of old (all, when the list is absent) and the new ones.
func (c *call) takeFiles(m *message, list *[]wire.Attachment, old []wire.Attachment) ([]wire.Attachment, error) {
	out := []wire.Attachment{}
	described := map[string]wire.Attachment{}
	if list == nil {
		out = append(out, old...)
	} else {
		for _, a := range *list {
			described[a.ID] = a
			out = append(out, kept(old, a)...)
		}
	}
	for i, up := range c.files {
		at, err := c.keepFile(m.ChannelID, up)
		if err != nil {
			return nil, err
		}
		note := described[fileNumber(up.field, i)]
		at.Description, at.Filename = note.Description, orElse(cleanName(note.Filename), at.Filename)
		at.Ephemeral = m.Ephemeral()
		out = append(out, at)
	}
	return out, nil
}

func kept(old []wire.Attachment, a wire.Attachment) []wire.Attachment {
	for _, have := range old {
		if have.ID == a.ID {
			if a.Description != "" {
				have.Description = a.Description
			}
			return []wire.Attachment{have}
		}
	}
	return nil
}

// fileNumber is the N of "files[N]" or "fileN", else the position.
func fileNumber(field string, position int) string {
	digits := strings.Trim(strings.TrimLeft(field, "files"), "[]")
	if digits == "" {
		return strings.Repeat("0", 1-min(1, position))
	}
	return digits
}

// cleanName does to a file name what Discord does.
func cleanName(name string) string {
	name = filepath.Base(strings.ReplaceAll(name, "\\", "/"))
	if name == "." || name == "/" {
		return ""
	}
	return regexp.MustCompile(`[^\p{L}\p{N}._-]+`).ReplaceAllString(name, "_")
}

// keepFile stores an upload and returns it as an attachment.
func (c *call) keepFile(channelID string, up upload) (wire.Attachment, error) {
	id, name := c.nextID(), cleanName(up.name)
	if err := c.storeFile(id, up.data); err != nil {
		return wire.Attachment{}, err
	}
	address := c.URL() + "/attachments/" + channelID + "/" + id + "/" + url.PathEscape(name)
	at := wire.Attachment{ID: id, Filename: name, Size: len(up.data), URL: address, ProxyURL: address, ContentType: contentType(up)}
	if size, _, err := image.DecodeConfig(bytes.NewReader(up.data)); err == nil {
		at.Width, at.Height = &size.Width, &size.Height
	}
	return at, nil
}

func contentType(up upload) string {
	if kind := mime.TypeByExtension(filepath.Ext(up.name)); kind != "" {
		return kind
	}
	if up.kind != "" {
		return up.kind
	}
	return http.DetectContentType(up.data)
}

// placeFiles resolves "attachment://name" in embeds and components; a file
// shown there is no attachment of its own.
func placeFiles(m *message, files []wire.Attachment) {
	p := &placer{files: files, used: map[string]bool{}}
	for i := range m.Embeds {
		p.embed(&m.Embeds[i])
	}
	wire.Walk(m.Components, func(c *wire.Component) bool {
		p.component(c)
		return true
	})
	m.Attachments, m.Hidden = []wire.Attachment{}, nil
	for _, f := range files {
		if p.used[f.ID] {
			m.Hidden = append(m.Hidden, f)
			continue
		}
		m.Attachments = append(m.Attachments, f)
	}
}

type placer struct {
	files []wire.Attachment
	used  map[string]bool
}

// find returns the file behind an address: by name, or placed earlier.
func (p *placer) find(address string) *wire.Attachment {
	name, byName := strings.CutPrefix(address, "attachment://")
	for i := range p.files {
		f := &p.files[i]
		if byName && f.Filename == cleanName(name) || address == f.URL {
			p.used[f.ID] = true
			return f
		}
	}
	return nil
}

func (p *placer) embed(e *wire.Embed) {
	for _, media := range []*wire.EmbedMedia{e.Image, e.Thumbnail} {
		if media == nil {
			continue
		}
		if f := p.find(media.URL); f != nil {
			media.URL, media.ProxyURL = f.URL, f.ProxyURL
			if f.Width != nil {
				media.Width, media.Height = *f.Width, *f.Height
			}
		}
	}
	if e.Footer != nil {
		p.icon(&e.Footer.IconURL)
	}
	if e.Author != nil {
		p.icon(&e.Author.IconURL)
	}
}

func (p *placer) icon(address *string) {
	if f := p.find(*address); f != nil {
		*address = f.URL
	}
}

func (p *placer) component(c *wire.Component) {
	list := []*wire.Media{c.Media, c.File}
	for i := range c.Items {
		list = append(list, &c.Items[i].Media)
	}
	for _, media := range list {
		if media == nil {
			continue
		}
		if f := p.find(media.URL); f != nil {
			media.URL, media.ProxyURL, media.ContentType = f.URL, f.ProxyURL, f.ContentType
			media.Width, media.Height = f.Width, f.Height
			if c.File != nil {
				c.Name, c.Size = f.Filename, f.Size
			}
		}
	}
}

// serveFile answers GET /attachments/{channel}/{id}/{name}, Discord's CDN.
func (sb *Sandbox) serveFile(w http.ResponseWriter, r *http.Request) {
	data, err := sb.loadFile(r.PathValue("id"))
	if err != nil {
		sendFailure(w, errNotFound())
		return
	}
	kind := mime.TypeByExtension(filepath.Ext(r.PathValue("name")))
	if kind == "" || strings.HasPrefix(kind, "text/html") || strings.Contains(kind, "svg") {
		kind = "application/octet-stream"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "private, max-age=31536000, immutable")
	_, _ = w.Write(data)
}

func (sb *Sandbox) storeFile(id string, data []byte) error {
	if sb.opts.Dir == "" {
		sb.files[id] = data
		return nil
	}
	return os.WriteFile(sb.filePath(id), data, 0o600)
}

func (sb *Sandbox) loadFile(id string) ([]byte, error) {
	if !snowflake(id) {
		return nil, os.ErrNotExist
	}
	if sb.opts.Dir != "" {
		return os.ReadFile(sb.filePath(id))
	}
	sb.mu.Lock()
	defer sb.mu.Unlock()
	data, ok := sb.files[id]
	if !ok {
		return nil, os.ErrNotExist
	}
	return data, nil
}

func (sb *Sandbox) filePath(id string) string { return filepath.Join(sb.opts.Dir, "files", id) }
