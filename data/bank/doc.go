// Package bank turns the authors' question files into the questions of package quiz,
// and refuses whatever a player should not meet. data/README.md describes the files.
package bank
