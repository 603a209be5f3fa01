package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"drillbot/data/formula"
)

// drawing is a formula as mathjax.js tells it.
type drawing struct {
	Width, Height, Depth float64
	Items                []item
	Error                string
}

// item is a path, or a text in a font that MathJax does not have.
type item struct {
	D    string
	Text string
	Size float64
	M    [6]float64
	Clip *[4]float64
}

func whole(v float64) int { return int(math.Round(v)) }

// marks turns an item into marks, one a character of a text.
func (b *builder) marks(it item) ([]formula.Mark, error) {
	if it.M[1] != 0 || it.M[2] != 0 {
		return nil, errors.New("something is turned")
	}
	if it.Text == "" {
		shape, err := b.shape(it.D, func() (formula.Shape, error) { return parsePath(it.D) })
		return []formula.Mark{it.mark(shape, it.M[4], it.M[0], it.M[3])}, err
	}
	var out []formula.Mark
	x := it.M[4]
	for _, r := range it.Text {
		shape, err := b.shape("char "+string(r), func() (formula.Shape, error) { return b.face.shape(r) })
		if err != nil {
			return nil, err
		}
		scale := it.M[0] * it.Size / formula.Unit
		out = append(out, it.mark(shape, x, scale, scale))
		x += scale * b.face.advance(r)
	}
	return out, nil
}

func (it item) mark(shape int, x, scaleX, scaleY float64) formula.Mark {
	m := formula.Mark{Shape: shape, X: whole(x), Y: whole(it.M[5]), ScaleX: whole(1000 * scaleX), ScaleY: whole(1000 * scaleY)}
	if c := it.Clip; c != nil {
		m.Clip = &[4]int{whole(c[0]), whole(c[1]), whole(c[2]), whole(c[3])}
	}
	return m
}

// parsePath reads the path data of SVG as far as MathJax's fonts use it: absolute M, L, H, V, Q, T, C and Z.
func parsePath(d string) (formula.Shape, error) {
	var s formula.Shape
	p := pen{}
	for d != "" {
		end := strings.IndexAny(d[1:], "MLHVQTCZ") + 1
		if end == 0 {
			end = len(d)
		}
		args, err := numbers(d[1:end])
		if err == nil {
			err = p.step(&s, d[0], args)
		}
		if err != nil {
			return nil, fmt.Errorf("path %.20q: %w", d, err)
		}
		d = d[end:]
	}
	return s, nil
}

func numbers(s string) ([]float64, error) {
	s = strings.ReplaceAll(strings.ReplaceAll(s, ",", " "), "-", " -")
	var out []float64
	for _, f := range strings.Fields(s) {
		v, err := strconv.ParseFloat(f, 64)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// pen follows a path.
type pen struct {
	at, control [2]float64
	quad        bool // the last step was a quadratic curve, which T goes on
}

func (p *pen) step(s *formula.Shape, op byte, a []float64) error {
	take := map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'Q': 4, 'T': 2, 'C': 6}[op]
	if op == 'Z' {
		p.quad = false
		return nil // every path is closed when it is filled
	}
	if take == 0 || len(a) == 0 || len(a)%take != 0 {
		return fmt.Errorf("step %q with %d numbers", op, len(a))
	}
	for ; len(a) > 0; a = a[take:] {
		p.one(s, op, a[:take])
		if op == 'M' {
			op = 'L'
		}
	}
	return nil
}

func (p *pen) one(s *formula.Shape, op byte, a []float64) {
	add := func(o formula.Op, points ...[2]float64) {
		g := formula.Segment{Op: o}
		for i, q := range points {
			g.P[i] = [2]int{whole(q[0]), whole(q[1])}
		}
		*s = append(*s, g)
		p.at = points[len(points)-1]
	}
	last := p.at
	switch op {
	case 'M':
		add(formula.Move, [2]float64{a[0], a[1]})
	case 'L':
		add(formula.Line, [2]float64{a[0], a[1]})
	case 'H':
		add(formula.Line, [2]float64{a[0], last[1]})
	case 'V':
		add(formula.Line, [2]float64{last[0], a[0]})
	case 'Q':
		p.control = [2]float64{a[0], a[1]}
		add(formula.Quad, p.control, [2]float64{a[2], a[3]})
	case 'T':
		mirrored := last
		if p.quad {
			mirrored = [2]float64{2*last[0] - p.control[0], 2*last[1] - p.control[1]}
		}
		p.control = mirrored
		add(formula.Quad, p.control, [2]float64{a[0], a[1]})
	case 'C':
		add(formula.Cube, [2]float64{a[0], a[1]}, [2]float64{a[2], a[3]}, [2]float64{a[4], a[5]})
	}
	p.quad = op == 'Q' || op == 'T'
}

// fontFile is where Debian's fonts-noto-cjk puts the font.
const fontFile = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"

// simplified is the place of Noto Sans CJK SC in the collection.
const simplified = 2

// face is the font for what MathJax has no letters for.
type face struct {
	font *sfnt.Font
	buf  sfnt.Buffer
}

func openFace() (*face, error) {
	data, err := os.ReadFile(fontFile)
	if err != nil {
		return nil, fmt.Errorf("font: %w (Debian: fonts-noto-cjk)", err)
	}
	all, err := sfnt.ParseCollection(data)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", fontFile, err)
	}
	f, err := all.Font(simplified)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", fontFile, err)
	}
	return &face{font: f}, nil
}

func (f *face) shape(r rune) (formula.Shape, error) {
	i, err := f.font.GlyphIndex(&f.buf, r)
	if err != nil || i == 0 {
		return nil, fmt.Errorf("the font has no %q: %w", r, err)
	}
	segments, err := f.font.LoadGlyph(&f.buf, i, fixed.I(formula.Unit), nil)
	if err != nil {
		return nil, fmt.Errorf("glyph of %q: %w", r, err)
	}
	var out formula.Shape
	for _, g := range segments {
		op := map[sfnt.SegmentOp]formula.Op{
			sfnt.SegmentOpMoveTo: formula.Move, sfnt.SegmentOpLineTo: formula.Line,
			sfnt.SegmentOpQuadTo: formula.Quad, sfnt.SegmentOpCubeTo: formula.Cube,
		}[g.Op]
		s := formula.Segment{Op: op}
		for j, p := range g.Args {
			s.P[j] = [2]int{p.X.Round(), -p.Y.Round()}
		}
		out = append(out, trimmed(s))
	}
	return out, nil
}

// trimmed drops the points that a segment does not use.
func trimmed(s formula.Segment) formula.Segment {
	for j := map[formula.Op]int{formula.Move: 1, formula.Line: 1, formula.Quad: 2, formula.Cube: 3}[s.Op]; j < 3; j++ {
		s.P[j] = [2]int{}
	}
	return s
}

func (f *face) advance(r rune) float64 {
	i, err := f.font.GlyphIndex(&f.buf, r)
	if err != nil {
		return formula.Unit
	}
	a, err := f.font.GlyphAdvance(&f.buf, i, fixed.I(formula.Unit), font.HintingNone)
	if err != nil {
		return formula.Unit
	}
	return float64(a.Round())
}
