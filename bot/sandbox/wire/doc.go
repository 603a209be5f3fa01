// Package wire holds the JSON objects of Discord's API, versions 9 and 10, as
// far as the sandbox speaks them: one struct for each object, both directions.
//
// Ids are decimal snowflakes in strings, times are RFC 3339 in strings and
// permissions are decimal bit sets in strings, as on the wire. A pointer field
// without omitempty is one that Discord sends as null.
package wire
