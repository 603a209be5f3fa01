package bank

import (
	"embed"
	"io/fs"
)

// files are the authors' files as they are built into the program. Nothing reads them at its
// start: they are there to be checked and exported.
//
//go:embed topics.yaml panels.yaml sources.yaml released.txt */*.yaml
var files embed.FS

// Files returns the authors' files of the embedded bank, for Loader.Check and for export.
// To ask questions, take Embedded, which needs no parsing.
func Files() fs.FS { return files }
