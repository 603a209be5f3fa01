package rule

import (
	"strings"
	"unicode/utf8"

	"drillbot/bot/sandbox/wire"
)

// MaxEmbedText is the most text that all embeds of one message may hold.
const MaxEmbedText = 6000

// Embeds checks a message's embeds.
func Embeds(path string, embeds []wire.Embed) Faults {
	var f Faults
	if len(embeds) > 10 {
		f.count(path, len(embeds), 0, 10)
	}
	total := 0
	for i := range embeds {
		f.embed(join(path, i), &embeds[i])
		total += embedText(&embeds[i])
	}
	if total > MaxEmbedText {
		f.Add(path, "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")
	}
	return f
}

func (f *Faults) embed(path string, e *wire.Embed) {
	f.length(join(path, "title"), e.Title, 0, 256)
	f.length(join(path, "description"), e.Description, 0, 4096)
	if len(e.Fields) > 25 {
		f.count(join(path, "fields"), len(e.Fields), 0, 25)
	}
	for i, field := range e.Fields {
		f.length(join(path, "fields", i, "name"), strings.TrimSpace(field.Name), 1, 256)
		f.length(join(path, "fields", i, "value"), strings.TrimSpace(field.Value), 1, 1024)
	}
	f.embedEdges(path, e)
	f.links(path, e)
}

func (f *Faults) embedEdges(path string, e *wire.Embed) {
	if e.Footer != nil {
		f.length(join(path, "footer", "text"), e.Footer.Text, 0, 2048)
	}
	if e.Author != nil {
		f.length(join(path, "author", "name"), e.Author.Name, 1, 256)
	}
	if e.Color < 0 || e.Color > 0xFFFFFF {
		f.Add(join(path, "color"), "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.")
	}
}

func (f *Faults) links(path string, e *wire.Embed) {
	f.link(join(path, "url"), e.URL, false)
	if e.Image != nil {
		f.link(join(path, "image", "url"), e.Image.URL, true)
	}
	if e.Thumbnail != nil {
		f.link(join(path, "thumbnail", "url"), e.Thumbnail.URL, true)
	}
}

// link checks the scheme of a URL; files of the same message are "attachment://name".
func (f *Faults) link(path, url string, file bool) {
	if url == "" || strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		return
	}
	if file && strings.HasPrefix(url, "attachment://") {
		return
	}
	f.Add(path, "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https').")
}

func embedText(e *wire.Embed) int {
	n := size(e.Title) + size(e.Description)
	for _, field := range e.Fields {
		n += size(field.Name) + size(field.Value)
	}
	if e.Footer != nil {
		n += size(e.Footer.Text)
	}
	if e.Author != nil {
		n += size(e.Author.Name)
	}
	return n
}

func size(text string) int { return utf8.RuneCountInString(strings.TrimSpace(text)) }
