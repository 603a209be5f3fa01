package bolt

import (
	"encoding/json"
	"fmt"
)

// Documents are the records that are read and written now and then, not with every answer:
//
//	form 1 · JSON
//
// Each is a struct of this package with the fields of its quiz type in the same order, so
// that the compiler converts one into the other and a field cannot be forgotten. A field that
// is no longer known is passed over, and one that is missing is zero.
const documentForm = 1

func encodeDocument(v any) ([]byte, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	return append([]byte{documentForm}, data...), nil
}

// decodeDocument reads a document; what and key say which one in an error.
func decodeDocument[T any](b []byte, what string, key any) (v T, err error) {
	if len(b) == 0 || b[0] != documentForm {
		return v, fmt.Errorf("read %s %v: %w", what, key, errCorrupt)
	}
	if err := json.Unmarshal(b[1:], &v); err != nil {
		return *new(T), fmt.Errorf("read %s %v: %w: %w", what, key, errCorrupt, err)
	}
	return v, nil
}

// putDocument stores a document.
func (w *work) putDocument(bucket, key []byte, v any) error {
	data, err := encodeDocument(v)
	if err == nil {
		w.put(bucket, key, data)
	}
	return err
}
