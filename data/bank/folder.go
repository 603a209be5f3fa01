package bank

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// The limits of a folder that somebody else may have written.
const (
	maxFile  = 256 << 10 // bytes
	maxFiles = 5000
)

// The files that questions share.
const (
	topicsFile  = "topics.yaml"
	panelsFile  = "panels.yaml"
	sourcesFile = "sources.yaml"
)

// folder reads the YAML files of a folder of questions, those at its top and those one
// folder deeper, and its list of released questions. Other files, and what begins with a dot, are none of its business.
type folder struct {
	fsys     fs.FS
	files    map[string][]byte // by path
	names    []string          // of files, sorted
	released []byte            // the list of released questions, if there is one
	problems Problems
}

func readFolder(fsys fs.FS) *folder {
	f := &folder{fsys: fsys, files: map[string][]byte{}}
	f.list(".", func(e fs.DirEntry) {
		if e.IsDir() {
			f.list(e.Name(), func(e2 fs.DirEntry) { f.file(path.Join(e.Name(), e2.Name()), e2) })
			return
		}
		f.file(e.Name(), e)
	})
	return f
}

func (f *folder) fail(name, fix, format string, args ...any) {
	f.problems = append(f.problems, Problem{File: name, Msg: fmt.Sprintf(format, args...), Fix: fix})
}

func (f *folder) list(dir string, each func(fs.DirEntry)) {
	entries, err := fs.ReadDir(f.fsys, dir)
	if err != nil {
		f.fail(dir, "see that the folder exists and can be read", "cannot list: %v", err)
	}
	for _, e := range entries { // what could be read, sorted by name
		if !strings.HasPrefix(e.Name(), ".") {
			each(e)
		}
	}
}

// file reads one file if its name says that it is ours.
func (f *folder) file(name string, e fs.DirEntry) {
	switch ext := path.Ext(name); {
	case ext == ".yaml", name == releasedFile:
	case ext == ".yml":
		f.fail(name, "rename it to .yaml", "the file is not read")
		return
	default:
		return
	}
	if !e.Type().IsRegular() { // a link could lead out of the folder
		f.fail(name, "put the file itself there", "not a plain file")
		return
	}
	if len(f.files) == maxFiles {
		f.fail(name, "split the folder", "more than %d files", maxFiles)
	}
	if len(f.files) >= maxFiles {
		return
	}
	data, err := f.read(name)
	if err != nil {
		f.fail(name, "see that the file can be read", "cannot read: %v", err)
		return
	}
	if len(data) > maxFile {
		f.fail(name, "split it", "larger than %d KiB", maxFile>>10)
		return
	}
	if name == releasedFile {
		f.released = data
		return
	}
	f.files[name] = data
	f.names = append(f.names, name)
}

// read returns the file's beginning: a byte more than allowed where it is too long.
func (f *folder) read(name string) ([]byte, error) {
	file, err := f.fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxFile+1))
}

// lay puts files over those that were read.
func (f *folder) lay(over map[string][]byte) {
	for name, data := range over {
		if _, ok := f.files[name]; !ok {
			f.names = append(f.names, name)
		}
		f.files[name] = data
	}
	slices.Sort(f.names)
}
