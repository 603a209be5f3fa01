package quiz

import "slices"

// blocks is a sorted list of entries in blocks, whose sizes a Fenwick tree adds up: insert,
// remove, rank and the entry at any rank touch one block and the logarithm of their number.
type blocks struct {
	list    [][]entry // none empty but the only one, each sorted, in order
	firsts  []entry   // of each block, to find it without touching the others
	sizes   fenwick
	players int
}

const blockSize = 256

// newBlocks takes over a sorted list.
func newBlocks(sorted []entry) *blocks {
	b := &blocks{players: len(sorted)}
	if len(sorted) < blockSize {
		b.list = append(b.list, sorted)
		b.count()
		return b
	}
	for part := range slices.Chunk(sorted, blockSize*3/4) { // with room to grow
		b.list = append(b.list, append(make([]entry, 0, blockSize), part...))
	}
	b.count()
	return b
}

// count makes firsts and the tree anew, after the number of blocks has changed.
func (b *blocks) count() {
	b.firsts = make([]entry, len(b.list), cap(b.list))
	b.sizes = make(fenwick, len(b.list))
	for i, block := range b.list {
		b.sizes.add(i, len(block))
		if len(block) > 0 {
			b.firsts[i] = block[0]
		}
	}
}

// resized notes that a block has n more entries, and maybe another first one.
func (b *blocks) resized(at, n int) {
	b.sizes.add(at, n)
	if block := b.list[at]; len(block) > 0 {
		b.firsts[at] = block[0]
	}
}

// find returns the block and the place within it where e is or belongs.
func (b *blocks) find(e entry) (int, int) {
	low, high := 0, len(b.list) // the last block that does not begin after e, else the first
	for high-low > 1 {
		mid := int(uint(low+high) / 2)
		if e.before(b.firsts[mid]) {
			high = mid
			continue
		}
		low = mid
	}
	return low, within(b.list[low], e)
}

// within returns how many entries of a block stand above e.
func within(block []entry, e entry) int {
	low, high := 0, len(block)
	for low < high {
		mid := int(uint(low+high) / 2)
		if block[mid].before(e) {
			low = mid + 1
			continue
		}
		high = mid
	}
	return low
}

func (b *blocks) insert(e entry) {
	at, i := b.find(e)
	b.list[at] = slices.Insert(b.list[at], i, e)
	b.players++
	if block := b.list[at]; len(block) >= blockSize {
		half := append(make([]entry, 0, blockSize), block[blockSize/2:]...)
		b.list[at] = block[:blockSize/2]
		b.list = slices.Insert(b.list, at+1, half)
		b.count()
		return
	}
	b.resized(at, 1)
}

// remove takes e out; one that is not there is ignored.
func (b *blocks) remove(e entry) {
	at, i := b.find(e)
	if i == len(b.list[at]) || b.list[at][i].player != e.player {
		return
	}
	b.list[at] = slices.Delete(b.list[at], i, i+1)
	b.players--
	if len(b.list[at]) == 0 && len(b.list) > 1 {
		b.list = slices.Delete(b.list, at, at+1)
		b.count()
		return
	}
	b.resized(at, -1)
}

// rank returns how many entries stand above e.
func (b *blocks) rank(e entry) int {
	at, i := b.find(e)
	return b.sizes.sum(at) + i
}

// page appends the places of limit entries after the first offset ones, which exist.
func (b *blocks) page(page []Place, offset, limit int) []Place {
	if limit == 0 {
		return page
	}
	at, i := b.sizes.find(offset)
	for len(page) < limit {
		if i == len(b.list[at]) {
			at, i = at+1, 0
		}
		page = append(page, b.list[at][i].place(offset+len(page)+1))
		i++
	}
	return page
}

// entries returns everything in order.
func (b *blocks) entries() []entry { return slices.Concat(b.list...) }
