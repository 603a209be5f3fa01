package quiz

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// DeckEntry is a question of a server's own deck. It is retired, never deleted: players' histories hang on it.
type DeckEntry struct {
	Server   uint64
	N        uint32   // its number in the deck, from 1
	Question Question // as it is now; untrusted
	Retired  bool     // it is asked no more
	By       uint64   // who suggested it; 0 once they had their data deleted
	Case     uint64   // the suggestion that brought it …
	Item     int      // … and its place there
	At       time.Time
	Past     []Question // what it was before, oldest first; at most mostPast
}

// The bounds of a deck.
const (
	MaxDeck  = 500 // entries, retired ones included
	mostPast = 8   // versions that stay answerable
)

// Questions says what a server asks; "" is both.
type Questions string

// The choices besides both.
const (
	OnlyBank Questions = "bank"
	OnlyDeck Questions = "deck"
)

// OwnTopic is the topic of a deck's questions that name none of the bank's.
const OwnTopic = "own"

// ownTopic is OwnTopic with its title.
func ownTopic() Topic {
	return Topic{ID: OwnTopic, Title: Text{EN: "This server's own questions", ZH: "本服务器的题目"}}
}

// DeckID is the id of the n-th question of a server's deck. It has dots, which no id of a bank has,
// and the server, so that it is nobody else's.
func DeckID(server uint64, n uint32) string {
	return fmt.Sprintf("own.%d.%s", n, strconv.FormatUint(server, 36))
}

// PortableID is the id of a question in a file: one of a deck without the dots, which no file takes.
func PortableID(id string) string { return strings.ReplaceAll(id, ".", "-") }

// versionOf is 8 hex digits that change whenever the content does.
func versionOf(q Question) string {
	q.Version = ""
	text, _ := json.Marshal(q) // strings, finite numbers and lists of them
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:4])
}

// With returns the bank of a server that asks questions of b, of a deck, or of both. What it asks no more,
// retired entries and earlier versions included, is still known by its version.
func (b *Bank) With(deck []DeckEntry, choice Questions) *Bank {
	var live, gone []Question
	for _, e := range deck {
		gone = append(gone, e.Past...)
		if e.Retired || choice == OnlyBank {
			gone = append(gone, e.Question)
			continue
		}
		live = append(live, e.Question)
	}
	if choice == OnlyDeck {
		gone = append(gone, b.Questions...)
	} else {
		live = append(live, b.Questions...)
	}
	topics := b.Topics
	if !slices.ContainsFunc(topics, func(t Topic) bool { return t.ID == OwnTopic }) {
		topics = append(slices.Clone(topics), ownTopic())
	}
	known := b.sources()
	out := NewBank(topics, b.Panels, cited(live, known))
	for v, q := range b.past {
		out.past[v] = q
	}
	for _, q := range cited(gone, known) {
		out.past[version{q.ID, q.Version}] = q
	}
	return out
}

// sources are those that the bank cites, by key.
func (b *Bank) sources() map[string]Source {
	out := map[string]Source{}
	for _, q := range b.Questions {
		for _, s := range q.Sources {
			out[s.Key] = s
		}
	}
	return out
}

// cited returns the questions with no source but those that are known: a title or an address that a
// player wrote is shown to nobody.
func cited(list []Question, known map[string]Source) []Question {
	out := slices.Clone(list)
	for i := range out {
		var sources []Source
		for _, s := range out[i].Sources {
			if whole, ok := known[s.Key]; ok {
				sources = append(sources, whole)
			}
		}
		out[i].Sources = sources
	}
	return out
}

// mostBanks is how many servers' banks are kept in memory.
const mostBanks = 128

// banks keeps the banks of servers that have a deck. The zero banks is empty.
type banks struct {
	mu   sync.Mutex
	made map[uint64]serverBank
}

// serverBank is a bank with what it was made of.
type serverBank struct {
	base     *Bank
	choice   Questions
	revision uint64
	bank     *Bank
}

func (b *banks) get(s Server, base *Bank) (*Bank, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	have, ok := b.made[s.ID]
	if !ok || have.base != base || have.choice != s.Questions || have.revision != s.Revision {
		return nil, false
	}
	return have.bank, true
}

func (b *banks) put(s Server, base, made *Bank) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.made == nil {
		b.made = map[uint64]serverBank{}
	}
	for id := range b.made {
		if len(b.made) < mostBanks {
			break
		}
		delete(b.made, id)
	}
	b.made[s.ID] = serverBank{base, s.Questions, s.Revision, made}
}

// BankOf returns the bank that a server asks from: the shared one in direct messages, 0, and where
// there is no deck.
func (d *Drill) BankOf(ctx context.Context, server uint64) (*Bank, error) {
	if server == 0 {
		return d.Bank(), nil
	}
	s, err := d.Settings(ctx, server)
	if err != nil {
		return nil, err
	}
	return d.BankFor(ctx, s)
}

// BankFor is BankOf for settings that are at hand.
func (d *Drill) BankFor(ctx context.Context, s Server) (*Bank, error) {
	base := d.Bank()
	if s.ID == 0 || s.Revision == 0 && s.Questions != OnlyDeck {
		return base, nil
	}
	if have, ok := d.decks.get(s, base); ok {
		return have, nil
	}
	deck, err := d.Deck(ctx, s.ID)
	if err != nil {
		return nil, err
	}
	made := base.With(deck, s.Questions)
	d.decks.put(s, base, made)
	return made, nil
}

// Deck returns the entries of a server's deck by number.
func (d *Drill) Deck(ctx context.Context, server uint64) ([]DeckEntry, error) {
	var out []DeckEntry
	for e, err := range d.Store.Deck(ctx, server) {
		if err != nil {
			return nil, fmt.Errorf("deck of server %d: %w", server, err)
		}
		out = append(out, e)
	}
	return out, nil
}

// EntryOf returns the entry of a server's deck whose question has the id, in the form of a file
// or without the server too. The error
// may be ErrUnknown: of another server's deck nothing is known.
func (d *Drill) EntryOf(ctx context.Context, server uint64, id string) (DeckEntry, error) {
	deck, err := d.Deck(ctx, server)
	if err != nil {
		return DeckEntry{}, err
	}
	i := slices.IndexFunc(deck, func(e DeckEntry) bool {
		return e.Question.ID == id || PortableID(e.Question.ID) == id || strings.HasPrefix(e.Question.ID, id+".") && strings.Contains(id, ".")
	})
	if i < 0 || server == 0 {
		return DeckEntry{}, ErrUnknown
	}
	return deck[i], nil
}

// Edit gives an entry of a deck another text on behalf of a moderator; id is the interaction that asked for
// it. What was open stays answerable as it was. The error may be Flaws.
func (d *Drill) Edit(ctx context.Context, id, by, server uint64, n uint32, q Question) (DeckEntry, error) {
	q, err := d.Checked(q)
	if err != nil {
		return DeckEntry{}, err
	}
	return d.changeEntry(ctx, id, by, server, n, func(e *DeckEntry) { e.replace(q) })
}

// Retire takes an entry of a deck out of what is asked, or puts it back.
func (d *Drill) Retire(ctx context.Context, id, by, server uint64, n uint32, retired bool) (DeckEntry, error) {
	return d.changeEntry(ctx, id, by, server, n, func(e *DeckEntry) { e.Retired = retired })
}

// replace makes q the entry's question, and keeps the one before.
func (e *DeckEntry) replace(q Question) {
	q.ID = DeckID(e.Server, e.N)
	q.Version = versionOf(q)
	if q.Version == e.Question.Version {
		return
	}
	if e.Question.Version != "" {
		e.Past = append(e.Past, e.Question)
		e.Past = e.Past[max(0, len(e.Past)-mostPast):]
	}
	e.Question = q
}

// state is what a server's log says of an entry.
func (e *DeckEntry) state() string {
	switch {
	case e.Question.Version == "":
		return ""
	case e.Retired:
		return "retired"
	default:
		return "asked"
	}
}

// changeEntry changes an entry, a new one where n is 0, and notes it in the server's log. The revision
// tells every process that the deck is another one.
func (d *Drill) changeEntry(ctx context.Context, id, by, server uint64, n uint32, change func(*DeckEntry)) (DeckEntry, error) {
	now := d.Now()
	e, err := d.Store.UpdateDeck(ctx, server, n, func(e *DeckEntry, s *Server) ([]Change, error) {
		if e.N > MaxDeck {
			return nil, ErrDeckFull
		}
		before := e.state()
		change(e)
		e.At, s.Revision = now, id
		return []Change{{
			ID: id, At: now, Server: server, By: by, What: ChangedDeck, From: before, To: e.state(), Reason: e.Question.ID,
		}}, nil
	})
	if err != nil {
		return e, fmt.Errorf("deck of server %d: %w", server, err)
	}
	return e, nil
}
