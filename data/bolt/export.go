package bolt

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"go.etcd.io/bbolt"
)

// header is the first line of an export.
type header struct {
	Kind   string `json:"kind"` // "drillbot"
	Schema uint32 `json:"schema"`
	Made   string `json:"made"`
}

// Export writes what the file at path holds as JSON Lines and returns how many: first a header,
// then an object a record, with its kind first. It reads as it writes, and holds nothing in memory. No
// process may have the file open.
func Export(path string, w io.Writer, now time.Time) (lines int, err error) {
	out := bufio.NewWriterSize(w, 1<<16)
	write := json.NewEncoder(out)
	write.SetEscapeHTML(false)
	err = withStill(path, func(s *still) error {
		if err := write.Encode(header{"drillbot", s.schema, timeText(now)}); err != nil {
			return err
		}
		lines++
		return s.db.View(func(tx *bbolt.Tx) error {
			for _, shelf := range shelves() {
				n, err := shelf.export(tx, s, write)
				if lines += n; err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return lines, fmt.Errorf("export %s: %w", path, err)
	}
	return lines, nil
}

func (sh shelf) export(tx *bbolt.Tx, s *still, write *json.Encoder) (lines int, err error) {
	if sh.kind == "" {
		return 0, nil
	}
	err = s.each(tx, sh.bucket, func(k, v []byte) error {
		e, err := sh.take(tx, s, k, v)
		if err != nil {
			return fmt.Errorf("%s, key %x: %w; drillbot check tells more", sh.bucket, k, err)
		}
		if e.line == nil {
			return nil
		}
		line, err := e.line()
		if err != nil {
			return err
		}
		lines++
		return write.Encode(record{sh.kind, line})
	})
	return lines, err
}

// record is a line with its kind.
type record struct {
	kind string
	line any
}

// MarshalJSON puts the kind in front of the line's own fields.
func (r record) MarshalJSON() ([]byte, error) {
	data, err := json.Marshal(r.line)
	if err != nil {
		return nil, err
	}
	return append(fmt.Appendf(nil, `{"kind":%q,`, r.kind), data[1:]...), nil // a line is never empty
}
