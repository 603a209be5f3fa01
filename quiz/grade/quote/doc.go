// Package quote finds the words that somebody claims to quote in the text they are said
// to come from, and weighs how much a text says of its own.
package quote
