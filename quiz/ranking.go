package quiz

import "slices"

// Ranking puts the players of one board in order: more points first, then those reached
// earlier (to the microsecond), then the smaller id. Places are 1, 2, 3 … without gaps
// or sharing.
//
// Up to manyPlayers it keeps every place in order. Beyond, unless Exact, it keeps how many
// players have how many points, and the first places: less than a byte a player instead of
// some thirty. What it then cannot tell for sure it says so, and a Ranking that is Exact is to
// be made. The zero Ranking is empty and ready for use; it is not safe for several goroutines.
type Ranking struct {
	Exact bool // keep every place; set before the first Add

	loose  []entry    // while loading: in no order
	places *blocks    // every place; nil while loose or counted
	counts *histogram // once there are many
	top    []entry    // with counts: the first places
}

const (
	manyPlayers = 1 << 14
	topPlaces   = 64
)

// entry is one player of a ranking.
type entry struct {
	player  uint64
	reached int64 // microseconds since 1970
	points  int32
	answers int32
}

func newEntry(player uint64, t Tally) entry {
	return entry{player: player, reached: t.Reached.UnixMicro(), points: t.Points, answers: t.Answers}
}

func (e entry) place(rank int) Place {
	return Place{Rank: rank, Player: e.player, Points: int(e.points), Answers: int(e.answers)}
}

// before reports whether e stands above f.
func (e entry) before(f entry) bool {
	if e.points != f.points {
		return e.points > f.points
	}
	if e.reached != f.reached {
		return e.reached < f.reached
	}
	return e.player < f.player
}

func order(e, f entry) int {
	switch {
	case e.before(f):
		return -1
	case f.before(e):
		return 1
	default:
		return 0
	}
}

// Len returns the number of players.
func (r *Ranking) Len() int {
	switch {
	case r.counts != nil:
		return r.counts.players
	case r.places != nil:
		return r.places.players
	default:
		return len(r.loose)
	}
}

// Add puts a player on the board who is not on it.
func (r *Ranking) Add(player uint64, t Tally) {
	e := newEntry(player, t)
	switch {
	case r.counts != nil:
		r.count(e)
	case r.places != nil:
		r.places.insert(e)
	default:
		r.loose = append(r.loose, e)
	}
	if !r.Exact && r.counts == nil && r.Len() > manyPlayers {
		r.compact()
	}
}

// Remove takes a player off the board, whose tally is t.
func (r *Ranking) Remove(player uint64, t Tally) {
	e := newEntry(player, t)
	if r.counts == nil {
		r.sort()
		r.places.remove(e)
		return
	}
	r.counts.add(e.points, -1)
	if i, found := slices.BinarySearchFunc(r.top, e, order); found {
		r.top = slices.Delete(r.top, i, i+1)
	}
}

// Page returns up to limit places after the first offset ones. It reports false when these
// are not kept.
func (r *Ranking) Page(offset, limit int) ([]Place, bool) {
	offset = max(0, offset)
	limit = min(max(0, limit), max(0, r.Len()-offset))
	page := make([]Place, 0, limit)
	if r.counts == nil {
		r.sort()
		return r.places.page(page, offset, limit), true
	}
	if limit > 0 && (offset+limit > len(r.top) || r.counts.odd > 0) {
		return nil, false
	}
	for i := offset; i < offset+limit; i++ {
		page = append(page, r.top[i].place(i+1))
	}
	return page, true
}

// Place returns the place of a player on the board, whose tally is t. It reports false when
// that takes telling apart equals that are not kept.
func (r *Ranking) Place(player uint64, t Tally) (Place, bool) {
	e := newEntry(player, t)
	if r.counts == nil {
		r.sort()
		return e.place(r.places.rank(e) + 1), true
	}
	if r.counts.odd > 0 {
		return Place{}, false
	}
	if i, found := slices.BinarySearchFunc(r.top, e, order); found {
		return e.place(i + 1), true
	}
	above, equal := r.counts.above(e.points)
	return e.place(above + 1), equal == 1
}

// sort ends loading: members come from a store in the order of their ids, and sorting
// them once is cheaper than inserting them one by one.
func (r *Ranking) sort() {
	if r.places == nil {
		slices.SortFunc(r.loose, order)
		r.places, r.loose = newBlocks(r.loose), nil
	}
}

// compact gives up the places for the counts.
func (r *Ranking) compact() {
	all := r.loose
	if r.places != nil {
		all = r.places.entries()
	}
	r.counts, r.places, r.loose = &histogram{}, nil, nil
	for _, e := range all {
		r.counts.add(e.points, 1)
		if len(r.top) < topPlaces || e.before(r.top[len(r.top)-1]) {
			r.enter(e)
		}
	}
}

// count adds to the counts, and to the first places what belongs there: what follows the last
// of them may not be known any more after a player above has fallen.
func (r *Ranking) count(e entry) {
	r.counts.add(e.points, 1)
	if len(r.top) > 0 && e.before(r.top[len(r.top)-1]) {
		r.enter(e)
	}
}

// enter puts e among the first places.
func (r *Ranking) enter(e entry) {
	i, _ := slices.BinarySearchFunc(r.top, e, order)
	r.top = slices.Insert(r.top[:min(len(r.top), topPlaces-1)], i, e)
}
