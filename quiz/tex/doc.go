// Package tex turns TeX formulas into readable Unicode: √dₖ for \sqrt{d_k}. It is for places
// that show no pictures; what it cannot put into a line it puts into words.
package tex
