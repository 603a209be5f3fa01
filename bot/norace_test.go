//go:build !race

package bot_test

// atATime is how many players act at a time: all of them.
const atATime = 200
