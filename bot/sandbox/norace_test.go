//go:build !race

package sandbox_test

// atATime is how many players act at a time: all of them.
const atATime = 200
