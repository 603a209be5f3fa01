package bolt

import (
	"runtime"

	"go.etcd.io/bbolt"
)

const (
	// roomAhead is how much of the file is written, with zeros, before a transaction needs it.
	roomAhead = 1 << 20
	// roomLeft is what is left of it when more is written: more than most transactions need.
	roomLeft = roomAhead / 4
)

// makeRoom writes zeros behind the last page of the file, which only the committer may do and before it
// has written any page of tx. A page that has blocks on the disk already is flushed without the file
// system's journal: single commits at twice the rate, measured on ext4. Where it fails, as on a full
// disk, the commit that needs the room says so.
func (s *Store) makeRoom(tx *bbolt.Tx) {
	end := tx.Size()
	if runtime.GOOS == "windows" || end+roomLeft <= s.room { // Windows sizes the file by its map
		return
	}
	s.room = max(s.room, end)
	if n, err := s.file.WriteAt(make([]byte, end+roomAhead-s.room), s.room); err == nil {
		s.room += int64(n)
	}
}
