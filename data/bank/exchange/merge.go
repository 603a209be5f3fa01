package exchange

import (
	"reflect"

	"drillbot/quiz"
)

// Merge returns the question old with what the read one says in place of its own: a field that is empty there stays,
// and so does what a point, an option or another entry of the same id does not say. The entries of a list
// that the read one has are all its entries. Of a number, old keeps how it is computed where
// the read one is the same number without variables.
func Merge(old, read quiz.Question) quiz.Question {
	out := old
	if a, b := old.Numeric, read.Numeric; a != nil && b != nil && len(b.Variables) == 0 && (len(a.Variables) > 0 || a.Value == b.Value) {
		read.Numeric = nil
	}
	overlay(reflect.ValueOf(&out).Elem(), reflect.ValueOf(read))
	return out
}

// overlay puts the values of v that are not zero over those of into.
func overlay(into, v reflect.Value) {
	if v.IsZero() {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			overlay(into.Field(i), v.Field(i))
		}
	case reflect.Slice:
		into.Set(overlaid(into, v))
	default:
		into.Set(v)
	}
}

// overlaid is the list v with each of its entries laid over the one of the same id in old. The texts of both
// languages are merged even where entries have no ids, by their place.
func overlaid(old, v reflect.Value) reflect.Value {
	out := reflect.MakeSlice(v.Type(), 0, v.Len())
	for i := range v.Len() {
		entry := reflect.New(v.Type().Elem()).Elem()
		if j := same(old, v.Index(i), i); j >= 0 {
			entry.Set(old.Index(j))
		}
		overlay(entry, v.Index(i))
		if o, ok := v.Index(i).Interface().(quiz.Option); ok {
			entry.FieldByName("Right").SetBool(o.Right) // that it is wrong is said as well
		}
		out = reflect.Append(out, entry)
	}
	return out
}

// same returns where in old the entry stands that v is a new form of, or -1.
func same(old, v reflect.Value, i int) int {
	if v.Type() == reflect.TypeFor[quiz.Text]() && i < old.Len() {
		return i
	}
	if v.Kind() != reflect.Struct || !v.FieldByName("ID").IsValid() {
		return -1
	}
	for j := range old.Len() {
		if old.Index(j).FieldByName("ID").String() == v.FieldByName("ID").String() {
			return j
		}
	}
	return -1
}
