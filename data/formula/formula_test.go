package formula_test

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"drillbot/data/bank"
	"drillbot/data/formula"
	"drillbot/data/formula/internal/needed"
)

var update = flag.Bool("update", false, "write the pictures anew")

// samples are the formulas of testdata/samples.txt with their outlines.
func samples(t testing.TB) (*formula.Set, []string) {
	t.Helper()
	data, err := os.ReadFile("testdata/samples.bin")
	if err != nil {
		t.Fatal(err)
	}
	set, err := formula.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile("testdata/samples.txt")
	if err != nil {
		t.Fatal(err)
	}
	return set, strings.Split(strings.TrimSpace(string(list)), "\n")
}

// TestPictures holds what is drawn against pictures that were looked at.
func TestPictures(t *testing.T) {
	set, list := samples(t)
	for i, f := range list {
		golden(t, set, fmt.Sprintf("%02d", i+1), f)
	}
	golden(t, set, "several", list[0], list[7], list[10])
}

func golden(t *testing.T, set *formula.Set, name string, formulas ...string) {
	t.Helper()
	got, ok := set.Picture(formulas)
	if !ok {
		t.Fatalf("%s: no outline of %q", name, formulas)
	}
	path := filepath.Join("testdata", name+".png")
	if *update {
		data, err := formula.PNG(got)
		if err == nil {
			err = os.WriteFile(path, data, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if off := difference(got, want); off > 0.002 {
		t.Errorf("%s: %q differs from its picture in %.2f %% of the area", name, formulas, 100*off)
	}
}

// difference is the share of pixels that differ by more than a shade or two: floating point is not the
// same on every processor.
func difference(a, b image.Image) float64 {
	if a.Bounds() != b.Bounds() {
		return 1
	}
	n := 0
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			p, q := color.GrayModel.Convert(a.At(x, y)).(color.Gray).Y, color.GrayModel.Convert(b.At(x, y)).(color.Gray).Y
			if max(p, q)-min(p, q) > 24 {
				n++
			}
		}
	}
	return float64(n) / float64(a.Bounds().Dx()*a.Bounds().Dy())
}

// TestOutlinesFitTheBank fails when a question has a formula to be drawn without an outline, or there is
// an outline that nobody needs. Then run go generate ./data/formula.
func TestOutlinesFitTheBank(t *testing.T) {
	set, err := bank.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := formula.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	want := needed.Formulas(set.Bank())
	for _, f := range want {
		if _, ok := drawn.Formulas[f]; !ok {
			t.Errorf("no outline of %s; run go generate ./data/formula", f)
		}
	}
	if len(drawn.Formulas) != len(want) {
		t.Errorf("%d outlines for %d formulas; run go generate ./data/formula", len(drawn.Formulas), len(want))
	}
}

func TestEncodingKeepsEverything(t *testing.T) {
	drawn, err := formula.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	data, err := drawn.Encode()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile("outlines.bin")
	if err != nil || !bytes.Equal(data, kept) {
		t.Errorf("written again, the outlines differ (%v)", err)
	}
}

func TestArtist(t *testing.T) {
	set, list := samples(t)
	a := formula.NewArtist(set)
	first, ok := a.Draw(list[:2])
	again, ok2 := a.Draw(list[:2])
	if !ok || !ok2 || &first[0] != &again[0] {
		t.Error("a picture was drawn twice")
	}
	for _, bad := range [][]string{nil, {"x"}, {list[0], "x"}, make([]string, 100)} {
		if _, ok := a.Draw(bad); ok {
			t.Errorf("drawn: %q", bad)
		}
	}
	if !a.Knows(list[0]) || a.Knows("x") {
		t.Error("it does not know what it knows")
	}
}

func FuzzDecode(f *testing.F) {
	data, err := os.ReadFile("testdata/samples.bin")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		set, err := formula.Decode(data)
		if err != nil {
			return
		}
		for name := range set.Formulas {
			set.Picture([]string{name})
			break // one is drawn as any other
		}
	})
}

func BenchmarkPicture(b *testing.B) {
	set, list := samples(b)
	for b.Loop() {
		m, ok := set.Picture(list[:3])
		if !ok {
			b.Fatal("not drawn")
		}
		if _, err := formula.PNG(m); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPictureKept(b *testing.B) {
	set, list := samples(b)
	a := formula.NewArtist(set)
	for b.Loop() {
		if _, ok := a.Draw(list[:3]); !ok {
			b.Fatal("not drawn")
		}
	}
}
