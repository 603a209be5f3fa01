package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"drillbot/quiz/grade"
)

// termsFile is what a folder of questions may hold beside them: further lines of the offline grader's term sheet,
// the wordings of one concept a line, parted by semicolons and tabs, in either language.
const termsFile = "terms.tsv"

// maxTerms is the longest such file that is read, in bytes.
const maxTerms = 1 << 20

// newOffline makes the offline grader, with the terms of a folder of questions; "" is none.
func newOffline(dir string) (*grade.Offline, error) {
	terms, err := termsOf(dir)
	if err != nil {
		return nil, err
	}
	return grade.NewOffline(grade.OfflineOptions{Terms: terms}), nil
}

func termsOf(dir string) ([]string, error) {
	if dir == "" {
		return nil, nil
	}
	f, err := os.Open(filepath.Join(dir, termsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("terms: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxTerms+1))
	if err != nil {
		return nil, fmt.Errorf("terms: %w", err)
	}
	if len(data) > maxTerms {
		return nil, fmt.Errorf("terms: %s is larger than %d bytes; keep to the terms of your questions", termsFile, maxTerms)
	}
	return strings.Split(string(data), "\n"), nil
}
