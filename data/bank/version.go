package bank

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"reflect"

	"drillbot/quiz"
)

// Version returns what quiz.Question.Version holds: the first 8 hex digits of the SHA-256 of
// what a player can meet of the question. The day of its review and its sources' titles
// may change without a new version, and so may what it is related to and the layout of its file. A field that is zero
// leaves no trace, so a field that package quiz gets later changes no version.
func Version(q quiz.Question) string {
	q.Version, q.Reviewed, q.Sources, q.Related = "", 0, nil, nil
	h := sha256.New()
	encode(h, "", reflect.ValueOf(q))
	return hex.EncodeToString(h.Sum(nil)[:4])
}

// encode writes every value under v that is not zero as a line of its path and itself.
func encode(w io.Writer, path string, v reflect.Value) {
	if v.IsZero() {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		encode(w, path, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			encode(w, join(path, v.Type().Field(i).Name), v.Field(i))
		}
	case reflect.Slice:
		fmt.Fprintf(w, "%s=%d\n", path, v.Len())
		for i := range v.Len() {
			encode(w, index(path, i), v.Index(i))
		}
	case reflect.String:
		fmt.Fprintf(w, "%s=%q\n", path, v.String())
	default:
		fmt.Fprintf(w, "%s=%v\n", path, v.Interface())
	}
}
