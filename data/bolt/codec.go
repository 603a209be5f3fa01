package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"
)

// errCorrupt says that stored bytes do not have the form they should have.
var errCorrupt = errors.New("the stored bytes are damaged")

// writer appends values in the forms of this package. Its zero value is ready for use.
type writer struct {
	b     []byte
	names *nameTable
}

func (w *writer) byte(v byte)      { w.b = append(w.b, v) }
func (w *writer) u32(v uint32)     { w.b = binary.LittleEndian.AppendUint32(w.b, v) }
func (w *writer) u64(v uint64)     { w.b = binary.LittleEndian.AppendUint64(w.b, v) }
func (w *writer) uvarint(v uint64) { w.b = binary.AppendUvarint(w.b, v) }
func (w *writer) varint(v int64)   { w.b = binary.AppendVarint(w.b, v) }
func (w *writer) float(v float64)  { w.u64(math.Float64bits(v)) }
func (w *writer) time(t time.Time) { w.varint(micros(t)) }
func (w *writer) name(s string)    { w.uvarint(uint64(w.names.number(s))) }

func (w *writer) string(s string) {
	w.uvarint(uint64(len(s)))
	w.b = append(w.b, s...)
}

// reader takes apart what a writer made. The first fault makes everything after it zero
// and is told by err; it may be fed anything.
type reader struct {
	b     []byte
	names *nameTable
	bad   bool
}

func (r *reader) take(n uint64) []byte {
	if n > uint64(len(r.b)) {
		r.bad, r.b = true, nil
		return nil
	}
	v := r.b[:n:n]
	r.b = r.b[n:]
	return v
}

func (r *reader) byte() byte {
	if v := r.take(1); v != nil {
		return v[0]
	}
	return 0
}

func (r *reader) u32() uint32 {
	if v := r.take(4); v != nil {
		return binary.LittleEndian.Uint32(v)
	}
	return 0
}

func (r *reader) u64() uint64 {
	if v := r.take(8); v != nil {
		return binary.LittleEndian.Uint64(v)
	}
	return 0
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) varint() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) float() float64  { return math.Float64frombits(r.u64()) }
func (r *reader) time() time.Time { return fromMicros(r.varint()) }
func (r *reader) string() string  { return string(r.take(r.uvarint())) }

func (r *reader) name() string {
	s, ok := r.names.name(r.uvarint())
	r.bad = r.bad || !ok
	return s
}

// count reads the length of a list whose elements take at least one byte each.
func (r *reader) count() int {
	n := r.uvarint()
	if n > uint64(len(r.b)) {
		r.bad, r.b = true, nil
		return 0
	}
	return int(n)
}

// form reads the version of a value's form, and refuses one that is unknown.
func (r *reader) form(known byte) {
	if v := r.byte(); v == 0 || v > known {
		r.bad, r.b = true, nil
	}
}

// err says whether anything was wrong, with the key of the value.
func (r *reader) err(what string, key any) error {
	if r.bad {
		return fmt.Errorf("read %s %v: %w", what, key, errCorrupt)
	}
	return nil
}

// micros is the stored form of a time: microseconds since 1970, 0 for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func fromMicros(v int64) time.Time {
	if v == 0 {
		return time.Time{}
	}
	return time.UnixMicro(v).UTC()
}
