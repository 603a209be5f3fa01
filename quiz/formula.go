package quiz

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"strconv"
)

// maxFormula is the longest formula read, in bytes.
const maxFormula = 500

// ErrFormula is wrapped by every error of a formula.
var ErrFormula = errors.New("bad formula")

// Formula is an arithmetic expression over named variables, in Go's syntax: numbers,
// + - * / %, parentheses, and the functions pow sqrt log log2 log10 exp ceil floor round
// min max abs.
type Formula struct{ root ast.Expr }

// ParseFormula reads a formula. It checks the form only: names are looked up by Eval.
func ParseFormula(s string) (Formula, error) {
	if len(s) > maxFormula {
		return Formula{}, fmt.Errorf("%w: longer than %d bytes", ErrFormula, maxFormula)
	}
	root, err := parser.ParseExpr(s)
	if err != nil {
		return Formula{}, fmt.Errorf("%w: %w", ErrFormula, err)
	}
	return Formula{root}, nil
}

// Eval computes the formula. The result is finite; whatever is not is an error.
func (f Formula) Eval(vars map[string]float64) (float64, error) {
	v, err := evaluate(f.root, vars)
	if err != nil {
		return 0, err
	}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, fmt.Errorf("%w: the result is not a finite number", ErrFormula)
	}
	return v, nil
}

func evaluate(e ast.Expr, vars map[string]float64) (float64, error) {
	switch e := e.(type) {
	case *ast.BasicLit:
		return number(e)
	case *ast.Ident:
		if v, ok := vars[e.Name]; ok {
			return v, nil
		}
		return 0, fmt.Errorf("%w: unknown variable %s", ErrFormula, e.Name)
	case *ast.ParenExpr:
		return evaluate(e.X, vars)
	case *ast.UnaryExpr:
		return unary(e, vars)
	case *ast.BinaryExpr:
		return operation(e, vars)
	case *ast.CallExpr:
		return call(e, vars)
	default:
		return 0, fmt.Errorf("%w: %T is not arithmetic", ErrFormula, e)
	}
}

func number(lit *ast.BasicLit) (float64, error) {
	v, err := strconv.ParseFloat(lit.Value, 64)
	if err != nil || lit.Kind != token.INT && lit.Kind != token.FLOAT {
		return 0, fmt.Errorf("%w: %s is not a number", ErrFormula, lit.Value)
	}
	return v, nil
}

func unary(e *ast.UnaryExpr, vars map[string]float64) (float64, error) {
	v, err := evaluate(e.X, vars)
	if e.Op == token.SUB {
		return -v, err
	}
	if e.Op != token.ADD {
		return 0, fmt.Errorf("%w: operator %s", ErrFormula, e.Op)
	}
	return v, err
}

func operation(e *ast.BinaryExpr, vars map[string]float64) (float64, error) {
	x, err := evaluate(e.X, vars)
	if err != nil {
		return 0, err
	}
	y, err := evaluate(e.Y, vars)
	if err != nil {
		return 0, err
	}
	switch e.Op {
	case token.ADD:
		return x + y, nil
	case token.SUB:
		return x - y, nil
	case token.MUL:
		return x * y, nil
	case token.QUO:
		return x / y, nil
	case token.REM:
		return math.Mod(x, y), nil
	}
	return 0, fmt.Errorf("%w: operator %s", ErrFormula, e.Op)
}

// functions are what a formula may call, by the number of arguments.
var (
	functions1 = map[string]func(float64) float64{
		"sqrt": math.Sqrt, "log": math.Log, "log2": math.Log2, "log10": math.Log10, "exp": math.Exp,
		"ceil": math.Ceil, "floor": math.Floor, "round": math.Round, "abs": math.Abs,
	}
	functions2 = map[string]func(float64, float64) float64{
		"pow": math.Pow, "min": math.Min, "max": math.Max,
	}
)

func call(e *ast.CallExpr, vars map[string]float64) (float64, error) {
	name, ok := e.Fun.(*ast.Ident)
	if !ok || e.Ellipsis.IsValid() {
		return 0, fmt.Errorf("%w: %T is not a function", ErrFormula, e.Fun)
	}
	args := make([]float64, len(e.Args))
	for i, a := range e.Args {
		v, err := evaluate(a, vars)
		if err != nil {
			return 0, err
		}
		args[i] = v
	}
	if f, ok := functions1[name.Name]; ok && len(args) == 1 {
		return f(args[0]), nil
	}
	if f, ok := functions2[name.Name]; ok && len(args) == 2 {
		return f(args[0], args[1]), nil
	}
	return 0, fmt.Errorf("%w: no function %s of %d arguments", ErrFormula, name.Name, len(args))
}
