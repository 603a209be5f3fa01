// Package rule knows the limits of Discord that its OpenAPI file does not
// state or states wrongly, and words each breach as Discord does. It is pure:
// values of package wire in, Faults out.
//
// Lengths are counted in code points. The limits and their sources are listed
// in the project's discord/limits.md.
package rule
