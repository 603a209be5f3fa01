// Package grade holds the graders of open answers, and the wrappers that bound, cache and
// combine them.
//
// Graders compose like http.Handlers. The order that makes sense for a paid one is
//
//	Fallback(Cached(Budgeted(Limited(llm))), offline)
//
// so that an answer graded before costs nothing, and a spent budget or a failing server
// ends in an estimate instead of nothing.
package grade
