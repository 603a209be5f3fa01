// Package grade holds the graders of open answers, and the wrappers that bound, cache and
// combine them.
//
// Graders compose like http.Handlers. The order that makes sense for a paid one is
//
//	Fallback(Cached(Budgeted(Timeout(NewQueue(Second(llm, offline))))), offline)
//
// so that an answer graded before costs nothing, what is in doubt is read twice, servers take
// turns, and a spent budget, a long queue or a failing server ends in an estimate instead of nothing.
package grade
