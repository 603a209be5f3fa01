package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"drillbot/data/bolt"
)

// backupCommand is `drillbot backup`.
type backupCommand struct {
	dataFlag
	File string `arg:"" type:"path" help:"The file to make. It must not be there yet."`
}

// Run copies the store, through the bot that runs on it if there is one, and checks the copy. One
// with faults is kept, for there may be no better one, and is an error all the same.
func (c backupCommand) Run(ctx context.Context, con console) error {
	if err := writeNew(c.File, func(w io.Writer) error { return c.copyTo(ctx, con, w) }); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	report, err := checked(con, c.File)
	if err != nil {
		return fmt.Errorf("%s is kept, but cannot be restored as it is: %w", c.File, err)
	}
	_, err = fmt.Fprintf(con.out, "%s: %s\n", c.File, summary(report))
	return err
}

// copyTo copies the store to w and shows how far it is.
func (d dataFlag) copyTo(ctx context.Context, con console, w io.Writer) error {
	p := &meter{Writer: w, out: con.err}
	size := func(n int64) { p.total = n }
	err := fetchBackup(ctx, filepath.Join(d.Data, socketFile), p, size)
	if errors.Is(err, errNotRunning) {
		err = bolt.CopyFile(ctx, filepath.Join(d.Data, storeFile), p, size)
	}
	return err
}

// still returns the path of the store while nobody writes it, or of a copy where a bot runs.
// done is to be called, whatever comes of it.
func (d dataFlag) still(ctx context.Context, con console) (path string, done func(), err error) {
	file, err := os.CreateTemp(d.Data, "copy-*.db")
	if err != nil {
		return "", nil, fmt.Errorf("data folder: %w; name it with -data", err)
	}
	done = func() { _ = os.Remove(file.Name()) }
	p := &meter{Writer: file, out: con.err}
	err = fetchBackup(ctx, filepath.Join(d.Data, socketFile), p, func(n int64) { p.total = n })
	if errors.Is(err, errNotRunning) {
		return filepath.Join(d.Data, storeFile), done, file.Close()
	}
	return file.Name(), done, errors.Join(err, file.Close())
}

// checked checks a file, and tells its faults.
func checked(con console, path string) (bolt.Report, error) {
	report, err := bolt.Check(path)
	if err != nil {
		return report, err
	}
	for _, fault := range report.Faults {
		fmt.Fprintln(con.err, fault)
	}
	if report.More > 0 {
		fmt.Fprintf(con.err, "… and %d more\n", report.More)
	}
	if !report.OK() {
		return report, fmt.Errorf("faults in the data: %d", len(report.Faults)+report.More)
	}
	return report, nil
}

// summary says in a line what a file holds.
func summary(r bolt.Report) string {
	out := fmt.Sprintf("%s, schema %d, sound", megabytes(r.Size), r.Schema)
	for _, c := range r.Counts {
		switch c.Bucket {
		case "answers", "unfinished", "members", "cards", "servers":
			out += fmt.Sprintf(", %d %s", c.Keys, c.Bucket)
		}
	}
	return out
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

// meter is a writer that tells every second how far it is.
type meter struct {
	io.Writer
	out         io.Writer
	done, total int64
	last        time.Time
}

func (p *meter) Write(b []byte) (int, error) {
	n, err := p.Writer.Write(b)
	p.done += int64(n)
	switch now := time.Now(); {
	case p.last.IsZero():
		p.last = now
	case now.Sub(p.last) >= time.Second:
		p.last = now
		fmt.Fprintf(p.out, "%s of %s\n", megabytes(p.done), megabytes(p.total))
	}
	return n, err
}

// restoreCommand is `drillbot restore`.
type restoreCommand struct {
	dataFlag
	File string `arg:"" type:"existingfile" help:"The backup."`
}

// Run checks the backup and puts it in the place of the store, while no bot runs.
func (c restoreCommand) Run(con console) error {
	report, err := checked(con, c.File)
	if err != nil {
		return fmt.Errorf("%s is not restored: %w", c.File, err)
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	kept, err := bolt.Restore(c.File, filepath.Join(c.Data, storeFile), time.Now())
	if err != nil {
		return err
	}
	fmt.Fprintf(con.out, "restored %s: %s\n", c.File, summary(report))
	if kept != "" {
		fmt.Fprintf(con.out, "what it replaced is kept as %s\n", kept)
	}
	return nil
}

// soundCommand is `drillbot check`.
type soundCommand struct {
	dataFlag
	File string `arg:"" optional:"" type:"existingfile" help:"A backup; without one it is the data of -data."`
}

// Run prints what the file holds, and what is wrong with it.
func (c soundCommand) Run(ctx context.Context, con console) error {
	path := c.File
	if path == "" {
		still, done, err := c.still(ctx, con)
		if done != nil {
			defer done()
		}
		if err != nil {
			return fmt.Errorf("check: %w", err)
		}
		path = still
	}
	report, err := checked(con, path)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(con.out, summary(report))
	return err
}

// exportCommand is `drillbot export`.
type exportCommand struct {
	dataFlag
	Out string `type:"path" placeholder:"FILE" help:"File to make in place of standard output. It must not be there yet."`
}

// Run writes the export; cmd/drillbot/OPERATIONS.md says what its lines mean.
func (c exportCommand) Run(ctx context.Context, con console) error {
	path, done, err := c.still(ctx, con)
	if done != nil {
		defer done()
	}
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	lines := 0
	write := func(w io.Writer) (err error) {
		lines, err = bolt.Export(path, w, time.Now())
		return err
	}
	if c.Out == "" {
		return write(con.out)
	}
	if err := writeNew(c.Out, write); err != nil {
		return err
	}
	_, err = fmt.Fprintf(con.err, "%s: %d lines\n", c.Out, lines)
	return err
}
