package bank

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// releasedFile lists the questions that have been released: players' histories hang on their ids.
const releasedFile = "released.txt"

// releasedHead explains the file to who opens it.
const releasedHead = `# The questions that have been released, a line each: id and type. Players' histories hang on the ids, so a
# question is never renamed, and its type never changed. One that is asked no more stays here, with the
# word retired and the reason behind its type. "drillbot bank release" adds what is new.
`

// release is a line of releasedFile.
type release struct {
	id, typ string
	retired string // "retired" and the reason, or ""
	line    int
}

// readReleased reads the folder's list, if it has one, and notes on s what is no line of it.
func (r *reader) readReleased(s *sheet) []release {
	var out []release
	for i, text := range bytes.Split(r.folder.released, []byte("\n")) {
		fields := strings.SplitN(strings.TrimSpace(string(text)), " ", 3)
		if fields[0] == "" || strings.HasPrefix(fields[0], "#") {
			continue
		}
		at := mark{line: i + 1, column: 1}
		l := release{id: fields[0], line: i + 1}
		if len(fields) > 1 {
			l.typ = fields[1]
		}
		if len(fields) > 2 {
			l.retired = fields[2]
		}
		_, known := kinds[l.typ]
		switch {
		case !known || l.retired != "" && !strings.HasPrefix(l.retired, "retired"):
			s.note(at, false, "write id and type, then retired and the reason where it is", "%q is no line of the list", shorten(string(text)))
		case slices.ContainsFunc(out, func(o release) bool { return o.id == l.id }):
			s.note(at, false, "keep one", "%s is listed twice", shorten(l.id))
		default:
			out = append(out, l)
		}
	}
	return out
}

// checkReleased checks that what was released is still there, under its id and with its type.
func (r *reader) checkReleased() {
	s := r.sheet(releasedFile)
	for _, l := range r.readReleased(s) {
		at := mark{line: l.line, column: 1}
		q, here := r.seen[l.id]
		switch {
		case l.retired != "" && here:
			s.note(at, false, "remove its file, or the word retired", "%s is retired, but its file is there", l.id)
		case l.retired == "" && !here:
			s.note(at, false, `bring it back, or write "retired" and the reason behind its type`, "the released question %s is gone", l.id)
		case here && q.typ != l.typ:
			q.sheet.fail("type", "give the new question an id of its own, and retire the old one", "%s was released as %s", l.id, l.typ)
		}
	}
}

// Release returns what the released.txt of the folder fsys has to be when its questions are released: the
// lines it has and those of new questions, by id. The problems are those that Load finds; with an
// error among them nothing may be released.
func (l Loader) Release(fsys fs.FS) ([]byte, Problems) {
	r := l.read(fsys)
	problems := r.finish()
	if len(problems.Errors()) > 0 {
		return nil, problems
	}
	lines := r.readReleased(&sheet{})
	for _, q := range r.set.Questions {
		if !slices.ContainsFunc(lines, func(l release) bool { return l.id == q.ID }) {
			lines = append(lines, release{id: q.ID, typ: string(q.Type)})
		}
	}
	slices.SortFunc(lines, func(a, b release) int { return cmp.Compare(a.id, b.id) })
	b := bytes.NewBufferString(releasedHead)
	for _, l := range lines {
		fmt.Fprintln(b, strings.TrimSpace(l.id+" "+l.typ+" "+l.retired))
	}
	return b.Bytes(), problems
}
