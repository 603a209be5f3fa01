//go:build race

package sandbox_test

// atATime is how many players act at a time. The race detector makes everything some ten times
// slower, and Discord's 3 seconds stay 3 seconds.
const atATime = 8
