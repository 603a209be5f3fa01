package tex_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"drillbot/quiz/tex"

	"github.com/google/go-cmp/cmp"
)

var texts = []struct{ markdown, want string }{
	{"no formula", "no formula"},
	{`divide by $\sqrt{d_k}$, then`, `divide by √dₖ, then`},
	{`除以 $\sqrt{d_k}$。`, `除以 √dₖ。`},
	{`costs $5 and $6`, `costs $5 and $6`},
	{`from $5/hour to $6/hour`, `from $5/hour to $6/hour`},
	{`\$x^2\$ and $x^2$`, `\$x^2\$ and x²`},
	{"`$x^2$` and $x^2$", "`$x^2$` and x²"},
	{"```\n$x^2$\n```\n$x^2$", "```\n$x^2$\n```\nx²"},
	{"``a ` $x^2$`` $x^2$", "``a ` $x^2$`` x²"},
	{"an odd ` and $x^2$", "an odd ` and x²"},
	{`\(x^2\) and \[y^2\]`, `x² and y²`},
	{`$$x^2$$`, `x²`},
	{"$$\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}$$", "a = b\nc = d"},
	{"$\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}$", "a = b; c = d"},
	{`$x^2$ and $y`, `x² and $y`},
	{`$\text{if $x$ is}$ y`, `if x is y`},
	{`bare \sqrt{d_k} and \alpha_i x`, `bare √dₖ and αᵢ x`},
	{`a \cdot b \times c`, `a · b × c`},
	{`\frac{QK^\top}{\sqrt{d_k}}V`, `(QKᵀ/√dₖ)V`},
	{`a line\_break and \*stars\*`, `a line\_break and \*stars\*`},
	{`C:\temp\new`, `C:\temp\new`},
	{`C:\text`, `C:\text`},
	{`$\sum_{i<j} a$ and $\sum_{k<l} b$`, `∑\_(i<j) a and ∑\_(k<l) b`},
	{`$W_Q$ and $W_K$`, `W_Q and W_K`},
	{`$a*b*c$`, `a ∗ b ∗ c`},
	{`$\text{a*b}$`, `a\*b`},
	{`$>5$`, `\> 5`},
	{`$ x$`, `$ x$`},
	{`$$ $$`, `$$ $$`},
	{`$`, `$`},
	{`$$`, `$$`},
	{`\`, `\`},
	{`\(`, `\(`},
	{"`", "`"},
	{"```", "```"},
	{"", ""},
}

func TestUnicode(t *testing.T) {
	for _, x := range texts {
		if got := tex.Unicode(x.markdown); got != x.want {
			t.Errorf("%q\n got %q\nwant %q", x.markdown, got, x.want)
		}
	}
}

func TestSpans(t *testing.T) {
	got := tex.Spans("是 $a$，$$b$$ `$c$` \\[d\\]")
	want := []tex.Span{
		{Start: 4, End: 7, TeX: "a"},
		{Start: 10, End: 15, TeX: "b", Display: true},
		{Start: 22, End: 27, TeX: "d", Display: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// malformed formulas are put into some line or other; each is reported.
var malformed = []struct{ tex, want string }{
	{`\frac{a`, `a/`},
	{`\frac`, `/`},
	{`}`, ``},
	{`{a`, `a`},
	{`x^`, `x`},
	{`\sqrt[3`, `∛`},
	{`\left(a`, `(a`},
	{`a \right)`, `a)`},
	{`\begin{pmatrix} a & b`, `(a, b)`},
	{`\begin{nowhere} a \end{nowhere}`, `a`},
	{`\end{x} b`, `xb`},
	{`\unknown{x}`, `unknown x`},
	{`\`, ``},
	{`\text{a`, `a`},
	{`^2`, `²`},
	{`a & b`, `ab`},
}

func TestMalformed(t *testing.T) {
	for _, f := range malformed {
		if got, _ := tex.Formula(f.tex); got != f.want {
			t.Errorf("%s\n got %q\nwant %q", f.tex, got, f.want)
		}
	}
	for _, f := range []string{`\frac{a`, `}`, `{a`, `x^`, `\unknown`, `\text{a`, `\begin{nowhere}\end{nowhere}`, strings.Repeat("{", 100) + strings.Repeat("}", 100)} {
		if _, ok := tex.Formula(f); ok {
			t.Errorf("%.30s was taken for good", f)
		}
	}
	for _, f := range formulas[:60] {
		if _, ok := tex.Formula(f.tex); !ok && f.tex != `\softmax(x)` {
			t.Errorf("%s was not understood", f.tex)
		}
	}
}

func FuzzUnicode(f *testing.F) {
	for _, x := range texts {
		f.Add(x.markdown)
	}
	for _, x := range formulas {
		f.Add("$" + x.tex + "$")
	}
	for _, x := range malformed {
		f.Add("$$" + x.tex + "$$")
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 20_000 || !utf8.ValidString(s) {
			return
		}
		got := tex.Unicode(s)
		if !utf8.ValidString(got) {
			t.Fatalf("%q is not UTF-8", got)
		}
		if len(got) > 60*len(s)+100 {
			t.Fatalf("%d bytes became %d", len(s), len(got))
		}
		last := 0
		for _, span := range tex.Spans(s) {
			if span.Start < last || span.End <= span.Start || span.End > len(s) {
				t.Fatalf("span %+v after %d", span, last)
			}
			last = span.End
			if text, ok := tex.Formula(span.TeX); ok && strings.Contains(text, `\frac`) {
				t.Fatalf("raw TeX in %q", text)
			}
		}
	})
}

// Deep and long formulas must not take more than a moment.
func TestHostile(t *testing.T) {
	for _, s := range []string{
		strings.Repeat(`\frac{`, 5000), strings.Repeat(`{`, 50000), strings.Repeat(`\sqrt`, 20000), strings.Repeat(`x^{`, 20000),
		strings.Repeat(`$`, 20000), strings.Repeat("`$", 20000), strings.Repeat(`\overline{`, 5000) + "abc",
		strings.Repeat(`\begin{matrix}`, 5000), strings.Repeat(`\left(`, 20000), strings.Repeat(`\text{$`, 5000),
		strings.Repeat(`\not`, 50000), strings.Repeat(`\hat`, 50000), strings.Repeat(`_`, 50000), strings.Repeat(`\(`, 30000),
	} {
		tex.Unicode(s)
		text, _ := tex.Formula(s)
		if len(text) > 20*len(s) {
			t.Errorf("%.20s… grew from %d to %d bytes", s, len(s), len(text))
		}
	}
}
