package exchange_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"drillbot/data/bank/exchange"
	"drillbot/quiz"

	"github.com/google/go-cmp/cmp"
)

// TestSaidInBoth reads the source: every message stands there in both languages, with a place for each argument, and no
// reader of a format makes an error of English alone.
func TestSaidInBoth(t *testing.T) {
	files, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			switch fun := call.Fun.(type) {
			case *ast.Ident:
				if fun.Name == "say" {
					said++
					checkSaid(t, set.Position(call.Pos()), call.Args)
				}
			case *ast.SelectorExpr:
				from, _ := fun.X.(*ast.Ident)
				if from != nil && (from.Name == "errors" && fun.Sel.Name == "New" || from.Name == "fmt" && fun.Sel.Name == "Errorf" && name != "exchange.go") {
					t.Errorf("%v: an error in English alone; say it", set.Position(call.Pos()))
				}
			}
			return true
		})
	}
	if said < 40 {
		t.Errorf("only %d messages were found", said)
	}
}

var verb = regexp.MustCompile(`%(\[\d+\])?[a-z]`)

func checkSaid(t *testing.T, at token.Position, args []ast.Expr) {
	t.Helper()
	for i, lang := range []string{"English", "Chinese"} {
		lit, ok := args[i].(*ast.BasicLit)
		if !ok {
			t.Errorf("%v: the %s is no literal", at, lang)
			continue
		}
		text, err := strconv.Unquote(lit.Value)
		if err != nil {
			t.Fatal(err)
		}
		chinese := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) || strings.ContainsRune("：；", r) })
		if text == "" || chinese != (lang == "Chinese") {
			t.Errorf("%v: %q is not %s", at, text, lang)
		}
		if n := len(verb.FindAllString(text, -1)); n != len(args)-2 {
			t.Errorf("%v: %q has a place for %d arguments of %d", at, text, n, len(args)-2)
		}
	}
}

func TestNotesInChinese(t *testing.T) {
	tests := []struct {
		format, text string
		want         []string
	}{
		{"aiken", "Which?\nA. x\nANSWER: A\nNone\nA. x\n", []string{"没有题号，这个由题目内容生成", "“None”没有 ANSWER: 一行"}},
		{"csv", "id,colour,difficulty\na,,hard\nb,,1,1\n", []string{"没有读“colour”列", "difficulty：“hard”不是整数", "这一行有 4 格，表头只有 3 列"}},
		{"markdown", "## a\n- challenge: maybe\n", []string{"challenge：“maybe”既不是 true 也不是 false"}},
		{"gift", "Two {#two}\n\nTrue {T}\n", []string{"“two”不是数字", "没有判断题这种题型，请改成四选一"}},
		{"moodle", "<quiz></quiz>", []string{"里面没有 <question>"}},
		{"json", `[{"id":"a","colour":1}]`, []string{`json: unknown field "colour"`}}, // Go's own
	}
	for _, test := range tests {
		_, notes, err := exchange.Read([]byte(test.text), test.format, exchange.Options{Notes: quiz.Chinese})
		if err != nil {
			t.Fatal(err)
		}
		checkMessages(t, test.format, test.want, notes)
	}
	open := []quiz.Question{{ID: "a", Type: quiz.Open, Prompt: quiz.Text{EN: "A?"}}}
	notes, err := exchange.Write(new(bytes.Buffer), "gift", open, exchange.Options{Notes: quiz.Chinese})
	if err != nil {
		t.Fatal(err)
	}
	checkMessages(t, "writing gift", []string{"GIFT 存不下主题、难度、出处和提示，它们写在注释里，Moodle 会丢掉；也存不下评分要点：要点写在反馈里，作答后所有人都看得到"}, notes)
}

func checkMessages(t *testing.T, what string, want []string, notes []exchange.Note) {
	t.Helper()
	var got []string
	for _, n := range notes {
		got = append(got, n.Msg)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
