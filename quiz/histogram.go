package quiz

import "slices"

// histogram counts players by points, in pages of 256 values. A page begins with bytes and
// changes to words when one of its counts passes 255, so that the long thin tail of the
// best costs little. A Fenwick tree adds up the pages, from the first question on: while
// players are loaded it would be for nothing.
type histogram struct {
	pages   []page
	sizes   fenwick // of pages; nil before the first question and after there are more pages
	players int
	odd     int // players with points that are not counted by value: below 0 or above maxCounted
}

// maxCounted bounds the pages: 2²⁴ points, over 300,000 perfect answers to the hardest question.
const maxCounted = 1<<24 - 1

const pageSize = 256

// page counts 256 neighbouring values; one of the two is set, none when all are 0.
type page struct {
	small *[pageSize]uint8
	large *[pageSize]uint32
}

// add counts n more players with the given points.
func (h *histogram) add(points int32, n int) {
	h.players += n
	if points < 0 || points > maxCounted {
		h.odd += n
		return
	}
	at := int(points) / pageSize
	if at >= len(h.pages) {
		h.pages = slices.Grow(h.pages, at+1-len(h.pages))
		h.pages, h.sizes = h.pages[:cap(h.pages)], nil
	}
	h.pages[at].add(int(points)%pageSize, n)
	if h.sizes != nil {
		h.sizes.add(at, n)
	}
}

// addUp makes the tree.
func (h *histogram) addUp() {
	h.sizes = make(fenwick, len(h.pages))
	for i := range h.pages {
		h.sizes.add(i, h.pages[i].sum(0))
	}
}

// above returns how many players have more points, and how many as many.
func (h *histogram) above(points int32) (more, equal int) {
	at, i := int(points)/pageSize, int(points)%pageSize
	if at >= len(h.pages) {
		return 0, 0
	}
	if h.sizes == nil {
		h.addUp()
	}
	p := h.pages[at]
	more = h.players - h.sizes.sum(at+1) + p.sum(i+1)
	return more, p.at(i)
}

func (p *page) add(i, n int) {
	if p.large != nil {
		p.large[i] += uint32(n)
		return
	}
	if p.small == nil {
		p.small = new([pageSize]uint8)
	}
	if c := int(p.small[i]) + n; c <= 255 {
		p.small[i] = uint8(c)
		return
	}
	p.large = new([pageSize]uint32)
	for j, c := range p.small {
		p.large[j] = uint32(c)
	}
	p.small = nil
	p.large[i] += uint32(n)
}

func (p *page) at(i int) int {
	switch {
	case p.large != nil:
		return int(p.large[i])
	case p.small != nil:
		return int(p.small[i])
	default:
		return 0
	}
}

// sum adds up the counts of the values from the i-th on.
func (p *page) sum(i int) int {
	n := 0
	switch {
	case p.large != nil:
		for _, c := range p.large[i:] {
			n += int(c)
		}
	case p.small != nil:
		for _, c := range p.small[i:] {
			n += int(c)
		}
	}
	return n
}
