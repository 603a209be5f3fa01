package bank

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"drillbot/data/bank/internal/form"
	"drillbot/quiz"
)

// Loader reads folders of questions. Its zero value reads a folder that stands alone.
type Loader struct {
	// Base lends its topics, panels and sources to a folder that has not its own.
	Base *Set

	// Over are files in place of those of the folder, or beside them, by path: to see what writing them would do.
	Over map[string][]byte

	// Topic is what Check looks at and reports on alone; it compares with the others all the same. "" is all.
	Topic string

	// Grader grades, for Check, what the authors wrote. Nil leaves that out.
	Grader quiz.Grader

	// Inspect says, for Check, what else is wrong with a question of the bank b, such as what players would not
	// see of it. It is called from many goroutines at once. Nil says nothing.
	Inspect func(b *quiz.Bank, q quiz.Question) []Fault

	// Now tells the day after which no review can have been; nil is time.Now.
	Now func() time.Time
}

// Load reads the folder of questions fsys, which data/README.md describes. The set holds what
// is sound; the problems are all that is wrong with the rest, warnings included, sorted by file.
// The folder may be hostile: what is read is bounded, and links are not followed.
func (l Loader) Load(fsys fs.FS) (*Set, Problems) {
	r := l.read(fsys)
	return r.set, r.finish()
}

func (l Loader) read(fsys fs.FS) *reader {
	r := &reader{
		loader: l, folder: readFolder(fsys), set: &Set{},
		topics: map[string]bool{}, panels: map[string]mark{}, sources: map[string]quiz.Source{},
		cited: map[string]bool{}, seen: map[string]seen{},
	}
	r.folder.lay(l.Over)
	r.shared()
	for _, name := range r.folder.names {
		if strings.Contains(name, "/") {
			r.question(name)
		} else if !slices.Contains([]string{topicsFile, panelsFile, sourcesFile}, name) {
			r.fail(mark{}, name, "put a question into the folder of its topic", "the file belongs to no topic")
		}
	}
	r.checkParts()
	r.checkRelated()
	r.checkReleased()
	r.checkCited()
	return r
}

// Load reads the folder of questions fsys and refuses it whole when anything is wrong:
// the error is then of type Problems. See Loader for more.
func Load(fsys fs.FS) (*Set, error) {
	set, problems := Loader{}.Load(fsys)
	if errs := problems.Errors(); len(errs) > 0 {
		return nil, errs
	}
	return set, nil
}

// reader is one Load under way.
type reader struct {
	loader  Loader
	folder  *folder
	set     *Set
	sheets  []*sheet
	topics  map[string]bool
	panels  map[string]mark // the folder's own
	sources map[string]quiz.Source
	cited   map[string]bool
	seen    map[string]seen // by question id
	parts   []part
	graded  []graded // the set's questions
}

// seen is a question file that was read, sound or not.
type seen struct {
	sheet *sheet
	typ   string
}

// part is a question's claim to a place in a panel.
type part struct {
	panel string
	n     int
	sheet *sheet
}

// sheet begins the notes on a file.
func (r *reader) sheet(file string) *sheet {
	s := &sheet{file: file, marks: map[string]mark{}}
	r.sheets = append(r.sheets, s)
	return s
}

func (r *reader) fail(m mark, file, fix, format string, args ...any) {
	r.sheet(file).note(m, false, fix, format, args...)
}

// finish gathers what was noted.
func (r *reader) finish() Problems {
	all := r.folder.problems
	for _, s := range r.sheets {
		all = append(all, s.problems...)
	}
	all.sort()
	return all
}

// shared reads the three files that questions share, or takes them from the base.
func (r *reader) shared() {
	if base := r.loader.Base; base != nil {
		for _, t := range base.Topics {
			r.topics[t.ID] = true
		}
		for _, s := range base.Sources {
			r.sources[s.Key] = s
		}
	}
	r.readTopics()
	r.readPanels()
	r.readSources()
}

// sharedFile decodes one of the shared files; without it, only a base will do.
func (r *reader) sharedFile(name string, into any, needed bool) (*sheet, bool) {
	data, ok := r.folder.files[name]
	if !ok && needed && r.loader.Base == nil {
		r.fail(mark{}, name, "write it as data/README.md shows, or use the folder beside the embedded bank", "the file is missing")
	}
	if !ok {
		return nil, false
	}
	s := r.sheet(name)
	return s, decode(s, data, into)
}

func (r *reader) readTopics() {
	var list []form.Topic
	s, ok := r.sharedFile(topicsFile, &list, true)
	if !ok {
		return
	}
	checkTopics(s, list)
	for _, t := range list {
		r.topics[t.ID] = true
		r.set.Topics = append(r.set.Topics, quiz.Topic{ID: t.ID, Title: t.Title.Quiz()})
	}
}

func (r *reader) readPanels() {
	var list []form.Panel
	s, ok := r.sharedFile(panelsFile, &list, false)
	if !ok {
		return
	}
	checkPanels(s, list)
	for i, p := range list {
		r.panels[p.ID] = s.mark(index("", i) + ".id")
		r.set.Panels = append(r.set.Panels, quiz.Panel{ID: p.ID, Title: p.Title.Quiz(), Prompt: p.Prompt.Quiz()})
	}
}

func (r *reader) readSources() {
	var byKey map[string]form.Source
	s, ok := r.sharedFile(sourcesFile, &byKey, true)
	if !ok {
		return
	}
	checkSources(s, byKey)
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		source := sourceOf(key, byKey[key])
		r.sources[key] = source
		r.set.Sources = append(r.set.Sources, source)
	}
}

// question reads one question file, and takes it into the set when nothing is wrong with it.
func (r *reader) question(name string) {
	s := r.sheet(name)
	var f form.Question
	if !decode(s, r.folder.files[name], &f) {
		return
	}
	r.checkPlace(s, f)
	checkQuestion(s, f, r.today())
	if f.Panel != "" {
		r.parts = append(r.parts, part{panel: f.Panel, n: f.Part, sheet: s})
	}
	for _, key := range f.Sources {
		r.cited[string(key)] = true
	}
	if len(s.problems.Errors()) == 0 {
		r.take(s, f, r.made(f, path.Dir(name)))
	}
}

// take puts a question into the set. Its numbers were computed before, so it can be asked.
func (r *reader) take(s *sheet, f form.Question, q quiz.Question) {
	r.set.Questions = append(r.set.Questions, q)
	a, _ := q.Ask(0) // checked before
	r.graded = append(r.graded, graded{sheet: s, Question: a.Question, texts: textsOf(f)})
}

// checkPlace checks what a question has to do with the other files.
func (r *reader) checkPlace(s *sheet, f form.Question) {
	base := strings.TrimSuffix(path.Base(s.file), ".yaml")
	if topic := path.Dir(s.file); !r.topics[topic] {
		s.fail("", "add it to topics.yaml, or put the file into the folder of a known topic", "the folder %q is no topic", topic)
	}
	if f.ID != "" && f.ID != base {
		s.fail("id", "make the two the same", "the id is %q, but the file is called %s.yaml", shorten(f.ID), base)
	}
	if other, ok := r.seen[f.ID]; ok {
		s.fail("id", "give it another id", "the id %q is taken by %s", shorten(f.ID), other.sheet.file)
	}
	r.seen[f.ID] = seen{s, f.Type}
	for i, key := range f.Sources {
		if _, ok := r.sources[string(key)]; !ok && key != "" {
			s.fail(index("sources", i), "add it to sources.yaml", "the source %q is unknown", shorten(string(key)))
		}
	}
}

// checkParts checks that every panel has parts, numbered from 1 without a gap.
func (r *reader) checkParts() {
	have := map[string]map[int]string{}
	for _, p := range r.parts {
		if _, ok := r.panels[p.panel]; !ok {
			p.sheet.fail("panel", "add it to panels.yaml", "the panel %q is unknown", shorten(p.panel))
			continue
		}
		if have[p.panel] == nil {
			have[p.panel] = map[int]string{}
		}
		if other, ok := have[p.panel][p.n]; ok {
			p.sheet.fail("part", "give it another number", "part %d of %s is %s already", p.n, p.panel, other)
		}
		have[p.panel][p.n] = p.sheet.file
	}
	for _, panel := range slices.Sorted(maps.Keys(r.panels)) {
		for n := 1; n <= max(1, len(have[panel])); n++ {
			if have[panel][n] == "" {
				r.fail(r.panels[panel], panelsFile, "number the questions of the panel from 1", "part %d of the panel %s is missing", n, panel)
			}
		}
	}
}

// checkCited warns of sources that no question cites.
func (r *reader) checkCited() {
	for _, source := range r.set.Sources {
		if !r.cited[source.Key] {
			s := r.sheet(sourcesFile)
			s.note(mark{}, true, "cite it or remove it", "no question cites %s", source.Key)
		}
	}
}

func (r *reader) today() quiz.Date {
	now := r.loader.Now
	if now == nil {
		now = time.Now
	}
	return quiz.DateOf(now())
}
