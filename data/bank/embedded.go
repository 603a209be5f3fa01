package bank

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/gob"
	"fmt"
	"io"
)

//go:generate go run drillbot/data/bank/internal/generate

// embedded is the bank as the generator wrote it.
//
//go:embed embedded.bin
var embedded []byte

// Embedded returns the bank that is built into the program: the YAML files beside this one, read
// and checked when it was generated.
func Embedded() (*Set, error) {
	set, err := Decode(bytes.NewReader(embedded))
	if err != nil {
		return nil, fmt.Errorf("embedded bank (run go generate ./data/bank): %w", err)
	}
	return set, nil
}

// Encode writes a set in the compact form that Decode reads: a gob, deflated. It is for
// the program that was built with it, not for keeping.
func Encode(w io.Writer, s *Set) error {
	z, err := flate.NewWriter(w, flate.BestCompression)
	if err != nil {
		return err
	}
	if err := gob.NewEncoder(z).Encode(s); err != nil {
		return fmt.Errorf("encode the bank: %w", err)
	}
	return z.Close()
}

// Decode reads what Encode wrote. It trusts its input.
func Decode(r io.Reader) (*Set, error) {
	z := flate.NewReader(r)
	defer z.Close()
	var s Set
	if err := gob.NewDecoder(z).Decode(&s); err != nil {
		return nil, fmt.Errorf("decode the bank: %w", err)
	}
	return &s, nil
}
