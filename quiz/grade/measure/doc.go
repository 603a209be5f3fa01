// Package measure holds a grader against humans: sets of answers that humans have scored, the
// statistics of agreement, and the floors (length, shared words) that a grader has to beat
// for its numbers to mean something.
//
// It grades nothing itself and knows no grader. A statistic that the data do not define, such as a
// correlation with a constant, is NaN here and null in JSON, never 0.
package measure
