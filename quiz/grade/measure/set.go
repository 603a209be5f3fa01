package measure

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
)

// maxLine is the longest line of a set, in bytes.
const maxLine = 1 << 20

// Set is a file of scored answers.
type Set struct {
	Rows     []Row
	Problems []Problem // the lines that are no rows, in order
	Hundred  bool      // human scores were written from 0 to 100
}

// Problem is what is wrong with a line.
type Problem struct {
	Line int
	Err  error
}

// ReadSet reads a set: a JSON object a line, in the form of grading/README.md or with the names
// of seed-answers.jsonl and attacks.jsonl. Every line that is not blank becomes either a row
// or a problem; the error is that of reading alone.
//
// Human scores go from 0 to 1. A set with scores above 1 and none between 0 and 1 is taken to
// go to 100; where there are both, those above 1 are problems.
func ReadSet(r io.Reader) (Set, error) {
	var s Set
	in := bufio.NewReaderSize(r, 1<<16)
	for n := 1; ; n++ {
		line, err := readLine(in)
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		switch line = bytes.TrimSpace(line); {
		case errors.Is(err, errLong):
			s.Problems = append(s.Problems, Problem{n, err})
		case err != nil && err != io.EOF:
			return s, fmt.Errorf("read line %d: %w", n, err)
		case len(line) > 0:
			s.add(n, line)
		}
		if err == io.EOF {
			s.scale()
			return s, nil
		}
	}
}

func (s *Set) add(n int, line []byte) {
	row, err := parseRow(n, line)
	if err != nil {
		s.Problems = append(s.Problems, Problem{n, err})
		return
	}
	s.Rows = append(s.Rows, row)
}

var errLong = fmt.Errorf("longer than %d bytes", maxLine)

// readLine reads up to the next line break. What is longer than a line may be is read over
// and is errLong.
func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := in.ReadSlice('\n')
		if long = long || len(line)+len(part) > maxLine; !long {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case long && (err == nil || err == io.EOF):
			return nil, errLong // at the end of the file, the next call says so
		default:
			return line, err
		}
	}
}

// scale brings human scores to 0..1.
func (s *Set) scale() {
	above, between := false, false
	for _, r := range s.Rows {
		above = above || r.Human > 1
		between = between || r.Human > 0 && r.Human < 1
	}
	s.Hundred = above && !between
	rows := s.Rows
	s.Rows = nil
	for _, r := range rows {
		switch {
		case s.Hundred:
			r.Human /= 100
		case r.Human > 1:
			s.Problems = append(s.Problems, Problem{r.Line, errors.New("a score above 1 in a set whose scores go to 1")})
			continue
		}
		s.Rows = append(s.Rows, r)
	}
	slices.SortFunc(s.Problems, func(a, b Problem) int { return a.Line - b.Line })
}
