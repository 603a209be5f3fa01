package bolt

import "io"

// readAhead reads the file from front to back, so that the first answers after a start need
// not fetch its pages one by one from a cold disk. It goes by the open file: closing another
// one would drop the lock where locks belong to the process.
func (s *Store) readAhead() {
	b := make([]byte, 1<<20)
	for at := int64(0); at < maxAhead; at += int64(len(b)) {
		select {
		case <-s.stop:
			return
		default:
		}
		if n, err := s.file.ReadAt(b, at); n == 0 || err != nil && err != io.EOF {
			return
		}
	}
}

// maxAhead is how much is read ahead at most; what is beyond would push out the rest.
const maxAhead = 4 << 30
