package quiz

import "math/bits"

// fenwick is a list of numbers that are none negative, with the sums of its beginnings
// (P. M. Fenwick, "A new data structure for cumulative frequency tables", 1994).
type fenwick []int32

// add adds d to number i.
func (f fenwick) add(i, d int) {
	for ; i < len(f); i |= i + 1 {
		f[i] += int32(d)
	}
}

// sum returns the sum of the first n numbers.
func (f fenwick) sum(n int) int {
	s := 0
	for ; n > 0; n &= n - 1 {
		s += int(f[n-1])
	}
	return s
}

// find returns the number within which the sum passes s, and what s has over the sum of
// those before it. s is less than the whole sum.
func (f fenwick) find(s int) (int, int) {
	i := 0
	for step := 1 << (bits.Len(uint(len(f))) - 1); step > 0; step >>= 1 {
		if next := i + step; next <= len(f) && int(f[next-1]) <= s {
			i, s = next, s-int(f[next-1])
		}
	}
	return i, s
}
