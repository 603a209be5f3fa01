package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/text"
	"drillbot/bot/view"
	"drillbot/quiz"
)

// Exchange reads and writes questions in the formats of other programs, of which the bot knows nothing
// but their names. Where it is zero there are no files to import or export.
type Exchange struct {
	// Read reads the questions of a file whose name tells the format, in the language for formats that
	// name none. The data is untrusted. What it cannot take it tells item by item, in that language too.
	Read func(name string, data []byte, l quiz.Lang) ([]quiz.Question, []Note, error)
	// Merge returns the question old with what the read one says in place of its own.
	Merge func(old, read quiz.Question) quiz.Question
	// Write writes questions in the format of that name, and tells what it cannot carry in the language.
	Write func(w io.Writer, format string, questions []quiz.Question, l quiz.Lang) ([]Note, error)
}

// Note tells what became of an item of a file.
type Note struct {
	Item int    // from 1; 0 for the file
	ID   string // of its question, where it has one
	Msg  string
	Out  bool // it is left out
}

// The bounds of fetching a file.
const (
	largestImport = 1 << 20 // bytes
	fetchTime     = 10 * time.Second
)

// fileFormats are what /question export writes: names that Exchange knows, with the ending of the file's.
func fileFormats() [][2]string {
	return [][2]string{
		{"json", ".json"}, {"markdown", ".md"}, {"csv", ".csv"}, {"tsv", ".tsv"}, {"anki", ".txt"}, {"moodle", ".xml"}, {"gift", ".gift"}, {"aiken", ".aiken"},
	}
}

// fileCommands are the subcommands of /question with files.
func fileCommands(c, z text.Deck) []*discordgo.ApplicationCommandOption {
	file := option(discordgo.ApplicationCommandOptionAttachment, "file", c.File, z.File)
	file.Required = true
	format := option(discordgo.ApplicationCommandOptionString, "format", c.Format, z.Format)
	for _, f := range fileFormats() {
		format.Choices = append(format.Choices, fixed(f[0], f[0], f[0]))
	}
	return []*discordgo.ApplicationCommandOption{subcommand(c.Import, z.Import, file), subcommand(c.ToFile, z.ToFile, format)}
}

// errNoFile says that an attachment cannot be fetched, errBadFile that it has no questions.
var (
	errNoFile  = errors.New("no such file, or too large")
	errBadFile = errors.New("no questions can be read")
)

// importFile is /question import: a dry run, and a button to hand in what is good.
func (b *Bot) importFile(ctx context.Context, r *request) (reply, error) {
	if r.server == 0 {
		return reply{}, errNoServer
	}
	if b.options.Exchange.Read == nil {
		return reply{}, errBadFile
	}
	at, err := r.attachment("file")
	if err != nil {
		return reply{}, err
	}
	if err := b.drill.MaySuggest(ctx, r.server, r.player, r.moderates()); err != nil {
		return reply{}, err
	}
	return think(false, func(ctx context.Context) view.Message {
		m, err := b.dryRun(ctx, r, at)
		if err != nil {
			return b.problem(r, err).message
		}
		return m
	}, nil), nil
}

// attachment is the file of an option.
func (r *request) attachment(name string) (*discordgo.MessageAttachment, error) {
	if r.command.Resolved == nil {
		return nil, errNoFile
	}
	at := r.command.Resolved.Attachments[r.text(name)]
	if at == nil || at.Size > largestImport {
		return nil, errNoFile
	}
	return at, nil
}

// dryRun reads a file and keeps what is good of it as a draft.
func (b *Bot) dryRun(ctx context.Context, r *request, at *discordgo.MessageAttachment) (view.Message, error) {
	data, err := b.fetch(ctx, at.URL)
	if err != nil {
		return view.Message{}, err
	}
	read, notes, err := b.options.Exchange.Read(at.Filename, data, r.lang)
	if err != nil {
		b.log.Info("file not read", "interaction", r.ID, "error", err)
		return view.Message{}, errBadFile
	}
	deck, err := b.drill.Deck(ctx, r.server)
	if err != nil {
		return view.Message{}, err
	}
	good, items := b.sift(r, deck, read, notes)
	if len(good) > 0 {
		c := quiz.Case{ID: r.id, Server: r.server, Player: r.player, Lang: r.lang, Questions: good, State: quiz.Draft}
		if _, err := b.drill.Suggest(ctx, c, r.moderates()); err != nil {
			return view.Message{}, err
		}
	}
	return r.voice.Report(at.Filename, len(good), items, r.id), nil
}

// sift parts the questions that a deck may take from those that have flaws. One with the id of an entry is laid
// over that; every other one is new, whatever its id.
func (b *Bot) sift(r *request, deck []quiz.DeckEntry, read []quiz.Question, notes []Note) (good []quiz.Question, items []view.Item) {
	out := map[int]bool{}
	for _, n := range notes {
		items = append(items, view.Item{N: n.Item, ID: n.ID, What: n.Msg, Out: n.Out})
		out[n.Item] = out[n.Item] || n.Out
	}
	at := 0
	for _, q := range read {
		for at++; out[at]; at++ { // items that are left out have no question
		}
		item := view.Item{N: at, ID: q.ID}
		i := slices.IndexFunc(deck, func(e quiz.DeckEntry) bool { return quiz.PortableID(e.Question.ID) == q.ID })
		if q.ID = ""; i >= 0 {
			q = b.options.Exchange.Merge(deck[i].Question, q)
			q.ID, item.What = deck[i].Question.ID, r.voice.Strings.Deck.Updates
		}
		checked, err := b.drill.Checked(q)
		if len(good) == quiz.MaxImport {
			err = quiz.Flaws{{Where: quiz.WhereFile, What: quiz.FlawMany}}
		}
		if !errors.As(err, &item.Flaws) {
			good = append(good, checked)
		}
		if item.Out = len(item.Flaws) > 0; item.Out || item.What != "" {
			items = append(items, item)
		}
	}
	slices.SortStableFunc(items, func(x, y view.Item) int { return x.N - y.N })
	return good, items
}

// fetch gets an attachment from where Discord keeps them, and from nowhere else.
func (b *Bot) fetch(ctx context.Context, address string) ([]byte, error) {
	if !b.trusted(address) {
		return nil, fmt.Errorf("%w: not on Discord's own host", errNoFile)
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errNoFile
	}
	c := &http.Client{Transport: b.options.Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return errNoFile }}
	resp, err := c.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoFile, bare(err))
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, largestImport+1))
	if err != nil || resp.StatusCode != http.StatusOK || len(data) > largestImport {
		return nil, fmt.Errorf("%w: status %d, %d bytes, %v", errNoFile, resp.StatusCode, len(data), err)
	}
	return data, nil
}

// trusted reports whether an address is one of Discord's attachments, or of the sandbox that stands in for it.
func (b *Bot) trusted(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || path.Clean(u.Path) != u.Path {
		return false
	}
	if !strings.HasPrefix(u.Path, "/attachments/") && !strings.HasPrefix(u.Path, "/ephemeral-attachments/") {
		return false
	}
	host := u.Scheme + "://" + u.Host
	return host == "https://cdn.discordapp.com" || host == "https://media.discordapp.net" || b.options.Files != "" && host == b.options.Files
}

// handInFile is the button below a dry run.
func (b *Bot) handInFile(ctx context.Context, r *request) (reply, error) {
	c, err := b.drill.HandIn(ctx, r.server, r.player, r.state.Owner)
	if errors.Is(err, quiz.ErrSeen) {
		return reply{}, errClosed
	}
	if err != nil {
		return reply{}, err
	}
	rep := b.handedIn(r, c)
	rep.kind = discordgo.InteractionResponseUpdateMessage
	return rep, nil
}

// exportDeck is /question export: what is asked, as a file.
func (b *Bot) exportDeck(ctx context.Context, r *request) (reply, error) {
	if b.options.Exchange.Write == nil {
		return reply{}, errBadFile
	}
	deck, err := b.drill.Deck(ctx, r.server)
	if err != nil {
		return reply{}, err
	}
	var questions []quiz.Question
	for _, e := range deck {
		if q := e.Question; !e.Retired {
			q.ID = quiz.PortableID(q.ID)
			questions = append(questions, q)
		}
	}
	formats := fileFormats()
	i := max(0, slices.IndexFunc(formats, func(f [2]string) bool { return f[0] == r.text("format") }))
	var out bytes.Buffer
	notes, err := b.options.Exchange.Write(&out, formats[i][0], questions, r.lang)
	if err != nil {
		return reply{}, err
	}
	if out.Len() > largestFile {
		return say(r.voice.TooLarge(), false), nil
	}
	items := make([]view.Item, len(notes))
	for i, n := range notes {
		items[i] = view.Item{N: n.Item, ID: n.ID, What: n.Msg, Out: n.Out}
	}
	return say(r.voice.DeckFile(len(questions), items, view.File{Name: "deck" + formats[i][1], Type: "text/plain; charset=utf-8", Data: out.Bytes()}), false), nil
}
