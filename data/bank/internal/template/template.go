// Package template holds what an author begins a question with: a commented file for each type.
package template

import "embed"

// Files are <type>.yaml. In them {id}, {type} and {today} stand for the question's own, and … for what is to be written.
//
//go:embed *.yaml
var Files embed.FS
