// Package wording compares what a player wrote with what a rubric says: it undoes
// disguises, cuts text into tokens that know where they came from, finds wordings in
// either language, and tells a claim from its denial. It reads text and nothing else.
package wording
