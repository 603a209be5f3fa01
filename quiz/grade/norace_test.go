//go:build !race

package grade_test

// slowdown is how much slower than it should be the grader may be: not at all.
const slowdown = 1
