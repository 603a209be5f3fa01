package formula

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
)

// Unit is how many units of an outline make an em, the height of the letters' line.
const Unit = 1000

// Outline is a formula as it is drawn: shapes above and below a baseline, in units, y upwards.
type Outline struct {
	Width, Height, Depth int // Height is above the baseline, Depth below
	Marks                []Mark
}

// Mark is one shape at its place.
type Mark struct {
	Shape          int // of Set.Shapes
	X, Y           int
	ScaleX, ScaleY int     // in thousandths
	Clip           *[4]int // left, bottom, right, top: nothing is drawn outside; nil for no bound
}

// Shape is a path: segments of move, line, quadratic and cubic curves. It is closed and filled.
type Shape []Segment

// Segment is one step of a path; how many of the points count follows from Op.
type Segment struct {
	Op Op
	P  [3][2]int
}

// Op is a kind of segment.
type Op byte

// The segments, by how many points they take.
const (
	Move Op = iota
	Line
	Quad
	Cube
)

func (o Op) points() int { return [4]int{1, 1, 2, 3}[o] }

// Set is the outlines of formulas by their TeX.
type Set struct {
	Shapes   []Shape
	Formulas map[string]Outline
}

//go:embed outlines.bin
var embedded []byte

// Embedded returns the outlines of the built-in bank's formulas. They are read when first asked for.
var Embedded = sync.OnceValues(func() (*Set, error) { return Decode(embedded) })

// The encoded form, packed by DEFLATE: all numbers are varints, texts carry their length.
//
//	shapes: n × (segments: n × (op, points less those before)) ·
//	formulas, in order: n × (TeX · width · height · depth · marks: n × (shape · x · y ·
//	scale x · scale y · 1 and clip, or 0))
const encodedForm = 1

// Encode writes a set; equal sets give equal bytes.
func (s *Set) Encode() ([]byte, error) {
	e := &encoder{}
	e.int(encodedForm)
	e.int(len(s.Shapes))
	for _, shape := range s.Shapes {
		e.shape(shape)
	}
	names := make([]string, 0, len(s.Formulas))
	for name := range s.Formulas {
		names = append(names, name)
	}
	slices.Sort(names)
	e.int(len(names))
	for _, name := range names {
		e.outline(name, s.Formulas[name])
	}
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("pack outlines: %w", err)
	}
	_, err = w.Write(e.b)
	if err := errors.Join(err, w.Close()); err != nil {
		return nil, fmt.Errorf("pack outlines: %w", err)
	}
	return out.Bytes(), nil
}

type encoder struct{ b []byte }

func (e *encoder) int(v int) { e.b = binary.AppendVarint(e.b, int64(v)) }

func (e *encoder) shape(s Shape) {
	e.int(len(s))
	at := [2]int{}
	for _, g := range s {
		e.int(int(g.Op))
		for _, p := range g.P[:g.Op.points()] {
			e.int(p[0] - at[0])
			e.int(p[1] - at[1])
			at = p
		}
	}
}

func (e *encoder) outline(name string, o Outline) {
	e.int(len(name))
	e.b = append(e.b, name...)
	for _, v := range []int{o.Width, o.Height, o.Depth, len(o.Marks)} {
		e.int(v)
	}
	for _, m := range o.Marks {
		for _, v := range []int{m.Shape, m.X, m.Y, m.ScaleX, m.ScaleY} {
			e.int(v)
		}
		if m.Clip == nil {
			e.int(0)
			continue
		}
		e.int(1)
		for _, v := range m.Clip {
			e.int(v)
		}
	}
}

// maxDecoded bounds what a set may unpack to.
const maxDecoded = 16 << 20

var errDamaged = errors.New("the outlines are damaged")

// Decode reads what Encode wrote. It may be fed anything.
func Decode(data []byte) (*Set, error) {
	plain, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data)), maxDecoded))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	d := &decoder{b: plain}
	if d.int() != encodedForm {
		return nil, errDamaged
	}
	s := &Set{Formulas: map[string]Outline{}}
	for range d.count() {
		s.Shapes = append(s.Shapes, d.shape())
	}
	for range d.count() {
		name, o := d.outline(len(s.Shapes))
		s.Formulas[name] = o
	}
	if d.bad {
		return nil, errDamaged
	}
	return s, nil
}

// decoder takes apart what an encoder made; the first fault makes everything after it zero.
type decoder struct {
	b   []byte
	bad bool
}

// bound keeps coordinates where sums of them cannot overflow.
const bound = 1 << 24

func (d *decoder) int() int {
	v, n := binary.Varint(d.b)
	if n <= 0 || v > bound || v < -bound {
		d.bad, d.b = true, nil
		return 0
	}
	d.b = d.b[n:]
	return int(v)
}

// count reads the length of a list whose elements take at least one byte each.
func (d *decoder) count() int {
	n := d.int()
	if n < 0 || n > len(d.b) {
		d.bad, d.b = true, nil
		return 0
	}
	return n
}

func (d *decoder) shape() Shape {
	var s Shape
	at := [2]int{}
	for range d.count() {
		op := d.int()
		if op < int(Move) || op > int(Cube) {
			d.bad, d.b = true, nil
			return nil
		}
		g := Segment{Op: Op(op)}
		for i := range g.Op.points() {
			at[0] += d.int()
			at[1] += d.int()
			g.P[i] = at
		}
		s = append(s, g)
	}
	return s
}

func (d *decoder) outline(shapes int) (string, Outline) {
	n := d.count()
	name := string(d.b[:n])
	d.b = d.b[n:]
	o := Outline{Width: d.int(), Height: d.int(), Depth: d.int()}
	for range d.count() {
		m := Mark{Shape: d.int(), X: d.int(), Y: d.int(), ScaleX: d.int(), ScaleY: d.int()}
		if d.int() == 1 {
			m.Clip = &[4]int{d.int(), d.int(), d.int(), d.int()}
		}
		if m.Shape < 0 || m.Shape >= shapes {
			d.bad, d.b = true, nil
			return name, o
		}
		o.Marks = append(o.Marks, m)
	}
	return name, o
}
