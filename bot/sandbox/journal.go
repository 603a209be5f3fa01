package sandbox

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The folder of Options.Dir:
//
//	world.jsonl     one JSON record a line, the latest of a kind and id wins
//	  {"drillbot-sandbox":1}                  first line: the schema version
//	  {"k":"player","id":"12…","v":{…}}       an entity as it is now
//	  {"k":"message","id":"15…"}              no v: it was deleted
//	files/ID        the bytes of attachment ID
//
// A record is in the file before the request that caused it is answered, so
// kill -9 loses nothing that anybody was told. A half-written last line is
// dropped; any other damage and any newer version are refused. Opening
// rewrites the file without what was superseded.

// journalVersion is the schema version written and the only one read.
const journalVersion = 1

const (
	kindApp         = "app"
	kindUser        = "user"
	kindPlayer      = "player"
	kindGuild       = "guild"
	kindChannel     = "channel"
	kindMessage     = "message"
	kindCommand     = "command"
	kindInteraction = "interaction"
	kindModal       = "modal"
)

type record struct {
	Kind  string          `json:"k"`
	ID    string          `json:"id"`
	Value json.RawMessage `json:"v,omitempty"`
}

type header struct {
	Version int `json:"drillbot-sandbox"`
}

// journal is the open file; without a folder it swallows everything.
type journal struct {
	file    *os.File
	pending bytes.Buffer
	err     error
}

// put notes that an entity is new or changed; nil says deleted.
func (j *journal) put(kind, id string, v any) {
	if j.file == nil {
		return
	}
	line, err := encode(kind, id, v)
	if err != nil {
		j.err = errors.Join(j.err, err)
		return
	}
	j.pending.Write(line)
}

func encode(kind, id string, v any) ([]byte, error) {
	r := record{Kind: kind, ID: id}
	if v != nil {
		raw, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("encode %s %s: %w", kind, id, err)
		}
		r.Value = raw
	}
	line, err := json.Marshal(r)
	return append(line, '\n'), err
}

// flush hands what was put to the operating system.
func (j *journal) flush() error {
	if j.file == nil || j.pending.Len() == 0 {
		return j.err
	}
	_, err := j.file.Write(j.pending.Bytes())
	j.pending.Reset()
	return errors.Join(j.err, err)
}

func (j *journal) close() error {
	if j.file == nil {
		return nil
	}
	err := errors.Join(j.flush(), j.file.Close())
	j.file = nil
	return err
}

// readJournal calls load for each record of the file; it reports false when
// there is no file yet.
func readJournal(path string, load func(record) error) (bool, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("open the sandbox's world: %w", err)
	}
	defer f.Close()
	return true, readLines(path, bufio.NewReader(f), load)
}

func readLines(path string, in *bufio.Reader, load func(record) error) error {
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) && n > 1 {
			return nil // the end, or a last line cut short by a crash
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read %s: %w", path, err)
		}
		if n == 1 {
			err = checkHeader(line)
		} else {
			err = loadLine(line, load)
		}
		if err != nil {
			return fmt.Errorf("%s line %d: %w; move the file away to start afresh", path, n, err)
		}
	}
}

func checkHeader(line []byte) error {
	var h header
	if json.Unmarshal(line, &h) != nil || h.Version == 0 {
		return ErrCorrupt
	}
	if h.Version > journalVersion {
		return fmt.Errorf("version %d: %w", h.Version, ErrNewer)
	}
	return nil
}

func loadLine(line []byte, load func(record) error) error {
	var r record
	if err := json.Unmarshal(line, &r); err != nil || r.Kind == "" {
		return ErrCorrupt
	}
	return load(r)
}

// open reads the folder's world, if any, and rewrites it compactly.
func (sb *Sandbox) openJournal(dir string) (found bool, err error) {
	if err := os.MkdirAll(filepath.Join(dir, "files"), 0o700); err != nil {
		return false, fmt.Errorf("make the sandbox's folder: %w", err)
	}
	path := filepath.Join(dir, "world.jsonl")
	found, err = readJournal(path, sb.load)
	if err != nil {
		return found, err
	}
	sb.index()
	return found, sb.rewrite(path)
}

// load takes one record into the world.
func (sb *Sandbox) load(r record) error {
	sb.seen(r.ID)
	switch r.Kind {
	case kindApp:
		return json.Unmarshal(r.Value, &sb.app)
	case kindUser:
		return loadInto(sb.users, r)
	case kindPlayer:
		return loadInto(sb.players, r)
	case kindGuild:
		return loadInto(sb.guilds, r)
	case kindChannel:
		return loadInto(sb.channels, r)
	case kindMessage:
		return loadInto(sb.messages, r)
	case kindCommand:
		return loadInto(sb.commands, r)
	case kindInteraction:
		return loadInto(sb.interactions, r)
	case kindModal:
		return loadInto(sb.modals, r)
	}
	return fmt.Errorf("record of kind %q: %w", r.Kind, ErrCorrupt)
}

func loadInto[V any](m map[string]*V, r record) error {
	if r.Value == nil {
		delete(m, r.ID)
		return nil
	}
	v := new(V)
	m[r.ID] = v
	if err := json.Unmarshal(r.Value, v); err != nil {
		return fmt.Errorf("%s %s: %w", r.Kind, r.ID, errors.Join(ErrCorrupt, err))
	}
	return nil
}

// index rebuilds what is not stored.
func (sb *Sandbox) index() {
	for _, p := range sb.players {
		sb.byToken[p.Token] = p
	}
	for _, it := range sb.interactions {
		sb.byKey[it.Token] = it
	}
	for _, id := range sortedIDs(sb.channels) {
		sb.adopt(sb.channels[id])
	}
	for _, g := range sb.guilds {
		slices.SortStableFunc(g.channels, func(a, b string) int { return sb.channels[a].Position - sb.channels[b].Position })
	}
	for _, id := range sortedIDs(sb.messages) {
		if ch := sb.channels[sb.messages[id].ChannelID]; ch != nil {
			ch.order = append(ch.order, id)
		}
	}
}

// rewrite replaces the file by one record an entity and keeps it open.
func (sb *Sandbox) rewrite(path string) error {
	f, err := os.OpenFile(path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("rewrite the sandbox's world: %w", err)
	}
	sb.journal = journal{file: f}
	line, _ := json.Marshal(header{journalVersion})
	sb.pending.Write(append(line, '\n'))
	sb.putAll()
	err = errors.Join(sb.flush(), f.Sync(), os.Rename(path+".new", path))
	if err != nil {
		return fmt.Errorf("rewrite the sandbox's world: %w", errors.Join(err, f.Close()))
	}
	return nil
}

func (sb *Sandbox) putAll() {
	if sb.app.ID != "" {
		sb.put(kindApp, sb.app.ID, &sb.app)
	}
	putMap(&sb.journal, kindUser, sb.users)
	putMap(&sb.journal, kindPlayer, sb.players)
	putMap(&sb.journal, kindGuild, sb.guilds)
	putMap(&sb.journal, kindChannel, sb.channels)
	putMap(&sb.journal, kindMessage, sb.messages)
	putMap(&sb.journal, kindCommand, sb.commands)
	putMap(&sb.journal, kindInteraction, sb.interactions)
	putMap(&sb.journal, kindModal, sb.modals)
}

func putMap[V any](j *journal, kind string, m map[string]*V) {
	for _, id := range sortedIDs(m) {
		j.put(kind, id, m[id])
	}
}

func (sb *Sandbox) saveApp() { sb.put(kindApp, sb.app.ID, &sb.app) }

// rebase points stored attachment addresses at the address of this run.
func (sb *Sandbox) rebase(base string) {
	old := sb.app.Base
	sb.app.Base = base
	sb.saveApp()
	if old == "" || old == base {
		return
	}
	for id, m := range sb.messages {
		raw, err := json.Marshal(m)
		if err != nil || !bytes.Contains(raw, []byte(old)) {
			continue
		}
		fresh := &message{}
		if json.Unmarshal([]byte(strings.ReplaceAll(string(raw), old+"/attachments/", base+"/attachments/")), fresh) == nil {
			sb.messages[id] = fresh
			sb.put(kindMessage, id, fresh)
		}
	}
}

// removed tells the journal that an entity is gone.
func (sb *Sandbox) removed(kind, id string) { sb.put(kind, id, nil) }
