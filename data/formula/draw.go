package formula

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"golang.org/x/image/vector"
)

// The measures of a picture, in pixels. Discord shows one that is wide enough at some 400 pixels on a desktop and
// 280 on a phone, whatever its width, so that 1 em comes out at 16 to 22 there, the size of the text around it
// and sharp; only long formulas make a picture wider, and themselves smaller.
const (
	leastWidth = 720
	mostWidth  = 1000
	em         = 40.0
	padding    = 28
	gap        = 26 // between formulas
	corner     = 18
	labelRoom  = 64 // for ① and the like, where there are several formulas
	maxHeight  = 2000
)

// The colours: light on a dark panel, which reads on Discord's dark and light themes alike.
var (
	panel = color.RGBA{0x23, 0x24, 0x28, 0xff}
	ink   = color.RGBA{0xf2, 0xf3, 0xf5, 0xff}
	faint = color.RGBA{0x94, 0x9b, 0xa4, 0xff}
)

// line is one formula of a picture, with its label where there are several.
type line struct {
	outline Outline
	label   *Outline
	scale   float64 // pixels a unit
}

func (l line) height() int {
	return int(math.Ceil(float64(l.outline.Height+l.outline.Depth) * l.scale))
}

// width includes the label's.
func (l line) width() int {
	w := int(math.Ceil(float64(l.outline.Width) * l.scale))
	if l.label != nil {
		w += labelRoom
	}
	return w
}

// Picture draws formulas below one another, each with its label ①, ② … where there are several. It
// reports false when one of them is not in the set.
func (s *Set) Picture(formulas []string) (*image.Paletted, bool) {
	var lines []line
	for i, f := range formulas {
		o, ok := s.Formulas[f]
		if !ok {
			return nil, false
		}
		l := line{outline: o, scale: em / Unit}
		room := mostWidth - 2*padding
		if len(formulas) > 1 {
			label, ok := s.Formulas[Label(i)]
			if !ok {
				return nil, false
			}
			l.label, room = &label, room-labelRoom
		}
		l.scale = min(l.scale, float64(room)/float64(max(1, o.Width)))
		lines = append(lines, l)
	}
	return s.paint(lines), len(lines) > 0
}

// Label is what marks the i-th formula of a picture, in the text too; from 0.
func Label(i int) string { return string(rune('①' + i)) }

// Labels is how many formulas a picture can tell apart.
const Labels = 9

func (s *Set) paint(lines []line) *image.Paletted {
	width, height := leastWidth, 2*padding-gap
	for _, l := range lines {
		width, height = max(width, l.width()+2*padding), height+l.height()+gap
	}
	mask := image.NewAlpha(image.Rect(0, 0, width, min(height, maxHeight)))
	labels := image.NewAlpha(mask.Bounds())
	y := padding
	for _, l := range lines {
		x := float64(padding)
		base := float64(y) + float64(l.outline.Height)*l.scale
		if l.label != nil {
			s.draw(labels, *l.label, x, base, em*0.9/Unit)
			x += labelRoom
		}
		s.draw(mask, l.outline, x, base, l.scale)
		y += l.height() + gap
	}
	return compose(mask, labels)
}

// draw adds an outline to a mask, its baseline's left end at x, y.
func (s *Set) draw(mask *image.Alpha, o Outline, x, y, scale float64) {
	for _, m := range o.Marks {
		place := func(p [2]int) (float64, float64) {
			px := float64(m.X) + float64(p[0])*float64(m.ScaleX)/1000
			py := float64(m.Y) + float64(p[1])*float64(m.ScaleY)/1000
			return x + px*scale, y - py*scale
		}
		shape := s.Shapes[m.Shape]
		box := shape.box(place).Intersect(mask.Bounds())
		if box.Empty() {
			continue
		}
		r := vector.NewRasterizer(box.Dx(), box.Dy())
		trace(r, shape, func(p [2]int) (float32, float32) {
			px, py := place(p)
			return float32(px - float64(box.Min.X)), float32(py - float64(box.Min.Y))
		})
		if m.Clip == nil {
			r.Draw(mask, box, image.Opaque, image.Point{})
			continue
		}
		whole := image.NewAlpha(box)
		r.Draw(whole, box, image.Opaque, image.Point{})
		seen := clipped(*m.Clip, x, y, scale).Intersect(box)
		draw.DrawMask(mask, seen, image.Opaque, image.Point{}, whole, seen.Min, draw.Over)
	}
}

func clipped(c [4]int, x, y, scale float64) image.Rectangle {
	return image.Rect(
		int(math.Floor(x+float64(c[0])*scale)), int(math.Round(y-float64(c[3])*scale)),
		int(math.Ceil(x+float64(c[2])*scale)), int(math.Round(y-float64(c[1])*scale)))
}

// box is a rectangle of whole pixels around a shape.
func (s Shape) box(place func([2]int) (float64, float64)) image.Rectangle {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, g := range s {
		for _, p := range g.P[:g.Op.points()] {
			x, y := place(p)
			x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
		}
	}
	if !(x1-x0 < maxHeight && y1-y0 < maxHeight) { // also when there is nothing
		return image.Rectangle{}
	}
	return image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1)))
}

// trace hands a shape to the rasteriser.
func trace(r *vector.Rasterizer, shape Shape, place func([2]int) (float32, float32)) {
	for _, g := range shape {
		ax, ay := place(g.P[0])
		bx, by := place(g.P[1])
		cx, cy := place(g.P[2])
		switch g.Op {
		case Move:
			r.ClosePath()
			r.MoveTo(ax, ay)
		case Line:
			r.LineTo(ax, ay)
		case Quad:
			r.QuadTo(ax, ay, bx, by)
		case Cube:
			r.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	r.ClosePath()
}

// shades is how many steps there are from the panel's colour to the ink's.
const shades = 32

// compose paints the masks on a panel with round corners. The palette is what makes the file small.
func compose(mask, labels *image.Alpha) *image.Paletted {
	palette := color.Palette{color.Transparent}
	for _, c := range []color.RGBA{ink, faint} {
		for i := range shades {
			palette = append(palette, blend(panel, c, i))
		}
	}
	out := image.NewPaletted(mask.Bounds(), palette)
	w, h := out.Rect.Dx(), out.Rect.Dy()
	for i := range out.Pix { // the three have the same bounds, and so the same layout
		first, a := 1, mask.Pix[i]
		if l := labels.Pix[i]; l > a {
			first, a = 1+shades, l
		}
		out.Pix[i] = uint8(first + int(a)*(shades-1)/255)
	}
	for y := range corner {
		for x := range corner {
			if (corner-x)*(corner-x)+(corner-y)*(corner-y) > corner*corner {
				for _, i := range []int{y*w + x, y*w + w - 1 - x, (h-1-y)*w + x, (h-1-y)*w + w - 1 - x} {
					out.Pix[i] = 0
				}
			}
		}
	}
	return out
}

func blend(a, b color.RGBA, step int) color.RGBA {
	mix := func(x, y uint8) uint8 { return uint8((int(x)*(shades-1-step) + int(y)*step) / (shades - 1)) }
	return color.RGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 0xff}
}

// PNG encodes a picture.
func PNG(m image.Image) ([]byte, error) {
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		return nil, fmt.Errorf("encode picture: %w", err)
	}
	return out.Bytes(), nil
}
