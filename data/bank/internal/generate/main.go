// Command generate writes what is derived from the bank's files: schema.json, the JSON Schema for
// editors, and embedded.bin, the compact form that is built into the program. It runs in
// the bank's folder, by go generate.
package main

import (
	"bytes"
	"fmt"
	"os"

	"drillbot/data/bank"
	"drillbot/data/bank/internal/schema"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	text, err := schema.JSON()
	if err != nil {
		return err
	}
	if err := os.WriteFile("schema.json", text, 0o644); err != nil {
		return err
	}
	set, err := bank.Load(os.DirFS("."))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := bank.Encode(&b, set); err != nil {
		return err
	}
	return os.WriteFile("embedded.bin", b.Bytes(), 0o644)
}
