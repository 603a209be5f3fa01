package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// writeNew makes a file that is not there yet: fill writes it, and it gets its name once all of it
// is on the disk. It overwrites nothing; only this user may read it.
func writeNew(path string, fill func(io.Writer) error) (err error) {
	taken := fmt.Errorf("%s is there already, and nothing is overwritten: choose another name", path)
	if _, err := os.Lstat(path); err == nil {
		return taken
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file.Name()) }() // which has its own name by then, or is not wanted
	err = fill(file)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	switch err := os.Link(file.Name(), path); {
	case errors.Is(err, fs.ErrExist):
		return taken
	case err != nil: // a file system without links
		if err := os.Rename(file.Name(), path); err != nil {
			return err
		}
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes a new name durable; Windows has no such thing.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
